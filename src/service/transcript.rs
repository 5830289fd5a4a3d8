//! From a call's file to what `getConversationTranscript` answers.

use jiff::{SignedDuration, Timestamp};

use super::call_file::{CallFile, Entry, Speaker};
use super::escape::Escaping;
use crate::call::Offset;
use crate::wire::outputs::{
    ConversationTranscript, StructuredTranscript, TranscriptEntry, TranscriptParticipant,
};

/// The `PROCESSED` transcript. Participants have their ids here even where the insights only
/// number them, and the transcription is dated to the end of the call; both are invented.
pub(super) fn processed(file: &CallFile, escaping: Escaping) -> ConversationTranscript {
    let time = |offset| utc(after(file.start_date_time, offset));
    let entry = |(entry, sequence): (&Entry, u32)| TranscriptEntry {
        end_date_time: time(entry.end),
        entry: escaping.apply(&entry.text),
        sequence,
        speaker_id: file.speakers[entry.speaker].id().to_owned(),
        start_date_time: time(entry.start),
    };
    let participant = |speaker: &Speaker| TranscriptParticipant {
        related_who_id: speaker.related_who_id.clone(),
        speaker_id: speaker.id().to_owned(),
        speaker_name: speaker.name.clone(),
        speaker_role: speaker.role.clone(),
    };
    ConversationTranscript {
        structured_transcript: Some(StructuredTranscript {
            entries: file.transcript.iter().zip(0..).map(entry).collect(),
            participants: file.speakers.iter().map(participant).collect(),
            transcribed_language: file.language.clone(),
            transcription_date_time: time(file.duration),
        }),
        unformatted_text_transcript: lines(file),
    }
}

/// The `RAW` transcript of a video call, whose text is whatever the vendor gave: here, the same
/// lines.
pub(super) fn raw(file: &CallFile) -> ConversationTranscript {
    ConversationTranscript { structured_transcript: None, unformatted_text_transcript: lines(file) }
}

fn lines(file: &CallFile) -> String {
    let line = |entry: &Entry| format!("{}: {}", file.speakers[entry.speaker].name, entry.text);
    file.transcript.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Saturates at the end of time, which a file's start may be near.
pub(super) fn after(start: Timestamp, offset: Offset) -> Timestamp {
    let centis = SignedDuration::from_millis(i64::from(offset.centis()) * 10);
    start.checked_add(centis).unwrap_or(Timestamp::MAX)
}

/// `2025-02-20T00:01:07.546Z`, as in the guide's sample.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn file() -> CallFile {
        CallFile::read(&super::super::intelligence::tests::call().to_string()).unwrap()
    }

    #[test]
    fn times_are_absolute_and_texts_escaped() {
        let value = serde_json::to_value(processed(&file(), Escaping::Html)).unwrap();
        let structure = &value["structuredTranscript"];
        assert_eq!(
            structure["entries"][1],
            json!({
                "endDateTime": "2026-11-20T14:00:25.500Z", "entry": "R&amp;D &lt;3 Brightlane.",
                "sequence": 1, "speakerId": "1afB", "startDateTime": "2026-11-20T14:00:20.500Z",
            })
        );
        assert_eq!(
            structure["participants"],
            json!([
                {"relatedWhoId": "005A", "speakerId": "1afA", "speakerName": "Ada", "speakerRole": "Agent"},
                {"relatedWhoId": null, "speakerId": "1afB", "speakerName": "Bo", "speakerRole": "EndUser"},
            ])
        );
        assert_eq!(structure["transcribedLanguage"], "en");
        assert_eq!(structure["transcriptionDateTime"], "2026-11-20T14:00:32.000Z");
    }

    #[test]
    fn plain_text_is_lines_of_name_and_text() {
        let text = "Ada: How's it going?\nBo: R&D <3 Brightlane.\nAda: Good.";
        assert_eq!(processed(&file(), Escaping::Html).unformatted_text_transcript, text);
        let raw = serde_json::to_value(raw(&file())).unwrap();
        assert_eq!(raw["structuredTranscript"], Value::Null);
        assert_eq!(raw["unformattedTextTranscript"], text);
    }
}
