//! Calls of which a part does not come.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::thread;

use serde_json::Value;

use super::{CALL, CORRAN, Served, code, earmark, file, run, text};

const TRANSCRIPT: &str = "getConversationTranscript";

/// Before a service: answers itself where the first line of a request has a word.
fn before(served: &Served, word: &'static str, answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let service = served.url.trim_start_matches("http://").to_owned();
    // It ends with the test's process.
    thread::spawn(move || {
        for client in listener.incoming() {
            let service = service.clone();
            thread::spawn(move || pass(client?, &service, word, answer));
        }
    });
    url
}

fn pass(mut client: TcpStream, service: &str, word: &str, answer: &str) -> io::Result<()> {
    let mut from = BufReader::new(client.try_clone()?);
    let (mut head, mut length) = (String::new(), 0);
    while from.read_line(&mut head)? > 2 {
        let line = head.lines().last().unwrap_or_default().to_lowercase();
        length = line.strip_prefix("content-length: ").map_or(length, |it| it.parse().unwrap());
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    if head.lines().next().is_some_and(|line| line.contains(word)) {
        return client.write_all(answer.as_bytes());
    }
    let mut to = TcpStream::connect(service)?;
    let head = head.replacen("\r\n", "\r\nconnection: close\r\n", 1);
    to.write_all(&[head.as_bytes(), &body].concat())?;
    io::copy(&mut to, &mut client).map(drop)
}

/// What an org says that has answered enough for a day.
const LIMITED: &str = "HTTP/1.1 403 Forbidden\r\ncontent-type: application/json\r\n\
    connection: close\r\ncontent-length: 82\r\n\r\n\
    [{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"TotalRequests Limit exceeded.\"}]";

/// What an org says of an action that it does not have.
const NO_ACTION: &str = "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\n\
    connection: close\r\ncontent-length: 77\r\n\r\n\
    [{\"errorCode\":\"NOT_FOUND\",\"message\":\"The requested resource does not exist\"}]";

/// Runs `earmark` on a service that has reached its limit where a request has this word.
fn without(served: &Served, word: &'static str, arguments: &[&str]) -> Output {
    with_answer(served, (word, LIMITED), arguments)
}

fn with_answer(
    served: &Served,
    (word, answer): (&'static str, &'static str),
    arguments: &[&str],
) -> Output {
    let mut command = earmark(arguments);
    command.env("SF_ORG_INSTANCE_URL", before(served, word, answer));
    command.env("SF_ACCESS_TOKEN", &served.token).output().unwrap()
}

#[test]
fn names_that_could_not_be_asked_for_are_not_printed_as_if_redacted() {
    let served = Served::start();
    for format in ["text", "json", "csv", "vtt"] {
        let arguments = ["show", CORRAN, "--redact", "--format", format];
        let output = without(&served, TRANSCRIPT, &arguments);
        assert_eq!((code(&output), text(&output.stdout).as_str()), (1, ""), "{format}");
        let said = text(&output.stderr);
        assert!(said.contains("--redact has to know who took part"), "{said}");
        assert!(said.contains("limit"), "{said}");
    }
    // Whoever does not redact has the rest.
    let output = without(&served, TRANSCRIPT, &["show", CORRAN]);
    assert_eq!(code(&output), 0);
    assert!(text(&output.stdout).contains("Question"));
}

#[test]
fn a_form_without_a_place_for_remarks_has_them_told_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let saved = file(dir.path(), "call.json", CALL);
    for format in ["csv", "vtt"] {
        let output = run(&["show", &saved, "--redact", "--format", format]);
        assert_eq!(code(&output), 0, "{format}");
        let said = text(&output.stderr);
        assert!(
            said.contains("Nobody's name was known") && said.contains("redact-words"),
            "{said}"
        );
    }
    let output = run(&["show", &saved, "--redact", "--format", "json"]);
    assert_eq!(text(&output.stderr), "", "it has a place of its own");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(json["remarks"][0].as_str().unwrap().contains("Nobody's name was known"));
}

#[test]
fn no_task_is_made_while_its_date_or_person_may_still_come() {
    let served = Served::start();
    let create = ["tasks", CORRAN, "--create", "--only", "2"];
    for word in [TRANSCRIPT, "sobjects/VideoCall/"] {
        let output = without(&served, word, &create);
        assert_eq!((code(&output), text(&output.stdout).as_str()), (1, ""), "{word}");
        let said = text(&output.stderr);
        assert!(said.contains("Nothing was made") && said.contains("limit"), "{said}");
        let printed = without(&served, word, &["tasks", CORRAN, "--format", "json"]);
        assert_eq!(code(&printed), 0, "{word}");
        assert!(text(&printed.stderr).contains("limit"), "{word}");
    }
    // An org that has no transcripts will not have one later.
    let made = with_answer(&served, (TRANSCRIPT, NO_ACTION), &create);
    assert_eq!(code(&made), 0, "{}", text(&made.stderr));
    assert!(text(&made.stdout).contains("created, 00T"), "{}", text(&made.stdout));
    assert!(text(&made.stderr).contains("does not offer"), "{}", text(&made.stderr));
}
