//! The transcript beside the moments, and who speaks.

use earmark::call::{Corrections, Problem, ProblemKind, Transcript};
use earmark::tui::{Answer, CallRef, Effect, What};
use proptest::prelude::*;
use ratatui::style::Modifier;

use super::stage::{CALL, Stage, transcript};

fn stage(width: u16, height: u16) -> Stage {
    Stage::record(100, &transcript(100), width, height)
}

/// Focuses the transcript.
fn reading(width: u16, height: u16) -> Stage {
    let mut stage = stage(width, height);
    stage.press("<tab>");
    assert!(stage.screen().contains("━ Transcript"), "{}", stage.screen());
    stage
}

fn rename(names: &mut Corrections, id: &str, name: &str) {
    names.rename(&earmark::call::text::clean_line(id).boxed(), name);
}

#[test]
fn a_wide_screen_shows_it_below_the_timeline_and_a_key_puts_it_away() {
    let mut narrower = Stage::record(100, &transcript(100), 120, 40);
    assert!(!narrower.screen().contains("─ Transcript"));
    narrower.press("T");
    assert!(narrower.screen().contains("─ Transcript times by 100 moments"));
    let mut stage = stage(160, 40);
    let screen = stage.screen();
    assert!(screen.contains("━ Timeline") && screen.contains("─ Transcript times by 100 moments"));
    assert!(screen.contains("▸ 0:00.0 A  Kit  Entry number 0."), "{screen}");
    stage.press("T");
    assert!(!stage.screen().contains("Transcript"));
    stage.press("T");
    assert!(stage.screen().contains("─ Transcript"));
}

#[test]
fn the_standard_terminal_has_a_tab_for_it() {
    let stage = reading(80, 24);
    assert!(stage.screen().contains("─ Timeline ━ Transcript times by 100 moments"));
    assert!(stage.screen().contains("▸ 0:00.0 A  Kit  Entry number 0."), "{}", stage.screen());
    let mut narrow = reading(46, 12);
    narrow.press("2j");
    assert!(
        narrow.screen().contains("▸ 0:04.0 A  Kit Buyer  ")
            && narrow.screen().contains("\n  Entry number 2."),
        "{}",
        narrow.screen()
    );
}

#[test]
fn moving_in_one_pane_moves_the_other() {
    let mut stage = reading(160, 40);
    stage.press("20j");
    assert_eq!(stage.time().as_deref(), Some("0:40.0"));
    assert!(stage.screen().contains("▸ 0:40.0  A Kit"), "{}", stage.screen());
    stage.press("]");
    assert!(stage.screen().contains("▸ 0:42.0 B  Ada  Entry number 21."), "{}", stage.screen());
    stage.press(":1:30<enter>");
    assert!(stage.screen().contains("▸ 1:30.0 B  Ada  Entry number 45."), "{}", stage.screen());
    stage.press("k");
    assert_eq!(stage.time().as_deref(), Some("1:28.0"));
    stage.press("g");
    assert_eq!(stage.time().as_deref(), Some("0:00.0"));
    stage.press("G");
    assert_eq!(stage.time().as_deref(), Some("3:18.0"));
    stage.press("7g<enter>");
    assert_eq!(stage.time().as_deref(), Some("0:12.0"));
    assert!(stage.screen().contains("━ Timeline"));
}

#[test]
fn what_a_reader_scrolled_stays_until_asked_to_follow() {
    let mut stage = reading(160, 40);
    stage.press("<pgdn><pgdn>");
    let screen = stage.screen();
    assert!(screen.contains("━ Transcript Ctrl-F follows again"), "{screen}");
    let below = |screen: &str| screen.split("Ctrl-F follows again").nth(1).unwrap().to_owned();
    let rows = |screen: &str| {
        let entries = below(screen)
            .lines()
            .filter_map(|row| row.find("Entry number").map(|at| row[at..].to_owned()))
            .collect::<Vec<_>>();
        entries[..3].to_vec()
    };
    assert_eq!(stage.time().as_deref(), Some("0:00.0"));
    let before = rows(&screen);
    stage.press("]]]");
    assert_eq!(rows(&stage.screen()), before);
    stage.press("<c-f>");
    assert!(stage.screen().contains("▸ 0:06.0 B  Ada  Entry number 3."), "{}", stage.screen());
    // From where the reader has scrolled to, rows go on.
    stage.press("<pgdn><pgdn><pgdn>j");
    assert!(stage.time() > Some("0:20.0".to_owned()));
    assert!(!stage.screen().contains("follows again"));
}

