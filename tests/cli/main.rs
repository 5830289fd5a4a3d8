//! The command line, from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kept;
mod own;
mod parts;
mod refusals;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const CORRAN: &str = "6qrWs000004Tb7KIAS";
const CALL: &str = r#"{"momentInsights":[{"category":"Question","insightTypeId":"q","keyword":"Question",
    "momentTimes":[{"momentOffset":3.25,"entries":["Shall we?"],"speakerId":"Speaker 1"}]}]}"#;

fn earmark(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_earmark"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    // Not that of whoever runs the tests.
    command.env("XDG_CACHE_HOME", concat!(env!("CARGO_TARGET_TMPDIR"), "/cli-cache"));
    // Whoever runs the tests may be signed in.
    command.env("XDG_STATE_HOME", "/nonexistent");
    command
}

fn run(arguments: &[&str]) -> Output {
    earmark(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// `earmark serve` with the demo's calls, ended with the test.
struct Served {
    child: Child,
    url: String,
    token: String,
    _dir: tempfile::TempDir,
}

impl Served {
    fn start() -> Self {
        Self::with(&[], Stdio::inherit())
    }

    fn with(options: &[&str], err: Stdio) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let token_file = dir.path().join("tokens");
        let arguments =
            ["serve", "--listen", "127.0.0.1:0", "--token-file", token_file.to_str().unwrap()];
        let mut command = earmark(&arguments);
        let mut child = command.args(options).stdout(Stdio::piped()).stderr(err).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(line.starts_with("earmark serves 7 calls at http://127.0.0.1:"), "{line}");
        let mode = fs::metadata(&token_file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let token = fs::read_to_string(&token_file).unwrap();
        let token = token.lines().find(|line| !line.starts_with('#')).unwrap().trim().to_owned();
        Self { child, url, token, _dir: dir }
    }

    fn earmark(&self, arguments: &[&str]) -> Output {
        let mut command = earmark(arguments);
        command.env("SF_ORG_INSTANCE_URL", &self.url).env("SF_ACCESS_TOKEN", &self.token);
        command.output().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn file(dir: &Path, name: &str, content: &str) -> String {
    let path = dir.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_served_call_is_shown_in_every_format() {
    let served = Served::start();
    let shown = served.earmark(&["show", CORRAN]);
    assert_eq!(code(&shown), 0);
    let shown = text(&shown.stdout);
    for part in ["Corran Bay Oysters", "Ada Marchetti", "Next Steps", "0:22.9  Question"] {
        assert!(shown.contains(part), "{part}");
    }
    assert!(!shown.contains('\u{1b}'));

    let json: Value =
        serde_json::from_slice(&served.earmark(&["show", CORRAN, "--format", "json"]).stdout)
            .unwrap();
    assert_eq!(json["id"], CORRAN);
    assert_eq!(json["moments"].as_array().unwrap().len(), 16);
    assert_eq!(json["moments"][0]["speaker"], "Ada Marchetti");
    assert_eq!(json["remarks"], serde_json::json!([]));

    let csv = text(&served.earmark(&["show", CORRAN, "--format", "csv"]).stdout);
    assert!(csv.starts_with("offset,start,end,category,keyword,speaker,role,"));
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), 16);

    let markdown = text(&served.earmark(&["show", CORRAN, "--format", "markdown"]).stdout);
    assert!(markdown.starts_with("# Corran Bay Oysters") && markdown.contains("\n## Summary\n"));
}

#[test]
fn alone_in_a_pipe_it_prints_a_list() {
    let served = Served::start();
    let list = served.earmark(&[]);
    assert_eq!(code(&list), 0, "{}", text(&list.stderr));
    assert!(text(&list.stdout).contains("Corran Bay Oysters"));
    let half = earmark(&[]).env("SF_ACCESS_TOKEN", "00Dx!token").output().unwrap();
    assert_eq!(code(&half), 2);
    assert!(text(&half.stderr).contains("SF_ORG_INSTANCE_URL"));
}

#[test]
fn a_question_is_answered_as_text_and_as_json() {
    let served = Served::start();
    let question = "What is said about the hatchery?";
    let output = served.earmark(&["ask", CORRAN, question]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let answer = text(&output.stdout);
    assert!(answer.contains("bear") && answer.contains("hatchery"), "{answer}");
    let output = served.earmark(&["ask", CORRAN, question, "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["id"], &json["question"]), (&CORRAN.into(), &question.into()));
    assert_eq!(json["responseId"].as_str().unwrap().len(), 36);
    assert!(json["text"].as_str().unwrap().contains("hatchery"));
    assert!(json["answer"].as_array().unwrap().iter().any(|block| block["kind"] == "item"));

    assert_eq!(code(&served.earmark(&["ask", CORRAN, " "])), 2);
    assert_eq!(code(&run(&["ask", "call.json", question])), 2);
    assert_eq!(code(&run(&["ask", CORRAN, question])), 3);
    assert_eq!(code(&served.earmark(&["ask", "6qrAAC000000BGPYB2", question])), 4);
}

#[test]
fn next_steps_are_printed_and_made_on_demand() {
    let served = Served::start();
    let printed = served.earmark(&["tasks", CORRAN]);
    assert_eq!(code(&printed), 0, "{}", text(&printed.stderr));
    let printed = text(&printed.stdout);
    for part in [
        " 1  Confirm in writing",
        "Ada Marchetti",
        "due Tue 24 Nov 2026",
        "Nothing was sent.",
        "\"WhatId\":\"001",
    ] {
        assert!(printed.contains(part), "{part}: {printed}");
    }
    let json = text(&served.earmark(&["tasks", CORRAN, "--format", "json"]).stdout);
    let drafts: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(drafts[1]["due"], "2026-11-24");
    for said in ["created, 00T", "was there already, 00T"] {
        let made = served.earmark(&["tasks", CORRAN, "--create", "--only", "2"]);
        assert_eq!(code(&made), 0, "{}", text(&made.stderr));
        assert!(text(&made.stdout).contains(said), "{}", text(&made.stdout));
    }
    let upsert = ["tasks", CORRAN, "--create", "--only", "3", "--key-field", "EarmarkKey__c"];
    for said in ["created, 00T", "was there, brought up to date, 00T"] {
        assert!(text(&served.earmark(&upsert).stdout).contains(said));
    }
    let wrong = ["tasks", CORRAN, "--create", "--only", "4", "--key-field", "Nothing__c"];
    let refused = served.earmark(&wrong);
    assert!(code(&refused) == 1 && text(&refused.stderr).contains("external id"), "{refused:?}");
    assert_eq!(code(&served.earmark(&["tasks", CORRAN, "--only", "99"])), 2);
}

#[test]
fn fifteen_characters_name_the_same_call_and_a_pipe_gets_text() {
    let served = Served::start();
    let output = served.earmark(&[&CORRAN[..15]]);
    assert_eq!(code(&output), 0);
    assert!(text(&output.stdout).contains("Corran Bay Oysters"));
}

#[test]
fn the_demo_lists_and_prints_its_calls() {
    let list = text(&run(&["demo", "--list"]).stdout);
    assert_eq!(list.lines().count(), 7);
    assert!(list.lines().all(|line| line.contains(':')));
    assert!(list.contains("2026-11-20 10:30     5:01  video  Corran Bay Oysters: renewal"));
    assert!(text(&run(&["demo"]).stdout).contains("Corran Bay Oysters"));
    assert!(text(&run(&["demo", "support"]).stdout).contains("vaccine fridge"));
}

#[test]
fn a_script_is_never_given_calls_that_are_not_its_own() {
    for arguments in [&[][..], &["calls"], &["calls", "--format", "json"]] {
        let output = run(arguments);
        assert_eq!((code(&output), text(&output.stdout).as_str()), (3, ""));
        let said = text(&output.stderr);
        assert!(said.contains("earmark login") && said.contains("earmark demo"), "{said}");
    }
}

#[test]
fn calls_are_listed_for_programs() {
    let served = Served::start();
    let output = served.earmark(&["calls", "--all", "--limit", "3", "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let calls: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(calls.as_array().unwrap().len(), 3);
    assert_eq!(calls[1]["id"], CORRAN);
    assert_eq!(calls[1]["account"], "Corran Bay Oysters");
    let csv = text(&served.earmark(&["calls", "--all", "--format", "csv"]).stdout);
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), 7);
}

#[test]
fn what_needs_an_org_is_not_done_offline() {
    let output = run(&["status", "--offline"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("has to be asked"));
}

#[test]
fn a_call_is_named_by_its_page_or_by_a_link() {
    let served = Served::start();
    let page = format!("{}/lightning/r/VideoCall/{CORRAN}/view?x=1", served.url);
    let link = format!("earmark://call/{CORRAN}?t=83.5");
    for name in [page, link] {
        let output = served.earmark(&["show", &name]);
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("Corran Bay Oysters"));
    }
    let other = format!("https://acme.lightning.force.com/lightning/r/VideoCall/{CORRAN}/view");
    for (name, parts) in [
        (other.as_str(), ["acme.lightning.force.com", "127.0.0.1"]),
        ("acme.lightning.force.com/lightning/o/VideoCall/list", ["a list", "open the call"]),
        ("ftp://acme.example/6qrWs000004Tb7K", ["https://", "earmark://call/"]),
        ("earmark://call/6qrWs000004Tb7KIAS?t=soon", ["time", "?t=83.5"]),
    ] {
        let output = served.earmark(&["show", name]);
        assert_eq!(code(&output), 2, "{name}");
        let said = text(&output.stderr);
        assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    }
    assert!(text(&run(&["demo", "6qrWs000004TfD2"]).stdout).contains("Ravensholt"));
}

#[test]
fn a_token_file_that_others_can_read_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let tokens = file(dir.path(), "tokens", "a-token\n");
    fs::set_permissions(&tokens, fs::Permissions::from_mode(0o644)).unwrap();
    let output = run(&["serve", "--listen", "127.0.0.1:0", "--token-file", &tokens]);
    assert_eq!(code(&output), 1);
    let said = text(&output.stderr);
    assert!(!said.contains("a-token") && !said.contains("made"), "{said}");
}

#[test]
fn an_address_in_use_is_said_so() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let dir = tempfile::tempdir().unwrap();
    let tokens = dir.path().join("tokens");
    let output = run(&["serve", "--listen", &address, "--token-file", tokens.to_str().unwrap()]);
    assert_eq!(code(&output), 1);
    assert!(text(&output.stderr).contains(&address));
}

#[test]
fn a_service_stops_when_it_is_told_to() {
    let mut served = Served::start();
    let pid = served.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
}

#[test]
fn completions_and_the_manual_name_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let script = text(&run(&["completions", shell]).stdout);
        for word in ["demo", "show", "serve", "--format"] {
            assert!(script.contains(word.trim_start_matches('-')), "{shell}: {word}");
        }
    }
    assert!(text(&run(&["man", "serve"]).stdout).contains("token\\-file"));
    assert_eq!(code(&run(&["man", "nothing"])), 2);
    let manual = text(&run(&["man"]).stdout);
    for word in ["demo", "show", "serve", "SF_ACCESS_TOKEN", "EXIT"] {
        assert!(manual.to_uppercase().contains(&word.to_uppercase()), "{word}");
    }
}

#[test]
fn a_call_is_printed_in_parts_and_without_what_others_are_not_to_see() {
    let served = Served::start();
    let show = |more: &[&str]| {
        let output = served.earmark(&[&["show", CORRAN], more].concat());
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let whole = show(&["--format", "csv"]);
    let priced = show(&["--format", "csv", "--category", "pricing"]);
    let rows = |csv: &str| csv.lines().skip(1).count();
    assert!(0 < rows(&priced) && rows(&priced) < rows(&whole));
    assert!(priced.lines().skip(1).all(|row| row.contains(",Pricing,")), "{priced}");
    let chapters = show(&["--format", "vtt", "--category", "Question", "--speaker", "2"]);
    assert!(chapters.starts_with("WEBVTT Corran Bay Oysters"), "{chapters}");
    assert!(chapters.contains(" --> ") && !chapters.contains("Pricing"), "{chapters}");
    for wrong in ["--category", "--speaker"] {
        let output = served.earmark(&["show", CORRAN, wrong, "nobody\u{1b}[2J"]);
        assert_eq!(code(&output), 2);
        let said = text(&output.stderr);
        assert!(said.contains("there is no") && !said.contains('\u{1b}'), "{said}");
    }
    let people: Value = serde_json::from_str(&show(&["--format", "json"])).unwrap();
    let names: Vec<_> = people["speakers"].as_array().unwrap().iter().collect();
    let names: Vec<_> = names.iter().filter_map(|it| it["name"].as_str()).collect();
    assert!(!names.is_empty() && !names[0].starts_with("Speaker"), "{names:?}");
    for format in ["text", "markdown", "json", "csv", "vtt"] {
        let redacted = show(&["--format", format, "--redact"]);
        for part in names.iter().flat_map(|name| name.split(' ')) {
            assert!(!redacted.contains(part), "{part} in {redacted}");
        }
        assert!(redacted.contains("Speaker A") && !redacted.contains('£'), "{redacted}");
    }
}

#[test]
fn whoever_starts_the_service_is_told_who_can_sign_in() {
    let dir = tempfile::tempdir().unwrap();
    let told = |name: &str, options: &[&str]| {
        let path = dir.path().join(name);
        drop(Served::with(options, fs::File::create(&path).unwrap().into()));
        fs::read_to_string(path).unwrap()
    };
    let public = ["--public-url", "https://calls.example"];
    let asked = told("ask", &public);
    assert!(asked.contains("/tokens with a new token that sees every call\n"), "{asked}");
    assert!(!asked.contains("can sign in"), "{asked}");
    let all = told("automatic", &[&public[..], &["--approve", "automatic"]].concat());
    assert!(all.contains("whoever reaches https://calls.example or 127.0.0.1:"), "{all}");
}
