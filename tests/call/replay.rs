//! What is played of a call.

use earmark::call::replay::{Course, heard, silences};
use earmark::call::{Filter, Offset, Placement, Transcript, Window};
use proptest::prelude::*;

use super::{NOON, Said, build, choices, entry, filter, mentions};

fn at(centis: u32) -> Offset {
    Offset::from_centis(centis)
}

fn window(start: u32, end: u32) -> Window {
    Window { start: at(start), end: at(end) }
}

#[test]
fn the_middle_of_a_long_silence_is_left_out() {
    let said = [(1_000, 5_000), (6_500, 8_000), (7_000, 7_500), (20_000, 21_000)];
    let entries = said.iter().zip(0..).map(|(&times, i)| entry(i, "p", Some(times))).collect();
    let transcript = Transcript { entries, ..Transcript::default() };
    let noon = jiff::Timestamp::from_millisecond(NOON).unwrap();
    let placement = Placement::of(&transcript, &build(&[]), Some(noon), at(6_000));
    // A second is played at either side; what is at most two seconds long is played whole.
    let cuts = silences(&placement, at(6_000), at(200));
    assert_eq!(cuts, [window(900, 1_900), window(2_200, 5_900)]);
    assert_eq!(Course::whole(at(6_000)).without(&cuts).length(), at(6_000 - 1_000 - 3_700));
    assert_eq!(silences(&Placement::default(), at(6_000), at(200)), []);
}

#[test]
fn entries_without_an_end_leave_no_silence() {
    let mut entries: Vec<_> =
        (0..3).map(|i| entry(i, "p", Some((i64::from(i) * 60_000, 0)))).collect();
    for entry in &mut entries {
        entry.end = None;
    }
    let transcript = Transcript { entries, ..Transcript::default() };
    let noon = jiff::Timestamp::from_millisecond(NOON).unwrap();
    let placement = Placement::of(&transcript, &build(&[]), Some(noon), at(90_000));
    assert_eq!(silences(&placement, at(90_000), at(200)), []);
}

#[test]
fn a_moment_is_heard_from_when_it_is_said_to_the_end_of_its_window() {
    let line = build(&[Said::at(1_000), Said::at(1_300)]);
    let shown = Filter::default().select(&line);
    let on = |centis| heard(&line, &shown, at(centis)).on;
    assert_eq!(
        [999, 1_000, 1_299, 1_300, 1_899, 1_900].map(on),
        [None, Some(0), Some(0), Some(1), Some(1), None]
    );
}

proptest! {
    #[test]
    fn moments_only_is_their_windows_and_nothing_else(
        said in mentions(0..30_000, 40), (categories, speakers, flagged) in choices(),
    ) {
        let line = build(&said);
        let shown = filter(&line, &categories, &speakers, flagged).select(&line);
        let course = Course::of_moments(&line, &shown, Offset::LONGEST);
        let windows: Vec<_> = line.moments()
            .filter(|(ix, _)| shown.contains(*ix))
            .map(|(_, moment)| moment.window)
            .filter(|window| window.start < window.end)
            .collect();
        let stretches: Vec<_> = course.stretches().collect();
        let within = |list: &[Window], at: Offset| {
            list.iter().any(|window| (window.start..window.end).contains(&at))
        };
        for centis in (0..42_000).step_by(37) {
            if within(&windows, at(centis)) {
                prop_assert!(within(&stretches, at(centis)), "{centis} is left out");
            }
        }
        // Every stretch begins and ends with a window, but for moments whose window says nothing.
        let lasts = |moment: &earmark::call::Moment| moment.window.start < moment.window.end;
        if line.moments().all(|(_, moment)| lasts(moment)) {
            for stretch in stretches {
                prop_assert!(windows.iter().any(|window| window.start == stretch.start));
                prop_assert!(windows.iter().any(|window| window.end == stretch.end));
            }
        }
    }
}
