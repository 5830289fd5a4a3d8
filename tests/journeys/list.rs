//! A rep chooses what to review.

use earmark::session::Stop;

use super::world::World;

#[tokio::test]
async fn find_a_call_review_it_go_on_to_the_next_and_come_back() {
    let mut world = World::list(120, 40).await;
    world.until(&["All calls", "7 calls", "Corran Bay Oysters", "20 Nov 2026"]).await;
    world.press("/corran");
    world.until(&["1 of 7 calls", "Filter: corran"]).await;
    world.press("<enter>");
    world.until(&["call 1 of 1 found", "1/16  0:22.9 Question, Ada"]).await;
    world.press("<c-n>");
    world.until(&["This is the last call."]).await;
    world.press("q");
    world.until(&["1 of 7 calls"]).await;
    world.press("<esc>g");
    world.until(&["7 calls", "1/7"]).await;
    world.press("<enter>");
    world.until(&["call 1 of 7"]).await;
    world.press("<c-n>");
    world.until(&["call 2 of 7"]).await;
    world.press("<esc>");
    world.until(&["2/7", "7 calls"]).await;
    world.press("r");
    world.until(&["2/7", "7 calls"]).await;
    world.press("q");
    assert_eq!(world.end().await, Stop::Quit);
}

#[tokio::test]
async fn a_list_that_nothing_answers_says_so() {
    use earmark::call::Scope;
    use earmark::tui::{App, Banner, Depth, GlyphSet, Ground, Theme};
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let size = ratatui::layout::Size::new(80, 24);
    let app = App::listing(theme, size, Scope::Mine, Banner::default());
    let mut world = World::run(earmark::session::Source::files(), app);
    world.until(&["not signed in to an org", "`earmark login`"]).await;
    world.press("q");
    assert_eq!(world.end().await, Stop::Quit);
}
