//! Entries in the recording.

use earmark::call::{Basis, Entry, Offset, Placement, Timeline, Transcript};
use jiff::Timestamp;
use proptest::prelude::*;

use super::{NOON, Said, build, entry};

fn at(centis: u32) -> Offset {
    Offset::from_centis(centis)
}

/// A moment at a time, on entries of those numbers.
fn said(centis: u32, sequences: &[u32]) -> Said {
    Said { sequences: sequences.to_vec(), ..Said::at(centis) }
}

/// Four entries from noon on, ten seconds apart, each of eight seconds.
fn clocked() -> Transcript {
    let one = |i: u32| entry(i, "p", Some((i64::from(i) * 10_000, i64::from(i) * 10_000 + 8_000)));
    Transcript { entries: (0..4).map(one).collect(), ..Transcript::default() }
}

fn noon(later: i64) -> Timestamp {
    Timestamp::from_millisecond(NOON + later).unwrap()
}

fn place(
    transcript: &Transcript,
    line: &Timeline,
    start: impl Into<Option<Timestamp>>,
) -> Placement {
    Placement::of(transcript, line, start.into(), at(6000))
}

fn starts(placement: &Placement, count: usize) -> Vec<u32> {
    (0..count).map(|i| placement.span(i).unwrap().start.centis()).collect()
}

#[test]
fn the_calls_start_is_enough() {
    let placement = place(&clocked(), &build(&[]), noon(-2_000));
    assert_eq!(placement.basis(), Basis::Start);
    assert_eq!(placement.basis().to_string(), "by the call's start");
    assert_eq!(starts(&placement, 4), [200, 1200, 2200, 3200]);
    assert_eq!(placement.span(1).unwrap().end, at(2000));
    assert_eq!(placement.entry_at(at(2199)), Some(1));
    assert_eq!(placement.entry_at(at(0)), Some(0));
}

