//! Something is looked for in a call of the demo.

use super::world::{World, demo_call, demo_calls};

#[tokio::test]
async fn find_a_word_walk_its_hits_list_them_and_come_back() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Customer Impression", "Ada Marchetti"]).await;
    world.press("/hub");
    world.until(&["/hub", "5/12"]).await;
    world.press("<esc>");
    world.until(&["1/16  0:22.9 Question, Ada"]).await;
    world.press("/hub<enter>");
    world.until(&["/hub 5/12"]).await;
    world.press("n");
    world.until(&["/hub 6/12"]).await;
    world.press("N");
    world.until(&["/hub 5/12"]).await;
    world.press("h");
    world.until(&["hub: 5/12", "Transcript", "Enter goes there, Esc closes"]).await;
    world.press("G<enter>");
    world.until_gone(&["Enter goes there"]).await;
    world.press("H");
    world.press("<esc>");
    world.until_gone(&["/hub"]).await;
    world.press("*");
    world.until(&["/\""]).await;
}

#[tokio::test]
async fn marks_and_jumps_lead_back_in_an_hour_long_call() {
    let mut world = World::demo(vec![demo_call("Fennimore Kitchens")], 120, 40).await;
    world.until(&["1/121"]).await;
    world.press("20]ma");
    world.until(&["Mark a is at"]).await;
    world.press("G");
    world.until(&["121/121"]).await;
    world.press("'a");
    world.until(&["21/121"]).await;
    world.press("H");
    world.until(&["121/121"]).await;
    world.press("L");
    world.until(&["21/121"]).await;
}
