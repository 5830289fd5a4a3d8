//! The program, a fake `sf`, and a browser.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;
use url::Url;

/// A person's home, with nothing in it but what earmark keeps.
pub(crate) struct Home(pub(crate) TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn earmark(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
        command.args(arguments).env_clear().stdin(Stdio::null());
        command.env("HOME", self.0.path()).env("XDG_STATE_HOME", self.0.path().join("state"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(self.earmark(arguments).output().unwrap())
    }

    /// The same with `sf` on the `PATH`.
    pub(crate) fn run_with(&self, sf: &FakeSf, arguments: &[&str]) -> Ran {
        Ran::from(self.earmark(arguments).env("PATH", sf.path()).output().unwrap())
    }

    pub(crate) fn kept(&self) -> PathBuf {
        self.0.path().join("state/earmark/login.json")
    }

    pub(crate) fn kept_text(&self) -> String {
        fs::read_to_string(self.kept()).unwrap()
    }
}

/// How a run ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let ran = Self {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        for text in [&ran.out, &ran.err] {
            assert!(!text.contains("!access.") && !text.contains("5Aep861"), "a token: {text}");
            assert!(!text.contains('\u{1b}'), "{text}");
        }
        ran
    }
}

impl Ran {
    /// Checks the exit code and that standard error says all of this.
    pub(crate) fn failed(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.contains("earmark: "), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "{:?} lacks {part:?}", self.err);
        }
    }

    /// Checks that it went well and what it printed.
    pub(crate) fn printed(&self, parts: &[&str]) {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        for part in parts {
            assert!(self.out.contains(part), "{:?} lacks {part:?}", self.out);
        }
    }
}

/// A program named `sf` that notes its arguments and environment, and then does as it is told.
pub(crate) struct FakeSf(TempDir);

impl FakeSf {
    /// A shell script's text: `$COMMAND` is the command, such as `org display`.
    pub(crate) fn new(script: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let program = dir.path().join("sf");
        let log = dir.path().join("log");
        let text = format!(
            "#!/bin/sh\nprintf '%s %s%s\\n' \"$*\" \"$NO_COLOR\" \"$FORCE_COLOR\" >> '{}'\n\
             COMMAND=\"$1 $2\"\n[ \"$2\" = auth ] && COMMAND=\"$2 $3\"\n{script}\n",
            log.display()
        );
        fs::write(&program, text).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self(dir)
    }

    /// One that knows an org and gives this token.
    pub(crate) fn knowing(url: &str, token: &str) -> Self {
        Self::new(&format!(
            r#"case "$COMMAND" in
            "org display") echo '{{"status":0,"result":{{"instanceUrl":"{url}","username":"ada@example.com","apiVersion":"66.0","accessToken":"[REDACTED] Use '"'sf org auth show-access-token'"' to view"}},"warnings":["a warning"]}}' ;;
            "auth show-access-token") echo '{{"status":0,"result":{{"accessToken":"{token}"}}}}' ;;
            esac"#
        ))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// What it was asked, a line each.
    pub(crate) fn asked(&self) -> Vec<String> {
        let log = fs::read_to_string(self.0.path().join("log")).unwrap_or_default();
        log.lines().map(str::to_owned).collect()
    }
}

/// `earmark login` that waits for a browser.
pub(crate) struct SigningIn {
    child: Child,
    err: BufReader<std::process::ChildStderr>,
    said: String,
    pub(crate) url: Url,
}

impl SigningIn {
    #[expect(clippy::zombie_processes, reason = "waited for at its end, unless the test fails")]
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut err = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        loop {
            let mut line = String::new();
            let read = err.read_line(&mut line).unwrap();
            assert!(read > 0, "it ended without an address: {said}");
            said.push_str(&line);
            if let Some(url) = line.trim().strip_prefix("http").map(|_| line.trim()) {
                let url = Url::parse(url).unwrap();
                return Self { child, err, said, url };
            }
        }
    }

    /// Where the org would send the browser: `authorize` and its redirect.
    pub(crate) fn way_back(&self) -> Url {
        let reply = fetch("GET", &self.url);
        let to = reply.lines().find_map(|line| line.strip_prefix("location: ")).unwrap();
        Url::parse(to.trim()).unwrap()
    }

    pub(crate) fn paste(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    pub(crate) fn interrupt(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    }

    /// Its end, after its standard input is closed.
    pub(crate) fn ended(mut self) -> Ran {
        drop(self.child.stdin.take());
        self.waited()
    }

    /// Its end, with standard input still open.
    pub(crate) fn waited(mut self) -> Ran {
        let stdin = self.child.stdin.take();
        let mut rest = String::new();
        self.err.read_to_string(&mut rest).unwrap();
        let mut output = self.child.wait_with_output().unwrap();
        drop(stdin);
        output.stderr = format!("{}{rest}", self.said).into_bytes();
        Ran::from(output)
    }
}

/// One request as a browser sends it; the whole answer as text.
pub(crate) fn fetch(method: &str, url: &Url) -> String {
    let address = ("127.0.0.1", url.port().unwrap());
    let mut socket = TcpStream::connect(address).unwrap();
    let target = &url[url::Position::BeforePath..];
    write!(socket, "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut reply = String::new();
    socket.read_to_string(&mut reply).unwrap();
    reply
}
