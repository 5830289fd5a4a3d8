//! The replay of a call as text: time goes in as it passes, and the playhead moves along.

use earmark::tui::{Effect, Msg, Tick, Ticket, Timer};
use proptest::prelude::*;
use ratatui::style::Modifier;

use super::stage::{Stage, conversation, transcript};

/// A stage, the time, and the step that is waited for.
struct Play {
    stage: Stage,
    now: u64,
    step: Option<(Ticket, u64)>,
    /// When frames were.
    frames: Vec<u64>,
}

impl Play {
    fn of(stage: Stage) -> Self {
        Self { stage, now: 1_000_000, step: None, frames: Vec::new() }
    }

    /// A call of so many moments, two seconds apart, with as many entries of a second each.
    fn call(moments: usize) -> Self {
        Self::of(Stage::record(moments, &transcript(moments), 160, 40))
    }

    fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while !rest.is_empty() {
            let is_name = |name: &str| {
                name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            };
            let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let length = match named.filter(|(name, _)| is_name(name)) {
                Some((name, _)) => name.len() + 2,
                None => 1,
            };
            let effects = self.stage.press(&rest[..length]).effects;
            self.take(&effects);
            rest = &rest[length..];
        }
    }

    fn take(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Later { ticket, timer: Timer::Replay, millis } => {
                    assert!(*millis >= 250, "four frames a second at most");
                    self.step = Some((*ticket, self.now + millis));
                }
                Effect::Never(Timer::Replay) => self.step = None,
                _ => {}
            }
        }
    }

    /// Lets so much time pass.
    fn pass(&mut self, millis: u64) {
        let until = self.now + millis;
        while let Some((ticket, at)) = self.step.take_if(|(_, at)| *at <= until) {
            self.now = at;
            let outcome = self.stage.app.update(Msg::Due { ticket, at: Tick { millis: at } });
            if outcome.changed {
                self.frames.push(at);
            }
            self.take(&outcome.effects);
        }
        self.now = until;
    }

    fn status(&self) -> String {
        self.stage.screen().lines().last().unwrap_or_default().to_owned()
    }

    /// Whether the status row shows this; fails with the screen.
    fn shows(&self, text: &str) {
        assert!(self.status().contains(text), "no {text}:\n{}", self.stage.screen());
    }
}

#[test]
fn space_plays_from_the_playhead_in_real_time_and_pauses() {
    let mut play = Play::call(100);
    play.press("10] ");
    play.shows("11/100  ▶ 0:20 ×1");
    play.pass(5_000);
    play.shows("▶ 0:25 ×1");
    assert!(play.stage.screen().contains("▸ 0:24.0 A  Kit  Entry number 12."), "lit");
    play.press(" ");
    play.shows("‖ 0:25.0 ×1");
    assert_eq!(play.step, None, "nothing is waited for");
    play.pass(60_000);
    play.shows("‖ 0:25.0 ×1");
    play.press(" ");
    play.pass(2_000);
    play.shows("▶ 0:27 ×1");
}

#[test]
fn speeds_go_from_half_to_eight_times() {
    let mut play = Play::call(200);
    play.press(">");
    play.shows("Plays at speed 1.25.");
    play.press(" ");
    play.pass(8_000);
    play.shows("▶ 0:10 ×1.25");
    play.press(">>>>>");
    play.shows("Speed 8 is the fastest.");
    play.pass(10_000);
    play.press("]");
    let at = play.status();
    assert!(["▶ 1:30 ×8", "▶ 1:32 ×8"].iter().any(|near| at.contains(near)), "{at}");
    play.press("<<");
    play.press("<<<<<<");
    play.shows("Speed 0.5 is the slowest.");
    play.pass(10_000);
    let at = play.status();
    assert!(["▶ 1:35 ×0.5", "▶ 1:37 ×0.5"].iter().any(|near| at.contains(near)), "{at}");
}

