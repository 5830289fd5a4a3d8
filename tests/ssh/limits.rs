//! What nobody can exceed, and nobody else notices.

use std::time::{Duration, Instant};

use earmark::ssh::Limits;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::access::key;
use crate::client::{Person, connect, run, signed_in, with_key, with_room};
use crate::program::Program;
use crate::relay::Relay;
use crate::world::{PATIENCE, World};

const SHORT: Duration = Duration::from_millis(700);

#[tokio::test]
async fn a_full_host_says_so_and_takes_the_next_when_one_leaves() {
    let world = World::within(Limits { sessions: 1, ..Limits::default() }).await;
    let mut first = Person::visits(world.address, "demo").await;
    first.until("kiln").await;
    let mut second = Person::visits(world.address, "demo").await;
    second.end().await;
    assert_eq!(second.status, Some(1));
    assert!(second.error.contains("no place left"), "{}", second.error);
    first.press("q").await;
    first.end().await;
    world.until_open(0).await;
    Person::visits(world.address, "demo").await.until("kiln").await;
}

#[tokio::test]
async fn an_address_has_only_so_many_sessions() {
    let world = World::within(Limits { sessions_per_address: 1, ..Limits::default() }).await;
    let mut first = Person::visits(world.address, "demo").await;
    first.until("kiln").await;
    // Another channel of the same connection counts, too.
    let done = run(&first.handle, Some("show x")).await;
    assert_eq!(done.status, Some(1));
    assert!(done.error.contains("too many sessions from your address"), "{done:?}");
}

#[tokio::test]
async fn whoever_presses_no_key_is_let_go() {
    let world = World::within(Limits { idle: SHORT, ..Limits::default() }).await;
    let mut ada = Person::visits(world.address, "demo").await;
    ada.end().await;
    assert_eq!(ada.status, Some(1));
    let told = String::from_utf8_lossy(&ada.bytes).into_owned();
    assert!(told.contains("\x1b[?1049l") && told.contains("no key came"), "{told:?}");
    world.until_told("earmark_ssh_endings_total{ending=\"idle\"} 1").await;
}

#[tokio::test]
async fn whoever_only_watches_presses_no_key() {
    let program = Program::start(&["--open", "--idle-time", "3s"]);
    // Each change of the clock fills half of that.
    let handle = with_room(program.address, 32).await;
    let mut ada = Person::at(handle, (120, 40), &[("LANG", "C.UTF-8")]).await;
    ada.until("1/16").await;
    // From here on the call plays by itself, and the client has ever more room.
    ada.press(" ").await;
    let before = ada.bytes.len();
    ada.end().await;
    assert!(ada.bytes.len() > before + 512, "there was something to watch");
    assert!(String::from_utf8_lossy(&ada.bytes).contains("no key came"));
}

#[tokio::test]
async fn a_session_lasts_only_so_long_whatever_is_pressed() {
    let world = World::within(Limits { session: SHORT, ..Limits::default() }).await;
    let mut ada = Person::visits(world.address, "demo").await;
    let pressing = async {
        loop {
            let _ = ada.channel.data(&b"j"[..]).await;
            if timeout(Duration::from_millis(50), ada.next()).await == Ok(None) {
                break;
            }
        }
    };
    timeout(PATIENCE, pressing).await.unwrap();
    assert!(String::from_utf8_lossy(&ada.bytes).contains("as long as one may"));
}

#[tokio::test]
async fn whoever_says_nothing_at_all_loses_their_place() {
    let limits = Limits { signing_in: 1, sign_in: SHORT, ..Limits::default() };
    let world = World::within(limits).await;
    // The second has the place of the first.
    for _ in 0..2 {
        let mut silent = TcpStream::connect(world.address).await.unwrap();
        let mut told = Vec::new();
        timeout(PATIENCE, silent.read_to_end(&mut told)).await.unwrap().unwrap();
        assert!(told.starts_with(b"SSH-2.0-earmark_"));
    }
}

#[tokio::test]
async fn whoever_does_not_come_to_a_session_loses_their_place() {
    // Enough for a sign-in while other tests keep the machine busy.
    let limit = Duration::from_secs(5);
    let limits = Limits { signing_in: 1, sign_in: limit, ..Limits::default() };
    let world = World::within(limits).await;
    // Signs in, and asks for nothing.
    let handle = signed_in(world.address, "demo").await;
    let began = Instant::now();
    while !handle.is_closed() {
        assert!(began.elapsed() < PATIENCE, "it is closed");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // One who does has all the time.
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    tokio::time::sleep(limit + SHORT).await;
    ada.press("?").await;
    ada.until("previous moment").await;
}

#[tokio::test]
async fn a_connection_has_only_so_many_tries() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keys");
    std::fs::write(&file, key(1).public_key().to_openssh().unwrap()).unwrap();
    let access = earmark::ssh::Access::from_file(&file).unwrap();
    let world = World::with(access, Limits { attempts: 2, ..Limits::default() }).await;
    let mut handle = connect(world.address).await.unwrap();
    for number in 2..5 {
        if with_key(&mut handle, "demo", &key(number)).await.is_err() {
            break;
        }
    }
    assert!(with_key(&mut handle, "demo", &key(1)).await.is_err(), "the connection is closed");
}

