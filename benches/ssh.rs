//! The host under visitors: a thousand at once who each press a key a second, how soon one who
//! connects sees something, what a visitor costs in memory, CPU and bytes, and what keys cost more
//! than on a terminal of this machine.
//!
//! The host is the program itself, with as many threads as the machine has; the visitors are clients
//! in this process, so both share the machine, and the clients' half of the ciphers counts against
//! the figures. With `--test-seconds N` behind `--` the thousand stay so long, and memory is told at
//! the beginning and the end; with `--visitors N` there are as many.

#[path = "common/against.rs"]
mod against;
#[path = "../tests/terminal/pty.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "made for tests, which need more of it")]
mod pty;
#[path = "common/times.rs"]
mod times;

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use russh::client::{self, Handle};
use russh::keys::PublicKeyOrCertificate;
use russh::{Channel, ChannelMsg};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use times::{median, ms};

/// Nothing takes longer, or it is not measured.
const PATIENCE: Duration = Duration::from_mins(1);
/// Visitors at once.
const VISITORS: usize = 1_000;
/// How long they press keys.
const LASTING: u64 = 20;
/// What a whole frame ends with.
const END: &[u8] = b"\x1b[?2026l";
/// How long nobody does anything: each visitor is asked for a sign of life once.
const LOOKING: Duration = Duration::from_secs(30);
/// What is aimed at.
const MOST_KEY: f64 = 50.0;
const MOST_FIRST: f64 = 30.0;
const MOST_MEMORY: f64 = 1.5;
const MOST_BYTES: f64 = 400.0;

/// The program as a host.
struct Host {
    child: Child,
    address: SocketAddr,
    dir: tempfile::TempDir,
}

impl Host {
    fn start() -> Self {
        let dir = tempfile::tempdir().expect("a folder for the key");
        let log = fs::File::create(dir.path().join("log")).expect("a log");
        let mut child = Command::new(env!("CARGO_BIN_EXE_earmark"))
            .args(["ssh", "--open", "--listen", "127.0.0.1:0", "--sessions", "100000"])
            .args(["--sessions-per-address", "100000", "--sign-ins-per-address", "1000"])
            .arg("--host-key")
            .arg(dir.path().join("key"))
            // Figures do not depend on anybody's files.
            .env("XDG_CONFIG_HOME", dir.path())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program is there");
        let mut ready = String::new();
        let out = child.stdout.take().expect("it was piped");
        BufReader::new(out).read_line(&mut ready).expect("it gets ready");
        let address =
            ready.split_whitespace().nth(4).and_then(|it| it.trim_end_matches(',').parse().ok());
        Self { child, address: address.expect("an address"), dir }
    }

    /// A number of KiB in `/proc/PID/status`.
    fn status(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN)
    }

    /// Seconds of CPU so far.
    fn cpu(&self) -> f64 {
        let stat =
            fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok());
        // Ticks are hundredths of a second wherever Linux tells them to programs.
        (ticks(11).unwrap_or(f64::NAN) + ticks(12).unwrap_or(f64::NAN)) / 100.0
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // Only what was started here.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let log = fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
        for line in log.lines().filter(|line| line.contains("ERROR") || line.contains("WARN")) {
            println!("the host noted: {line}");
        }
    }
}

struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

/// Somebody at a terminal of 120×40.
struct Visitor {
    _handle: Handle<Trusting>,
    channel: Channel<client::Msg>,
    terminal: vt100::Parser,
    /// Bytes that came on the channel.
    received: usize,
    /// The end of what came.
    tail: Vec<u8>,
}

impl Visitor {
    async fn connect(address: SocketAddr) -> Result<Handle<Trusting>, russh::Error> {
        let config = client::Config { nodelay: true, ..client::Config::default() };
        let mut handle = client::connect(Arc::new(config), address, Trusting).await?;
        handle.authenticate_none("demo").await?;
        Ok(handle)
    }

