//! Texts that things are found by.

use std::ops::Range;

use memchr::memmem;

/// Many short texts, one behind the other: what is looked for in all of them is looked for once.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Forgets all but the first so many.
    pub(crate) fn truncate(&mut self, texts: usize) {
        self.ends.truncate(texts);
        self.all.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// Takes in the next text.
    pub(crate) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        // No word goes over the end of a text, because no word has this in it.
        self.all.push('\n');
        self.ends.push(self.all.len());
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether one of them has a part.
    pub(crate) fn has(&self, text: usize, part: &memmem::Finder<'_>) -> bool {
        part.find(&self.all.as_bytes()[self.start(text)..self.ends[text]]).is_some()
    }

    /// Those among some of them, told by their numbers, that have a part.
    pub(crate) fn with(
        &self,
        part: &memmem::Finder<'_>,
        among: Range<usize>,
    ) -> impl Iterator<Item = usize> {
        let mut text = among.start;
        let mut at = self.start(text);
        let bytes = &self.all.as_bytes()[..self.start(among.end)];
        std::iter::from_fn(move || {
            let found = at + part.find(bytes.get(at..)?)?;
            text += self.ends[text..].iter().take_while(|end| **end <= found).count();
            at = self.ends[text];
            text += 1;
            Some(text - 1)
        })
    }

    /// How far from number `text` on so many bytes go: at least over one text, if there is one.
    pub(super) fn within(&self, text: usize, bytes: usize) -> usize {
        let most = self.start(text).saturating_add(bytes);
        let end = text + self.ends[text..].partition_point(|end| *end <= most);
        end.max(text + 1).min(self.len())
    }

    /// How many bytes some of them have.
    pub(super) fn size(&self, among: Range<usize>) -> usize {
        self.start(among.end) - self.start(among.start)
    }

    /// How much memory they take, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.all.capacity() + self.ends.capacity() * size_of::<usize>()
    }

    /// Gives back the memory that they do not need.
    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    fn start(&self, text: usize) -> usize {
        text.checked_sub(1).map_or(0, |before| self.ends[before])
    }
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
        let among = |part: &str, among| texts.with(&memmem::Finder::new(part), among).collect();
        let with = |part: &str, from| -> Vec<usize> { among(part, from..5) };
        assert_eq!(with("new", 0), [0, 2]);
        assert_eq!(with("new", 1), [2]);
        assert_eq!(with("w", 3), [4]);
        assert_eq!(with("w", 5), [0; 0]);
        let among: Vec<usize> = among("new", 0..2);
        assert_eq!(among, [0]);
        assert!(texts.has(0, &memmem::Finder::new("new")));
        assert!(!texts.has(3, &memmem::Finder::new("new")));
        texts.truncate(2);
        texts.push("anew");
        assert_eq!(texts.len(), 3);
        assert_eq!(texts.with(&memmem::Finder::new("new"), 0..3).collect::<Vec<_>>(), [0, 2]);
    }
}
