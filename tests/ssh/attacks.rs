//! Visitors who mean harm.

use std::time::Duration;

use earmark::ssh::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::{Person, connect, run, signed_in};
use crate::program::Program;
use crate::world::{PATIENCE, World};

#[tokio::test]
async fn garbage_and_requests_before_the_sign_in_are_the_end() {
    let world = World::open().await;
    for first in [
        &b"GET / HTTP/1.1\r\n\r\n"[..],
        b"SSH-1.5-old\r\n",
        b"SSH-2.0-x\r\n\0\0\0\x0c\x0a\x5a\0\0\0\0\0\0\0\0\0\0",
        b"SSH-2.0-x\r\n\xff\xff\xff\xff\xff\xff\xff\xff",
    ] {
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        stream.write_all(first).await.unwrap();
        let mut told = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut told)).await.expect("it is closed");
    }
    // Somebody who has not signed in gets no channel.
    let handle = connect(world.address).await.unwrap();
    let opened = timeout(PATIENCE, handle.channel_open_session()).await.expect("an answer");
    assert!(opened.is_err());
    Person::visits(world.address, "demo").await.until("kiln").await;
}

#[tokio::test]
async fn a_flood_of_channels_is_bounded() {
    let world = World::open().await;
    let handle = signed_in(world.address, "demo").await;
    let mut open = Vec::new();
    let mut refused = 0;
    for _ in 0..100 {
        match handle.channel_open_session().await {
            Ok(channel) => open.push(channel),
            Err(_) => refused += 1,
        }
    }
    assert!((1..=8).contains(&open.len()), "{} channels", open.len());
    assert_eq!(refused + open.len(), 100);
    Person::visits(world.address, "demo").await.until("kiln").await;
}

#[tokio::test]
async fn a_flood_of_sizes_is_drawn_a_few_times_only() {
    let limits = Limits { input: 1 << 20, ..Limits::default() };
    let world = World::within(limits).await;
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    let before = ada.bytes.len();
    for i in 0..2_000u32 {
        ada.channel.window_change(100 + i % 20, 30 + i % 10, 0, 0).await.unwrap();
    }
    ada.resize(120, 40).await;
    ada.press("?").await;
    ada.until("previous moment").await;
    let frames = ada.bytes[before..].windows(8).filter(|it| *it == b"\x1b[?2026h").count();
    assert!(frames < 1_000, "{frames} frames");
}

#[test]
fn a_paste_of_a_hundred_megabytes_takes_no_memory() {
    let program = Program::start(&["--open", "--input-rate", "1000000000"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = runtime.block_on(async {
        let mut ada = Person::visits(program.address, "demo").await;
        ada.until("Corran Bay").await;
        let before = program.resident();
        ada.press(":\x1b[200~").await;
        let piece = "0123456789abcde ".repeat(4_096);
        for _ in 0..(100 << 20) / piece.len() {
            ada.press(&piece).await;
        }
        ada.press("\x1b[201~").await;
        ada.until("0123456789").await;
        ada.press("\x1b").await;
        ada.quiet().await;
        ada.press("?").await;
        ada.until("previous moment").await;
        before
    });
    let grown = program.peak().saturating_sub(before);
    assert!(grown < 24 << 10, "{grown} KiB more");
}

#[test]
fn those_who_have_not_signed_in_take_little_memory() {
    let program = Program::start(&["--open", "--sign-ins-per-address", "64"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let before = program.resident();
        let mut open = Vec::new();
        for _ in 0..64 {
            let mut stream = TcpStream::connect(program.address).await.unwrap();
            // The longest packet there may be, and never its end.
            stream.write_all(b"SSH-2.0-x\r\n\0\x03\xff\xff").await.unwrap();
            open.push(stream);
        }
        for stream in &mut open {
            let piece = vec![0; 200 << 10];
            let _ = timeout(Duration::from_secs(2), stream.write_all(&piece)).await;
        }
        let grown = program.resident().saturating_sub(before);
        assert!(grown < 48 << 10, "{grown} KiB for 64 who said nothing of use");
    });
}

#[test]
fn names_with_control_characters_are_one_clean_line_of_the_log() {
    let program = Program::start(&["--open"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let user = "a\x1b]0;gone\x07\r\n{\"forged\":true}\u{202e}x".repeat(50);
        let handle = signed_in(program.address, &user).await;
        assert_eq!(run(&handle, Some("show Corran")).await.status, Some(0));
    });
    program.until_logged("a session ended");
    let log = program.end();
    for line in log.lines() {
        assert!(!line.contains(['\x1b', '\u{7}', '\u{202e}']), "{line:?}");
        let line: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        assert!(line.get("forged").is_none());
        if let Some(user) = line["user"].as_str() {
            assert!(user.chars().count() <= 64, "{user}");
        }
    }
}