#[test]
fn moments_that_agree_correct_a_start_that_is_off() {
    // The record says noon; the recording began three seconds later.
    let line = build(&[said(700, &[1]), said(1710, &[2]), said(2700, &[3]), said(3100, &[3])]);
    let placement = place(&clocked(), &line, noon(0));
    assert_eq!(placement.basis(), Basis::Moments { agree: 3, of: 4 });
    assert_eq!(placement.basis().to_string(), "by 3 of 4 moments");
    assert_eq!(starts(&placement, 4), [0, 700, 1700, 2700]);
    assert_eq!(placement.entry_of(3), Some(3));
    assert_eq!(placement.moments_on(3).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn few_moments_do_not_overrule_a_plausible_start_but_an_absurd_one() {
    let line = build(&[said(700, &[1])]);
    assert_eq!(place(&clocked(), &line, noon(0)).basis(), Basis::Start);
    let absurd = place(&clocked(), &line, noon(-7_200_000));
    assert_eq!(absurd.basis(), Basis::Moments { agree: 1, of: 1 });
    assert_eq!(starts(&absurd, 4), [0, 700, 1700, 2700]);
    assert_eq!(place(&clocked(), &line, None::<Timestamp>).basis().to_string(), "by 1 moment");
}

#[test]
fn entries_without_times_lie_between_those_that_moments_fall_on() {
    let entries = (0..5).map(|i| entry(i * 2, "p", None)).collect();
    let transcript = Transcript { entries, ..Transcript::default() };
    let line = build(&[said(1000, &[2]), said(1200, &[2]), said(3000, &[6, 8]), said(900, &[3])]);
    let placement = place(&transcript, &line, noon(0));
    assert_eq!(placement.basis(), Basis::Between(2));
    assert_eq!(starts(&placement, 5), [0, 1000, 2000, 3000, 4500]);
    assert_eq!(placement.span(2).unwrap().end, at(3000));
    // Number 3 is nobody's.
    assert_eq!(placement.entry_of(0), None);
}

#[test]
fn moments_without_numbers_fall_on_the_entry_of_their_text() {
    let entries = (0..3).map(|i| entry(i, "p", None)).collect();
    let transcript = Transcript { entries, ..Transcript::default() };
    let text = |text: &str, centis| Said { entries: vec![text.to_owned()], ..Said::at(centis) };
    let line = build(&[text("Entry number 1", 500), text("Something else", 900)]);
    let placement = place(&transcript, &line, None::<Timestamp>);
    assert_eq!((placement.entry_of(0), placement.entry_of(1)), (Some(1), None));
    assert_eq!(placement.basis(), Basis::Between(1));
}

#[test]
fn without_anything_to_go_by_only_the_order_is_known() {
    let entries = (0..3).map(|i| entry(i, "p", None)).collect();
    let transcript = Transcript { entries, ..Transcript::default() };
    for transcript in [transcript, Transcript::default()] {
        let placement = place(&transcript, &build(&[Said::at(1)]), noon(0));
        assert_eq!(placement.basis(), Basis::Unknown);
        assert_eq!((placement.span(0), placement.entry_at(at(9))), (None, None));
    }
    let placement = place(&clocked(), &build(&[]), None::<Timestamp>);
    assert_eq!((placement.basis(), placement.span(0)), (Basis::Unknown, None));
}

#[test]
fn one_wrong_clock_costs_one_entry() {
    let mut transcript = clocked();
    transcript.entries[1].start = Some(noon(3_600_000_000));
    let placement = place(&transcript, &build(&[]), noon(0));
    assert_eq!(starts(&placement, 4), [0, 1000, 2000, 3000]);
}

/// Entries with any numbers and times, in order of their numbers as they are read.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let times = prop::option::weighted(0.8, (-90_000i64..900_000, -5_000i64..20_000));
    let one = (0u32..30, times)
        .prop_map(|(i, times)| entry(i, "p", times.map(|(start, long)| (start, start + long))));
    prop::collection::vec(one, 0..30).prop_map(|mut entries| {
        entries.sort_by_key(|entry| entry.sequence);
        entries
    })
}

proptest! {
    #[test]
    fn whatever_comes_times_never_go_back(
        entries in entries(), mentions in super::mentions(0..90_000, 30),
        start in prop::option::of(-100_000i64..100_000),
    ) {
        let (line, count) = (build(&mentions), entries.len());
        let transcript = Transcript { entries, ..Transcript::default() };
        let placement = place(&transcript, &line, start.map(noon));
        let spans: Vec<_> = (0..count).filter_map(|i| placement.span(i)).collect();
        let placed = if placement.basis() == Basis::Unknown { 0 } else { count };
        prop_assert_eq!(spans.len(), placed);
        prop_assert!(spans.is_sorted_by_key(|span| span.start));
        prop_assert!(spans.iter().all(|span| span.start <= span.end));
        for (ix, moment) in line.moments() {
            let first = line.sequences(moment).iter().filter_map(|&n| transcript.position(n)).min();
            if first.is_some() {
                prop_assert_eq!(placement.entry_of(ix), first);
                prop_assert!(placement.moments_on(first.unwrap()).any(|on| on == ix));
            }
        }
    }

    #[test]
    fn a_constant_skew_is_found_whatever_it_is(skew in -600_000i64..600_000, moments in 3usize..20) {
        let one = |i: u32| {
            let start = 700_000 + i64::from(i) * 7_000 + skew;
            entry(i, "p", Some((start, start + 5_000)))
        };
        let entries = (0..20).map(one).collect();
        let transcript = Transcript { entries, ..Transcript::default() };
        let own = |i: u32| said(70_000 + i * 700, &[i]);
        let line = build(&(0..u32::try_from(moments).unwrap()).map(own).collect::<Vec<_>>());
        let placement = place(&transcript, &line, noon(0));
        prop_assert_eq!(placement.basis(), Basis::Moments { agree: moments, of: moments });
        prop_assert_eq!(placement.span(19).unwrap().start, at(70_000 + 19 * 700));
    }
}
