//! A rep asks about a call of the demo, over HTTP.

use earmark::org::{ApiVersion, Client, Instance};
use earmark::service::{Access, Library, Service, serve};
use earmark::session::Source;
use earmark::tui::{Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;
use tokio::net::TcpListener;

use super::world::{World, demo_calls};

#[tokio::test]
async fn ask_what_a_filter_shows_then_ask_the_org_and_go_to_the_evidence() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Morven"]).await;
    world.press(":ask what did they say about price<enter>");
    world.until(&["The filter \"Pricing\" shows 4 moments: Enter filters, a asks the org"]).await;
    world.press("<enter>");
    world.until(&["4 moments of 16, filtered", "F clears the filter."]).await;
    world.press("F:ask what about the price?<enter>a");
    world
        .until(&[
            "passages of the call bear on that",
            "Moments that bear on it",
            "Morven Laidlaw, ",
        ])
        .await;
    world.press("1");
    world.until_gone(&["Moments that bear on it"]).await;
    assert!(world.status().contains("Pricing"), "{}", world.status());
    // The answer is still there.
    world.press(":ask<enter>");
    world.until(&["what about the price?", "Moments that bear on it"]).await;
    world.press("<esc>");
    world.until_gone(&["Moments that bear on it"]).await;
}

#[tokio::test]
async fn a_question_about_the_words_of_the_call_is_asked_at_once() {
    let mut world = World::demo(demo_calls(), 80, 24).await;
    world.until(&["1/16"]).await;
    world.press("Awhy was the alert for the pallet late?<enter>");
    world.until(&["bear", "Esc closes"]).await;
    world.press("<esc>Awhich zeppelins?<enter>");
    world.until(&["Nothing in this call bears on that."]).await;
}

#[tokio::test]
async fn a_user_without_the_right_is_told_which_it_is_and_reads_on() {
    let access = Access::from_text("a-token-for-tests -questions").unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let instance = Instance::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let service = Service::new(&Library::demo().unwrap(), access);
    tokio::spawn(serve(listener, service, std::future::pending()));
    let client = Client::new(instance, ApiVersion::default(), "a-token-for-tests".into()).unwrap();
    let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
    let mut world = World::start(Source::org(client), demo_calls(), theme, Size::new(120, 40));
    world.until(&["1/16", "Morven"]).await;
    world.press(":ask why was the alert late?<enter>");
    world.until(&["does not offer exploreConversation", "“Einstein Sales Call Explorer”"]).await;
    world.press("<esc>]");
    world.until(&["2/16"]).await;
}
