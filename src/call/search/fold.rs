//! The form in which texts are compared: without accents, and in small letters.

use std::ops::Range;

use memchr::memmem::Finder;
use nucleo_matcher::chars;
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};

/// One character for one, so that places in a text stay what they are.
pub(crate) fn without_accents(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().map(chars::normalize).collect()
}

/// In small letters, one for one: simple case folding.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().map(chars::to_lower_case).collect()
}

/// A character without its accent; nothing for an accent that stands for itself.
fn plain(c: char) -> Option<char> {
    (!('\u{300}'..='\u{36f}').contains(&c)).then(|| chars::normalize(c))
}

/// The same, small.
fn small(c: char) -> Option<char> {
    plain(c).map(chars::to_lower_case)
}

/// Without accents, whether they are part of their letters or stand after them.
pub(super) fn unaccented(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().filter_map(plain).collect()
}

/// The same in small letters, put behind what is there.
pub(super) fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let from = out.len();
        out.push_str(text);
        out[from..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().filter_map(small));
    }
}

/// Without accents, in small letters.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// A text in a form in which it is compared, that remembers where its bytes come from.
pub(super) struct Traced<'a> {
    origin: &'a str,
    text: String,
    /// The place of each byte's character in the original, and the original's length; empty where
    /// both are the same, byte for byte.
    from: Vec<usize>,
}

impl<'a> Traced<'a> {
    /// In small letters, or as they are.
    pub(super) fn of(origin: &'a str, is_small: bool) -> Self {
        if origin.is_ascii() {
            let text = if is_small { origin.to_ascii_lowercase() } else { origin.to_owned() };
            return Self { origin, text, from: Vec::new() };
        }
        let (mut text, mut from) = (String::with_capacity(origin.len()), Vec::new());
        for (at, c) in origin.char_indices() {
            let Some(c) = (if is_small { small(c) } else { plain(c) }) else { continue };
            text.push(c);
            from.resize(text.len(), at);
        }
        from.push(origin.len());
        Self { origin, text, from }
    }

    /// Where a part stands in the original, in bytes: whole clusters, because a terminal draws
    /// nothing less.
    pub(super) fn find(&self, part: &Finder<'_>, spans: &mut Vec<Range<usize>>) {
        let length = part.needle().len();
        let mut clusters = Clusters::of(self.origin);
        for at in part.find_iter(self.text.as_bytes()) {
            spans.push(match self.from.is_empty() {
                true => at..at + length,
                false => clusters.around(self.from[at]..self.from[at + length]),
            });
        }
    }
}

/// The clusters of a text, passed once.
struct Clusters<'a> {
    starts: std::iter::Peekable<GraphemeIndices<'a>>,
    start: usize,
    length: usize,
}

impl<'a> Clusters<'a> {
    fn of(text: &'a str) -> Self {
        Self { starts: text.grapheme_indices(true).peekable(), start: 0, length: text.len() }
    }

    /// The span of whole clusters around one that starts no earlier than the one before.
    fn around(&mut self, span: Range<usize>) -> Range<usize> {
        while let Some((at, _)) = self.starts.next_if(|(at, _)| *at <= span.start) {
            self.start = at;
        }
        let start = self.start;
        while let Some((at, _)) = self.starts.next_if(|(at, _)| *at < span.end) {
            self.start = at;
        }
        start..self.starts.peek().map_or(self.length, |(at, _)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_and_capitals_are_gone_however_they_are_written() {
        assert_eq!(fold("Zoë ÅNGSTRÖM"), "zoe angstrom");
        assert_eq!(fold("Zoe\u{308} A\u{30a}ngstro\u{308}m"), "zoe angstrom");
        assert_eq!(unaccented("Zoë"), "Zoe");
        assert_eq!(fold("ПРАВДА 霧ヶ瀬"), "правда 霧ヶ瀬");
    }

    #[test]
    fn what_is_found_is_marked_in_the_original() {
        let find = |text: &str, part: &str| {
            let mut spans = Vec::new();
            Traced::of(text, true).find(&Finder::new(part), &mut spans);
            spans.into_iter().map(|span| text[span].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(find("Price, PRICE", "price"), ["Price", "PRICE"]);
        assert_eq!(find("Zoe\u{308}, zoë", "zoe"), ["Zoe\u{308}", "zoë"]);
        assert_eq!(find("👩\u{200d}💻x", "💻x"), ["👩\u{200d}💻x"]);
    }

    proptest! {
        #[test]
        fn small_letters_and_accents_make_no_difference(text in "[a-zäöüé ]{0,20}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
            prop_assert_eq!(fold(&text), lower(&without_accents(&text)));
        }

        #[test]
        fn spans_are_of_the_text(text in any::<String>(), part in "[a-e]{1,2}") {
            let mut spans = Vec::new();
            Traced::of(&text, true).find(&Finder::new(&part), &mut spans);
            for span in spans {
                prop_assert!(fold(&text[span]).contains(&part));
            }
        }
    }
}
