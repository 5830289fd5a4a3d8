//! What the host's own file of options says, and what of it visitors see.

use std::fs;
use std::process::Command;

use crate::access::key;
use crate::client::{Person, run, signed_in, with_key};
use crate::program::Program;

const OPTIONS: &str = r#"
keys = "emacs"
glyphs = "ascii"
author = "Hostess"

[ssh]
follow = true
session-per-address = 3
sessions-per-address = 1
largest-screen = "120x40"
stop-time = "3s"
"#;

#[tokio::test]
async fn the_file_says_how_visitors_are_hosted_and_flags_go_before_it() {
    let program = Program::configured(OPTIONS, &["--open", "--sessions-per-address", "2"]);
    let mut ada = Person::visits(program.address, "ada").await;
    let mut kit = Person::visits(program.address, "kit").await;
    ada.until("1/16").await;
    kit.until("1/16").await;
    let mut kim = Person::visits(program.address, "kim").await;
    kim.end().await;
    assert!(kim.error.contains("too many sessions from your address"), "{}", kim.error);
    ada.press(":room open\r").await;
    ada.until("others join it with :room join ").await;
    kit.press("q").await;
    kit.press("q").await;
    kit.end().await;
    let handle = signed_in(program.address, "kit").await;
    let mut large = Person::at(handle, (121, 40), &[]).await;
    large.end().await;
    assert!(large.error.contains("larger than 120x40"), "{}", large.error);
    program.signal("TERM");
    ada.until("This host stops in 3 seconds.").await;
}

#[tokio::test]
async fn visitors_see_what_the_host_likes_and_nothing_of_whose_it_is() {
    let program = Program::configured(OPTIONS, &["--open"]);
    let mut ada = Person::visits(program.address, "ada").await;
    ada.until("1/16").await;
    assert!(!ada.screen().contains(['─', '│', '▸']), "{}", ada.screen());
    // Ctrl-N goes to the next row in that set of keys alone.
    for (keys, seen) in [("\x0e", "2/16"), ("w", "Note on"), ("Ask her.", "Ask her.")] {
        ada.press(keys).await;
        ada.until(seen).await;
    }
    ada.press("\x1b").await;
    ada.quiet().await;
    ada.press("W").await;
    ada.until("Ask her.").await;
    assert!(ada.screen().contains("ada, "), "{}", ada.screen());
    let seen = String::from_utf8_lossy(&ada.bytes).into_owned();
    assert!(!seen.contains("Hostess") && !seen.contains("config.toml"), "{seen}");
    // What is wrong in the file is for whoever reads the log.
    let log = program.end();
    assert!(log.contains("line 8: there is no option"), "{log}");
    assert!(log.contains("nearest is") && log.contains("ssh.sessions-per-address"), "{log}");
    assert!(!log.contains("Hostess"), "{log}");
}

#[tokio::test]
async fn the_file_names_who_may_come_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authorized_keys");
    let public = key(1).public_key().to_openssh().unwrap();
    fs::write(&file, public).unwrap();
    let program = Program::configured(&format!("ssh.authorized-keys = {file:?}"), &[]);
    let mut handle = crate::client::connect(program.address).await.unwrap();
    assert!(!with_key(&mut handle, "demo", &key(2)).await.unwrap().success());
    assert!(with_key(&mut handle, "demo", &key(1)).await.unwrap().success());
    assert_eq!(run(&handle, Some("show Corran")).await.status, Some(0));
}

/// Starts a host that does not become one; its exit code, and what it says.
fn refused(options: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("earmark")).unwrap();
    fs::write(dir.path().join("earmark/config.toml"), options).unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .args(["ssh", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .env("XDG_CONFIG_HOME", dir.path())
        .env("XDG_STATE_HOME", dir.path())
        .output()
        .unwrap();
    (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

#[test]
fn nobody_is_hosted_until_it_is_said_who_and_no_file_lets_anyone_in() {
    for options in ["", "[ssh]\nopen = true\n"] {
        let (code, told) = refused(options, &[]);
        assert_eq!(code, Some(2));
        assert!(told.contains("--authorized-keys") && told.contains("--open"), "{told}");
    }
}

#[test]
fn rooms_are_counted_only_where_there_are_some() {
    let (code, told) = refused("", &["--open", "--rooms", "3"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("--follow"), "{told}");
}
