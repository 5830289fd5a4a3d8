//! Rows of queries, and who the user is.

use earmark::call::{CallKind, Cursor, Progress};
use earmark::wire::listing::{
    Fields, calls_query, listed, people_query, person, progress, progress_query, user,
};
use earmark::wire::{ReadError, rows};
use serde_json::json;

fn title(row: &serde_json::Value) -> Option<String> {
    listed(CallKind::Voice, row).unwrap().title.map(|title| title.to_string())
}

#[test]
fn a_voice_call_without_a_name_of_its_own_gets_its_type() {
    let id = "0LQSG000000gNTF4A2";
    let row = |name: &str| json!({"Id": id, "Name": name, "CallType": "Outbound"});
    assert_eq!(title(&row("VC-00000012")).as_deref(), Some("Outbound call VC-00000012"));
    assert_eq!(title(&row("VC-team")).as_deref(), Some("VC-team"));
    assert_eq!(title(&row(" ")), None);
    assert_eq!(title(&json!({"Id": id, "Name": "VC-00000012"})).as_deref(), Some("VC-00000012"));
    let row =
        json!({"Id": id, "FromPhoneNumber": "+44 1", "ToPhoneNumber": "", "RelatedRecord": 5});
    let call = listed(CallKind::Voice, &row).unwrap();
    assert_eq!(call.people.len(), 1);
    assert_eq!(call.account, None);
}

#[test]
fn a_row_without_what_it_is_about_is_none() {
    assert_eq!(listed(CallKind::Video, &json!({"Id": "x"})), None);
    assert_eq!(person(&json!({"VideoCallId": "6qrAAC000000BGP", "Name": "", "Email": null})), None);
    assert_eq!(person(&json!({"Name": "Ada"})), None);
    assert_eq!(progress(&json!({"Status": "SUCCESS"})), None);
    let row = json!({"ConversationRecordId": "6qrAAC000000BGP", "Status": "NEW"});
    assert_eq!(progress(&row).unwrap().1, Progress::Unknown);
}

#[test]
fn queries_go_on_where_the_last_page_ended() {
    let ask = |kind, before: Option<&str>, seen: &[&str]| {
        let before = before.map(|at| at.parse().unwrap());
        let seen = seen.iter().map(|id| id.parse().unwrap()).collect();
        let query = calls_query(kind, Fields::Fewest, None, Some(&Cursor { before, seen }), 7);
        let (_, query) = query.split_once(" WHERE ").unwrap();
        query.split_once(" ORDER BY ").unwrap().0.to_owned()
    };
    let at = Some("2026-11-20T14:00:00Z");
    let seen = ["6qrAAC000000BGPYB2"];
    assert_eq!(
        ask(CallKind::Video, at, &seen),
        "(StartDateTime < 2026-11-20T14:00:00Z OR (StartDateTime = 2026-11-20T14:00:00Z AND \
         Id > '6qrAAC000000BGPYB2') OR StartDateTime = null)"
    );
    assert_eq!(
        ask(CallKind::Voice, at, &seen),
        "(CallStartDateTime <= 2026-11-20T14:00:00Z OR CallStartDateTime = null)"
    );
    assert_eq!(
        ask(CallKind::Video, None, &seen),
        "StartDateTime = null AND Id > '6qrAAC000000BGPYB2'"
    );
    assert_eq!(ask(CallKind::Voice, None, &seen), "CallStartDateTime = null");
    let ids = ["6qrAAC000000BGP".parse().unwrap(), "0LQSG000000gNTF".parse().unwrap()];
    let list = "IN ('6qrAAC000000BGPYB2','0LQSG000000gNTF4A2')";
    assert!(people_query(&ids).ends_with(list) && progress_query(&ids).ends_with(list));
}

#[test]
fn rows_are_read_in_any_shape_that_has_them() {
    let read = |text: &str| rows(text.as_bytes(), serde_json::Value::as_u64);
    let found = read(r#"{"totalSize":9,"done":false,"nextRecordsUrl":"/n","records":[1,"x",3]}"#);
    let found = found.unwrap();
    assert_eq!((found.rows, found.skipped, found.next.as_deref()), (vec![1, 3], 1, Some("/n")));
    assert_eq!(read(r#"{"records":[]}"#).unwrap().next, None);
    for refused in [
        r#"[{"errorCode":"INVALID_TYPE","message":"no"}]"#,
        r#"{"errorCode":"INVALID_TYPE","message":"no"}"#,
    ] {
        assert!(matches!(read(refused), Err(ReadError::Refused(_))), "{refused}");
    }
    for text in ["", "[]", "5", "null", "{}", r#"{"records":5}"#, r#"{"records":[1"#, "<p>"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn the_user_is_told_in_three_ways() {
    let id = "005Ws000001hRtCIAU";
    let url = format!("https://login.example.com/id/00Dxx0000001gPFEAY/{id}");
    for body in
        [json!({"user_id": "005Ws000001hRtC"}), json!({"sub": url}), json!({"identity": url})]
    {
        assert_eq!(user(body.to_string().as_bytes()).unwrap().as_str(), id, "{body}");
    }
    for body in ["{}", r#"{"user_id":"6qrAAC000000BGP"}"#, "[]", "", r#"{"user_id":5}"#] {
        assert!(user(body.as_bytes()).is_err(), "{body}");
    }
    assert!(matches!(
        user(r#"{"error":"invalid_token","error_description":"no"}"#.as_bytes()),
        Err(ReadError::Refused(_))
    ));
}
