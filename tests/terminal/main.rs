//! The program on a terminal of its own: start, signals, and what it leaves behind.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod notes;
mod pty;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use pty::Pty;

const ENTER: &[u8] = earmark::session::ENTER;
const LEAVE: &[u8] = earmark::session::LEAVE;

#[test]
fn the_demo_opens_and_quitting_restores_the_terminal() {
    let mut pty = Pty::start(&["demo"], &[]);
    pty.until("1/16  0:22.9 Question, Ada");
    assert!(!pty.is_cooked(), "raw while it runs");
    pty.press("qq");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.seen(LEAVE));
    assert!(pty.is_cooked(), "as before afterwards");
}

#[test]
fn alone_it_lists_invented_calls_until_there_is_an_org() {
    let mut pty = Pty::start(&[], &[]);
    pty.until("These calls are invented; `earmark login`");
    pty.until("7 calls");
    pty.press("/corran\r");
    pty.until("1/16");
    pty.press("q");
    pty.until("1 of 7 calls");
    pty.press("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_cooked());
}

#[test]
fn a_person_without_an_org_is_shown_the_calls_of_the_demo() {
    let mut pty = Pty::start(&["calls"], &[]);
    pty.until("invented calls of the demo");
    pty.until("Corran Bay Oysters");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn control_c_ends_it_at_any_moment() {
    let mut pty = Pty::start(&["demo"], &[]);
    pty.until_seen(ENTER);
    pty.press("\x03");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.seen(LEAVE) && pty.is_cooked());
}

#[test]
fn signals_that_end_a_process_end_it_with_the_terminal_restored() {
    for (signal, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
        let mut pty = Pty::start(&["demo"], &[]);
        pty.until("1/16");
        pty.signal(signal);
        assert_eq!(pty.exit_code(), 128 + number, "SIG{signal}");
        assert!(pty.seen(LEAVE) && pty.is_cooked(), "SIG{signal}");
    }
}

#[test]
fn a_terminal_that_does_not_read_cannot_hold_it() {
    let mut pty = Pty::start(&["demo"], &[]);
    pty.until("1/16");
    pty.stall(true);
    for _ in 0..60 {
        pty.press("\x0c");
        std::thread::sleep(Duration::from_millis(5));
    }
    pty.signal("TERM");
    assert_eq!(pty.exit_code(), 128 + 15);
    assert!(pty.is_cooked());
    pty.stall(false);
}

#[test]
fn it_stops_and_continues_with_the_terminal_given_back_in_between() {
    for stop in ["key", "signal"] {
        let mut pty = Pty::start(&["demo"], &[]);
        pty.until("1/16");
        match stop {
            "key" => pty.press("\x1a"),
            _ => pty.signal("TSTP"),
        }
        pty.until_stopped();
        pty.until_seen(LEAVE);
        assert!(pty.is_cooked(), "{stop}: cooked while stopped");
        pty.forget();
        pty.signal("CONT");
        pty.until_seen(ENTER);
        pty.until("1/16");
        assert!(!pty.is_cooked(), "{stop}: raw again");
        pty.press("]");
        pty.until("2/16");
        pty.press("qq");
        assert_eq!(pty.exit_code(), 0);
    }
}

#[test]
fn a_resize_redraws_at_once() {
    let mut pty = Pty::start(&["demo"], &[]);
    pty.until("━ Timeline");
    pty.resize(20, 5);
    pty.until("earmark needs 40x8");
    pty.resize(80, 24);
    pty.until("━ Timeline");
    pty.press("qq");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn no_color_and_a_plain_locale_are_respected() {
    let mut pty = Pty::start(&["demo"], &[("NO_COLOR", "1"), ("LC_ALL", "C")]);
    pty.until("= Timeline");
    pty.until("1/16");
    pty.press("]");
    pty.until("2/16");
    assert!(!pty.seen(b"38;2;") && !pty.seen(b"38;5;") && !pty.seen("─".as_bytes()));
    pty.press("qq");
    assert_eq!(pty.exit_code(), 0);
}

#[test]
fn a_call_from_standard_input_is_reviewed_with_the_terminals_keys() {
    let dir = tempfile::tempdir().unwrap();
    let saved = dir.path().join("call.json");
    let call = r#"{"momentInsights":[{"category":"Question","insightTypeId":"q","keyword":"Question",
        "momentTimes":[{"momentOffset":3,"entries":["Shall we?"]},{"momentOffset":9,"entries":["When?"]}]}]}"#;
    fs::write(&saved, call).unwrap();
    let script = dir.path().join("pipe.sh");
    let line = format!("cat {} | {} -", saved.display(), env!("CARGO_BIN_EXE_earmark"));
    fs::write(&script, format!("#!/bin/sh\n{line}\n")).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let mut pty = Pty::start_program(script.to_str().unwrap(), &[], &[]);
    pty.until("standard input");
    pty.until("1/2  0:03.0 Question");
    pty.press("]");
    pty.until("2/2");
    pty.press("r");
    pty.until("it can be read only once");
    pty.press("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_cooked());
}

#[test]
fn a_call_with_a_problem_gives_its_exit_code() {
    let mut pty = Pty::start(&["/nonexistent/call.json"], &[]);
    pty.until("Check the name.");
    pty.press("q");
    assert_eq!(pty.exit_code(), 4);
}

#[test]
fn standard_input_that_is_the_terminal_is_refused() {
    let mut pty = Pty::start(&["-"], &[]);
    assert_eq!(pty.exit_code(), 2);
    assert!(pty.seen(b"standard input is the terminal"));
}

#[test]
fn a_dumb_terminal_gets_text() {
    let mut pty = Pty::start(&["demo"], &[("TERM", "dumb")]);
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.seen(b"Corran Bay Oysters") && !pty.seen(ENTER));
}

#[test]
fn idle_sends_nothing() {
    let mut pty = Pty::start(&["demo"], &[]);
    for arrived in ["Ada Marchetti", "Corran Bay", "1/16"] {
        pty.until(arrived);
    }
    pty.settle(Duration::from_millis(300));
    pty.forget();
    assert_eq!(pty.settle(Duration::from_millis(400)), 0);
    pty.press("qq");
    assert_eq!(pty.exit_code(), 0);
}

/// Run by the next test in a terminal of its own, where it panics in the middle of a session.
#[test]
fn a_session_that_panics() {
    use earmark::session::{Source, Tasks, local, size};
    use earmark::tui::{App, CallRef, Depth, GlyphSet, Ground, Theme};
    if std::env::var_os("EARMARK_TEST_PANIC").is_none() {
        return;
    }
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::new(vec![CallRef::File("/nonexistent/call.json".into())], theme, size());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let session = local(app, Tasks::new(Source::files()), None);
    // Polled together, so that the panic comes while the session is alive.
    let panic = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(std::env::var_os("EARMARK_TEST_PANIC").is_none(), "as a test asked");
    };
    let _ = runtime.block_on(async { tokio::join!(session, panic) });
}

#[test]
fn a_panic_restores_the_terminal_and_is_told() {
    let test = std::env::current_exe().unwrap();
    let arguments = ["--exact", "a_session_that_panics", "--nocapture"];
    let mut pty =
        Pty::start_program(test.to_str().unwrap(), &arguments, &[("EARMARK_TEST_PANIC", "1")]);
    pty.until_seen(ENTER);
    assert_ne!(pty.exit_code(), 0);
    assert!(pty.seen(LEAVE) && pty.is_cooked());
    assert!(pty.seen(b"earmark failed: ") && pty.seen(b"as a test asked"));
}
