//! Lists of calls: the queries, and what their rows say.
//!
//! Field names are those of the Object Reference: `VideoCall`, `VoiceCall`,
//! `VideoCallParticipant`, `GenAIConversationSummary`.

use std::io::Read;

use jiff::Timestamp;
use serde_json::Value;

use super::action::RestError;
use super::cut::cut;
use super::query::{instant, literal};
use super::read::{ReadError, json, misfit, outputs};
use super::text::label;
use crate::call::text::{Clean, clean_line};
use crate::call::{CallId, CallKind, Cursor, Listed, Offset, Progress, UserId};

/// Characters kept of a title or a name: as many as a field of the org holds.
const LONGEST: usize = 255;

/// Which fields to ask for: an org refuses a query for one that is hidden from the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// All that a list shows.
    All,
    /// Those without which it is no list.
    Fewest,
}

/// The query for the `limit` newest calls of a kind after a place in the list: all that the user
/// may see, or only those that belong to one.
#[must_use]
pub fn calls_query(
    kind: CallKind,
    fields: Fields,
    of: Option<UserId>,
    after: Option<&Cursor>,
    limit: usize,
) -> String {
    let (start, own) = match kind {
        CallKind::Video => ("StartDateTime", "Id, Name, StartDateTime, DurationInSeconds"),
        CallKind::Voice => {
            ("CallStartDateTime", "Id, Name, CallStartDateTime, CallDurationInSeconds")
        }
    };
    let more = match (fields, kind) {
        (Fields::Fewest, _) => "",
        (Fields::All, CallKind::Video) => ", Owner.Name, RelatedRecord.Name",
        (Fields::All, CallKind::Voice) => {
            ", CallType, FromPhoneNumber, ToPhoneNumber, Owner.Name, RelatedRecord.Name"
        }
    };
    let mut conditions = Vec::new();
    if let Some(user) = of {
        let user = literal(user.as_str());
        conditions.push(match (kind, fields) {
            (CallKind::Video, Fields::All) => format!("(OwnerId = {user} OR HostId = {user})"),
            _ => format!("OwnerId = {user}"),
        });
    }
    if let Some(cursor) = after {
        let behind = cursor.last(kind).map(|id| format!("Id > {}", literal(id.as_str())));
        conditions.push(match (cursor.before.map(instant), behind) {
            (Some(at), Some(behind)) => {
                format!("({start} < {at} OR ({start} = {at} AND {behind}) OR {start} = null)")
            }
            (Some(at), None) => format!("({start} <= {at} OR {start} = null)"),
            (None, Some(behind)) => format!("{start} = null AND {behind}"),
            (None, None) => format!("{start} = null"),
        });
    }
    let filter = if conditions.is_empty() { "" } else { " WHERE " };
    format!(
        "SELECT {own}{more} FROM {object}{filter}{conditions} \
         ORDER BY {start} DESC NULLS LAST, Id ASC LIMIT {limit}",
        object = kind.object(),
        conditions = conditions.join(" AND "),
    )
}

/// Reads a call; one without a readable id is none.
#[must_use]
pub fn listed(kind: CallKind, row: &Value) -> Option<Listed> {
    let field = |video: &str| match kind {
        CallKind::Video => row.get(video),
        CallKind::Voice => row.get(format!("Call{video}")),
    };
    let start = field("StartDateTime").and_then(Value::as_str);
    let people = match kind {
        CallKind::Video => Vec::new(),
        CallKind::Voice => {
            ["FromPhoneNumber", "ToPhoneNumber"].iter().filter_map(|key| text(row, key)).collect()
        }
    };
    Some(Listed {
        id: id(row, "Id")?,
        title: title(row),
        start: start.and_then(|start| start.parse::<Timestamp>().ok()),
        duration: field("DurationInSeconds").and_then(Value::as_f64).and_then(Offset::from_seconds),
        account: row.get("RelatedRecord").and_then(|record| text(record, "Name")),
        people,
        owner: row.get("Owner").and_then(|owner| text(owner, "Name")),
        progress: Progress::Unknown,
    })
}

/// The name. That of a voice call is a number, `VC-00000001`, which gets the type of the call.
fn title(row: &Value) -> Option<Clean> {
    let name = text(row, "Name")?;
    let is_number = name.strip_prefix("VC-").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    match text(row, "CallType").filter(|_| is_number) {
        Some(of) => Some(clean_line(&format!("{of} call {name}")).boxed()),
        None => Some(name),
    }
}

/// The query for who took part in video calls.
#[must_use]
pub fn people_query(calls: &[CallId]) -> String {
    let calls = list(calls);
    format!(
        "SELECT VideoCallId, Name, Email FROM VideoCallParticipant WHERE VideoCallId IN ({calls})"
    )
}

/// Reads who took part in which call.
#[must_use]
pub fn person(row: &Value) -> Option<(CallId, Clean)> {
    let name = text(row, "Name").or_else(|| text(row, "Email"))?;
    Some((id(row, "VideoCallId")?, name))
}

/// The query for how far the summaries of calls are.
#[must_use]
pub fn progress_query(calls: &[CallId]) -> String {
    let calls = list(calls);
    format!(
        "SELECT ConversationRecordId, Status FROM GenAIConversationSummary \
         WHERE ConversationRecordId IN ({calls})"
    )
}

/// Reads how far the summary of which call is.
#[must_use]
pub fn progress(row: &Value) -> Option<(CallId, Progress)> {
    let progress = match row.get("Status").and_then(Value::as_str)? {
        "SUCCESS" => Progress::Ready,
        "GENERATING" => Progress::Processing,
        "ERROR" => Progress::NoSummary,
        _ => Progress::Unknown,
    };
    Some((id(row, "ConversationRecordId")?, progress))
}

/// Reads who the user is: `user_id` of `/services/oauth2/userinfo`, or the end of the identity URL
/// that this and the list of the API's resources have.
///
/// # Errors
///
/// [`ReadError`] when it says nothing of the kind, or the org refused.
pub fn user(source: impl Read) -> Result<UserId, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let body = json(&skeleton)?;
    let told = ["user_id", "sub", "identity"].into_iter().find_map(|key| {
        let text = body.get(key)?.as_str()?;
        text.rsplit('/').next()?.parse().ok()
    });
    match told {
        Some(user) => Ok(user),
        None if body.is_object() && RestError::read(&body).is_none() => {
            Err(ReadError::Shape(misfit("user_id", "the id of a user", &Value::Null)))
        }
        None => Err(outputs(body).err().unwrap_or(ReadError::Empty)),
    }
}

fn list(calls: &[CallId]) -> String {
    let calls: Vec<_> = calls.iter().map(|id| literal(id.as_str())).collect();
    calls.join(",")
}

fn id(row: &Value, key: &str) -> Option<CallId> {
    row.get(key)?.as_str()?.parse().ok()
}

/// A text on one line, if it says something.
fn text(row: &Value, key: &str) -> Option<Clean> {
    let text = label(row.get(key)?.as_str()?);
    let text = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => clean_line(&format!("{}…", &text[..end])).boxed(),
        None => text,
    };
    Some(text).filter(|text| !text.is_blank())
}
