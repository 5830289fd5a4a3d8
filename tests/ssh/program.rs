//! The program itself as a host.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::world::PATIENCE;

/// A running `earmark ssh`.
pub(crate) struct Program {
    pub(crate) address: SocketAddr,
    /// What it says when it is ready.
    pub(crate) ready: String,
    child: Child,
    dir: tempfile::TempDir,
}

impl Program {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::configured("", arguments)
    }

    /// The same, by somebody whose file of options is this.
    pub(crate) fn configured(options: &str, arguments: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config");
        fs::create_dir_all(config.join("earmark")).unwrap();
        fs::write(config.join("earmark/config.toml"), options).unwrap();
        let log = fs::File::create(dir.path().join("log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_earmark"))
            .args(["ssh", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .env("HOME", dir.path())
            .env("XDG_STATE_HOME", dir.path().join("state"))
            .env("XDG_CONFIG_HOME", config)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let address =
            ready.split_whitespace().nth(4).and_then(|it| it.trim_end_matches(',').parse().ok());
        let address = address.unwrap_or_else(|| {
            panic!("{ready:?}: {}", fs::read_to_string(dir.path().join("log")).unwrap())
        });
        Self { address, ready, child, dir }
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.dir.path().join("state/earmark/ssh_host_ed25519_key")
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    pub(crate) fn until_logged(&self, text: &str) {
        let began = Instant::now();
        while !self.log().contains(text) {
            assert!(began.elapsed() < PATIENCE, "no {text:?} in {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Resident memory in KiB, now.
    pub(crate) fn resident(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most there was.
    pub(crate) fn peak(&self) -> u64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        let done = Command::new("kill").args([&format!("-{name}"), &pid]).status();
        assert!(done.unwrap().success());
    }

    /// Its exit code, once it ends.
    pub(crate) fn exit(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(began.elapsed() < PATIENCE, "it ends");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Stops it, and returns what it logged.
    pub(crate) fn end(mut self) -> String {
        self.signal("TERM");
        assert_eq!(self.exit(), Some(0));
        self.log()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Only what was started here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
