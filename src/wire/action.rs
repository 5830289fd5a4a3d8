//! What surrounds an invocable action's inputs and outputs over REST.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The actions this program calls and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Summary, whole-call insights and moments.
    Intelligence,
    /// Entries and participants.
    Transcript,
    /// An answer to a question about the call.
    Explore,
}

impl Action {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Intelligence, Self::Transcript, Self::Explore];

    /// Its name in the URI and in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Intelligence => "getConversationIntelligence",
            Self::Transcript => "getConversationTranscript",
            Self::Explore => "exploreConversation",
        }
    }

    /// The API version that first had it.
    #[must_use]
    pub fn since(self) -> f32 {
        match self {
            Self::Intelligence => 65.0,
            Self::Transcript => 63.0,
            Self::Explore => 60.0,
        }
    }
}

/// The body of a `POST`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request<I> {
    /// One element a call; each gets one result, in the same order.
    pub inputs: Vec<I>,
}

/// The input of every action; only the transcript knows `transcriptType`, only questions know
/// `question` and `promptVersion`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Input {
    /// Id of the voice or video call, 15 or 18 characters.
    #[serde(default)]
    pub record_id: Option<String>,
    /// `RAW` or `PROCESSED` (the default).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcript_type: Option<String>,
    /// What is asked about the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// A version of the org's prompt; the newest unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prompt_version: Option<String>,
}

/// One element of the response: the result for one input.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionResult<O> {
    /// The action's name.
    pub action_name: &'static str,
    /// Null when it succeeded.
    pub errors: Option<Vec<ActionError>>,
    /// Null in every known sample.
    pub invocation_id: Option<String>,
    /// Whether `output_values` holds something.
    pub is_success: bool,
    /// Null in every known sample.
    pub outcome: Option<String>,
    /// The action's outputs.
    pub output_values: Option<O>,
    /// Always −1 in known samples.
    pub sort_order: i32,
    /// Always 1 in known samples.
    pub version: i32,
}

impl<O> ActionResult<O> {
    /// The result for an input, by whether it could be answered.
    #[must_use]
    pub fn new(action: Action, outcome: Result<O, ActionError>) -> Self {
        let is_success = outcome.is_ok();
        let (output_values, errors) = match outcome {
            Ok(outputs) => (Some(outputs), None),
            Err(error) => (None, Some(vec![error])),
        };
        Self {
            action_name: action.name(),
            errors,
            invocation_id: None,
            is_success,
            outcome: None,
            output_values,
            sort_order: -1,
            version: 1,
        }
    }
}

/// Why one input failed. Its code is under `statusCode`, unlike [`RestError`]'s.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionError {
    /// Such as `INSUFFICIENT_ACCESS_OR_READONLY`.
    pub status_code: String,
    /// For people.
    pub message: String,
    /// The input's fields it is about.
    pub fields: Vec<String>,
}

/// Why a whole request failed: an element of an error response's array.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestError {
    /// For people.
    pub message: String,
    /// Such as `INVALID_SESSION_ID`.
    pub error_code: String,
    /// The fields it is about; often absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// A string under the first of `keys` that an object has one for.
fn string(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| value.get(key)?.as_str()).map(str::to_owned)
}

fn fields(value: &Value) -> Vec<String> {
    let list = value.get("fields").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl ActionError {
    /// Reads one as tolerantly as there are dialects: `errorCode` for `statusCode`, no `fields`.
    #[must_use]
    pub fn read(value: &Value) -> Self {
        Self {
            status_code: string(value, &["statusCode", "errorCode"])
                .unwrap_or_else(|| "UNKNOWN_EXCEPTION".to_owned()),
            message: string(value, &["message"]).unwrap_or_default(),
            fields: fields(value),
        }
    }
}

impl RestError {
    /// Reads one, also in the form of the OAuth endpoints.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        Some(Self {
            error_code: string(value, &["errorCode", "error"])?,
            message: string(value, &["message", "error_description"]).unwrap_or_default(),
            fields: fields(value),
        })
    }
}
