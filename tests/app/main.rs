//! The app as a pure function: messages in, effects and a screen out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod again;
mod find;
mod glances;
mod keys;
mod list;
mod listing;
mod looks;
mod mouse;
mod notes;
mod questions;
mod replay;
mod resume;
mod rooms;
mod share;
mod stage;
mod standpoint;
mod tasks;
mod transcript;
mod triage;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use earmark::call::{Offset, Problem, ProblemKind};
use earmark::tui::{Answer, CallRef, Effect, Msg, Origin, Outcome, What};
use proptest::prelude::*;
use ratatui::layout::Size;
use stage::{Stage, conversation, file, transcript};

fn loads(effects: &[Effect]) -> Vec<What> {
    let what = |effect: &Effect| match effect {
        Effect::Load { what, .. } => Some(*what),
        _ => None,
    };
    effects.iter().filter_map(what).collect()
}

#[test]
fn a_record_is_asked_for_in_parts_and_a_file_in_one() {
    let record = CallRef::Record("6qrWs000004Tb7KIAS".parse().unwrap());
    let mut stage = Stage::new(vec![record], 120, 40);
    let parts = [
        What::Conversation,
        What::Transcript,
        What::Record,
        What::Names,
        What::Standpoint,
        What::Notes,
    ];
    assert_eq!(loads(&stage.started), parts);
    assert_eq!(loads(&stage.press("r").effects), parts);
    let parts = [What::Conversation, What::Standpoint, What::Notes];
    assert_eq!(loads(&Stage::new(vec![file("a")], 120, 40).started), parts);
}

#[test]
fn a_call_opens_where_a_link_says() {
    for (at, shown) in [(None, "0:00.0"), (Some(400), "0:04.0"), (Some(9_999_900), "0:14.0")] {
        let mut stage = Stage::starting_at(at.map(Offset::from_centis));
        let started = std::mem::take(&mut stage.started);
        stage.answer(&started, Ok(conversation(5, 2, 2)));
        assert_eq!(stage.time().as_deref(), Some(shown));
        // Asking again keeps the place that the reader went to.
        stage.press("gg");
        let before = stage.time();
        let reload = stage.press("r").effects;
        stage.answer(&reload, Ok(conversation(5, 2, 2)));
        assert_eq!(stage.time(), before);
    }
}

#[test]
fn an_answer_to_an_older_request_changes_nothing() {
    let mut stage = Stage::new(vec![file("a")], 120, 40);
    let older = stage.ticket();
    let reload = stage.press("r").effects;
    let late = Msg::Loaded {
        ticket: older,
        answer: Answer::Conversation(Ok(conversation(3, 2, 2))),
        origin: Origin::Fresh,
    };
    assert_eq!(stage.app.update(late), Outcome::default());
    assert!(stage.screen().contains("Loading"));
    stage.answer(&reload, Ok(conversation(5, 2, 2)));
    assert!(stage.screen().contains("1/5"));
}

#[test]
fn an_answer_for_the_call_before_is_dropped() {
    let mut stage = Stage::new(vec![file("a"), file("b")], 120, 40);
    let first = stage.ticket();
    let second = stage.press("<c-n>").effects;
    let late = Msg::Loaded {
        ticket: first,
        answer: Answer::Conversation(Ok(conversation(3, 2, 2))),
        origin: Origin::Fresh,
    };
    assert!(!stage.app.update(late).changed);
    stage.answer(&second, Ok(conversation(7, 2, 2)));
    assert!(stage.screen().contains("1/7"));
}

#[test]
fn a_failure_is_shown_in_every_pane_that_waited_with_the_key_that_retries() {
    let mut stage = Stage::new(vec![file("a")], 120, 40);
    let started = stage.started.clone();
    let problem = Problem::new(ProblemKind::Busy, "The org is busy.", "Wait a minute.");
    stage.answer(&started, Err(problem));
    assert_eq!(stage.screen().matches("The org is busy.").count(), 3);
    assert!(stage.screen().contains("Wait a minute. r tries again."));
    let parts = [What::Conversation, What::Standpoint, What::Notes];
    assert_eq!(loads(&stage.press("r").effects), parts);
}

#[test]
fn keys_with_effects_have_them() {
    let mut stage = Stage::loaded(30, 120, 40);
    assert_eq!(stage.press("<c-l>").effects, [Effect::Repaint]);
    assert_eq!(stage.press("<c-z>").effects, [Effect::Suspend]);
    assert_eq!(stage.press("<c-c>").effects, [Effect::Quit]);
    assert_eq!(stage.press("q").effects, [Effect::Quit]);
    assert_eq!(stage.app.update(Msg::Resized(Size::new(80, 24))).effects, [Effect::Repaint]);
    assert_eq!(stage.app.update(Msg::Resized(Size::new(80, 24))), Outcome::default());
}

