//! An org that says no, and what is told of it.

use earmark::call::ProblemKind;
use earmark::org::OrgError;

use crate::server::{Reply, Server, TOKEN, bounded, call, error, response};

async fn refused(status: &str, headers: &str, body: &str) -> OrgError {
    let server = Server::answering(response(status, headers, body)).await;
    let error = bounded(server.client().conversation(call())).await.unwrap_err();
    let tries = server.requests().len();
    assert!(tries == 1 || matches!(error, OrgError::Unavailable { .. }), "{error} {tries} times");
    error
}

#[tokio::test]
async fn an_expired_session() {
    let body = error("INVALID_SESSION_ID", "Session expired or invalid");
    let error = refused("401 Unauthorized", "", &body).await;
    assert!(matches!(error, OrgError::SessionExpired(_)));
    let problem = error.problem();
    assert_eq!(problem.kind, ProblemKind::NotSignedIn);
    assert_eq!(
        problem.to_string(),
        "The session has expired or is not valid: “Session expired or invalid” \
         (INVALID_SESSION_ID). Sign in again with `earmark login`; where SF_ACCESS_TOKEN is set, put a new access token there and start earmark again."
    );
}

#[tokio::test]
async fn a_limit_with_what_was_used() {
    let body = error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    let header = "Sforce-Limit-Info: api-usage=5000/5000\r\n";
    let problem = refused("403 Forbidden", header, &body).await.problem();
    assert_eq!(problem.kind, ProblemKind::Busy);
    assert!(problem.what.contains("5000 of 5000 API requests"), "{problem}");
}

#[tokio::test]
async fn an_action_that_is_not_offered() {
    let body = error("NOT_FOUND", "Invalid Action Type: getConversationIntelligence");
    let error = refused("404 Not Found", "", &body).await;
    assert!(matches!(error, OrgError::NotOffered { .. }));
    assert_eq!(error.problem().kind, ProblemKind::NotOffered);
}

#[tokio::test]
async fn an_input_that_failed_with_either_status() {
    let body = r#"[{"actionName":"getConversationIntelligence","isSuccess":false,"errors":[
        {"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"insufficient access rights on
        object id","fields":[]}],"outputValues":null}]"#;
    for status in ["200 OK", "400 Bad Request"] {
        let error = refused(status, "", &body.replace("on\n", "on ")).await;
        assert!(matches!(error, OrgError::NoSuchCall { .. }), "{error:?}");
        assert_eq!(error.problem().kind, ProblemKind::NotFound);
        assert!(error.to_string().contains("6qrAAC000000BGPYB2"), "{error}");
    }
}

#[tokio::test]
async fn web_pages_where_data_was_expected() {
    let page = "<!DOCTYPE html><html><title>Log in</title></html>";
    for status in ["200 OK", "403 Forbidden", "404 Not Found"] {
        let error = refused(status, "Content-Type: text/html\r\n", page).await;
        assert!(matches!(error, OrgError::WebPage { .. }), "{error:?}");
    }
    let error = refused("503 Service Unavailable", "", page).await;
    assert!(matches!(error, OrgError::Unavailable { status: 503, .. }));
    assert!(!error.to_string().contains("html"));
}

#[tokio::test]
async fn answers_that_are_not_the_answer() {
    for body in
        ["", "garbage", "[]", "\u{0}\u{1}\u{2}", "3", r#"[{"isSuccess":true,"outputValues":3}]"#]
    {
        let error = refused("200 OK", "", body).await;
        assert!(matches!(error, OrgError::Unreadable { .. }), "{body}: {error:?}");
        assert_eq!(error.problem().kind, ProblemKind::Unreadable);
    }
    let error = refused("200 OK", "", r#"[{"isSuccess":true,"#).await;
    assert!(matches!(error, OrgError::CutShort(_)));
    let error = refused("418 I'm a teapot", "", "").await;
    assert!(matches!(error, OrgError::Refused { status: Some(418), .. }));
}

#[tokio::test]
async fn a_broken_org_is_asked_once_and_its_error_id_quoted() {
    let body =
        error("UNKNOWN_EXCEPTION", "An unexpected error occurred. ErrorId: 17-42\u{1b}[2J (9)");
    let error = refused("500 Internal Server Error", "", &body).await;
    assert!(matches!(error, OrgError::ServerError(_)));
    assert!(error.to_string().contains("17-42[2J (9)"), "{error}");
}

#[tokio::test]
async fn an_org_that_echoes_the_token_does_not_get_it_shown() {
    let echo = format!("authorization: Bearer {TOKEN} was sent");
    let location = format!("Location: http://{}.example/{TOKEN}\r\n", &TOKEN[16..]);
    let limit =
        format!("Sforce-Limit-Info: api-usage=1/2; per-app-api-usage=1/2(appName={TOKEN})\r\n");
    let input = serde_json::json!([{ "isSuccess": false,
        "errors": [{ "statusCode": TOKEN, "message": echo }] }]);
    for (status, headers, body) in [
        ("401 Unauthorized", "", error("INVALID_SESSION_ID", &echo)),
        ("403 Forbidden", &*limit, error("REQUEST_LIMIT_EXCEEDED", &echo)),
        ("400 Bad Request", "", error(TOKEN, &echo)),
        ("400 Bad Request", "", input.to_string()),
        ("200 OK", "", input.to_string()),
        ("200 OK", "", error(TOKEN, &echo)),
        ("200 OK", "", echo.clone()),
        ("200 OK", "", format!(r#"{{"{TOKEN}":3}}"#)),
        ("302 Found", &location, String::new()),
        ("302 Found", &format!("Location: http://[{TOKEN}\r\n"), String::new()),
        ("500 Internal Server Error", "", echo.clone()),
    ] {
        let server = Server::answering(response(status, headers, body)).await;
        let client = server.client();
        let error = bounded(client.conversation(call())).await.unwrap_err();
        let usage = client.usage();
        let shown =
            format!("{error} {error:?} {} {:?} {usage:?}", error.problem(), error.problem());
        assert!(
            !shown.contains(&TOKEN[16..32]) && !shown.contains(&TOKEN[40..]),
            "{status}: {shown}"
        );
        // A URL's host is in lower case.
        assert!(!shown.contains(&TOKEN[16..32].to_lowercase()), "{status}: {shown}");
    }
}

#[tokio::test]
async fn an_endless_refusal_is_read_as_far_as_needed() {
    let head = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".to_vec();
    let flood = Reply::Repeat(head, vec![b'x'; 1 << 16], 1 << 15, std::time::Duration::ZERO);
    let server = Server::start([flood]).await;
    let error = bounded(server.client().conversation(call())).await.unwrap_err();
    assert!(matches!(error, OrgError::Refused { status: Some(400), .. }));
    assert!(error.to_string().len() < 1000 && server.sent() < 32 << 20, "{}", server.sent());
}
