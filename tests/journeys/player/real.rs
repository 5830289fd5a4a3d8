//! The same with mpv itself, where it is installed.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use earmark::session::{Patience, Player};

use super::with;

/// So many seconds of silence, as a wave of 8 bits.
fn wave(seconds: u32) -> Vec<u8> {
    const RATE: u32 = 8_000;
    let length = RATE * seconds;
    let mut wave = Vec::new();
    wave.extend_from_slice(b"RIFF");
    wave.extend_from_slice(&(36 + length).to_le_bytes());
    wave.extend_from_slice(b"WAVEfmt ");
    wave.extend_from_slice(&16u32.to_le_bytes());
    // PCM, one channel, at that rate, a byte a sample.
    wave.extend_from_slice(&[1, 0, 1, 0]);
    wave.extend_from_slice(&RATE.to_le_bytes());
    wave.extend_from_slice(&RATE.to_le_bytes());
    wave.extend_from_slice(&[1, 0, 8, 0]);
    wave.extend_from_slice(b"data");
    wave.extend_from_slice(&length.to_le_bytes());
    wave.resize(wave.len() + length as usize, 128);
    wave
}

fn is_installed() -> bool {
    let asked = Command::new("mpv").arg("--version").stdout(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

#[tokio::test]
async fn mpv_plays_seeks_repeats_and_refuses() {
    if !is_installed() {
        eprintln!("mpv is not installed here");
        return;
    }
    let limit = Duration::from_secs(20);
    let player = || {
        Player::new(vec!["mpv".into(), "--ao=null".into()])
            .with_patience(Patience { reply: limit, load: limit })
    };
    let dir = tempfile::tempdir().unwrap();
    let (response, sound) = (dir.path().join("call.json"), dir.path().join("--quit -- a.wav"));
    fs::write(&sound, wave(60)).unwrap();
    let mut world = with(response.clone(), sound.clone(), player());
    world.until(&["1/30"]).await;
    world.press("10] ");
    world.until_played(21..=39).await;
    world.press(":40<enter>");
    world.until_played(41..=58).await;
    world.press(">>>>f!<esc>O:10<enter>");
    // From the window at ten seconds into the one at forty.
    world.until(&["×4 moments only"]).await;
    world.until_played(40..=41).await;
    world.until(&["Played to the end, 0:41."]).await;
    world.press("OF:58<enter> ");
    world.until(&["Played to the end, 0:59."]).await;
    world.press("<c-c>");
    world.end().await;
    fs::write(&sound, "not a sound").unwrap();
    let mut world = with(response, sound, player());
    world.until(&["1/30"]).await;
    world.press(" ");
    world.until_said(&["mpv cannot play --quit -- a.wav", "plays as text"]).await;
}
