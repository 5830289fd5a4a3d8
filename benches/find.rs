//! Looking for something in a long call: each letter and its frame, until all is found, and beside
//! it the fastest scan there is of the same texts.
//!
//! A letter and its frame must leave a screen that is drawn sixty times a second its time, on a
//! call of 100,000 moments with a transcript of 10,000 entries.

#[path = "common/call.rs"]
mod call;
#[path = "common/said.rs"]
mod said;
#[path = "common/screen.rs"]
mod screen;
#[path = "common/timed.rs"]
mod timed;
#[path = "common/times.rs"]
mod times;

use std::hint::black_box;
use std::time::Duration;

use earmark::call::search::{Index, Searched};
use earmark::call::{Conversation, Corrections, Transcript};
use earmark::tui::{Answer, CallRef};
use earmark::wire::intelligence;
use memchr::memmem;
use screen::Screen;
use timed::timed;
use times::{median, ms};

const MOMENTS: usize = 100_000;
const ENTRIES: usize = 10_000;
/// Times that each query is typed.
const TURNS: usize = 11;
/// The longest that a letter and its frame may take, in milliseconds.
const TARGET: f64 = 16.0;

/// From what nearly all texts have to what none has.
const QUERIES: [&str; 8] = [
    "e",
    "the kiln",
    "numbers first",
    "\"send it round\"",
    "Could you",
    "discount",
    "ilse quandt",
    "nobody at all",
];

fn conversation() -> Conversation {
    intelligence(&call::response(MOMENTS)[..]).expect("an invented call is read")
}

fn screen(transcript: &Transcript) -> Screen {
    let id = "6qrWs000004Tb7KIAS".parse().expect("an id");
    let answers = vec![
        Answer::Conversation(Ok(Box::new(conversation()))),
        Answer::Transcript(Ok(Box::new(transcript.clone()))),
    ];
    Screen::of(CallRef::Record(id), answers)
}

/// All texts of the call in small letters, and how long an index of them takes.
fn texts(transcript: &Transcript) -> String {
    let mut conversation = conversation();
    let spoken = conversation.spoken(Some(transcript), None, &Corrections::default());
    let timeline = conversation.timeline.ready().expect("moments");
    let mut text = String::new();
    for (_, moment) in timeline.moments() {
        text.push_str(&timeline.text(moment));
        text.push('\n');
    }
    for entry in &transcript.entries {
        text.push_str(&entry.text);
        text.push('\n');
    }
    let searched = Searched {
        timeline,
        summary: None,
        insights: &[],
        transcript: Some(transcript),
        placement: &spoken.placement,
        people: &spoken.people,
        extras: &[],
    };
    let (time, index) = timed(|| {
        let mut index = Index::of(&searched);
        while !index.is_whole() {
            index.grow(&searched);
        }
        index
    });
    let megabytes =
        |bytes: usize| f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1e3;
    println!(
        "{:.1} MB of text; an index of it takes {:.1} MB of memory and {:.1} ms",
        megabytes(text.len()),
        megabytes(index.memory()),
        ms(time)
    );
    text.make_ascii_lowercase();
    text
}

/// The times of each letter and its frame, and of all that follows from it.
#[derive(Default)]
struct Typed {
    letters: Vec<Duration>,
    whole: Vec<Duration>,
}

fn typed(screen: &mut Screen, query: &str) -> Typed {
    let mut all = Typed::default();
    for _ in 0..TURNS {
        let outcome = screen.press('/');
        screen.finish(outcome);
        black_box(screen.paint());
        for letter in query.chars() {
            let (first, outcome) = timed(|| {
                let outcome = screen.press(letter);
                black_box(screen.paint());
                outcome
            });
            let (rest, ()) = timed(|| screen.finish(outcome));
            all.letters.push(first);
            all.whole.push(first + rest);
        }
        screen.press('⎋');
    }
    all
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("measures only as a benchmark: cargo bench --bench find");
        return;
    }
    let transcript = said::transcript(ENTRIES);
    println!("A call of {MOMENTS} moments and {ENTRIES} entries, in ms");
    let text = texts(&transcript);
    let mut screen = screen(&transcript);
    black_box(screen.paint());
    let (time, outcome) = timed(|| screen.press('/'));
    println!("the first key that asks for it: {:.1} ms", ms(time));
    screen.finish(outcome);
    screen.press('⎋');

    println!("\n  a letter and its frame          median    worst   all of it   one scan   ratio");
    let mut worst: f64 = 0.0;
    for query in QUERIES {
        let mut all = typed(&mut screen, query);
        let (letter, whole) = (ms(median(&mut all.letters)), ms(median(&mut all.whole)));
        let most = all.letters.last().copied().map_or(0.0, ms);
        let word = query.trim_matches('"').split(' ').next().unwrap_or(query).to_lowercase();
        let mut scans: Vec<Duration> = (0..TURNS)
            .map(|_| timed(|| black_box(memmem::find_iter(text.as_bytes(), &word).count())).0)
            .collect();
        let scan = ms(median(&mut scans));
        let verdict = if most > TARGET { "  slow" } else { "" };
        println!(
            "  {query:<28} {letter:>9.3} {most:>8.3} {whole:>11.3} {scan:>10.3} {:>6.1}×{verdict}",
            whole / scan
        );
        worst = worst.max(most);
    }

    let mut screen = Screen::new(conversation());
    println!("\n  a key and its frame, without a transcript");
    for (what, before, key) in [
        ("the next of many hits", "/the⏎", 'n'),
        ("the list of hits", "/the⏎", 'h'),
        ("50,000 hits on", "/e⏎5000", 'n'),
    ] {
        let mut times: Vec<Duration> = (0..TURNS)
            .map(|_| {
                for key in before.chars() {
                    let outcome = screen.press(key);
                    screen.finish(outcome);
                }
                screen.paint();
                let (time, _) = timed(|| {
                    screen.press(key);
                    black_box(screen.paint())
                });
                screen.press('⎋');
                screen.press('⎋');
                time
            })
            .collect();
        println!("  {what:<28} {:>9.3}", ms(median(&mut times)));
    }
    println!("\nThe worst letter takes {worst:.1} ms of {TARGET}");
}
