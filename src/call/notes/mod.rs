//! What a reviewer adds to a call: notes, tags, verdicts.
//!
//! They belong to moments, which have no ids and may move when the org looks at a call again. So
//! each is kept under what is stable about its moment ([`MomentKey`]), and [`Placed`] finds the
//! moments again: one that is the same, or else the most alike within reach, and never one moment
//! for two keys. What finds none stays at its time, and nothing is ever lost.

mod anchor;
mod change;
pub mod file;
mod label;
mod note;
mod placed;

use std::collections::BTreeMap;

pub use anchor::{Anchor, MomentKey};
pub use change::{Applied, Change, Draft};
pub use file::{BadNotesFile, FiledNotes, Merged, NOTES_VERSION, read_notes, write_notes};
pub use label::{Label, Tag, Verdict};
pub use note::{BadNoteId, Note, NoteId, Stamp, author_of};
pub use placed::{Placed, Precision};

use super::id::CallId;
use super::text::{Clean, clean_line};

/// What notes are filed under: the record id of a call, or the place of a saved response.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallKey(Clean);

impl CallKey {
    /// Of a call of an org.
    #[must_use]
    pub fn record(call: CallId) -> Self {
        Self(clean_line(call.as_str()).boxed())
    }

    /// Of a saved response, by its absolute path.
    #[must_use]
    pub fn file(path: &str) -> Self {
        Self(clean_line(&format!("file:{path}")).boxed())
    }

    /// As it was kept; nothing where it cannot be one.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix("file:") {
            Some(path) if !path.is_empty() && text.len() <= 4_096 => Some(Self::file(path)),
            Some(_) => None,
            None => text.parse().ok().map(Self::record),
        }
    }

    /// The text of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everything that is noted about one call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    notes: BTreeMap<NoteId, Note>,
    labels: BTreeMap<MomentKey, Label>,
}

impl Notes {
    /// Notes and labels as they were kept.
    #[must_use]
    pub fn of(
        notes: impl IntoIterator<Item = Note>,
        labels: impl IntoIterator<Item = Label>,
    ) -> Self {
        Self {
            notes: notes.into_iter().map(|note| (note.id, note)).collect(),
            labels: labels.into_iter().map(|label| (label.moment.clone(), label)).collect(),
        }
    }

    /// Whether nothing is noted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty() && self.labels.is_empty()
    }

    /// How many notes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    /// One note.
    #[must_use]
    pub fn note(&self, id: NoteId) -> Option<&Note> {
        self.notes.get(&id)
    }

    /// All notes, in no order of time; [`Placed::listed`] has one.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Note> {
        self.notes.values()
    }

    /// What is said of a moment in a word, by the key that it was said under.
    #[must_use]
    pub fn label(&self, moment: &MomentKey) -> Option<&Label> {
        self.labels.get(moment)
    }

    /// All tags and verdicts, in the order of time.
    #[must_use]
    pub fn labels(&self) -> impl ExactSizeIterator<Item = &Label> {
        self.labels.values()
    }

    /// Adds a note, or puts it in place of the one with its id.
    pub fn put(&mut self, note: Note) {
        self.notes.insert(note.id, note);
    }

    /// Takes a note away.
    pub fn remove(&mut self, id: NoteId) {
        self.notes.remove(&id);
    }

    /// Puts a label in place of the one of its moment; one that says nothing takes that away.
    pub fn put_label(&mut self, label: Label) {
        match label.is_empty() {
            true => _ = self.labels.remove(&label.moment),
            false => _ = self.labels.insert(label.moment.clone(), label),
        }
    }
}

/// FNV-1a over several texts: the same on every machine and in every version.
fn hash(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