#[test]
fn no_more_than_four_frames_a_second_and_no_more_than_there_is_to_see() {
    let mut play = Play::call(400);
    play.press(" ");
    play.pass(10_000);
    assert!(play.frames.len() <= 11, "{} frames for ten seconds at ×1", play.frames.len());
    play.press(">>>>>zzzz");
    play.frames.clear();
    play.pass(10_000);
    assert!((35..=40).contains(&play.frames.len()), "{} frames at ×8", play.frames.len());
    let apart = play.frames.windows(2).all(|pair| pair[1] - pair[0] >= 250);
    assert!(apart, "{:?}", play.frames);
}

#[test]
fn a_motion_moves_what_is_played_and_it_goes_on_from_there() {
    let mut play = Play::call(100);
    play.press(" ");
    play.pass(3_400);
    play.press("5]");
    play.shows("7/100  ▶ 0:12 ×1");
    play.pass(900);
    play.shows("▶ 0:12 ×1");
    play.pass(100);
    play.shows("▶ 0:13 ×1");
    play.press("<right>");
    play.shows("▶ 0:18 ×1");
    play.press("10<left>");
    play.shows("▶ 0:08 ×1");
    play.press(":1:40<enter>");
    play.pass(2_000);
    play.shows("▶ 1:42 ×1");
}

#[test]
fn a_transcript_that_was_scrolled_stays() {
    let mut play = Play::call(100);
    play.press(" <tab><pgdn><pgdn>");
    let top = |play: &Play| {
        let screen = play.stage.screen();
        screen.lines().skip_while(|row| !row.contains("━ Transcript")).nth(1).unwrap().to_owned()
    };
    let before = top(&play);
    play.pass(20_000);
    play.shows("▶ 0:20");
    assert_eq!(top(&play), before);
    play.press("<c-f>");
    assert_ne!(top(&play), before);
}

#[test]
fn moments_only_plays_the_windows_of_those_that_are_shown() {
    // Windows go from five seconds before a moment to six after it.
    let mut play = Play::of(Stage::loaded(60, 120, 40));
    play.press("f!<esc>O");
    play.shows("Plays 7 moments only: 1:17 at speed 1.");
    play.press("g ");
    play.shows("▶ 0:08 ×1 moments only");
    play.pass(5_000);
    play.shows("▶ 0:13");
    // The first window ends at 14 seconds, the next begins at 21.
    play.pass(4_250);
    play.shows("▶ 0:24");
    assert!(play.stage.screen().contains("plays 0:03.0 to 0:14.0"), "until the next is said");
    play.pass(80_000);
    play.shows("Played to the end, 2:02.");
    assert_eq!(play.step, None);
    play.press(" ");
    play.shows("▶ 0:03 ×1 moments only");
    play.press(" O");
    play.shows("Plays all of the call: 2:04 at speed 1.");
}

#[test]
fn silence_is_shortened_by_the_times_of_entries() {
    let mut entries = transcript(100);
    // Nobody speaks from 0:21 to 1:20.
    entries.entries.retain(|entry| !(11..40).contains(&entry.sequence));
    let mut play = Play::of(Stage::record(100, &entries, 120, 40));
    play.press("-");
    play.shows("Silences play as 2 s: 2:24 at speed 1.");
    play.press(":0:20<enter> ");
    play.pass(3_000);
    play.shows("▶ 1:20 ×1 silence short");
    play.press("-");
    play.shows("Silences play whole: 3:24 at speed 1.");
    let mut saved = Play::of(Stage::loaded(10, 120, 40));
    saved.press("-");
    saved.shows("Silence cannot be told");
}

#[test]
fn what_is_between_two_places_is_played_again_and_again() {
    let mut play = Play::call(100);
    play.press(":10<enter>l");
    play.shows("Repeats from 0:10.0");
    play.press(":14<enter>l");
    play.shows("Repeats 0:10.0 to 0:14.0.");
    let axis = play.stage.screen().lines().nth(1).unwrap().to_owned();
    assert!(axis.contains('[') && (axis.contains(']') || axis.contains('▼')), "{axis}");
    play.press(":12<enter> ");
    play.pass(1_000);
    play.shows("▶ 0:13 ×1 A-B");
    play.pass(3_000);
    play.shows("▶ 0:12");
    play.press(":1:00<enter>");
    play.pass(3_250);
    play.shows("▶ 1:03");
    play.press("l");
    play.shows("Repeats nothing.");
}

