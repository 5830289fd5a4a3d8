//! Moving from moment to moment.

use earmark::call::Direction::{Next, Previous};
use earmark::call::{Offset, Playhead, Target, Timeline};
use proptest::prelude::*;

use super::{Said, build, choices, filter, mentions, passing};

/// Everything a motion may stop at, and a category or speaker that may have no moments.
fn targets(line: &Timeline) -> Vec<Target> {
    let categories = line.category_ixs().map(Target::Category);
    let speakers = line.speaker_ixs().map(Target::Speaker);
    [Target::Any, Target::Flagged].into_iter().chain(categories).chain(speakers).collect()
}

fn is_target(line: &Timeline, ix: usize, target: Target) -> bool {
    let moment = line.moment(ix);
    match target {
        Target::Any => true,
        Target::Category(category) => moment.category == category,
        Target::Speaker(speaker) => moment.speaker == speaker,
        Target::Flagged => moment.flags.wants_review(),
    }
}

/// On every moment, and at times on, beside and between them.
fn playheads(line: &Timeline) -> Vec<Playhead> {
    let on = (0..line.len()).map(|ix| line.playhead_on(ix));
    let times = line.moments().flat_map(|(_, m)| [m.at.centis(), m.at.centis() + 1]);
    let between =
        times.chain([0, 50_000]).map(|at| Playhead { at: Offset::from_centis(at), on: None });
    on.chain(between).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_motion_agrees_with_walking(
        said in mentions(0..300, 24), chosen in choices(),
    ) {
        let line = build(&said);
        let filter = filter(&line, &chosen.0, &chosen.1, chosen.2);
        let (shown, passing) = (filter.select(&line), passing(&line, &filter));
        for from in playheads(&line) {
            let is_later = |ix: usize| from.on.map_or(line.moment(ix).at >= from.at, |on| ix > on);
            let is_earlier = |ix: usize| from.on.map_or(line.moment(ix).at < from.at, |on| ix < on);
            for target in targets(&line) {
                let stops = passing.iter().copied().filter(|&ix| is_target(&line, ix, target));
                let later: Vec<_> = stops.clone().filter(|&ix| is_later(ix)).collect();
                let earlier: Vec<_> = stops.filter(|&ix| is_earlier(ix)).rev().collect();
                for count in [0, 1, 2, 5, usize::MAX] {
                    for (way, walk) in [(Next, &later), (Previous, &earlier)] {
                        let steps = count.max(1).min(walk.len());
                        let expected = walk.get(steps.wrapping_sub(1)).copied();
                        let found = line.step(&shown, from, target, way, count);
                        prop_assert_eq!(found, expected, "{:?} {:?} {:?} {}", from, target, way, count);
                    }
                }
            }
            let here = |ix: &usize| from.on.map_or(line.moment(*ix).at < from.at, |on| *ix <= on);
            let expected = passing.iter().copied().rfind(here).or(passing.first().copied());
            prop_assert_eq!(line.nearest(&shown, from), expected);
        }
    }

    #[test]
    fn a_playhead_stands_on_what_is_shown_with_its_time(said in mentions(0..300, 24), at in 0u32..320) {
        let line = build(&said);
        let at = Offset::from_centis(at);
        let exact = line.moments().find(|(_, moment)| moment.at == at);
        let same = exact.or_else(|| line.moments().find(|(_, m)| m.at.tenths() == at.tenths()));
        let playhead = line.playhead_at(at);
        prop_assert_eq!(playhead.on, same.map(|(ix, _)| ix));
        prop_assert_eq!(playhead.at, same.map_or(at, |(_, moment)| moment.at));
    }
}

#[test]
fn a_playhead_finds_its_moment_behind_any_crowd() {
    let mut said = vec![Said::at(1_000); 500];
    said.push(Said::at(1_010));
    let line = build(&said);
    assert_eq!(line.playhead_at(Offset::from_centis(1_010)).on, Some(500));
    assert_eq!(line.playhead_at(Offset::from_centis(1_000)).on, Some(0));
}

#[test]
fn a_playhead_on_a_time_keeps_it() {
    let line = build(&[Said::at(1_000), Said::at(1_003)]);
    for (ix, at) in [(0, 1_000), (1, 1_003)] {
        let playhead = line.playhead_on(ix);
        assert_eq!(playhead, line.playhead_at(Offset::from_centis(at)));
    }
}
