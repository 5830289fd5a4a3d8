//! What a reviewer says of a moment in a word: tags, and whether the insight is right.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;

use super::anchor::MomentKey;
use crate::call::text::{Clean, clean_line};

/// A word that moments are found by, in lower case and without white space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(Clean);

impl Tag {
    /// The longest, in characters.
    pub const LONGEST: usize = 40;

    /// Reads a tag as it is typed, with or without `#`; nothing where there is no letter or digit.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = clean_line(text);
        let word = text.trim().trim_start_matches('#').to_lowercase();
        let word = word.split([' ', ',', '#']).filter(|part| !part.is_empty());
        let word: String = word.collect::<Vec<_>>().join("-").chars().take(Self::LONGEST).collect();
        word.chars().any(char::is_alphanumeric).then(|| Self(clean_line(&word).boxed()))
    }

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The word, as what it is.
    #[must_use]
    pub fn clean(&self) -> Clean<&str> {
        self.0.borrowed()
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether an insight is right, as the reviewer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is what its category says.
    Confirmed,
    /// It is not.
    Dismissed,
}

impl Verdict {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Dismissed => "dismissed",
        }
    }

    /// The verdict that a word names.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        [Self::Confirmed, Self::Dismissed].into_iter().find(|verdict| verdict.word() == word)
    }

    /// Round: none, confirmed, dismissed, none.
    #[must_use]
    pub fn after(verdict: Option<Self>) -> Option<Self> {
        match verdict {
            None => Some(Self::Confirmed),
            Some(Self::Confirmed) => Some(Self::Dismissed),
            Some(Self::Dismissed) => None,
        }
    }
}

/// The tags and the verdict of one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Which moment.
    pub moment: MomentKey,
    /// Its tags.
    pub tags: BTreeSet<Tag>,
    /// Its verdict.
    pub verdict: Option<Verdict>,
    /// Who changed it last.
    pub author: Clean,
    /// When that was.
    pub updated: Timestamp,
}

impl Label {
    /// The most tags of a moment.
    pub const MOST_TAGS: usize = 32;

    /// Whether it says nothing, and so is not kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.verdict.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words() {
        let read = |text: &str| Tag::read(text).map(|tag| tag.to_string());
        assert_eq!(read(" #Follow up ").as_deref(), Some("follow-up"));
        assert_eq!(read("a,b#c").as_deref(), Some("a-b-c"));
        assert_eq!(read("質問\u{1b}").as_deref(), Some("質問"));
        for nothing in ["", "#", " - ", "\u{202e}"] {
            assert_eq!(read(nothing), None, "{nothing:?}");
        }
        let long = read(&"x".repeat(99));
        assert_eq!(long.map(|tag| tag.len()), Some(Tag::LONGEST));
    }

    #[test]
    fn verdicts_go_round() {
        let mut verdict = None;
        for _ in 0..3 {
            verdict = Verdict::after(verdict);
            assert_eq!(verdict.and_then(|it| Verdict::of(it.word())), verdict);
        }
        assert_eq!(verdict, None);
    }
}
