//! The command line, from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
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
        let dir = tempfile::tempdir().unwrap();
        let token_file = dir.path().join("tokens");
        let arguments =
            ["serve", "--listen", "127.0.0.1:0", "--token-file", token_file.to_str().unwrap()];
        let mut child = earmark(&arguments).stdout(Stdio::piped()).spawn().unwrap();
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
    assert!(!text(&output.stderr).contains("a-token"));
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
fn what_was_fetched_is_shown_offline_until_it_is_cleared() {
    let dir = tempfile::tempdir().unwrap();
    let cache = dir.path().join("earmark/cache.db");
    let served = Served::start();
    let earmark = |arguments: &[&str]| {
        let mut command = earmark(arguments);
        command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
        command.env("XDG_CACHE_HOME", dir.path()).output().unwrap()
    };
    let path = earmark(&["cache", "path"]);
    assert_eq!(text(&path.stdout).trim(), cache.to_str().unwrap());
    assert!(text(&earmark(&["cache", "info"]).stdout).contains("Nothing is kept"));
    assert_eq!(text(&earmark(&["cache", "clear"]).stdout), "Nothing was kept.\n");
    assert!(!cache.exists());

    let missing = earmark(&["show", CORRAN, "--offline"]);
    assert_eq!(code(&missing), 1);
    assert!(text(&missing.stderr).contains("has not been fetched before"));
    let online = earmark(&["show", CORRAN]);
    let offline = earmark(&["show", CORRAN, "--offline"]);
    assert_eq!((code(&online), code(&offline)), (0, 0));
    assert_eq!(text(&offline.stdout), text(&online.stdout));
    let said = text(&offline.stderr);
    assert!(said.contains("offline") && said.contains("under 1 min old"), "{said}");
    let info = text(&earmark(&["cache", "info"]).stdout);
    assert!(info.contains("1 call kept in") && info.contains("KB on the disk"), "{info}");

    let cleared = text(&earmark(&["cache", "clear"]).stdout);
    assert!(cleared.starts_with("Deleted 1 call, "), "{cleared}");
    assert_eq!(code(&earmark(&["show", CORRAN, "--offline"])), 1);
    let bytes = fs::read(&cache).unwrap();
    assert!(!bytes.windows(6).any(|bytes| bytes == b"Corran"), "nothing is left in the file");
}

#[test]
fn what_is_not_to_be_kept_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let served = Served::start();
    let mut command = earmark(&["show", CORRAN]);
    command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
    command.env("XDG_CACHE_HOME", dir.path()).env("EARMARK_CACHE_DAYS", "0");
    assert_eq!(code(&command.output().unwrap()), 0);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let bad = command.env("EARMARK_CACHE_DAYS", "soon").output().unwrap();
    assert_eq!(code(&bad), 2);
    assert!(text(&bad.stderr).contains("EARMARK_CACHE_DAYS: cache.days is a whole number"));
}

#[test]
fn a_cache_that_cannot_be_used_costs_only_a_remark() {
    let dir = tempfile::tempdir().unwrap();
    let file = file(dir.path(), "file", "");
    let served = Served::start();
    let mut command = earmark(&["show", CORRAN]);
    command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
    let shown = command.env("XDG_CACHE_HOME", file).output().unwrap();
    assert_eq!(code(&shown), 0);
    assert!(text(&shown.stdout).contains("Corran Bay Oysters"));
    assert_eq!(text(&shown.stderr).matches("is not kept").count(), 1);
}

#[test]
fn a_list_that_was_fetched_is_listed_offline() {
    let dir = tempfile::tempdir().unwrap();
    let served = Served::start();
    let earmark = |arguments: &[&str]| {
        let mut command = earmark(arguments);
        command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
        command.env("XDG_CACHE_HOME", dir.path()).output().unwrap()
    };
    let none = earmark(&["calls", "--all", "--offline"]);
    assert_eq!(code(&none), 1);
    assert!(text(&none.stderr).contains("no more of the list of calls is kept"));
    let online = earmark(&["calls", "--all"]);
    assert_eq!(code(&online), 0, "{}", text(&online.stderr));
    let offline = earmark(&["calls", "--all", "--offline"]);
    assert_eq!(code(&offline), 0);
    assert_eq!(text(&offline.stdout), text(&online.stdout));
    assert!(text(&offline.stdout).contains("Corran Bay Oysters"));
    // Another scope is another list.
    assert_eq!(code(&earmark(&["calls", "--offline"])), 1);
}

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
