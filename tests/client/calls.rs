//! Lists of calls.

use std::collections::HashSet;

use earmark::call::text::clean_line;
use earmark::call::{CallId, CallKind, Cursor, Offset, Page, ProblemKind, Scope};
use earmark::org::{Client, OrgError};
use serde_json::json;

use crate::org::{Call, Org, USER, call, start};
use crate::server::{Reply, Server, bounded, error, response};

use CallKind::{Video, Voice};

async fn all(client: &Client, after: Option<&Cursor>, limit: usize) -> Page {
    bounded(client.calls(Scope::All, after, limit)).await.unwrap()
}

fn names(page: &Page) -> Vec<&str> {
    page.calls.iter().map(|call| call.title.as_deref().unwrap_or_default()).collect()
}

/// The decoded queries of an object.
fn queries(server: &Server, object: &str) -> Vec<String> {
    let decoded = server.requests().into_iter().filter_map(|request| {
        let target = request.split(' ').nth(1)?;
        let url = url::Url::parse(&format!("http://org{target}")).unwrap();
        url.query_pairs().find(|(key, _)| key == "q").map(|(_, query)| query.into_owned())
    });
    decoded.filter(|query| query.contains(&format!(" FROM {object} "))).collect()
}

#[tokio::test]
async fn both_kinds_come_as_one_list_newest_first() {
    let calls = vec![
        call(Video, 1, 10),
        call(Voice, 2, 40),
        call(Video, 3, 30),
        call(Voice, 4, 20),
        call(Voice, 5, None),
    ];
    let (server, _) = start(Org { calls, ..Org::default() }).await;
    let page = all(&server.client(), None, 100).await;
    assert_eq!(names(&page), ["Call 2", "Call 3", "Call 4", "Call 1", "Call 5"]);
    assert!(page.next.is_none() && page.missing.is_empty());

    let voice = &page.calls[0];
    assert_eq!(voice.start, Some("1970-01-01T00:40:00Z".parse().unwrap()));
    assert_eq!(voice.duration, Some(Offset::from_centis(6_000)));
    assert_eq!(voice.owner.as_deref(), Some("Ada Marchetti"));
    assert_eq!(voice.account.as_deref(), Some("Corran Bay"));
    assert_eq!(voice.people, [clean_line("+44 1632 960001").boxed()]);
    assert_eq!(page.calls[1].duration, Some(Offset::from_centis(9_000)));

    // All calls are asked for without asking who asks.
    assert!(!server.requests().iter().any(|request| request.contains("userinfo")));
    let [query] = queries(&server, "VideoCall").try_into().unwrap();
    assert_eq!(
        query,
        "SELECT Id, Name, StartDateTime, DurationInSeconds, Owner.Name, RelatedRecord.Name \
         FROM VideoCall ORDER BY StartDateTime DESC NULLS LAST, Id ASC LIMIT 100"
    );
}

#[tokio::test]
async fn ones_own_calls_are_those_one_owns_or_hosts() {
    let (server, _) = start(Org { calls: vec![call(Video, 1, 1)], ..Org::default() }).await;
    let client = server.client();
    for _ in 0..2 {
        bounded(client.calls(Scope::Mine, None, 10)).await.unwrap();
    }
    let video = &queries(&server, "VideoCall")[0];
    assert!(video.contains(&format!("WHERE (OwnerId = '{USER}' OR HostId = '{USER}') ORDER")));
    assert!(queries(&server, "VoiceCall")[0].contains(&format!("WHERE OwnerId = '{USER}' ORDER")));
    let asked = server.requests().iter().filter(|request| request.contains("userinfo")).count();
    assert_eq!(asked, 1);

    let known = server.client().of_user(USER.parse().unwrap());
    bounded(known.calls(Scope::Mine, None, 10)).await.unwrap();
    let asked = server.requests().iter().filter(|request| request.contains("userinfo")).count();
    assert_eq!(asked, 1, "a user who is known is not asked for");
}