#[test]
fn at_the_end_it_says_so_and_space_plays_from_the_start() {
    let mut play = Play::call(10);
    play.press("G ");
    play.pass(60_000);
    play.shows("Played to the end, 0:24.");
    assert_eq!(play.step, None);
    play.press(" ");
    play.shows("▶ 0:00 ×1");
    let mut empty = Play::of(Stage::new(vec![super::file("a")], 120, 40));
    empty.press(" ");
    empty.shows("There is nothing to play yet.");
    let started = empty.stage.started.clone();
    empty.stage.answer(&started, Ok(conversation(0, 2, 2)));
    empty.press(" ");
    empty.shows("There is nothing to play yet.");
}

#[test]
fn nobody_plays_a_call_that_nobody_looks_at() {
    let mut play = Play::of(Stage::loaded(20, 120, 40));
    play.press(" ");
    play.pass(1_000);
    play.press("<c-z>");
    assert_eq!(play.step, None);
    play.shows("‖ 0:00.8");
    play.press(" <c-n>");
    assert_eq!(play.step, None, "another call");
}

#[test]
fn what_has_been_played_looks_different() {
    let mut play = Play::call(100);
    // The first mark of a lane, and the last.
    let dim = |play: &Play| {
        let buffer = play.stage.buffer();
        let marks = (11..160).map(|x| &buffer[(x, 2)]).filter(|cell| cell.symbol() == "A");
        let dim: Vec<_> = marks.map(|cell| cell.modifier.contains(Modifier::DIM)).collect();
        (dim[0], dim[dim.len() - 1])
    };
    play.press("50G");
    assert_eq!(dim(&play), (false, false));
    play.press(" ");
    assert_eq!(dim(&play), (false, true));
    let axis = play.stage.screen().lines().nth(1).unwrap().to_owned();
    let (before, after) = axis.split_once('▼').unwrap();
    assert!(before.contains('━') && !after.contains('━'), "{axis}");
}

#[test]
fn a_machine_that_slept_does_not_jump() {
    let mut play = Play::call(300);
    play.press(" ");
    play.pass(2_000);
    let (ticket, _) = play.step.unwrap();
    play.now += 3_600_000;
    play.stage.app.update(Msg::Due { ticket, at: Tick { millis: play.now } });
    play.shows("▶ 0:04");
}

fn keys() -> impl Strategy<Value = Vec<String>> {
    const KEYS: &[&str] = &[
        " ", "<", ">", "l", "O", "-", "]", "[", "}", "G", "g", "F", "fa", "f!", "fb2", "z", "Z",
        "<left>", "<right>", "<esc>", "v", ":50%", "<enter>", "<c-n>", "<c-z>", "T", "<pgdn>", "r",
    ];
    proptest::collection::vec(proptest::sample::select(KEYS).prop_map(str::to_owned), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_pressed_it_stays_in_the_call_and_stops_when_paused(
        keys in keys(), moments in 0usize..40, pauses in proptest::collection::vec(0u64..4_000, 40),
    ) {
        let mut play = Play::call(moments);
        for (key, pause) in keys.iter().zip(pauses) {
            play.press(key);
            play.pass(pause);
        }
        play.press("<esc><esc><esc>");
        let status = play.status();
        prop_assert_eq!(status.contains('▶'), play.step.is_some(), "{}", status);
        let length = moments as u64 * 2 + 6;
        play.pass(length * 2_000 + 60_000);
        let apart = play.frames.windows(2).all(|pair| pair[1] - pair[0] >= 250);
        prop_assert!(apart, "{:?}", play.frames);
    }
}
