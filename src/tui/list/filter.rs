//! Which calls have all the words that were typed.
//!
//! A word is found anywhere in what a row shows, and in the owner's name; not letter by letter
//! with gaps, because the list stays in the order of time, where a poor match would stand before a
//! good one.

use std::collections::HashSet;
use std::ops::Range;

use fixedbitset::FixedBitSet;
use jiff::tz::TimeZone;

use super::row::{kind, state};
use super::word::{Means, Word, words};
use crate::call::search::{Texts, lower, without_accents};
use crate::call::{CallId, Listed};

/// Keeps a searchable text for each call, and which of them match.
#[derive(Debug, Default)]
pub(super) struct Finder {
    cased: Texts,
    lower: Texts,
    words: Vec<Word>,
    /// Numbers of calls, ascending; all calls where nothing is typed.
    matches: Option<Vec<u32>>,
    /// By a call's number.
    reviewed: FixedBitSet,
    to_review: usize,
}

/// All that a call is found by.
fn text(call: &Listed, zone: &TimeZone) -> String {
    let parts = [&call.title, &call.account, &call.owner].into_iter().flatten();
    let mut text: String = parts.chain(&call.people).flat_map(|part| [part, "\n"]).collect();
    text.push_str(kind(call));
    text.push('\n');
    text.push_str(state(call.progress));
    if let Some(start) = call.start {
        let start = start.to_zoned(zone.clone());
        text.push_str(&start.strftime("\n%A %-d %B %Y %Y-%m-%d %H:%M").to_string());
    }
    without_accents(&text)
}

impl Finder {
    /// Takes in the calls from number `from` on.
    pub(super) fn arrived(&mut self, calls: &[Listed], from: usize, zone: &TimeZone) {
        self.reviewed.grow(calls.len());
        self.cased.truncate(from);
        self.lower.truncate(from);
        for call in &calls[from..] {
            let text = text(call, zone);
            self.lower.push(&lower(&text));
            self.cased.push(&text);
        }
        if let Some(mut matches) = self.matches.take() {
            matches.truncate(matches.partition_point(|&call| (call as usize) < from));
            self.look_from(from, calls, &mut matches);
            self.matches = Some(matches);
        }
    }

    /// Takes in which calls are reviewed, from number `from` on.
    pub(super) fn review(&mut self, calls: &[Listed], from: usize, reviewed: &HashSet<CallId>) {
        let mut bits = std::mem::take(&mut self.reviewed);
        bits.grow(calls.len());
        bits.remove_range(from..);
        let theirs = (from..).zip(&calls[from.min(calls.len())..]);
        for (ix, _) in theirs.filter(|(_, call)| reviewed.contains(&call.id)) {
            bits.insert(ix);
        }
        self.to_review = bits.len().min(calls.len()) - bits.count_ones(..calls.len());
        let is_asked = self.words.iter().any(|word| matches!(word.means, Means::Is(_)));
        self.reviewed = bits;
        if is_asked && self.matches.is_some() {
            let mut matches = Vec::new();
            self.look_from(0, calls, &mut matches);
            self.matches = Some(matches);
        }
    }

    /// Whether a call is reviewed.
    pub(super) fn is_reviewed(&self, call: usize) -> bool {
        self.reviewed.contains(call)
    }

    /// How many calls are not.
    pub(super) fn to_review(&self) -> usize {
        self.to_review
    }

    /// The first shown call on a row from that one on, or else on one before, that is not
    /// reviewed.
    pub(super) fn new_from(&self, row: usize) -> Option<usize> {
        let rows = (row..self.len()).chain(0..row.min(self.len()));
        rows.filter_map(|row| self.call(row)).find(|call| !self.is_reviewed(*call))
    }

    /// Another query. What it has more than the last one is looked for in what matched.
    pub(super) fn query(&mut self, query: &str, calls: &[Listed]) {
        let last = std::mem::replace(&mut self.words, words(query));
        let narrows = last.iter().all(|last| self.words.iter().any(|word| last.follows_from(word)));
        let mut matches = Vec::new();
        match self.matches.take().filter(|_| narrows) {
            _ if self.words.is_empty() => return,
            Some(last) => self.look_among(
                last.into_iter().map(|call| call as usize),
                &self.words,
                calls,
                &mut matches,
            ),
            None => self.look_from(0, calls, &mut matches),
        }
        self.matches = Some(matches);
    }

