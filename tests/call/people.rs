//! Who is behind a label.

use earmark::call::text::{Clean, clean_line};
use earmark::call::{Choice, Corrections, Filter, People, Spoken, Timeline, Transcript};
use proptest::prelude::*;

use super::{Said, build, entry, people};

fn text(text: &str) -> Clean {
    clean_line(text).boxed()
}

fn by(speaker: &'static str, centis: u32, sequences: &[u32]) -> Said {
    Said { speaker, sequences: sequences.to_vec(), ..Said::at(centis) }
}

/// Kit speaks in even entries, Ada in odd ones.
fn transcript() -> Transcript {
    let speaker = |i: u32| if i.is_multiple_of(2) { "1afKit" } else { "1afAda" };
    Transcript {
        entries: (0..10).map(|i| entry(i, speaker(i), None)).collect(),
        participants: people(&[
            ("1afAda", "Ada", Some("Agent")),
            ("1afKit", "Kit", Some("EndUser")),
        ]),
        ..Transcript::default()
    }
}

fn who(line: &Timeline, corrections: &Corrections) -> People {
    Spoken::of(line, Some(&transcript()), None, corrections).people
}

fn name(people: &People, id: &str) -> String {
    people.voice(id).unwrap().name.to_string()
}

#[test]
fn labels_get_the_name_that_most_of_their_moments_point_to() {
    let line = build(&[
        by("Speaker 2", 1, &[0]),
        by("Speaker 2", 2, &[2, 4]),
        by("Speaker 2", 3, &[1]),
        // On entries of both: no vote.
        by("Speaker 2", 4, &[0, 1]),
        by("Speaker 10", 5, &[3]),
        by("p-one", 6, &[]),
    ]);
    let people = who(&line, &Corrections::default());
    assert_eq!(name(&people, "Speaker 2"), "Kit");
    let voice = people.voice("Speaker 2").unwrap();
    assert_eq!(
        voice.evidence.as_ref().unwrap().to_string(),
        "2 of 3 moments fall on entries by Kit"
    );
    assert_eq!((voice.role.as_deref(), voice.moments, voice.entries), (Some("EndUser"), 4, 0));
    let other = people.voice("Speaker 10").unwrap();
    assert_eq!(
        other.evidence.as_ref().unwrap().to_string(),
        "1 of 1 moment falls on entries by Ada"
    );
    assert_eq!(name(&people, "p-one"), "p-one");
    assert_eq!(people.voice("p-one").unwrap().evidence, None);
    assert_eq!(people.person("Speaker 2"), people.person("1afKit"));
    assert_ne!(people.person("Speaker 2"), people.person("Speaker 10"));
}

#[test]
fn a_tie_names_nobody() {
    let line = build(&[by("Speaker 2", 1, &[0]), by("Speaker 2", 2, &[1])]);
    let people = who(&line, &Corrections::default());
    assert_eq!(name(&people, "Speaker 2"), "Speaker 2");
    assert!(!people.voice("Speaker 2").unwrap().evidence.as_ref().unwrap().is_clear());
}

#[test]
fn a_participants_own_id_needs_no_evidence() {
    let line = build(&[Said { speaker: "p-one", sequences: vec![0], ..Said::at(1) }]);
    let mut transcript = transcript();
    transcript.participants.extend(people(&[("p-one", "Lou", None)]));
    let people = Spoken::of(&line, Some(&transcript), None, &Corrections::default()).people;
    assert_eq!(
        (name(&people, "p-one").as_str(), people.voice("p-one").unwrap().evidence.is_none()),
        ("Lou", true)
    );
}

#[test]
fn corrections_by_hand_go_before_evidence_and_can_be_undone() {
    let mut line =
        build(&[by("Speaker 2", 1, &[0]), by("Speaker 10", 2, &[1]), by("Speaker 10", 3, &[3])]);
    let mut hand = Corrections::default();
    hand.rename(&text("Speaker 2"), "Katherine");
    let people = who(&line, &hand);
    assert_eq!(name(&people, "Speaker 2"), "Katherine");
    assert!(people.voice("Speaker 2").unwrap().by_hand);
    assert!(hand.merge(&text("Speaker 10"), &text("Speaker 2")));
    hand.apply(&mut line);
    assert_eq!(line.speakers().len(), 1);
    assert_eq!(line.labels().len(), 2);
    let people = who(&line, &hand);
    assert_eq!(name(&people, "Speaker 10"), "Katherine");
    assert_eq!(people.voice("Speaker 10").unwrap().moments, 2);
    let only = line.speaker_of("Speaker 10").unwrap();
    assert_eq!(line.speaker_count(only), 3);
    assert_eq!(line.speaker_of("Speaker 2"), Some(only));
    hand.undo("Speaker 10");
    hand.undo("Speaker 2");
    hand.apply(&mut line);
    assert_eq!(line.speakers().len(), 2);
    assert_eq!(name(&who(&line, &hand), "Speaker 10"), "Ada");
}

#[test]
fn a_label_can_be_said_to_be_a_participant() {
    let mut line = build(&[by("Speaker 2", 1, &[]), by("Speaker 10", 2, &[])]);
    let mut hand = Corrections::default();
    assert!(hand.merge(&text("Speaker 2"), &text("1afAda")));
    hand.apply(&mut line);
    assert_eq!(line.speakers().len(), 2);
    assert_eq!(name(&who(&line, &hand), "Speaker 2"), "Ada");
    assert!(hand.merge(&text("Speaker 10"), &text("Speaker 2")));
    hand.apply(&mut line);
    assert_eq!(line.speakers().len(), 1);
}

proptest! {
    #[test]
    fn merging_counts_no_moment_twice_and_undoing_is_exact(
        mentions in super::mentions(0..9_000, 60),
        merges in prop::collection::vec((0usize..5, 0usize..5), 0..6),
    ) {
        let before = build(&mentions);
        let mut line = before.clone();
        let mut hand = Corrections::default();
        let label = |i: usize| before.labels().get(i).map(|label| label.id.clone());
        for (a, b) in merges {
            if let (Some(a), Some(b)) = (label(a), label(b)) {
                hand.merge(&a, &b);
            }
            hand.apply(&mut line);
            let all: usize = line.speaker_ixs().map(|ix| line.speaker_count(ix)).sum();
            prop_assert_eq!(all, line.len());
            for (ix, moment) in line.moments() {
                prop_assert!(line.by_speaker(moment.speaker).contains(ix));
                let own = &line.labels()[line.label_of(ix).get()].id;
                prop_assert_eq!(hand.root(own), line.speaker(moment.speaker).id.as_str());
            }
            for ix in line.speaker_ixs() {
                let mut filter = Filter::default();
                filter.toggle(Choice::Speaker(ix));
                prop_assert_eq!(filter.select(&line).len(), line.speaker_count(ix));
            }
        }
        Corrections::default().apply(&mut line);
        prop_assert_eq!(line.speakers(), before.speakers());
        let speakers = |line: &Timeline| line.moments().map(|(_, m)| m.speaker).collect::<Vec<_>>();
        prop_assert_eq!(speakers(&line), speakers(&before));
    }
}
