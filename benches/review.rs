//! A key and its frame, in short calls and in long ones: work grows with what is on the screen,
//! never with the call.
//!
//! Every motion is pressed in calls of three lengths by turns, each time from another row, and the
//! medians are compared.

#[path = "common/call.rs"]
mod call;
#[path = "common/noted.rs"]
mod noted;
#[path = "common/said.rs"]
mod said;
#[path = "common/score.rs"]
mod score;
#[path = "common/screen.rs"]
mod screen;
#[path = "common/timed.rs"]
mod timed;
#[path = "common/times.rs"]
mod times;

use std::hint::black_box;
use std::time::Duration;

use earmark::call::{Applied, Conversation, Part, Stamp, author_of};
use earmark::tui::{Answer, CallRef, Effect, Msg, Noted, Tick, Ticket, Timer};
use earmark::wire::intelligence;
use ratatui::layout::Size;
use score::{GROWTH, Medians, Rows, Score, TARGET};
use screen::Screen;
use timed::timed;
use times::{median, ms};

const LENGTHS: [usize; 3] = [100, 100_000, 1_000_000];
/// Times that a key is pressed in each call.
const TURNS: usize = 151;
/// Only what comes before the last key is pressed beforehand.
const MOTIONS: [&str; 25] = [
    "n", "N", "37n", "]", "[", "}", "{", ")", "(", "cq", "Cq", "cr", "s2", "S2", "!", ".", "j",
    "k", "⇟", "⇞", "g", "G", "37]", "37}", "9999999!",
];

/// What is on the screen before the motions, and the keys that lead there. The call's categories
/// have the letters `q n p c o f s`, the rare one `r`.
const SCENES: [(&str, &str, Rows); 11] = [
    ("as it opens", "", Rows::Alike),
    ("one category", "fq⎋", Rows::Fewer),
    ("4 categories × 3 speakers", "fqnpc123⎋", Rows::Alike),
    ("2 categories × 2 speakers × flags", "fqn12!⎋", Rows::Fewer),
    ("almost nothing passes", "fr⎋", Rows::Alike),
    ("lanes by category", "v", Rows::Alike),
    ("lanes merged", "vv", Rows::Alike),
    ("zoomed in", "zzz", Rows::Alike),
    ("by category, zoomed in, filtered", "vzzzzzzzzzzzzzzzzzzzzzfqn⎋", Rows::Alike),
    ("hits and marks", "ma:30%⏎mb/numbers⏎", Rows::Alike),
    ("hits, zoomed in, filtered", "zzzfqn⎋/numbers⏎", Rows::Alike),
];

/// Changes that are not motions, each undone by the keys behind it.
const CHANGES: [(&str, &str, &str); 6] = [
    ("filter by a category", "fq", "q⎋"),
    ("filter by the rare category", "fr", "r⎋"),
    ("filter by flags", "f!", "!⎋"),
    ("clear the filter", "fq⎋F", ""),
    ("lanes by category", "v", "vv"),
    ("zoom in", "z", "Z"),
];

fn conversation(moments: usize) -> Conversation {
    intelligence(&call::response(moments)[..]).expect("an invented call is read")
}

/// Times something in each call by turns, after `before`, which is not timed.
fn measure(
    screens: &mut [Screen],
    turns: usize,
    mut before: impl FnMut(&mut Screen, usize),
    mut something: impl FnMut(&mut Screen),
) -> Medians {
    let mut times = [const { Vec::new() }; 3];
    for turn in 0..turns {
        for (screen, times) in screens.iter_mut().zip(&mut times) {
            before(screen, turn);
            times.push(timed(|| something(screen)).0);
        }
    }
    times.map(|mut times| median(&mut times))
}

fn press(screen: &mut Screen, keys: &str) {
    for key in keys.chars() {
        let outcome = screen.press(key);
        screen.finish(outcome);
    }
}

fn press_all(screens: &mut [Screen], keys: &str) {
    for screen in screens {
        press(screen, keys);
    }
}

fn key_and_frame(screen: &mut Screen, key: char) {
    screen.press(key);
    black_box(screen.paint());
}

/// All keys but the last, and the last.
fn last(keys: &str) -> (&str, char) {
    let (at, last) = keys.char_indices().next_back().expect("there is a key");
    (&keys[..at], last)
}

fn heading(text: &str) {
    println!("\n{text:<30} {:>8} {:>8} {:>8}   growth", LENGTHS[0], LENGTHS[1], "1000000");
}

fn motions(screens: &mut [Screen], score: &mut Score) {
    for (scene, keys, rows) in SCENES {
        heading(scene);
        press_all(screens, keys);
        for motion in MOTIONS {
            let (first, key) = last(motion);
            let start = |screen: &mut Screen, turn: usize| {
                // From anywhere; then what a motion that is repeated repeats.
                press(screen, &format!(":{}%⏎[", turn * 37 % 99 + 1));
                if key == '.' {
                    screen.press('}');
                }
                press(screen, first);
                screen.paint();
            };
            let medians = measure(screens, TURNS, start, |screen| key_and_frame(screen, key));
            score.row(motion, medians, rows);
        }
        // Back to how it opens.
        let lanes = "v".repeat((3 - keys.matches('v').count()) % 3);
        let out = "Z".repeat(keys.matches('z').count());
        let hits = if keys.contains('/') { "⎋" } else { "" };
        press_all(screens, &format!("F{lanes}{out}{hits}"));
    }
}