    /// Looks through all calls from number `from` on: for the first word in all texts at once, for
    /// the others in what has it.
    fn look_from(&self, from: usize, calls: &[Listed], matches: &mut Vec<u32>) {
        match self.words.split_first() {
            Some((Word { means: Means::Text { part, cased }, .. }, others)) => {
                let with = self.texts(*cased).with(part, from..calls.len());
                self.look_among(with, others, calls, matches);
            }
            _ => self.look_among(from..calls.len(), &self.words, calls, matches),
        }
    }

    fn look_among(
        &self,
        among: impl Iterator<Item = usize>,
        words: &[Word],
        calls: &[Listed],
        matches: &mut Vec<u32>,
    ) {
        let has = |call: usize, word: &Word| match &word.means {
            Means::Text { part, cased } => self.texts(*cased).has(call, part),
            Means::Id => calls[call].id.as_str().starts_with(&word.raw),
            Means::Is(is) => is.passes(self.reviewed.contains(call)),
        };
        let passes = |&call: &usize| words.iter().all(|word| has(call, word));
        matches.extend(among.filter(passes).filter_map(|call| u32::try_from(call).ok()));
    }

    fn texts(&self, cased: bool) -> &Texts {
        if cased { &self.cased } else { &self.lower }
    }

    /// Whether calls are left out.
    pub(super) fn is_on(&self) -> bool {
        self.matches.is_some()
    }

    /// How many calls are shown.
    pub(super) fn len(&self) -> usize {
        self.matches.as_ref().map_or(self.cased.len(), Vec::len)
    }

    /// The call on a row.
    pub(super) fn call(&self, row: usize) -> Option<usize> {
        match &self.matches {
            Some(matches) => matches.get(row).map(|&call| call as usize),
            None => Some(row).filter(|&row| row < self.cased.len()),
        }
    }

    /// How many of the calls before this one are shown: its row, if it is shown itself.
    pub(super) fn rank(&self, call: usize) -> usize {
        match &self.matches {
            Some(matches) => matches.partition_point(|&other| (other as usize) < call),
            None => call.min(self.cased.len()),
        }
    }

