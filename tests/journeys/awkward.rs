//! Small screens, slow terminals, signals, no access.

use crossterm::event::{Event, KeyEvent};
use earmark::call::CallId;
use earmark::session::{Input, Output, Stop};
use earmark::store::Journal;
use earmark::tui::{App, CallRef, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::world::{World, demo_calls, demo_org};

#[tokio::test]
async fn any_size_and_back_keeps_the_place() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Ada Marchetti"]).await;
    world.press("6]");
    world.until(&["7/16  2:36.5"]).await;
    world.resize(20, 5);
    world.until(&["earmark needs 40x8"]).await;
    for (width, height) in [(1, 1), (40, 8), (60, 15), (80, 24), (200, 50), (500, 200)] {
        world.resize(width, height);
        if width >= 40 {
            world.until(&["7/16  2:36.5"]).await;
        }
    }
    world.resize(120, 40);
    world.until(&["7/16  2:36.5 Question, Morven", "Customer Impression", "Ada Marchetti"]).await;
}

#[tokio::test]
async fn eighty_by_twenty_four_takes_turns() {
    let mut world = World::demo(demo_calls(), 80, 24).await;
    world.until(&["Summary ─ Insights ━ Timeline", "1/16", "─ Moment"]).await;
    world.press("<s-tab>");
    world.until(&["━ Insights", "Next Step"]).await;
    world.press("<s-tab>");
    world.until(&["━ Summary", "Customer Impression"]).await;
}

#[tokio::test]
async fn a_terminal_that_does_not_read_gets_fewer_frames_and_the_latest_state() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    // Nothing is read from the session while a thousand keys go in.
    for _ in 0..500 {
        world.press("][");
    }
    world.press("5]");
    let (mut frames, mut waits) = (0, 0);
    while !world.screen().contains("6/16") {
        match world.next_output().await {
            Some(output) => {
                assert!(matches!(output, Output::Frame(_)), "{}", world.screen());
                frames += 1;
            }
            // A busy machine may be slow to draw.
            None => waits += 1,
        }
        assert!(waits < 100, "waited in vain:\n{}", world.screen());
    }
    assert!(frames < 20, "{frames} frames for a thousand keys");
    assert_eq!(world.next_output().await, None);
}

#[tokio::test]
async fn a_terminal_that_does_not_read_keeps_nobody_from_leaving() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    // Nothing is read from the session from here on.
    world.press("]MMMylMM<c-z><c-z>");
    world.send(Input::Stop(Stop::Signal(15)));
    assert_eq!(world.end_unread().await, Stop::Signal(15));
}

#[tokio::test]
async fn what_was_asked_for_again_while_nobody_read_comes_once() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    while world.next_output().await.is_some() {}
    world.press("]ylylylMMM");
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let (mut copies, mut mice) = (0, 0);
    while let Some(output) = world.next_output().await {
        match output {
            Output::Copy(_) => copies += 1,
            Output::Frame(bytes) if bytes.starts_with(b"\x1b[?100") => mice += 1,
            _ => {}
        }
    }
    assert_eq!((copies, mice), (1, 1));
}

#[tokio::test]
async fn the_editor_opens_once_and_the_mouse_is_back_after_it() {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::new(demo_calls(), theme, Size::new(120, 40)).with_editor(true);
    let journal = Some(Journal::in_memory());
    let mut world = World::run(demo_org(&[]).await.with_journal(journal), app);
    world.until(&["1/16", "Ada Marchetti"]).await;
    world.press("Mawords<c-o><c-o>");
    let mut edits = Vec::new();
    while let Some(output) = world.next_output().await {
        edits.extend(if let Output::Edit(text) = output { Some(text) } else { None });
    }
    assert_eq!(edits, ["words"]);
    let before = world.bytes.len();
    world.send(Input::Edited(Ok("other words".to_owned())));
    world.until(&["other words"]).await;
    let asked = world.bytes[before..].windows(8).any(|bytes| bytes == b"\x1b[?1000h");
    assert!(asked, "the mouse is asked for again");
}

