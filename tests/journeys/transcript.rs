//! A coach reads what was said in the demo's calls.

use earmark::session::Stop;
use earmark::store::Journal;
use earmark::tui::{Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::world::{World, demo_call, demo_calls, demo_org};

#[tokio::test]
async fn labels_of_the_support_call_have_names_with_their_evidence() {
    let mut world = World::demo(vec![demo_call("Support: Hollin")], 160, 40).await;
    world.until(&["1/25  0:14.1 Question, Dermot", "1 Dermot Aske", "2 Hanneke Dorsey"]).await;
    world.until(&["Speaker 2: 15 of 15 moments", "times by 23 of 25 moments"]).await;
    world.until(&["▸ 0:14.1 Q  Dermot   Okay. I'm sorry,"]).await;
    world.press("p");
    world.until(&["10 of 10 moments fall on entries by Dermot Aske."]).await;
}

#[tokio::test]
async fn the_timeline_and_the_transcript_go_along_with_each_other() {
    let mut world = World::demo(demo_calls(), 160, 40).await;
    world.until(&["1/16  0:22.9 Question, Ada", "─ Transcript times by"]).await;
    world.press("5]");
    world.until(&["6/16  2:30.2 Pricing", "▸ 2:30.2 P"]).await;
    world.press("<tab><pgdn>");
    world.until(&["━ Transcript Ctrl-F follows again"]).await;
    world.press("[<c-f>");
    world.until(&["5/16  2:16.0", "▸ 2:16.0 P"]).await;
    world.press("g<enter>");
    world.until(&["━ Timeline"]).await;
}

#[tokio::test]
async fn names_given_by_hand_are_there_in_the_next_session() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("earmark/journal.db");
    let start = async || {
        let source = demo_org(&[]).await.with_journal(Some(Journal::at(file.clone())));
        let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
        let calls = vec![demo_call("Support: Hollin")];
        World::start(source, calls, theme, Size::new(120, 40))
    };
    let mut world = start().await;
    world.until(&["2 Hanneke Dorsey", "Speaker 2: 15 of 15"]).await;
    assert!(!file.exists(), "nothing was made yet");
    world.press("pjr, practice manager<enter><esc>");
    world.until(&["practice manager, by hand."]).await;
    // Quitting waits until it is kept.
    world.press("q");
    assert_eq!(world.end().await, Stop::Quit);
    let mut world = start().await;
    world.until(&["practice manager, by hand."]).await;
    world.press("pju<esc>");
    world.until_gone(&["practice manager, by hand."]).await;
    world.until(&["Speaker 2: 15 of 15"]).await;
    world.press("<c-c>");
    assert_eq!(world.end().await, Stop::Quit);
    let mut world = start().await;
    world.until(&["2 Hanneke Dorsey", "Speaker 2: 15 of 15"]).await;
}

#[tokio::test]
async fn talk_of_a_call_is_told_and_of_one_without_a_transcript_why_not() {
    let mut world = World::demo(demo_calls(), 120, 44).await;
    world.until(&["1/16", "1 Ada Marchetti"]).await;
    world.press("i");
    world.until(&["Talk ratio", "Agent", "Longest monologue", "employment decisions"]).await;
    world.press("<esc><c-n><c-n><c-n>");
    world.until(&["call 4 of 7", "Nothing yet"]).await;
    world.press("i");
    world.until(&["Not available: "]).await;
}
