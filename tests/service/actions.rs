//! Inputs and results.

use earmark::service::{Escaping, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{
    INTELLIGENCE, NOBODY, ONE, RENEWAL, SUPPORT, TRANSCRIPT, UNREADY, World, json, sent,
};

fn input(id: &str) -> Value {
    json!({"inputs": [{"recordId": id}]})
}

#[tokio::test]
async fn a_result_has_the_envelope_of_every_action() {
    let world = World::new().await;
    let (status, body) = world.answer(INTELLIGENCE, &input(RENEWAL)).await;
    assert_eq!((status.as_u16(), body.as_array().unwrap().len()), (200, 1));
    let mut result = body[0].clone();
    let outputs = result.as_object_mut().unwrap().remove("outputValues").unwrap();
    assert_eq!(
        result,
        json!({
            "actionName": "getConversationIntelligence", "errors": null, "invocationId": null,
            "isSuccess": true, "outcome": null, "sortOrder": -1, "version": 1,
        })
    );
    let keys: Vec<_> = outputs.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["conversationInsights", "conversationIntelligence", "momentInsights"]);
    let moment = &outputs["momentInsights"][0]["momentTimes"][0];
    assert_eq!(moment["mentionId"], 0);
    assert_eq!((&moment["action"], &moment["speakerRole"]), (&Value::Null, &json!("Agent")));
    // 22.89, as single precision has it.
    let text = sent(world.post(INTELLIGENCE, &input(RENEWAL).to_string())).await.text().await;
    assert!(text.unwrap().contains("\"momentOffset\":22.889999389648438,"));
}

#[tokio::test]
async fn either_form_of_an_id_and_every_version_answer_alike() {
    let world = World::new().await;
    let long = world.answer(INTELLIGENCE, &input(RENEWAL)).await;
    let short = world.answer(INTELLIGENCE, &input(&RENEWAL[..15])).await;
    let older = world.answer(&INTELLIGENCE.replace("67", "65"), &input(RENEWAL)).await;
    assert_eq!(long, short);
    assert_eq!(long, older);
}

#[tokio::test]
async fn several_inputs_have_a_result_each_and_one_failure_makes_it_400() {
    let world = World::new().await;
    let inputs = [RENEWAL, NOBODY, SUPPORT].map(|id| json!({"recordId": id}));
    let (status, body) = world.answer(INTELLIGENCE, &json!({"inputs": inputs})).await;
    assert_eq!(status, 400);
    let successes: Vec<_> = (0..3).map(|i| body[i]["isSuccess"].as_bool().unwrap()).collect();
    assert_eq!(successes, [true, false, true]);
    assert_eq!(body[1]["outputValues"], Value::Null);
    let error = json!([{
        "statusCode": "INSUFFICIENT_ACCESS_OR_READONLY",
        "message": "insufficient access rights on object id", "fields": [],
    }]);
    assert_eq!(body[1]["errors"], error);
    let speakers = &body[2]["outputValues"]["momentInsights"][0]["momentTimes"][0];
    assert!(speakers["speakerId"].as_str().unwrap().starts_with("Speaker "), "{speakers}");
    assert_eq!(speakers["speakerRole"], Value::Null);
}

#[tokio::test]
async fn no_inputs_give_no_results_and_too_many_are_refused() {
    let world = World::new().await;
    let (status, body) = world.answer(INTELLIGENCE, &json!({"inputs": []})).await;
    assert_eq!((status.as_u16(), body), (200, json!([])));
    let many = vec![json!({"recordId": UNREADY}); 100];
    let (status, body) = world.answer(INTELLIGENCE, &json!({"inputs": many})).await;
    assert_eq!((status.as_u16(), body.as_array().unwrap().len()), (200, 100));
    let more = vec![json!({}); 101];
    let (status, body) = world.answer(INTELLIGENCE, &json!({"inputs": more})).await;
    assert_eq!((status.as_u16(), &body[0]["errorCode"]), (400, &json!("LIMIT_EXCEEDED")));
}

