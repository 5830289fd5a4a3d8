//! A rep reviews the demo's calls.

use earmark::session::Stop;

use super::world::{World, demo_call, demo_calls};

#[tokio::test]
async fn open_the_demo_find_the_customers_question_filter_to_pricing_and_keep_the_place() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world
        .until(&["Corran Bay Oysters", "Ada Marchetti", "20 Nov 2026", "Customer Impression"])
        .await;
    world.until(&["1/16  0:22.9 Question, Ada"]).await;
    world.press("s2");
    world.until(&["2:10.0 Pricing, Morven"]).await;
    world.press(")");
    world.until(&["2:36.5 Question, Morven"]).await;
    world.press("}");
    world.until(&["2:56.3 Question, Morven"]).await;
    world.press("fp<esc>");
    // The filter hides the moment under the playhead; the time stays.
    world.until(&["4 moments of 16, filtered  2:56.3 Question, Morven"]).await;
    world.press("F");
    world.until(&["8/16  2:56.3 Question, Morven"]).await;
}

#[tokio::test]
async fn motions_count_repeat_and_say_where_they_end() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    world.press("3]");
    world.until(&["4/16"]).await;
    world.press("[.");
    world.until(&["2/16"]).await;
    world.press("cn");
    world.until(&["10/16  3:37.0 Next Step"]).await;
    world.press(".");
    world.until(&["12/16  3:58.6 Next Step"]).await;
    world.press("Cp");
    world.until(&["6/16  2:30.2 Pricing"]).await;
    world.press("S1");
    world.until(&["5/16  2:16.0 Pricing, Ada"]).await;
    world.press("!");
    world.until(&["10/16"]).await;
    world.press("G]");
    world.until(&["No later moment."]).await;
    world.press("cz");
    world.until(&["No category has the key z"]).await;
    world.press("s7");
    world.until(&["No speaker has the key 7"]).await;
    world.press("7g");
    world.until(&["7/16"]).await;
    world.press("99<up>");
    world.until(&["1/16"]).await;
    world.press("<pgdn><pgdn>");
    world.until(&["16/16"]).await;
    world.press("{");
    world.until(&["15/16"]).await;
    world.press("(");
    world.until(&["14/16"]).await;
}

#[tokio::test]
async fn a_prefix_says_what_it_waits_for() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    world.press("2c");
    world.until(&["2c and a category's letter"]).await;
    world.press("n");
    world.until(&["12/16"]).await;
    world.press("s<esc>");
    world.until(&["] next"]).await;
    assert!(world.status().contains("12/16"));
}

#[tokio::test]
async fn times_are_gone_to_as_they_are_typed() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    world.press(":2:30.2<enter>");
    world.until(&["6/16  2:30.2 Pricing"]).await;
    world.press(":50%<enter>");
    world.until(&["16 moments  2:30.5", "No moment at 2:30.5; ] and [ go"]).await;
    world.press("]");
    world.until(&["7/16  2:36.5"]).await;
    world.press(":+30<enter>");
    world.until(&["3:06.5"]).await;
    world.press(":soon<enter>");
    world.until(&["Nothing is called that."]).await;
    world.press(":12<esc>");
    world.until(&["3:06.5"]).await;
}

#[tokio::test]
async fn the_filter_is_chosen_in_its_box_or_in_the_insights_pane() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16"]).await;
    world.press("f");
    world.until(&["Filter: 16 of 16", "letter, digit"]).await;
    world.press("q2");
    world.until(&["Filter: 3 of 16"]).await;
    world.press("!");
    world.until(&["Filter: 0 of 16"]).await;
    world.press("<esc>");
    world.until(&["No moment passes the filter. F clears it"]).await;
    world.press("F<s-tab>jj<enter>");
    world.until(&["1/7 of 16, filtered"]).await;
    world.press("<enter>");
    world.until(&["1/16"]).await;
}

#[tokio::test]
async fn the_ruler_zooms_and_its_lanes_change() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["Ada   ", "Morven", "╷0:00"]).await;
    world.press("v");
    world.until(&["categories", "Next Step  "]).await;
    world.press("v");
    world.until(&["moments    "]).await;
    world.press("vzz");
    world.until(&["╷0:10"]).await;
    world.press("ZZZ");
    world.until(&["The ruler shows the whole call."]).await;
}

#[tokio::test]
async fn help_shows_every_key_and_closes() {
    let mut world = World::demo(demo_calls(), 200, 50).await;
    world.until(&["1/16"]).await;
    world.press("?");
    let rows = earmark::tui::action::rows(earmark::tui::action::Screen::Review);
    let helps: Vec<&str> = rows.map(|row| row.help).collect();
    world.until(&helps).await;
    world.press("?");
    world.until_gone(&["Keys (Esc closes)"]).await;
}

#[tokio::test]
async fn calls_follow_one_another_and_each_says_why_it_is_empty() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["call 1 of 7", "1/16"]).await;
    world.press("<c-p>");
    world.until(&["This is the first call."]).await;
    world.press("<c-n><c-n>");
    world.until(&["call 3 of 7", "No summary yet. A summary", "voice"]).await;
    world.press("<c-n>");
    world.until(&["call 4 of 7", "probably still being", "Nothing yet"]).await;
    world.press("<c-n>");
    world.until(&["call 5 of 7", "No insights were found in this call"]).await;
    world.press("<c-n>");
    world.until(&["call 6 of 7", "霧ヶ瀬酒造", "נועה ברקאי", "質問"]).await;
    world.press("<c-n>");
    world.until(&["call 7 of 7", "Bellweather"]).await;
    world.press("<c-n>");
    world.until(&["This is the last call."]).await;
}

#[tokio::test]
async fn an_hour_of_four_speakers_and_eight_categories_fits() {
    let mut world = World::demo(vec![demo_call("Fennimore Kitchens")], 120, 40).await;
    world.until(&["1/121", "Competit…", "Decision…", "57:18"]).await;
    world.press("G");
    world.until(&["121/121"]).await;
    world.press("v");
    world.until(&["2 more"]).await;
}

#[tokio::test]
async fn reading_panes_scroll_and_tab_goes_round() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Customer Impression"]).await;
    world.press("<tab><tab><tab>");
    world.press("G");
    world.until_gone(&["Customer Impression"]).await;
    world.press("g");
    world.until(&["Customer Impression"]).await;
    world.press("<esc>");
    world.until(&["━ Timeline"]).await;
    world.press("<enter>");
    world.until(&["━ Moment"]).await;
    world.press("q");
    world.until(&["━ Timeline"]).await;
    world.press("q");
    assert_eq!(world.end().await, Stop::Quit);
}
