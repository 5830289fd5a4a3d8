//! The record of a call.

use earmark::call::{CallId, CallKind, Offset};
use earmark::wire::{ReadError, record, record_fields};

fn id() -> CallId {
    "6qrEM0000004c8n".parse().unwrap()
}

#[test]
fn either_kind_of_call_reads_the_same() {
    let bodies = [
        r#"{"Name":"Quarter &amp; plans","StartDateTime":"2026-11-20T14:00:00.000+0000","DurationInSeconds":299.47,"x":1}"#,
        r#"{"Name":"Quarter & plans","CallStartDateTime":"2026-11-20T14:00:00Z","CallDurationInSeconds":299.47}"#,
    ];
    for body in bodies {
        let read = record(id(), body.as_bytes()).unwrap();
        assert_eq!(read.name.as_deref(), Some("Quarter & plans"));
        assert_eq!(read.start, Some("2026-11-20T14:00:00Z".parse().unwrap()), "{body}");
        assert_eq!(read.duration, Offset::from_seconds(299.47));
    }
    for kind in [CallKind::Video, CallKind::Voice] {
        assert_eq!(record_fields(kind)[0], "Name");
    }
}

#[test]
fn what_is_missing_or_odd_is_unknown() {
    for body in [
        "{}",
        r#"{"Name":null,"StartDateTime":null,"DurationInSeconds":null}"#,
        r#"{"Name":" ","StartDateTime":"yesterday","DurationInSeconds":-3}"#,
        r#"{"Name":5,"StartDateTime":5,"DurationInSeconds":"long"}"#,
    ] {
        let read = record(id(), body.as_bytes()).unwrap();
        assert_eq!((read.name, read.start, read.duration), (None, None, None), "{body}");
    }
}

#[test]
fn a_refusal_is_no_record() {
    for body in [
        r#"[{"errorCode":"NOT_FOUND","message":"gone"}]"#,
        r#"{"errorCode":"NOT_FOUND","message":"gone"}"#,
        r#"{"error":"NOT_FOUND","error_description":"gone"}"#,
    ] {
        let Err(ReadError::Refused(errors)) = record(id(), body.as_bytes()) else {
            panic!("{body}")
        };
        assert_eq!(errors[0].message, "gone");
    }
    for body in ["", "[]", "5", "<p>", "{", "[{\"Name\":\"x\"}]"] {
        assert!(record(id(), body.as_bytes()).is_err(), "{body}");
    }
}
