//! Notes, tags and verdicts.
//!
//! What a change comes to is decided by [`Notes::decide`], on what is kept at that moment and
//! under a lock, so that two sessions that change the same note both keep their words.

use std::collections::BTreeSet;

use super::rows::{self, LabelRow, NoteRow};
use super::text::Text;
use super::{Filed, Journal, Place, held};
use crate::call::{
    Applied, CallKey, Change, FiledNotes, Merged, Notes, Problem, ProblemKind, Stamp, Tag,
};
use crate::store::trouble::problem;

impl Journal {
    /// What is noted about a call.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be read.
    pub async fn notes(&self, call: &CallKey) -> Result<Notes, Problem> {
        let file = match &self.place {
            Place::Memory(memory) => {
                return Ok(held(memory).notes.get(call).cloned().unwrap_or_default());
            }
            Place::File(file) => file,
        };
        let Some(pool) = file.reading().await? else { return Ok(Notes::default()) };
        let read = async {
            // Both of one state, even while another session writes.
            let mut reading = pool.begin().await?;
            rows::notes(&mut reading, call).await
        };
        read.await.map_err(|error| unreadable(&error))
    }

    /// Every tag that was ever given, to complete new ones.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be read.
    pub async fn tags(&self) -> Result<BTreeSet<Tag>, Problem> {
        let of = |words: &str| words.split(' ').filter_map(Tag::read).collect::<Vec<_>>();
        match &self.place {
            Place::Memory(memory) => {
                let memory = held(memory);
                let labels = memory.notes.values().flat_map(Notes::labels);
                Ok(labels.flat_map(|label| label.tags.iter().cloned()).collect())
            }
            Place::File(file) => {
                let Some(pool) = file.reading().await? else { return Ok(BTreeSet::new()) };
                let words = sqlx::query_scalar("SELECT DISTINCT tags FROM labels WHERE tags <> ''");
                let words: Vec<Text> =
                    words.fetch_all(pool).await.map_err(|error| unreadable(&error))?;
                Ok(words.iter().flat_map(|words| of(words)).collect())
            }
        }
    }

    /// Changes what is noted about a call; says what came of it, which may be something else than
    /// was wanted where another session was faster.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be written; then nothing changed.
    pub async fn change(
        &self,
        call: &CallKey,
        change: &Change,
        by: &Stamp,
    ) -> Result<Applied, Problem> {
        let applied = match &self.place {
            Place::Memory(memory) => {
                let mut memory = held(memory);
                let all: usize = memory.notes.values().map(weight).sum();
                let notes = memory.notes.entry(call.clone()).or_default();
                let (applied, before) = (notes.decide(change, by), weight(notes));
                let mut changed = notes.clone();
                changed.take(&applied);
                let after = weight(&changed);
                if after > before && all - before + after > MOST {
                    return Err(full());
                }
                *notes = changed;
                applied
            }
            Place::File(file) => {
                let changed = file.change(call, change, by).await?;
                changed.map_err(|error| unwritable(&error))?
            }
        };
        if applied != Applied::Nothing {
            self.tell().await;
        }
        Ok(applied)
    }

    /// Everything that is noted, by call.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be read.
    pub async fn all_notes(&self) -> Result<FiledNotes, Problem> {
        let file = match &self.place {
            Place::Memory(memory) => {
                let memory = held(memory);
                let all = memory.notes.iter();
                return Ok(all.map(|(call, notes)| (call.clone(), notes.clone())).collect());
            }
            Place::File(file) => file,
        };
        let Some(pool) = file.reading().await? else { return Ok(FiledNotes::new()) };
        let read = async {
            let mut reading = pool.begin().await?;
            let mut all = FiledNotes::new();
            for call in rows::calls(&mut reading).await? {
                let notes = rows::notes(&mut reading, &call).await?;
                all.insert(call, notes);
            }
            Ok(all)
        };
        read.await.map_err(|error: sqlx::Error| unreadable(&error))
    }

    /// Adds what is noted elsewhere: all of it, or nothing.
    ///
    /// # Errors
    ///
    /// A [`Problem`] when the journal cannot be written.
    pub async fn merge_notes(&self, others: &FiledNotes) -> Result<Merged, Problem> {
        let merged = match &self.place {
            Place::Memory(memory) => {
                let mut memory = held(memory);
                let mut merged = Merged::default();
                for (call, notes) in others {
                    let ours = memory.notes.entry(call.clone()).or_default();
                    merged = merged.plus(ours.merge(notes));
                }
                merged
            }
            Place::File(file) => {
                let merged = file.merge(others).await?;
                merged.map_err(|error| unwritable(&error))?
            }
        };
        if !merged.is_nothing() {
            self.tell().await;
        }
        Ok(merged)
    }
}

