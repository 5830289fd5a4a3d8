//! What surrounds the outputs.

use earmark::call::Part;
use earmark::wire::ReadError;
use serde_json::{Value, json};

use super::{enveloped, facts, read, read_text, told, with_moments};

fn outputs() -> Value {
    let mut outputs = with_moments(&json!([{"momentOffset": 12.5, "entries": ["What is it?"]}]));
    outputs["conversationInsights"] = json!([{"name": "Mood", "text": "calm"}]);
    outputs["conversationIntelligence"] = json!({"callSummary": "<p>Short call.</p>"});
    outputs
}

/// What a body gives, whatever is around it.
fn is_read(text: &str) {
    let call = read_text(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(told(&call), ["12.50 What is it?"], "{text}");
    assert_eq!(call.summary.ready().unwrap().as_ref().unwrap().blocks[0].text(), "Short call.");
    assert_eq!(call.insights.ready().unwrap().len(), 1);
    assert_eq!(call.skipped.count, 0);
}

#[test]
fn outputs_are_found_in_any_wrapping() {
    let inner = outputs();
    let mut bodies = vec![inner.clone(), enveloped(&inner)[0].clone(), enveloped(&inner)];
    for errors in [Value::Null, json!([])] {
        let mut body = enveloped(&inner);
        body[0]["errors"] = errors;
        bodies.push(body);
    }
    let mut unmarked = enveloped(&inner);
    for key in ["isSuccess", "errors", "actionName", "version"] {
        unmarked[0].as_object_mut().unwrap().remove(key);
    }
    bodies.push(unmarked);
    let mut warned = enveloped(&inner);
    warned[0]["errors"] = json!([{"statusCode": "WARNING", "message": "partly", "fields": []}]);
    bodies.push(warned);
    for body in bodies {
        let compact = body.to_string();
        let pretty = serde_json::to_string_pretty(&body).unwrap();
        is_read(&compact);
        is_read(&pretty);
        is_read(&pretty.replace('\n', "\r\n"));
        is_read(&format!("\u{feff}{compact}\n"));
        is_read(&format!("\r\n \u{feff} {pretty} \n\n"));
    }
}

#[test]
fn an_answer_without_outputs_is_an_empty_call() {
    for body in [
        enveloped(&Value::Null),
        enveloped(&json!({})),
        enveloped(
            &json!({"momentInsights": null, "conversationIntelligence": null, "conversationInsights": null}),
        ),
        json!({"momentInsights": []}),
        json!({"conversationIntelligence": {"callSummary": null}}),
        json!({"conversationIntelligence": {"callSummary": "<p><br></p>"}}),
        json!({"momentInsights": [{"category": "X"}, {"category": "Y", "momentTimes": null}]}),
    ] {
        let call = read(&body);
        assert!(call.is_empty(), "{body}");
        assert_eq!(call.facts, [], "{body}");
    }
}

#[test]
fn fields_of_the_outputs_that_nobody_knows_are_kept() {
    let call = read(&enveloped(&json!({
        "conversationIntelligence": {"callSummary": null, "mood": "calm &amp;amp; kind", "none": null},
        "talkRatio": 0.5, "nested": {"a": [1, "x"]}, "momentInsights": [], "momentTimes": [7],
    })));
    assert_eq!(
        facts(&call.facts),
        ["mood: calm & kind", "momentTimes: [7]", r#"nested: {"a":[1,"x"]}"#, "talkRatio: 0.5"]
    );
}

#[test]
fn fields_of_an_insight_that_nobody_knows_are_kept_with_their_place() {
    let body = json!({"momentInsights": [
        {"category": "Question", "momentTimes": [{"momentOffset": 1}]},
        {"category": "Pricing", "momentTimes": [{"momentOffset": 2}], "confidence": 0.5, "note": null},
    ]});
    assert_eq!(facts(&read(&body).facts), ["momentInsights[1].confidence: 0.5"]);
}

#[test]
fn one_part_of_another_type_leaves_the_others_well() {
    let mut body = outputs();
    for key in ["conversationInsights", "conversationIntelligence", "momentInsights"] {
        let whole = std::mem::replace(&mut body[key], json!("gone"));
        let call = read(&body);
        let states = [
            matches!(call.insights, Part::Unreadable(_)),
            matches!(call.summary, Part::Unreadable(_)),
            matches!(call.timeline, Part::Unreadable(_)),
        ];
        assert_eq!(states.iter().filter(|is| **is).count(), 1, "{key}");
        body[key] = whole;
    }
    body["momentInsights"] = json!({"momentTimes": [{"momentOffset": 1}]});
    body["conversationIntelligence"] = json!({"callSummary": 5, "mood": "calm"});
    let call = read(&body);
    let Part::Unreadable(why) = &call.timeline else { panic!("read") };
    assert_eq!(why.to_string(), "momentInsights: an object where a list belongs");
    let Part::Unreadable(why) = &call.summary else { panic!("read") };
    let place = "conversationIntelligence.callSummary";
    assert_eq!(why.to_string(), format!("{place}: a number where a string belongs"));
    assert_eq!(facts(&call.facts), ["mood: calm"]);
}

#[test]
fn of_several_results_the_first_is_shown_and_the_others_are_told_of() {
    let mut body = enveloped(&outputs());
    let second = with_moments(&json!([{"momentOffset": 1}, {"momentOffset": "bad"}]));
    body.as_array_mut().unwrap().push(enveloped(&second)[0].clone());
    let call = read(&body);
    assert_eq!(told(&call), ["12.50 What is it?"]);
    assert_eq!(facts(&call.facts), ["other results: 1, not shown"]);
    assert_eq!(call.skipped.count, 0);
}

/// The sentence for a body that gives nothing to show.
fn refusal(text: &str) -> String {
    read_text(text).expect_err(text).to_string()
}

#[test]
fn a_failed_input_is_told_from_a_failed_request() {
    let error = json!([{"statusCode": "MALFORMED_ID", "message": "No such id", "fields": ["Id"]}]);
    for (is_success, outputs) in
        [(json!(false), json!(null)), (json!(false), json!({})), (json!(null), json!(null))]
    {
        let body = json!([{"isSuccess": is_success, "errors": error, "outputValues": outputs}]);
        let Err(ReadError::Failed(errors)) = read_text(&body.to_string()) else { panic!("{body}") };
        assert_eq!(errors[0].status_code, "MALFORMED_ID");
        assert_eq!(errors[0].fields, ["Id"]);
    }
    let cases = [
        (
            r#"[{"isSuccess":false,"errors":[{"errorCode":"X","message":"odd"}]}]"#,
            "the action failed: odd (X)",
        ),
        (r#"{"errors":[{"message":"m"}]}"#, "the action failed: m (UNKNOWN_EXCEPTION)"),
        (
            r#"[{"isSuccess":false,"errors":null,"outputValues":null}]"#,
            "the action failed: it gave no reason",
        ),
        (r#"[{"isSuccess":false,"errors":[]}]"#, "the action failed: it gave no reason"),
        (
            r#"[{"errorCode":"INVALID_SESSION_ID","message":"Session expired"}]"#,
            "the org refused the request: Session expired (INVALID_SESSION_ID)",
        ),
        (
            r#"{"errorCode":"NOT_FOUND","message":"gone\u001b[2J"}"#,
            "the org refused the request: gone[2J (NOT_FOUND)",
        ),
        (
            r#"{"error":"invalid_grant","error_description":"expired"}"#,
            "the org refused the request: expired (invalid_grant)",
        ),
        (
            r#"[{"errorCode":"A","message":"a"},{"errorCode":"B","message":"b"}]"#,
            "the org refused the request: a (A)",
        ),
        (r#"[{"errorCode":"A"}]"#, "the org refused the request: A"),
    ];
    for (body, sentence) in cases {
        assert_eq!(refusal(body), sentence, "{body}");
    }
}

#[test]
fn what_is_no_answer_is_named() {
    let cases = [
        ("", "it is empty"),
        (" \r\n\u{feff}\n", "it is empty"),
        ("[]", "it is empty"),
        ("null", "the response: null where a list of action results belongs"),
        ("\"text\"", "the response: a string where a list of action results belongs"),
        ("[1]", "[0]: a number where an action result belongs"),
        ("[[]]", "[0]: a list where an action result belongs"),
        (
            r#"{"inputs":[{"recordId":"x"}]}"#,
            "the response: this is a request, not the response to one",
        ),
        ("{}", "the response: no outputValues, momentInsights or conversationIntelligence in it"),
        (r#"[{"outputValues":[]}]"#, "[0].outputValues: a list where an object belongs"),
        (r#"{"outputValues":5}"#, "outputValues: a number where an object belongs"),
        ("<!doctype html>\n<html></html>", "it is not JSON: line 1: it begins like a web page"),
        ("\n\n{\"a\":\n oops}", "it is not JSON: line 4: expected value"),
        (r#"{"momentInsights":[]} x"#, "it is not JSON: line 1: trailing characters"),
        (r#"{"momentInsights":[]"#, "it ends in the middle, at line 1"),
        (
            r#"{"momentInsights":[{"momentTimes":[{"momentOffset":1},{"#,
            "it ends in the middle, at a list of moments, after 1 of them",
        ),
    ];
    for (body, sentence) in cases {
        assert_eq!(refusal(body), sentence, "{body}");
    }
}
