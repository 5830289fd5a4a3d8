//! The answer of `getConversationTranscript`.

use std::io::Read;

use serde_json::Value;

use super::cut::cut;
use super::read::{ReadError, json, misfit, outputs};
use super::text::{label, passage};
use crate::call::text::Clean;
use crate::call::{Entry, Participant, Transcript};

/// Reads a transcript. Entries without text are left out; a transcript without entries is kept as
/// the lines of its unformatted text.
///
/// # Errors
///
/// [`ReadError`] when there is nothing to show.
pub fn transcript(source: impl Read) -> Result<Transcript, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let outputs = outputs(json(&skeleton)?)?;
    let structure = match outputs.get("structuredTranscript") {
        None | Some(Value::Null) => &Value::Null,
        Some(structure @ Value::Object(_)) => structure,
        Some(other) => {
            return Err(ReadError::Shape(misfit("structuredTranscript", "an object", other)));
        }
    };
    let list = |key: &str| structure.get(key).and_then(Value::as_array).into_iter().flatten();
    let mut entries: Vec<_> = list("entries").zip(0..).filter_map(|(e, i)| entry(e, i)).collect();
    entries.sort_by_key(|entry| entry.sequence);
    let language = structure.get("transcribedLanguage").and_then(Value::as_str).map(label);
    let text = outputs.get("unformattedTextTranscript").and_then(Value::as_str);
    let plain = text.filter(|_| entries.is_empty()).map(lines).unwrap_or_default();
    Ok(Transcript {
        entries,
        participants: list("participants").filter_map(participant).collect(),
        language,
        plain,
    })
}

/// The vendor's own lines, without the blank ones.
fn lines(text: &str) -> Vec<Clean> {
    passage(text).lines().map(label).filter(|line| !line.is_blank()).collect()
}

fn entry(value: &Value, position: u32) -> Option<Entry> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let sequence = value.get("sequence").and_then(Value::as_u64);
    Some(Entry {
        sequence: sequence.and_then(|n| u32::try_from(n).ok()).unwrap_or(position),
        speaker: text("speakerId").map(label).unwrap_or_default(),
        text: text("entry").map(passage).filter(|text| !text.is_blank())?,
        start: text("startDateTime").and_then(|at| at.parse().ok()),
        end: text("endDateTime").and_then(|at| at.parse().ok()),
    })
}

fn participant(value: &Value) -> Option<Participant> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(label);
    let id = text("speakerId")?;
    let name = text("speakerName").filter(|name| !name.is_blank()).unwrap_or_else(|| id.clone());
    Some(Participant { id, name, role: text("speakerRole") })
}
