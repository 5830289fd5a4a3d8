//! A coach notes, tags and judges; another session hears of it.

use std::path::Path;

use earmark::session::{Input, Stop};
use earmark::store::Journal;
use earmark::tui::{Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::world::{World, demo_call, demo_org};

async fn session(journal: Journal, author: &str) -> World {
    let source = demo_org(&[]).await.with_journal(Some(journal)).by(author);
    let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
    let calls = vec![demo_call("Corran Bay")];
    let mut world = World::start(source, calls, theme, Size::new(120, 40));
    world.until(&["/16", "Ada Marchetti"]).await;
    world
}

async fn in_file(file: &Path, author: &str) -> World {
    session(Journal::at(file.to_owned()), author).await
}

#[tokio::test]
async fn what_is_noted_is_there_in_the_next_session() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("earmark/journal.db");
    let mut world = in_file(&file, "Cora Coach").await;
    world.press("]aAsk about the kilns<esc>");
    world.until(&["¶ Cora Coach, ", "Ask about the kilns"]).await;
    world.press("tkilns<enter><esc>x");
    world.until(&["√ confirmed by Cora Coach  #kilns", "1 of 1 judged"]).await;
    world.press("]aleft by a signal");
    world.until(&["left by a signal"]).await;
    world.send(Input::Stop(Stop::Signal(15)));
    assert_eq!(world.end().await, Stop::Signal(15));
    // It begins where the one before ended.
    let mut world = in_file(&file, "Cora Coach").await;
    world.until(&["left by a signal"]).await;
    world.press("[");
    world.until(&["√ confirmed by Cora Coach  #kilns", "Ask about the kilns"]).await;
    world.press("]");
    world.until(&["left by a signal"]).await;
    world.press("a, and more<c-c>");
    assert_eq!(world.end().await, Stop::Quit);
    let mut world = in_file(&file, "Cora Coach").await;
    world.press("W");
    world.until(&["2 notes", "left by a signal, and more"]).await;
}

#[tokio::test]
async fn two_sessions_hear_of_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("earmark/journal.db");
    let memory = Journal::in_memory();
    for shared in [false, true] {
        let journal = || if shared { memory.clone() } else { Journal::at(file.clone()) };
        let mut coach = session(journal(), "Cora Coach").await;
        let mut rep = session(journal(), "Rob Rep").await;
        coach.press("aWell asked");
        rep.until(&["¶ Cora Coach, ", "Well asked"]).await;
        // The rep's own note is another.
        rep.press("aThank you<esc>x");
        coach.press("<esc>");
        coach.until(&["¶ Rob Rep, ", "Thank you", "confirmed by Rob Rep"]).await;
        coach.press("W");
        coach.until(&["2 notes"]).await;
        rep.press("Wgd");
        coach.until(&["1 note "]).await;
    }
}

#[tokio::test]
async fn a_note_that_cannot_be_kept_at_the_end_is_told_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("earmark/journal.db");
    let source = demo_org(&[]).await.with_journal(Some(Journal::at(file.clone()))).by("Cora");
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let calls = vec![demo_call("Corran Bay")];
    let mut world = World::start(source, calls, theme, Size::new(120, 40));
    world.until(&["1/16", "Ada Marchetti"]).await;
    std::fs::create_dir_all(dir.path().join("earmark")).unwrap();
    std::fs::write(&file, "not a database, but somebody's text").unwrap();
    world.press("awords<c-c>");
    let ended = world.ended().await;
    assert_eq!(ended.stop, Stop::Quit);
    let lost = ended.lost.expect("a sentence");
    assert!(lost.what.contains("journal.db") && lost.next.contains("left as it is"), "{lost}");
}
