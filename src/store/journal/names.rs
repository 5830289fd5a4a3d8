//! Who is who in a call, as the reviewer says.

use sqlx::SqlitePool;

use super::text::Text;
use super::{Journal, Place, held};
use crate::call::text::{Clean, clean_line};
use crate::call::{CallId, Correction, Corrections, Problem};
use crate::store::trouble::problem;

/// A speaker, the name, and who is the same person.
type Row = (Text, Option<Text>, Option<Text>);

impl Journal {
    /// What was corrected about the people of a call.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be read.
    pub async fn names(&self, call: CallId) -> Result<Corrections, Problem> {
        let file = match &self.place {
            Place::Memory(memory) => {
                return Ok(held(memory).names.get(&call).cloned().unwrap_or_default());
            }
            Place::File(file) => file,
        };
        let Some(pool) = file.reading().await? else { return Ok(Corrections::default()) };
        let rows = sqlx::query_as("SELECT speaker, name, same_as FROM names WHERE call = ?")
            .bind(call.as_str())
            .fetch_all(pool);
        let rows: Vec<Row> = rows.await.map_err(|error| unreadable(&error))?;
        let text = |text: Text| -> Clean { clean_line(&text).boxed() };
        Ok(Corrections::of(rows.into_iter().map(|(speaker, name, same_as)| {
            (text(speaker), Correction { name: name.map(text), same_as: same_as.map(text) })
        })))
    }

    /// Keeps what was corrected about the people of a call, in place of what was kept before.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be written; what was kept before stays.
    pub async fn keep_names(&self, call: CallId, names: &Corrections) -> Result<(), Problem> {
        match &self.place {
            Place::Memory(memory) => {
                held(memory).names.insert(call, names.clone());
                Ok(())
            }
            Place::File(file) => {
                let pool = file.pool().await?;
                replace(pool, call, names).await.map_err(|error| unwritable(&error))
            }
        }
    }
}

async fn replace(pool: &SqlitePool, call: CallId, names: &Corrections) -> Result<(), sqlx::Error> {
    let mut change = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("DELETE FROM names WHERE call = ?")
        .bind(call.as_str())
        .execute(&mut *change)
        .await?;
    for (speaker, Correction { name, same_as }) in names.iter() {
        sqlx::query("INSERT INTO names (call, speaker, name, same_as) VALUES (?, ?, ?, ?)")
            .bind(call.as_str())
            .bind(speaker.as_str())
            .bind(name.as_deref())
            .bind(same_as.as_deref())
            .execute(&mut *change)
            .await?;
    }
    change.commit().await
}

fn unreadable(error: &sqlx::Error) -> Problem {
    let next = "The org's names are shown; check the journal's folder, then start earmark again.";
    problem("The names given by hand cannot be read", error, next)
}

fn unwritable(error: &sqlx::Error) -> Problem {
    let next = "They hold for this session; check the disk's space and the folder's permissions.";
    problem("The names could not be kept", error, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Clean {
        clean_line(text).boxed()
    }

    fn call(text: &str) -> CallId {
        text.parse().unwrap()
    }

    fn corrected() -> Corrections {
        let mut names = Corrections::default();
        names.rename(&id("Speaker 1"), "Hanneke \"H\" D'Orsey; --");
        names.merge(&id("Speaker 3"), &id("Speaker 1"));
        names
    }

    #[tokio::test]
    async fn names_are_there_in_the_next_session_and_only_for_their_call() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        let (one, other) = (call("6qrWs000004Tb7KIAS"), call("0LQWs000002Fq8pOAC"));
        let journal = Journal::at(file.clone());
        journal.keep_names(one, &corrected()).await.unwrap();
        let next = Journal::at(file);
        assert_eq!(next.names(one).await.unwrap(), corrected());
        assert_eq!(next.names(other).await.unwrap(), Corrections::default());
        next.keep_names(one, &Corrections::default()).await.unwrap();
        assert_eq!(journal.names(one).await.unwrap(), Corrections::default());
    }

    #[tokio::test]
    async fn a_journal_in_memory_lasts_as_long_as_its_copies() {
        let journal = Journal::in_memory();
        let one = call("6qrWs000004Tb7KIAS");
        journal.clone().keep_names(one, &corrected()).await.unwrap();
        assert_eq!(journal.names(one).await.unwrap(), corrected());
        assert_eq!(Journal::in_memory().names(one).await.unwrap(), Corrections::default());
    }

    #[tokio::test]
    async fn a_damaged_journal_is_a_sentence_and_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        std::fs::write(&file, "not a database at all, but somebody's text".repeat(9)).unwrap();
        let before = std::fs::read(&file).unwrap();
        let journal = Journal::at(file.clone());
        let problem = journal.keep_names(call("6qrWs000004Tb7KIAS"), &corrected()).await;
        assert!(problem.unwrap_err().next.contains("left as it is"));
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }

    #[tokio::test]
    async fn two_sessions_write_without_a_word_about_locks() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        let (a, b) = (Journal::at(file.clone()), Journal::at(file));
        let one = call("6qrWs000004Tb7KIAS");
        let names = corrected();
        for _ in 0..10 {
            let (a, b) = tokio::join!(a.keep_names(one, &names), b.keep_names(one, &names));
            assert_eq!((a, b), (Ok(()), Ok(())));
        }
    }
}
