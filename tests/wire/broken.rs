//! One broken moment costs only itself, is counted, and is named.

use serde_json::json;

use super::{read, read_text, skipped, told, with_moments};

/// A body whose insight 2 has a well moment, this one, and another well one.
fn around(moment: &str) -> String {
    let well = |at: u32| format!(r#"{{"momentOffset":{at},"entries":["well"]}}"#);
    format!(
        r#"{{"momentInsights":[{{"category":"A","momentTimes":[{}]}},{{"category":"B"}},
        {{"momentTimes":[ {} , {moment}, {} ],"category":"C"}}],"conversationIntelligence":{{}}}}"#,
        well(1),
        well(2),
        well(3)
    )
}

#[test]
fn every_way_of_breaking_is_named_by_its_field() {
    let deep = format!(r#"{{"momentOffset":1,"x":{}{}}}"#, "[".repeat(500), "]".repeat(500));
    let cases = [
        (r"{}", ".momentOffset: missing, so it has no place in the call"),
        (r#"{"momentOffset":null}"#, ".momentOffset: missing, so it has no place in the call"),
        (r#"{"momentOffset":-1}"#, ".momentOffset: -1 is not a place in a recording"),
        (r#"{"momentOffset":"NaN"}"#, ".momentOffset: NaN is not a place in a recording"),
        (r#"{"momentOffset":2678401}"#, ".momentOffset: 2678401 is not a place in a recording"),
        (r#"{"startOffset":-1}"#, ".startOffset: -1 is not a place in a recording"),
        (r#"{"momentOffset":"soon"}"#, ".momentOffset: a string where a number of seconds belongs"),
        (r#"{"momentOffset":""}"#, ".momentOffset: a string where a number of seconds belongs"),
        (r#"{"momentOffset":true}"#, ".momentOffset: a boolean where a number of seconds belongs"),
        (
            r#"{"momentOffset":[1]}"#,
            ".momentOffset: invalid type: sequence, expected a single value",
        ),
        (r#"{"momentOffset":{}}"#, ".momentOffset: invalid type: map, expected a single value"),
        (
            r#"{"momentOffset":1,"endOffset":false}"#,
            ".endOffset: a boolean where a number of seconds belongs",
        ),
        (
            r#"{"momentOffset":1,"needsAttention":1}"#,
            ".needsAttention: a number where true or false belongs",
        ),
        (
            r#"{"momentOffset":1,"isFollowup":"maybe"}"#,
            ".isFollowup: a string where true or false belongs",
        ),
        (
            r#"{"momentOffset":1,"sequences":[-1]}"#,
            ".sequences: not the number of a transcript entry",
        ),
        (
            r#"{"momentOffset":1,"sequences":[1.5]}"#,
            ".sequences: not the number of a transcript entry",
        ),
        (
            r#"{"momentOffset":1,"sequences":-1}"#,
            ".sequences: not the number of a transcript entry",
        ),
        (r#"{"momentOffset":1,"entries":{}}"#, ".entries: invalid type: map, expected a list"),
        (
            r#"{"momentOffset":1,"entries":[["x"]]}"#,
            ".entries: invalid type: sequence, expected a single value",
        ),
        (r#"{"momentOffset":1e400}"#, ".momentOffset: number out of range"),
        (r#"{"momentOffset":NaN}"#, ".momentOffset: expected value"),
        (r#"{"momentOffset":1,"x":oops}"#, ".x: expected value"),
        (r#"{"momentOffset":1,"\u001b[2Jx":oops}"#, ".[2Jx: expected value"),
        (deep.as_str(), ".x: recursion limit exceeded"),
        (r#"{"momentOffset":1 "x":2}"#, ": expected `,` or `}`"),
        (r#"{"momentOffset":1,}"#, ": trailing comma"),
        ("{momentOffset:1}", ": key must be a string"),
        ("{'momentOffset':1}", ": key must be a string"),
        ("{ ] }", ": key must be a string"),
        (
            r#"{"momentOffset":[1}"#,
            ".momentOffset: invalid type: sequence, expected a single value",
        ),
        (r#"{"momentOffset":1]}"#, ": expected `,` or `}`"),
        ("[1,{]", ": invalid type: sequence, expected an object"),
        ("null", ": invalid type: null, expected an object"),
        ("17", ": invalid type: integer `17`, expected an object"),
        (r#""text, ]""#, ": invalid type: string \"text, ]\", expected an object"),
        ("oops", ": expected value"),
        ("<b>", ": expected value"),
        ("}", ": expected value"),
    ];
    for (moment, why) in cases {
        let call = read_text(&around(moment)).unwrap_or_else(|error| panic!("{error}: {moment}"));
        assert_eq!(told(&call), ["1.00 well", "2.00 well", "3.00 well"], "{moment}");
        let expected = format!("momentInsights[2].momentTimes[1]{why}");
        assert_eq!(skipped(&call), (1, vec![expected]), "{moment}");
    }
}

#[test]
fn bytes_that_are_no_text_cost_only_their_moment() {
    let mut body = around(r#"{"momentOffset":1,"entries":["?"]}"#).into_bytes();
    let at = body.iter().position(|&b| b == b'?').unwrap();
    body[at] = 0xff;
    let call = earmark::wire::intelligence(&body[..]).unwrap();
    assert_eq!(told(&call).len(), 3);
    let (count, first) = skipped(&call);
    assert_eq!(count, 1);
    assert!(first[0].starts_with("momentInsights[2].momentTimes[1].entries: "), "{first:?}");
}

#[test]
fn all_are_counted_and_the_first_are_named() {
    let call = read(&with_moments(&json!(vec![json!({"momentOffset": "x"}); 20])));
    let (count, first) = skipped(&call);
    assert_eq!((count, first.len()), (20, 8));
    assert!(first[7].starts_with("momentInsights[0].momentTimes[7].momentOffset: "));
    assert!(!call.is_empty());
    assert!(told(&call).is_empty());
}