#[tokio::test]
async fn a_session_without_userinfo_is_known_by_the_resources() {
    let server = Server::making(|request| match request.split(' ').nth(1).unwrap() {
        "/services/oauth2/userinfo" => response("403 Forbidden", "", "Bad_OAuth_Token"),
        "/services/data/v65.0" => {
            let identity = format!("https://login.example.com/id/00Dxx0000001gPF/{USER}");
            response("200 OK", "", json!({"identity": identity}).to_string())
        }
        _ => response("200 OK", "", r#"{"done":true,"records":[]}"#),
    })
    .await;
    bounded(server.client().calls(Scope::Mine, None, 10)).await.unwrap();
    assert!(queries(&server, "VoiceCall")[0].contains(USER));

    let server = Server::answering(response("404 Not Found", "", "")).await;
    let error = bounded(server.client().calls(Scope::Mine, None, 10)).await.unwrap_err();
    assert_eq!(error, OrgError::UnknownUser);
    assert!(error.problem().next.contains("List all calls"), "{}", error.problem());
}

/// 2,500 calls, seven at a time of one start, with some that have none.
fn many() -> Vec<Call> {
    (0..2_500)
        .map(|n| {
            let kind = if n % 3 == 0 { Voice } else { Video };
            let start = i64::try_from(n / 7).unwrap();
            call(kind, n, (n % 50 != 49).then_some(start))
        })
        .collect()
}

#[tokio::test]
async fn paging_loses_and_repeats_nothing_while_calls_are_added() {
    for part in [None, Some(200)] {
        let (server, org) = start(Org { calls: many(), part, ..Org::default() }).await;
        let client = server.client();
        let wanted: HashSet<CallId> = many().iter().map(|call| call.id).collect();
        let (mut listed, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let limit = if after.is_none() { 100 } else { 1_000 };
            let page = all(&client, after.as_ref(), limit).await;
            pages += 1;
            listed.extend(page.calls);
            after = page.next;
            if after.is_none() {
                break;
            }
            let newer = call(Video, 10_000 + pages, 100_000 + i64::try_from(pages).unwrap());
            org.lock().unwrap().calls.push(newer);
        }
        let starts: Vec<_> = listed.iter().map(|call| call.start).collect();
        assert!(starts.is_sorted_by(|a, b| a >= b));
        let ids: HashSet<CallId> = listed.iter().map(|call| call.id).collect();
        assert_eq!(ids.len(), listed.len(), "repeated");
        assert_eq!(ids, wanted);
        assert_eq!(pages, 4);
    }
}

#[tokio::test]
async fn five_hundred_calls_of_one_instant_are_no_harder() {
    let calls: Vec<Call> =
        (0..600).map(|n| call(if n % 2 == 0 { Video } else { Voice }, n, 5)).collect();
    let (server, _) = start(Org { calls, ..Org::default() }).await;
    let (client, mut ids, mut after) = (server.client(), HashSet::new(), None);
    loop {
        let page = all(&client, after.as_ref(), 70).await;
        assert!(page.calls.iter().all(|call| ids.insert(call.id)), "repeated");
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(ids.len(), 600);
    assert!(server.requests().iter().all(|request| request.len() < 16_384));
}

#[tokio::test]
async fn one_kind_that_is_refused_leaves_the_other() {
    for code in ["INVALID_TYPE", "INSUFFICIENT_ACCESS"] {
        let refuses = [("VoiceCall", code)].into();
        let calls = vec![call(Video, 1, 1), call(Voice, 2, 2)];
        let (server, _) = start(Org { calls, refuses, ..Org::default() }).await;
        let page = all(&server.client(), None, 10).await;
        assert_eq!(names(&page), ["Call 1"]);
        let [missing] = page.missing.try_into().unwrap();
        assert_eq!(missing.kind, ProblemKind::NotOffered);
        assert!(missing.what.starts_with("The org lists no voice calls to this user"));
        assert!(missing.next.contains("administrator") && missing.next.contains("VoiceCall"));
    }
}

#[tokio::test]
async fn both_refused_is_an_error_and_so_is_one_that_may_pass() {
    let refuses = [("VoiceCall", "INVALID_TYPE"), ("VideoCall", "INVALID_TYPE")].into();
    let (server, _) = start(Org { refuses, ..Org::default() }).await;
    let error = bounded(server.client().calls(Scope::All, None, 10)).await.unwrap_err();
    assert!(matches!(error, OrgError::NotListed { kind: None, .. }), "{error:?}");
    assert!(error.problem().what.contains("neither video nor voice calls"));

    // A list without voice calls that are there would go on without them.
    let refuses = [("VoiceCall", "QUERY_TIMEOUT")].into();
    let (server, _) = start(Org { refuses, ..Org::default() }).await;
    let error = bounded(server.client().calls(Scope::All, None, 10)).await.unwrap_err();
    assert!(matches!(error, OrgError::Refused { .. }), "{error:?}");
}

#[tokio::test]
async fn fields_that_are_hidden_cost_only_themselves() {
    let refuses = [("VideoCall", "INVALID_FIELD")].into();
    let calls = vec![call(Video, 1, 1), call(Voice, 2, 2)];
    let (server, _) = start(Org { calls, refuses, ..Org::default() }).await;
    let page = bounded(server.client().calls(Scope::Mine, None, 10)).await.unwrap();
    assert_eq!(names(&page), ["Call 2", "Call 1"]);
    assert!(page.missing[0].what.contains("hides fields of video calls"), "{:?}", page.missing);
    let queries = queries(&server, "VideoCall");
    assert!(!queries[1].contains("HostId") && !queries[1].contains("RelatedRecord"));
}

#[tokio::test]
async fn hostile_texts_are_clean_and_bounded_and_odd_rows_are_counted() {
    let rows = json!({"records": [
        {"Id": "6qrAAC000000BGPYB2", "Name": "a\u{1b}]0;x\u{7}b\u{202e}c &lt;b&gt;\nd",
         "StartDateTime": 5, "DurationInSeconds": "long", "Owner": "x", "RelatedRecord": null},
        {"Id": "6qrAAC000000BGQYB2", "Name": "n".repeat(10_000), "DurationInSeconds": -1},
        {"Id": "'; --", "Name": "no id"}, {"Name": "none"}, 5, null,
    ]});
    let server = Server::making(move |request| {
        let rows = if request.contains("FROM+VideoCall+") {
            rows.to_string()
        } else {
            r#"{"records":[]}"#.into()
        };
        response("200 OK", "", rows)
    })
    .await;
    let page = all(&server.client(), None, 10).await;
    assert_eq!(names(&page)[0], "a]0;xbc <b> d");
    assert_eq!(names(&page)[1].chars().count(), 256);
    assert!(page.calls.iter().all(|call| call.start.is_none() && call.duration.is_none()));
    assert_eq!(page.calls.len(), 2);
    assert!(page.missing[0].what.starts_with("4 video calls have no readable id"));
}

#[tokio::test]
async fn a_list_that_is_no_list_is_unreadable() {
    for body in ["", "5", "[]", "{}", r#"{"records":{}}"#, "{\"records\":[", "<p>", "[{\"a\":1}]"] {
        let server = Server::answering(response("200 OK", "", body)).await;
        let error = bounded(server.client().calls(Scope::All, None, 10)).await.unwrap_err();
        assert_eq!(error.problem().kind, ProblemKind::Unreadable, "{body}: {error:?}");
    }
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"records\":[".to_vec();
    let server = Server::start([Reply::Bytes(cut)]).await;
    let error = bounded(server.client().calls(Scope::All, None, 10)).await.unwrap_err();
    assert!(matches!(error, OrgError::CutShort(_)), "{error:?}");
    let refused = error_in_200().await;
    assert!(matches!(refused, OrgError::NotListed { .. }), "{refused:?}");
}

async fn error_in_200() -> OrgError {
    let server = Server::answering(response("200 OK", "", error("INVALID_TYPE", "no"))).await;
    bounded(server.client().calls(Scope::All, None, 10)).await.unwrap_err()
}

#[tokio::test]
async fn the_rest_of_an_answer_is_fetched_from_nowhere_else() {
    for next in [
        "https://evil.example.com/services/data/v65.0/query/x-200",
        "//evil.example.com/x",
        "/services/data/v65.0/query/../../../apexrest/x",
        "/services/data/v65.0/query/x?y",
        "/services/data/v64.0/query/x",
        "/services/data/v65.0/query/",
        "x",
    ] {
        let row = json!({"Id": "6qrAAC000000BGPYB2"});
        let body = json!({"done": false, "nextRecordsUrl": next, "records": [row]}).to_string();
        let server = Server::answering(response("200 OK", "", body)).await;
        let page = all(&server.client(), None, 10).await;
        // What is not there yet may come before the first of the other kind; the list goes on
        // from what is.
        assert_eq!(page.calls.len(), 1, "{next}");
        assert!(page.next.is_some());
        let targets = server.requests();
        assert!(targets.iter().all(|t| t.starts_with("GET /services/data/v65.0/query?q=")));
        assert_eq!(targets.len(), 4, "{next}");
    }
}
