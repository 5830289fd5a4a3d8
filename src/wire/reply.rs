//! The answer of `exploreConversation`.

use std::io::Read;

use serde_json::{Map, Value};

use super::cut::cut;
use super::html;
use super::read::{ReadError, json, misfit, outputs};
use super::text::label;
use crate::call::text::{Clean, clean_line};
use crate::call::{Reply, Summary, Unreadable};

/// Reads the answer to a question: rich text, or plain. `type` is not looked at: what the answer
/// is written in shows. An org that answers without one gives an empty answer.
///
/// # Errors
///
/// [`ReadError`] when there is nothing to show.
pub fn reply(source: impl Read) -> Result<Reply, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let outputs = match json(&skeleton)? {
        Value::Object(bare) if bare.contains_key("answer") => bare,
        body => outputs(body)?,
    };
    Ok(Reply {
        answer: answer(outputs.get("answer"))?,
        response: id(&outputs, "responseId"),
        request: id(&outputs, "requestId"),
    })
}

fn answer(value: Option<&Value>) -> Result<Summary, ReadError> {
    match value {
        None | Some(Value::Null) => Ok(Summary::default()),
        Some(Value::String(html)) => html::summary(html).map_err(|why| {
            let place = clean_line("answer").boxed();
            ReadError::Shape(Unreadable { place, why: clean_line(&why).boxed() })
        }),
        Some(other) => Err(ReadError::Shape(misfit("answer", "a string", other))),
    }
}

fn id(outputs: &Map<String, Value>, key: &str) -> Option<Clean> {
    let id = outputs.get(key).and_then(Value::as_str).map(label);
    id.filter(|id| !id.is_blank())
}
