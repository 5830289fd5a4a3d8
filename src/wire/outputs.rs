//! What the actions answer, as it is sent: keys in alphabetical order, offsets in single
//! precision, nulls where the org has them.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::call::Offset;

/// `outputValues` of `getConversationIntelligence`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Intelligence {
    /// Insights about the call as a whole. The guide does not show the shape of an element.
    pub conversation_insights: Vec<Value>,
    /// Holds the summary.
    pub conversation_intelligence: CallIntelligence,
    /// Insights tied to moments; empty when there are none.
    pub moment_insights: Vec<MomentInsight>,
}

/// `conversationIntelligence`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallIntelligence {
    /// HTML; null when no summary was generated.
    pub call_summary: Option<String>,
}

/// An element of `momentInsights`: all mentions of one keyword.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MomentInsight {
    /// The insight's label.
    pub category: String,
    /// Its stable id.
    pub insight_type_id: String,
    /// What was matched.
    pub keyword: String,
    /// Where.
    pub moment_times: Vec<MomentTime>,
}

/// An element of `momentTimes`: one mention.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MomentTime {
    /// A suggested action. Null in the guide's sample; a string is an assumption.
    pub action: Option<String>,
    /// Where to stop playing.
    #[serde(serialize_with = "single")]
    pub end_offset: Offset,
    /// Text of the transcript entries in `sequences`.
    pub entries: Vec<String>,
    /// It calls for a follow-up.
    pub is_followup: bool,
    /// Its number within the insight, from 0.
    pub mention_id: usize,
    /// When it was said.
    #[serde(serialize_with = "single")]
    pub moment_offset: Offset,
    /// Someone should look at it.
    pub needs_attention: bool,
    /// Numbers of the transcript entries it covers.
    pub sequences: Vec<u32>,
    /// `Speaker 1`, or a participant's id.
    pub speaker_id: String,
    /// `Agent`, `EndUser`, or null.
    pub speaker_role: Option<String>,
    /// Where to start playing.
    #[serde(serialize_with = "single")]
    pub start_offset: Offset,
}

/// Seconds as the org sends them: rounded to single precision, then widened.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form that serde asks for")]
fn single<S: Serializer>(offset: &Offset, to: S) -> Result<S::Ok, S::Error> {
    #[expect(clippy::cast_possible_truncation, reason = "the contract's own precision")]
    to.serialize_f64(f64::from(offset.seconds() as f32))
}

/// `outputValues` of `getConversationTranscript`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationTranscript {
    /// Null for a raw transcript.
    pub structured_transcript: Option<StructuredTranscript>,
    /// Lines of `Name: text`.
    pub unformatted_text_transcript: String,
}

/// `structuredTranscript`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StructuredTranscript {
    /// What was said.
    pub entries: Vec<TranscriptEntry>,
    /// Who took part.
    pub participants: Vec<TranscriptParticipant>,
    /// Such as `en`.
    pub transcribed_language: String,
    /// When it was transcribed, in UTC with milliseconds.
    pub transcription_date_time: String,
}

/// An element of `entries`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TranscriptEntry {
    /// When it ended, in UTC with milliseconds.
    pub end_date_time: String,
    /// What was said, with HTML entities for quotes and the like.
    pub entry: String,
    /// Its number, from 0.
    pub sequence: u32,
    /// A participant's id.
    pub speaker_id: String,
    /// When it began.
    pub start_date_time: String,
}

/// An element of `participants`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TranscriptParticipant {
    /// A user, contact or lead.
    pub related_who_id: Option<String>,
    /// The id that entries use.
    pub speaker_id: String,
    /// The person's name.
    pub speaker_name: String,
    /// `Agent` or `EndUser`.
    pub speaker_role: String,
}

/// `outputValues` of `exploreConversation`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explored {
    /// Rich text: HTML.
    pub answer: String,
    /// Names the request to the language model's provider.
    pub request_id: String,
    /// Names the answer, for feedback on it: a UUID.
    pub response_id: String,
    /// `richtext`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}
