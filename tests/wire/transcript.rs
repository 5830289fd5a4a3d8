//! The transcript of a call.

use earmark::call::text::Clean;
use earmark::wire::{ReadError, transcript};
use serde_json::{Value, json};

use super::enveloped;

fn read(outputs: &Value) -> earmark::call::Transcript {
    transcript(enveloped(outputs).to_string().as_bytes()).unwrap()
}

#[test]
fn entries_come_in_order_of_their_numbers() {
    let read = read(&json!({"structuredTranscript": {
        "entries": [
            {"sequence": 2, "speakerId": "p2", "entry": "it&amp;#39;s\nlate", "startDateTime": "bad"},
            {"sequence": 0, "speakerId": "p1", "entry": "Hello", "startDateTime": "2026-11-20T14:00:01.5Z", "endDateTime": null},
            {"sequence": 1, "entry": "  "},
            {"entry": "no number"},
            {"sequence": 9}, null, "text",
        ],
        "participants": [
            {"speakerId": "p1", "speakerName": "Ada \u{202e}", "speakerRole": "Agent", "relatedWhoId": "x"},
            {"speakerId": "p2", "speakerName": " "},
            {"speakerName": "nobody"}, null,
        ],
        "transcribedLanguage": "en",
    }, "unformattedTextTranscript": "Ada: Hello"}));
    let told: Vec<_> = read
        .entries
        .iter()
        .map(|e| (e.sequence, &*e.speaker, &*e.text, e.start.is_some()))
        .collect();
    assert_eq!(
        told,
        [(0, "p1", "Hello", true), (2, "p2", "it's\nlate", false), (3, "", "no number", false)]
    );
    let told: Vec<_> = read.participants.iter().map(|p| (&*p.name, p.role.as_deref())).collect();
    assert_eq!(told, [("Ada", Some("Agent")), ("p2", None)]);
    assert_eq!(read.language.as_deref(), Some("en"));
    assert!(read.plain.is_empty());
    assert_eq!(read.participant("p1").map(|p| &*p.name), Some("Ada"));
}

#[test]
fn a_raw_transcript_is_kept_as_its_lines() {
    for outputs in [
        json!({"structuredTranscript": null, "unformattedTextTranscript": "Ada: It&#39;s\u{202e}\r\n\n Kit: me "}),
        json!({"unformattedTextTranscript": "Ada: It's\nKit: me\n"}),
        json!({"structuredTranscript": {"entries": []}, "unformattedTextTranscript": "Ada: It's\nKit: me"}),
    ] {
        let read = read(&outputs);
        assert!(read.entries.is_empty());
        let lines: Vec<_> = read.plain.iter().map(Clean::as_str).collect();
        assert_eq!(lines, ["Ada: It's", "Kit: me"], "{outputs}");
    }
}

#[test]
fn what_says_nothing_is_an_empty_transcript() {
    for outputs in [
        json!({"structuredTranscript": null, "unformattedTextTranscript": " \n "}),
        json!({"unformattedTextTranscript": 7}),
        json!({"structuredTranscript": {"entries": null, "participants": "none"}}),
        json!({}),
    ] {
        assert_eq!(read(&outputs), earmark::call::Transcript::default(), "{outputs}");
    }
}

#[test]
fn a_failure_is_no_transcript() {
    let failed = json!([{"isSuccess": false, "errors": [{"statusCode": "X", "message": "m"}]}]);
    assert!(matches!(transcript(failed.to_string().as_bytes()), Err(ReadError::Failed(_))));
    let odd = json!({"structuredTranscript": []}).to_string();
    assert!(matches!(transcript(odd.as_bytes()), Err(ReadError::Shape(_))));
    let whole =
        enveloped(&json!({"structuredTranscript": {"entries": [{"entry": "é"}]}})).to_string();
    for end in 0..whole.len() {
        assert!(transcript(&whole.as_bytes()[..end]).is_err(), "{end}");
    }
}
