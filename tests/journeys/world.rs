//! A session without a terminal: keys go in, and an emulator shows what a person would see.

use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use earmark::call::{CallId, Scope};
use earmark::org::{ApiVersion, Client, Instance};
use earmark::service::{Access, Library, Service, serve};
use earmark::session::{Ended, Input, Output, Seat, Source, Stop, Tasks, run};
use earmark::tui::{App, Banner, CallRef, Depth, GlyphSet, Ground, Theme};
use futures::stream;
use ratatui::layout::Size;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How long anything may take before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A running session.
pub(crate) struct World {
    input: mpsc::UnboundedSender<Input>,
    output: mpsc::Receiver<Output>,
    terminal: vt100::Parser,
    session: JoinHandle<Ended>,
    /// Bytes of every frame so far.
    pub(crate) bytes: Vec<u8>,
}

/// The calls of the demo, in order.
pub(crate) fn demo_calls() -> Vec<CallRef> {
    let library = Library::demo().unwrap();
    library.records().map(|record| CallRef::Record(record.id)).collect()
}

/// The id of a demo call, by how its title starts.
pub(crate) fn demo_call(title: &str) -> CallRef {
    let library = Library::demo().unwrap();
    let is_it = |name: Option<&str>| name.is_some_and(|name| name.starts_with(title));
    let record = library.records().find(|record| is_it(record.name.as_deref()));
    CallRef::Record(record.unwrap().id)
}

/// The demo's calls behind a token that may see only `ids`, or all where there are none.
pub(crate) async fn demo_org(ids: &[CallId]) -> Source {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    let access = Access::from_text(&format!("a-token-for-tests {}\n", ids.join(" "))).unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let instance = Instance::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let service = Service::new(&Library::demo().unwrap(), access);
    tokio::spawn(serve(listener, service, std::future::pending()));
    let token = SecretString::from("a-token-for-tests");
    Source::org(Client::new(instance, ApiVersion::default(), token).unwrap())
}

impl World {
    /// Reviews calls of the demo on a screen of that size.
    pub(crate) async fn demo(calls: Vec<CallRef>, width: u16, height: u16) -> Self {
        let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
        Self::start(demo_org(&[]).await, calls, theme, Size::new(width, height))
    }

    /// Reviews a file.
    pub(crate) fn file(path: &Path) -> Self {
        let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
        let calls = vec![CallRef::File(path.to_owned())];
        Self::start(Source::files(), calls, theme, Size::new(120, 40))
    }

    /// Lists all calls of the demo to choose from.
    pub(crate) async fn list(width: u16, height: u16) -> Self {
        let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
        let size = Size::new(width, height);
        let app = App::listing(theme, size, Scope::All, Banner::default());
        Self::run(demo_org(&[]).await, app)
    }

    /// Starts a session.
    pub(crate) fn start(source: Source, calls: Vec<CallRef>, theme: Theme, size: Size) -> Self {
        Self::run(source, App::new(calls, theme, size))
    }

    /// Runs an app.
    pub(crate) fn run(source: Source, app: App) -> Self {
        Self::with(Tasks::new(source), app)
    }

    /// Runs an app of a session that may use rooms.
    pub(crate) fn seated(source: Source, app: App, seat: Seat) -> Self {
        Self::with(Tasks::new(source).with_seat(seat), app)
    }

    /// Runs an app with these tasks.
    pub(crate) fn with(tasks: Tasks, app: App) -> Self {
        let size = app.size();
        let (input, inbox) = mpsc::unbounded_channel();
        let (outbox, output) = mpsc::channel(1);
        let inputs = stream::unfold(inbox, |mut inbox| async {
            let next: Option<Input> = inbox.recv().await;
            next.map(|input| (input, inbox))
        });
        let session = tokio::spawn(run(app, inputs, outbox, tasks));
        let (rows, columns) = (size.height.try_into().unwrap(), size.width.try_into().unwrap());
        let terminal = vt100::Parser::new(rows, columns, 0);
        Self { input, output, terminal, session, bytes: Vec::new() }
    }

    /// Presses keys: characters as they are, others as `<esc>`, `<c-n>`, `<pgdn>`.
    pub(crate) fn press(&self, keys: &str) {
        for event in events(keys) {
            self.send(Input::Terminal(Event::Key(event)));
        }
    }

    /// Sends anything else.
    pub(crate) fn send(&self, input: Input) {
        self.input.send(input).unwrap();
    }

