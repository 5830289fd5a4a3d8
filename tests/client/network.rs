//! Networks and servers that do not keep to the rules.

use std::io::Write;
use std::time::{Duration, Instant};

use earmark::call::ProblemKind;
use earmark::org::{Limits, OrgError, Wait};
use flate2::{Compress, Compression, FlushCompress};
use tokio::net::TcpListener;

use crate::server::{INSIGHTS, Reply, Server, bounded, call, client, limits, response};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n";

fn head(headers: &str) -> Vec<u8> {
    [OK, headers.as_bytes(), b"\r\n"].concat()
}

async fn fails(reply: Reply, limits: Limits) -> (OrgError, Server) {
    let server = Server::start([reply]).await;
    let client = server.client().with_limits(limits);
    let error = bounded(client.conversation(call())).await.unwrap_err();
    (error, server)
}

fn impatient() -> Limits {
    Limits { idle: Duration::from_millis(50), ..limits() }
}

#[tokio::test]
async fn silence_ends() {
    let half = [&head("Content-Length: 1000\r\n"), &INSIGHTS.as_bytes()[..20]].concat();
    for said in [Vec::new(), OK.to_vec(), half] {
        let (error, server) = fails(Reply::Hang(said), impatient()).await;
        assert!(matches!(error, OrgError::TimedOut { wait: Wait::Idle, .. }), "{error:?}");
        assert_eq!(error.problem().kind, ProblemKind::Unreachable);
        assert!(server.requests().len() < 2, "the person has waited long enough");
    }
}

#[tokio::test]
async fn a_trickle_ends() {
    let limits = Limits { total: Duration::from_millis(80), ..limits() };
    let drops = Reply::Repeat(head(""), b" ".to_vec(), 10_000, Duration::from_millis(5));
    let (error, _server) = fails(drops, limits).await;
    assert!(matches!(error, OrgError::TimedOut { wait: Wait::Total, .. }), "{error:?}");
}

