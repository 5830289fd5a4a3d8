//! Requests as they are sent, and answers as they should be.

use std::io::Write;

use earmark::call::Part;
use earmark::org::OrgError;
use flate2::{Compression, write::GzEncoder};

use crate::server::{INSIGHTS, Reply, Server, TOKEN, bounded, call, response};

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn insights_are_asked_for_and_read() {
    let server = Server::answering(response("200 OK", "", INSIGHTS)).await;
    let conversation = bounded(server.client().conversation(call())).await.unwrap();
    assert!(matches!(conversation.summary, Part::Ready(Some(_))));

    let request = &server.requests()[0];
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let line = "POST /services/data/v65.0/actions/standard/getConversationIntelligence HTTP/1.1";
    assert!(head.starts_with(line), "{head}");
    for header in [
        &format!("authorization: Bearer {TOKEN}"),
        "accept: application/json",
        "accept-encoding: gzip",
        "content-type: application/json",
        "sforce-call-options: client=earmark",
        concat!("user-agent: earmark/", env!("CARGO_PKG_VERSION")),
    ] {
        assert_eq!(head.lines().filter(|line| line == &header).count(), 1, "{header} in {head}");
    }
    assert_eq!(body, r#"{"inputs":[{"recordId":"6qrAAC000000BGPYB2"}]}"#);
}

#[tokio::test]
async fn compressed_and_chunked_answers_are_read() {
    let zipped = response("200 OK", "Content-Encoding: gzip\r\n", gzip(INSIGHTS));
    let (a, b) = INSIGHTS.split_at(20);
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n\
         {:x}\r\n{a}\r\n{:x}\r\n{b}\r\n0\r\n\r\n",
        a.len(),
        b.len()
    );
    let server = Server::start([Reply::Bytes(zipped), Reply::Bytes(chunked.into())]).await;
    let client = server.client();
    for _ in 0..2 {
        assert!(!bounded(client.conversation(call())).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_large_answer_is_read() {
    let long = format!("<p>{}</p>", "They agreed. ".repeat(20_000));
    let body = INSIGHTS.replace("<p>They agreed on a price.</p>", &long);
    let server = Server::answering(response("200 OK", "", body)).await;
    assert!(!bounded(server.client().conversation(call())).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_transcript_is_asked_for_and_read() {
    let body = r#"[{"isSuccess":true,"outputValues":{"structuredTranscript":{"entries":[
        {"sequence":0,"speakerId":"1af","entry":"Good morning."}],"participants":[]}}}]"#;
    let server = Server::answering(response("200 OK", "", body)).await;
    let transcript = bounded(server.client().transcript(call())).await.unwrap();
    assert_eq!(transcript.entries[0].text.as_str(), "Good morning.");
    let request = &server.requests()[0];
    assert!(request.contains("/actions/standard/getConversationTranscript HTTP"), "{request}");
    assert!(!request.contains("transcriptType"), "{request}");
}

#[tokio::test]
async fn a_record_is_asked_for_by_its_kind() {
    let body = r#"{"Name":"Kick-off","StartDateTime":"2026-02-20T10:00:00.000+0000"}"#;
    let server = Server::answering(response("200 OK", "", body)).await;
    let client = server.client();
    let record = bounded(client.record(call())).await.unwrap();
    assert_eq!(record.name.unwrap().as_str(), "Kick-off");
    let voice = "0LQSG000000gNTF4A2".parse().unwrap();
    bounded(client.record(voice)).await.unwrap();
    let other = "001SG000000gNTF".parse().unwrap();
    assert_eq!(bounded(client.record(other)).await, Err(OrgError::NotACall(other)));

    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    let line = "GET /services/data/v65.0/sobjects/VideoCall/6qrAAC000000BGPYB2\
                ?fields=Name,StartDateTime,DurationInSeconds HTTP/1.1";
    assert!(requests[0].starts_with(line), "{}", requests[0]);
    assert!(requests[1].contains("/VoiceCall/0LQSG000000gNTF4A2?fields=Name,CallStart"));
}

#[tokio::test]
async fn usage_is_the_last_that_was_told() {
    let limit = |used| format!("Sforce-Limit-Info: api-usage={used}/5000\r\n");
    let server = Server::start([
        Reply::Bytes(response("200 OK", &limit(18), INSIGHTS)),
        Reply::Bytes(response("200 OK", "", INSIGHTS)),
        Reply::Bytes(response("404 Not Found", &limit(20), "")),
    ])
    .await;
    let client = server.client();
    assert_eq!(client.usage(), None);
    for (used, good) in [(18, true), (18, true), (20, false)] {
        // A clone asks, and the original knows.
        assert_eq!(bounded(client.clone().conversation(call())).await.is_ok(), good);
        assert_eq!(client.usage().unwrap().used, used);
    }
}

#[tokio::test]
async fn what_is_debugged_has_no_token() {
    let server = Server::answering(response("200 OK", "", INSIGHTS)).await;
    let client = server.client();
    bounded(client.conversation(call())).await.unwrap();
    let shown = format!("{client:?}");
    assert!(shown.contains("127.0.0.1") && !shown.contains("AQ4AQG"), "{shown}");
}
