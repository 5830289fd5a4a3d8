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