#[test]
fn releases_and_unknown_keys_change_nothing() {
    let mut stage = Stage::loaded(30, 120, 40);
    let mut release = KeyEvent::new(KeyCode::Char(']'), KeyModifiers::NONE);
    release.kind = KeyEventKind::Release;
    assert_eq!(stage.app.update(Msg::Pressed(release)), Outcome::default());
    for key in ["Q", "<c-x>", "<f5>", "0"] {
        assert_eq!(stage.press(key), Outcome::default(), "{key}");
    }
    assert_eq!(stage.app.update(Msg::Pasted("]]]]".to_owned())), Outcome::default());
}

#[test]
fn a_list_that_scrolls_moves_by_half_a_view() {
    let mut stage = Stage::loaded(1_000, 120, 40);
    let mut scrolled = 0;
    let mut top = stage.timeline_top();
    for _ in 0..200 {
        stage.press("j");
        let now = stage.timeline_top();
        scrolled += usize::from(now != top);
        top = now;
    }
    assert!((8..30).contains(&scrolled), "{scrolled} scrolls");
}

/// Keys that a person may press in any order.
fn keys() -> impl Strategy<Value = String> {
    const KEYS: &[&str] = &[
        "]",
        "[",
        "}",
        "{",
        ")",
        "(",
        "ca",
        "cb",
        "Ca",
        "s1",
        "S2",
        "!",
        ".",
        "j",
        "k",
        "<pgdn>",
        "<pgup>",
        "g",
        "G",
        "3",
        "7",
        "0",
        "<tab>",
        "<s-tab>",
        "<enter>",
        "f",
        "F",
        "a",
        "1",
        " ",
        "<esc>",
        "z",
        "Z",
        "v",
        "T",
        "<c-f>",
        "p",
        "i",
        "m",
        "u",
        "?",
        ":",
        "5",
        "0",
        "%",
        "<c-n>",
        "<c-p>",
        "r",
        "c",
        "s",
        "x",
        "A",
        "/",
        "n",
        "N",
        "*",
        "h",
        "H",
        "L",
        "ma",
        "mB",
        "'a",
        "'B",
        "t",
        "w",
        "W",
        "U",
        "#",
        "-",
        "d",
        "e",
        "R",
        "y",
        "D",
        "h",
        "l",
        "O",
        " ",
        ":ask what about alpha and Speaker 1?<enter>",
    ];
    let key = proptest::sample::select(KEYS);
    proptest::collection::vec(key, 0..60).prop_map(|keys| keys.concat())
}

/// Keys that open something over the panes.
fn boxes() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(&[
        "t",
        "tx",
        "p",
        "pj<enter>",
        "pjm",
        "f",
        "D",
        "W",
        "i",
        "y",
        "e",
        "a",
        "/",
        "/x",
        ":ask what about alpha and Speaker 1?<enter>",
        ":",
        "/number<enter>h",
        "c",
        "s",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_keys_on_any_screen_leave_the_cursor_in_sight(
        keys in keys(), width in 1u16..160, height in 1u16..60, moments in 0usize..300,
    ) {
        let mut stage = Stage::loaded(moments, width, height);
        stage.press(&keys);
        // Close whatever is open, and look at the timeline without a filter.
        stage.press("<esc><esc><esc>F");
        stage.focus_timeline();
        let screen = stage.screen();
        if moments > 0 && width >= 40 && height >= 8 && !screen.contains("Loading") {
            prop_assert!(screen.contains('▸') || screen.contains('▹'), "{screen}");
        }
    }

    #[test]
    fn whatever_arrives_may_arrive_while_a_box_is_open(
        first in keys(), open in boxes(), rest in keys(), moments in 0usize..40, categories in 1usize..4,
        speakers in 1usize..4, is_gone: bool, width in 1u16..160, height in 1u16..60,
    ) {
        let mut stage = Stage::record(30, &transcript(30), width, height);
        let asked = stage.press("<esc>r").effects;
        stage.press(&format!("{first}<esc><esc><esc>{open}"));
        let gone = Problem::new(ProblemKind::NotFound, "No such call.", "Ask for it.");
        stage.answer(&asked, if is_gone { Err(gone) } else { Ok(conversation(moments, categories, speakers)) });
        if is_gone {
            stage.withdraw_transcript(&asked);
        }
        let _ = stage.buffer();
        stage.press(&rest);
        let _ = stage.buffer();
    }

    #[test]
    fn a_filter_never_moves_the_time(keys in keys(), choices in "[ab12! ]{0,6}") {
        let mut stage = Stage::loaded(120, 120, 40);
        stage.press(&keys);
        stage.press("<esc><esc><esc>");
        let before = stage.time();
        stage.press(&format!("f{choices}<esc>"));
        prop_assert_eq!(stage.time(), before.clone());
        stage.press("F");
        prop_assert_eq!(stage.time(), before);
    }

    #[test]
    fn drawing_twice_is_the_same(keys in keys(), width in 1u16..160, height in 1u16..60) {
        let mut stage = Stage::loaded(50, width, height);
        stage.press(&keys);
        prop_assert_eq!(stage.buffer(), stage.buffer());
    }
}
