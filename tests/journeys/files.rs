//! Saved responses.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::world::World;

pub(crate) fn moment(at: impl Into<Value>) -> Value {
    json!({"momentOffset": at.into(), "startOffset": 1.0, "endOffset": 20.0, "entries": ["Who signs it?"],
           "sequences": [3], "speakerId": "Speaker 1", "mentionId": 0})
}

pub(crate) fn saved(outputs: &Value) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("call.json");
    fs::write(&path, outputs.to_string()).unwrap();
    (dir, path)
}

pub(crate) fn insights(moments: &[Value]) -> Value {
    json!({"momentInsights": [{"category": "Question", "insightTypeId": "q", "keyword": "Question",
                               "momentTimes": moments}]})
}

#[tokio::test]
async fn an_unreadable_moment_costs_only_itself_and_the_screen_says_so() {
    let moments = [moment(6.0), moment("soon"), moment(12.0)];
    let (_dir, path) = saved(&insights(&moments));
    let mut world = World::file(&path);
    world.until(&["call.json", "1/2  0:06.0", "1 unreadable left out"]).await;
    world.until(&["Left out: 1 unreadable", "momentInsights[0].momen"]).await;
}

#[tokio::test]
async fn a_broken_file_says_what_is_wrong_and_is_read_again_once_it_is_mended() {
    let (_dir, path) = saved(&json!(null));
    fs::write(&path, "{\n\"momentInsights\": [\n").unwrap();
    let mut world = World::file(&path);
    world.until(&["it ends in the middle", "r tries again"]).await;
    fs::write(&path, insights(&[moment(6.0)]).to_string()).unwrap();
    world.press("r");
    world.until(&["1/1  0:06.0 Question"]).await;
}

#[tokio::test]
async fn a_failed_reload_keeps_the_call_and_the_time() {
    let moments: Vec<_> = (1..9).map(|i| moment(f64::from(i) * 10.0)).collect();
    let (_dir, path) = saved(&insights(&moments));
    let mut world = World::file(&path);
    world.until(&["1/8"]).await;
    world.press("4]");
    world.until(&["5/8  0:50.0"]).await;
    fs::remove_file(&path).unwrap();
    world.press("r");
    world.until(&["cannot be read", "Check the name."]).await;
    fs::write(&path, insights(&moments[2..]).to_string()).unwrap();
    world.press("r");
    world.until(&["3/6  0:50.0"]).await;
}

#[tokio::test]
async fn parts_fail_alone() {
    let mut outputs = insights(&[moment(6.0)]);
    outputs["conversationIntelligence"] = json!({"callSummary": 7});
    outputs["conversationInsights"] = json!("none");
    let (_dir, path) = saved(&outputs);
    let mut world = World::file(&path);
    world.until(&["The summary cannot be read", "1/1  0:06.0", "Cannot be read"]).await;
}

#[tokio::test]
async fn names_that_attack_the_terminal_are_text() {
    let mut evil = moment(6.0);
    evil["entries"] = json!(["\u{1b}]0;owned\u{7}\u{1b}[2Jstill \u{202e}here\u{9b}31m"]);
    evil["speakerId"] = json!("Mallory\u{1b}[?1049l\r\n");
    let (_dir, path) = saved(&insights(&[evil]));
    let mut world = World::file(&path);
    world.until(&["still here31m", "Mallory[?1049l"]).await;
    assert!(!world.bytes.windows(4).any(|bytes| bytes == b"\x1b]0;"));
    assert!(!String::from_utf8(world.bytes).unwrap().contains('\u{202e}'));
}
