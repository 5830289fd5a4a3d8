//! Where a transcript's entries lie in the recording.
//!
//! Entries carry times of day, and moments carry seconds into the recording. A call's record says
//! when the call started, which is often seconds apart from where its recording begins; so moments
//! that fall on entries are asked first, and what they agree on is the recording's beginning.

mod anchors;

use std::collections::HashMap;
use std::fmt;

use jiff::Timestamp;

use super::moment::MomentIx;
use super::offset::{Offset, Window};
use super::timeline::Timeline;
use super::transcript::{Entry, Transcript};

/// How entries were placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// By moments that agree, within half a second, on when the recording begins.
    Moments {
        /// How many agree.
        agree: usize,
        /// How many fall on an entry that has a time.
        of: usize,
    },
    /// By the start of the call, as its record has it.
    Start,
    /// Evenly between entries that so many moments fall on: entries have no times.
    Between(usize),
    /// Not at all: only their order is known.
    #[default]
    Unknown,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moments { agree: 1, of: 1 } => f.write_str("by 1 moment"),
            Self::Moments { agree, of } if agree == of => write!(f, "by {of} moments"),
            Self::Moments { agree, of } => write!(f, "by {agree} of {of} moments"),
            Self::Start => f.write_str("by the call's start"),
            Self::Between(1) => f.write_str("estimated from 1 moment"),
            Self::Between(of) => write!(f, "estimated from {of} moments"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

/// Entries in the recording, and the moments that fall on them.
#[derive(Debug, Clone, Default)]
pub struct Placement {
    basis: Basis,
    /// One for each entry, in order; none at all where the basis is unknown.
    spans: Vec<Window>,
    /// The entry of each moment; [`NOWHERE`] for those that fall on none.
    entry_of: Vec<u32>,
    /// Entries with their moments, in order of both.
    marks: Vec<(u32, u32)>,
}

const NOWHERE: u32 = u32::MAX;

/// Moments that have to agree before they are believed rather than the record.
const ENOUGH: usize = 3;
/// How far the record's start may be from what few moments say: two minutes, in hundredths.
const PLAUSIBLE: i64 = 12_000;

impl Placement {
    /// Places entries. `start` is the call's by its record, `end` the length of the recording as
    /// far as it is known.
    #[must_use]
    pub fn of(
        transcript: &Transcript,
        timeline: &Timeline,
        start: Option<Timestamp>,
        end: Offset,
    ) -> Self {
        let mut placement = Self::linked(transcript, timeline);
        let zeros = placement.zeros(transcript, timeline);
        let (zero, basis) = match (anchors::agreed(&zeros), start.map(centis)) {
            (Some((zero, agree)), start)
                if start.is_none_or(|start| {
                    (agree >= ENOUGH && agree * 5 >= zeros.len())
                        || zeros.iter().all(|zero| (zero - start).abs() > PLAUSIBLE)
                }) =>
            {
                (Some(zero), Basis::Moments { agree, of: zeros.len() })
            }
            (_, Some(start)) if transcript.entries.iter().any(|entry| entry.start.is_some()) => {
                (Some(start), Basis::Start)
            }
            _ => (None, Basis::Unknown),
        };
        let anchors = match zero {
            Some(zero) => by_clock(&transcript.entries, zero),
            None => placement.by_moments(timeline),
        };
        let anchors = anchors::longest_in_order(&anchors);
        placement.basis = match zero {
            _ if anchors.is_empty() => return Self { basis: Basis::Unknown, ..placement },
            Some(_) => basis,
            None => Basis::Between(anchors.len()),
        };
        let starts = anchors::between(&anchors, transcript.entries.len(), end);
        placement.spans = spans(&transcript.entries, &starts);
        placement
    }

    /// How entries were placed.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// When an entry is said, as far as that is known.
    #[must_use]
    pub fn span(&self, entry: usize) -> Option<Window> {
        self.spans.get(entry).copied()
    }

    /// When each entry is said, in order; nothing where that is not known.
    #[must_use]
    pub fn spans(&self) -> &[Window] {
        &self.spans
    }

    /// The last entry that has begun by a time, or the first.
    #[must_use]
    pub fn entry_at(&self, at: Offset) -> Option<usize> {
        let begun = self.spans.partition_point(|span| span.start <= at);
        (!self.spans.is_empty()).then(|| begun.saturating_sub(1))
    }

    /// The entry that a moment falls on: the first of those it covers.
    #[must_use]
    pub fn entry_of(&self, moment: MomentIx) -> Option<usize> {
        let entry = self.entry_of.get(moment).copied().filter(|&entry| entry != NOWHERE)?;
        Some(entry as usize)
    }

    /// The moments that cover an entry, in order of time.
    #[must_use]
    pub fn moments_on(&self, entry: usize) -> impl ExactSizeIterator<Item = MomentIx> + Clone {
        let entry = small(entry);
        let from = self.marks.partition_point(|&(on, _)| on < entry);
        let to = self.marks.partition_point(|&(on, _)| on <= entry);
        self.marks[from..to].iter().map(|&(_, moment)| moment as usize)
    }

    /// Which moments fall on which entries: by number, or by text where they have no number.
    fn linked(transcript: &Transcript, timeline: &Timeline) -> Self {
        if transcript.entries.is_empty() {
            return Self::default();
        }
        let mut by_text: Option<HashMap<&str, Option<usize>>> = None;
        let mut placement = Self::default();
        for (ix, moment) in timeline.moments() {
            let mut first = NOWHERE;
            let numbers = timeline.sequences(moment);
            for entry in numbers.iter().filter_map(|&number| transcript.position(number)) {
                placement.marks.push((small(entry), small(ix)));
                first = first.min(small(entry));
            }
            if numbers.is_empty() {
                let by_text = by_text.get_or_insert_with(|| unique_texts(&transcript.entries));
                let text = timeline.text(moment).text().lines().next().unwrap_or_default();
                if let Some(&Some(entry)) = by_text.get(text.trim()) {
                    placement.marks.push((small(entry), small(ix)));
                    first = small(entry);
                }
            }
            placement.entry_of.push(first);
        }
        placement.marks.sort_unstable();
        placement.marks.dedup();
        placement
    }

    /// When the recording begins by each moment that falls on an entry with a time.
    fn zeros(&self, transcript: &Transcript, timeline: &Timeline) -> Vec<i64> {
        let zero = |(ix, &entry): (usize, &u32)| {
            let start = transcript.entries.get(entry as usize)?.start?;
            Some(centis(start) - i64::from(timeline.moment(ix).at.centis()))
        };
        let mut zeros: Vec<_> = self.entry_of.iter().enumerate().filter_map(zero).collect();
        zeros.sort_unstable();
        zeros
    }

    /// The times of entries that moments fall on: the earliest of each entry's.
    fn by_moments(&self, timeline: &Timeline) -> Vec<(usize, Offset)> {
        let mut anchors: Vec<(usize, Offset)> = Vec::new();
        // A moment of several entries is said in the first of them.
        let first = |&&(entry, moment): &&(u32, u32)| self.entry_of[moment as usize] == entry;
        for &(entry, moment) in self.marks.iter().filter(first) {
            let (entry, at) = (entry as usize, timeline.moment(moment as usize).at);
            match anchors.last_mut() {
                Some((last, earliest)) if *last == entry => *earliest = at.min(*earliest),
                _ => anchors.push((entry, at)),
            }
        }
        anchors
    }
}

/// Positions are 32 bits wide, as those of the timeline's own stores.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NOWHERE)
}

