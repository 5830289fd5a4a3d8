//! What each format looks like.

use earmark::call::export::{Format, Report};
use earmark::call::text::Clean;
use earmark::call::{Conversation, Corrections, Skipped};
use serde_json::{Value, json};

use super::{HEADER, bare, call, full, record, rows, transcript, why, written};

#[test]
fn text_is_for_reading() {
    assert_eq!(
        full(Format::Text),
        "Plans *and* prices
Ada · 20 Nov 2026 14:00 UTC · 4:59 · video

Summary
  Next steps
    Budget: tight, see notes
    1. Send a quote
      - to Ada
    2. Call

Whole call
  Mood: calm
    and kind

Moments
     0:32.7  Label t-3 (Acme) · Speaker 2 · needs attention · follow-up · action
             \n     1:01.5  Label t-1 (Price) · Ada
             How much?
             Per seat

Talk
  Not available       there is no transcript with entries.
"
    );
}

#[test]
fn markdown_is_for_documents() {
    assert_eq!(
        full(Format::Markdown),
        "# Plans \\*and\\* prices

20 Nov 2026 14:00 UTC

- Ada (EndUser)

## Summary

### Next steps

**Budget:** tight, *see*[ ***notes***](<https://a.example/x%3Ey%5C>)

1. Send a quote
    - to Ada
2. Call

## Whole call

- **Mood**: calm and kind

## Moments

| Time | Category | Speaker | Text | Flags |
| --- | --- | --- | --- | --- |
| 0:32.7 | Label t-3 (Acme) | Speaker 2 |  | needs attention, follow-up, action |
| 1:01.5 | Label t-1 (Price) | Ada | How much? Per seat | |

## Talk

- Not available: there is no transcript with entries.

"
        .replace("seat | |", "seat |  |")
    );
}

#[test]
fn json_has_the_documented_keys() {
    let mut conversation = call();
    conversation.skipped = Skipped { count: 1, first: vec![why("momentInsights[0]", "null")] };
    let (record, transcript) = (record(), transcript());
    let spoken = conversation.spoken(Some(&transcript), Some(&record), &Corrections::default());
    let report = Report {
        source: Clean::ours("Call"),
        id: Some(record.id),
        conversation: &conversation,
        record: Some(&record),
        transcript: Some(&transcript),
        spoken: &spoken,
        problems: &[],
        shown: None,
        noted: None,
        redaction: None,
    };
    let value: Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
    let category = |id: &str, moments: u32| json!({"id": id, "label": format!("Label {id}"), "moments": moments});
    let expected = json!({
        "id": "6qrEM0000004c8nYAA", "name": "Plans *and* prices",
        "start": "2026-11-20T14:00:00Z", "duration": 299.47,
        "summary": [
            {"kind": "heading", "text": "Next steps"},
            {"kind": "paragraph", "text": "Budget: tight, see notes"},
            {"kind": "item", "depth": 0, "number": 1, "text": "Send a quote"},
            {"kind": "item", "depth": 1, "number": null, "text": "to Ada"},
            {"kind": "item", "depth": 0, "number": 2, "text": "Call"},
        ],
        "insights": [{"name": "Mood", "text": "calm\nand kind", "other": {"score": "0.5"}}],
        "categories": [category("t-1", 1), category("t-2", 0), category("t-3", 1), category("t-4", 0)],
        "speakers": [
            {"id": "Speaker 2", "name": "Speaker 2", "role": null, "moments": 1,
             "evidence": null, "byHand": false},
            {"id": "p-one", "name": "Ada", "role": "EndUser", "moments": 1,
             "evidence": null, "byHand": false},
        ],
        "moments": [
            {
                "offset": 32.72, "start": 27.72, "end": 38.72, "category": "Label t-3",
                "insightTypeId": "t-3", "keyword": "Acme", "speaker": "Speaker 2",
                "speakerId": "Speaker 2", "needsAttention": true, "isFollowup": true,
                "sequences": [], "text": "", "tags": [], "verdict": null,
                "other": {"extra": "extra"},
            },
            {
                "offset": 61.5, "start": 56.5, "end": 67.5, "category": "Label t-1",
                "insightTypeId": "t-1", "keyword": "Price", "speaker": "Ada",
                "speakerId": "p-one", "needsAttention": false, "isFollowup": false,
                "sequences": [7, 8], "text": "How much?\nPer seat",
                "tags": [], "verdict": null, "other": {},
            },
        ],
        "talk": null, "talkMissing": "there is no transcript with entries",
        "other": {"talkRatio": "0.4"}, "skipped": 1, "notes": [], "leftOut": 0, "redacted": false,
        "remarks": ["1 unreadable insight was left out (momentInsights[0]: null)."],
    });
    assert_eq!(value, expected);
    let nothing = Conversation::default();
    let value: Value = serde_json::from_str(&written(&bare(&nothing), Format::Json)).unwrap();
    let expected = json!({
        "id": null, "name": null, "start": null, "duration": null, "summary": null,
        "talk": null, "talkMissing": "there is no transcript with entries",
        "insights": [], "categories": [], "speakers": [], "moments": [], "other": {}, "skipped": 0, "notes": [], "leftOut": 0,
        "redacted": false,
        "remarks": [],
    });
    assert_eq!(value, expected);
}

#[test]
fn csv_has_one_row_a_moment() {
    let rows = rows(&full(Format::Csv));
    assert!(rows.iter().all(|row| row[11..].concat().is_empty()), "nothing is noted");
    let rows: Vec<_> = rows.iter().map(|row| &row[..11]).collect();
    assert_eq!(
        rows,
        [
            [
                "32.72",
                "27.72",
                "38.72",
                "Label t-3",
                "Acme",
                "Speaker 2",
                "",
                "true",
                "true",
                "",
                ""
            ],
            [
                "61.50",
                "56.50",
                "67.50",
                "Label t-1",
                "Price",
                "Ada",
                "EndUser",
                "false",
                "false",
                "",
                "How much?\nPer seat"
            ],
        ]
    );
    assert_eq!(written(&bare(&Conversation::default()), Format::Csv), format!("{HEADER}\n"));
}