fn changes(screens: &mut [Screen], score: &mut Score) {
    heading("Changes");
    for (what, keys, undo) in CHANGES {
        let (first, key) = last(keys);
        let mut undo_before = "";
        let start = |screen: &mut Screen, turn: usize| {
            if turn > 0 {
                press(screen, undo_before);
            }
            press(screen, first);
            screen.paint();
            undo_before = undo;
        };
        let medians = measure(screens, TURNS, start, |screen| key_and_frame(screen, key));
        press_all(screens, undo);
        score.row(what, medians, Rows::Alike);
    }
}

/// Entries of a short transcript and of a long one.
const ENTRIES: [usize; 2] = [10, 10_000];
/// What is done in a transcript; only what comes before the last key is done beforehand. `↔` is
/// another width of the screen.
const READING: [(&str, &str); 6] = [
    ("an entry down", "gj"),
    ("an entry up", "Gk"),
    ("a page down", "g⇟"),
    ("a page up", "G⇞"),
    ("follow a moment", "]"),
    ("another width", "↔"),
];

/// A call of the org with a transcript, the focus on it.
fn with_transcript(entries: usize) -> Screen {
    let id = "6qrWs000004Tb7KIAS".parse().expect("an id");
    let answers = vec![
        Answer::Conversation(Ok(Box::new(conversation(100)))),
        Answer::Transcript(Ok(Box::new(said::transcript(entries)))),
    ];
    let mut screen = Screen::of(CallRef::Record(id), answers);
    // From the timeline, the next pane.
    screen.press('⇥');
    screen
}

fn resize(screen: &mut Screen, width: u16) {
    let size = Size::new(width, 40);
    screen.app.update(Msg::Resized(size));
    screen.painter.forget(size);
}

fn transcripts() {
    let [short, long] = ENTRIES;
    println!("\n{:<30} {short:>8} {long:>8}   growth", "Transcripts, by entries");
    for (what, keys) in READING {
        let (first, key) = last(keys);
        let medians = ENTRIES.map(|entries| {
            let mut screen = with_transcript(entries);
            let mut times = Vec::new();
            for turn in 0..TURNS {
                press(&mut screen, &format!(":{}%⏎", turn * 37 % 99 + 1));
                press(&mut screen, first);
                screen.paint();
                let width = if turn % 2 == 0 { 160 } else { 120 };
                times.push(
                    timed(|| match key {
                        '↔' => {
                            resize(&mut screen, width);
                            black_box(screen.paint());
                        }
                        key => key_and_frame(&mut screen, key),
                    })
                    .0,
                );
            }
            ms(median(&mut times))
        });
        println!(
            "{what:<30} {:>8.3} {:>8.3}   {:.2}×",
            medians[0],
            medians[1],
            medians[1] / medians[0]
        );
    }
    let arrive = ENTRIES.map(|entries| {
        let transcript = Answer::Transcript(Ok(Box::new(said::transcript(entries))));
        let id = "6qrWs000004Tb7KIAS".parse().expect("an id");
        let answers = vec![Answer::Conversation(Ok(Box::new(conversation(100)))), transcript];
        let arrive = || black_box(Screen::of(CallRef::Record(id), answers).paint());
        ms(timed(arrive).0)
    });
    println!("{:<30} {:>8.3} {:>8.3}", "arrival and its frame", arrive[0], arrive[1]);
}

/// The same call with much that is noted about it.
fn noted_call(moments: usize) -> Screen {
    let conversation = conversation(moments);
    let notes = match &conversation.timeline {
        Part::Ready(timeline) => noted::notes(timeline),
        Part::Unreadable(why) => panic!("{why}"),
    };
    let told = Noted { notes, author: author_of("Cora Coach"), session: 1, ..Noted::default() };
    let answers =
        vec![Answer::Conversation(Ok(Box::new(conversation))), Answer::Notes(Ok(Box::new(told)))];
    Screen::of(CallRef::File("call.json".into()), answers)
}

/// Presses the key of a verdict, and takes in that it is kept.
fn judge(screen: &mut Screen) {
    for effect in screen.press('x').effects {
        let Effect::Note { call, change } = effect else { continue };
        let by = Stamp { author: author_of("Cora Coach"), at: jiff::Timestamp::UNIX_EPOCH };
        let applied = earmark::call::Notes::default().decide(&change, &by);
        assert!(matches!(applied, Applied::Labelled(_)), "a verdict is a change");
        screen.app.update(Msg::Noted { call, kept: Ok(Box::new(applied)) });
    }
    black_box(screen.paint());
}

