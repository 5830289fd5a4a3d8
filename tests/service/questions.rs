//! Questions about a call, answered from what was said.

use earmark::call::BlockKind;
use earmark::service::{Escaping, Settings};
use earmark::wire;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{
    EXPLORE, INTELLIGENCE, MUTE, RENEWAL, SUPPORT, TRANSCRIPT, UNREADY, World, json, query_path,
    refusal, sent,
};

fn input(id: &str, question: &str) -> Value {
    json!({"inputs": [{"recordId": id, "question": question}]})
}

/// `speaker, time: “text”` of every quote, and the whole answer.
async fn quotes(world: &World, id: &str, question: &str) -> (Vec<String>, String) {
    let response = sent(world.post(EXPLORE, &input(id, question).to_string())).await;
    assert_eq!(response.status().as_u16(), 200, "{question}");
    let body = response.bytes().await.expect("a body");
    let reply = wire::reply(body.as_ref()).expect("an answer");
    let is_item = |kind| matches!(kind, BlockKind::Item { .. });
    let items = reply.answer.blocks.iter().filter(|block| is_item(block.kind));
    (items.map(earmark::call::Block::text).collect(), reply.text())
}

/// The same form from the transcript that the service gives out.
async fn said(world: &World, id: &str) -> Vec<String> {
    let response =
        sent(world.post(TRANSCRIPT, &json!({"inputs": [{"recordId": id}]}).to_string())).await;
    let body = response.bytes().await.expect("a body");
    let transcript = wire::transcript(body.as_ref()).expect("a transcript");
    let line = |entry: &earmark::call::Entry| {
        let who = transcript.participant(&entry.speaker).expect("a participant");
        format!("{}: “{}”", who.name, entry.text)
    };
    transcript.entries.iter().map(line).collect()
}

fn without_time(quote: &str) -> String {
    let (who, rest) = quote.split_once(", ").expect("a speaker");
    let (time, text) = rest.split_once(": ").expect("a time");
    assert!(time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()), "{quote}");
    format!("{who}: {text}")
}

#[tokio::test]
async fn answers_quote_the_transcript() {
    for escaping in [Escaping::Html, Escaping::Plain] {
        let world = World::with(Settings { escaping, ..Settings::default() }).await;
        let said = said(&world, RENEWAL).await;
        for (question, part) in [
            ("What did they say about the price?", "month"),
            ("What are the next steps?", "quote by Tuesday"),
            ("Who is worried about the signal on the island?", "bar"),
        ] {
            let (quotes, text) = quotes(&world, RENEWAL, question).await;
            assert!((1..=5).contains(&quotes.len()), "{question}: {text}");
            for quote in &quotes {
                assert!(said.contains(&without_time(quote)), "{quote}");
            }
            assert!(text.contains(part), "{question}: {text}");
        }
    }
}

#[tokio::test]
async fn who_is_named_is_quoted() {
    let world = World::new().await;
    let question = "What did Morven say about the price?";
    let (quotes, _) = quotes(&world, RENEWAL, question).await;
    assert!(!quotes.is_empty());
    assert!(quotes.iter().all(|quote| quote.starts_with("Morven Laidlaw, ")), "{quotes:?}");
}

#[tokio::test]
async fn what_was_not_spoken_of_has_no_answer() {
    let world = World::new().await;
    let (quotes, text) = quotes(&world, RENEWAL, "Which zeppelins do they fly?").await;
    assert_eq!((quotes.len(), text.as_str()), (0, "Nothing in this call bears on that."));
}

#[tokio::test]
async fn the_outputs_are_those_of_the_guide_and_the_same_each_time() {
    let world = World::new().await;
    let ask = async || world.answer(EXPLORE, &input(SUPPORT, "What was wrong?")).await;
    let (status, body) = ask().await;
    assert_eq!((status.as_u16(), &body[0]["actionName"]), (200, &json!("exploreConversation")));
    let outputs = body[0]["outputValues"].as_object().unwrap();
    assert_eq!(outputs.keys().collect::<Vec<_>>(), ["answer", "requestId", "responseId", "type"]);
    assert_eq!(outputs["type"], "richtext");
    assert!(outputs["answer"].as_str().unwrap().starts_with("&lt;p&gt;"));
    assert_eq!(ask().await.1, body);
    let other = world.answer(EXPLORE, &input(SUPPORT, "What was broken?")).await.1;
    assert_ne!(other[0]["outputValues"]["responseId"], outputs["responseId"]);
}

