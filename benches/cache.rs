//! How soon a call that was fetched before is on the screen, with nobody to ask.

#[path = "common/call.rs"]
mod call;
#[path = "common/times.rs"]
mod times;

use std::path::Path;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use earmark::call::{Account, CallId};
use earmark::session::{Input, Output, Source, Tasks, run};
use earmark::store::{About, Bounds, Cache};
use earmark::tui::{App, CallRef, Depth, GlyphSet, Ground, Theme};
use futures::stream;
use jiff::Timestamp;
use ratatui::layout::Size;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;

use times::{median, ms};

/// Times that each is measured.
const TURNS: usize = 21;
/// Nothing takes longer, or it is not measured.
const PATIENCE: Duration = Duration::from_secs(10);
/// In an hour, two seconds apart.
const MOMENTS: usize = 1_800;
/// In a transcript of the same hour.
const ENTRIES: usize = 10_000;
/// From the key to the screen.
const MOST: Duration = Duration::from_millis(30);

fn ids() -> [CallId; 2] {
    ["6qrAAC000000BGP", "6qrAAC000000BGQ"].map(|id| id.parse().expect("an id"))
}

fn account() -> Account {
    Account { host: "acme.example.com".to_owned(), user: "ada".to_owned() }
}

fn open(dir: &Path) -> Cache {
    Cache::at(dir.join("cache.db"), Bounds::default())
}

fn transcript() -> Vec<u8> {
    let text = "So where we left it last time, we agreed on two kilns, and one of them in May.";
    let entries: Vec<_> = (0..ENTRIES)
        .map(|i| {
            json!({"entry": text, "sequence": i, "speakerId": format!("Speaker {}", i % 4 + 1),
                   "startDateTime": "2026-11-20T10:00:00.000+0000",
                   "endDateTime": "2026-11-20T10:00:04.000+0000"})
        })
        .collect();
    let people: Vec<_> = (1..=4)
        .map(|i| json!({"speakerId": format!("Speaker {i}"), "speakerName": format!("Guest{i}")}))
        .collect();
    let structure = json!({"entries": entries, "participants": people});
    json!([{"actionName": "getConversationTranscript", "isSuccess": true,
            "outputValues": {"structuredTranscript": structure}}])
    .to_string()
    .into_bytes()
}

/// A session and what its screen shows.
struct Screen {
    input: mpsc::UnboundedSender<Input>,
    output: mpsc::Receiver<Output>,
    terminal: vt100::Parser,
}

impl Screen {
    fn start(cache: Cache) -> Self {
        let (input, inbox) = mpsc::unbounded_channel();
        let (outbox, output) = mpsc::channel(1);
        let inputs = stream::unfold(inbox, |mut inbox| async {
            let next: Option<Input> = inbox.recv().await;
            next.map(|input| (input, inbox))
        });
        let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
        let calls = ids().map(CallRef::Record).to_vec();
        let app = App::new(calls, theme, Size::new(120, 40));
        let source = Source::files().keeping_for(cache, account()).offline();
        tokio::spawn(run(app, inputs, outbox, Tasks::new(source)));
        let terminal =
            vt100::Parser::new(40.try_into().expect("rows"), 120.try_into().expect("columns"), 0);
        Self { input, output, terminal }
    }

    /// How long until the screen shows it.
    async fn until(&mut self, start: Instant, text: &str) -> Duration {
        while !self.terminal.screen().contents().contains(text) {
            let Ok(output) = timeout(PATIENCE, self.output.recv()).await else {
                panic!("nothing more came:\n{}", self.terminal.screen().contents());
            };
            if let Output::Frame(bytes) = output.expect("the session goes on") {
                self.terminal.process(&bytes);
            }
        }
        start.elapsed()
    }

    fn press(&self, key: char) {
        let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL);
        self.input.send(Input::Terminal(Event::Key(key))).expect("the session goes on");
    }
}

async fn fill(dir: &Path) -> [usize; 2] {
    let (cache, account, transcript) = (open(dir), account(), transcript());
    let mut size = 0;
    for (i, id) in ids().iter().enumerate() {
        let conversation = call::response(MOMENTS + i);
        size = conversation.len();
        let parts = [("conversation", &conversation), ("transcript", &transcript)];
        for (part, body) in parts {
            let about = About { account: &account, subject: id.as_str(), part };
            cache.put(about, body, Timestamp::now()).await;
        }
    }
    cache.close().await;
    [size, transcript.len()]
}

async fn measure(dir: &Path) {
    let names = ["start to moments", "start to names", "key to moments", "key to names"];
    let mut times = names.map(|_| Vec::new());
    for _ in 0..TURNS {
        let start = Instant::now();
        let mut screen = Screen::start(open(dir));
        times[0].push(screen.until(start, &format!("1/{MOMENTS}")).await);
        times[1].push(screen.until(start, "Guest4").await);
        let start = Instant::now();
        screen.press('n');
        times[2].push(screen.until(start, &format!("1/{}", MOMENTS + 1)).await);
        times[3].push(screen.until(start, "Guest4").await);
    }
    for (name, mut times) in names.into_iter().zip(times) {
        let time = median(&mut times);
        let missed = if time > MOST { ": missed" } else { "" };
        println!("{name:<58} {:>8.1} ms  at most {:.0}{missed}", ms(time), ms(MOST));
    }
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return println!("measures only as a benchmark: cargo bench --bench cache");
    }
    let dir = tempfile::tempdir().expect("a folder for the cache");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let [conversation, transcript] = fill(dir.path()).await;
        println!(
            "Medians of {TURNS}; {MOMENTS} moments in {} KB, {ENTRIES} entries in {} KB",
            conversation / 1_000,
            transcript / 1_000
        );
        measure(dir.path()).await;
    });
}
