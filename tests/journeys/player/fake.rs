//! A player that speaks as mpv does, as far as earmark listens. What its recording is called says
//! how it fares.

use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs, io, process, thread};

use serde_json::{Value, json};

/// How often it says where it is.
const TURN: Duration = Duration::from_millis(10);

#[test]
#[ignore = "is the player of the tests beside it"]
fn plays() {
    if !env::args().any(|argument| argument == "--input-ipc-client=fd://0") {
        return;
    }
    for wanted in ["--no-config", "--pause=yes", "--ytdl=no", "--load-scripts=no", "--no-video"] {
        assert!(env::args().any(|argument| argument == wanted), "{wanted}");
    }
    assert!(!env::args().any(|argument| argument.contains(".wav")), "nothing of the recording");
    let socket = io::stdin().as_fd().try_clone_to_owned().unwrap();
    let socket = UnixStream::from(socket);
    socket.set_nonblocking(false).unwrap();
    socket.set_read_timeout(Some(TURN)).unwrap();
    Fake::new(socket).run();
}

struct Fake {
    socket: UnixStream,
    heard: Vec<u8>,
    stem: String,
    path: String,
    at: f64,
    length: f64,
    speed: f64,
    paused: bool,
    repeat: [Option<f64>; 2],
    over: bool,
    since: Instant,
}

impl Fake {
    fn new(socket: UnixStream) -> Self {
        Self {
            socket,
            heard: Vec::new(),
            stem: String::new(),
            path: String::new(),
            at: 0.0,
            length: 120.0,
            speed: 1.0,
            paused: true,
            repeat: [None; 2],
            over: false,
            since: Instant::now(),
        }
    }

    fn say(&mut self, line: &Value) {
        let mut line = line.to_string();
        line.push('\n');
        // Whoever listened has gone, and so does a player.
        if self.socket.write_all(line.as_bytes()).is_err() {
            process::exit(0);
        }
    }

    fn run(mut self) {
        loop {
            let mut bytes = [0; 4_096];
            match self.socket.read(&mut bytes) {
                Ok(0) => process::exit(0),
                Ok(n) => self.heard.extend_from_slice(&bytes[..n]),
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
                    ) => {}
                Err(_) => process::exit(0),
            }
            while let Some(end) = self.heard.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.heard.drain(..=end).collect();
                let line: Value = serde_json::from_slice(&line).unwrap();
                self.answer(&line["command"], &line["request_id"]);
            }
            self.turn();
        }
    }

    fn answer(&mut self, command: &Value, request: &Value) {
        let words: Vec<&str> =
            command.as_array().unwrap().iter().map(|it| it.as_str().unwrap_or("")).collect();
        if words[0] == "loadfile" {
            words[1].clone_into(&mut self.path);
            let stem = Path::new(words[1]).file_stem().unwrap();
            stem.to_str().unwrap().clone_into(&mut self.stem);
        }
        match self.stem.as_str() {
            "mute" => return,
            "garbage" => {
                let _ = self.socket.write_all(&b"\xff\x1b[2J{}}{\n".repeat(200));
            }
            _ => {}
        }
        self.say(&json!({"request_id": request, "error": "success", "data": null}));
        match words[..] {
            ["loadfile", path] => {
                assert!(path.starts_with('/'), "{path} is whole");
                self.load();
            }
            ["seek", _, flags] => {
                assert_eq!(flags, "absolute+exact");
                // As mpv does, it says once more where it was.
                self.place();
                self.at = command[1].as_f64().unwrap().min(self.length);
                self.over = false;
                self.say(&json!({"event": "seek"}));
                self.say(&json!({"event": "playback-restart"}));
                self.place();
            }
            ["set_property", "pause", _] => self.paused = command[2] == true,
            ["set_property", "speed", _] => self.speed = command[2].as_f64().unwrap(),
            ["set_property", "ab-loop-a", _] => self.repeat[0] = command[2].as_f64(),
            ["set_property", "ab-loop-b", _] => self.repeat[1] = command[2].as_f64(),
            ["observe_property", ..] | ["get_property", "pause"] => {}
            _ => panic!("{command}"),
        }
        self.since = Instant::now();
    }

    fn load(&mut self) {
        fs::write(format!("{}.alive", self.path), process::id().to_string()).unwrap();
        self.say(&json!({"event": "start-file", "playlist_entry_id": 1}));
        match self.stem.as_str() {
            "broken" => {
                return self.say(&json!({"event": "end-file", "reason": "error",
                    "file_error": "unrecognized file format"}));
            }
            "slow" => return,
            "short" => self.length = 5.5,
            _ => {}
        }
        self.say(&json!({"event": "file-loaded"}));
        self.say(&json!({"event": "playback-restart"}));
        self.place();
    }

    fn place(&mut self) {
        let at = self.at;
        self.say(&json!({"event": "property-change", "id": 1, "name": "time-pos", "data": at}));
    }

    fn turn(&mut self) {
        let passed = self.since.elapsed().as_secs_f64();
        self.since = Instant::now();
        if self.paused || self.stem.is_empty() || self.over {
            return;
        }
        let died = format!("{}.died", self.path);
        match self.stem.as_str() {
            "dies" => process::exit(1),
            "dies-once" if !Path::new(&died).exists() => {
                fs::write(died, "").unwrap();
                process::exit(1);
            }
            "hangs" => thread::sleep(Duration::from_hours(1)),
            _ => {}
        }
        let before = self.at;
        self.at += passed * self.speed;
        if let [Some(start), Some(end)] = self.repeat
            && (before..self.at).contains(&end)
        {
            self.at = start;
            self.say(&json!({"event": "seek"}));
            self.say(&json!({"event": "playback-restart"}));
        }
        if self.at >= self.length {
            (self.at, self.over) = (self.length, true);
            self.place();
            return self.say(&json!({"event": "property-change", "id": 2, "name": "eof-reached",
                "data": true}));
        }
        self.place();
    }
}
