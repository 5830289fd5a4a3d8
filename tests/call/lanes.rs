//! The ruler's lanes against looking at every moment.

use std::time::{Duration, Instant};

use earmark::call::{Cover, LaneKind, Mark, Moment, Offset, Span, Subject, Timeline, lanes};
use proptest::prelude::*;

use super::{Said, build, choices, filter, mentions};

const KINDS: [LaneKind; 3] = [LaneKind::Speaker, LaneKind::Category, LaneKind::Merged];
/// How far a column looks for other categories.
const LOOK_AHEAD: usize = 8;

fn span(from: u32, to: u32) -> Span {
    Span { from: Offset::from_centis(from), to: Offset::from_centis(to) }
}

fn is_of(subject: Subject, moment: &Moment) -> bool {
    match subject {
        Subject::All => true,
        Subject::Speaker(speaker) => moment.speaker == speaker,
        Subject::Category(category) => moment.category == category,
    }
}

/// The mark of a column, by looking at all moments.
fn mark(
    line: &Timeline,
    shown: &[usize],
    subject: Subject,
    (from, to): (Offset, Offset),
) -> Option<Mark> {
    let here: Vec<_> = line
        .moments()
        .filter(|(_, m)| is_of(subject, m) && from <= m.at && m.at < to)
        .map(|(ix, _)| ix)
        .collect();
    let seen = here.iter().copied().find(|ix| shown.contains(ix));
    let moment = seen.or(here.first().copied())?;
    let others = here.iter().filter(|&&ix| ix > moment).take(LOOK_AHEAD);
    let mut others = others.filter(|ix| seen.is_none() || shown.contains(ix));
    let mixed = others.any(|&ix| line.moment(ix).category != line.moment(moment).category);
    Some(Mark { moment, mixed, shown: seen.is_some() })
}

fn windows(line: &Timeline, subject: Subject, (from, to): (Offset, Offset)) -> usize {
    let over = |moment: &&Moment| moment.window.start < to && moment.window.end > from;
    line.moments().map(|(_, m)| m).filter(|m| is_of(subject, m)).filter(over).count()
}

fn rank(cover: Cover) -> usize {
    match cover {
        Cover::None => 0,
        Cover::One => 1,
        Cover::Several => 2,
    }
}

proptest! {
    #[test]
    fn a_column_and_its_start_agree(
        from in 0u32..10_000, length in prop_oneof![0u32..500, 0u32..500_000],
        columns in 1u16..400, at in any::<prop::sample::Index>(),
    ) {
        let span = span(from, from + length);
        let at = Offset::from_centis(at.index(from as usize + length as usize + 9).try_into().unwrap());
        match span.column(at, columns) {
            Some(column) => {
                prop_assert!(column < columns);
                prop_assert!(span.start_of(column, columns) <= at);
                prop_assert!(at < span.start_of(column + 1, columns));
            }
            None => prop_assert!(at < span.from || at >= span.to.max(span.from + Offset::from_centis(1))),
        }
        prop_assert_eq!(span.start_of(0, columns), span.from);
        prop_assert_eq!(span.start_of(columns, columns).centis(), from + length.max(1));
    }

    #[test]
    fn marks_agree_with_looking_at_every_moment(
        said in mentions(0..4_000, 60), chosen in choices(), columns in 1u16..50,
        (from, to) in (0u32..2_000, 0u32..5_000),
    ) {
        let line = build(&said);
        let shown = filter(&line, &chosen.0, &chosen.1, chosen.2).select(&line);
        let members: Vec<_> = (0..line.len()).filter(|&ix| shown.contains(ix)).collect();
        let span = span(from, to);
        for kind in KINDS {
            for lane in lanes(&line, &shown, kind, span, columns, 0..99) {
                prop_assert_eq!(lane.cells.len(), usize::from(columns));
                for (column, cell) in (0..).zip(&lane.cells) {
                    let bounds = (span.start_of(column, columns), span.start_of(column + 1, columns));
                    prop_assert_eq!(cell.mark, mark(&line, &members, lane.subject, bounds));
                    let over = windows(&line, lane.subject, bounds);
                    prop_assert!(rank(cell.cover) <= over.min(2));
                }
            }
        }
    }

    #[test]
    fn cover_is_exact_while_moments_are_few(
        said in mentions(0..20_000, 9), long in 0u32..400_000, columns in 1u16..50,
    ) {
        let mut said = said;
        if let Some(first) = said.first_mut() {
            first.tail = long;
        }
        let line = build(&said);
        let shown = filter(&line, &[], &[], false).select(&line);
        let span = span(0, 500_000);
        for kind in KINDS {
            for lane in lanes(&line, &shown, kind, span, columns, 0..99) {
                for (column, cell) in (0..).zip(&lane.cells) {
                    let bounds = (span.start_of(column, columns), span.start_of(column + 1, columns));
                    prop_assert_eq!(rank(cell.cover), windows(&line, lane.subject, bounds).min(2));
                }
            }
        }
    }
}

#[test]
fn lanes_are_as_many_as_asked_and_as_there_are() {
    let line = build(&[Said::at(1), Said { speaker: "p-one", ..Said::at(2) }]);
    let shown = filter(&line, &[], &[], false).select(&line);
    let count = |kind, most| lanes(&line, &shown, kind, span(0, 10), 4, 0..most).len();
    assert_eq!([count(LaneKind::Speaker, 9), count(LaneKind::Speaker, 1)], [2, 1]);
    assert_eq!([count(LaneKind::Category, 9), count(LaneKind::Merged, 9)], [4, 1]);
    assert_eq!(count(LaneKind::Merged, 0), 0);
    assert_eq!(lanes(&line, &shown, LaneKind::Merged, span(0, 10), 0, 0..9)[0].cells, []);
    let nothing = build(&[]);
    assert_eq!(lanes(&nothing, &shown, LaneKind::Speaker, span(0, 0), 9, 0..9), []);
    assert_eq!(lanes(&nothing, &shown, LaneKind::Merged, span(5, 0), 9, 0..9)[0].cells.len(), 9);
}

#[test]
fn a_hundred_thousand_moments_are_drawn_up_quickly() {
    let speakers = ["Speaker 1", "Speaker 2", "p-one"];
    let mut said: Vec<_> = (0..100_000)
        .map(|i: u32| Said {
            insight: (i % 5) as usize,
            speaker: speakers[(i % 3) as usize],
            ..Said::at(i * 10)
        })
        .collect();
    // One that claims the whole call does not slow the others down.
    said[0].tail = 1_000_000;
    let line = build(&said);
    let shown = filter(&line, &[1], &[], false).select(&line);
    let start = Instant::now();
    for kind in KINDS {
        let drawn = lanes(&line, &shown, kind, span(0, 1_000_000), 240, 0..16);
        assert!(drawn.iter().all(|lane| lane.cells.iter().all(|cell| cell.mark.is_some())));
        assert!(drawn[0].cells.iter().all(|cell| cell.cover == Cover::Several));
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}
