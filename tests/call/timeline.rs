//! Building a timeline and asking it.

use earmark::call::{CategoryIx, NOBODY, Offset};
use proptest::prelude::*;

use super::{INSIGHTS, Said, build, choices, filter, mentions, passing, sorted};

fn name(said: &Said) -> &str {
    if said.speaker.is_empty() { NOBODY.text() } else { said.speaker }
}

proptest! {
    #[test]
    fn every_moment_keeps_what_is_its_own(said in mentions(0..2_000, 60)) {
        let line = build(&said);
        let expected = sorted(&said);
        prop_assert_eq!(line.len(), expected.len());
        for ((ix, moment), said) in line.moments().zip(&expected) {
            prop_assert_eq!(moment.at.centis(), said.at);
            prop_assert_eq!(moment.window, said.window());
            prop_assert_eq!(moment.flags, said.flags);
            prop_assert_eq!(line.category(moment.category).id.as_str(), said.category());
            prop_assert_eq!(line.keyword(moment).as_str(), INSIGHTS[said.insight].1);
            prop_assert_eq!(line.speaker(moment.speaker).id.as_str(), name(said));
            prop_assert_eq!(line.text(moment).text(), said.entries.join("\n"));
            prop_assert_eq!(line.sequences(moment), &said.sequences[..]);
            let facts: Vec<_> = line.facts(ix).iter().map(|fact| fact.value.to_string()).collect();
            prop_assert_eq!(facts, &said.facts[..]);
        }
        let end = expected.iter().map(|said| said.at + said.tail).max().unwrap_or(0);
        prop_assert_eq!(line.end().centis(), end);
    }

    #[test]
    fn counts_agree_with_counting(said in mentions(0..2_000, 60)) {
        let line = build(&said);
        let ids: Vec<_> = line.categories().iter().map(|category| category.id.to_string()).collect();
        prop_assert_eq!(ids, ["t-1", "t-2", "t-3", "t-4"]);
        for category in line.category_ixs() {
            let of_it = |said: &&Said| said.category() == line.category(category).id.as_str();
            prop_assert_eq!(line.category_count(category), said.iter().filter(of_it).count());
            prop_assert_eq!(line.in_category(category).count_ones(..), line.category_count(category));
            for speaker in line.speaker_ixs() {
                let by_them = |said: &&Said| name(said) == line.speaker(speaker).id.as_str();
                let both = said.iter().filter(of_it).filter(by_them).count();
                prop_assert_eq!(line.count(category, speaker), both);
                prop_assert_eq!(line.speaker_count(speaker), said.iter().filter(by_them).count());
                prop_assert_eq!(line.by_speaker(speaker).count_ones(..), line.speaker_count(speaker));
            }
        }
        let flagged = said.iter().filter(|said| said.flags.wants_review()).count();
        prop_assert_eq!(line.flagged().count_ones(..), flagged);
    }

    #[test]
    fn numbered_speakers_come_first_then_others_as_they_speak(said in mentions(0..2_000, 60)) {
        let line = build(&said);
        let order: Vec<_> = line.speakers().iter().map(|speaker| speaker.id.to_string()).collect();
        let mut expected: Vec<(u32, u32, usize, String)> = Vec::new();
        for (i, one) in said.iter().enumerate() {
            let number = one.speaker.strip_prefix("Speaker ").map_or(u32::MAX, |n| n.parse().unwrap());
            match expected.iter_mut().find(|known| known.3 == name(one)) {
                Some(known) => known.1 = known.1.min(one.at),
                None => expected.push((number, one.at, i, name(one).to_owned())),
            }
        }
        expected.sort();
        let expected: Vec<_> = expected.into_iter().map(|known| known.3).collect();
        prop_assert_eq!(order, expected);
    }

    #[test]
    fn a_filter_selects_what_passes((said, chosen) in (mentions(0..2_000, 200), choices())) {
        let line = build(&said);
        let filter = filter(&line, &chosen.0, &chosen.1, chosen.2);
        let shown = filter.select(&line);
        let expected = passing(&line, &filter);
        prop_assert_eq!(shown.len(), expected.len());
        prop_assert_eq!(shown.is_empty(), expected.is_empty());
        let members: Vec<_> = (0..line.len()).filter(|&ix| shown.contains(ix)).collect();
        prop_assert_eq!(&members, &expected);
        if filter.is_empty() {
            prop_assert_eq!(shown.len(), line.len());
        }
    }
}

#[test]
fn moments_at_one_time_come_by_type_and_then_as_they_came() {
    for fact in [None, Some("fact".to_owned())] {
        let said: Vec<_> = [4, 0, 3, 2, 1]
            .map(|insight| Said { insight, facts: fact.iter().cloned().collect(), ..Said::at(7) })
            .into();
        let line = build(&said);
        let told: Vec<_> = line.moments().map(|(_, m)| line.keyword(m).to_string()).collect();
        assert_eq!(told, ["Price", "Next step", "Acme", "Globex", "Question"]);
    }
}

#[test]
fn letters_and_digits_name_what_is_there() {
    let said: Vec<_> = ["p-one", "Speaker 10", "Speaker 2"]
        .into_iter()
        .zip([100, 200, 300])
        .map(|(speaker, at)| Said { speaker, ..Said::at(at) })
        .collect();
    let line = build(&said);
    let by_digit = |digit| line.speaker_by_digit(digit).map(|ix| line.speaker(ix).id.to_string());
    assert_eq!(by_digit('1').as_deref(), Some("Speaker 2"));
    assert_eq!(by_digit('2').as_deref(), Some("Speaker 10"));
    assert_eq!(by_digit('3').as_deref(), Some("p-one"));
    for digit in ['0', '4', '9', 'a', '٣'] {
        assert_eq!(by_digit(digit), None, "{digit}");
    }
    for (letter, place) in [('l', 0), ('a', 1), ('b', 2), ('e', 3)] {
        assert_eq!(line.category_by_letter(letter).map(CategoryIx::get), Some(place), "{letter}");
    }
    assert_eq!(line.category_by_letter('z'), None);
}

#[test]
fn a_keyword_is_its_own_when_it_says_more() {
    let line = build(&[Said::at(1), Said { insight: 2, ..Said::at(2) }]);
    let own = |ix| line.own_keyword(line.moment(ix)).map(ToString::to_string);
    assert_eq!((own(0).as_deref(), own(1).as_deref()), (Some("Acme"), Some("Globex")));
}

#[test]
fn an_empty_call_answers_everything() {
    let line = build(&[]);
    assert!(line.is_empty());
    assert_eq!(line.first_at(Offset::ZERO), 0);
    assert_eq!(line.end(), Offset::ZERO);
    assert_eq!(line.playhead_at(Offset::from_centis(5)).on, None);
    let shown = filter(&line, &[], &[], false).select(&line);
    assert_eq!(line.nearest(&shown, line.playhead_at(Offset::ZERO)), None);
}
