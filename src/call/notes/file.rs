//! Notes as a file that any program can read, so that nobody is locked in.
//!
//! # Schema
//!
//! ```json
//! {
//!   "format": "earmark-notes",
//!   "version": 1,
//!   "calls": [{
//!     "call": "6qrWs000004Tb7KIAS",
//!     "notes": [{
//!       "id": "00000000000000070000000000000001",
//!       "about": {"moment": {"at": 32.72, "category": "00000000-0000-0000-0000-000000001010",
//!                            "speaker": "Speaker 1", "said": "cbf29ce484222325", "twin": 0}},
//!       "text": "Ask about the terms.",
//!       "author": "Ada Rep",
//!       "created": "2026-11-20T15:04:05Z",
//!       "updated": "2026-11-20T15:04:05Z",
//!       "revision": 1
//!     }],
//!     "labels": [{
//!       "moment": {"at": 32.72, "category": "…", "speaker": "…", "said": "…", "twin": 0},
//!       "tags": ["terms"],
//!       "verdict": "confirmed",
//!       "author": "Ada Rep",
//!       "updated": "2026-11-20T15:04:05Z"
//!     }]
//!   }]
//! }
//! ```
//!
//! `call` is a record id of 18 characters, or `file:` and the absolute path of a saved response.
//! `about` is `"call"`, or an object with `moment`, or one with `at` alone: a time without a
//! moment. Times in a call are seconds, to the hundredth; `category` is `insightTypeId`, `speaker`
//! is `speakerId`, `said` a hash of what was said in 16 hexadecimal digits, and `twin` counts the
//! moments before it that are the same in all of this. `verdict` is `confirmed`, `dismissed` or
//! null. Fields that are not named here are ignored, so that later versions can add some.

use std::collections::BTreeMap;
use std::io;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::anchor::{Anchor, MomentKey};
use super::label::{Label, Tag, Verdict};
use super::note::{Note, author_of};
use super::{CallKey, Notes};
use crate::call::offset::Offset;
use crate::call::text::{clean, clean_line};

/// The version of the form.
pub const NOTES_VERSION: u32 = 1;
const FORMAT: &str = "earmark-notes";

/// What is noted, by call.
pub type FiledNotes = BTreeMap<CallKey, Notes>;

/// Why a file of notes is not one. Nothing of such a file is taken.
#[derive(Debug, thiserror::Error)]
pub enum BadNotesFile {
    /// It is not JSON, or its shape is another; says where.
    #[error("it is not a file of notes ({})", clean_line(&.0.to_string()))]
    Json(#[from] serde_json::Error),
    /// It is JSON of another kind.
    #[error("its format is not \"earmark-notes\"")]
    Format,
    /// It is of a later version.
    #[error("it is of version {0}, and this earmark reads version 1")]
    Version(u32),
    /// One of its entries cannot be.
    #[error("its entry {place} has {what}")]
    Entry {
        /// Which, such as `calls[0].notes[2]`.
        place: String,
        /// What is wrong.
        what: &'static str,
    },
}

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    version: u32,
    calls: Vec<FiledCall>,
}

#[derive(Serialize, Deserialize)]
struct FiledCall {
    call: String,
    #[serde(default)]
    notes: Vec<FiledNote>,
    #[serde(default)]
    labels: Vec<FiledLabel>,
}

#[derive(Serialize, Deserialize)]
struct FiledNote {
    id: String,
    about: About,
    text: String,
    author: String,
    created: String,
    updated: String,
    revision: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum About {
    Call,
    At(f64),
    Moment(FiledMoment),
}

#[derive(Serialize, Deserialize)]
struct FiledMoment {
    at: f64,
    category: String,
    speaker: String,
    said: String,
    #[serde(default)]
    twin: u16,
}

#[derive(Serialize, Deserialize)]
struct FiledLabel {
    moment: FiledMoment,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    verdict: Option<String>,
    author: String,
    updated: String,
}

/// Writes notes in the form of this module.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write_notes(all: &FiledNotes, mut out: impl io::Write) -> io::Result<()> {
    let calls = all.iter().filter(|(_, notes)| !notes.is_empty()).map(|(call, notes)| FiledCall {
        call: call.as_str().to_owned(),
        notes: notes.iter().map(FiledNote::of).collect(),
        labels: notes.labels().map(FiledLabel::of).collect(),
    });
    let file = File { format: FORMAT.to_owned(), version: NOTES_VERSION, calls: calls.collect() };
    serde_json::to_writer_pretty(&mut out, &file)?;
    writeln!(out)
}

/// Reads what [`write_notes`] wrote: all of it, or nothing.
///
/// # Errors
///
/// [`BadNotesFile`], which says what is wrong and where.
pub fn read_notes(bytes: &[u8]) -> Result<FiledNotes, BadNotesFile> {
    let file: File = serde_json::from_slice(bytes)?;
    if file.format != FORMAT {
        return Err(BadNotesFile::Format);
    }
    if file.version != NOTES_VERSION {
        return Err(BadNotesFile::Version(file.version));
    }
    let mut all = FiledNotes::new();
    for (i, call) in file.calls.into_iter().enumerate() {
        let bad = |place: String, what| BadNotesFile::Entry { place, what };
        let key = CallKey::read(&call.call)
            .ok_or_else(|| bad(format!("calls[{i}]"), "a call that cannot be"))?;
        let notes = all.entry(key).or_default();
        for (n, note) in call.notes.into_iter().enumerate() {
            let place = |what| bad(format!("calls[{i}].notes[{n}]"), what);
            notes.put(note.read().map_err(place)?);
        }
        for (n, label) in call.labels.into_iter().enumerate() {
            let place = |what| bad(format!("calls[{i}].labels[{n}]"), what);
            notes.put_label(label.read().map_err(place)?);
        }
    }
    Ok(all)
}

