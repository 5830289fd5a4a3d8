//! What the reviewer notes, and under whose name.

use std::path::Path;

use jiff::Timestamp;

use super::Source;
use crate::call::text::Clean;
use crate::call::{Applied, CallKey, Change, Notes, Problem, ProblemKind, Stamp, author_of};
use crate::store::Journal;
use crate::tui::{CallRef, Noted};

impl Source {
    /// The same, for somebody of this name: it stands beside what they note.
    #[must_use]
    pub fn by(self, author: &str) -> Self {
        Self { author: Some(author_of(author)), ..self }
    }

    pub(in crate::session) fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    fn author(&self) -> Clean {
        self.author.clone().unwrap_or_else(|| author_of(""))
    }

    /// What is noted about a call; `session` is a random number of the session's own.
    pub(in crate::session) async fn noted(
        &self,
        call: &CallRef,
        session: u64,
    ) -> Result<Noted, Problem> {
        let (journal, key) = self.place_of(call)?;
        let (notes, tags) = tokio::try_join!(journal.notes(&key), journal.tags())?;
        Ok(Noted { notes, tags, author: self.author(), session })
    }

    /// What is noted about a call.
    ///
    /// # Errors
    ///
    /// A [`Problem`] for the user.
    pub async fn notes(&self, call: &CallRef) -> Result<Notes, Problem> {
        let (journal, key) = self.place_of(call)?;
        journal.notes(&key).await
    }

    /// Changes what is noted about a call, now.
    pub(in crate::session) async fn note(
        &self,
        call: &CallRef,
        change: &Change,
    ) -> Result<Applied, Problem> {
        let (journal, key) = self.place_of(call)?;
        let by = Stamp { author: self.author(), at: Timestamp::now() };
        journal.change(&key, change, &by).await
    }

    fn place_of(&self, call: &CallRef) -> Result<(&Journal, CallKey), Problem> {
        let no_place = |what: &str, next: &str| Problem::new(ProblemKind::NotOffered, what, next);
        let key = key_of(call).ok_or_else(|| {
            no_place(
                "Nothing can be noted about a call from standard input.",
                "Save the response in a file and open that: notes are kept by its place.",
            )
        })?;
        let journal = self.journal.as_ref().ok_or_else(|| {
            no_place("Notes have no place.", "Set HOME or XDG_DATA_HOME to keep them.")
        })?;
        Ok((journal, key))
    }
}

/// What the reviewer's own things about a call are filed under; nothing where it could not be
/// found by that again.
pub(super) fn key_of(call: &CallRef) -> Option<CallKey> {
    match call {
        CallRef::Record(id) => Some(CallKey::record(*id)),
        CallRef::File(path) => Some(key_of_file(path)),
        CallRef::Stdin => None,
    }
}

/// What notes about a saved response are filed under: where it is, whatever way led there.
#[must_use]
pub fn key_of_file(path: &Path) -> CallKey {
    let place = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
    CallKey::file(&place.unwrap_or_else(|_| path.to_owned()).to_string_lossy())
}
