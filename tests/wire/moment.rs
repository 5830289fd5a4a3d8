//! A moment's fields, as tolerantly as they may come.

use earmark::call::Offset;
use serde_json::{Value, json};

use super::{facts, read, read_text, skipped, timeline, told, with_moments};

/// The only moment's offset, start and end, in hundredths of a second.
fn times(moment: &Value) -> [u32; 3] {
    let call = read(&with_moments(&json!([moment])));
    assert_eq!(call.skipped.count, 0, "{moment}: {:?}", call.skipped);
    let moment = *timeline(&call).moment(0);
    [moment.at, moment.window.start, moment.window.end].map(Offset::centis)
}

#[test]
fn offsets_are_what_was_meant() {
    for (moment, expected) in [
        (
            json!({"momentOffset": 32.720_001_220_703_125, "startOffset": 27.719_999_313_354_492, "endOffset": 39.180_000_305_175_78}),
            [3272, 2772, 3918],
        ),
        (
            json!({"momentOffset": "32.72", "startOffset": " 27.72 ", "endOffset": "3.918e1"}),
            [3272, 2772, 3918],
        ),
        (json!({"momentOffset": 3}), [300, 300, 300]),
        (json!({"momentOffset": 3, "startOffset": null, "endOffset": null}), [300, 300, 300]),
        (json!({"startOffset": 7.5}), [750, 750, 750]),
        (json!({"momentOffset": null, "startOffset": 7.5, "endOffset": 9}), [750, 750, 900]),
        (json!({"momentOffset": 3, "startOffset": -2, "endOffset": -1}), [300, 0, 300]),
        (json!({"momentOffset": 3, "startOffset": 9, "endOffset": 1}), [300, 300, 300]),
        (json!({"momentOffset": 3, "startOffset": 1e300, "endOffset": 1e300}), [300, 300, 300]),
        (json!({"momentOffset": 3, "startOffset": "NaN", "endOffset": "inf"}), [300, 0, 300]),
        (json!({"momentOffset": -0.0}), [0, 0, 0]),
    ] {
        assert_eq!(times(&moment), expected, "{moment}");
    }
}

#[test]
fn entries_and_sequences_may_be_lists_or_single_or_absent() {
    for (entries, text) in [
        (json!(["one", "two"]), "one\ntwo"),
        (json!("one"), "one"),
        (json!(null), ""),
        (json!([]), ""),
        (json!([null, " one ", "", " \u{1} ", 5, true]), "one\n5\ntrue"),
        (json!(["it&#39;s", "it&amp;#39;s", "it's", "R&D"]), "it's\nit's\nit's\nR&D"),
        (json!(["a\u{1b}[2J\u{202e}\tb\r\nc"]), "a[2J b\nc"),
        (json!(7), "7"),
        (json!(0.5), "0.5"),
    ] {
        let call = read(&with_moments(&json!([{"momentOffset": 1, "entries": entries}])));
        let line = timeline(&call);
        assert_eq!(line.text(line.moment(0)).as_str(), text, "{entries}");
    }
    for (sequences, numbers) in [
        (json!([7, 8]), vec![7, 8]),
        (json!([8, 7, 7]), vec![8, 7, 7]),
        (json!(["7", 8.0, null]), vec![7, 8]),
        (json!(7), vec![7]),
        (json!(7.0), vec![7]),
        (json!("7"), vec![7]),
        (json!(null), vec![]),
    ] {
        let call = read(&with_moments(&json!([{"momentOffset": 1, "sequences": sequences}])));
        let line = timeline(&call);
        assert_eq!(line.sequences(line.moment(0)), numbers, "{sequences}");
    }
}

#[test]
fn flags_speakers_and_roles_come_in_several_types() {
    let call = read(&with_moments(&json!([
        {"momentOffset": 1, "needsAttention": true, "isFollowup": "False", "speakerId": " Speaker 2 ", "speakerRole": "Agent"},
        {"momentOffset": 2, "needsAttention": null, "isFollowup": "TRUE", "speakerId": 7},
        {"momentOffset": 3, "speakerId": null, "speakerRole": null, "action": null},
        {"momentOffset": 4, "speakerId": "O&#39;Hara\n", "action": {"type": "Call"}},
    ])));
    assert_eq!(call.skipped.count, 0);
    let line = timeline(&call);
    let told: Vec<_> = line
        .moments()
        .map(|(_, m)| {
            let (speaker, flags) = (line.speaker(m.speaker), m.flags);
            let set = [flags.needs_attention, flags.follow_up, flags.action].map(u8::from);
            (speaker.id.as_str(), speaker.role.as_deref(), set)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Speaker 2", Some("Agent"), [1, 0, 0]),
            ("7", None, [0, 1, 0]),
            ("Unknown speaker", None, [0, 0, 0]),
            ("O'Hara", None, [0, 0, 1]),
        ]
    );
    assert_eq!(facts(line.facts(3)), [r#"action: {"type":"Call"}"#]);
}

#[test]
fn fields_that_nobody_knows_are_kept_with_their_moment() {
    let call = read(&with_moments(&json!([
        {"momentOffset": 9, "score": 0.25, "none": null, "mentionId": 4, "nested": {"a": ["&lt;"]}},
        {"momentOffset": 1},
        {"momentOffset": 5, "mood": "calm &amp; kind"},
    ])));
    let line = timeline(&call);
    let told: Vec<_> = line.moments().map(|(ix, _)| facts(line.facts(ix)).join(", ")).collect();
    assert_eq!(told, ["", "mood: calm & kind", r#"nested: {"a":["<"]}, score: 0.25"#]);
}

#[test]
fn of_two_fields_with_one_name_the_last_counts() {
    let call = read_text(
        r#"{"momentInsights":[{"category":"A","category":"B","momentTimes":[
        {"momentOffset":1,"momentOffset":2,"entries":["a"],"entries":["b"],"sequences":[1],"sequences":2}]}]}"#,
    )
    .unwrap();
    assert_eq!(told(&call), ["2.00 b"]);
    let line = timeline(&call);
    assert_eq!(line.sequences(line.moment(0)), [2]);
    assert_eq!(line.categories()[0].label.as_str(), "B");
}

#[test]
fn half_a_character_costs_nothing_else() {
    let call = read_text(
        r#"{"conversationIntelligence":{"callSummary":"<p>cut \ud83d</p>"},"momentInsights":
        [{"category":"\udc00","momentTimes":[{"momentOffset":1,"entries":["cut \ud83d","\ud83d\ude00"]}]}]}"#,
    )
    .unwrap();
    assert_eq!(told(&call), ["1.00 cut \u{fffd}\n😀"]);
    assert_eq!(call.summary.ready().unwrap().as_ref().unwrap().blocks[0].text(), "cut \u{fffd}");
    assert_eq!(skipped(&call), (0, vec![]));
}
