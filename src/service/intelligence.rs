//! From a call's file to what `getConversationIntelligence` answers.

use super::call_file::{CallFile, Insight, Moment, SpeakerLabels, Status};
use super::escape::Escaping;
use crate::call::Offset;
use crate::wire::outputs::{CallIntelligence, Intelligence, MomentInsight, MomentTime};

/// Played before a moment. All nine moments of the guide's sample start exactly this much early.
const PRE_ROLL: Offset = Offset::from_centis(5_00);
/// Played after it: inferred from the same sample, where moments less this fit their entries.
const POST_ROLL: Offset = Offset::from_centis(5_00);

/// The outputs for a call. While it is processed there are none; that this is a success without
/// content, rather than an error, is invented.
pub(super) fn intelligence(file: &CallFile, escaping: Escaping) -> Intelligence {
    if file.status == Status::Processing {
        return Intelligence {
            conversation_insights: Vec::new(),
            conversation_intelligence: CallIntelligence { call_summary: None },
            moment_insights: Vec::new(),
        };
    }
    let insight = |insight: &Insight| MomentInsight {
        category: escaping.apply(&insight.category),
        insight_type_id: insight.type_id.clone(),
        keyword: escaping.apply(insight.keyword()),
        moment_times: (insight.moments.iter().enumerate())
            .map(|(mention, moment)| moment_time(file, mention, moment, escaping))
            .collect(),
    };
    Intelligence {
        conversation_insights: file.conversation_insights.clone(),
        conversation_intelligence: CallIntelligence {
            call_summary: file.summary.as_deref().map(|summary| escaping.apply(summary)),
        },
        moment_insights: file.insights.iter().map(insight).collect(),
    }
}

fn moment_time(file: &CallFile, mention: usize, moment: &Moment, escaping: Escaping) -> MomentTime {
    let entries = || moment.sequences.iter().map(|&sequence| &file.transcript[sequence as usize]);
    let position = entries().next().map_or(0, |entry| entry.speaker);
    let speaker = &file.speakers[position];
    let (speaker_id, speaker_role) = match file.speaker_labels {
        SpeakerLabels::Participant => (speaker.id().to_owned(), Some(speaker.role.clone())),
        SpeakerLabels::Diarisation => (format!("Speaker {}", position + 1), None),
    };
    MomentTime {
        action: moment.action.clone(),
        end_offset: (moment.said.end + POST_ROLL).min(file.duration),
        entries: entries().map(|entry| escaping.apply(&entry.text)).collect(),
        is_followup: moment.is_followup,
        mention_id: mention,
        moment_offset: moment.said.start,
        needs_attention: moment.needs_attention,
        sequences: moment.sequences.clone(),
        speaker_id,
        speaker_role,
        start_offset: moment.said.start - PRE_ROLL,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use serde_json::{Value, json};

    pub(crate) fn call() -> Value {
        json!({
            "recordId": "6qrWs000004Tb7KIAS",
            "startDateTime": "2026-11-20T14:00:00.000Z",
            "durationInSeconds": 32,
            "speakers": [
                {"key": "ada", "speakerId": "1afA", "name": "Ada", "role": "Agent", "relatedWhoId": "005A"},
                {"key": "bo", "speakerId": "1afB", "name": "Bo"},
            ],
            "transcript": [
                {"speaker": "ada", "start": 0.84, "end": 3.4, "text": "How's it going?"},
                {"speaker": "bo", "start": 20.5, "end": 25.5, "text": "R&D <3 Brightlane."},
                {"speaker": "ada", "start": 26, "end": 30.75, "text": "Good."},
            ],
            "summary": "<p>Fine.</p>",
            "conversationInsights": [{"name": "it's"}],
            "insights": [{"category": "Q&A", "insightTypeId": "1", "moments": [
                {"sequences": [0], "needsAttention": true},
                {"sequences": [1, 2], "isFollowup": true, "action": "CreateTaskWithDate"},
                {"sequences": [1], "word": "brightlane"},
            ]}],
        })
    }

    fn of(call: &Value, escaping: Escaping) -> Intelligence {
        intelligence(&CallFile::read(&call.to_string()).unwrap(), escaping)
    }

    #[test]
    fn windows_are_the_moment_with_five_seconds_around_within_the_call() {
        let outputs = of(&call(), Escaping::Plain);
        let times = outputs.moment_insights[0].moment_times.iter();
        let offsets: Vec<_> = times
            .map(|t| [t.start_offset, t.moment_offset, t.end_offset].map(Offset::centis))
            .collect();
        // The third is the word: characters 7 to 17 of 18, in five seconds from 20.5 s.
        assert_eq!(offsets, [[0, 84, 840], [1550, 2050, 3200], [1744, 2244, 3022]]);
    }

    #[test]
    fn a_moment_carries_its_entries_flags_and_speaker() {
        let outputs = of(&call(), Escaping::Html);
        let insight = &outputs.moment_insights[0];
        assert_eq!((insight.category.as_str(), insight.keyword.as_str()), ("Q&amp;A", "Q&amp;A"));
        let time = &insight.moment_times[1];
        assert_eq!(time.entries, ["R&amp;D &lt;3 Brightlane.", "Good."]);
        assert_eq!((time.mention_id, time.sequences.as_slice()), (1, &[1, 2][..]));
        assert_eq!(time.action.as_deref(), Some("CreateTaskWithDate"));
        assert!(time.is_followup && !time.needs_attention);
        assert_eq!(time.speaker_id, "1afB");
        assert_eq!(time.speaker_role.as_deref(), Some("EndUser"));
        let summary = outputs.conversation_intelligence.call_summary;
        assert_eq!(summary.as_deref(), Some("&lt;p&gt;Fine.&lt;/p&gt;"));
        assert_eq!(outputs.conversation_insights, [json!({"name": "it's"})]);
    }

    #[test]
    fn diarised_speakers_have_a_number_and_no_role() {
        let mut call = call();
        call["speakerLabels"] = json!("diarisation");
        let outputs = of(&call, Escaping::Plain);
        let time = &outputs.moment_insights[0].moment_times[1];
        assert_eq!((time.speaker_id.as_str(), &time.speaker_role), ("Speaker 2", &None));
    }

    #[test]
    fn a_call_in_processing_has_nothing_yet() {
        let mut call = call();
        call["status"] = json!("processing");
        let outputs = serde_json::to_value(of(&call, Escaping::Html)).unwrap();
        let nothing = json!({
            "conversationInsights": [],
            "conversationIntelligence": {"callSummary": null},
            "momentInsights": [],
        });
        assert_eq!(outputs, nothing);
    }
}