#[tokio::test]
async fn what_changes_nothing_sends_nothing() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Ada Marchetti", "Corran Bay"]).await;
    while world.next_output().await.is_some() {}
    let before = world.bytes.len();
    world.press("Q<c-x>");
    world.send(Input::Terminal(Event::FocusGained));
    world.send(Input::Terminal(Event::Resize(120, 40)));
    assert_eq!(world.next_output().await, None);
    assert_eq!(world.bytes.len(), before);
}

#[tokio::test]
async fn repainting_sends_the_whole_screen() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Ada Marchetti", "Corran Bay"]).await;
    while world.next_output().await.is_some() {}
    let rows =
        |screen: String| screen.lines().map(|row| row.trim_end().to_owned()).collect::<Vec<_>>();
    let before = rows(world.screen());
    world.press("<c-l>");
    let Some(Output::Frame(frame)) = world.next_output().await else { panic!("no frame") };
    assert!(frame.len() > 2_000);
    assert_eq!(rows(world.screen()), before);
}

#[tokio::test]
async fn suspending_gives_the_terminal_back_and_continuing_takes_it_again() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Ada Marchetti", "Corran Bay"]).await;
    while world.next_output().await.is_some() {}
    world.press("<c-z>");
    assert_eq!(world.next_output().await, Some(Output::Suspend));
    world.send(Input::Continued(Size::new(120, 40)));
    assert_eq!(world.next_output().await, Some(Output::Resume));
    let Some(Output::Frame(frame)) = world.next_output().await else { panic!("no frame") };
    assert!(frame.len() > 2_000);
    world.send(Input::Suspend);
    assert_eq!(world.next_output().await, Some(Output::Suspend));
}

#[tokio::test]
async fn sessions_end_when_they_are_told_to() {
    for (input, stop) in [
        (Input::Stop(Stop::Signal(15)), Stop::Signal(15)),
        (Input::Stop(Stop::Gone), Stop::Gone),
        (Input::Terminal(Event::Key(control('c'))), Stop::Quit),
    ] {
        let world = World::demo(demo_calls(), 80, 24).await;
        world.send(input);
        assert_eq!(world.end().await, stop);
    }
}

fn control(letter: char) -> KeyEvent {
    KeyEvent::new(crossterm::event::KeyCode::Char(letter), crossterm::event::KeyModifiers::CONTROL)
}

#[tokio::test]
async fn no_access_is_a_sentence_with_the_next_step() {
    let seen: CallId = "6qrWs000004Tb7KIAS".parse().unwrap();
    let theme = Theme::new(Ground::Light, Depth::Ansi256, GlyphSet::Unicode);
    let hidden = demo_calls().into_iter().find(|call| *call != CallRef::Record(seen)).unwrap();
    let calls = vec![CallRef::Record(seen), hidden];
    let mut world = World::start(demo_org(&[seen]).await, calls, theme, Size::new(120, 40));
    world.until(&["1/16", "Corran Bay"]).await;
    world.press("<c-n>");
    world.until(&["call 2 of 2", "r tries again"]).await;
}

#[tokio::test]
async fn without_colours_only_weights_are_sent() {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Ascii);
    let mut world = World::start(demo_org(&[]).await, demo_calls(), theme, Size::new(120, 40));
    world.until(&["1/16", "Morven", "= Timeline"]).await;
    let text = String::from_utf8_lossy(&world.bytes).into_owned();
    for part in text.split("\u{1b}[").skip(1) {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).unwrap();
        if part[end..].starts_with('m') {
            let codes = &part[..end];
            let weights = ["", "1", "2", "7", "22", "27", "4", "24"];
            assert!(codes.split(';').all(|code| weights.contains(&code)), "{codes:?}");
        }
    }
    let drawn = text.chars().filter(|c| "─━═│┌▸▼●╷↓".contains(*c)).count();
    assert_eq!(drawn, 0);
}