    /// Which characters of a text were typed.
    pub(super) fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let plain = without_accents(text);
        let small = lower(&plain);
        let mut marks = Vec::new();
        for word in &self.words {
            let Means::Text { part, cased } = &word.means else { continue };
            let text = if *cased { &plain } else { &small };
            marks.extend(part.find_iter(text.as_bytes()).map(|at| {
                let start = text[..at].chars().count();
                start..start + text[at..at + part.needle().len()].chars().count()
            }));
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Progress;
    use crate::call::text::clean_line;
    use proptest::prelude::*;

    fn listed(n: u32, title: &str, start: &str) -> Listed {
        Listed {
            id: format!("6qrWs00000{n:05}").parse().unwrap(),
            title: Some(clean_line(title).boxed()),
            start: start.parse().ok(),
            duration: None,
            account: Some(clean_line("Corran Bay").boxed()),
            people: vec![clean_line("Zoë Ångström").boxed()],
            owner: Some(clean_line("Ada Marchetti").boxed()),
            progress: Progress::Processing,
        }
    }

    fn calls() -> Vec<Listed> {
        vec![
            listed(0, "Renewal", "2026-11-20T14:30:00Z"),
            listed(1, "renewal, second year", "2026-11-02T09:00:00Z"),
            listed(2, "Price of 20 crates", "2026-10-12T09:00:00Z"),
        ]
    }

    fn found(query: &str) -> Vec<usize> {
        let calls = calls();
        let mut finder = Finder::default();
        finder.arrived(&calls, 0, &TimeZone::UTC);
        finder.query(query, &calls);
        (0..finder.len()).filter_map(|row| finder.call(row)).collect()
    }

    #[test]
    fn every_word_must_be_there_in_any_order() {
        assert_eq!(found("year renewal"), [1]);
        assert_eq!(found("renewal crates"), [0; 0]);
        assert_eq!(found(""), [0, 1, 2]);
        assert_eq!(found("  "), [0, 1, 2]);
    }

    #[test]
    fn people_account_owner_kind_and_state_are_looked_at() {
        for query in ["corran", "zoe ang", "marchetti", "video", "processing"] {
            assert_eq!(found(query), [0, 1, 2], "{query}");
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        let whole = listed(0, "4b ü End", "");
        let mut finder = Finder::default();
        finder.arrived(std::slice::from_ref(&whole), 0, &TimeZone::UTC);
        for query in ["4b", "4B", "end", "End", "u end", "ü", "processing"] {
            finder.query(query, std::slice::from_ref(&whole));
            assert_eq!(finder.len(), usize::from(query != "4B"), "{query}");
        }
    }

    #[test]
    fn capitals_count_where_they_are_typed() {
        assert_eq!(found("renewal"), [0, 1]);
        assert_eq!(found("Renewal"), [0]);
    }

    #[test]
    fn days_are_found_as_people_write_them() {
        assert_eq!(found("2026-11"), [0, 1]);
        for query in ["20 Nov", "nov 20", "20 november 2026", "2026-11-20", "friday 14:30"] {
            assert_eq!(found(query), [0], "{query}");
        }
        assert_eq!(found("2 nov"), [1]);
        assert_eq!(found("02 nov"), [1]);
        assert_eq!(found("12 oct"), [2]);
        assert_eq!(found("20 crates"), [2]);
    }

    #[test]
    fn an_id_is_found_by_its_start_alone() {
        assert_eq!(found(calls()[1].id.as_str()), [1]);
        assert_eq!(found("6qrWs0000000002"), [2]);
        assert_eq!(found("Ws0"), [0; 0]);
    }

    #[test]
    fn reviewed_calls_are_found_by_a_word() {
        let calls = calls();
        let mut finder = Finder::default();
        finder.arrived(&calls, 0, &TimeZone::UTC);
        finder.review(&calls, 0, &HashSet::from([calls[1].id]));
        let found = |finder: &mut Finder, query: &str| -> Vec<usize> {
            finder.query(query, &calls);
            (0..finder.len()).filter_map(|row| finder.call(row)).collect()
        };
        for (query, calls) in [
            ("is:", vec![0, 1, 2]),
            ("is:n", vec![0, 2]),
            ("is:new", vec![0, 2]),
            ("is:new renewal", vec![0]),
            ("is:reviewed", vec![1]),
            ("is:reviewed corran", vec![1]),
            ("is:rev", vec![1]),
            ("is:late", vec![]),
        ] {
            assert_eq!(found(&mut finder, query), calls, "{query}");
        }
        found(&mut finder, "is:new");
        assert_eq!((finder.to_review(), finder.new_from(1)), (2, Some(2)));
        finder.review(&calls, 0, &calls.iter().map(|call| call.id).collect());
        assert_eq!((finder.len(), finder.to_review(), finder.new_from(0)), (0, 0, None));
    }

    #[test]
    fn what_was_typed_is_marked() {
        let mut finder = Finder::default();
        finder.query("new zoe", &[]);
        assert_eq!(finder.marks("Renewal, new"), [2..5, 9..12]);
        assert_eq!(finder.marks("Åsa, Zoë new"), [9..12, 5..8]);
    }

    proptest! {
        #[test]
        fn narrowing_finds_what_looking_anew_finds(
            queries in proptest::collection::vec("[a-cRrenwl0-2 nov6q]{0,8}", 1..6),
        ) {
            let calls = calls();
            let mut finder = Finder::default();
            finder.arrived(&calls, 0, &TimeZone::UTC);
            for query in &queries {
                // As if typed, from whatever was there before.
                for (end, _) in query.char_indices().chain([(query.len(), ' ')]) {
                    finder.query(&query[..end], &calls);
                }
                let rows: Vec<_> = (0..finder.len()).filter_map(|row| finder.call(row)).collect();
                prop_assert_eq!(rows, found(query), "{}", query);
            }
        }
    }
}