#[tokio::test]
async fn an_input_that_fails_says_why() {
    let world = World::new().await;
    for (path, input, code, fields) in [
        (INTELLIGENCE, json!({}), "REQUIRED_FIELD_MISSING", json!(["recordId"])),
        (INTELLIGENCE, json!({"recordId": null}), "REQUIRED_FIELD_MISSING", json!(["recordId"])),
        (INTELLIGENCE, json!({"recordId": "x"}), "MALFORMED_ID", json!(["recordId"])),
        (
            INTELLIGENCE,
            json!({"recordId": RENEWAL, "question": "?"}),
            "INVALID_API_INPUT",
            json!(["question"]),
        ),
        (
            INTELLIGENCE,
            json!({"recordId": RENEWAL, "transcriptType": "RAW"}),
            "INVALID_API_INPUT",
            json!(["transcriptType"]),
        ),
        (
            TRANSCRIPT,
            json!({"recordId": SUPPORT, "transcriptType": "RAW"}),
            "INVALID_API_INPUT",
            json!(["transcriptType"]),
        ),
        (TRANSCRIPT, json!({"recordId": UNREADY}), "NOT_FOUND", json!([])),
    ] {
        let (status, body) = world.answer(path, &json!({"inputs": [input]})).await;
        assert_eq!(status, 400, "{body}");
        let error = &body[0]["errors"][0];
        assert_eq!((&error["statusCode"], &error["fields"]), (&json!(code), &fields), "{body}");
        assert!(!error["message"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_token_cannot_tell_a_call_it_may_not_see_from_none() {
    let world = World::new().await;
    for path in [INTELLIGENCE, TRANSCRIPT] {
        let ask = async |id: &str| {
            let request = world.bare(Method::POST, path).bearer_auth(ONE).json(&input(id));
            json(sent(request).await).await
        };
        assert_eq!(ask(RENEWAL).await.0, 200);
        let hidden = ask(SUPPORT).await;
        assert_eq!(hidden.0, 400);
        assert_eq!(hidden, ask(NOBODY).await);
    }
}

#[tokio::test]
async fn a_raw_transcript_is_plain_text_only() {
    let world = World::new().await;
    let input = json!({"inputs": [{"recordId": RENEWAL, "transcriptType": "RAW"}]});
    let (status, body) = world.answer(TRANSCRIPT, &input).await;
    let outputs = &body[0]["outputValues"];
    assert_eq!((status.as_u16(), &outputs["structuredTranscript"]), (200, &Value::Null));
    let text = outputs["unformattedTextTranscript"].as_str().unwrap();
    assert!(text.starts_with("Ada Marchetti: Morning, Morven."), "{text}");
    assert!(text.contains("\nMorven Laidlaw: That's a gull."), "{text}");
}

#[tokio::test]
async fn a_call_in_processing_succeeds_with_nothing() {
    let world = World::new().await;
    let (status, body) = world.answer(INTELLIGENCE, &input(UNREADY)).await;
    assert_eq!(status, 200);
    let nothing = json!({
        "conversationInsights": [], "conversationIntelligence": {"callSummary": null},
        "momentInsights": [],
    });
    assert_eq!(body[0]["outputValues"], nothing);
}

#[tokio::test]
async fn escaping_is_a_choice() {
    let start = async |escaping| {
        let world = World::with(Settings { escaping, ..Settings::default() }).await;
        let (_, body) = world.answer(INTELLIGENCE, &input(RENEWAL)).await;
        let outputs = &body[0]["outputValues"];
        let summary = outputs["conversationIntelligence"]["callSummary"].as_str();
        summary.unwrap().chars().take(9).collect::<String>()
    };
    assert_eq!(start(Escaping::Html).await, "&lt;p&gt;");
    assert_eq!(start(Escaping::Plain).await, "<p><stron");
}
