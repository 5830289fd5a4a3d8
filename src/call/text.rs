//! What may reach a terminal.
//!
//! Text from a call is written by strangers: a meeting guest chooses their own name, a transcript
//! can hold any code point. [`clean`] is the one gate. What passes it has no control characters
//! but `\n`, no bidirectional overrides, no tabs, and no pile of combining marks taller than
//! [`MARKS`]; so it can be drawn, printed, exported and copied without further care.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_width::UnicodeWidthChar;

/// Combining marks and joiners kept on one base character. Living scripts need fewer; an attack
/// stacks thousands, all of which a terminal would have to draw in one cell.
pub const MARKS: usize = 8;

/// Text that passed [`clean`] or [`clean_line`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean<T = Box<str>>(T);

impl<T: AsRef<str>> Clean<T> {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_ref()
    }

    /// Borrowed, whatever holds it.
    pub fn borrowed(&self) -> Clean<&str> {
        Clean(self.0.as_ref())
    }

    /// A copy of its own.
    pub fn boxed(&self) -> Clean {
        Clean(self.0.as_ref().into())
    }

    /// Without the white space around it.
    pub fn trimmed(&self) -> Clean<&str> {
        Clean(self.0.as_ref().trim())
    }

    /// Nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.as_str().trim().is_empty()
    }
}

impl<'a> Clean<&'a str> {
    /// A part of clean text is clean.
    pub(crate) fn part(text: &'a str) -> Self {
        Self(text)
    }

    /// The text, for as long as its owner lives.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.0
    }
}

impl Clean<&'static str> {
    /// Text of our own, which needs no cleaning.
    #[must_use]
    pub const fn ours(text: &'static str) -> Self {
        Self(text)
    }
}

impl<T: AsRef<str>> Deref for Clean<T> {
    type Target = str;
    fn deref(&self) -> &str {
        self.0.as_ref()
    }
}

impl<T: AsRef<str>> fmt::Display for Clean<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<T: AsRef<str>> fmt::Debug for Clean<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// Clean text is found among others by what it says.
impl Borrow<str> for Clean {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> AsRef<str> for Clean<T> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl<T: AsRef<str>> Serialize for Clean<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// What is read is cleaned: a file may have been written by anybody.
impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| clean(&text).boxed())
    }
}

/// Cleans text that may have several lines. Borrows when there was nothing to do.
#[must_use]
pub fn clean(text: &str) -> Clean<Cow<'_, str>> {
    gate(text, '\n')
}

/// Cleans a name or a label: the same, on one line.
#[must_use]
pub fn clean_line(text: &str) -> Clean<Cow<'_, str>> {
    gate(text, ' ')
}

fn gate(text: &str, newline: char) -> Clean<Cow<'_, str>> {
    let plain = |b: u8| (0x20..0x7f).contains(&b) || (b == b'\n' && newline == '\n');
    if text.bytes().all(plain) {
        return Clean(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let kept = match c {
            '\t' => Some(' '),
            '\r' if chars.peek() == Some(&'\n') => None,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(newline),
            c if c.is_control() || is_hidden_order(c) || is_nothing(c) => None,
            c => Some(c),
        };
        let Some(c) = kept else { continue };
        let is_mark = c.width() == Some(0);
        marks = if is_mark { marks + 1 } else { 0 };
        if marks <= MARKS {
            out.push(c);
        }
    }
    Clean(Cow::Owned(out))
}

/// Embeddings, overrides and isolates: they reorder what stands after them on the screen.
fn is_hidden_order(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A byte-order mark, and the non-characters that this program uses as marks of its own.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(clean("How long?\nTwo years.").0, Cow::Borrowed(_)));
        assert!(matches!(clean_line("two\nlines").0, Cow::Owned(_)));
    }

    #[test]
    fn escapes_controls_and_overrides_are_gone() {
        assert_eq!(clean("a\u{1b}[31mb\u{9b}2Jc\u{7f}\0").as_str(), "a[31mb2Jc");
        assert_eq!(clean("x\u{202e}y\u{2066}z\u{feff}").as_str(), "xyz");
        assert_eq!(clean("a\tb\r\nc\rd\u{2028}e").as_str(), "a b\nc\nd\ne");
        assert_eq!(clean_line("Ada\r\nRep").as_str(), "Ada Rep");
    }

    #[test]
    fn marks_are_bounded_and_joiners_stay() {
        let tower = format!("a{}b", "\u{301}".repeat(5_000));
        assert_eq!(clean(&tower).chars().count(), 2 + MARKS);
        let jointed = format!("a{}b", "\u{301}\u{200d}".repeat(5_000));
        assert_eq!(clean(&jointed).chars().count(), 2 + MARKS);
        assert_eq!(clean("👩\u{200d}💻 נועה").as_str(), "👩\u{200d}💻 נועה");
    }

    proptest! {
        #[test]
        fn nothing_that_commands_a_terminal_gets_through(text in any::<String>()) {
            let lines = clean(&text);
            prop_assert!(lines.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert!(!lines.chars().any(|c| is_hidden_order(c) || is_nothing(c)));
            prop_assert!(!clean_line(&text).contains('\n'));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            let twice = clean(once.as_str());
            prop_assert_eq!(twice.as_str(), once.as_str());
        }
    }
}
