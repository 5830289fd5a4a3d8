//! A session that is recorded, and the recording played again.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use earmark::session::{Input, LEAVE, Output, Recordings, Source, Stop, Tasks, recorded};
use earmark::tui::{App, CallRef, Depth, GlyphSet, Ground, Theme};
use futures::{StreamExt, stream};
use ratatui::layout::Size;
use serde_json::Value;
use tokio::sync::mpsc;

/// A call of one moment.
const CALL: &str = r#"{"momentInsights": [{"category": "Pricing", "insightTypeId": "a",
    "keyword": "price", "momentTimes": [{"momentOffset": 12.5, "startOffset": 7.5,
    "endOffset": 20, "entries": ["What is the price? Ask ada@example.com."], "sequences": [1],
    "speakerId": "Speaker 1"}]}]}"#;

fn emulator(size: Size) -> vt100::Parser {
    let (rows, columns) = (size.height.try_into().unwrap(), size.width.try_into().unwrap());
    vt100::Parser::new(rows, columns, 0)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Runs a session that does all this; returns what a terminal that saw it shows at the end.
async fn record(folder: &Path, keys: &str, resized: Option<Size>) -> String {
    let call = folder.with_extension("json");
    fs::write(&call, CALL).unwrap();
    let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
    let size = Size::new(100, 30);
    let app = App::new(vec![CallRef::File(call)], theme, size);
    let key = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    let mut inputs: Vec<_> = keys.chars().map(|c| Event::Key(key(c))).collect();
    inputs.extend(resized.map(|size| Event::Resize(size.width, size.height)));
    let (tell, told) = mpsc::channel(64);
    let inputs = stream::iter(inputs).map(Input::Terminal);
    let rest = stream::unfold(told, |mut told: mpsc::Receiver<Input>| async {
        told.recv().await.map(|input| (input, told))
    });
    let (output, mut frames) = mpsc::channel(1);
    let recording = Recordings::folder(folder.to_owned()).unwrap().start(size).unwrap();
    let tasks = Tasks::new(Source::files());
    let session = recorded(app, inputs.chain(rest), output, tasks, Some(recording));
    let session = tokio::spawn(session);
    let mut terminal = emulator(size);
    while let Some(Output::Frame(bytes)) = frames.recv().await {
        if let Some(size) = resized.filter(|_| bytes.windows(4).any(|four| four == b"\x1b[2J")) {
            terminal = emulator(size);
        }
        terminal.process(&bytes);
        if terminal.screen().contents().contains("What is the price?") {
            let _ = tell.send(Input::Stop(Stop::Quit)).await;
        }
    }
    session.await.unwrap();
    terminal.screen().contents()
}

/// Plays a recording; returns what is on the screen before the session gives it back.
async fn play(path: &Path) -> (String, Vec<Value>) {
    let text = loop {
        let text = fs::read_to_string(path).unwrap();
        // The thread that writes it may have more to write.
        if text.lines().last().is_some_and(|line| line.contains("\"x\"")) {
            break text;
        }
        tokio::task::yield_now().await;
    };
    let mut lines = text.lines();
    let header: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    assert_eq!(header["version"], 3);
    let side = |name: &str| u16::try_from(header["term"][name].as_u64().unwrap()).unwrap();
    let mut terminal = emulator(Size::new(side("cols"), side("rows")));
    let mut shown = String::new();
    let mut events = Vec::new();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let event: Value = serde_json::from_str(line).unwrap();
        let data = event[2].as_str().unwrap();
        assert!(event[0].as_f64().unwrap() >= 0.0);
        match event[1].as_str().unwrap() {
            "o" if data.as_bytes() == LEAVE => shown = terminal.screen().contents(),
            "o" => terminal.process(data.as_bytes()),
            "r" => {
                let (columns, rows) = data.split_once('x').unwrap();
                terminal = emulator(Size::new(columns.parse().unwrap(), rows.parse().unwrap()));
            }
            "x" => assert_eq!(data, "0"),
            other => panic!("no event is called {other}"),
        }
        events.push(event);
    }
    (shown, events)
}

#[tokio::test]
async fn what_was_recorded_plays_to_the_same_screen() {
    let dir = tempfile::tempdir().unwrap();
    for (name, resized) in [("plain", None), ("resized", Some(Size::new(120, 35)))] {
        let folder = dir.path().join(name);
        let seen = record(&folder, "v\u{1f600}", resized).await;
        let [path] = &files(&folder)[..] else { panic!("one session is one file") };
        let (played, events) = play(path).await;
        assert!(seen.contains("What is the price?"), "{seen}");
        assert_eq!(played, seen);
        assert!(played.contains("[email]") && !played.contains("example.com"));
        assert_eq!(events.iter().any(|event| event[1] == "r"), resized.is_some());
        assert_eq!(events.last().unwrap()[1], "x");
    }
}

#[tokio::test]
async fn a_recording_is_for_its_owner_and_its_name_says_only_when() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("deep").join("recordings");
    let recordings = Recordings::folder(folder.clone()).unwrap();
    drop(recordings.start(Size::new(80, 24)).unwrap());
    drop(recordings.start(Size::new(80, 24)).unwrap());
    let files = files(&folder);
    assert_eq!(files.len(), 2, "two at the same time are two");
    for file in files {
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let name = file.file_name().unwrap().to_str().unwrap();
        let plain = |c: char| c.is_ascii_hexdigit() || "TZ-".contains(c);
        assert!(name.strip_suffix(".cast").unwrap().chars().all(plain), "{name}");
    }
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}
