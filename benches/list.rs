//! A long list of calls: a page that arrives, each key of a filter, and a frame.
//!
//! The list holds as many calls as a busy org has in years; a key of the filter and its frame must
//! leave a screen that is drawn sixty times a second its time.

#[path = "common/timed.rs"]
mod timed;
#[path = "common/times.rs"]
mod times;

use std::hint::black_box;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use earmark::call::text::clean_line;
use earmark::call::{Cursor, Glance, Listed, Offset, Page, Progress, Scope};
use earmark::session::Painter;
use earmark::tui::{
    Answer, App, Banner, Depth, Effect, GlyphSet, Ground, Msg, Origin, Theme, view,
};
use earmark::wire;
use jiff::{SignedDuration, Timestamp};
use ratatui::layout::Size;
use serde_json::json;
use timed::timed;
use times::{median, ms};

const CALLS: u32 = 50_000;
const PAGE: u32 = 1_000;
const SIZE: Size = Size::new(120, 40);
/// Times that each query is typed.
const TURNS: usize = 21;
/// The longest that a key of the filter and its frame may take, in milliseconds.
const TARGET: f64 = 16.0;

/// From what nearly all calls have to what none has.
const QUERIES: [&str; 9] = [
    "a",
    "renewal",
    "price corran",
    "ada guest 4",
    "20 nov",
    "2021-03",
    "zoe angstrom",
    "Renewal Second",
    "nobody at all",
];

const TITLES: [&str; 6] = [
    "Renewal, second year",
    "First meeting about the new kitchens",
    "Price review",
    "Delivery dates and the quay",
    "醸造所の温度管理",
    "Renewal",
];
const ACCOUNTS: [&str; 4] =
    ["Corran Bay Oysters", "Fennimore Kitchens", "Bellweather Print and Bind", "霧ヶ瀬酒造"];

fn listed(n: u32) -> Listed {
    let newest: Timestamp = "2026-11-20T14:30:00Z".parse().expect("a time");
    let clean = |text: &str| clean_line(text).boxed();
    Listed {
        id: format!("6qrWs000{n:07}").parse().expect("an id"),
        title: Some(clean(TITLES[n as usize % TITLES.len()])),
        start: Some(newest - SignedDuration::from_mins(47 * i64::from(n))),
        duration: Some(Offset::from_centis(n % 90 * 6_000)),
        account: Some(clean(ACCOUNTS[n as usize / 3 % ACCOUNTS.len()])),
        people: vec![clean("Ada Marchetti"), clean(&format!("Guest {n}")), clean("Zoë Ångström")],
        owner: Some(clean("Ada Marchetti")),
        progress: Progress::Ready,
    }
}

fn page(from: u32) -> Page {
    let calls: Vec<_> = (from..from + PAGE).map(listed).collect();
    let last = calls.last().filter(|_| from + PAGE < CALLS);
    let next = last.map(|last| Cursor { before: last.start, seen: vec![last.id] });
    Page { calls, next, missing: Vec::new() }
}

fn press(app: &mut App, key: KeyCode) -> Vec<Effect> {
    app.update(Msg::Pressed(KeyEvent::from(key))).effects
}

/// Fills the list by going to its end again and again; returns the time of each page.
fn fill(app: &mut App) -> Vec<Duration> {
    let mut times = Vec::new();
    let mut effects = app.start();
    for from in (0..CALLS).step_by(PAGE as usize) {
        let Some(Effect::List { ticket, .. }) = effects.first() else { panic!("no page is asked") };
        let answer = Answer::Calls(Ok(Box::new(page(from))));
        let msg = Msg::Loaded { ticket: *ticket, answer, origin: Origin::Fresh };
        times.push(timed(|| app.update(msg)).0);
        effects = press(app, KeyCode::Char('G'));
    }
    press(app, KeyCode::Char('g'));
    times
}

