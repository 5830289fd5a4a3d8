//! A call is left and opened again, in another session.

use earmark::call::CallKey;
use earmark::session::{Input, Source, Stop};
use earmark::store::Journal;
use earmark::tui::{App, CallRef, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;

use super::files::{insights, moment, saved};
use super::world::{World, demo_call, demo_calls, demo_org};

async fn source(dir: &std::path::Path) -> Source {
    demo_org(&[]).await.with_journal(Some(Journal::at(dir.join("journal.db"))))
}

fn app(calls: Vec<CallRef>) -> App {
    App::new(calls, Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode), Size::new(120, 40))
}

#[tokio::test]
async fn a_call_opens_where_it_was_left() {
    let dir = tempfile::tempdir().unwrap();
    let call = demo_call("Corran");
    let mut world = World::run(source(dir.path()).await, app(vec![call.clone()]));
    world.until(&["1/16"]).await;
    world.press("cq2]v<tab>");
    world.until(&["━ Transcript"]).await;
    let left = world.status();
    // A signal leaves no time to say goodbye.
    world.send(Input::Stop(Stop::Signal(15)));
    assert_eq!(world.end().await, Stop::Signal(15));

    let mut world = World::run(source(dir.path()).await, app(vec![call.clone()]));
    world.until(&["━ Transcript", &left]).await;
    world.press("q");
    world.until(&["━ Timeline"]).await;
    world.press("F5]");
    world.until(&["9/16"]).await;
    world.press("q");
    assert_eq!(world.end().await, Stop::Quit);

    // A link says where to be.
    let at = earmark::call::Offset::from_centis(2_290);
    let linked = app(vec![call.clone()]).opening(call.clone(), Some(at));
    let mut world = World::run(source(dir.path()).await, linked);
    world.until(&["1/16  0:22.9"]).await;
    world.press("q");
    world.end().await;
    // Looking at it from there is no place of its own.
    let mut world = World::run(source(dir.path()).await, app(vec![call]));
    world.until(&["9/16"]).await;
}

#[tokio::test]
async fn what_was_kept_after_a_rest_outlives_a_session_that_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let call = demo_call("Corran");
    let mut world = World::run(source(dir.path()).await, app(vec![call.clone()]));
    world.until(&["1/16"]).await;
    world.press("3]");
    world.until(&["4/16"]).await;
    let journal = Journal::at(dir.path().join("journal.db"));
    let kept = async {
        while journal.position(&CallKey::record(call.id().unwrap())).await.unwrap().is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::world::PATIENCE, kept).await.unwrap();
    // Nothing of the session is left to save anything.
    drop(world);
    let mut world = World::run(source(dir.path()).await, app(vec![call]));
    world.until(&["4/16"]).await;
}

#[tokio::test]
async fn a_saved_response_opens_where_it_was_left_with_its_marks() {
    let dir = tempfile::tempdir().unwrap();
    let (_saved, file) = saved(&insights(&[moment(3.0), moment(9.0), moment(12.0)]));
    let open = || app(vec![CallRef::File(file.clone())]);
    let mut world = World::run(source(dir.path()).await, open());
    world.until(&["1/3"]).await;
    world.press("ma2]");
    world.until(&["3/3"]).await;
    world.press("q");
    world.end().await;
    let mut world = World::run(source(dir.path()).await, open());
    world.until(&["3/3"]).await;
    world.press("'a");
    world.until(&["1/3"]).await;
}

#[tokio::test]
async fn calls_are_gone_through_one_by_one() {
    let dir = tempfile::tempdir().unwrap();
    let calls = demo_calls();
    let mut world = World::run(source(dir.path()).await, app(calls.clone()));
    world.until(&["call 1 of 7"]).await;
    world.press("u");
    world.until(&["call 2 of 7"]).await;
    world.press("u");
    world.until(&["call 3 of 7"]).await;
    world.press("<c-p>");
    world.until(&["reviewed, call 2 of 7"]).await;
    world.press("q");
    world.end().await;

    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let scope = earmark::call::Scope::All;
    let listing = App::listing(theme, Size::new(120, 40), scope, earmark::tui::Banner::default());
    let mut world = World::run(source(dir.path()).await, listing);
    world.until(&["5 to review · 7 calls"]).await;
    world.press("/is:new");
    world.until(&["5 to review · 5 of 7 calls"]).await;
    world.press("<esc>/is:rev<enter>");
    world.until(&["reviewed, call 1 of 2"]).await;
    world.press("u");
    world.until(&["To be reviewed again."]).await;
    world.press("q");
    world.until(&["6 to review · 1 of 7 calls"]).await;
}
