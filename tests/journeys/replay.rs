//! A coach has a call of the demo played as text.

use std::time::Duration;

use super::world::{World, demo_calls};

const MINUTE: Duration = Duration::from_mins(1);

/// A call on the screen, and a clock that runs ahead whenever everybody waits.
async fn playing(width: u16, height: u16, keys: &str) -> World {
    let mut world = World::demo(demo_calls(), width, height).await;
    world.until(&["1/16  0:22.9 Question, Ada", "Ada Marchetti", "Corran Bay"]).await;
    while world.next_output().await.is_some() {}
    tokio::time::pause();
    world.press(keys);
    world.until(&["▶ 0:22"]).await;
    world
}

#[tokio::test]
async fn the_playhead_moves_in_real_time_and_stands_still_when_paused() {
    let mut world = playing(120, 40, " ").await;
    let frames = world.frames(MINUTE).await;
    assert!(world.status().contains("▶ 1:22 ×1"), "{}", world.status());
    let bytes: usize = frames.iter().map(|(_, bytes)| bytes).sum();
    println!("×1: {} frames and {bytes} bytes in a minute", frames.len());
    assert!((60..=100).contains(&frames.len()), "{} frames", frames.len());
    assert!(bytes < 8_000, "{bytes} bytes in a minute");
    world.press(" ");
    world.until(&["‖ 1:22"]).await;
    assert_eq!(world.frames(60 * MINUTE).await, [], "nothing moves, nothing is sent");
}

#[tokio::test]
async fn eight_times_as_fast_is_four_frames_a_second() {
    let mut world = playing(160, 40, ">>>>> ").await;
    let frames = world.frames(Duration::from_secs(20)).await;
    let bytes: usize = frames.iter().map(|(_, bytes)| bytes).sum();
    println!("×8: {} frames and {bytes} bytes in 20 seconds", frames.len());
    assert!((70..=80).contains(&frames.len()), "{} frames", frames.len());
    let apart = |pair: &[(Duration, usize)]| pair[1].0.abs_diff(pair[0].0);
    let closest = frames.windows(2).map(apart).min().unwrap();
    assert!(closest >= Duration::from_millis(249), "{closest:?} apart");
    world.until(&["Played to the end, 5:01."]).await;
    assert_eq!(world.frames(60 * MINUTE).await, []);
}

#[tokio::test]
async fn only_the_prices_are_played_one_after_another() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16  0:22.9 Question, Ada", "Ada Marchetti", "Corran Bay"]).await;
    world.press("fp<esc>O");
    world.until(&["Plays 4 moments only: "]).await;
    while world.next_output().await.is_some() {}
    tokio::time::pause();
    world.press(" ");
    world.until(&["▶ 2:0", "moments only"]).await;
    world.until(&["Played to the end, 2:4"]).await;
}
