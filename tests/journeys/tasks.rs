//! From what was agreed on a call to a task in the org.

use earmark::session::Stop;
use earmark::tui::{Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::sharing::clipboard;
use super::world::{World, demo_call, demo_org};

#[tokio::test]
async fn next_steps_become_tasks_once_they_are_confirmed() {
    let mut world = World::demo(vec![demo_call("Corran")], 120, 40).await;
    world.until(&["1/16", "Ada Marchetti"]).await;
    world.press("D");
    world.until(&["Next steps: 10 tasks", "[ ] Confirm in writing today", "Ada Marchetti"]).await;
    world.press("y");
    let list = clipboard(&mut world).await;
    world.until(&["Copied the list of tasks"]).await;
    assert_eq!(list.lines().count(), 10);
    assert!(list.starts_with("- [ ] "), "{list}");
    // Another date, another subject.
    world.press("jd");
    world.until(&["Due, such as 2026-12-03"]).await;
    world.press("<bs><bs>30<enter>");
    world.until(&["due Mon 30 Nov 2026"]).await;
    world.press("c");
    world.until(&["Nothing is chosen"]).await;
    world.press(" c");
    world
        .until(&[
            "To be sent to the org: 1 task",
            "Subject: Send the quote",
            "ActivityDate: 2026-11-30",
        ])
        .await;
    world.until(&["About the record: 001", "earmark://call/"]).await;
    world.press("<esc>");
    world.until(&["Next steps: 10 tasks (Esc closes)", "[x] Send the quote"]).await;
    world.press("c");
    world.until(&["Enter sends this to the org"]).await;
    world.press("<enter>");
    world.until(&["created, 00T"]).await;
    // Again is no second one.
    world.press(" c");
    world.until(&["Enter sends this to the org"]).await;
    world.press("<enter>");
    world.until(&["was there already, 00T"]).await;
    // To where the call says so.
    world.press("G<enter>");
    world.until(&["16/16"]).await;
    world.press("q");
    assert_eq!(world.end().await, Stop::Quit);
}

#[tokio::test]
async fn whoever_may_only_read_is_told_to_copy_the_drafts() {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let source = demo_org(&[]).await.reading_only();
    let calls = vec![demo_call("Corran")];
    let mut world = World::start(source, calls, theme, Size::new(120, 40));
    world.until(&["1/16", "Ada Marchetti"]).await;
    world.press("D");
    world.until(&["Next steps: 10 tasks"]).await;
    world.press(" c");
    world.until_said(&["This session makes no tasks. Copy the drafts instead."]).await;
}