impl FiledNote {
    fn of(note: &Note) -> Self {
        Self {
            id: note.id.to_string(),
            about: match &note.anchor {
                Anchor::Call => About::Call,
                Anchor::At(at) => About::At(at.seconds()),
                Anchor::Moment(key) => About::Moment(FiledMoment::of(key)),
            },
            text: note.text.to_string(),
            author: note.author.to_string(),
            created: note.created.to_string(),
            updated: note.updated.to_string(),
            revision: note.revision,
        }
    }

    fn read(self) -> Result<Note, &'static str> {
        let text = Note::text_of(&self.text);
        if text.is_blank() {
            return Err("no text");
        }
        Ok(Note {
            id: self.id.parse().map_err(|_| "an id that is not 32 hexadecimal digits")?,
            anchor: match self.about {
                About::Call => Anchor::Call,
                About::At(at) => Anchor::At(offset(at)?),
                About::Moment(moment) => Anchor::Moment(moment.read()?),
            },
            text,
            author: authors(&self.author),
            created: time(&self.created)?,
            updated: time(&self.updated)?,
            revision: self.revision.max(1),
        })
    }
}

impl FiledMoment {
    fn of(key: &MomentKey) -> Self {
        Self {
            at: key.at.seconds(),
            category: key.category.to_string(),
            speaker: key.speaker.to_string(),
            said: format!("{:016x}", key.said),
            twin: key.twin,
        }
    }

    fn read(self) -> Result<MomentKey, &'static str> {
        Ok(MomentKey {
            at: offset(self.at)?,
            category: clean_line(&self.category).boxed(),
            speaker: clean_line(&self.speaker).boxed(),
            said: u64::from_str_radix(&self.said, 16)
                .map_err(|_| "a `said` that is not 16 hexadecimal digits")?,
            twin: self.twin,
        })
    }
}

impl FiledLabel {
    fn of(label: &Label) -> Self {
        Self {
            moment: FiledMoment::of(&label.moment),
            tags: label.tags.iter().map(ToString::to_string).collect(),
            verdict: label.verdict.map(|verdict| verdict.word().to_owned()),
            author: label.author.to_string(),
            updated: label.updated.to_string(),
        }
    }

    fn read(self) -> Result<Label, &'static str> {
        let verdict = self.verdict.map(|word| Verdict::of(&word).ok_or("an unknown verdict"));
        let tags = self.tags.iter().take(Label::MOST_TAGS);
        Ok(Label {
            moment: self.moment.read()?,
            tags: tags.map(|tag| Tag::read(tag).ok_or("an empty tag")).collect::<Result<_, _>>()?,
            verdict: verdict.transpose()?,
            author: author_of(&self.author),
            updated: time(&self.updated)?,
        })
    }
}

fn offset(seconds: f64) -> Result<Offset, &'static str> {
    Offset::from_seconds(seconds).ok_or("a time that is not in any call")
}

fn time(text: &str) -> Result<Timestamp, &'static str> {
    text.parse().map_err(|_| "a date that cannot be read")
}

/// Several names stay several.
fn authors(text: &str) -> crate::call::text::Clean {
    let names = text.split(", ").take(8).map(|name| author_of(name).to_string());
    clean(&names.collect::<Vec<_>>().join(", ")).boxed()
}

/// What came of adding notes to others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// Notes that were not there.
    pub added: usize,
    /// Notes that were older than what came.
    pub updated: usize,
    /// Notes that had been changed on both sides: both texts are there now.
    pub both: usize,
    /// Moments whose tags or verdict changed.
    pub labels: usize,
}

impl Merged {
    /// Whether everything was there already.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Both counts together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            added: self.added + other.added,
            updated: self.updated + other.updated,
            both: self.both + other.both,
            labels: self.labels + other.labels,
        }
    }
}

impl Notes {
    /// Adds what is noted elsewhere about the same call. Doing so again changes nothing.
    ///
    /// Of two texts of one note the later revision stays, if it is also newer; where that says
    /// nothing, both stay. Tags are added to one another, and of two verdicts the newer stays.
    pub fn merge(&mut self, other: &Self) -> Merged {
        let mut merged = Merged::default();
        for theirs in other.iter() {
            let Some(ours) = self.note(theirs.id) else {
                self.put(theirs.clone());
                merged.added += 1;
                continue;
            };
            if ours.text == theirs.text {
                continue;
            }
            let order = |note: &Note| (note.revision, note.updated);
            let (ours_at, theirs_at) = (order(ours), order(theirs));
            if theirs_at.0 > ours_at.0 && theirs_at.1 >= ours_at.1 {
                self.put(theirs.clone());
                merged.updated += 1;
            } else if !(theirs_at.0 < ours_at.0 && theirs_at.1 <= ours_at.1) {
                let id = theirs.id.beside(&theirs.text);
                if self.note(id).is_none() {
                    self.put(Note { id, ..theirs.clone() });
                    merged.both += 1;
                }
            }
        }
        for theirs in other.labels() {
            let mut label = theirs.clone();
            if let Some(ours) = self.label(&theirs.moment) {
                label.tags.extend(ours.tags.iter().cloned());
                if ours.updated >= theirs.updated {
                    (label.verdict, label.author) = (ours.verdict, ours.author.clone());
                    label.updated = ours.updated;
                }
                if (&label.tags, label.verdict) == (&ours.tags, ours.verdict) {
                    continue;
                }
            }
            self.put_label(label);
            merged.labels += 1;
        }
        merged
    }
}
