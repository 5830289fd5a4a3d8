//! Notes, tags and verdicts.
//!
//! What a change comes to is decided by [`Notes::decide`], on what is kept at that moment and
//! under a lock, so that two sessions that change the same note both keep their words.

use std::collections::BTreeSet;

use super::rows::{self, LabelRow, NoteRow};
use super::{Filed, Journal, Place, held};
use crate::call::{
    Applied, CallKey, Change, FiledNotes, Merged, Notes, Problem, ProblemKind, Stamp, Tag,
};
use crate::store::open::reason;

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
                let words: Vec<String> =
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
                let notes = memory.notes.entry(call.clone()).or_default();
                let applied = notes.decide(change, by);
                notes.take(&applied);
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

fn unreadable(error: &sqlx::Error) -> Problem {
    let what = format!("Notes, tags and verdicts cannot be read: {}.", reason(error));
    let next = "Nothing of them is lost; check the journal's folder, then start earmark again.";
    Problem::new(ProblemKind::Failed, &what, next)
}

fn unwritable(error: &sqlx::Error) -> Problem {
    let what = format!("This could not be kept: {}.", reason(error));
    let next = "Check the disk's space and the folder's permissions, then change it again.";
    Problem::new(ProblemKind::Failed, &what, next)
}