fn row(what: &str, times: &mut [Duration]) -> f64 {
    let (middle, worst) = (ms(median(times)), ms(*times.last().expect("a time")));
    let verdict = if worst > TARGET { "  slow" } else { "" };
    println!("  {what:<28} {middle:>8.3} {worst:>8.3}{verdict}");
    worst
}

/// Pages down; `looks` answers what is asked about the moments of the calls on the screen.
fn pages(app: &mut App, painter: &mut Painter, looks: bool) -> Vec<Duration> {
    let glance = glance();
    let mut times = Vec::new();
    for _ in 0..40 {
        let mut effects = Vec::new();
        let pressed = || {
            effects = press(app, KeyCode::PageDown);
            black_box(painter.paint(|buffer| view(app, buffer)));
        };
        times.push(timed(pressed).0);
        while looks && let Some(effect) = effects.pop() {
            let Effect::Glance { ticket, .. } = effect else { continue };
            let answer = Answer::Glance(Ok(Some(Box::new(glance.clone()))));
            effects
                .extend(app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh }).effects);
        }
    }
    times
}

/// A glance with moments of four categories in every stretch but one.
fn glance() -> Glance {
    let insight = |n: usize| {
        let times: Vec<_> = (0..60)
            .map(|i| json!({"momentOffset": i * 23 + n, "entries": ["x"], "speakerId": "Ada"}))
            .collect();
        let name = ["Question", "Pricing", "Next Step", "Competitor"][n];
        json!({"category": name, "insightTypeId": format!("id-{n}"), "keyword": name, "momentTimes": times})
    };
    let outputs = json!({"momentInsights": (0..4).map(insight).collect::<Vec<_>>()});
    let read = wire::intelligence(outputs.to_string().as_bytes()).expect("an answer");
    Glance::of(&read, Some(Offset::from_centis(150_000)))
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("measures only as a benchmark: cargo bench --bench list");
        return;
    }
    println!("A list of {CALLS} calls, in ms                median    worst");
    let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
    let mut app = App::listing(theme, SIZE, Scope::All, Banner::default());
    let mut painter = Painter::new(SIZE);
    row(&format!("a page of {PAGE} arrives"), &mut fill(&mut app));

    let mut worst: f64 = 0.0;
    println!("\nA key of the filter and its frame");
    for query in QUERIES {
        let mut times = Vec::new();
        for _ in 0..TURNS {
            press(&mut app, KeyCode::Char('/'));
            black_box(painter.paint(|buffer| view(&app, buffer)));
            for letter in query.chars() {
                let key = || {
                    press(&mut app, KeyCode::Char(letter));
                    black_box(painter.paint(|buffer| view(&app, buffer)));
                };
                times.push(timed(key).0);
            }
            press(&mut app, KeyCode::Esc);
        }
        worst = worst.max(row(query, &mut times));
    }

    println!("\nA key and its frame");
    for (what, key) in [
        ("down", KeyCode::Char('j')),
        ("a page down", KeyCode::PageDown),
        ("the last row", KeyCode::Char('G')),
        ("the first row", KeyCode::Char('g')),
    ] {
        let mut times = Vec::new();
        for _ in 0..TURNS * 7 {
            let pressed = || {
                press(&mut app, key);
                black_box(painter.paint(|buffer| view(&app, buffer)));
            };
            times.push(timed(pressed).0);
        }
        row(what, &mut times);
    }
    println!("\nA page down and its frame");
    press(&mut app, KeyCode::Char('g'));
    let without = median(&mut pages(&mut app, &mut painter, false));
    press(&mut app, KeyCode::Char('g'));
    pages(&mut app, &mut painter, true);
    press(&mut app, KeyCode::Char('g'));
    let with = median(&mut pages(&mut app, &mut painter, false));
    println!("  without densities            {:>8.3}", ms(without));
    println!("  with a density on each row   {:>8.3}", ms(with));
    println!("  ratio                        {:>8.2}", ms(with) / ms(without));
    println!("\nThe worst key of a filter takes {worst:.1} ms of {TARGET}");
}
