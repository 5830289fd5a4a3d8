//! What a reviewer writes about a call.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use super::anchor::Anchor;
use crate::call::text::{Clean, clean, clean_line};

/// Names a note, the same in every copy of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(u128);

impl NoteId {
    /// The note that a session makes as its `nth`; `session` is a random number of its own.
    #[must_use]
    pub fn new(session: u64, nth: u64) -> Self {
        Self(u128::from(session) << 64 | u128::from(nth))
    }

    /// The id that another text under this one gets when both are kept: the same for the same
    /// text, so that keeping it again changes nothing.
    #[must_use]
    pub(super) fn beside(self, text: &str) -> Self {
        let half = |seed: &str| u128::from(super::hash(&[&self.to_string(), seed, text]));
        Self(half("a") << 64 | half("b"))
    }
}

/// 32 hexadecimal digits.
impl fmt::Display for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for NoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Not the id of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the id of a note has 32 hexadecimal digits")]
pub struct BadNoteId;

impl FromStr for NoteId {
    type Err = BadNoteId;

    fn from_str(text: &str) -> Result<Self, BadNoteId> {
        let is_shaped = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).map_err(|_| BadNoteId)?;
        is_shaped.then_some(Self(number)).ok_or(BadNoteId)
    }
}

/// A text about a place in a call, or about all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Names it.
    pub id: NoteId,
    /// What it is about.
    pub anchor: Anchor,
    /// What it says; never blank.
    pub text: Clean,
    /// Who wrote it; several names, with commas between them, where others wrote on.
    pub author: Clean,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
    /// Counts its changes, from 1: an edit says which text it began with.
    pub revision: u32,
}

impl Note {
    /// The longest text that is kept, in characters.
    pub const LONGEST: usize = 20_000;

    /// A text as it may be kept: clean, without blank ends, cut at the longest.
    #[must_use]
    pub fn text_of(text: &str) -> Clean {
        let cut = text.char_indices().nth(Self::LONGEST).map_or(text, |(at, _)| &text[..at]);
        clean(cut).trimmed().boxed()
    }

    /// The first line that says anything.
    #[must_use]
    pub fn first_line(&self) -> &str {
        self.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default()
    }
}

/// Who changes something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Who.
    pub author: Clean,
    /// When.
    pub at: Timestamp,
}

/// The longest name of an author, in characters.
const NAME: usize = 80;

/// A name as it may be kept.
#[must_use]
pub fn author_of(name: &str) -> Clean {
    let name: String = name.trim().chars().take(NAME).collect();
    let name = clean_line(&name.replace(',', " ")).trimmed().boxed();
    if name.is_blank() { Clean::ours("somebody").boxed() } else { name }
}

/// Everybody who wrote a text, once `who` has written on.
pub(super) fn with_author(authors: &Clean, who: &Clean) -> Clean {
    let is_there = authors.split(", ").any(|author| author == who.as_str());
    let is_crowd = authors.matches(", ").count() >= 7;
    match is_there || is_crowd {
        true => authors.clone(),
        false => clean_line(&format!("{authors}, {who}")).boxed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_nothing_else_does() {
        let id = NoteId::new(u64::MAX, 7);
        assert_eq!(id.to_string().parse(), Ok(id));
        for bad in ["", "7", "+0000000000000000000000000000007", "g".repeat(32).as_str()] {
            assert_eq!(bad.parse::<NoteId>(), Err(BadNoteId), "{bad}");
        }
        assert_eq!(id.beside("one"), id.beside("one"));
        assert_ne!(id.beside("one"), id.beside("two"));
    }

    #[test]
    fn texts_and_names_are_bounded_and_clean() {
        assert_eq!(&*Note::text_of(" a\tb\r\nc\u{1b}[2J \n"), "a b\nc[2J");
        assert_eq!(Note::text_of(&"ä".repeat(30_000)).chars().count(), Note::LONGEST);
        assert_eq!(&*author_of(" Ada,\nRep "), "Ada  Rep");
        assert_eq!(&*author_of(" \u{202e} "), "somebody");
        let both = with_author(&author_of("Ada"), &author_of("Kit"));
        assert_eq!(&*both, "Ada, Kit");
        assert_eq!(with_author(&both, &author_of("Ada")), both);
    }
}
