//! What is looked for, and where it stands in a text.

use std::ops::Range;

use memchr::memmem::Finder;

use super::fold::{Traced, fold, unaccented};

/// Words that a place must have, all of them, in any order. What stands in double quotes is one
/// word, spaces and all.
///
/// A word is found anywhere in a text, in the middle of another word too. Accents make no
/// difference, and capitals only to a word that was typed with one.
#[derive(Debug, Clone, Default)]
pub struct Query {
    words: Vec<Word>,
}

/// One of the words.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// What is looked for first: its form without accents, in small letters.
    pub(super) folded: Finder<'static>,
    /// What a text must have besides, where capitals count.
    exact: Option<Finder<'static>>,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut words = Vec::new();
        for (i, part) in text.split('"').enumerate() {
            match i % 2 {
                0 => words.extend(part.split_whitespace().map(Word::new)),
                _ => words.push(Word::new(part)),
            }
        }
        // An accent alone is nothing to look for.
        words.retain(|word| !word.folded.needle().is_empty());
        Self { words }
    }

    /// Whether it asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether all that has these words has those of the other query too.
    pub(super) fn narrows(&self, other: &Self) -> bool {
        let has = |other: &Word| self.words.iter().any(|word| word.includes(other));
        other.words.iter().all(has)
    }

    /// Where its words stand in a text: bytes from start to end, in order and apart.
    #[must_use]
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        for is_small in [true, false] {
            let words = self.words.iter().filter(|word| word.exact.is_none() == is_small);
            let mut words = words.peekable();
            if words.peek().is_some() {
                let text = Traced::of(text, is_small);
                words.for_each(|word| text.find(word.shown(), &mut spans));
            }
        }
        spans.sort_unstable_by_key(|span: &Range<usize>| span.start);
        let mut apart: Vec<Range<usize>> = Vec::with_capacity(spans.len());
        for span in spans {
            match apart.last_mut().filter(|last| span.start <= last.end) {
                Some(last) => last.end = last.end.max(span.end),
                None => apart.push(span),
            }
        }
        apart
    }
}

impl Word {
    fn new(text: &str) -> Self {
        let cased = text.chars().any(char::is_uppercase);
        Self {
            folded: Finder::new(&fold(text)).into_owned(),
            exact: cased.then(|| Finder::new(&unaccented(text)).into_owned()),
        }
    }

    /// Whether a text that has this word has the other one too.
    fn includes(&self, other: &Self) -> bool {
        match (&self.exact, &other.exact) {
            (_, None) => other.folded.find(self.folded.needle()).is_some(),
            (Some(own), Some(exact)) => exact.find(own.needle()).is_some(),
            (None, Some(_)) => false,
        }
    }

    /// Whether its capitals have to be looked at.
    pub(super) fn is_exact(&self) -> bool {
        self.exact.is_some()
    }

    /// Whether a text as it was written has it, capitals and all.
    pub(super) fn is_exactly_in(&self, text: &str) -> bool {
        let Some(exact) = &self.exact else { return true };
        match text.is_ascii() {
            true => exact.find(text.as_bytes()).is_some(),
            false => exact.find(unaccented(text).as_bytes()).is_some(),
        }
    }

    fn shown(&self) -> &Finder<'static> {
        self.exact.as_ref().unwrap_or(&self.folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(query: &str, text: &str) -> Vec<String> {
        Query::new(query).spans(text).into_iter().map(|span| text[span].to_owned()).collect()
    }

    #[test]
    fn capitals_count_where_they_are_typed() {
        assert_eq!(marked("price", "Price price PRICE"), ["Price", "price", "PRICE"]);
        assert_eq!(marked("Price", "Price price PRICE"), ["Price"]);
        assert_eq!(marked("zoë", "Zoe"), ["Zoe"]);
        assert_eq!(marked("Zoë kit", "zoe Zoe Kit"), ["Zoe", "Kit"]);
    }

    #[test]
    fn quotes_make_one_word_of_several() {
        assert_eq!(marked("next step", "a step next"), ["step", "next"]);
        assert_eq!(marked("\"next step\"", "a next step, next"), ["next step"]);
        assert_eq!(marked("send \"a quo", "we send a quote"), ["send", "a quo"]);
        assert!(Query::new("  \"\" \u{301}").is_empty());
    }

    #[test]
    fn longer_words_narrow_and_others_do_not() {
        let narrows = |new: &str, old: &str| Query::new(new).narrows(&Query::new(old));
        assert!(narrows("pric", "pri") && narrows("the price", "ric") && narrows("Price", "pri"));
        assert!(!narrows("pri", "pric") && !narrows("price", "P") && !narrows("prize", "price"));
        assert!(narrows("anything", ""));
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_apart(query in "[a-cB \"é]{0,6}", text in "[a-cAB é霧\u{301}]{0,20}") {
            let spans = Query::new(&query).spans(&text);
            for span in &spans {
                prop_assert!(span.start < span.end && text.get(span.clone()).is_some());
            }
            for pair in spans.windows(2) {
                prop_assert!(pair[0].end < pair[1].start);
            }
        }
    }
}
