//! Other people's tools against the service and the host: `tests/tools/run.sh` and
//! `tests/tools/ssh_audit.sh`, which say what they ask.

use std::process::Command;

#[test]
fn tools_that_are_there_are_answered() {
    let is_there = |tool: &str| Command::new(tool).arg("--version").output().is_ok();
    if !is_there("curl") {
        println!("skipped: there is no curl here");
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/run.sh");
    let run = Command::new("sh").args([script, env!("CARGO_BIN_EXE_earmark")]).output().unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    println!("{told}");
    assert!(run.status.success(), "{told}{}", String::from_utf8_lossy(&run.stderr));
    assert!(told.contains("  tokens for it"), "curl was asked to sign in: {told}");
}

#[test]
fn an_auditor_of_ssh_that_is_there_is_content() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/ssh_audit.sh");
    let run = Command::new("sh").args([script, env!("CARGO_BIN_EXE_earmark")]).output().unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    println!("{told}");
    assert!(run.status.success(), "{told}{}", String::from_utf8_lossy(&run.stderr));
    assert!(told.contains("content") || told.contains("skipped"), "{told}");
}