#[tokio::test]
async fn a_question_that_is_none_says_why() {
    let world = World::new().await;
    for (input, code, fields) in [
        (json!({"recordId": RENEWAL}), "REQUIRED_FIELD_MISSING", json!(["question"])),
        (
            json!({"recordId": RENEWAL, "question": " "}),
            "REQUIRED_FIELD_MISSING",
            json!(["question"]),
        ),
        (json!({"recordId": RENEWAL, "question": 7}), "INVALID_API_INPUT", json!(["question"])),
        (
            json!({"recordId": RENEWAL, "question": "?".repeat(4_001)}),
            "INVALID_API_INPUT",
            json!(["question"]),
        ),
        (
            json!({"recordId": RENEWAL, "question": "?", "promptVersion": 1}),
            "INVALID_API_INPUT",
            json!(["promptVersion"]),
        ),
        (json!({"question": "?"}), "REQUIRED_FIELD_MISSING", json!(["recordId"])),
        (json!({"recordId": UNREADY, "question": "?"}), "NOT_FOUND", json!([])),
    ] {
        let (status, body) = world.answer(EXPLORE, &json!({"inputs": [input]})).await;
        let error = &body[0]["errors"][0];
        assert_eq!(status, 400, "{body}");
        assert_eq!((&error["statusCode"], &error["fields"]), (&json!(code), &fields), "{body}");
    }
    let versioned = json!({"recordId": RENEWAL, "question": "?", "promptVersion": "2"});
    assert_eq!(world.answer(EXPLORE, &json!({"inputs": [versioned]})).await.0, 200);
}

#[tokio::test]
async fn a_right_that_is_taken_away_is_an_action_that_is_not_there() {
    let world = World::new().await;
    for path in [EXPLORE, TRANSCRIPT] {
        for method in [Method::GET, Method::POST] {
            let request = world.bare(method, path).bearer_auth(MUTE);
            let (status, code, message) = refusal(request.json(&input(RENEWAL, "?"))).await;
            assert_eq!((status, code.as_str()), (404, "NOT_FOUND"));
            assert!(message.starts_with("Invalid Action Type: "), "{message}");
        }
    }
    let insights = json!({"inputs": [{"recordId": RENEWAL}]});
    let request = world.bare(Method::POST, INTELLIGENCE).bearer_auth(MUTE).json(&insights);
    assert_eq!(sent(request).await.status().as_u16(), 200);
    let list = "/services/data/v67.0/actions/standard";
    let calls = query_path("SELECT Id FROM VoiceCall");
    let (status, code, message) = refusal(world.bare(Method::GET, &calls).bearer_auth(MUTE)).await;
    assert_eq!((status, code.as_str()), (400, "INVALID_TYPE"));
    assert!(message.contains("'VoiceCall' is not supported"), "{message}");
    let (_, listed) = json(sent(world.bare(Method::GET, list).bearer_auth(MUTE)).await).await;
    assert_eq!(listed["actions"].as_array().unwrap().len(), 1);
    assert_eq!(world.get(list).await.1["actions"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn the_action_is_described() {
    let world = World::new().await;
    let (status, described) = world.get(EXPLORE).await;
    assert_eq!(status, 200);
    let names = |key: &str| {
        let parameters = described[key].as_array().unwrap().iter();
        parameters.map(|parameter| parameter["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("inputs"), ["recordId", "question", "promptVersion"]);
    assert_eq!(names("outputs"), ["answer", "requestId", "responseId", "type"]);
    assert_eq!(described["type"], "EXPLORE_CONVERSATION");
}

#[tokio::test]
async fn any_question_is_answered_with_what_was_said() {
    let world = World::new().await;
    let said = said(&world, RENEWAL).await;
    let words = "(price|£|next steps|Morven|<b>|&amp;|\u{1b}|\"|質問|[a-z]{1,6}|\\PC{0,6})";
    let question = proptest::collection::vec(words, 1..6).prop_map(|words| words.join(" "));
    let strategy = question.prop_filter("a question", |question| !question.trim().is_empty());
    let mut runner = TestRunner::deterministic();
    for _ in 0..48 {
        let question = strategy.new_tree(&mut runner).unwrap().current();
        for quote in quotes(&world, RENEWAL, &question).await.0 {
            assert!(said.contains(&without_time(&quote)), "{question}: {quote}");
        }
    }
}
