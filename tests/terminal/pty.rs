//! A program in a pseudo-terminal, and an emulator that shows what a person would see.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    terminal: vt100::Parser,
    bytes: Vec<u8>,
    stalled: Arc<AtomicBool>,
}

impl Pty {
    /// Starts earmark on 120×40 with a plain environment and `vars`.
    pub(crate) fn start(arguments: &[&str], vars: &[(&str, &str)]) -> Self {
        Self::start_program(env!("CARGO_BIN_EXE_earmark"), arguments, vars)
    }

    /// Starts any program so.
    pub(crate) fn start_program(program: &str, arguments: &[&str], vars: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        let plain = [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "C.UTF-8")];
        for (name, value) in plain.iter().chain(vars) {
            command.env(name, value);
        }
        command.env("PATH", std::env::var("PATH").unwrap_or_default());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        let stalled = Arc::new(AtomicBool::new(false));
        let stalls = Arc::clone(&stalled);
        thread::spawn(move || {
            let mut buffer = [0; 4_096];
            while let Ok(n) = reader.read(&mut buffer) {
                while stalls.load(Ordering::Relaxed) {
                    thread::sleep(Duration::from_millis(10));
                }
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let terminal = vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0);
        Self { child, master: pair.master, writer, output, terminal, bytes: Vec::new(), stalled }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Stops reading what the program writes, as a stalled connection does, or goes on.
    pub(crate) fn stall(&self, stalled: bool) {
        self.stalled.store(stalled, Ordering::Relaxed);
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let done = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(done.unwrap().success());
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
        self.terminal.set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
    }

    /// Waits until the screen shows a text; returns its line.
    pub(crate) fn until(&mut self, text: &str) -> String {
        self.wait(text, |pty| pty.terminal.screen().contents().contains(text));
        let screen = self.terminal.screen().contents();
        screen.lines().find(|line| line.contains(text)).unwrap_or_default().to_owned()
    }

    /// Waits until the screen no longer shows a text.
    pub(crate) fn until_gone(&mut self, text: &str) {
        let what = format!("{text:?} to go");
        self.wait(&what, |pty| !pty.terminal.screen().contents().contains(text));
    }

    /// Waits until these bytes have come.
    pub(crate) fn until_seen(&mut self, bytes: &[u8]) {
        self.wait(&format!("{:?}", String::from_utf8_lossy(bytes)), |pty| pty.seen(bytes));
    }

    /// Waits until the process is stopped.
    pub(crate) fn until_stopped(&mut self) {
        let stat = format!("/proc/{}/stat", self.child.process_id().unwrap());
        self.wait("the process to stop", |_| {
            let text = std::fs::read_to_string(&stat).unwrap();
            text.rsplit(") ").next().is_some_and(|rest| rest.starts_with('T'))
        });
    }

    fn wait(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !done(self) {
            assert!(
                start.elapsed() < PATIENCE,
                "waited in vain for {what}:\n{}",
                self.terminal.screen().contents()
            );
            self.pump(Duration::from_millis(20));
        }
    }

    /// Takes what comes within a time; says whether the program's side is still open.
    fn pump(&mut self, time: Duration) -> bool {
        match self.output.recv_timeout(time) {
            Ok(bytes) => {
                self.terminal.process(&bytes);
                self.bytes.extend_from_slice(&bytes);
                true
            }
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => {
                thread::sleep(time);
                false
            }
        }
    }

    /// Takes what comes for a time; returns how many bytes came.
    pub(crate) fn settle(&mut self, time: Duration) -> usize {
        let before = self.bytes.len();
        let start = Instant::now();
        while start.elapsed() < time {
            self.pump(Duration::from_millis(10));
        }
        self.bytes.len() - before
    }

    /// Whether these bytes have come.
    pub(crate) fn seen(&self, bytes: &[u8]) -> bool {
        self.bytes.windows(bytes.len()).any(|window| window == bytes)
    }

    /// Forgets what has come so far.
    pub(crate) fn forget(&mut self) {
        self.bytes.clear();
    }

    /// Waits for the end; returns the exit code.
    pub(crate) fn exit_code(&mut self) -> i32 {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            self.pump(Duration::from_millis(10));
            if let Some(status) = self.child.try_wait().unwrap() {
                while matches!(self.output.recv_timeout(Duration::from_millis(50)), Ok(ref bytes) if {
                    self.bytes.extend_from_slice(bytes);
                    true
                }) {}
                return i32::try_from(status.exit_code()).unwrap();
            }
        }
        panic!("it does not end:\n{}", self.terminal.screen().contents());
    }

    /// Whether the terminal reads whole lines and echoes them, as a shell leaves it.
    pub(crate) fn is_cooked(&self) -> bool {
        let state = std::process::Command::new("stty").args(["-a", "-F"]).arg(self.tty()).output();
        let text = String::from_utf8(state.unwrap().stdout).unwrap();
        let words: Vec<&str> = text.split([' ', '\n', ';']).collect();
        words.contains(&"icanon") && words.contains(&"echo")
    }

    fn tty(&self) -> std::path::PathBuf {
        self.master.tty_name().expect("the terminal has a name")
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // Only what this test started.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
