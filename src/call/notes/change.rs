//! A change of what is noted about a call, and what comes of it.

use std::collections::BTreeSet;

use super::Notes;
use super::anchor::{Anchor, MomentKey};
use super::label::{Label, Tag, Verdict};
use super::note::{Note, NoteId, Stamp, with_author};
use crate::call::text::Clean;

/// What a reviewer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// To write a note. A blank text deletes it.
    Write(Draft),
    /// To bring back a note that was deleted, as it was.
    Restore {
        /// The note.
        note: Note,
        /// Its id if another has come to its own meanwhile.
        spare: NoteId,
    },
    /// To give a moment tags, and to take others from it.
    Tag {
        /// Which moment.
        moment: MomentKey,
        /// Those it gets.
        with: BTreeSet<Tag>,
        /// Those it loses.
        without: BTreeSet<Tag>,
    },
    /// To go from one verdict on a moment to the next: confirmed, dismissed, none.
    Judge {
        /// Which moment.
        moment: MomentKey,
    },
}

/// A note as it stands in somebody's editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The note, which may be new.
    pub id: NoteId,
    /// What it is about.
    pub anchor: Anchor,
    /// What it is to say.
    pub text: Clean,
    /// The revision of the text that the edit began with; 0 for a new note.
    pub base: u32,
    /// The id of a second note, for when the first was changed elsewhere meanwhile.
    pub spare: NoteId,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Applied {
    /// Nothing: it was so already.
    Nothing,
    /// The note is kept.
    Written(Note),
    /// Somebody else changed the note meanwhile: what was written here is a note of its own, the
    /// other stays.
    Both {
        /// What was written here.
        mine: Note,
        /// What is there from elsewhere.
        other: Note,
    },
    /// The note, as it was, is gone.
    Deleted(Note),
    /// The note was to be deleted, and somebody else changed it meanwhile: it stays.
    Stays(Note),
    /// The moment has this label now.
    Labelled(Label),
}

impl Notes {
    /// What a change comes to, for somebody at some time.
    #[must_use]
    pub fn decide(&self, change: &Change, by: &Stamp) -> Applied {
        match change {
            Change::Write(draft) => self.write(draft, by),
            Change::Restore { note, spare } => Applied::Written(match self.note(note.id) {
                // Somebody was quicker.
                Some(kept) if kept.created == note.created => kept.clone(),
                Some(_) => Note { id: *spare, revision: 1, ..note.clone() },
                None => Note { revision: note.revision.saturating_add(1), ..note.clone() },
            }),
            Change::Tag { moment, with, without } => self.label_with(moment, by, |label| {
                label.tags.retain(|tag| !without.contains(tag));
                let room = Label::MOST_TAGS.saturating_sub(label.tags.len());
                label.tags.extend(with.iter().take(room).cloned());
            }),
            Change::Judge { moment } => self.label_with(moment, by, |label| {
                label.verdict = Verdict::after(label.verdict);
            }),
        }
    }

    fn write(&self, draft: &Draft, by: &Stamp) -> Applied {
        let new = |id, revision| Note {
            id,
            anchor: draft.anchor.clone(),
            text: draft.text.clone(),
            author: by.author.clone(),
            created: by.at,
            updated: by.at,
            revision,
        };
        let is_blank = draft.text.is_blank();
        let Some(kept) = self.note(draft.id) else {
            // One that was deleted elsewhere while it was written on is there again.
            let revision = draft.base.saturating_add(1);
            return if is_blank {
                Applied::Nothing
            } else {
                Applied::Written(new(draft.id, revision))
            };
        };
        if kept.text == draft.text && kept.anchor == draft.anchor {
            return Applied::Nothing;
        }
        let is_mine = kept.revision == draft.base || kept.text == draft.text;
        match (is_mine, is_blank) {
            (true, true) => Applied::Deleted(kept.clone()),
            (true, false) => Applied::Written(Note {
                anchor: draft.anchor.clone(),
                text: draft.text.clone(),
                author: with_author(&kept.author, &by.author),
                updated: by.at,
                revision: kept.revision.saturating_add(1),
                ..kept.clone()
            }),
            (false, true) => Applied::Stays(kept.clone()),
            (false, false) => Applied::Both { mine: new(draft.spare, 1), other: kept.clone() },
        }
    }

    fn label_with(&self, moment: &MomentKey, by: &Stamp, how: impl FnOnce(&mut Label)) -> Applied {
        let mut label = self.label(moment).cloned().unwrap_or_else(|| Label {
            moment: moment.clone(),
            tags: BTreeSet::new(),
            verdict: None,
            author: by.author.clone(),
            updated: by.at,
        });
        let before = label.clone();
        how(&mut label);
        if label == before {
            return Applied::Nothing;
        }
        label.author = by.author.clone();
        label.updated = by.at;
        Applied::Labelled(label)
    }

    /// Takes over what came of a change.
    pub fn take(&mut self, applied: &Applied) {
        match applied {
            Applied::Nothing => {}
            Applied::Written(note) | Applied::Stays(note) => self.put(note.clone()),
            Applied::Both { mine, other } => {
                self.put(mine.clone());
                self.put(other.clone());
            }
            Applied::Deleted(note) => self.remove(note.id),
            Applied::Labelled(label) => self.put_label(label.clone()),
        }
    }
}