#[test]
fn the_entries_of_the_moment_are_lit_without_colour_too() {
    let mut stage = stage(160, 40);
    stage.press("]");
    let buffer = stage.buffer();
    let reversed: String = (buffer.content.iter())
        .filter(|cell| cell.modifier.contains(Modifier::REVERSED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(reversed.matches("0:02.0").count(), 2, "{reversed}");
}

#[test]
fn an_empty_one_says_why() {
    let call = || vec![CallRef::Record(CALL.parse().unwrap())];
    let mut stage = Stage::new(call(), 160, 40);
    assert!(stage.screen().contains("Transcript"));
    let problem = Problem::new(ProblemKind::NotFound, "You may not read it.", "Ask an admin.");
    stage.send(What::Transcript, Answer::Transcript(Err(problem)));
    assert!(stage.screen().contains("You may not read it."));
    assert!(stage.screen().contains("Ask an admin. r tries again."));
    stage.press("i");
    assert!(stage.screen().contains("Not available: You may not read it."));

    let mut stage = Stage::new(call(), 160, 40);
    stage.send(What::Transcript, Answer::Transcript(Ok(Box::default())));
    assert!(stage.screen().contains("The org has no transcript of this call."));
    let plain = vec![earmark::call::text::clean_line("Ada: hello").boxed(); 50];
    let mut stage = Stage::record(9, &Transcript { plain, ..Transcript::default() }, 160, 40);
    assert!(stage.screen().contains("─ Transcript text without structure"));
    assert!(stage.screen().contains("Ada: hello"));
    stage.press("<tab>40j");
    assert_eq!(stage.time().as_deref(), Some("0:00.0"));

    let mut stage = Stage::loaded(9, 160, 40);
    assert!(!stage.screen().contains("Transcript"));
    stage.press("<tab>");
    assert!(stage.screen().contains("A saved response has no transcript."));
    stage.press("i");
    assert!(stage.screen().contains("Not available: there is no transcript"));
}

#[test]
fn labels_have_names_with_the_evidence_for_them() {
    let stage = stage(160, 40);
    let screen = stage.screen();
    assert!(screen.contains("1 Kit Buyer"), "{screen}");
    assert!(screen.contains("Speaker 1: 50 of 50 moments"), "{screen}");
    assert!(screen.contains("Alpha · Kit Buyer · Speaker 1 · plays"), "{screen}");
}

#[test]
fn names_are_given_by_hand_kept_and_taken_back() {
    let mut stage = stage(160, 40);
    stage.press("p");
    assert!(stage.screen().contains("50 of 50 moments fall on entries by Kit Buyer."));
    stage.press("r<bs><bs><bs><bs><bs><bs><bs><bs><bs>Katherine");
    let outcome = stage.press("<enter>");
    let mut names = Corrections::default();
    rename(&mut names, "Speaker 1", "Katherine");
    assert_eq!(outcome.effects, [Effect::SaveNames { call: CALL.parse().unwrap(), names }]);
    stage.press("<esc>");
    let screen = stage.screen();
    assert!(screen.contains("1 Katherine") && screen.contains("Speaker 1: Katherine, by hand."));
    assert!(screen.contains("▸ 0:00.0  A Katherine"), "{screen}");
    stage.press("p");
    let outcome = stage.press("u");
    let names = Corrections::default();
    assert_eq!(outcome.effects, [Effect::SaveNames { call: CALL.parse().unwrap(), names }]);
    stage.press("u");
    assert!(stage.screen().contains("Nothing was corrected here"));
    stage.press("<esc>");
    assert!(stage.screen().contains("1 Kit Buyer"));
}

#[test]
fn merged_speakers_are_one_in_lanes_filter_and_motions() {
    let mut stage = stage(160, 40);
    stage.press("s2.");
    stage.press("f2<esc>");
    assert!(stage.screen().contains("of 100, filtered"));
    stage.press("pjm");
    assert!(stage.screen().contains("Ada Rep is the same person as"));
    stage.press("k<enter><esc>");
    let screen = stage.screen();
    assert!(screen.contains("1 Kit Buyer (EndUser)       100") || screen.contains("1 Kit Buyer"));
    assert!(!screen.contains("2 Ada Rep"), "{screen}");
    // The filter was on a speaker who is another now; motions to them are forgotten.
    stage.press("F.");
    stage.press("s2");
    assert!(stage.screen().contains("No speaker has the key 2"));
    stage.press("gs1");
    assert_eq!(stage.time().as_deref(), Some("0:02.0"));
    stage.press("pju<esc>");
    assert!(stage.screen().contains("2 Ada Rep"), "{}", stage.screen());
}

#[test]
fn kept_names_come_before_or_after_the_call_and_not_over_newer_ones() {
    let mut names = Corrections::default();
    rename(&mut names, "Speaker 1", "Katherine");
    let kept = || Answer::Names(Ok(Box::new(names.clone())));
    let call = CallRef::Record(CALL.parse().unwrap());
    let mut stage = Stage::new(vec![call], 160, 40);
    stage.send(What::Names, kept());
    let conversation = super::stage::conversation(9, 2, 2);
    stage.send(What::Conversation, Answer::Conversation(Ok(conversation)));
    assert!(stage.screen().contains("1 Katherine"));
    assert_eq!(stage.time().as_deref(), Some("0:00.0"));
    stage.press("pu<esc>");
    assert!(!stage.send(What::Names, kept()).changed);
    assert!(!stage.screen().contains("Katherine"));

    let problem = Problem::new(ProblemKind::Failed, "The disk is full.", "Make room.");
    stage.send(What::Names, Answer::NamesSaved(Err(problem)));
    assert!(stage.screen().contains("The disk is full. Make room."));
}

#[test]
fn names_of_a_file_hold_for_the_session() {
    let mut stage = Stage::loaded(9, 160, 40);
    stage.press("prKit");
    assert_eq!(stage.press("<enter>").effects, []);
    assert!(stage.screen().contains("hold for this session"));
    stage.press("<esc>");
    assert!(stage.screen().contains("1 Kit"));
}

#[test]
fn talk_shows_figures_formulas_and_what_they_are_not_for() {
    let mut stage = stage(120, 44);
    stage.press("i");
    let screen = stage.screen();
    for part in [
        "Talk ratio           50 %  0:50  Agent",
        "Longest monologue   0:01 by Kit Buyer, at 0:00",
        "Patience            1.0 s before the agent speaks",
        "Questions           Agent 0, EndUser 0 (sentences that end",
        "They are not for employment decisions",
    ] {
        assert!(screen.contains(part), "{part}\n{screen}");
    }
    stage.press("<esc>50j");
    stage.press("i<enter>");
    assert_eq!(stage.time().as_deref(), Some("0:00.0"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_pressed_its_cursor_is_in_sight_or_a_way_back(
        keys in super::keys(), width in 60u16..160, height in 12u16..60, entries in 1usize..120,
    ) {
        let mut stage = Stage::record(50, &transcript(entries), width, height);
        for _ in 0..3 {
            stage.press(&keys);
            stage.press("<esc><esc><esc><esc>");
            while !stage.screen().contains("━ Transcript") {
                stage.press("<tab>");
            }
        }
        let screen = stage.screen();
        let read = screen.split("━ Transcript").nth(1).unwrap();
        prop_assert!(read.contains('▸') || read.contains("follows again"), "{screen}");
        stage.press("<c-f>");
        let screen = stage.screen();
        prop_assert!(screen.split("━ Transcript").nth(1).unwrap().contains('▸'), "{screen}");
    }
}

#[test]
fn a_correction_is_of_whom_it_was_begun_for_whatever_arrives_meanwhile() {
    // The transcript is there before the insights, whose speakers then stand above.
    let early = || {
        let call = CallRef::Record(CALL.parse().unwrap());
        let mut stage = Stage::new(vec![call], 120, 40);
        stage.send(What::Transcript, Answer::Transcript(Ok(Box::new(transcript(40)))));
        stage
    };
    let saved = |effects: &[Effect]| match effects {
        [Effect::SaveNames { names, .. }] => names.clone(),
        other => panic!("{other:?}"),
    };
    let mut named = Corrections::default();
    rename(&mut named, "1afAda", "Ada Rep!");
    let mut merged = Corrections::default();
    let clean = |text: &str| earmark::call::text::clean_line(text).boxed();
    merged.merge(&clean("1afAda"), &clean("1afKit"));
    for (begin, end, corrected) in [("pr", "!<enter>", named), ("pmj", "<enter>", merged)] {
        let mut stage = early();
        stage.press(begin);
        stage.send(
            What::Conversation,
            Answer::Conversation(Ok(super::stage::conversation(40, 2, 3))),
        );
        assert!(stage.screen().contains("▸ 1af"), "{}", stage.screen());
        assert_eq!(saved(&stage.press(end).effects), corrected);
    }
    for keys in ["pr", "pm"] {
        let mut stage = stage(120, 40);
        let asked = stage.press("r").effects;
        stage.press(keys);
        let gone = Problem::new(ProblemKind::NotFound, "No such call.", "Ask for it.");
        stage.answer(&asked, Err(gone));
        stage.withdraw_transcript(&asked);
        assert_eq!(stage.press("<enter>").effects, []);
        assert!(stage.screen().contains("nothing was corrected"), "{keys}\n{}", stage.screen());
    }
}
