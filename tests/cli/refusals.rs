//! Exit codes, and what is said of input that cannot be read.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;

use super::{CALL, CORRAN, Served, code, earmark, file, run, text};

#[test]
fn exit_codes_tell_failures_apart() {
    let served = Served::start();
    let dir = tempfile::tempdir().unwrap();
    let broken = file(dir.path(), "broken.json", "{");
    let refused = file(dir.path(), "refused.json", r#"[{"message":"no","errorCode":"NOT_FOUND"}]"#);

    assert_eq!(code(&run(&["show", &broken])), 1);
    assert_eq!(code(&run(&["show", &refused])), 1);
    assert_eq!(code(&run(&["show", "missing.json"])), 4);
    assert_eq!(code(&run(&["--no-such-option"])), 2);
    assert_eq!(code(&run(&["show", "nonsense"])), 2);
    assert_eq!(code(&run(&["show", CORRAN])), 3);
    assert_eq!(code(&served.earmark(&["show", "6qrAAC000000BGPYB2"])), 4);

    let mut command = earmark(&["show", CORRAN]);
    command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", "00Dwrong!token");
    let output = command.output().unwrap();
    assert_eq!(code(&output), 3);
    assert!(!text(&output.stderr).contains("00Dwrong"));
}

#[test]
fn failures_say_what_happened_and_what_to_do_next() {
    let dir = tempfile::tempdir().unwrap();
    let broken = file(dir.path(), "broken.json", "{\"momentInsights\": [\n");
    let cases: [(&[&str], &[&str]); 4] = [
        (
            &["show", CORRAN],
            &["not signed in", "earmark login", "SF_ORG_INSTANCE_URL", "earmark demo"],
        ),
        (&["show", "nonsense"], &["no file \"nonsense\"", "15 or 18"]),
        (
            &["show", &broken],
            &["broken.json cannot be read", "ends in the middle", "save it again"],
        ),
        (&["demo", "Nobody"], &["earmark demo --list"]),
    ];
    for (arguments, parts) in cases {
        let message = text(&run(arguments).stderr);
        assert!(message.starts_with("earmark: "), "{message}");
        for part in parts {
            assert!(message.contains(part), "{message} lacks {part}");
        }
    }
}

#[test]
fn tasks_that_cannot_be_written_are_refused_and_the_cause_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let (tasks, told) = (dir.path().join("none/tasks.json"), dir.path().join("told"));
    let err = fs::File::create(&told).unwrap();
    let served = Served::with(&["--tasks", tasks.to_str().unwrap()], err.into());
    for _ in 0..2 {
        let made = served.earmark(&["tasks", CORRAN, "--create", "--only", "2"]);
        assert_eq!(code(&made), 1, "{made:?}");
    }
    let told = fs::read_to_string(told).unwrap();
    assert_eq!(told.matches("tasks are refused").count(), 1, "{told}");
    assert!(told.contains("none/tasks.json cannot be written: No such file"), "{told}");
}

#[test]
fn lines_and_a_response_cannot_both_come_on_standard_input() {
    let mut child = earmark(&["--plain", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(CALL.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), output.stdout.len()), (2, 0));
    let said = text(&output.stderr);
    assert!(said.contains("with --plain") && said.contains("`earmark show -`"), "{said}");
}

#[test]
fn a_saved_response_is_read_from_a_file_or_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let saved = file(dir.path(), "call.json", CALL);
    let from_file = run(&["show", &saved]);
    assert!(
        text(&from_file.stdout).contains("0:03.3  Question · Speaker 1\n             Shall we?")
    );

    let mut child =
        earmark(&["show", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(CALL.as_bytes()).unwrap();
    let from_stdin = child.wait_with_output().unwrap();
    let (from_file, from_stdin) = (text(&from_file.stdout), text(&from_stdin.stdout));
    assert_eq!(from_file.strip_prefix("call.json"), from_stdin.strip_prefix("Call"));
}

#[test]
fn a_pipe_gets_every_call_and_one_that_fails_costs_only_itself() {
    let dir = tempfile::tempdir().unwrap();
    let (first, last) = (file(dir.path(), "a.json", CALL), file(dir.path(), "b.json", CALL));
    let broken = file(dir.path(), "broken.json", "{");
    let output = run(&[&first, &broken, &last]);
    assert_eq!(text(&output.stdout).matches("Shall we?").count(), 2);
    assert!(text(&output.stderr).contains("broken.json cannot be read"));
    assert_eq!(code(&output), 1);
}

#[test]
fn what_is_no_response_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/1-corran-bay-renewal.json");
    let page = file(dir.path(), "page.html", "<html><body>Sign in</body></html>");
    let folder = dir.path().to_str().unwrap();
    for (path, part) in [
        (library, "earmark serve --library"),
        (&page, "it begins like a web page"),
        (folder, "Name a file in it"),
    ] {
        let output = run(&["show", path]);
        assert_eq!(code(&output), 1, "{path}");
        assert!(text(&output.stderr).contains(part), "{}", text(&output.stderr));
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    let moments: Vec<String> = (0..20_000)
        .map(|i| {
            format!(
                r#"{{"momentOffset":{i},"entries":["A line that is long enough to fill a pipe."]}}"#
            )
        })
        .collect();
    let big = format!(
        r#"{{"momentInsights":[{{"category":"Q","momentTimes":[{}]}}]}}"#,
        moments.join(",")
    );
    let saved = file(dir.path(), "big.json", &big);
    for format in ["text", "markdown", "json", "csv", "vtt"] {
        let mut child = earmark(&["show", &saved, "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{format}");
        assert_eq!(text(&output.stderr), "", "{format}");
    }
}
