//! Any bytes at all, and valid ones that end early.

use std::io::{self, Read};

use earmark::call::CallId;
use earmark::wire::{ReadError, intelligence, record, transcript};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{enveloped, told, with_moments};

fn body() -> Value {
    let mut outputs = with_moments(&json!([
        {"momentOffset": 12.5, "entries": ["\"What\\ is [it}?\"", "é 😀"], "sequences": [1, 2], "x": {"a": [1]}},
        {"momentOffset": 2, "entries": "two", "action": null},
    ]));
    outputs["momentInsights"].as_array_mut().unwrap().push(json!({
        "category": "Late", "momentTimes": [{"momentOffset": 3}], "keyword": "after",
    }));
    outputs["conversationIntelligence"] = json!({"callSummary": "<p>Short \"call\".</p>"});
    enveloped(&outputs)
}

#[test]
fn an_answer_cut_anywhere_is_an_error() {
    for body in [body(), body()[0].clone(), body()[0]["outputValues"].clone()] {
        for text in [body.to_string(), serde_json::to_string_pretty(&body).unwrap()] {
            assert_eq!(told(&intelligence(text.as_bytes()).unwrap()).len(), 3);
            for end in 0..text.len() {
                let error = intelligence(&text.as_bytes()[..end]).expect_err("whole");
                let told = matches!(error, ReadError::CutShort(_) | ReadError::Empty);
                assert!(told, "{error}: {:?}", String::from_utf8_lossy(&text.as_bytes()[..end]));
            }
        }
    }
}

/// Gives some bytes, then fails.
struct Lost<'a>(&'a [u8]);

impl Read for Lost<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::ErrorKind::ConnectionReset.into()),
            n => Ok(n),
        }
    }
}

#[test]
fn a_lost_connection_is_passed_on() {
    let text = body().to_string();
    for end in [0, 10, text.len() / 2, text.len()] {
        let Err(ReadError::Io(error)) = intelligence(Lost(&text.as_bytes()[..end])) else {
            panic!("read")
        };
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    }
}

#[test]
fn nesting_and_size_have_their_limits() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for text in [
        deep.clone(),
        format!(r#"{{"momentInsights":[{{"momentTimes":[{deep}]}}],"x":{deep}}}"#),
        format!(r#"{{"momentInsights":{deep}}}"#),
    ] {
        let error = intelligence(text.as_bytes()).expect_err("read").to_string();
        assert_eq!(error, "it is not JSON: line 1: recursion limit exceeded");
    }
    let huge = io::repeat(b' ').take(65 << 20);
    let error = intelligence(io::Cursor::new("{").chain(huge)).expect_err("read");
    assert_eq!(error.to_string(), "it is larger than 64 MiB without its moments");
    let start = io::Cursor::new(r#"{"momentInsights":[{"momentTimes":["#);
    let error = intelligence(start.chain(io::repeat(b'[').take(20 << 20))).expect_err("read");
    assert_eq!(error.to_string(), "one of its moments is larger than 8 MiB");
}

#[test]
fn a_long_moment_between_others_is_read() {
    let long = "x".repeat(700_000);
    let call = super::read(&with_moments(&json!([
        {"momentOffset": 1, "entries": "a"}, {"momentOffset": 2, "entries": long},
        {"momentOffset": 3, "entries": "c"},
    ])));
    let lengths: Vec<_> = told(&call).iter().map(String::len).collect();
    assert_eq!(lengths, [6, 700_005, 6]);
}

fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let text = body().to_string();
    let known = prop::sample::select(vec![
        "\"momentInsights\":[",
        "{\"momentTimes\":[",
        "\"momentOffset\":",
        "]",
        "}",
        "[",
        "{",
        ",",
        "\"",
        "\\",
        "null",
        "-1e9",
        "\\ud83d",
        "\"outputValues\":",
        "\"callSummary\":\"<ul>\"",
    ]);
    let piece = prop_oneof![
        known.prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
        (0..text.len()).prop_map(move |at| text.as_bytes()[at..]
            .iter()
            .copied()
            .take(40)
            .collect()),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// What a call can be named by and made of, put together in ways that no org would.
fn values() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(vec![
        "momentInsights",
        "momentTimes",
        "momentOffset",
        "outputValues",
        "conversationIntelligence",
        "callSummary",
        "conversationInsights",
        "category",
        "entries",
        "records",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<u64>().prop_map(|n| json!(n)),
        any::<f64>().prop_map(|n| json!(n)),
        "[a-z<>&; ]{0,9}".prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(6, 48, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|all| all.into_iter().map(|(key, it)| (key.to_owned(), it)).collect()),
        ]
    })
}

#[test]
fn a_number_that_counts_no_list_takes_no_room() {
    let nested = r#"{"momentInsights":[{"x":{"momentInsights":[]},"momentTimes":[4000000000]}]}"#;
    let call = intelligence(nested.as_bytes()).unwrap();
    assert_eq!(told(&call), Vec::<String>::new());
    // Written twice, so that one of them is no list of moments.
    let twice =
        r#"{"momentInsights":{},"momentInsights":[[{"momentTimes":[18446744073709551615]}]]}"#;
    let _ = intelligence(twice.as_bytes());
}

proptest! {
    #[test]
    fn no_value_makes_it_panic(value in values()) {
        let text = value.to_string();
        let _ = intelligence(text.as_bytes());
        let _ = intelligence(json!({"momentInsights": [value]}).to_string().as_bytes());
        let _ = transcript(text.as_bytes());
        let _ = record("6qrEM0000004c8n".parse::<CallId>().unwrap(), text.as_bytes());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in scraps()) {
        let _ = intelligence(&bytes[..]);
        let _ = transcript(&bytes[..]);
        let _ = record("6qrEM0000004c8n".parse::<CallId>().unwrap(), &bytes[..]);
    }
}