/// A time of day in hundredths of a second.
fn centis(at: Timestamp) -> i64 {
    at.as_millisecond().div_euclid(10)
}

/// Texts that one entry alone has.
fn unique_texts(entries: &[Entry]) -> HashMap<&str, Option<usize>> {
    let mut texts = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let twice = |found: &mut Option<usize>| *found = None;
        texts.entry(entry.text.trim()).and_modify(twice).or_insert(Some(at));
    }
    texts
}

/// The times of entries that have any, from when the recording begins; nothing is said before it.
fn by_clock(entries: &[Entry], zero: i64) -> Vec<(usize, Offset)> {
    let anchor = |(at, entry): (usize, &Entry)| {
        let into = (centis(entry.start?) - zero).max(0);
        let into = u32::try_from(into).ok().map(Offset::from_centis)?;
        (into <= Offset::LONGEST).then_some((at, into))
    };
    entries.iter().enumerate().filter_map(anchor).collect()
}

/// From where entries start to where they end: after as long as their own times say, or where the
/// next one starts.
fn spans(entries: &[Entry], starts: &[Offset]) -> Vec<Window> {
    let span = |(at, &start): (usize, &Offset)| {
        let next = starts.get(at + 1).copied().unwrap_or(start);
        let entry = &entries[at];
        let told = entry.start.zip(entry.end).map(|(start, end)| centis(end) - centis(start));
        let told = told.and_then(|long| u32::try_from(long).ok()).map(Offset::from_centis);
        let told = told.filter(|&long| long <= Offset::LONGEST);
        Window { start, end: told.map_or(next, |long| start + long) }
    };
    starts.iter().enumerate().map(span).collect()
}
