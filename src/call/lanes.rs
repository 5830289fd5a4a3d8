//! The ruler's lanes: a call at a glance, one column a stretch of time.

use std::ops::Range;

use fixedbitset::FixedBitSet;
use serde::{Deserialize, Serialize};

use super::moment::{CategoryIx, MomentIx, SpeakerIx};
use super::offset::Offset;
use super::selection::{Selection, first_in, last_in, ones_in};
use super::timeline::Timeline;

/// How moments are spread over lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LaneKind {
    /// A lane for each speaker.
    #[default]
    Speaker,
    /// A lane for each category.
    Category,
    /// All in one.
    Merged,
}

/// Whose lane it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A speaker's.
    Speaker(SpeakerIx),
    /// A category's.
    Category(CategoryIx),
    /// Everybody's.
    All,
}

/// The part of a recording that the ruler shows: from `from` until just before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it starts.
    pub from: Offset,
    /// Where it ends.
    pub to: Offset,
}

impl Span {
    /// How long it is, at least a hundredth of a second.
    #[must_use]
    pub fn length(self) -> u32 {
        (self.to - self.from).centis().max(1)
    }

    /// The time at which a column starts.
    #[must_use]
    pub fn start_of(self, column: u16, columns: u16) -> Offset {
        let length = u64::from(self.length());
        let into = (length * u64::from(column)).div_ceil(u64::from(columns.max(1)));
        self.from + Offset::from_centis(u32::try_from(into).unwrap_or(u32::MAX))
    }

    /// The column of a time, if it is inside.
    #[must_use]
    pub fn column(self, at: Offset, columns: u16) -> Option<u16> {
        if at < self.from || at >= self.to.max(self.from + Offset::from_centis(1)) {
            return None;
        }
        let into = u64::from((at - self.from).centis()) * u64::from(columns);
        u16::try_from(into / u64::from(self.length())).ok()
    }
}

/// One lane, with a cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Whose it is.
    pub subject: Subject,
    /// Its columns.
    pub cells: Vec<Cell>,
}

/// One column of a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// The moment that starts here, if one does.
    pub mark: Option<Mark>,
    /// How many windows lie over it.
    pub cover: Cover,
}

/// A moment on a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The first shown one of its column, or the first.
    pub moment: MomentIx,
    /// More of them start in the same column, of other categories too.
    pub mixed: bool,
    /// It passes the filter.
    pub shown: bool,
}

/// How many windows lie over a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cover {
    /// None.
    #[default]
    None,
    /// One.
    One,
    /// Two or more: people talk over each other, or moments crowd.
    Several,
}

/// How far back a column looks for windows that reach it. Windows are seconds long, so what
/// covers a column is among the moments right before it; a window that outlasts more moments of
/// its lane than this is drawn only as far as they reach.
const LOOK_BACK: usize = 32;

/// How far a column looks for other categories.
const LOOK_AHEAD: usize = 8;

/// Draws up those lanes whose numbers are in `rows`, for `columns` columns of `span`.
///
/// Costs a few bit searches a cell, however many moments there are.
#[must_use]
pub fn lanes(
    timeline: &Timeline,
    shown: &Selection,
    kind: LaneKind,
    span: Span,
    columns: u16,
    rows: std::ops::Range<usize>,
) -> Vec<Lane> {
    let subjects: Vec<Subject> = match kind {
        LaneKind::Speaker => timeline.speaker_ixs().map(Subject::Speaker).collect(),
        LaneKind::Category => timeline.category_ixs().map(Subject::Category).collect(),
        LaneKind::Merged => vec![Subject::All],
    };
    let columns = Column::all(timeline, span, columns);
    let mut everyone = FixedBitSet::new();
    if kind == LaneKind::Merged {
        everyone.grow(timeline.len());
        everyone.insert_range(..);
    }
    let lane = |subject| {
        let members = match subject {
            Subject::Speaker(speaker) => timeline.by_speaker(speaker),
            Subject::Category(category) => timeline.in_category(category),
            Subject::All => &everyone,
        };
        let cell = |column: &Column| Cell {
            mark: mark(timeline, shown, members, column),
            cover: cover(timeline, members, column),
        };
        Lane { subject, cells: columns.iter().map(cell).collect() }
    };
    subjects.into_iter().skip(rows.start).take(rows.len()).map(lane).collect()
}

/// What all lanes have to know of a column.
struct Column {
    start: Offset,
    end: Offset,
    /// The moments in it.
    inside: Range<MomentIx>,
    /// The moments whose windows may reach into it.
    near: Range<MomentIx>,
}

impl Column {
    /// Every column of a span, with one search for each bound between two: how far windows reach
    /// is counted in columns.
    fn all(timeline: &Timeline, span: Span, columns: u16) -> Vec<Self> {
        let starts: Vec<Offset> = (0..=columns).map(|i| span.start_of(i, columns)).collect();
        let bounds: Vec<MomentIx> = starts.iter().map(|&start| timeline.first_at(start)).collect();
        // A window opens before its moment, so those just ahead may reach back.
        let (lead, tail) = timeline.reach();
        let narrowest = (span.length() / u32::from(columns.max(1))).max(1);
        let spread = |reach: Offset| reach.centis().div_ceil(narrowest) as usize + 1;
        let (back, ahead) = (spread(tail), spread(lead));
        let first = timeline.first_at(span.from - tail);
        let last = timeline.first_at(span.to + lead);
        let column = |i: usize| Self {
            start: starts[i],
            end: starts[i + 1],
            inside: bounds[i]..bounds[i + 1],
            near: i.checked_sub(back).map_or(first, |i| bounds[i])
                ..bounds.get(i + 1 + ahead).copied().unwrap_or(last),
        };
        (0..usize::from(columns)).map(column).collect()
    }
}

fn mark(
    timeline: &Timeline,
    shown: &Selection,
    members: &FixedBitSet,
    column: &Column,
) -> Option<Mark> {
    let Range { start: from, end: to } = column.inside;
    let is_any_shown = shown.rank(from) < shown.rank(to);
    let seen = is_any_shown.then(|| shown.any_with(Some(members), from, to)).flatten();
    let moment = seen.or_else(|| first_in(members, from, to))?;
    let category = timeline.moment(moment).category;
    let others = ones_in(members, moment + 1, to).take(LOOK_AHEAD);
    let mut others = others.filter(|&ix| seen.is_none() || shown.contains(ix));
    let mixed = others.any(|ix| timeline.moment(ix).category != category);
    Some(Mark { moment, mixed, shown: seen.is_some() })
}

fn cover(timeline: &Timeline, members: &FixedBitSet, column: &Column) -> Cover {
    let mut over = 0;
    let mut count = |ix: MomentIx| {
        let window = timeline.moment(ix).window;
        over += usize::from(window.start < column.end && window.end > column.start);
        over < 2
    };
    let mut at = column.inside.end;
    for _ in 0..LOOK_BACK {
        let Some(ix) = last_in(members, column.near.start, at) else { break };
        if !count(ix) {
            return Cover::Several;
        }
        at = ix;
    }
    for ix in ones_in(members, column.inside.end, column.near.end).take(LOOK_AHEAD) {
        if !count(ix) {
            return Cover::Several;
        }
    }
    if over == 1 { Cover::One } else { Cover::None }
}
