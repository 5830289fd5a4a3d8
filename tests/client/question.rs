//! A question about a call, and an org that will not or cannot answer it.

use std::time::Duration;

use earmark::call::ProblemKind;
use earmark::org::{Limits, OrgError, Wait};

use crate::server::{Reply, Server, bounded, call, error, limits, response};

const ANSWER: &str = r#"[{"actionName":"exploreConversation","errors":null,"isSuccess":true,
    "outputValues":{"answer":"<p>Ninety a month.</p>","requestId":"r","responseId":"s",
    "type":"richtext"}}]"#;

async fn refused(status: &str, body: &str) -> (OrgError, usize) {
    let server = Server::answering(response(status, "", body)).await;
    let error = bounded(server.client().explore(call(), "How much?")).await.unwrap_err();
    (error, server.requests().len())
}

#[tokio::test]
async fn a_question_is_asked_and_its_answer_read() {
    let limit = "Sforce-Limit-Info: api-usage=18/5000\r\n";
    let server = Server::answering(response("200 OK", limit, ANSWER)).await;
    let client = server.client();
    let reply = bounded(client.explore(call(), "Wie \"viel\"?")).await.unwrap();
    assert_eq!(reply.text(), "Ninety a month.");
    assert_eq!(client.usage().unwrap().used, 18);
    let request = &server.requests()[0];
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let line = "POST /services/data/v65.0/actions/standard/exploreConversation HTTP/1.1";
    assert!(head.starts_with(line), "{head}");
    let inputs = r#"{"inputs":[{"recordId":"6qrAAC000000BGPYB2","question":"Wie \"viel\"?"}]}"#;
    assert_eq!(body, inputs);
}

#[tokio::test]
async fn a_missing_right_names_the_permission_set() {
    let missing = error("NOT_FOUND", "Invalid Action Type: exploreConversation");
    let denied = r#"[{"isSuccess":false,"outputValues":null,"errors":[{"fields":[],
        "statusCode":"INSUFFICIENT_ACCESS","message":"insufficient access rights on object id"}]}]"#;
    for (status, body) in [
        ("404 Not Found", missing.as_str()),
        ("400 Bad Request", denied),
        ("200 OK", denied),
        ("403 Forbidden", &error("INSUFFICIENT_ACCESS", "insufficient access rights")),
        ("403 Forbidden", &error("FUNCTIONALITY_NOT_ENABLED", "not enabled")),
    ] {
        let (error, times) = refused(status, body).await;
        let problem = error.problem();
        let kind = match error {
            OrgError::MayNotAsk { .. } => ProblemKind::NotFound,
            _ => ProblemKind::NotOffered,
        };
        assert_eq!((problem.kind, times), (kind, 1), "{problem}");
        assert!(
            problem.next.contains("permission set “Einstein Sales Call Explorer”"),
            "{problem}"
        );
    }
    let what = refused("400 Bad Request", denied).await.0.to_string();
    assert!(what.starts_with("The org does not let this user ask about call 6qr"), "{what}");
}

#[tokio::test]
async fn a_call_without_a_transcript_says_so() {
    let body = r#"[{"isSuccess":false,"errors":[{"statusCode":"NOT_FOUND","fields":[],
        "message":"The transcript isn't available yet."}],"outputValues":null}]"#;
    let (error, _) = refused("400 Bad Request", body).await;
    assert!(matches!(error, OrgError::NoTranscript(_)), "{error:?}");
}

#[tokio::test]
async fn a_slow_model_is_waited_for_longer_and_never_asked_twice() {
    // Silence longer than any other request would be given, then the answer.
    let late = Reply::After(Duration::from_millis(120), response("200 OK", "", ANSWER));
    let server = Server::start([late]).await;
    let limits = Limits { idle: Duration::from_millis(50), ..limits() };
    let client = server.client().with_limits(limits);
    bounded(client.explore(call(), "How much?")).await.unwrap();

    let server = Server::start([Reply::Hang(Vec::new())]).await;
    let limits = Limits { reply: Duration::from_millis(50), ..limits };
    let client = server.client().with_limits(limits);
    let error = bounded(client.explore(call(), "How much?")).await.unwrap_err();
    let OrgError::TimedOut { wait: Wait::Total | Wait::Idle, limit, .. } = error else {
        panic!("{error:?}")
    };
    assert_eq!(limit, limits.reply);
    assert!(server.requests().len() < 2);
}

#[tokio::test]
async fn no_failure_is_asked_again() {
    for (reply, is_it) in [
        (response("503 Service Unavailable", "Retry-After: 0\r\n", "<html>"), "not available"),
        (response("200 OK", "", "garbage"), "cannot be read"),
        (response("200 OK", "", "[{\"outputValues\":{\"answer\":"), "ends in the middle"),
        (response("200 OK", "", r#"[{"outputValues":{"answer":7}}]"#), "answer: a number"),
        (response("200 OK", "", "<html>Sign in</html>"), "web page"),
        (Vec::new(), "closed the connection"),
    ] {
        let server = Server::start([Reply::Bytes(reply)]).await;
        let error = bounded(server.client().explore(call(), "How much?")).await.unwrap_err();
        assert!(error.to_string().contains(is_it), "{error}");
        assert_eq!(server.requests().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_question_that_is_dropped_ends_its_request() {
    let server = Server::start([Reply::Hang(Vec::new())]).await;
    let client = server.client();
    let asking = tokio::spawn(async move { client.explore(call(), "How much?").await });
    bounded(async {
        while server.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        asking.abort();
        while server.open() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
}
