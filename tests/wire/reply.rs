//! Answers to questions.

use earmark::call::{BlockKind, Reply};
use earmark::wire::action::{Action, ActionResult};
use earmark::wire::outputs::Explored;
use earmark::wire::{ReadError, reply};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::enveloped;

fn read(body: &Value) -> Result<Reply, ReadError> {
    reply(body.to_string().as_bytes())
}

fn answer(text: &str) -> Reply {
    read(&enveloped(&json!({"answer": text}))).unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let outputs = Explored {
        answer: "<p>Two of them:</p><ul><li><strong>Kit</strong>, 1:23: “R&amp;D”</li></ul>".into(),
        request_id: "request-1".into(),
        response_id: "0b1f4c4e-0000-8000-a000-0123456789ab".into(),
        kind: "richtext",
    };
    let result = ActionResult::new(Action::Explore, Ok(outputs));
    let sent = serde_json::to_string(&[result]).unwrap();
    let order = ["answer", "requestId", "responseId", "type"].map(|key| sent.find(key).unwrap());
    assert!(order.is_sorted() && sent.contains(r#""type":"richtext""#), "{sent}");
    assert!(sent.contains(r#""actionName":"exploreConversation""#), "{sent}");
    let read = reply(sent.as_bytes()).unwrap();
    assert_eq!(read.text(), "Two of them:\nKit, 1:23: “R&D”");
    assert!(matches!(read.answer.blocks[1].kind, BlockKind::Item { .. }));
    assert!(read.answer.blocks[1].runs[0].strong);
    assert_eq!(read.request.unwrap().as_str(), "request-1");
    assert!(read.response.unwrap().starts_with("0b1f4c4e-"));
}

#[test]
fn escaped_markup_entities_and_plain_text_are_answers_too() {
    for text in ["<p>It&#39;s £570.</p>", "&lt;p&gt;It&amp;#39;s £570.&lt;/p&gt;", "It's £570."]
    {
        assert_eq!(answer(text).text(), "It's £570.", "{text}");
    }
    assert_eq!(answer("2 < 3 & 3 > 2").text(), "2 < 3 & 3 > 2");
    assert_eq!(answer("One.\nTwo.").answer.blocks.len(), 2);
}

#[test]
fn an_org_may_have_no_answer() {
    for outputs in [
        json!({}),
        json!({"answer": null, "type": "richtext"}),
        json!({"answer": " \n", "responseId": null}),
        json!({"answer": "<p><br></p>", "requestId": 7}),
    ] {
        let read = read(&enveloped(&outputs)).unwrap();
        assert!(read.answer.is_empty() && read.request.is_none(), "{outputs}");
    }
    assert_eq!(read(&json!({"answer": "bare"})).unwrap().text(), "bare");
}

#[test]
fn a_hostile_answer_commands_nothing() {
    let read = answer(
        "<p>a\u{1b}[2Jb\u{202e}c</p><script>steal()</script><style>p{}</style>\
         <a href=\"javascript:steal()\">click</a><img src=x onerror=steal()>&#27;[31m",
    );
    let text = read.text();
    assert!(!text.contains(['\u{1b}', '\u{202e}']) && !text.contains("steal"), "{text}");
    assert!(read.answer.blocks.iter().flat_map(|b| &b.runs).all(|run| run.link.is_none()));
}

#[test]
fn what_cannot_be_read_says_where() {
    let long = "<p>x</p>".repeat(40_000);
    let deep = format!("{}x", "<div>".repeat(5_000));
    for (answer, part) in [
        (json!(7), "answer: a number where a string belongs"),
        (json!(["<p>"]), "answer: a list where a string belongs"),
        (json!(long), "answer: longer than 256 KiB"),
        (json!(deep), "answer: nested more than 256 elements deep"),
    ] {
        let error = read(&enveloped(&json!({"answer": answer}))).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    let failed = json!([{"isSuccess": false, "outputValues": null, "errors": [
        {"statusCode": "NOT_FOUND", "message": "no", "fields": []}]}]);
    assert!(matches!(read(&failed), Err(ReadError::Failed(_))));
    assert!(matches!(
        reply(&b"[{\"outputValues\":{\"answer\":\"<p"[..]),
        Err(ReadError::CutShort(_))
    ));
}

proptest! {
    #[test]
    fn any_text_is_an_answer(text in any::<String>()) {
        let read = read(&enveloped(&json!({"answer": text}))).unwrap();
        let escapes = read.text().contains('\u{1b}');
        prop_assert!(!escapes);
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = reply(bytes.as_slice());
    }
}