/// Motions where there are many notes and verdicts, unfiltered and filtered by them.
fn noted_calls(score: &mut Score) {
    let mut screens: Vec<_> = LENGTHS.map(noted_call).into();
    for (scene, keys) in [("notes and verdicts", ""), ("without dismissed", "f-⎋")] {
        heading(scene);
        press_all(&mut screens, keys);
        for motion in ["]", "}", "cq", "j", "⇟", "G"] {
            let (first, key) = last(motion);
            let start = |screen: &mut Screen, turn: usize| {
                press(screen, &format!(":{}%⏎[", turn * 37 % 99 + 1));
                press(screen, first);
                screen.paint();
            };
            let medians = measure(&mut screens, TURNS, start, |screen| key_and_frame(screen, key));
            score.row(motion, medians, Rows::Alike);
        }
        press_all(&mut screens, "F");
    }
    let start = |screen: &mut Screen, turn: usize| {
        press(screen, &format!(":{}%⏎]", turn * 37 % 99 + 1));
        screen.paint();
    };
    let medians = measure(&mut screens, 21, start, judge);
    score.row("a verdict, kept and shown", medians, Rows::Alike);
}

/// Moments and entries of calls that are played.
const PLAYED: [(usize, usize); 2] = [(100, 100), (100_000, 10_000)];
/// How they are played, and the keys that lead there.
const PLAYS: [(&str, &str); 3] = [
    ("play: space and its frame", ""),
    ("play: moments only, no silence", "O-"),
    ("play: filtered, zoomed in", "fqn⎋Ozzzz"),
];

/// A call of the org that is played, the ticket of its next step, and how long `Space` took.
fn played(moments: usize, entries: usize, keys: &str) -> (Screen, Ticket, Duration) {
    let id = "6qrWs000004Tb7KIAS".parse().expect("an id");
    let answers = vec![
        Answer::Conversation(Ok(Box::new(conversation(moments)))),
        Answer::Transcript(Ok(Box::new(said::transcript(entries)))),
    ];
    let mut screen = Screen::of(CallRef::Record(id), answers);
    press(&mut screen, keys);
    screen.paint();
    let (time, outcome) = timed(|| {
        let outcome = screen.press(' ');
        black_box(screen.paint());
        outcome
    });
    let ticket = step(&outcome.effects).expect("it is played");
    (screen, ticket, time)
}

/// The step of a replay that is asked for.
fn step(effects: &[Effect]) -> Option<Ticket> {
    effects.iter().find_map(|effect| match effect {
        Effect::Later { ticket, timer: Timer::Replay, .. } => Some(*ticket),
        _ => None,
    })
}

fn replays() {
    println!("\n{:<30} {:>8} {:>8}   growth", "Replays, by moments", PLAYED[0].0, PLAYED[1].0);
    for (what, keys) in PLAYS {
        let (mut begun, mut steps) = ([0.0; 2], [0.0; 2]);
        for (i, (moments, entries)) in PLAYED.into_iter().enumerate() {
            let (mut screen, mut ticket, first) = played(moments, entries, keys);
            begun[i] = ms(first);
            let mut times = Vec::new();
            for turn in 1..TURNS as u64 {
                let at = Tick { millis: turn * 250 };
                let (time, next) = timed(|| {
                    let outcome = screen.app.update(Msg::Due { ticket, at });
                    black_box(screen.paint());
                    step(&outcome.effects)
                });
                times.push(time);
                let Some(next) = next else { break };
                ticket = next;
            }
            steps[i] = ms(median(&mut times));
        }
        let row = |what: &str, times: [f64; 2]| {
            println!(
                "{what:<30} {:>8.3} {:>8.3}   {:.2}×",
                times[0],
                times[1],
                times[1] / times[0]
            );
        };
        row(what, begun);
        row("  a step and its frame", steps);
    }
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("measures only as a benchmark: cargo bench --bench review");
        return;
    }
    println!("A key and its frame in ms: medians of {TURNS} turns, by length of the call");
    transcripts();
    replays();
    let mut screens: Vec<_> = LENGTHS.map(|moments| Screen::new(conversation(moments))).into();
    let mut score = Score::default();
    motions(&mut screens, &mut score);
    changes(&mut screens, &mut score);
    drop(screens);
    noted_calls(&mut score);
    println!(
        "\n{} rows: {} over {TARGET} ms, {} over {GROWTH}×; the worst grows {:.2}×",
        score.rows, score.slow, score.growing, score.worst
    );
    let loaded = LENGTHS.map(|moments| {
        let conversation = conversation(moments);
        assert!(matches!(&conversation.timeline, Part::Ready(line) if line.len() == moments));
        let arrive = || {
            let mut screen = Screen::new(conversation);
            black_box(screen.paint());
            screen
        };
        timed(arrive).0
    });
    heading("Once");
    Score::default().row("arrival and its frame", loaded, Rows::Alike);
}