    /// Changes the size of the screen, and of the emulator with it.
    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.terminal.set_size(height.try_into().unwrap(), width.try_into().unwrap());
        self.send(Input::Terminal(Event::Resize(width, height)));
    }

    /// What is on the screen.
    pub(crate) fn screen(&self) -> String {
        self.terminal.screen().contents()
    }

    /// The bottom row.
    pub(crate) fn status(&self) -> String {
        self.screen().lines().last().unwrap_or_default().trim().to_owned()
    }

    /// Waits until the screen shows all of these.
    pub(crate) async fn until(&mut self, texts: &[&str]) {
        self.wait(&format!("{texts:?}"), |screen| texts.iter().all(|text| screen.contains(text)))
            .await;
    }

    /// Waits until the screen shows none of these.
    pub(crate) async fn until_gone(&mut self, texts: &[&str]) {
        let gone = |screen: &str| texts.iter().all(|text| !screen.contains(text));
        self.wait(&format!("no {texts:?}"), gone).await;
    }

    /// Waits until the screen says all of these, in however many rows.
    pub(crate) async fn until_said(&mut self, texts: &[&str]) {
        let says = |screen: &str| {
            let words: Vec<_> = screen.split_whitespace().collect();
            let screen = words.join(" ");
            texts.iter().all(|text| screen.contains(text))
        };
        self.wait(&format!("{texts:?}"), says).await;
    }

    /// Waits until the status row says that a second of these is played: on a busy machine, one
    /// of them may pass without a frame.
    pub(crate) async fn until_played(&mut self, seconds: RangeInclusive<u64>) {
        let is_played = |screen: &str| {
            let status = screen.lines().last().unwrap_or_default();
            let clock = status.split_once("▶ ").and_then(|(_, rest)| rest.split(' ').next());
            let (minutes, rest) = clock.and_then(|clock| clock.split_once(':')).unwrap_or_default();
            let at = minutes.parse::<u64>().ok().zip(rest.parse::<u64>().ok());
            at.is_some_and(|(minutes, rest)| seconds.contains(&(minutes * 60 + rest)))
        };
        self.wait(&format!("a second of {seconds:?}"), is_played).await;
    }

    async fn wait(&mut self, what: &str, done: impl Fn(&str) -> bool) {
        while !done(&self.screen()) {
            let output = tokio::time::timeout(PATIENCE, self.output.recv()).await;
            let Ok(output) = output else {
                panic!("waited in vain for {what}:\n{}", self.screen());
            };
            match output {
                Some(Output::Frame(bytes)) => self.show(&bytes),
                Some(_) => {}
                None => panic!("the session ended before {what}:\n{}", self.screen()),
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.bytes.extend_from_slice(bytes);
    }

    /// What comes out next, if anything does within a moment.
    pub(crate) async fn next_output(&mut self) -> Option<Output> {
        let output = tokio::time::timeout(Duration::from_millis(200), self.output.recv()).await;
        let output = output.ok().flatten()?;
        if let Output::Frame(bytes) = &output {
            self.show(bytes);
        }
        Some(output)
    }

    /// The frames of so long a time: when each came, and its bytes.
    pub(crate) async fn frames(&mut self, time: Duration) -> Vec<(Duration, usize)> {
        let began = tokio::time::Instant::now();
        let mut frames = Vec::new();
        while let Ok(output) = tokio::time::timeout_at(began + time, self.output.recv()).await {
            let Some(Output::Frame(bytes)) = output else { break };
            self.show(&bytes);
            frames.push((began.elapsed(), bytes.len()));
        }
        frames
    }

    /// Waits for the session's end.
    pub(crate) async fn end(self) -> Stop {
        self.ended().await.stop
    }

    /// Waits for the session's end while nobody takes its frames.
    pub(crate) async fn end_unread(self) -> Stop {
        let ended = tokio::time::timeout(PATIENCE, self.session).await;
        ended.expect("the session ends").expect("without a panic").stop
    }

    /// The same, with what there is to say about it.
    pub(crate) async fn ended(self) -> Ended {
        let Self { session, mut output, .. } = self;
        let drain = async { while output.recv().await.is_some() {} };
        let ended = tokio::time::timeout(PATIENCE, async { tokio::join!(session, drain).0 }).await;
        ended.expect("the session ends").expect("without a panic")
    }
}

fn events(keys: &str) -> Vec<KeyEvent> {
    let mut events = Vec::new();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            events.push(named(name));
            rest = after;
        } else {
            events.push(KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE));
            rest = &rest[first.len_utf8()..];
        }
    }
    events
}

fn named(name: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match name {
        "esc" => plain(KeyCode::Esc),
        "enter" => plain(KeyCode::Enter),
        "tab" => plain(KeyCode::Tab),
        "s-tab" => plain(KeyCode::BackTab),
        "pgdn" => plain(KeyCode::PageDown),
        "pgup" => plain(KeyCode::PageUp),
        "bs" => plain(KeyCode::Backspace),
        "down" => plain(KeyCode::Down),
        "up" => plain(KeyCode::Up),
        _ => match name.strip_prefix("c-").and_then(|name| name.chars().next()) {
            Some(letter) => KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL),
            None => panic!("no key is called {name}"),
        },
    }
}
