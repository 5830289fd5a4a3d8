//! When a request is sent again, and when not.

use std::time::{Duration, Instant};

use earmark::org::{Limits, OrgError};

use crate::server::{INSIGHTS, Reply, Server, bounded, call, error, limits, response};

fn good() -> Reply {
    Reply::Bytes(response("200 OK", "", INSIGHTS))
}

fn busy(headers: &str) -> Reply {
    Reply::Bytes(response("503 Service Unavailable", headers, "<html>"))
}

#[tokio::test]
async fn a_passing_failure_passes() {
    let limit = error("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests Limit exceeded.");
    for first in [
        busy(""),
        busy("Retry-After: 0\r\n"),
        busy("Retry-After: Fri, 20 Feb 2015 10:00:00 GMT\r\n"),
        Reply::Bytes(response("420 No Route", "", "")),
        Reply::Bytes(response("502 Bad Gateway", "", "")),
        Reply::Bytes(response("403 Forbidden", "Retry-After: 0\r\n", &limit)),
        Reply::Bytes(response("429 Too Many Requests", "Retry-After: 0\r\n", "")),
        Reply::Bytes(Vec::new()),
        Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[{".to_vec()),
    ] {
        let server = Server::start([first, good()]).await;
        bounded(server.client().conversation(call())).await.unwrap();
        assert_eq!(server.requests().len(), 2);
        let all = server.requests();
        assert_eq!(all[0], all[1]);
    }
}

#[tokio::test]
async fn three_tries_are_all() {
    let server = Server::start([busy("")]).await;
    let error = bounded(server.client().conversation(call())).await.unwrap_err();
    assert!(matches!(error, OrgError::Unavailable { .. }));
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_lasting_failure_is_not_repeated() {
    for (status, body) in [
        ("401 Unauthorized", error("INVALID_SESSION_ID", "Session expired or invalid")),
        ("403 Forbidden", error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")),
        ("404 Not Found", String::new()),
        ("429 Too Many Requests", String::new()),
        ("500 Internal Server Error", String::new()),
        ("200 OK", "garbage".to_owned()),
        ("200 OK", "[{".to_owned()),
    ] {
        let server = Server::start([Reply::Bytes(response(status, "", body)), good()]).await;
        bounded(server.client().conversation(call())).await.unwrap_err();
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_wait_past_the_limit_is_told_at_once() {
    let limit = error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    for reply in [
        busy("Retry-After: 600\r\n"),
        busy(
            "Date: Fri, 20 Feb 2026 10:00:00 GMT\r\nRetry-After: Fri, 20 Feb 2026 10:10:00 GMT\r\n",
        ),
        Reply::Bytes(response("403 Forbidden", "Retry-After: 600\r\n", limit)),
    ] {
        let server = Server::start([reply, good()]).await;
        let started = Instant::now();
        let error = bounded(server.client().conversation(call())).await.unwrap_err();
        assert!(started.elapsed() < Duration::from_secs(2));
        assert_eq!(server.requests().len(), 1);
        assert_eq!(error.problem().next.as_str(), "Try again in 10 minutes.");
    }
}

#[tokio::test]
async fn all_tries_share_one_limit() {
    let limits = Limits {
        total: Duration::from_millis(60),
        pause: Duration::from_millis(25),
        tries: 100,
        ..limits()
    };
    let server = Server::start([busy("")]).await;
    let started = Instant::now();
    let client = server.client().with_limits(limits);
    bounded(client.conversation(call())).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(2));
    assert!(server.requests().len() < 5);
}
