//! Where the reviewer left calls, and which of them are reviewed.

use std::collections::HashSet;

use jiff::Timestamp;

use super::text::Text;
use super::{Journal, Place, held};
use crate::call::{CallId, CallKey, Problem};
use crate::store::trouble::problem;

impl Journal {
    /// Where a call was left, in the words of whoever kept it.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be read.
    pub async fn position(&self, call: &CallKey) -> Result<Option<String>, Problem> {
        let file = match &self.place {
            Place::Memory(memory) => return Ok(held(memory).positions.get(call).cloned()),
            Place::File(file) => file,
        };
        let Some(pool) = file.reading().await? else { return Ok(None) };
        let row = sqlx::query_scalar("SELECT standpoint FROM positions WHERE call = ?")
            .bind(call.as_str())
            .fetch_optional(pool);
        let row: Option<Text> = row.await.map_err(|error| {
            let what = "Where you left this call cannot be read";
            let next = "It opens at its start; check the journal's folder.";
            problem(what, &error, next)
        })?;
        Ok(row.map(|Text(standpoint)| standpoint))
    }

    /// Keeps where a call was left, in place of what was kept before.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be written; what was kept before stays.
    pub async fn keep_position(
        &self,
        call: &CallKey,
        standpoint: &str,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let file = match &self.place {
            Place::Memory(memory) => {
                held(memory).positions.insert(call.clone(), standpoint.to_owned());
                return Ok(());
            }
            Place::File(file) => file,
        };
        let done = sqlx::query(
            "INSERT INTO positions (call, changed, standpoint) VALUES (?, ?, ?)
             ON CONFLICT DO UPDATE SET changed = excluded.changed, standpoint = excluded.standpoint",
        )
        .bind(call.as_str())
        .bind(now.as_second())
        .bind(standpoint)
        .execute(file.pool().await?);
        done.await.map(drop).map_err(|error| {
            let what = "Where you are in calls cannot be kept";
            let next = "It holds for this session; check the disk's space and the folder.";
            problem(what, &error, next)
        })
    }

    /// The calls that are reviewed.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be read.
    pub async fn reviewed(&self) -> Result<HashSet<CallId>, Problem> {
        let file = match &self.place {
            Place::Memory(memory) => return Ok(held(memory).reviewed.clone()),
            Place::File(file) => file,
        };
        let Some(pool) = file.reading().await? else { return Ok(HashSet::new()) };
        let rows = sqlx::query_scalar("SELECT call FROM reviewed").fetch_all(pool);
        let rows: Vec<Text> = rows.await.map_err(|error| {
            let what = "Which calls are reviewed cannot be read";
            let next = "All are shown as new; check the journal's folder, then start again.";
            problem(what, &error, next)
        })?;
        Ok(rows.iter().filter_map(|id| id.parse().ok()).collect())
    }

    /// Keeps that a call is reviewed since then, or that it is not.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be written; what was kept before stays.
    pub async fn keep_reviewed(
        &self,
        call: CallId,
        since: Option<Timestamp>,
    ) -> Result<(), Problem> {
        let file = match &self.place {
            Place::Memory(memory) => {
                let reviewed = &mut held(memory).reviewed;
                let _ =
                    if since.is_some() { reviewed.insert(call) } else { reviewed.remove(&call) };
                return Ok(());
            }
            Place::File(file) => file,
        };
        let change = match since {
            Some(since) => sqlx::query(
                "INSERT INTO reviewed (call, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
            )
            .bind(call.as_str())
            .bind(since.as_second()),
            None => sqlx::query("DELETE FROM reviewed WHERE call = ?").bind(call.as_str()),
        };
        let done = change.execute(file.pool().await?);
        done.await.map(drop).map_err(|error| {
            let what = "That the call is reviewed could not be kept";
            let next = "It holds for this session; check the disk's space and the folder.";
            problem(what, &error, next)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    async fn holds(journal: &Journal, next: &Journal) {
        let (one, other) = ("6qrWs000004Tb7KIAS", "0LQWs000002Fq8pOAC");
        let (one, other): (CallId, CallId) = (one.parse().unwrap(), other.parse().unwrap());
        let (key, file) = (CallKey::record(one), CallKey::file("/calls/one.json"));
        journal.keep_position(&key, "first", NOW).await.unwrap();
        journal.keep_position(&key, "{\"at\": 1}", NOW).await.unwrap();
        journal.keep_position(&file, "of a file", NOW).await.unwrap();
        journal.keep_reviewed(one, Some(NOW)).await.unwrap();
        journal.keep_reviewed(one, Some(NOW)).await.unwrap();
        assert_eq!(next.position(&key).await.unwrap().as_deref(), Some("{\"at\": 1}"));
        assert_eq!(next.position(&file).await.unwrap().as_deref(), Some("of a file"));
        assert_eq!(next.position(&CallKey::record(other)).await.unwrap(), None);
        assert_eq!(next.reviewed().await.unwrap(), HashSet::from([one]));
        next.keep_reviewed(one, None).await.unwrap();
        assert_eq!(journal.reviewed().await.unwrap(), HashSet::new());
    }

    #[tokio::test]
    async fn places_are_there_in_the_next_session() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        let next = Journal::at(file.clone());
        assert_eq!(next.reviewed().await.unwrap(), HashSet::new());
        assert!(!file.exists(), "looking up makes no file");
        holds(&Journal::at(file), &next).await;
    }

    #[tokio::test]
    async fn a_journal_in_memory_lasts_as_long_as_its_copies() {
        let journal = Journal::in_memory();
        holds(&journal, &journal.clone()).await;
    }

    #[tokio::test]
    async fn a_damaged_journal_is_a_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        std::fs::write(&file, "somebody's text".repeat(99)).unwrap();
        let journal = Journal::at(file);
        let one = CallKey::record("6qrWs000004Tb7KIAS".parse().unwrap());
        assert!(journal.keep_position(&one, "", NOW).await.is_err());
        assert!(journal.reviewed().await.is_err());
    }
}
