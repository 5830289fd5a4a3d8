//! More calls than one page holds.

use earmark::call::Scope;
use earmark::service::Library;
use earmark::tui::{App, Banner, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;
use serde_json::json;

use super::front::Front;
use super::world::World;

const CALLS: usize = 5_000;

/// Calls a minute apart; the oldest has a name of its own.
fn library() -> Library {
    let first: jiff::Timestamp = "2026-11-01T08:00:00Z".parse().unwrap();
    let call = |i: usize| {
        let name = if i == 0 { "Quillfeather Saddlers".to_owned() } else { format!("Call {i}") };
        let start = first + jiff::SignedDuration::from_mins(i.try_into().unwrap());
        let file = json!({
            "recordId": format!("6qrWs00000{i:05}"), "name": name, "durationInSeconds": 60,
            "startDateTime": start.to_string(), "speakers": [], "transcript": [],
        });
        (i.to_string(), file.to_string())
    };
    Library::from_texts((0..CALLS).map(call)).unwrap()
}

fn list(front: &Front) -> World {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::listing(theme, Size::new(100, 30), Scope::All, Banner::default());
    World::run(front.source(), app)
}

#[tokio::test]
async fn five_thousand_calls_are_walked_to_the_end_and_searched() {
    let front = Front::of(&library(), "").await;
    let mut world = list(&front);
    world.until(&["1/100", "Call 4999", "100 calls so far"]).await;
    // Each time the end of what is there, and then there is more.
    for count in [1_100, 2_100, 3_100, 4_100, CALLS] {
        world.press("G");
        world.until(&[&format!("{count} calls")]).await;
    }
    world.press("G");
    world.until(&["5000/5000", "Quillfeather Saddlers"]).await;
    assert!(!world.screen().contains("so far"));

    let mut world = list(&front);
    world.until(&["1/100", "Call 4999"]).await;
    world.press("/quillfeather");
    world.until(&["1 of 5000 calls", "Quillfeather Saddlers"]).await;
    world.press("<enter>");
    world.until(&["Quillfeather Saddlers", "call 1 of 1 found"]).await;
}
