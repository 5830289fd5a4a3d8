//! Compression, formats, bounds, and stopping.

use std::io::{Read, Write};
use std::time::Duration;

use earmark::service::{Access, Library, Service, Settings, serve};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::world::{ALL, INTELLIGENCE, NOBODY, RENEWAL, World, header, refusal, sent};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn compressed(world: &World, body: Vec<u8>) -> RequestBuilder {
    let request = world.request(Method::POST, INTELLIGENCE).body(body);
    request.header("Content-Type", "application/json").header("Content-Encoding", "gzip")
}

#[tokio::test]
async fn gzip_is_understood_both_ways() {
    let world = World::new().await;
    let body = json!({"inputs": [{"recordId": RENEWAL}]}).to_string();
    let plain = sent(world.post(INTELLIGENCE, &body)).await;
    assert_eq!(header(&plain, "content-encoding"), None);
    let plain = plain.bytes().await.unwrap();
    let request = compressed(&world, gzip(body.as_bytes())).header("Accept-Encoding", "gzip");
    let response = sent(request).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-encoding"), Some("gzip"));
    let small = response.bytes().await.unwrap();
    assert!(small.len() * 2 < plain.len(), "{} of {}", small.len(), plain.len());
    let mut unpacked = Vec::new();
    GzDecoder::new(small.as_ref()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain);
}

#[tokio::test]
async fn a_body_is_bounded_after_decompression() {
    let world = World::new().await;
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 20);
    let (status, code, _) = refusal(compressed(&world, bomb)).await;
    assert_eq!((status, code.as_str()), (413, "REQUEST_TOO_LARGE"));
    let (status, code, _) = refusal(compressed(&world, b"not gzip".to_vec())).await;
    assert_eq!((status, code.as_str()), (400, "JSON_PARSER_ERROR"));
}

#[tokio::test]
async fn xml_is_sent_to_those_who_ask_for_it() {
    let world = World::new().await;
    let refused = world.bare(Method::GET, INTELLIGENCE).header("Accept", "application/xml");
    let response = sent(refused).await;
    assert_eq!(response.status(), 401);
    assert_eq!(header(&response, "content-type"), Some("application/xml;charset=UTF-8"));
    assert_eq!(
        response.text().await.unwrap(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Errors><Error>\
         <errorCode>INVALID_SESSION_ID</errorCode><message>Session expired or invalid</message>\
         </Error></Errors>"
    );
    let body = json!({"inputs": [{"recordId": RENEWAL}, {"recordId": NOBODY}]}).to_string();
    let asked = world.post(INTELLIGENCE, &body).header("Accept", "application/xml");
    let text = sent(asked).await.text().await.unwrap();
    assert!(
        text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Results><Result><actionName>")
    );
    assert_eq!(text.matches("<isSuccess>").count(), 2);
    assert!(text.contains("<errors/>") && text.contains("<mentionId>0</mentionId>"), "{text}");
    let other = world.bare(Method::GET, INTELLIGENCE).header("Accept", "text/html");
    assert_eq!(refusal(other).await.1, "INVALID_SESSION_ID");
}

#[tokio::test]
async fn a_large_answer_is_sent_as_json_alone() {
    let call = json!({"recordId": RENEWAL, "speakers": [], "transcript": [],
                      "summary": "x".repeat(1 << 20)});
    let library = Library::from_texts([("call", call.to_string())]).unwrap();
    let world = World::of(&library, Settings::default()).await;
    let body = json!({"inputs": [{"recordId": RENEWAL}]}).to_string();
    let ask = |format: &str| sent(world.post(INTELLIGENCE, &body).header("Accept", format));
    let refused = ask("application/xml").await;
    assert_eq!(refused.status(), 400);
    let text = refused.text().await.unwrap();
    assert!(text.contains("<errorCode>LIMIT_EXCEEDED</errorCode>"), "{text}");
    assert_eq!(ask("application/json").await.status(), 200);
}

#[tokio::test]
async fn several_results_are_sent_with_their_length_or_compressed() {
    let world = World::new().await;
    let inputs = [RENEWAL, NOBODY, RENEWAL].map(|id| json!({"recordId": id}));
    let body = json!({"inputs": inputs}).to_string();
    let plain = sent(world.post(INTELLIGENCE, &body)).await;
    let length = header(&plain, "content-length").unwrap().parse();
    let plain = plain.bytes().await.unwrap();
    assert_eq!(length, Ok(plain.len()));
    assert_eq!(serde_json::from_slice::<Value>(&plain).unwrap()[2]["isSuccess"], true);
    let small = sent(world.post(INTELLIGENCE, &body).header("Accept-Encoding", "gzip")).await;
    assert_eq!(header(&small, "content-encoding"), Some("gzip"));
    let mut unpacked = Vec::new();
    let small = small.bytes().await.unwrap();
    GzDecoder::new(small.as_ref()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain);
}

#[tokio::test]
async fn a_uri_and_its_headers_are_bounded() {
    let world = World::new().await;
    let path = |length: usize| format!("/services/data/?{}", "x".repeat(length - 16));
    let long = refusal(world.request(Method::GET, &path(16_385))).await;
    assert_eq!((long.0, long.1.as_str()), (414, "URI_TOO_LONG"));
    let headers = world.request(Method::GET, &path(16_000)).header("X-Padding", "x".repeat(400));
    assert_eq!(refusal(headers).await.0, 431);
    assert_eq!(sent(world.bare(Method::GET, &path(16_000))).await.status(), 200);
}

/// Sends raw bytes and returns the status line of what comes back.
async fn raw(world: &World, request: &str) -> String {
    let mut stream = TcpStream::connect(world.address()).await.expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    read.expect("in time").expect("read");
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_not_http_harms_nobody() {
    let world = World::new().await;
    assert_eq!(raw(&world, "nonsense\r\n\r\n").await, "HTTP/1.1 400 Bad Request");
    let many = "X: y\r\n".repeat(200);
    let many = format!("GET /services/data/ HTTP/1.1\r\nHost: x\r\n{many}\r\n");
    assert_eq!(raw(&world, &many).await, "HTTP/1.1 431 Request Header Fields Too Large");
    let climbing = format!(
        "GET /services/data/v67.0/sobjects/VideoCall/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n\
         Host: x\r\nAuthorization: Bearer {ALL}\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(raw(&world, &climbing).await, "HTTP/1.1 404 Not Found");
    assert_eq!(world.get(INTELLIGENCE).await.0, 200);
}

#[tokio::test]
async fn many_ask_at_once_and_all_are_answered() {
    let world = World::new().await;
    let body = json!({"inputs": [{"recordId": RENEWAL}]}).to_string();
    let asked = (0..100).map(|_| async {
        let (status, body) = crate::world::json(sent(world.post(INTELLIGENCE, &body)).await).await;
        (status.as_u16(), body[0]["isSuccess"] == Value::Bool(true))
    });
    let answers = futures::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| *answer == (200, true)));
    let response = sent(world.request(Method::GET, INTELLIGENCE)).await;
    assert_eq!(header(&response, "sforce-limit-info"), Some("api-usage=101/15000"));
}

#[tokio::test]
async fn the_service_stops_when_told_to() {
    let (access, _) = Access::random().unwrap();
    let service = Service::new(&Library::demo().unwrap(), access);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(serve(listener, service, async {
        let _ = stopped.await;
    }));
    let url = format!("http://{address}/services/data/");
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
    stop.send(()).unwrap();
    timeout(Duration::from_secs(10), server).await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