impl Filed {
    async fn change(
        &self,
        call: &CallKey,
        change: &Change,
        by: &Stamp,
    ) -> Result<Result<Applied, sqlx::Error>, Problem> {
        let pool = self.pool().await?;
        let done = async {
            let mut writing = pool.begin_with("BEGIN IMMEDIATE").await?;
            let kept = rows::concerned(&mut writing, call, change).await?;
            let applied = kept.decide(change, by);
            match &applied {
                Applied::Nothing | Applied::Stays(_) => {}
                Applied::Written(note) | Applied::Both { mine: note, .. } => {
                    NoteRow::put(&mut writing, call, note).await?;
                }
                Applied::Deleted(note) => rows::delete(&mut writing, call, note.id).await?,
                Applied::Labelled(label) => LabelRow::put(&mut writing, call, label).await?,
            }
            writing.commit().await?;
            Ok(applied)
        };
        Ok(done.await)
    }

    async fn merge(&self, others: &FiledNotes) -> Result<Result<Merged, sqlx::Error>, Problem> {
        let pool = self.pool().await?;
        let done = async {
            let mut writing = pool.begin_with("BEGIN IMMEDIATE").await?;
            let mut merged = Merged::default();
            for (call, notes) in others {
                let before = rows::notes(&mut writing, call).await?;
                let mut after = before.clone();
                merged = merged.plus(after.merge(notes));
                for note in after.iter().filter(|note| before.note(note.id) != Some(note)) {
                    NoteRow::put(&mut writing, call, note).await?;
                }
                for label in after.labels() {
                    if before.label(&label.moment) != Some(label) {
                        LabelRow::put(&mut writing, call, label).await?;
                    }
                }
            }
            writing.commit().await?;
            Ok(merged)
        };
        Ok(done.await)
    }
}

/// The most that a journal without a file holds, in bytes of text and what surrounds it: a host has
/// many visitors.
const MOST: usize = 1 << 20;
/// What a note or a label takes beside its text.
const AROUND: usize = 256;

/// What notes and labels take in memory.
fn weight(notes: &Notes) -> usize {
    let texts = notes.iter().map(|note| note.text.len());
    let tags = notes.labels().map(|label| label.tags.len() * AROUND);
    texts.chain(tags).map(|bytes| AROUND + bytes).sum()
}

fn full() -> Problem {
    let what = "This could not be kept: a session on this host holds no more notes.";
    Problem::new(ProblemKind::Failed, what, "Delete some of them, then change it again.")
}

fn unreadable(error: &sqlx::Error) -> Problem {
    let next = "Nothing of them is lost; check the journal's folder, then start earmark again.";
    problem("Notes, tags and verdicts cannot be read", error, next)
}