    /// How long after asking for it the first frame was whole.
    async fn begin(handle: Handle<Trusting>) -> Result<(Self, Duration), russh::Error> {
        let channel = handle.channel_open_session().await?;
        for (name, value) in [("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")] {
            channel.set_env(false, name, value).await?;
        }
        channel.request_pty(false, "xterm-256color", 120, 40, 0, 0, &[]).await?;
        let asked = Instant::now();
        channel.request_shell(false).await?;
        let (rows, columns) = (40.try_into().expect("rows"), 120.try_into().expect("columns"));
        let terminal = vt100::Parser::new(rows, columns, 0);
        let (received, tail) = (0, Vec::new());
        let mut visitor = Self { _handle: handle, channel, terminal, received, tail };
        visitor.frame().await;
        Ok((visitor, asked.elapsed()))
    }

    async fn visit(address: SocketAddr) -> Result<(Self, Duration), russh::Error> {
        Self::begin(Self::connect(address).await?).await
    }

    /// Takes in some more; whether a whole frame ends with it.
    async fn take(&mut self) -> bool {
        match self.channel.wait().await {
            Some(ChannelMsg::Data { data }) => {
                self.terminal.process(&data);
                self.received += data.len();
                self.tail.extend_from_slice(&data);
                let cut = self.tail.len().saturating_sub(END.len());
                self.tail.drain(..cut);
                self.tail == END
            }
            Some(_) => false,
            None => panic!("the session ended"),
        }
    }

    async fn frame(&mut self) {
        let framed = timeout(PATIENCE, async { while !self.take().await {} });
        framed.await.expect("a frame comes");
    }

    /// Takes what has come already, so that the next frame is the answer to the next key.
    async fn drain(&mut self) {
        while timeout(Duration::from_millis(1), self.take()).await.is_ok() {}
    }

    async fn until(&mut self, text: &str) {
        while !self.terminal.screen().contents().contains(text) {
            self.frame().await;
        }
    }

    /// How long until a key is answered by a whole frame.
    async fn press(&mut self, key: &str) -> Duration {
        let pressed = Instant::now();
        self.channel.data(key.as_bytes()).await.expect("the host takes keys");
        self.frame().await;
        pressed.elapsed()
    }
}

fn figure(what: &str, value: f64, unit: &str, most: Option<f64>) {
    let bound =
        most.map(|most| format!("at most {most}{}", if value > most { ": missed" } else { "" }));
    println!("{what:<62} {value:>8.1} {unit}  {}", bound.unwrap_or_default());
}

/// One visitor alone: how soon there is a frame, and what a key sends.
async fn alone(host: &Host) {
    let mut times = Vec::new();
    for _ in 0..41 {
        let (_, time) = Visitor::visit(host.address).await.expect("a visit");
        times.push(time);
    }
    let first = ms(median(&mut times));
    figure("first whole frame after the shell request, median", first, "ms", Some(MOST_FIRST));
    let (mut visitor, _) = Visitor::visit(host.address).await.expect("a visit");
    visitor.until("1/16").await;
    sleep(Duration::from_millis(500)).await;
    visitor.drain().await;
    let (mut sizes, mut times) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        let before = visitor.received;
        times.push(visitor.press("j").await);
        sizes.push(visitor.received - before);
    }
    sizes.sort_unstable();
    let key = ms(median(&mut times));
    figure("a key and its frame, alone, median", key, "ms", None);
    #[expect(clippy::cast_precision_loss, reason = "bytes of a frame")]
    let middle = sizes[sizes.len() / 2] as f64;
    // Length, padding length, message, channel, length of data; padding to 16; authentication.
    let framing = 4.0 + 1.0 + 9.0 + 10.0 + 16.0;
    figure("`j` in the timeline, bytes of the frame, median", middle, "B", None);
    figure("the same on the wire", middle + framing, "B", Some(MOST_BYTES));
}

