//! Journeys through OpenSSH's client in a pseudo-terminal.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};

use crate::program::Program;

#[path = "../terminal/pty.rs"]
#[expect(dead_code, reason = "what only the local terminal needs")]
mod pty;

use pty::Pty;

/// Whether there is a client; without one these tests say so and pass.
pub(crate) fn is_there() -> bool {
    let is_there = Command::new("ssh").arg("-V").output().is_ok();
    if !is_there {
        println!("skipped: there is no ssh here");
    }
    is_there
}

fn arguments(program: &Program, user: &str) -> Vec<String> {
    let port = program.address.port().to_string();
    let known = "UserKnownHostsFile=/dev/null";
    let mut all: Vec<String> = Vec::new();
    for option in [
        "StrictHostKeyChecking=no",
        known,
        "LogLevel=ERROR",
        "BatchMode=yes",
        "IdentityAgent=none",
        "IdentitiesOnly=yes",
        "SendEnv=LANG COLORTERM NO_COLOR",
    ] {
        all.extend(["-o".to_owned(), option.to_owned()]);
    }
    all.extend(["-F".to_owned(), "/dev/null".to_owned(), "-p".to_owned(), port]);
    all.push(format!("{user}@127.0.0.1"));
    all
}

pub(crate) fn visit(program: &Program, user: &str) -> Pty {
    let mut arguments = arguments(program, user);
    arguments.insert(0, "-tt".to_owned());
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    Pty::start_program("ssh", &words, &[])
}

fn command(program: &Program, user: &str, words: &[&str]) -> Output {
    let mut command = Command::new("ssh");
    command.args(arguments(program, user)).args(words);
    command.stdin(std::process::Stdio::null()).output().unwrap()
}

#[test]
fn connect_review_resize_and_leave() {
    if !is_there() {
        return;
    }
    let program = Program::start(&["--open"]);
    let mut ada = visit(&program, "demo");
    ada.until("Corran Bay");
    ada.until("1/16");
    ada.press("]");
    ada.until("2/16");
    ada.resize(80, 24);
    ada.until("Transcript");
    ada.press("q");
    ada.until("Ravensholt");
    ada.press("q");
    assert_eq!(ada.exit_code(), 0);
    program.until_logged("a connection ended");
}

#[test]
fn two_visitors_at_once_and_one_goes() {
    if !is_there() {
        return;
    }
    let program = Program::start(&["--open"]);
    let (mut ada, mut kit) = (visit(&program, "demo"), visit(&program, "demo"));
    ada.until("1/16");
    kit.until("1/16");
    ada.press("]]");
    ada.until("3/16");
    kit.until("1/16");
    ada.signal("KILL");
    program.until_logged("\"ending\":\"gone\"");
    kit.press("]");
    kit.until("2/16");
}

#[test]
fn a_stopped_host_gives_the_screen_back_and_ends_well() {
    if !is_there() {
        return;
    }
    let mut program = Program::start(&["--open"]);
    let mut ada = visit(&program, "demo");
    ada.until("1/16");
    program.signal("TERM");
    ada.until("This host stops in 10 seconds.");
    ada.press("qq");
    assert_eq!(ada.exit_code(), 0);
    assert_eq!(program.exit(), Some(0));
}

#[test]
fn calls_are_printed_and_nothing_else_is_run() {
    if !is_there() {
        return;
    }
    let program = Program::start(&["--open"]);
    let shown = command(&program, "demo", &["show", "Corran", "--format", "json"]);
    let call: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert!(call["moments"].as_array().unwrap().len() == 16);
    let refused = command(&program, "demo", &["cat", "/etc/passwd"]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("runs one command"));
    let missing = command(&program, "demo", &["show", "nothing of the kind"]);
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn a_key_opens_its_library_and_nothing_beside() {
    if !is_there() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let library = dir.path().join("calls");
    std::fs::create_dir(&library).unwrap();
    let call = r#"{"recordId": "6qrWs000004Tb7KIAS", "name": "Dunmarrow kilns",
        "speakers": [{"key": "ada", "name": "Ada"}],
        "transcript": [{"speaker": "ada", "start": 1, "end": 2, "text": "Hello."}]}"#;
    std::fs::write(library.join("a.json"), call).unwrap();
    let key = dir.path().join("id");
    let made =
        Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    let public = std::fs::read_to_string(dir.path().join("id.pub")).unwrap();
    let keys = dir.path().join("keys");
    std::fs::write(&keys, format!("user=\"ada\",library=\"calls\" {public}")).unwrap();
    let program = Program::start(&["--authorized-keys", keys.to_str().unwrap()]);
    let identity = format!("IdentityFile={}", key.display());
    let with_key = |user: &str, words: &[&str]| {
        let mut command = Command::new("ssh");
        command.args(["-o", &identity]).args(arguments(&program, user)).args(words);
        command.stdin(std::process::Stdio::null()).output().unwrap()
    };
    let shown = with_key("ada", &["show", "Dunmarrow"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("Dunmarrow kilns"), "{shown:?}");
    assert_eq!(with_key("ada", &["show", "Corran"]).status.code(), Some(1));
    let shown = with_key("demo", &["show", "Corran"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("Corran Bay"), "{shown:?}");
    let refused = command(&program, "demo", &["show", "Corran"]);
    assert_eq!(refused.status.code(), Some(255), "nobody without the key");
}

#[test]
fn a_library_that_climbs_out_is_refused_before_anybody_comes() {
    let dir = tempfile::tempdir().unwrap();
    let outside = dir.path().join("outside.json");
    std::fs::write(&outside, "{}").unwrap();
    let library = dir.path().join("calls");
    std::fs::create_dir(&library).unwrap();
    std::os::unix::fs::symlink(&outside, library.join("a.json")).unwrap();
    let keys = dir.path().join("keys");
    let public = crate::access::key(1).public_key().to_openssh().unwrap();
    std::fs::write(&keys, format!("user=\"ada\",library=\"calls\" {public}")).unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .args(["ssh", "--listen", "127.0.0.1:0", "--authorized-keys"])
        .arg(&keys)
        .arg("--host-key")
        .arg(dir.path().join("key"))
        .env("XDG_CONFIG_HOME", dir.path())
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("not a regular file"), "{ended:?}");
}

#[test]
fn the_host_is_known_by_one_key_that_only_it_can_read() {
    let program = Program::start(&["--open"]);
    let file = program.key_file();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let told = Command::new("ssh-keygen").arg("-lf").arg(&file).output();
    let Ok(told) = told else { return println!("skipped: there is no ssh-keygen here") };
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let fingerprint = told.split_whitespace().nth(1).unwrap();
    assert!(program.ready.contains(fingerprint), "{} {told}", program.ready);
}
