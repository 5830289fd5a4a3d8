//! What was fetched is kept: shown before the org answers, and without it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use earmark::session::Source;
use earmark::store::{About, Cache};
use earmark::tui::{CallRef, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::org::{Org, account, id, kept, nothing, open, questions};
use super::world::{PATIENCE, World};

fn world(source: Source) -> World {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    World::start(source, vec![CallRef::Record(id())], theme, Size::new(120, 40))
}

/// Fetches the call once, until all of it is kept.
async fn fetch(org: &Org, dir: &Path) {
    let cache = open(dir);
    let mut world = world(org.source().keeping_for(cache.clone(), account()));
    world.until(&["1/4", "Two kilns"]).await;
    let all = async {
        while !(is_kept(&cache, "conversation").await && is_kept(&cache, "record").await) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    if tokio::time::timeout(PATIENCE, all).await.is_err() {
        while world.next_output().await.is_some() {}
        panic!("what was fetched is not kept:\n{}", world.screen());
    }
    world.press("q");
    world.end().await;
}

async fn is_kept(cache: &Cache, part: &str) -> bool {
    let (account, id) = (account(), id());
    let about = About { account: &account, subject: id.as_str(), part };
    cache.get(about, jiff::Timestamp::now()).await.is_some()
}

#[tokio::test]
async fn a_call_is_there_without_the_org_and_says_how_old_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut org = Org::start(questions(4, Some("They agreed."))).await;
    fetch(&org, dir.path()).await;
    org.stop().await;
    let mut world = world(kept(org.source(), dir.path()));
    world.until(&["They agreed.", "Two kilns", "1:30"]).await;
    world.until(&["kept copy, under 1 min old", "refuses connections"]).await;
    world.press("]");
    world.until(&["2/4", "kept copy"]).await;
}

#[tokio::test]
async fn offline_asks_nobody() {
    let dir = tempfile::tempdir().unwrap();
    let org = Org::start(questions(4, None)).await;
    fetch(&org, dir.path()).await;
    let before = org.requests();
    let mut world = world(kept(org.source(), dir.path()).offline());
    world.until(&["1/4", "Two kilns", "offline, under 1 min old"]).await;
    world.until(&["is offline and does not ask."]).await;
    world.press("r]");
    world.until(&["2/4"]).await;
    while world.next_output().await.is_some() {}
    assert_eq!(org.requests(), before);
}

#[tokio::test]
async fn offline_what_was_never_fetched_is_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let org = Org::start(questions(4, None)).await;
    let mut world = world(kept(org.source(), dir.path()).offline());
    world.until(&["has not been fetched before", "--offline"]).await;
    assert_eq!(org.requests(), 0);
}

#[tokio::test]
async fn the_kept_call_comes_first_and_then_the_fresh_one_at_the_same_place() {
    let dir = tempfile::tempdir().unwrap();
    let org = Org::start(questions(4, Some("They agreed."))).await;
    fetch(&org, dir.path()).await;
    org.hold();
    org.says(200, questions(6, Some("They agreed on six.")));
    let mut world = world(kept(org.source(), dir.path()));
    world.until(&["1/4", "kept copy, under 1 min old", "asking again"]).await;
    world.press("2]");
    world.until(&["3/4  0:30.0"]).await;
    org.open();
    world.until(&["3/6  0:30.0", "They agreed on six."]).await;
    world.until_gone(&["kept copy", "asking again"]).await;
}

#[tokio::test]
async fn an_answer_that_is_the_same_changes_only_its_age() {
    let dir = tempfile::tempdir().unwrap();
    let org = Org::start(questions(4, Some("They agreed."))).await;
    fetch(&org, dir.path()).await;
    org.hold();
    let mut world = world(kept(org.source(), dir.path()));
    world.until(&["1/4", "Two kilns", "kept copy, under 1 min old", "asking again"]).await;
    while world.next_output().await.is_some() {}
    let before = world.screen();
    org.open();
    world.until_gone(&["kept copy", "asking again"]).await;
    let rows = |screen: &str| screen.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(rows(&world.screen()), rows(&before));
}

#[tokio::test]
async fn a_call_that_may_not_be_seen_any_more_is_shown_no_more_and_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let org = Org::start(questions(4, Some("They agreed."))).await;
    fetch(&org, dir.path()).await;
    org.hold();
    org.says(404, nothing());
    let mut world = world(kept(org.source(), dir.path()));
    world.until(&["They agreed.", "kept copy"]).await;
    org.open();
    world.until(&["The org has no call", "r tries again."]).await;
    world.until_gone(&["They agreed.", "kept copy"]).await;
    for part in ["conversation", "record"] {
        assert!(!is_kept(&open(dir.path()), part).await, "{part}");
    }
}

#[tokio::test]
async fn without_a_place_to_keep_it_the_call_is_there_with_one_remark() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let org = Org::start(questions(4, Some("They agreed."))).await;
    let mut world = world(kept(org.source(), &file));
    world.until(&["They agreed.", "What is fetched is not kept"]).await;
    world.press("]r");
    world.until_gone(&["What is fetched is not kept"]).await;
    while world.next_output().await.is_some() {}
    assert!(world.screen().contains("2/4") && !world.screen().contains("not kept"));
}

#[tokio::test]
async fn two_users_of_an_org_are_not_shown_each_others_calls() {
    let dir = tempfile::tempdir().unwrap();
    let mut org = Org::start(questions(4, Some("They agreed."))).await;
    fetch(&org, dir.path()).await;
    org.stop().await;
    let other = earmark::call::Account { user: "kit".to_owned(), ..account() };
    let mut world = world(org.source().keeping_for(open(dir.path()), other));
    world.until(&["refuses connections"]).await;
    assert!(!world.screen().contains("They agreed."));
}
