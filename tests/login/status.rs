//! Who is signed in, and each right apart.

use serde_json::Value;

use crate::org::{ORG_ID, Org};
use crate::run::{Home, Ran};

fn status(org: &Org, more: &[&str]) -> Ran {
    let home = Home::new();
    let token = org.behaviour().access_token();
    let mut command = home.earmark(&[&["status"], more].concat());
    command.env("SF_ORG_INSTANCE_URL", &org.url).env("SF_ACCESS_TOKEN", token);
    Ran::from(command.output().unwrap())
}

#[test]
fn everything_that_works_is_said() {
    let org = Org::start();
    let text = status(&org, &[]);
    text.printed(&[
        "Signed in as Ada Marchetti (ada@example.com)",
        "org          127.0.0.1:",
        &format!(" ({ORG_ID})"),
        "through      the environment",
        "API version  65.0",
        "18 of 5000 API requests",
        "call list    yes",
        "insights     yes",
        "transcript   yes",
        "questions    yes",
    ]);
    let json = status(&org, &["--format", "json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["username"], "ada@example.com");
    assert_eq!(json["rights"]["insights"]["works"], true);
    assert_eq!(json["usage"]["allowed"], 5000);
}

#[test]
fn a_right_that_is_missing_names_what_to_grant() {
    let org = Org::start();
    org.behaviour().lacks = vec!["getConversationTranscript", "exploreConversation"];
    let ran = status(&org, &[]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    for part in [
        "insights     yes",
        "transcript   no: ",
        "“Conversation Insights for Sales”",
        "questions    no: ",
        "“Einstein Sales Call Explorer”",
    ] {
        assert!(ran.out.contains(part), "{} lacks {part}", ran.out);
    }
    org.behaviour().lacks = vec!["exploreConversation"];
    assert_eq!(status(&org, &[]).code, 0);
}

#[test]
fn without_a_call_nothing_can_be_tried() {
    let org = Org::start();
    org.behaviour().empty = true;
    org.behaviour().anonymous = true;
    let ran = status(&org, &[]);
    assert_eq!(ran.code, 1);
    for part in ["does not say as whom", "call list    yes", "insights     not tried: there is no"]
    {
        assert!(ran.out.contains(part), "{} lacks {part}", ran.out);
    }
}

#[test]
fn nobody_and_an_old_token_are_told_apart_from_failures() {
    let home = Home::new();
    home.run(&["status"]).failed(3, &["not signed in"]);
    let org = Org::start();
    org.behaviour().refuses_all = true;
    status(&org, &[]).failed(3, &["session has expired"]);
    let json = status(&org, &["--format", "json"]);
    assert_eq!(json.code, 3);
    assert_eq!(serde_json::from_str::<Value>(&json.out).unwrap()["signedIn"], false);
}
