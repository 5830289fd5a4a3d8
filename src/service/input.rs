//! What one input of an action asks for.

use serde_json::{Map, Value};

use super::errors::{invalid_input, malformed_id, required};
use crate::call::CallId;
use crate::wire::action::{Action, ActionError};

/// The outputs of one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) id: CallId,
    pub(super) outputs: Outputs,
}

/// Which outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outputs {
    Intelligence,
    /// `transcriptType` is `PROCESSED` or not given.
    Processed,
    /// `transcriptType` is `RAW`.
    Raw,
}

/// Reads an input. A null or empty field counts as missing; names and `transcriptType` are taken
/// exactly as documented.
pub(super) fn read(action: Action, input: &Map<String, Value>) -> Result<Wanted, ActionError> {
    let known = |key: &str| match action {
        Action::Intelligence => key == "recordId",
        Action::Transcript => key == "recordId" || key == "transcriptType",
    };
    if let Some(key) = input.keys().find(|key| !known(key)) {
        let message = format!("{} has no input parameter {key}", action.name());
        return Err(invalid_input(key, message));
    }
    let id = text(input, "recordId")?.ok_or_else(|| required("recordId"))?;
    let id = id.parse().map_err(|_| malformed_id(id))?;
    let outputs = match (action, text(input, "transcriptType")?) {
        (Action::Intelligence, _) => Outputs::Intelligence,
        (Action::Transcript, None | Some("PROCESSED")) => Outputs::Processed,
        (Action::Transcript, Some("RAW")) => Outputs::Raw,
        (Action::Transcript, Some(_)) => {
            return Err(invalid_input("transcriptType", "transcriptType is RAW or PROCESSED"));
        }
    };
    Ok(Wanted { id, outputs })
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

    fn of(action: Action, input: &Value) -> Result<Wanted, String> {
        let read = read(action, input.as_object().unwrap());
        read.map_err(|error| format!("{} {:?} {}", error.status_code, error.fields, error.message))
    }

    #[test]
    fn either_form_of_an_id_is_taken() {
        let id = "6qrWs000004Tb7KIAS".parse().unwrap();
        for text in ["6qrWs000004Tb7KIAS", "6qrWs000004Tb7K"] {
            let wanted = of(Action::Intelligence, &json!({"recordId": text}));
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
        let transcript_only = json!({"recordId": "6qrWs000004Tb7K", "transcriptType": "RAW"});
        assert!(of(Action::Intelligence, &transcript_only).is_err());
    }
}