#[tokio::test]
async fn a_cut_answer_is_told_from_a_whole_one() {
    let zipped = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(INSIGHTS.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let zipped = response("200 OK", "Content-Encoding: gzip\r\n", &zipped[..zipped.len() / 2]);
    for bytes in [
        [head("Content-Length: 100000\r\n"), INSIGHTS.into()].concat(),
        [head("Transfer-Encoding: chunked\r\n"), b"5\r\n[{\"a\"\r\nfff\r\n:1".to_vec()].concat(),
        [head("Transfer-Encoding: chunked\r\n"), b"5\r\n[{\"a\"\r\n".to_vec()].concat(),
        zipped,
    ] {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let (error, _server) = fails(Reply::Bytes(bytes), limits()).await;
        assert!(matches!(error, OrgError::CutShort(_)), "{error:?} {shown}");
    }
}

#[tokio::test]
async fn broken_compression_and_chunks_are_unreadable() {
    for bytes in [
        response("200 OK", "Content-Encoding: gzip\r\n", "not compressed at all"),
        [head("Transfer-Encoding: chunked\r\n"), b"zz\r\n[]\r\n0\r\n\r\n".to_vec()].concat(),
    ] {
        let (error, server) = fails(Reply::Bytes(bytes), limits()).await;
        assert!(matches!(error, OrgError::Unreadable { .. }), "{error:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

/// The header of a gzip file, and a mebibyte of zeros that can follow it any number of times.
fn zeros() -> (Vec<u8>, Vec<u8>) {
    let mut block = Vec::with_capacity(1 << 16);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate.compress_vec(&vec![0; 1 << 20], &mut block, FlushCompress::Full).unwrap();
    (vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], block)
}

#[tokio::test]
async fn a_bomb_costs_no_more_than_the_limit() {
    let (start, block) = zeros();
    let first = [head("Content-Encoding: gzip\r\n"), start].concat();
    let started = Instant::now();
    let (error, server) = fails(Reply::Repeat(first, block, 2048, Duration::ZERO), limits()).await;
    assert!(matches!(error, OrgError::TooLarge { limit: 0x10_0000, .. }), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_flood_is_refused_before_or_while_it_comes() {
    let (error, _server) =
        fails(Reply::Hang(head("Content-Length: 2147483648\r\n")), limits()).await;
    assert!(matches!(error, OrgError::TooLarge { .. }), "{error:?}");
    let flood = Reply::Repeat(head(""), vec![b' '; 1 << 16], 1 << 15, Duration::ZERO);
    let (error, server) = fails(flood, limits()).await;
    assert!(matches!(error, OrgError::TooLarge { .. }), "{error:?}");
    assert!(server.sent() < 32 << 20, "{}", server.sent());
}

#[tokio::test]
async fn endless_headers_end() {
    let line = b"X-Padding: 0123456789012345678901234567890123456789\r\n".repeat(100);
    for line in [line, vec![b'x'; 1 << 14]] {
        let flood = Reply::Repeat(OK.to_vec(), line, 1 << 16, Duration::ZERO);
        let (error, server) = fails(flood, limits()).await;
        assert!(matches!(error, OrgError::NotHttp { .. }), "{error:?}");
        assert!(server.sent() < 32 << 20, "{}", server.sent());
    }
}

#[tokio::test]
async fn what_is_not_http_is_told() {
    for bytes in [
        &b"SSH-2.0-OpenSSH_9.2\r\n"[..],
        b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
    ] {
        let (error, server) = fails(Reply::Bytes(bytes.to_vec()), limits()).await;
        assert!(matches!(error, OrgError::NotHttp { .. }), "{error:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_closed_connection_is_tried_again_and_told() {
    let (error, server) = fails(Reply::Bytes(Vec::new()), limits()).await;
    assert!(matches!(error, OrgError::Dropped(_)), "{error:?}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn plain_http_where_encryption_was_expected() {
    let server = Server::answering(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()).await;
    let url = format!("https://{}", server.address);
    let client = client(&url).with_limits(limits());
    let error = bounded(client.conversation(call())).await.unwrap_err();
    assert!(matches!(error, OrgError::Tls { .. }), "{error:?}");
    assert!(error.to_string().contains("is not encrypted"), "{error}");
    let requests = server.requests();
    assert!(requests.len() == 1 && !requests[0].contains("Bearer"), "{requests:?}");
}

#[tokio::test]
async fn a_handshake_without_an_answer_ends() {
    let server = Server::start([Reply::Hang(Vec::new())]).await;
    let limits = Limits { connect: Duration::from_millis(50), ..limits() };
    let client = client(&format!("https://{}", server.address)).with_limits(limits);
    let error = bounded(client.conversation(call())).await.unwrap_err();
    assert!(matches!(error, OrgError::TimedOut { wait: Wait::Connect, .. }), "{error:?}");
}

#[tokio::test]
async fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = client(&format!("http://{address}")).with_limits(limits());
    let error = bounded(client.conversation(call())).await.unwrap_err();
    assert!(matches!(error, OrgError::ConnectionRefused(_)), "{error:?}");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[tokio::test]
async fn a_name_that_is_not_known() {
    let limits = Limits { connect: Duration::from_secs(2), ..limits() };
    let client = client("https://no-such-org.invalid").with_limits(limits);
    let error = bounded(client.conversation(call())).await.unwrap_err();
    // A machine without any name server waits for one.
    let wait = matches!(error, OrgError::TimedOut { wait: Wait::Connect, .. });
    assert!(wait || matches!(error, OrgError::UnknownHost(_)), "{error:?}");
    assert!(error.to_string().contains("no-such-org.invalid"), "{error}");
}

#[tokio::test]
async fn dropping_the_question_ends_the_request() {
    let server = Server::start([Reply::Hang(head("Content-Length: 10\r\n"))]).await;
    let client = server.client();
    let asked = tokio::spawn(async move { client.conversation(call()).await });
    let until = async |done: &dyn Fn() -> bool| {
        while !done() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    bounded(until(&|| !server.requests().is_empty())).await;
    asked.abort();
    bounded(until(&|| server.open() == 0)).await;
}
