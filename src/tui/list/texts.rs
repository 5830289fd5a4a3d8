//! The texts that calls are found by.

use memchr::memmem;
use nucleo_matcher::chars;

/// The texts of all calls, without accents, one behind the other: what is looked for in all of them
/// is looked for once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Forgets all but the first so many.
    pub(super) fn truncate(&mut self, calls: usize) {
        self.ends.truncate(calls);
        self.all.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// Takes in the text of the next call.
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        // No word goes over the end of a text, because no word has this in it.
        self.all.push('\n');
        self.ends.push(self.all.len());
    }

    /// How many calls there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether the text of a call has a part.
    pub(super) fn has(&self, call: usize, part: &memmem::Finder<'_>) -> bool {
        let start = call.checked_sub(1).map_or(0, |before| self.ends[before]);
        part.find(&self.all.as_bytes()[start..self.ends[call]]).is_some()
    }

    /// The calls from number `call` on that have a part.
    pub(super) fn with(
        &self,
        part: &memmem::Finder<'_>,
        mut call: usize,
    ) -> impl Iterator<Item = usize> {
        let bytes = self.all.as_bytes();
        let mut at = call.checked_sub(1).map_or(0, |before| self.ends[before]);
        std::iter::from_fn(move || {
            let found = at + part.find(&bytes[at..])?;
            call += self.ends[call..].iter().take_while(|end| **end <= found).count();
            at = self.ends[call];
            call += 1;
            Some(call - 1)
        })
    }
}

/// One character for one, so that places in a text stay what they are.
pub(super) fn without_accents(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(chars::normalize).collect()
}

/// In small letters, one for one.
pub(super) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(chars::to_lower_case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_found_once_and_none_over_an_end() {
        let mut texts = Texts::default();
        for text in ["renew, renew", "old", "new", "ne", "w"] {
            texts.push(text);
        }
        let with =
            |part: &str, from| texts.with(&memmem::Finder::new(part), from).collect::<Vec<_>>();
        assert_eq!(with("new", 0), [0, 2]);
        assert_eq!(with("new", 1), [2]);
        assert_eq!(with("w", 3), [4]);
        assert_eq!(with("w", 5), [0; 0]);
        assert!(texts.has(0, &memmem::Finder::new("new")));
        assert!(!texts.has(3, &memmem::Finder::new("new")));
        texts.truncate(2);
        texts.push("anew");
        assert_eq!(texts.len(), 3);
        assert_eq!(texts.with(&memmem::Finder::new("new"), 0).collect::<Vec<_>>(), [0, 2]);
    }
}
