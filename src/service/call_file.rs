//! One call of the library, as its file writes it; the form is documented at
//! [`Library`](super::Library).

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

use super::resolve::{Misfit, resolve};
use super::user::{self, RecordId};
use crate::call::{CallId, CallKind, Offset, Window};

/// A call whose references have been followed: every speaker, sequence and word exists.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CallFile {
    #[serde(deserialize_with = "parsed")]
    pub(super) record_id: CallId,
    pub(super) name: Option<String>,
    #[serde(rename = "owner")]
    pub(super) owner_key: Option<String>,
    /// The user whose call it is, found when the file is read; nobody when no speaker is a user.
    #[serde(skip)]
    pub(super) owner: Option<RecordId>,
    pub(super) account: Option<Account>,
    pub(super) vendor_name: Option<String>,
    #[serde(default = "first_of_2026", deserialize_with = "parsed")]
    pub(super) start_date_time: Timestamp,
    /// Zero stands for "not given" until the file is read.
    #[serde(default, rename = "durationInSeconds", deserialize_with = "seconds")]
    pub(super) duration: Offset,
    #[serde(default = "english")]
    pub(super) language: String,
    #[serde(default)]
    pub(super) status: Status,
    #[serde(default)]
    pub(super) speaker_labels: SpeakerLabels,
    pub(super) speakers: Vec<Speaker>,
    pub(super) transcript: Vec<Entry>,
    pub(super) summary: Option<String>,
    #[serde(default)]
    pub(super) conversation_insights: Vec<Value>,
    #[serde(default)]
    pub(super) insights: Vec<Insight>,
}

/// The customer that a call is about.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    #[serde(deserialize_with = "parsed")]
    pub(super) id: RecordId,
    pub(super) name: String,
}

/// Whether the org is done with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    #[default]
    Ready,
    Processing,
}

/// How the insights name who spoke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SpeakerLabels {
    /// By the participant's id.
    #[default]
    Participant,
    /// `Speaker 1`, as where voices were told apart but not named.
    Diarisation,
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Speaker {
    pub(super) key: String,
    #[serde(rename = "speakerId")]
    pub(super) own_id: Option<String>,
    pub(super) name: String,
    #[serde(default = "end_user")]
    pub(super) role: String,
    pub(super) related_who_id: Option<String>,
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Entry {
    #[serde(rename = "speaker")]
    pub(super) speaker_key: String,
    /// Its place in `speakers`, found when the file is read.
    #[serde(skip)]
    pub(super) speaker: usize,
    #[serde(deserialize_with = "seconds")]
    pub(super) start: Offset,
    #[serde(deserialize_with = "seconds")]
    pub(super) end: Offset,
    pub(super) text: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Insight {
    pub(super) category: String,
    #[serde(rename = "insightTypeId")]
    pub(super) type_id: String,
    /// The category when not given.
    pub(super) keyword: Option<String>,
    #[serde(default)]
    pub(super) moments: Vec<Moment>,
}

#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Moment {
    pub(super) sequences: Vec<u32>,
    pub(super) word: Option<String>,
    /// When it was said, found when the file is read.
    #[serde(skip, default = "nowhere")]
    pub(super) said: Window,
    #[serde(default)]
    pub(super) needs_attention: bool,
    #[serde(default)]
    pub(super) is_followup: bool,
    pub(super) action: Option<String>,
}

/// What is wrong with a call's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not JSON, or not of the documented form.
    #[error("line {line}, column {column}: {why}")]
    Json {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong there.
        why: String,
    },
    /// It is of the right form, but does not fit together.
    #[error("{place}: {misfit}")]
    Misfit {
        /// Such as `insights[2].moments[0].sequences`.
        place: String,
        /// What does not fit.
        misfit: Misfit,
    },
}

impl CallFile {
    /// Reads a file's text and follows its references.
    pub(super) fn read(text: &str) -> Result<Self, Fault> {
        let mut file: Self = serde_json::from_str(text).map_err(|error| {
            let why = error.to_string();
            let why = why.rsplit_once(" at line ").map_or(why.as_str(), |(why, _)| why);
            Fault::Json { line: error.line(), column: error.column(), why: why.to_owned() }
        })?;
        resolve(&mut file)?;
        Ok(file)
    }

    /// Video or voice; reading refuses any other id.
    pub(super) fn kind(&self) -> CallKind {
        self.record_id.kind().unwrap_or(CallKind::Video)
    }

    /// Its title, or its id when it has none.
    pub(super) fn title(&self) -> &str {
        self.name.as_deref().unwrap_or(self.record_id.as_str())
    }
}

impl Speaker {
    /// The participant's id, or the key when the file gives none.
    pub(super) fn id(&self) -> &str {
        self.own_id.as_deref().unwrap_or(&self.key)
    }

    /// Whose person it is, when it is a user of the org.
    pub(super) fn user_id(&self) -> Option<RecordId> {
        let id = self.related_who_id.as_deref()?.parse().ok()?;
        user::is_user(id).then_some(id)
    }
}

impl Insight {
    pub(super) fn keyword(&self) -> &str {
        self.keyword.as_deref().unwrap_or(&self.category)
    }
}

fn english() -> String {
    "en".to_owned()
}

fn end_user() -> String {
    "EndUser".to_owned()
}

/// A call without a start needs one, because a transcript has times of day; the clock is not
/// asked, so that the same file always gives the same answers.
fn first_of_2026() -> Timestamp {
    Timestamp::constant(1_767_225_600, 0)
}

fn nowhere() -> Window {
    Window { start: Offset::ZERO, end: Offset::ZERO }
}

fn parsed<'de, T, D>(from: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<Offset, D::Error> {
    let seconds = f64::deserialize(from)?;
    let why =
        || D::Error::custom(format!("{seconds} is not a number of seconds from 0 to 31 days"));
    Offset::from_seconds(seconds).ok_or_else(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = r#"{"recordId": "6qrWs000004Tb7K", "speakers": [], "transcript": []}"#;

    #[test]
    fn all_else_has_a_default() {
        let file = CallFile::read(LEAST).unwrap();
        assert_eq!(file.title(), "6qrWs000004Tb7KIAS");
        assert_eq!(file.start_date_time.to_string(), "2026-01-01T00:00:00Z");
        assert_eq!((file.language.as_str(), file.status), ("en", Status::Ready));
        assert_eq!(file.speaker_labels, SpeakerLabels::Participant);
        assert!(file.summary.is_none() && file.insights.is_empty());
    }

    #[test]
    fn what_is_not_of_the_form_is_named_with_its_place() {
        let fault = |text: &str| CallFile::read(text).unwrap_err().to_string();
        let typo = LEAST.replace("speakers", "speaker");
        let unknown = fault(&typo);
        assert!(unknown.starts_with("line 1, column 41: unknown field `speaker`, "), "{unknown}");
        assert_eq!(
            fault(&LEAST.replace("K\"", "KIAX\"")),
            "line 1, column 33: the id's checksum does not fit: a letter was mistyped or its \
             case was lost (copy the id again)"
        );
        let negative = LEAST.replace("\"speakers", "\"durationInSeconds\": -1.5, \"speakers");
        assert!(fault(&negative).ends_with("-1.5 is not a number of seconds from 0 to 31 days"));
        assert_eq!(fault("{\n  nonsense"), "line 2, column 3: key must be a string");
    }
}
