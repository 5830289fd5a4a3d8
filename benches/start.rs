//! The program on a terminal of its own: how soon it shows something, how soon a call, how soon
//! it answers keys meanwhile, and how much memory a long call takes.

#[path = "common/call.rs"]
mod call;
#[path = "common/times.rs"]
mod times;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

use times::{median, ms};

/// Nothing takes longer, or it is not measured.
const PATIENCE: Duration = Duration::from_secs(30);
/// Times that each start is measured.
const TURNS: usize = 21;
/// Moments in the long call: 37 MB.
const LONG: usize = 100_000;
/// What a synchronized update ends with.
const END: &[u8] = b"\x1b[?2026l";

/// A running program and what its terminal shows.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    terminal: vt100::Parser,
    bytes: Vec<u8>,
    started: Instant,
    last: Instant,
}

impl Session {
    fn start(arguments: &[&str]) -> Option<Self> {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).ok()?;
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_earmark"));
        command.args(arguments);
        command.env_clear();
        for (name, value) in
            [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")]
        {
            command.env(name, value);
        }
        let mut reader = pair.master.try_clone_reader().ok()?;
        let writer = pair.master.take_writer().ok()?;
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).ok()?;
        let terminal = vt100::Parser::new(40.try_into().ok()?, 120.try_into().ok()?, 0);
        let bytes = Vec::new();
        Some(Self { child, writer, output, terminal, bytes, started, last: started })
    }

    /// How long after the start the bytes came that made it true.
    fn until(&mut self, is_true: impl Fn(&Self) -> bool) -> Duration {
        while !is_true(self) {
            let Ok((at, bytes)) = self.output.recv_timeout(PATIENCE) else {
                panic!("nothing more came:\n{}", self.terminal.screen().contents());
            };
            self.terminal.process(&bytes);
            self.bytes.extend_from_slice(&bytes);
            self.last = at;
        }
        self.last - self.started
    }

    fn until_shown(&mut self, text: &str) -> Duration {
        self.until(|session| session.terminal.screen().contents().contains(text))
    }

    /// How long until a key has its effect.
    fn answer(&mut self, key: &str, text: &str) -> Duration {
        let pressed = Instant::now();
        self.press(key);
        self.until_shown(text);
        self.last.saturating_duration_since(pressed)
    }

    fn press(&mut self, keys: &str) {
        let sent = self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush());
        sent.expect("the terminal takes keys");
    }

    /// A number in `/proc/PID/status`; none where there is no such file.
    fn status(&self, name: &str) -> Option<u64> {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?;
        line.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Only what was started here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn has_frame(session: &Session) -> bool {
    session.bytes.windows(END.len()).any(|window| window == END)
}

/// Prints a figure, and whether it is within its bound.
fn figure(what: &str, value: f64, unit: &str, most: Option<f64>) {
    let bound =
        most.map(|most| format!("at most {most:.0}{}", if value > most { ": missed" } else { "" }));
    println!("{what:<58} {value:>8.1} {unit}  {}", bound.unwrap_or_default());
}

/// Medians of several starts, each told by the times it took.
fn starts<const N: usize>(
    arguments: &[&str],
    mut measure: impl FnMut(&mut Session) -> [Duration; N],
) -> [f64; N] {
    let mut times = [const { Vec::new() }; N];
    for _ in 0..TURNS {
        let mut session = Session::start(arguments).expect("there was a terminal before");
        for (times, time) in times.iter_mut().zip(measure(&mut session)) {
            times.push(time);
        }
    }
    times.map(|mut times| ms(median(&mut times)))
}

fn opening(what: &str, file: &Path) {
    let path = file.to_string_lossy();
    let [byte, frame] = starts(&[&path], |session| {
        let byte = session.until(|session| !session.bytes.is_empty());
        [byte, session.until(has_frame)]
    });
    figure(&format!("{what}: first byte"), byte, "ms", Some(15.0));
    figure(&format!("{what}: first whole frame"), frame, "ms", Some(15.0));
}

fn demo() {
    let [frame, call] = starts(&["demo"], |session| {
        [session.until(has_frame), {
            session.until_shown("Corran Bay");
            session.until_shown("1/16")
        }]
    });
    figure("demo: first whole frame", frame, "ms", None);
    figure("demo: title and moments of its first call", call, "ms", Some(150.0));
}

fn long(file: &Path) {
    let path = file.to_string_lossy();
    let shown = format!("1/{LONG}");
    let [key, shown] = starts(&[&path], |session| {
        session.until(has_frame);
        let key = session.answer("?", "previous moment");
        session.press("q");
        let before = !session.terminal.screen().contents().contains(&shown);
        assert!(before, "keys are answered while the call is still being read");
        [key, session.until_shown(&shown)]
    });
    figure("long file: a key while it is read", key, "ms", None);
    figure("long file: its moments", shown, "ms", None);
    let mut session = Session::start(&[&path]).expect("there was a terminal before");
    session.until_shown(&format!("1/{LONG}"));
    let size = fs::metadata(file).map_or(0, |metadata| metadata.len());
    match session.status("VmHWM") {
        Some(kilobytes) => {
            #[expect(clippy::cast_precision_loss, reason = "megabytes, to one decimal")]
            let (peak, size) = (kilobytes as f64 * 1_024.0 / 1e6, size as f64 / 1e6);
            figure("long file: peak memory", peak, "MB", Some(1.5 * size));
        }
        None => println!("long file: peak memory is told only where there is /proc"),
    }
}

/// How often the process wakes up in three seconds without anything to do.
fn idle(what: &str, arguments: &[&str], shown: &str) {
    let mut session = Session::start(arguments).expect("there was a terminal before");
    session.until_shown(shown);
    thread::sleep(Duration::from_millis(500));
    session.output.try_iter().for_each(drop);
    let pid = session.child.process_id().unwrap_or_default();
    let Some(before) = wakes(pid) else {
        return println!("{what}: wake-ups are told only where there is /proc");
    };
    thread::sleep(Duration::from_secs(3));
    let count = wakes(pid).unwrap_or_default().saturating_sub(before);
    let bytes: usize = session.output.try_iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{what}: {count} wake-ups and {bytes} bytes in 3 s without a key");
}

/// Times that any thread went to sleep so far.
fn wakes(pid: u32) -> Option<u64> {
    let mut all = 0;
    for task in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let status = fs::read_to_string(task.ok()?.path().join("status")).ok()?;
        let count =
            status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        all += count.trim().parse::<u64>().ok()?;
    }
    Some(all)
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return println!("measures only as a benchmark: cargo bench --bench start");
    }
    if Session::start(&["--version"]).is_none() {
        return println!("skipped: there are no pseudo-terminals here");
    }
    let dir = tempfile::tempdir().expect("a folder for the calls");
    let (short, long_file) = (dir.path().join("short.json"), dir.path().join("long.json"));
    fs::write(&short, call::response(100)).expect("the short call is written");
    fs::write(&long_file, call::response(LONG)).expect("the long call is written");
    println!("Medians of {TURNS} starts");
    opening("short file", &short);
    opening("long file", &long_file);
    demo();
    long(&long_file);
    idle("file", &[&short.to_string_lossy()], "1/100");
    idle("demo", &["demo"], "1/16");
}
