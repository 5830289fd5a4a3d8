//! What SSH adds to a key: the same keys on a terminal of this machine and over SSH, on the wire.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout_at};

use super::pty::Pty;
use super::{Host, Visitor, figure};

/// Moments, rows, panes, lanes, the transcript, help and back, a filter and back.
const KEYS: &str = "jjjjjjjjjjjjjjjkkkkk[[]]\t\t\tvvvzzTTccss?q!!Gg";
/// So long after a key all that it shows is there.
const SETTLED: Duration = Duration::from_millis(150);
/// The most that a message adds: its length, padding, kind, channel and length of data, and its
/// authentication.
const FRAMING: u64 = 4 + 1 + 19 + 9 + 16;

/// A way to the host that counts what comes from there.
async fn counted(host: SocketAddr) -> (SocketAddr, Arc<AtomicU64>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let (address, count) =
        (listener.local_addr().expect("its address"), Arc::<AtomicU64>::default());
    let counting = Arc::clone(&count);
    tokio::spawn(async move {
        let (near, _) = listener.accept().await.expect("the visitor comes");
        let far = TcpStream::connect(host).await.expect("the host is there");
        for side in [&near, &far] {
            side.set_nodelay(true).expect("it is TCP");
        }
        let ((mut from_visitor, mut to_visitor), (mut from_host, mut to_host)) =
            (near.into_split(), far.into_split());
        tokio::spawn(async move { copy(&mut from_visitor, &mut to_host).await });
        let mut buffer = vec![0; 64 << 10];
        while let Ok(n @ 1..) = from_host.read(&mut buffer).await {
            counting.fetch_add(n as u64, Ordering::Relaxed);
            if to_visitor.write_all(&buffer[..n]).await.is_err() {
                return;
            }
        }
    });
    (address, count)
}

/// Takes in all that comes for a while.
async fn settle(visitor: &mut Visitor) {
    let end = Instant::now() + SETTLED;
    while timeout_at(end, visitor.take()).await.is_ok() {}
}

/// The bytes of each key on a terminal of this machine.
fn here() -> Vec<u64> {
    let home = tempfile::tempdir().expect("a home");
    let path = home.path().to_str().expect("a plain name");
    let mut pty = Pty::start(&["demo"], &[("HOME", path)]);
    pty.until("1/16");
    pty.settle(SETTLED * 4);
    let bytes = |key: char| {
        pty.press(&key.to_string());
        pty.settle(SETTLED) as u64
    };
    KEYS.chars().map(bytes).collect()
}

/// The bytes of each key over SSH: on the channel, and on the wire.
async fn there(host: &Host) -> Vec<(u64, u64)> {
    let (address, count) = counted(host.address).await;
    let (mut visitor, _) = Visitor::visit(address).await.expect("a visit");
    visitor.until("1/16").await;
    for _ in 0..4 {
        settle(&mut visitor).await;
    }
    let mut all = Vec::new();
    for key in KEYS.chars() {
        let before = (visitor.received as u64, count.load(Ordering::Relaxed));
        visitor.channel.data(key.to_string().as_bytes()).await.expect("the host takes keys");
        settle(&mut visitor).await;
        let wire = count.load(Ordering::Relaxed) - before.1;
        all.push((visitor.received as u64 - before.0, wire));
    }
    all
}

/// Compares key for key.
#[expect(clippy::cast_precision_loss, reason = "bytes")]
pub(super) async fn compare(host: &Host) {
    let here = tokio::task::spawn_blocking(here).await.expect("a terminal of this machine");
    let there = there(host).await;
    let (mut more, mut most) = (0, 0);
    for ((key, here), (channel, wire)) in
        KEYS.chars().zip(here.iter().copied()).zip(there.iter().copied())
    {
        if channel > here {
            println!("{key:?}: {channel} B over SSH, {here} B on a terminal of this machine");
            more += 1;
        }
        most = most.max(wire.saturating_sub(here));
    }
    let sum = |all: &mut dyn Iterator<Item = u64>| all.sum::<u64>() as f64 / KEYS.len() as f64;
    println!("{} keys of all kinds, one after the other", KEYS.len());
    figure(
        "their frames on a terminal of this machine, mean",
        sum(&mut here.into_iter()),
        "B",
        None,
    );
    figure("the same on the wire of SSH, mean", sum(&mut there.iter().map(|it| it.1)), "B", None);
    figure("frames that are longer over SSH", f64::from(more), "", Some(0.0));
    figure("what SSH adds to a frame on the wire, most", most as f64, "B", Some(FRAMING as f64));
}
