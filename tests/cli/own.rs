//! Settings and notes of the user's own.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{CORRAN, code, earmark, file, text};

#[test]
fn settings_are_checked_located_and_printed() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().to_str().unwrap();
    let config = |action: &str| {
        let mut command = earmark(&["config", action]);
        command.env("XDG_CONFIG_HOME", home).env("HOME", home);
        command.output().unwrap()
    };
    let folder = dir.path().join("earmark");
    let path = config("path");
    assert_eq!(text(&path.stdout).trim(), folder.to_str().unwrap());
    assert_eq!(code(&config("check")), 0);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("config.toml"), "keys = \"emacs\"\nmuose = true\n").unwrap();
    fs::write(folder.join("keys.toml"), "nxt-moment = [\"n\"]\n").unwrap();
    let check = config("check");
    assert_eq!(code(&check), 1);
    let said = text(&check.stdout);
    assert!(
        said.contains(
            "config.toml, line 2: there is no option \"muose\"; the nearest is \"mouse\"."
        )
    );
    assert!(said.contains("keys.toml, line 1: there is no action \"nxt-moment\""), "{said}");
    let printed = text(&config("print").stdout);
    assert!(printed.contains("keys = \"emacs\""), "{printed}");
    assert!(
        printed.contains("# config.toml, line 1") && printed.contains("days = 30"),
        "{printed}"
    );
}

#[test]
fn words_of_the_users_own_are_redacted_too() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("earmark");
    fs::create_dir(&config).unwrap();
    fs::write(config.join("config.toml"), "redact-words = [\"Corran\", \"oysters\"]\n").unwrap();
    let mut command = earmark(&["demo", "Corran", "--redact"]);
    let output = command.env("XDG_CONFIG_HOME", dir.path()).output().unwrap();
    let said = text(&output.stdout);
    assert!(said.contains("[redacted]") && said.contains("Speaker A"), "{said}");
    assert!(!said.contains("Corran") && !said.contains("Oysters"), "{said}");
}

#[test]
fn notes_come_in_and_go_out_as_json() {
    let dir = tempfile::tempdir().unwrap();
    let notes = |arguments: &[&str]| {
        let arguments = [&["notes"], arguments].concat();
        earmark(&arguments).env("XDG_DATA_HOME", dir.path()).output().unwrap()
    };
    let nothing: Value = serde_json::from_slice(&notes(&["export"]).stdout).unwrap();
    assert_eq!(nothing["calls"], serde_json::json!([]));
    assert!(!dir.path().join("earmark").exists(), "reading makes no file");
    let moment =
        r#"{"at":22.9,"category":"q","speaker":"Speaker 1","said":"00000000000000ff","twin":0}"#;
    let saved = format!(
        r#"{{"format":"earmark-notes","version":1,"calls":[{{"call":"{CORRAN}",
        "notes":[{{"id":"00000000000000000000000000000007","about":{{"moment":{moment}}},"text":"Ask\u001b[2J again",
        "author":"Ada","created":"2026-11-20T15:04:05Z","updated":"2026-11-20T15:04:05Z","revision":1}},
        {{"id":"00000000000000000000000000000008","about":"call","text":"Good","author":"Kit",
        "created":"2026-11-20T15:04:05Z","updated":"2026-11-20T15:04:05Z","revision":1}}],
        "labels":[{{"moment":{moment},"tags":["kilns"],"verdict":"confirmed","author":"Ada",
        "updated":"2026-11-20T15:04:05Z"}}]}}]}}"#
    );
    let path = file(dir.path(), "notes.json", &saved);
    let imported = notes(&["import", &path]);
    assert_eq!(text(&imported.stdout), "2 notes added, 1 moment labelled.\n");
    assert_eq!(text(&notes(&["import", &path]).stdout), "Everything was there already.\n");
    let out = notes(&["export", CORRAN]).stdout;
    let exported: Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(exported["calls"][0]["notes"][0]["text"], "Ask[2J again");
    assert_eq!(exported["calls"][0]["notes"][0]["about"]["moment"]["at"], 22.9);
    assert_eq!(exported["calls"][0]["labels"][0]["verdict"], "confirmed");
    let other: Value = serde_json::from_slice(&notes(&["export", "6qrWs000004Tb8KIAS"]).stdout)
        .unwrap_or_default();
    assert!(other["calls"].as_array().is_none_or(Vec::is_empty));
    // A bad file is a sentence, and nothing of it is taken.
    let bad =
        file(dir.path(), "bad.json", &saved.replace("\"Good\"", "\"\"").replace("0007", "0009"));
    let refused = notes(&["import", &bad]);
    assert_eq!(code(&refused), 1);
    let why = text(&refused.stderr);
    assert!(
        why.contains("calls[0].notes[1] has no text") && why.contains("nothing of it"),
        "{why}"
    );
    assert_eq!(notes(&["export", CORRAN]).stdout, out);
    assert!(text(&notes(&["import", "/nonexistent"]).stderr).contains("Check the name"));
}

#[test]
fn whoever_stops_reading_lines_keeps_the_session_from_no_end() {
    let mut command = earmark(&["demo", "Corran", "--plain"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = child.stdin.take().unwrap();
    // More than a pipe holds, which nobody reads.
    let _ = lines.write_all("all\n".repeat(400).as_bytes());
    std::thread::sleep(Duration::from_secs(2));
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > Duration::from_secs(20) {
            let _ = child.kill();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(status.code(), Some(128 + 15));
}