fn unwritable(error: &sqlx::Error) -> Problem {
    let next = "Check the disk's space and the folder's permissions, then change it again.";
    problem("This could not be kept", error, next)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::call::{Anchor, Draft, Note, NoteId, author_of};

    fn call() -> CallKey {
        CallKey::record("6qrWs000004Tb7KIAS".parse().unwrap())
    }

    fn by(author: &str) -> Stamp {
        Stamp { author: author_of(author), at: Timestamp::UNIX_EPOCH }
    }

    fn write(text: &str, base: u32) -> Change {
        let (id, spare) = (NoteId::new(1, 1), NoteId::new(1, 2));
        let text = Note::text_of(text);
        Change::Write(Draft { id, anchor: Anchor::Call, text, base, spare })
    }

    fn texts(notes: &Notes) -> Vec<String> {
        notes.iter().map(|note| note.text.to_string()).collect()
    }

    #[tokio::test]
    async fn both_kinds_of_journal_keep_what_two_writers_write() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        for memory in [true, false] {
            let (one, other) = match memory {
                true => {
                    let journal = Journal::in_memory();
                    (journal.clone(), journal)
                }
                false => (Journal::at(file.clone()), Journal::at(file.clone())),
            };
            assert!(one.notes(&call()).await.unwrap().is_empty());
            one.change(&call(), &write("one", 0), &by("Ada")).await.unwrap();
            other.change(&call(), &write("one and other", 1), &by("Kit")).await.unwrap();
            let both = one.change(&call(), &write("one, on", 1), &by("Ada")).await.unwrap();
            assert!(matches!(both, Applied::Both { .. }), "{both:?}");
            let notes = other.notes(&call()).await.unwrap();
            assert_eq!(texts(&notes), ["one and other", "one, on"]);
            assert_eq!(one.notes(&call()).await.unwrap(), notes);
            let deleted = other.change(&call(), &write("", 2), &by("Kit")).await.unwrap();
            assert!(matches!(deleted, Applied::Deleted(_)), "{deleted:?}");
            assert_eq!(texts(&one.all_notes().await.unwrap()[&call()]), ["one, on"]);
            assert_eq!(
                one.merge_notes(&FiledNotes::from([(call(), notes)])).await.unwrap().added,
                1
            );
        }
    }

    #[tokio::test]
    async fn a_journal_in_memory_takes_so_much_and_no_more() {
        let journal = Journal::in_memory();
        let note = |nth, text: &str, base| {
            let (id, spare) = (NoteId::new(1, nth), NoteId::new(2, nth));
            Change::Write(Draft {
                id,
                anchor: Anchor::Call,
                text: Note::text_of(text),
                base,
                spare,
            })
        };
        let long = "🕐".repeat(Note::LONGEST);
        let mut kept = 0;
        let problem = loop {
            match journal.change(&call(), &note(kept, &long, 0), &by("Ada")).await {
                Ok(_) => kept += 1,
                Err(problem) => break problem,
            }
        };
        assert!((10..20).contains(&kept), "{kept}");
        assert!(problem.next.contains("Delete some"), "{problem}");
        assert_eq!(journal.notes(&call()).await.unwrap().len(), usize::try_from(kept).unwrap());
        // What makes less of it is taken.
        let half = &long[..long.len() / 2];
        journal.change(&call(), &note(1, half, 1), &by("Ada")).await.unwrap();
        journal.change(&call(), &note(0, "", 1), &by("Ada")).await.unwrap();
        journal.change(&call(), &note(kept, &long, 0), &by("Ada")).await.unwrap();
    }

    #[tokio::test]
    async fn another_journal_hears_of_a_change_in_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("earmark/journal.db");
        let (one, other) = (Journal::at(file.clone()), Journal::at(file.clone()));
        let mut changes = other.changes().await.unwrap();
        assert!(!file.exists(), "listening makes no database");
        for (base, text) in ["a", "ab", "abc"].into_iter().enumerate() {
            let base = u32::try_from(base).unwrap();
            one.change(&call(), &write(text, base), &by("Ada")).await.unwrap();
            let heard = async {
                while texts(&other.notes(&call()).await.unwrap()) != [text] {
                    changes.changed().await.unwrap();
                }
            };
            tokio::time::timeout(std::time::Duration::from_secs(20), heard).await.unwrap();
        }
    }

    /// A journal with something in every table.
    async fn bytes(dir: &std::path::Path) -> Vec<u8> {
        let file = dir.join("whole.db");
        let journal = Journal::at(file.clone());
        for base in 0..20 {
            let text = "words ".repeat(40 + base as usize);
            journal.change(&call(), &write(&text, base), &by("Ada")).await.unwrap();
        }
        if let Place::File(file) = &journal.place {
            file.pool().await.unwrap().close().await;
        }
        fs::read(file).unwrap()
    }

    /// Reads a journal of these bytes; returns what came of it, and the bytes afterwards.
    async fn over(bytes: &[u8]) -> (Result<FiledNotes, Problem>, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("journal.db");
        fs::write(&file, bytes).unwrap();
        let journal = Journal::at(file.clone());
        let read = journal.all_notes().await;
        if let Place::File(file) = &journal.place
            && let Some(pool) = file.pool.get()
        {
            pool.close().await;
        }
        (read, fs::read(&file).unwrap())
    }

    #[test]
    fn a_journal_over_damage_or_garbage_is_never_a_panic() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let dir = tempfile::tempdir().unwrap();
        let whole = runtime.block_on(bytes(dir.path()));
        let damage = prop::collection::vec((0..whole.len(), any::<u8>()), 1..40);
        let cut = prop::option::of(1..whole.len());
        let garbage = prop::collection::vec(any::<u8>(), 2..9_000);
        let config = ProptestConfig::with_cases(16);
        proptest!(config, |(damage in damage, cut in cut, garbage in garbage)| {
            let mut bytes = whole.clone();
            for &(at, byte) in &damage {
                bytes[at] = byte;
            }
            bytes.truncate(cut.unwrap_or(bytes.len()));
            if let (Err(problem), _) = runtime.block_on(over(&bytes)) {
                prop_assert!(!problem.next.is_blank());
            }
            // What is no database at all stays as it is.
            let (read, after) = runtime.block_on(over(&garbage));
            prop_assert!(read.is_err() && after == garbage);
        });
    }
}
