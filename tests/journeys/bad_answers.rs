//! One of a call's answers is missing or broken: the others are there.

use earmark::call::Scope;
use earmark::tui::{App, Banner, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::front::{Front, Reply};
use super::world::{World, demo_calls};

fn theme() -> Theme {
    Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode)
}

/// The first call of the demo; panes take turns, so that sentences have the whole width.
fn review(front: &Front) -> World {
    World::start(front.source(), demo_calls()[..1].to_vec(), theme(), Size::new(90, 40))
}

#[tokio::test]
async fn without_a_right_to_transcripts_the_moments_are_there() {
    let front = Front::demo("-transcript").await;
    let mut world = review(&front);
    world.until(&["1/16  0:22.9 Question, 1afWs"]).await;
    world.press("T");
    world
        .until_said(&[
            "does not offer getConversationTranscript",
            "Einstein Conversation Insights is switched on",
        ])
        .await;
    world.press("]");
    world.until(&["2/16"]).await;
}

#[tokio::test]
async fn without_a_right_to_insights_the_transcript_is_there() {
    let front = Front::demo("-insights").await;
    let mut world = review(&front);
    world.until_said(&["does not offer getConversationIntelligence"]).await;
    world.press("T");
    world.until(&["Can you hear me all right?", "Corran Bay Oysters"]).await;
}

#[tokio::test]
async fn without_a_right_to_questions_the_call_is_there() {
    let front = Front::demo("-questions").await;
    let mut world = review(&front);
    world.until(&["1/16  0:22.9 Question, Ada"]).await;
    world.press(":ask why did she hesitate?<enter>");
    world.until_said(&["does not offer exploreConversation", "Einstein Sales Call Explorer"]).await;
    world.press("<esc>]");
    world.until(&["2/16"]).await;
}

#[tokio::test]
async fn without_a_right_to_lists_a_call_opens_by_its_id() {
    let front = Front::demo("-list").await;
    let app = App::listing(theme(), Size::new(120, 40), Scope::All, Banner::default());
    let mut world = World::run(front.source(), app);
    world
        .until_said(&["The org lists", "read access to the objects VideoCall and VoiceCall"])
        .await;
    world.press("<enter>");
    world.until(&["There is no call to open."]).await;
    let mut world = review(&front);
    world.until(&["1/16  0:22.9"]).await;
    world.press("T");
    world.until(&["Can you hear me all right?"]).await;
}

#[tokio::test]
async fn a_transcript_that_cannot_be_read_says_why_beside_the_moments() {
    let says = |kind: &str, body: &str| {
        Reply::Says(200, vec![("content-type", kind.to_owned())], body.to_owned())
    };
    for (reply, said) in [
        (says("text/html", "<!doctype html><p>Sign in</p>"), "a web page instead of data"),
        (says("image/png", "\u{1}PNG\u{1b}[2J garbage"), "cannot be read"),
        (says("application/json", "{\"structuredTranscript\":"), "ends in the middle"),
        (Reply::Cut("[{\"actionName\":\"getConversation"), "ends in the middle"),
    ] {
        let front = Front::demo("").await;
        front.does(move |asked| match asked.what.contains("getConversationTranscript") {
            true => reply.clone(),
            false => Reply::Service,
        });
        let mut world = review(&front);
        world.until(&["1/16  0:22.9 Question, 1afWs"]).await;
        world.press("T");
        world.until_said(&[said, "r tries again."]).await;
        world.press("]");
        world.until(&["2/16"]).await;
        front.does(|_| Reply::Service);
        world.press("r");
        world.until(&["2/16  1:49.2 Question, Ada", "How's the island coming on?"]).await;
    }
}
