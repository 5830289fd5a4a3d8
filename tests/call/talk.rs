//! How talk was shared out.

use earmark::call::{Corrections, Offset, QuestionsFrom, Side, Spoken, Talk, Transcript, Untold};
use proptest::prelude::*;

use super::{Said, build, entry, people};

const PEOPLE: [(&str, &str, Option<&str>); 3] =
    [("ada", "Ada", Some("Agent")), ("kit", "Kit", Some("EndUser")), ("lou", "Lou", None)];

fn talk(said: &[(&str, i64, i64)]) -> Result<Talk, Untold> {
    let one = |(i, &(speaker, start, end)): (usize, &(&str, i64, i64))| {
        entry(u32::try_from(i).unwrap(), speaker, Some((start, end)))
    };
    let entries = said.iter().enumerate().map(one).collect();
    let transcript = Transcript { entries, participants: people(&PEOPLE), ..Transcript::default() };
    Spoken::of(&build(&[]), Some(&transcript), None, &Corrections::default()).talk
}

#[test]
fn figures_follow_their_formulas() {
    let talk = talk(&[
        ("ada", 0, 10_000),
        ("kit", 11_000, 21_000),
        ("ada", 23_000, 25_000),
        // Over the end of the agent's: no gap to count.
        ("kit", 24_000, 34_000),
        ("ada", 33_000, 41_000),
        ("kit", 42_000, 52_000),
        ("ada", 56_000, 60_000),
    ])
    .unwrap();
    let sides: Vec<_> = talk.sides.iter().map(|it| (it.of, it.time.centis())).collect();
    assert_eq!(sides, [(Side::Agent, 2400), (Side::EndUser, 3000)]);
    assert!((talk.sides[0].ratio - 24.0 / 54.0).abs() < 1e-9);
    let first = &talk.people[0];
    assert_eq!((first.of.as_str(), first.time.centis()), ("Kit", 3000));
    let monologue = &talk.monologue;
    assert_eq!((&*monologue.name, monologue.length.centis(), monologue.entry), ("Ada", 1000, 0));
    assert_eq!(monologue.at, None);
    // (2 s + 4 s) / 2; the answer that came too early does not count.
    assert_eq!(talk.patience, Some(Offset::from_centis(300)));
    assert!((talk.interactivity.unwrap() - 6.0).abs() < 1e-9);
}

#[test]
fn overlaps_of_one_side_count_once() {
    let talk = talk(&[("ada", 0, 10_000), ("ada", 5_000, 12_000), ("kit", 0, 4_000)]).unwrap();
    let sides: Vec<_> = talk.sides.iter().map(|it| it.time.centis()).collect();
    assert_eq!(sides, [1200, 400]);
}

#[test]
fn questions_are_moments_or_else_sentences() {
    let mut transcript = Transcript {
        entries: vec![entry(0, "ada", Some((0, 1_000))), entry(1, "kit", Some((1_000, 2_000)))],
        participants: people(&PEOPLE),
        ..Transcript::default()
    };
    transcript.entries[0].text = super::clean("Why?! And when? 本当ですか？").boxed();
    let questions = |transcript: &Transcript, mentions: &[Said]| {
        let spoken = Spoken::of(&build(mentions), Some(transcript), None, &Corrections::default());
        spoken.talk.unwrap().questions
    };
    let counted = questions(&transcript, &[]);
    assert_eq!(counted.from, QuestionsFrom::Sentences);
    assert_eq!(counted.by_side, [(Side::Agent, 3), (Side::EndUser, 0)]);
}

#[test]
fn moments_of_the_question_category_count_by_their_speakers_sides() {
    let outputs = serde_json::json!({"momentInsights": [{
        "category": "Frage", "insightTypeId": "00000000-0000-0000-0000-000000001010",
        "momentTimes": [
            {"momentOffset": 1, "speakerId": "Speaker 1", "sequences": [1]},
            {"momentOffset": 2, "speakerId": "Speaker 1", "sequences": [1]},
            {"momentOffset": 3, "speakerId": "ada"},
        ],
    }]});
    let mut conversation = earmark::wire::intelligence(outputs.to_string().as_bytes()).unwrap();
    let transcript = Transcript {
        entries: vec![entry(0, "ada", Some((0, 1_000))), entry(1, "kit", Some((1_000, 2_000)))],
        participants: people(&PEOPLE),
        ..Transcript::default()
    };
    let spoken = conversation.spoken(Some(&transcript), None, &Corrections::default());
    let questions = spoken.talk.unwrap().questions;
    assert_eq!(questions.from, QuestionsFrom::Moments);
    assert_eq!(questions.by_side, [(Side::Agent, 1), (Side::EndUser, 2)]);
}

#[test]
fn what_is_missing_is_said() {
    let missing = |entries| {
        let transcript = Transcript { entries, ..Transcript::default() };
        let spoken = Spoken::of(&build(&[]), Some(&transcript), None, &Corrections::default());
        spoken.talk.unwrap_err().to_string()
    };
    assert_eq!(missing(Vec::new()), "there is no transcript with entries");
    assert_eq!(missing(vec![entry(0, "ada", None)]), "the transcript's entries have no times");
    assert_eq!(talk(&[("ada", 5_000, 5_000), ("kit", 9_000, 1_000)]), Err(Untold::NoTimes));
}

type Spoke = (&'static str, i64, i64);

fn said() -> impl Strategy<Value = Vec<Spoke>> {
    let who = prop::sample::select(&["ada", "kit", "lou", "", "unheard"][..]);
    let one = (who, -900_000i64..900_000, -2_000i64..60_000);
    prop::collection::vec(one.prop_map(|(who, start, long)| (who, start, start + long)), 1..40)
}

proptest! {
    #[test]
    fn shares_are_whole_and_figures_are_numbers(said in said()) {
        let Ok(talk) = talk(&said) else {
            prop_assert!(said.iter().all(|&(_, start, end)| end <= start));
            return Ok(());
        };
        let sides: Vec<f64> = talk.sides.iter().map(|it| it.ratio).collect();
        let people: Vec<f64> = talk.people.iter().map(|it| it.ratio).collect();
        for ratios in [sides, people] {
            prop_assert!((ratios.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(ratios.iter().all(|ratio| (0.0..=1.0).contains(ratio)));
        }
        prop_assert!(talk.interactivity.is_none_or(|it| it.is_finite() && it >= 0.0));
        prop_assert!(talk.patience.is_none_or(|it| it > Offset::ZERO || said.len() > 1));
        prop_assert!(talk.monologue.length > Offset::ZERO);
        let longest = said.iter().map(|&(_, start, end)| end - start).max().unwrap();
        prop_assert!(i64::from(talk.monologue.length.centis()) * 10 + 10 >= longest);
    }

    #[test]
    fn the_order_in_which_entries_come_changes_nothing(said in said(), seed in any::<prop::sample::Index>()) {
        let mut turned = said.clone();
        turned.rotate_left(seed.index(said.len()));
        let told = |said: &[Spoke]| talk(said).map(|talk| {
            let length = talk.monologue.length;
            let mut people: Vec<_> = talk.people.iter().map(|it| (it.of.clone(), it.time)).collect();
            people.sort();
            (talk.sides, people, length, talk.patience, talk.interactivity, talk.questions)
        });
        prop_assert_eq!(told(&said), told(&turned));
    }
}
