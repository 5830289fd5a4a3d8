//! What one input of an action asks for.

use serde_json::{Map, Value};

use super::errors::{invalid_input, malformed_id, required};
use crate::call::{CallId, LONGEST_QUESTION};
use crate::wire::action::{Action, ActionError};

/// The outputs of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted<'a> {
    pub(super) id: CallId,
    pub(super) outputs: Outputs<'a>,
}

/// Which outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outputs<'a> {
    Intelligence,
    /// `transcriptType` is `PROCESSED` or not given.
    Processed,
    /// `transcriptType` is `RAW`.
    Raw,
    /// To a question.
    Explored(&'a str),
}

/// Reads an input. A null or empty field counts as missing; names and `transcriptType` are taken
/// exactly as documented.
pub(super) fn read(action: Action, input: &Map<String, Value>) -> Result<Wanted<'_>, ActionError> {
    let known = |key: &str| match action {
        Action::Intelligence => key == "recordId",
        Action::Transcript => key == "recordId" || key == "transcriptType",
        Action::Explore => matches!(key, "recordId" | "question" | "promptVersion"),
    };
    if let Some(key) = input.keys().find(|key| !known(key)) {
        let message = format!("{} has no input parameter {key}", action.name());
        return Err(invalid_input(key, message));
    }
    let id = text(input, "recordId")?.ok_or_else(|| required("recordId"))?;
    let id = id.parse().map_err(|_| malformed_id(id))?;
    let outputs = match (action, text(input, "transcriptType")?) {
        (Action::Intelligence, _) => Outputs::Intelligence,
        (Action::Explore, _) => Outputs::Explored(question(input)?),
        (Action::Transcript, None | Some("PROCESSED")) => Outputs::Processed,
        (Action::Transcript, Some("RAW")) => Outputs::Raw,
        (Action::Transcript, Some(_)) => {
            return Err(invalid_input("transcriptType", "transcriptType is RAW or PROCESSED"));
        }
    };
    Ok(Wanted { id, outputs })
}

/// The version of the prompt may be any: there is one way of answering here.
fn question(input: &Map<String, Value>) -> Result<&str, ActionError> {
    text(input, "promptVersion")?;
    let question = text(input, "question")?.filter(|question| !question.trim().is_empty());
    let question = question.ok_or_else(|| required("question"))?;
    if question.chars().count() > LONGEST_QUESTION {
        return Err(invalid_input("question", "question has at most 4,000 characters"));
    }
    Ok(question)
}

fn text<'a>(input: &'a Map<String, Value>, key: &str) -> Result<Option<&'a str>, ActionError> {
    match input.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => Err(invalid_input(key, format!("{key} is a string"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(action: Action, input: &Value) -> Result<Wanted<'_>, String> {
        let read = read(action, input.as_object().unwrap());
        read.map_err(|error| format!("{} {:?} {}", error.status_code, error.fields, error.message))
    }

    #[test]
    fn either_form_of_an_id_is_taken() {
        let id = "6qrWs000004Tb7KIAS".parse().unwrap();
        for text in ["6qrWs000004Tb7KIAS", "6qrWs000004Tb7K"] {
            let input = json!({"recordId": text});
            let wanted = of(Action::Intelligence, &input);
            assert_eq!(wanted, Ok(Wanted { id, outputs: Outputs::Intelligence }));
        }
        let input = |kind: Value| json!({"recordId": "6qrWs000004Tb7K", "transcriptType": kind});
        for (kind, outputs) in [
            (json!("RAW"), Outputs::Raw),
            (json!("PROCESSED"), Outputs::Processed),
            (Value::Null, Outputs::Processed),
        ] {
            assert_eq!(of(Action::Transcript, &input(kind)), Ok(Wanted { id, outputs }));
        }
    }

    #[test]
    fn what_cannot_be_answered_says_why() {
        for (input, error) in [
            (
                json!({}),
                "REQUIRED_FIELD_MISSING [\"recordId\"] Missing required input parameter: recordId",
            ),
            (
                json!({"recordId": ""}),
                "REQUIRED_FIELD_MISSING [\"recordId\"] Missing required input parameter: recordId",
            ),
            (json!({"recordId": 7}), "INVALID_API_INPUT [\"recordId\"] recordId is a string"),
            (
                json!({"recordId": "../../etc/passwd"}),
                "MALFORMED_ID [\"recordId\"] Record ID: id value of incorrect type: ../../etc/passwd",
            ),
            (
                json!({"recordId": "6qrWs000004Tb7K", "question": "?"}),
                "INVALID_API_INPUT [\"question\"] getConversationTranscript has no input parameter \
                 question",
            ),
            (
                json!({"recordId": "6qrWs000004Tb7K", "transcriptType": "raw"}),
                "INVALID_API_INPUT [\"transcriptType\"] transcriptType is RAW or PROCESSED",
            ),
        ] {
            assert_eq!(of(Action::Transcript, &input), Err(error.to_owned()));
        }
        let question = |text: &str| json!({"recordId": "6qrWs000004Tb7K", "question": text});
        let asked = |text: &str| of(Action::Explore, &question(text)).map(|_| ());
        assert_eq!(asked("What did they say?"), Ok(()));
        assert_eq!(asked(&"ä".repeat(4_000)), Ok(()));
        assert!(asked(&"a".repeat(4_001)).unwrap_err().starts_with("INVALID_API_INPUT"));
        assert!(asked(" \n").unwrap_err().starts_with("REQUIRED_FIELD_MISSING"));
        let transcript_only = json!({"recordId": "6qrWs000004Tb7K", "transcriptType": "RAW"});
        assert!(of(Action::Intelligence, &transcript_only).is_err());
    }
}