#[tokio::test]
async fn sizes_from_1_by_1_to_500_by_200_are_drawn_and_larger_ones_refused() {
    let world = World::open().await;
    for size in [(1, 1), (500, 200)] {
        let handle = signed_in(world.address, "demo").await;
        let mut person = Person::at(handle, size, &[]).await;
        while person.bytes.is_empty() {
            timeout(PATIENCE, person.next()).await.unwrap().unwrap();
        }
        person.press("q").await;
        person.end().await;
        assert_eq!(person.status, Some(0), "{size:?}");
    }
    let handle = signed_in(world.address, "demo").await;
    let mut person = Person::at(handle, (501, 200), &[]).await;
    person.end().await;
    assert_eq!(person.status, Some(1));
    assert!(person.error.contains("larger than 500x200"), "{}", person.error);
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    ada.channel.window_change(100_000, 100_000, 0, 0).await.unwrap();
    ada.until("larger than 500x200").await;
}

#[tokio::test]
async fn keys_beyond_the_rate_wait_and_none_is_lost() {
    let world = World::within(Limits { input: 1_000, ..Limits::default() }).await;
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    let began = Instant::now();
    // Twice the rate passes at once, and the rest takes two seconds.
    for _ in 0..4 {
        ada.press(&"j".repeat(1_000)).await;
    }
    ada.press("?").await;
    ada.until("previous moment").await;
    assert!(began.elapsed() > Duration::from_millis(1_500), "{:?}", began.elapsed());
}

#[tokio::test]
async fn one_who_reads_nothing_does_not_slow_another() {
    let world = World::open().await;
    // Its client stops to read what comes, and keys go on: frames wait for it alone.
    let handle = signed_in(world.address, "demo").await;
    let stuck = handle.channel_open_session().await.unwrap();
    stuck.request_pty(false, "xterm-256color", 200, 60, 0, 0, &[]).await.unwrap();
    stuck.request_shell(false).await.unwrap();
    let keys = async {
        loop {
            stuck.data(&b"?q"[..]).await.unwrap();
        }
    };
    assert!(timeout(Duration::from_secs(3), keys).await.is_err());
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    for _ in 0..10 {
        let began = Instant::now();
        ada.press("?").await;
        ada.until("previous moment").await;
        ada.press("q").await;
        ada.until("kiln").await;
        assert!(began.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn a_panic_ends_one_session_only() {
    let world = World::open().await;
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    let mut other = Person::visits(world.address, "panic").await;
    other.end().await;
    assert_eq!(other.status, Some(1));
    let told = String::from_utf8_lossy(&other.bytes).into_owned();
    assert!(told.contains("defect of earmark") && !told.contains("what a call says"), "{told}");
    world.until_told("earmark_ssh_endings_total{ending=\"panicked\"} 1").await;
    world.until_open(1).await;
    ada.press("?").await;
    ada.until("previous moment").await;
}

#[tokio::test]
async fn a_lost_connection_frees_its_place() {
    let world =
        World::within(Limits { keep_alive: Duration::from_secs(1), ..Limits::default() }).await;
    let relay = Relay::to(world.address).await;
    let mut ada = Person::visits(relay.address, "demo").await;
    ada.until("kiln").await;
    world.until_open(1).await;
    relay.stall();
    world.until_open(0).await;
}

#[tokio::test]
async fn a_slow_line_shows_whole_frames_of_what_is_now() {
    let world = World::open().await;
    let relay = Relay::slow(world.address).await;
    let mut ada = Person::visits(relay.address, "demo").await;
    ada.until("kiln").await;
    // Many screens that are not worth seeing any more.
    for _ in 0..100 {
        ada.press("?q").await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let before = ada.bytes.len();
    ada.press("?").await;
    ada.until("previous moment").await;
    ada.quiet().await;
    assert!(ada.bytes.len() - before < 40_000, "{} bytes", ada.bytes.len() - before);
    assert!(ada.bytes.ends_with(b"\x1b[?2026l"), "the last frame is whole");
    assert!(ada.screen().contains("previous moment"));
}

#[tokio::test]
async fn whoever_takes_nothing_or_is_gone_holds_no_place() {
    let world = World::open().await;
    let handle = with_room(world.address, 0).await;
    let refused = handle.channel_open_session().await.unwrap();
    refused.request_shell(true).await.unwrap();
    world.until_told("earmark_ssh_endings_total{ending=\"refused\"} 1").await;
    let printed = handle.channel_open_session().await.unwrap();
    printed.exec(true, "show long").await.unwrap();
    world.until_open(1).await;
    // What is sent to a command fills nothing up.
    for _ in 0..20 {
        printed.data(&[b'x'; 1_000][..]).await.unwrap();
    }
    drop((refused, printed, handle));
    world.until_open(0).await;
    world.until_told("earmark_ssh_endings_total{ending=\"gone\"} 1").await;
}
