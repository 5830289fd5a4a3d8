//! What a list shows of calls from other objects.

use std::time::Duration;

use earmark::call::text::clean_line;
use earmark::call::{CallKind, Page, Progress, Scope};
use earmark::org::Limits;
use serde_json::json;

use crate::org::{Call, Org, call, start};
use crate::server::{Server, bounded, limits, response};

use CallKind::{Video, Voice};
use Progress::{NoSummary, Processing, Ready};

async fn list(server: &Server, limit: usize) -> Page {
    bounded(server.client().calls(Scope::All, None, limit)).await.unwrap()
}

fn of(calls: &[Call], n: usize) -> &str {
    calls[n].id.as_str()
}

#[tokio::test]
async fn people_and_progress_come_with_a_page() {
    let calls: Vec<Call> = (0..5).map(|n| call(Video, n, 9 - i64::try_from(n).unwrap())).collect();
    let mut people = vec![
        json!({"VideoCallId": of(&calls, 0), "Name": "Ada \u{1b}Marchetti", "Email": "ada@a.example"}),
        json!({"VideoCallId": of(&calls, 0), "Name": null, "Email": "kit@b.example"}),
        json!({"VideoCallId": of(&calls, 0), "Name": "Ada Marchetti"}),
        json!({"VideoCallId": "6qrAAC000000BGPYB2", "Name": "Nobody asked"}),
        json!({"VideoCallId": 5, "Name": "x"}),
    ];
    people.extend((0..50).map(|n| json!({"VideoCallId": of(&calls, 1), "Name": format!("P {n}")})));
    let summary = |n, status| json!({"ConversationRecordId": of(&calls, n), "Status": status});
    let summaries = vec![
        summary(0, "GENERATING"),
        summary(0, "SUCCESS"),
        summary(0, "ERROR"),
        summary(1, "GENERATING"),
        summary(2, "ERROR"),
        summary(3, "NEW"),
    ];
    let rows = [("VideoCallParticipant", people), ("GenAIConversationSummary", summaries)].into();
    let (server, _) = start(Org { calls, rows, part: Some(3), ..Org::default() }).await;
    let page = list(&server, 5).await;
    let names = ["Ada Marchetti", "kit@b.example"].map(|name| clean_line(name).boxed());
    assert_eq!(page.calls[0].people, names);
    assert_eq!(page.calls[1].people.len(), 24);
    let progress: Vec<_> = page.calls.iter().map(|call| call.progress).collect();
    assert_eq!(progress, [Ready, Processing, NoSummary, NoSummary, NoSummary]);
}

#[tokio::test]
async fn an_org_without_summaries_here_may_have_them_elsewhere() {
    let (server, _) = start(Org { calls: vec![call(Voice, 1, 1)], ..Org::default() }).await;
    assert_eq!(list(&server, 5).await.calls[0].progress, Progress::Unknown);
    // Nobody takes part in voice calls who is not in their own records.
    assert!(!server.requests().iter().any(|request| request.contains("VideoCallParticipant")));
}

#[tokio::test]
async fn an_object_that_is_refused_is_not_asked_for_again() {
    let calls = vec![call(Video, 1, 1), call(Voice, 2, 2)];
    let refuses = [
        ("VideoCallParticipant", "INVALID_TYPE"),
        ("GenAIConversationSummary", "INSUFFICIENT_ACCESS"),
    ];
    let (server, _) = start(Org { calls, refuses: refuses.into(), ..Org::default() }).await;
    let client = server.client();
    for _ in 0..3 {
        let page = bounded(client.calls(Scope::All, None, 10)).await.unwrap();
        assert_eq!((page.calls.len(), page.missing.len()), (2, 0));
    }
    for object in ["VideoCallParticipant", "GenAIConversationSummary"] {
        let asked = server.requests().iter().filter(|request| request.contains(object)).count();
        assert_eq!(asked, 1, "{object}");
    }
}

#[tokio::test]
async fn a_thousand_calls_are_asked_about_in_few_requests_of_a_legal_length() {
    let calls = (0..1_000).map(|n| call(Video, n, 1)).collect();
    let (server, _) = start(Org { calls, ..Org::default() }).await;
    assert_eq!(list(&server, 1_000).await.calls.len(), 1_000);
    let requests = server.requests();
    assert_eq!(requests.len(), 2 + 3 + 3);
    let longest = requests.iter().map(String::len).max().unwrap();
    assert!((8_000..14_000).contains(&longest), "{longest}");
}

#[tokio::test]
async fn details_that_do_not_come_are_done_without() {
    let server = Server::making(|request| {
        let row = json!({"Id": "6qrAAC000000BGPYB2", "Name": "Kick-off"});
        match request {
            r if r.contains("FROM+VideoCall+") => {
                response("200 OK", "", json!({"records": [row]}).to_string())
            }
            r if r.contains("FROM+VoiceCall+") => response("200 OK", "", r#"{"records":[]}"#),
            r if r.contains("FROM+GenAI") => response(
                "200 OK",
                "",
                r#"{"records":[{"ConversationRecordId":"6qrAAC000000BGPYB2","Status":"SUCCESS"}]}"#,
            ),
            _ => Vec::new(),
        }
    })
    .await;
    let client =
        server.client().with_limits(Limits { details: Duration::from_secs(2), ..limits() });
    let page = bounded(client.calls(Scope::All, None, 10)).await.unwrap();
    assert_eq!(page.calls[0].title.as_deref(), Some("Kick-off"));
    assert!(page.calls[0].people.is_empty() && page.missing.is_empty());
    assert_eq!(page.calls[0].progress, Progress::Ready);
}
