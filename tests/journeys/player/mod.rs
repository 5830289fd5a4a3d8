//! A call with its recording, played by a program that speaks as mpv does, and by mpv where it
//! is installed.

mod fake;
mod real;

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};

use earmark::call::replay::Media;
use earmark::session::{Patience, Player, Source, Tasks};
use earmark::tui::{App, CallRef, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;
use serde_json::json;

use super::world::World;

/// Thirty moments, two seconds apart, each with a window of a second.
fn response() -> String {
    let moment = |i: u32| {
        json!({"momentOffset": i * 2, "startOffset": i * 2, "endOffset": i * 2 + 1,
               "entries": [format!("Moment {i}.")], "sequences": [i], "speakerId": "Speaker 1",
               "needsAttention": i == 5 || i == 20})
    };
    let moments: Vec<_> = (0..30).map(moment).collect();
    json!({"momentInsights": [{"category": "Question", "insightTypeId": "q", "keyword": "Question",
                               "momentTimes": moments}]})
    .to_string()
}

/// The fake player, which is this very program.
fn fake(reply: Duration, load: Duration) -> Player {
    let program = env::current_exe().unwrap().into_os_string();
    let mut command = vec![program];
    let words = ["--ignored", "--exact", "player::fake::plays", "--nocapture", "-q", "--"];
    command.extend(words.map(Into::into));
    Player::new(command).with_patience(Patience { reply, load })
}

/// A generous one, for a machine that is busy.
fn patient() -> Player {
    fake(Duration::from_secs(20), Duration::from_secs(20))
}

/// A call with a recording of that name; the fake does as it says.
fn call(recording: &str, player: Player) -> (tempfile::TempDir, World) {
    let dir = tempfile::tempdir().unwrap();
    let sound = dir.path().join(recording);
    fs::write(&sound, "not a sound").unwrap();
    let world = with(dir.path().join("call.json"), sound, player);
    (dir, world)
}

fn with(path: PathBuf, sound: PathBuf, player: Player) -> World {
    fs::write(&path, response()).unwrap();
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let call = CallRef::File(path);
    let app = App::new(vec![call.clone()], theme, Size::new(120, 40))
        .hearing(vec![(call, Media::File(sound))]);
    World::with(Tasks::new(Source::files()).hearing(player), app)
}

/// The seconds that the status row shows.
fn seconds(world: &World) -> u64 {
    let status = world.status();
    let clock = status.split(' ').find(|word| word.contains(':')).unwrap();
    let (minutes, seconds) = clock.split_once(':').unwrap();
    let seconds = seconds.split('.').next().unwrap();
    minutes.parse::<u64>().unwrap() * 60 + seconds.parse::<u64>().unwrap()
}

#[tokio::test]
async fn the_playhead_follows_what_is_heard_and_what_is_heard_the_playhead() {
    let (_dir, mut world) = call("-tone.wav", patient());
    world.until(&["1/30"]).await;
    world.press("10] ");
    world.until_played(20..=38).await;
    world.until_played(22..=38).await;
    world.press(":40<enter>");
    world.until_played(40..=58).await;
    world.until_played(41..=58).await;
    world.press(":30<enter>");
    world.until_played(30..=39).await;
    world.press(" ");
    world.until(&["‖ 0:3"]).await;
    while world.next_output().await.is_some() {}
    let before = world.status();
    assert_eq!(world.frames(Duration::from_millis(700)).await, [], "{before}");
    assert_eq!(world.status(), before);
    world.press("> ");
    world.until(&["▶ 0:", "×1.25"]).await;
}

#[tokio::test]
async fn a_player_that_says_much_draws_little() {
    let (_dir, mut world) = call("tone.wav", patient());
    world.until(&["1/30"]).await;
    world.press(">>>>> ");
    world.until(&["▶ 0:1", "×8"]).await;
    let frames = world.frames(Duration::from_secs(2)).await;
    assert!(frames.len() <= 9, "{} frames in two seconds", frames.len());
}

#[tokio::test]
async fn only_the_moments_that_are_shown_are_heard_and_then_it_is_over() {
    let (_dir, mut world) = call("tone.wav", patient());
    world.until(&["1/30"]).await;
    world.press("f!<esc>O ");
    world.until(&["×1 moments only"]).await;
    world.until_played(10..=11).await;
    world.until_played(40..=41).await;
    world.until(&["Played to the end, 0:41."]).await;
    world.press(" ");
    world.until_played(10..=11).await;
}

#[tokio::test]
async fn two_places_are_repeated() {
    let (_dir, mut world) = call("tone.wav", patient());
    world.until(&["1/30"]).await;
    world.press("l]l");
    world.until(&["Repeats 0:00.0 to 0:02.0."]).await;
    world.press("g ");
    world.until_played(0..=1).await;
    world.frames(Duration::from_secs(3)).await;
    assert!(seconds(&world) <= 2, "{}", world.status());
    world.press("l");
    world.until_played(3..=58).await;
}

#[tokio::test]
async fn the_recording_ends_before_the_call() {
    let (_dir, mut world) = call("short.wav", patient());
    world.until(&["1/30"]).await;
    world.press("]] ");
    world.until(&["Played to the end, 0:05."]).await;
    world.press(" ");
    world.until_played(0..=4).await;
}

#[tokio::test]
async fn what_goes_wrong_is_said_and_the_call_goes_on_as_text() {
    let (short, long) = (Duration::from_millis(400), Duration::from_secs(20));
    let cases: [(&str, Player, &str); 7] = [
        ("tone.wav", Player::new(vec!["no-such-player".into()]), "which is not installed here."),
        ("broken.wav", patient(), "cannot play broken.wav (unrecognized file format)."),
        ("dies.wav", patient(), "has ended."),
        ("mute.wav", fake(short, long), "does not answer."),
        ("hangs.wav", fake(Duration::from_secs(2), long), "does not answer."),
        ("slow.wav", fake(long, short), "slow.wav does not come."),
        ("garbage.wav", patient(), "does not speak as mpv does."),
    ];
    let fails = async |(recording, player, said): (&str, Player, &str)| {
        let (_dir, mut world) = call(recording, player);
        world.until(&["1/30"]).await;
        world.press("] ");
        world.until_said(&[said, "as text"]).await;
        // The next key takes the notice away.
        world.press("<enter>");
        world.until_played(3..=58).await;
    };
    futures::future::join_all(cases.map(fails)).await;
    let (dir, mut world) = call("tone.wav", patient());
    world.until(&["1/30"]).await;
    fs::remove_file(dir.path().join("tone.wav")).unwrap();
    world.press(" ");
    world.until_said(&["The recording tone.wav cannot be read"]).await;
    world.press("<enter>");
    world.until_played(2..=58).await;
}

#[tokio::test]
async fn a_player_that_died_is_started_again() {
    let (dir, mut world) = call("dies-once.wav", patient());
    world.until(&["1/30"]).await;
    world.press(" ");
    world.until_said(&["has ended.", "once more"]).await;
    assert!(dir.path().join("dies-once.wav.died").exists());
    world.press(" ");
    world.until(&["‖"]).await;
    let paused = seconds(&world);
    world.press(" ");
    world.until(&["loading"]).await;
    world.until_gone(&["loading"]).await;
    world.until_played(paused + 2..=58).await;
}

#[tokio::test]
async fn the_player_ends_with_the_session() {
    let (dir, mut world) = call("tone.wav", patient());
    let alive = dir.path().join("tone.wav.alive");
    world.until(&["1/30"]).await;
    world.press(" ");
    world.until_played(1..=58).await;
    let process: u32 = fs::read_to_string(&alive).unwrap().parse().unwrap();
    world.press("<c-c>");
    world.end().await;
    for _ in 0..400 {
        let state = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        if !cfg!(target_os = "linux") || state.is_empty() || state.contains(") Z ") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the player is still there");
}
