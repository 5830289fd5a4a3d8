//! The call room: moments against references that are slow and plainly right.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod export;
mod folding;
mod lanes;
mod motion;
mod notes;
mod people;
mod placement;
mod question;
mod redact;
mod replay;
mod search;
mod talk;
mod timeline;

use std::ops::Range;

use earmark::call::text::{clean, clean_line};
use earmark::call::{
    Choice, Described, Entry, Fact, Filter, Flags, Mention, Offset, Participant, Timeline,
    TimelineBuilder, Window,
};
use jiff::Timestamp;
use proptest::prelude::*;

/// An entry: its number, who speaks, and from when to when in milliseconds of the wall clock.
fn entry(sequence: u32, speaker: &str, times: Option<(i64, i64)>) -> Entry {
    let at = |millis: i64| Timestamp::from_millisecond(NOON + millis).unwrap();
    Entry {
        sequence,
        speaker: clean_line(speaker).boxed(),
        text: clean(&format!("Entry number {sequence}")).boxed(),
        start: times.map(|(start, _)| at(start)),
        end: times.map(|(_, end)| at(end)),
    }
}

/// A noon, in milliseconds.
const NOON: i64 = 1_795_176_000_000;

fn people(list: &[(&str, &str, Option<&str>)]) -> Vec<Participant> {
    let text = |text: &str| clean_line(text).boxed();
    let person = |&(id, name, role): &(&str, &str, Option<&str>)| Participant {
        id: text(id),
        name: text(name),
        role: role.map(text),
    };
    list.iter().map(person).collect()
}

/// A mention as a test says it.
#[derive(Debug, Clone)]
struct Said {
    at: u32,
    lead: u32,
    tail: u32,
    insight: usize,
    speaker: &'static str,
    flags: Flags,
    entries: Vec<String>,
    sequences: Vec<u32>,
    facts: Vec<String>,
}

/// Type id and keyword of insights; two are of one type.
const INSIGHTS: [(&str, &str); 5] = [
    ("t-3", "Acme"),
    ("t-1", "Price"),
    ("t-3", "Globex"),
    ("t-2", "Next step"),
    ("t-4", "Question"),
];

const SPEAKERS: [&str; 5] = ["Speaker 2", "Speaker 10", "p-one", "", "p-two"];

impl Said {
    fn at(at: u32) -> Self {
        Self {
            at,
            lead: 500,
            tail: 600,
            insight: 0,
            speaker: "Speaker 2",
            flags: Flags::default(),
            entries: Vec::new(),
            sequences: Vec::new(),
            facts: Vec::new(),
        }
    }

    fn window(&self) -> Window {
        let at = Offset::from_centis(self.at);
        Window {
            start: at - Offset::from_centis(self.lead),
            end: at + Offset::from_centis(self.tail),
        }
    }

    fn category(&self) -> &'static str {
        INSIGHTS[self.insight].0
    }
}

/// Mentions within `span`, in any order.
fn mentions(span: Range<u32>, most: usize) -> impl Strategy<Value = Vec<Said>> {
    let flags = (prop::bool::weighted(0.2), prop::bool::weighted(0.2), prop::bool::weighted(0.1));
    let said = (
        span,
        0u32..900,
        0u32..9_000,
        0..INSIGHTS.len(),
        prop::sample::select(&SPEAKERS[..]),
        flags,
    );
    let rest = (
        prop::collection::vec("[a-z]{1,4}", 0..3),
        prop::collection::vec(0u32..99, 0..3),
        prop::collection::vec("[a-z]{1,4}", 0..2),
    );
    let said = (said, rest).prop_map(|((at, lead, tail, insight, speaker, flags), rest)| {
        let flags = Flags { needs_attention: flags.0, follow_up: flags.1, action: flags.2 };
        let (entries, sequences, facts) = rest;
        Said { at, lead, tail, insight, speaker, flags, entries, sequences, facts }
    });
    prop::collection::vec(said, 0..most)
}

fn build(mentions: &[Said]) -> Timeline {
    let mut builder = TimelineBuilder::default();
    for said in mentions {
        let mut filling = builder.mention(
            said.insight,
            Mention {
                at: Offset::from_centis(said.at),
                window: said.window(),
                speaker: clean_line(said.speaker).borrowed(),
                role: None,
                flags: said.flags,
            },
        );
        said.entries.iter().for_each(|text| filling.entry(clean(text).borrowed()));
        said.sequences.iter().for_each(|&number| filling.sequence(number));
        for text in &said.facts {
            let text = clean_line(text).boxed();
            filling.fact(Fact { name: text.clone(), value: text });
        }
    }
    assert_eq!(builder.len(), mentions.len());
    builder.build(&INSIGHTS.map(|(id, keyword)| {
        let text = |text| clean_line(text).boxed();
        Some(Described {
            id: text(id),
            label: text(&format!("Label {id}")),
            keyword: text(keyword),
        })
    }))
}

/// The same in the order of a timeline: by time, then by type, then as they came.
fn sorted(mentions: &[Said]) -> Vec<Said> {
    let mut sorted = mentions.to_vec();
    sorted.sort_by_key(|said| (said.at, said.category()));
    sorted
}

/// Choices by number; numbers beyond what a timeline has choose nothing.
fn filter(line: &Timeline, categories: &[usize], speakers: &[usize], flagged: bool) -> Filter {
    let mut filter = Filter::default();
    let categories = line.category_ixs().filter(|ix| categories.contains(&ix.get()));
    categories.for_each(|ix| filter.toggle(Choice::Category(ix)));
    let speakers = line.speaker_ixs().filter(|ix| speakers.contains(&ix.get()));
    speakers.for_each(|ix| filter.toggle(Choice::Speaker(ix)));
    filter.flagged = flagged;
    filter
}

/// Some of four categories and five speakers, often none.
fn choices() -> impl Strategy<Value = (Vec<usize>, Vec<usize>, bool)> {
    let some = |n: usize| prop::sample::subsequence((0..n).collect::<Vec<_>>(), 0..n);
    (some(4), some(5), prop::bool::weighted(0.2))
}

/// The numbers of the moments that pass, one by one.
fn passing(line: &Timeline, filter: &Filter) -> Vec<usize> {
    let passes = |ix: &usize| {
        let moment = line.moment(*ix);
        (filter.categories.is_empty() || filter.categories.contains(&moment.category))
            && (filter.speakers.is_empty() || filter.speakers.contains(&moment.speaker))
            && (!filter.flagged || moment.flags.needs_attention || moment.flags.follow_up)
    };
    (0..line.len()).filter(passes).collect()
}