/// Many at once.
async fn together(host: &Host, visitors: usize, lasting: u64) {
    let before = host.status("VmRSS");
    let mut joining = JoinSet::new();
    let gate = Arc::new(tokio::sync::Semaphore::new(16));
    for _ in 0..visitors {
        let (address, gate) = (host.address, Arc::clone(&gate));
        joining.spawn(async move {
            let _turn = gate.acquire().await.expect("the gate is open");
            let (mut visitor, _) = Visitor::visit(address).await.expect("a visit");
            visitor.until("1/16").await;
            visitor
        });
    }
    let all: Vec<Visitor> = joining.join_all().await;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let each = |kib: f64| (kib - before) / 1_024.0 / visitors as f64;
    println!("{} visitors are in", all.len());
    figure(
        "resident for each, once all are in",
        each(host.status("VmRSS")),
        "MiB",
        Some(MOST_MEMORY),
    );

    sleep(Duration::from_secs(2)).await;
    let idle = host.cpu();
    sleep(LOOKING).await;
    figure(
        "CPU while nobody does anything, of one core",
        (host.cpu() - idle) / LOOKING.as_secs_f64() * 100.0,
        "%",
        Some(1.0),
    );

    let (began, cpu) = (Instant::now(), host.cpu());
    let bytes = Arc::new(AtomicU64::new(0));
    let mut pressing = JoinSet::new();
    for (i, mut visitor) in all.into_iter().enumerate() {
        let bytes = Arc::clone(&bytes);
        // They come one after the other through the second, as people do.
        let offset = Duration::from_secs(1) * u32::try_from(i).unwrap_or(0)
            / u32::try_from(visitors).unwrap_or(1);
        pressing.spawn(async move {
            visitor.drain().await;
            let mut times = Vec::new();
            for second in 0..lasting {
                let due = began + Duration::from_secs(second) + offset;
                tokio::time::sleep_until(due.into()).await;
                let key = ["j", "k"][usize::from(second % 2 == 1)];
                let before = visitor.received;
                visitor.press(key).await;
                // From when it was due: a slow answer counts against those that wait behind it.
                times.push(due.elapsed());
                bytes.fetch_add((visitor.received - before) as u64, Ordering::Relaxed);
            }
            (visitor, times)
        });
    }
    let early = async {
        sleep(Duration::from_secs(10)).await;
        host.status("VmRSS")
    };
    let (done, early) = tokio::join!(pressing.join_all(), early);
    let late = host.status("VmRSS");
    let cpu = (host.cpu() - cpu) / began.elapsed().as_secs_f64() * 100.0;
    let mut times: Vec<Duration> =
        done.iter().flat_map(|(_, times)| times.iter().copied()).collect();
    times.sort_unstable();
    let at = |percent: usize| ms(times[(times.len() * percent / 100).min(times.len() - 1)]);
    println!("{} keys in {:.0} s", times.len(), began.elapsed().as_secs_f64());
    figure("a key and its whole frame, median", at(50), "ms", None);
    figure("the same, 99 of 100", at(99), "ms", Some(MOST_KEY));
    figure("the same, slowest", ms(times[times.len() - 1]), "ms", None);
    #[expect(clippy::cast_precision_loss, reason = "bytes")]
    let mean = bytes.load(Ordering::Relaxed) as f64 / times.len() as f64;
    figure("bytes of a key's frame, mean", mean, "B", None);
    figure("CPU of the host meanwhile, of one core", cpu, "%", None);
    figure("resident for each, at the end", each(late), "MiB", Some(MOST_MEMORY));
    figure("resident at the end against 10 s in", late / early * 100.0, "%", Some(105.0));
}

fn option(name: &str) -> Option<u64> {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1)?.parse().ok()
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return println!("measures only as a benchmark: cargo bench --bench ssh");
    }
    let runtime = Runtime::new().expect("a runtime");
    let host = Host::start();
    let visitors = option("--visitors").and_then(|it| usize::try_from(it).ok()).unwrap_or(VISITORS);
    let lasting = option("--test-seconds").unwrap_or(LASTING).max(11);
    runtime.block_on(async {
        alone(&host).await;
        against::compare(&host).await;
        together(&host, visitors, lasting).await;
    });
}
