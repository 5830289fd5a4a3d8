//! Attacks by the thousand: nobody else is kept out, and the host keeps nothing of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::io::AsyncReadExt;
use tokio::net::TcpSocket;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::access::key;
use crate::client::{Person, connect, hurry, run, with_key};
use crate::program::Program;
use crate::world::PATIENCE;

/// KiB that the host may have grown by, once it has been through as much before.
const MORE: u64 = 8 << 10;

/// Comes with ten wrong keys, one after the other; how many were looked at.
async fn ten_wrong_keys(address: SocketAddr) -> usize {
    let mut handle = hurry(address).await.unwrap();
    for number in 2..12 {
        match with_key(&mut handle, "demo", &key(number)).await {
            Ok(answer) => assert!(!answer.success()),
            // The last one is answered by the end.
            Err(_) => return usize::from(number) - 1,
        }
    }
    10
}

/// Comes with five hundred wrong keys, and with the right one in between.
async fn five_hundred_wrong_keys(address: SocketAddr) {
    let mut tries: JoinSet<usize> = (0..50).map(|_| ten_wrong_keys(address)).collect();
    let began = Instant::now();
    let mut handle = connect(address).await.unwrap();
    assert!(with_key(&mut handle, "demo", &key(1)).await.unwrap().success());
    assert_eq!(run(&handle, Some("show Corran")).await.status, Some(0));
    println!("the right key came in after {:?}", began.elapsed());
    let mut looked_at = 0;
    while let Some(some) = timeout(PATIENCE, tries.join_next()).await.unwrap() {
        looked_at += some.unwrap();
    }
    assert_eq!(looked_at, 500);
    println!("all were tried after {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_keys_by_the_thousand_keep_nobody_out_and_cost_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("keys");
    std::fs::write(&file, key(1).public_key().to_openssh().unwrap()).unwrap();
    let limits = ["--attempts", "10", "--sign-ins-per-address", "64"];
    let keys = ["--authorized-keys", file.to_str().unwrap()];
    let program = Program::start(&[&keys[..], &limits].concat());
    five_hundred_wrong_keys(program.address).await;
    let before = program.resident();
    five_hundred_wrong_keys(program.address).await;
    let grown = program.resident().saturating_sub(before);
    println!("{grown} KiB more after the second five hundred, {before} KiB before");
    assert!(grown < MORE, "{grown} KiB more");
}

/// Half-open connections at a time: as many as any limit of open files allows, beside other tests.
const AT_ONCE: usize = 300;

/// Connects from one of eight addresses of this machine, and says nothing until it is closed;
/// whether the host began to talk.
async fn says_nothing(from: usize, to: SocketAddr) -> bool {
    let socket = TcpSocket::new_v4().unwrap();
    let octet = u8::try_from(from % 8 + 1).unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, octet], 0))).unwrap();
    let Ok(mut stream) = socket.connect(to).await else { return false };
    let mut told = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut told)).await.expect("it is closed");
    told.starts_with(b"SSH-2.0-earmark_")
}

/// Opens so many, a few hundred at a time; of how many the host waited for something.
async fn half_open(count: usize, address: SocketAddr) -> usize {
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    let waited = Arc::new(AtomicUsize::new(0));
    let mut all = JoinSet::new();
    for i in 0..count {
        let (gate, waited) = (Arc::clone(&gate), Arc::clone(&waited));
        all.spawn(async move {
            let _turn = gate.acquire().await.unwrap();
            waited.fetch_add(usize::from(says_nothing(i, address).await), Ordering::Relaxed);
        });
    }
    while let Some(done) = all.join_next().await {
        done.unwrap();
    }
    waited.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_open_connections_by_the_thousand_go_and_their_places_come_back() {
    let limits = ["--sign-ins", "160", "--sign-ins-per-address", "32", "--sign-in-time", "2s"];
    let program = Program::start(&[&["--open"][..], &limits].concat());
    let address = program.address;
    // What the first of all need is no growth.
    assert!(half_open(200, address).await > 0);
    Person::visits(address, "demo").await.until("Corran Bay").await;
    let before = program.resident();
    let attack = tokio::spawn(half_open(1_000, address));
    // Whoever comes meanwhile stands in one queue with them, and it moves.
    let began = Instant::now();
    let mut come = 0;
    while !attack.is_finished() {
        // The address may have no place just then.
        let Ok(mut handle) = connect(address).await else { continue };
        let signed_in = timeout(PATIENCE, handle.authenticate_none("demo")).await.unwrap();
        come += u32::from(signed_in.is_ok_and(|answer| answer.success()));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    println!("{come} came in within {:?} of the attack", began.elapsed());
    assert!(come > 0, "somebody came in meanwhile");
    assert!(attack.await.unwrap() > 160, "places were had again and again");
    let began = Instant::now();
    Person::visits(address, "demo").await.until("Corran Bay").await;
    println!("and after it in {:?}", began.elapsed());
    let grown = program.resident().saturating_sub(before);
    println!("{grown} KiB more after the thousand, {before} KiB before");
    assert!(grown < MORE, "{grown} KiB more");
}
