//! Redirects: the token stays where it belongs.

use earmark::org::{OrgError, RedirectRefusal};

use crate::server::{INSIGHTS, Reply, Server, TOKEN, bounded, call, response};

fn to(location: &str, status: &str) -> Reply {
    Reply::Bytes(response(status, &format!("Location: {location}\r\n"), ""))
}

fn why<T: std::fmt::Debug>(result: Result<T, OrgError>) -> RedirectRefusal {
    match result {
        Err(OrgError::Redirected { why, .. }) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn another_host_never_hears_of_it() {
    let thief = Server::answering(response("200 OK", "", INSIGHTS)).await;
    let port = thief.address.port();
    for location in [
        format!("http://127.0.0.1:{port}/services/data"),
        format!("//127.0.0.1:{port}/"),
        format!("http://localhost:{port}/"),
    ] {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
        {
            let server = Server::start([to(&location, status)]).await;
            let client = server.client();
            let got = bounded(client.record(call())).await;
            assert!(got.as_ref().unwrap_err().to_string().contains(&port.to_string()), "{got:?}");
            assert_eq!(why(got), RedirectRefusal::Elsewhere);
            assert_eq!(why(bounded(client.conversation(call())).await), RedirectRefusal::Elsewhere);
            assert_eq!(server.requests().len(), 2, "it was repeated");
        }
    }
    assert!(thief.requests().is_empty() && thief.open() == 0);
}

#[tokio::test]
async fn another_scheme_is_another_place() {
    let server = Server::start([to("https://127.0.0.1/x", "302 Found")]).await;
    assert_eq!(why(bounded(server.client().record(call())).await), RedirectRefusal::Elsewhere);
}

#[tokio::test]
async fn a_read_is_followed_within_the_origin() {
    let record = Reply::Bytes(response("200 OK", "", r#"{"Name":"Kick-off"}"#));
    let server =
        Server::start([to("/there", "302 Found"), to("here", "307 Temporary"), record]).await;
    let record = bounded(server.client().record(call())).await.unwrap();
    assert_eq!(record.name.unwrap().as_str(), "Kick-off");
    let requests = server.requests();
    assert!(
        requests[1].starts_with("GET /there HTTP") && requests[2].starts_with("GET /here HTTP")
    );
    assert!(requests.iter().all(|request| request.contains(TOKEN)));
}

#[tokio::test]
async fn a_name_in_the_location_does_not_replace_the_token() {
    let record = Reply::Bytes(response("200 OK", "", "{}"));
    let server = Server::start_at(|address| {
        [to(&format!("http://ada:geheim@{address}/x"), "302 Found"), record]
    })
    .await;
    bounded(server.client().record(call())).await.unwrap();
    let followed = &server.requests()[1];
    assert!(followed.starts_with("GET /x HTTP") && followed.contains(TOKEN), "{followed}");
    assert!(!followed.contains("Basic"), "{followed}");
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Server::start([to("/again", "302 Found")]).await;
    assert_eq!(why(bounded(server.client().record(call())).await), RedirectRefusal::TooMany);
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn an_action_is_not_sent_on() {
    let server = Server::start([to("/there", "307 Temporary Redirect")]).await;
    assert_eq!(why(bounded(server.client().conversation(call())).await), RedirectRefusal::Post);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_place_that_is_none_is_told() {
    for location in ["http://[", "file:///etc/passwd", "javascript:alert(1)"] {
        let server = Server::start([to(location, "302 Found")]).await;
        let got = bounded(server.client().record(call())).await;
        assert!(got.as_ref().unwrap_err().to_string().contains(location), "{got:?}");
        assert_eq!(why(got), RedirectRefusal::Nowhere);
    }
    let server = Server::answering(response("302 Found", "", "")).await;
    assert_eq!(why(bounded(server.client().record(call())).await), RedirectRefusal::Nowhere);
    assert_eq!(server.requests().len(), 1);
}
