//! Visitors who look at the same, through OpenSSH's client.

use crate::openssh::{is_there, visit};
use crate::program::Program;

#[test]
fn a_room_of_three() {
    if !is_there() {
        return;
    }
    let program = Program::start(&["--open", "--follow"]);
    let [mut ada, mut kit, mut kim] = ["ada", "kit", "kim"].map(|user| visit(&program, user));
    for visitor in [&mut ada, &mut kit, &mut kim] {
        visitor.until("1/16");
    }
    ada.press(":room open\r");
    let line = ada.until("others join it with :room join ");
    let (_, code) = line.split_once(":room join ").unwrap();
    let code = code.split_whitespace().next().unwrap();
    kim.resize(80, 24);
    for visitor in [&mut kit, &mut kim] {
        visitor.press(&format!(":room join {code}\r"));
        visitor.until("You are in room");
    }
    ada.until("*you, kit, kim");
    ada.press("]]");
    kit.until("3/16");
    kim.until("▸ 2:02.6");
    kit.press("]");
    kit.until("ada has the keys; :room leave to walk on your own.");
    ada.press(":room give kit\r");
    kit.until("You have the keys");
    kit.press("\x1b[6~");
    kit.until("16/16");
    ada.until("16/16");
    kim.until("▸ 4:40.5");
    // A connection that is lost is somebody who has left.
    kit.signal("KILL");
    ada.until("Nobody has the keys: :room take takes them.");
    kim.press(":room take\r");
    kim.until("You have the keys");
    ada.until("you, *kim");
    kim.press("g");
    ada.until(" 1/16");
    ada.press(":room leave\r");
    ada.until("You have left the room.");
    ada.press("qq");
    assert_eq!(ada.exit_code(), 0);
}

#[test]
fn a_host_that_does_not_follow_has_no_rooms() {
    if !is_there() {
        return;
    }
    let program = Program::start(&["--open"]);
    let mut ada = visit(&program, "ada");
    ada.until("1/16");
    ada.press(":room open\r");
    ada.until("There are no rooms in this session.");
}

/// A host that records, and where to.
fn recording(options: &[&str]) -> (Program, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("recordings");
    let record = ["--open", "--record", folder.to_str().unwrap()];
    (Program::start(&[&record, options].concat()), dir)
}

/// What was recorded by a host that has ended.
fn recorded(dir: &tempfile::TempDir) -> Vec<String> {
    let files = std::fs::read_dir(dir.path().join("recordings")).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

#[test]
fn what_is_recorded_is_said_and_kept_redacted() {
    if !is_there() {
        return;
    }
    let (program, dir) = recording(&[]);
    let mut ada = visit(&program, "ada");
    ada.until("This host records what you see, as long as it is redacted.");
    ada.until("Speaker A");
    ada.press("q");
    ada.until("All calls");
    ada.press("q");
    assert_eq!(ada.exit_code(), 0);
    program.end();
    let [text] = &recorded(&dir)[..] else { panic!("one visit is one recording") };
    assert!(text.contains("Speaker A") && !text.contains("Marchetti"));
    assert!(text.trim_end().ends_with("\"x\", \"0\"]"), "{}", &text[text.len() - 80..]);
}

#[test]
fn a_recorded_room_names_none_of_those_who_were_there() {
    if !is_there() {
        return;
    }
    let (program, dir) = recording(&["--follow"]);
    let [mut zora, mut yorick] = ["zora", "yorick"].map(|user| visit(&program, user));
    zora.until("Speaker A");
    zora.press(":room open\r");
    let line = zora.until(":room join ");
    let (_, code) = line.split_once(":room join ").unwrap();
    yorick.until("Speaker A");
    yorick.press(&format!(":room join {}\r", code.split_whitespace().next().unwrap()));
    yorick.until("Visitor A has the keys: you see the same.");
    zora.until("*you, Visitor B");
    // Whoever wants to see who that is, or to write, does so beside the recording.
    zora.press("R");
    zora.until("*you, yorick");
    zora.press("aWell asked\x1b");
    zora.until("zora, ");
    zora.press("R");
    zora.until("Reviewer A, ");
    yorick.until("Reviewer A, ");
    zora.press(":room give visitor b\r");
    yorick.until("You have the keys");
    zora.until("Visitor B has the keys");
    yorick.press("\x03");
    zora.until("Nobody has the keys");
    zora.press("\x03");
    assert_eq!((zora.exit_code(), yorick.exit_code()), (0, 0));
    program.end();
    let both = recorded(&dir).concat();
    assert!(both.contains("Visitor B") && both.contains("Reviewer A"));
    assert!(!both.contains("zora") && !both.contains("yorick"));
}
