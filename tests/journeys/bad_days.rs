//! An org that does not answer for a while, or not everything, or not in time.

use std::sync::Arc;

use earmark::call::Scope;
use earmark::tui::{App, Banner, CallRef, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;
use tokio::sync::Semaphore;

use super::front::{Front, Reply};
use super::world::{World, demo_calls};

fn theme() -> Theme {
    Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode)
}

fn review(front: &Front, calls: Vec<CallRef>, width: u16, height: u16) -> World {
    World::start(front.source(), calls, theme(), Size::new(width, height))
}

fn list(front: &Front) -> World {
    let app = App::listing(theme(), Size::new(120, 40), Scope::All, Banner::default());
    World::run(front.source(), app)
}

fn maintenance() -> Reply {
    let page = "<html><body>We are down for maintenance.</body></html>".to_owned();
    Reply::Says(503, vec![("content-type", "text/html".to_owned())], page)
}

fn limit() -> Reply {
    Reply::error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
}

/// The org says no to everything, then is back: wherever that happens it is said with the next
/// step, and `r` goes on where it was.
async fn says_no(reply: Reply, said: &[&str]) {
    let front = Front::demo("").await;
    let calls = demo_calls()[..1].to_vec();
    let mut open = review(&front, calls.clone(), 80, 24);
    open.until(&["1/16  0:22.9"]).await;
    open.press("6]");
    open.until(&["7/16  2:36.5"]).await;
    let again = reply.clone();
    front.does(move |_| again.clone());
    open.press("r");
    open.until_said(said).await;
    open.press("]");
    open.until(&["8/16  2:56.3"]).await;
    let mut listed = list(&front);
    listed.until_said(&[said, &["r tries again."]].concat()).await;
    let mut opened = review(&front, calls, 80, 24);
    opened.until_said(&[said, &["r tries again."]].concat()).await;

    front.does(|_| Reply::Service);
    front.asked();
    open.press("r");
    front.until_asked("getConversationIntelligence").await;
    while open.next_output().await.is_some() {}
    assert!(open.status().starts_with("8/16  2:56.3 Question, Morven"), "{}", open.screen());
    listed.press("r");
    listed.until(&["7 calls", "1/7"]).await;
    opened.press("r");
    opened.until(&["1/16  0:22.9"]).await;
}

#[tokio::test]
async fn a_user_without_the_api_reads_whom_to_ask() {
    let reply = Reply::error(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled");
    let said = ["does not let this user use its API", "the permission “API Enabled”"];
    says_no(reply, &said).await;
}

#[tokio::test]
async fn a_limit_says_when_to_come_back() {
    let reached = "The org's limit of API requests is reached";
    says_no(limit(), &[reached, "Try again later: requests count for 24 hours."]).await;
    says_no(limit().with("retry-after", "600"), &[reached, "Try again in 10 minutes."]).await;
}

#[tokio::test]
async fn maintenance_is_no_page_to_read() {
    let down = "The org is not available at the moment (status 503).";
    says_no(maintenance(), &[down, "Try again in a few minutes"]).await;
    let told = maintenance().with("retry-after", "7200");
    says_no(told, &[down, "Try again in 2 hours."]).await;
}

#[tokio::test]
async fn a_clock_that_is_off_by_hours_comes_to_a_sane_sentence() {
    let at = |date: &str, after: &str| maintenance().with("date", date).with("retry-after", after);
    // Ten minutes by the org's own clock, whatever the time is here.
    let slow = at("Fri, 20 Feb 2026 03:00:00 GMT", "Fri, 20 Feb 2026 03:10:00 GMT");
    let fast = at("Thu, 01 Jan 2099 12:00:00 GMT", "Thu, 01 Jan 2099 12:10:00 GMT");
    for reply in [slow, fast] {
        says_no(reply, &["(status 503)", "Try again in 10 minutes."]).await;
    }
    let past = at("Fri, 20 Feb 2026 12:00:00 GMT", "Fri, 20 Feb 2026 03:00:00 GMT");
    let future = at("Fri, 20 Feb 2026 12:00:00 GMT", "Thu, 01 Jan 2099 00:00:00 GMT");
    for reply in [past, future, maintenance().with("retry-after", "4294967295")] {
        says_no(reply, &["(status 503)", "Try again in a few minutes"]).await;
    }
    let over = limit().with("retry-after", "Fri, 20 Feb 2026 03:00:00 GMT");
    says_no(over, &["Try again later: requests count for 24 hours."]).await;
}

#[tokio::test]
async fn a_call_that_is_deleted_before_it_is_opened_leaves_the_list() {
    let front = Front::demo("").await;
    let calls = demo_calls();
    let gone = calls[0].id().unwrap().to_string();
    front.does(move |asked| match asked.what.contains(&gone) {
        true if !asked.what.contains("/query") => {
            Reply::error(404, "ENTITY_IS_DELETED", "entity is deleted")
        }
        _ => Reply::Service,
    });
    let mut world = list(&front);
    world.until(&["7 calls", "Corran Bay Oysters"]).await;
    world.press("/corran<enter>");
    world.until(&["The org has no call", "r tries again."]).await;
    world.press("q<esc>g");
    world.until(&["7 calls", "1/7"]).await;
    world.press("/evaluation<enter>");
    world.until(&["Fennimore Kitchens", "1/121"]).await;
    world.press("q");
    world.until(&["1 of 7 calls"]).await;
}

#[tokio::test]
async fn a_late_answer_about_another_call_is_not_shown() {
    let front = Front::demo("").await;
    let calls = demo_calls();
    let (gate, slow) = (Arc::new(Semaphore::new(0)), calls[0].id().unwrap().to_string());
    let held = gate.clone();
    front.does(move |asked| match asked.what.contains(&slow) {
        true => Reply::Held(held.clone()),
        false => Reply::Service,
    });
    let mut world = review(&front, calls, 120, 40);
    world.until(&["call 1 of 7", "Loading"]).await;
    world.press("<c-n>");
    world.until(&["call 2 of 7", "1/121"]).await;
    gate.add_permits(100);
    while world.next_output().await.is_some() {}
    let screen = world.screen();
    assert!(screen.contains("call 2 of 7") && screen.contains("1/121"), "{screen}");
    assert!(!screen.contains("Morven") && !screen.contains("Corran"), "{screen}");
    world.press("<c-p>");
    world.until(&["call 1 of 7", "1/16", "Morven", "Corran Bay Oysters"]).await;
}
