//! The record of a call, as `GET …/sobjects/VideoCall/<id>` or `…/VoiceCall/<id>` answers it.
//!
//! Field names are those of the Object Reference; a voice call has the same with a prefix.

use std::io::Read;

use jiff::Timestamp;
use serde_json::Value;

use super::action::RestError;
use super::cut::cut;
use super::read::{ReadError, json, outputs};
use super::text::label;
use crate::call::{CallId, CallKind, Offset, Record};

/// The fields that [`record`] reads, for the `fields` parameter of the request.
#[must_use]
pub fn record_fields(kind: CallKind) -> [&'static str; 3] {
    match kind {
        CallKind::Video => ["Name", "StartDateTime", "DurationInSeconds"],
        CallKind::Voice => ["Name", "CallStartDateTime", "CallDurationInSeconds"],
    }
}

/// Reads a record; fields that are missing or of another type are unknown.
///
/// # Errors
///
/// [`ReadError`] when it is not an object, or the org refused.
pub fn record(id: CallId, source: impl Read) -> Result<Record, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let body = json(&skeleton)?;
    if !body.is_object() || RestError::read(&body).is_some() {
        return Err(outputs(body).err().unwrap_or(ReadError::Empty));
    }
    let field = |video: &str| body.get(video).or_else(|| body.get(format!("Call{video}")));
    let name = body.get("Name").and_then(Value::as_str).map(label);
    let start = field("StartDateTime").and_then(Value::as_str);
    let seconds = field("DurationInSeconds").and_then(Value::as_f64);
    Ok(Record {
        id,
        name: name.filter(|name| !name.is_blank()),
        start: start.and_then(|start| start.parse::<Timestamp>().ok()),
        duration: seconds.and_then(Offset::from_seconds),
    })
}

/// The id of the first record of a query's answer; nothing if it found none.
///
/// # Errors
///
/// [`ReadError`] when it is not the answer of a query, or the org refused.
pub fn first_id(source: impl Read) -> Result<Option<CallId>, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let body = json(&skeleton)?;
    let Some(records) = body.get("records").and_then(Value::as_array) else {
        return Err(outputs(body).err().unwrap_or(ReadError::Empty));
    };
    let id = records.first().and_then(|record| record.get("Id")).and_then(Value::as_str);
    Ok(id.and_then(|id| id.parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_record_of_an_answer_is_named() {
        let id = |body: &str| first_id(body.as_bytes());
        let body = r#"{"totalSize":1,"done":true,"records":[{"Id":"6qrWs000004Tb7KIAS"}]}"#;
        assert_eq!(id(body).unwrap(), "6qrWs000004Tb7KIAS".parse().ok());
        assert_eq!(id(r#"{"records":[]}"#).unwrap(), None);
        assert!(id("{}").is_err() && id("[]").is_err() && id("").is_err());
    }
}
