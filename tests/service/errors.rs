//! What a whole request is refused for.

use earmark::service::Settings;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::world::{ALL, INTELLIGENCE, ONE, RENEWAL, TRANSCRIPT, World, header, refusal, sent};

fn told(status: u16, code: &str, message: &str) -> (u16, String, String) {
    (status, code.to_owned(), message.to_owned())
}

#[tokio::test]
async fn without_a_right_token_nothing_is_told() {
    let world = World::new().await;
    let expired = told(401, "INVALID_SESSION_ID", "Session expired or invalid");
    let paths =
        [INTELLIGENCE, "/services/data/v67.0/actions", "/services/data/v1.0/x", "/services/data/x"];
    for path in paths {
        for token in [None, Some("wrong"), Some(&ALL[1..])] {
            let mut request = world.bare(Method::GET, path);
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            assert_eq!(refusal(request).await, expired, "{path}");
        }
        let basic = world.bare(Method::GET, path).header("Authorization", format!("Basic {ALL}"));
        let response = sent(basic).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(header(&response, "sforce-limit-info"), None);
    }
    let lower =
        world.bare(Method::GET, INTELLIGENCE).header("Authorization", format!("bearer {ALL}"));
    assert_eq!(sent(lower).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::new().await;
    let get = async |path: &str| refusal(world.request(Method::GET, path)).await;
    let missing = told(404, "NOT_FOUND", "The requested resource does not exist");
    for path in [
        "/",
        "/services/oauth2/device",
        "/services/data/v67.0/queries",
        "/services/data/v67.0/actions/custom",
        "/services/data/v67.0/actions/standard/getConversationIntelligence/x",
        "/services/data/v68.0/actions",
        "/services/data/v67/actions",
        "/services/data/newest/actions",
        "/services/data/v67.0/actions/standard/../../../../../etc/passwd",
    ] {
        assert_eq!(get(path).await, missing, "{path}");
    }
    let invalid = |name: &str| told(404, "NOT_FOUND", &format!("Invalid Action Type: {name}"));
    for (path, name) in [
        (INTELLIGENCE.replace("67", "64"), "getConversationIntelligence"),
        (TRANSCRIPT.replace("67", "62"), "getConversationTranscript"),
        (TRANSCRIPT.replace("getConversationTranscript", "chatterPost"), "chatterPost"),
    ] {
        assert_eq!(get(&path).await, invalid(name));
        let post = world.post(&path, &json!({"inputs": []}).to_string());
        assert_eq!(refusal(post).await, invalid(name));
    }
    let (status, code, _) = get(&INTELLIGENCE.replace("67", "30")).await;
    assert_eq!((status, code.as_str()), (410, "UNSUPPORTED_API_VERSION"));
}

#[tokio::test]
async fn a_method_that_a_resource_lacks_is_named_with_those_it_has() {
    let world = World::new().await;
    let record = format!("/services/data/v67.0/sobjects/VideoCall/{RENEWAL}");
    for (method, path, allowed) in [
        (Method::PATCH, INTELLIGENCE, "GET,HEAD,POST"),
        (Method::DELETE, TRANSCRIPT, "GET,HEAD,POST"),
        (Method::OPTIONS, TRANSCRIPT, "GET,HEAD,POST"),
        (Method::POST, "/services/data/", "GET,HEAD"),
        (Method::PUT, "/services/data/v67.0/actions", "GET,HEAD"),
        (Method::POST, "/services/data/v67.0/actions/standard", "GET,HEAD"),
        (Method::PATCH, record.as_str(), "GET,HEAD"),
        (Method::POST, "/services/data/v67.0/query", "GET,HEAD"),
    ] {
        let response = sent(world.request(method.clone(), path)).await;
        assert_eq!(header(&response, "allow"), Some(allowed), "{path}");
        let message = format!("HTTP Method '{method}' not allowed. Allowed are {allowed}");
        let refused = refusal(world.request(method, path)).await;
        assert_eq!(refused, told(405, "METHOD_NOT_ALLOWED", &message));
    }
}

#[tokio::test]
async fn only_json_bodies_are_read() {
    let world = World::new().await;
    let body = json!({"inputs": [{"recordId": RENEWAL}]}).to_string();
    let send = |content_type: &str| {
        let request = world.request(Method::POST, INTELLIGENCE).body(body.clone());
        request.header("Content-Type", content_type)
    };
    for right in ["application/json", "Application/JSON; charset=UTF-8"] {
        assert_eq!(sent(send(right)).await.status(), StatusCode::OK, "{right}");
    }
    for wrong in ["application/xml", "text/plain", "application/jsonx", ""] {
        let (status, code, _) = refusal(send(wrong)).await;
        assert_eq!((status, code.as_str()), (415, "UNSUPPORTED_MEDIA_TYPE"), "{wrong}");
    }
    let none = world.request(Method::POST, INTELLIGENCE).body(body.clone());
    assert_eq!(refusal(none).await.0, 415);
    let brotli = send("application/json").header("Content-Encoding", "br");
    assert_eq!(refusal(brotli).await.0, 415);
}

#[tokio::test]
async fn a_body_that_cannot_be_parsed_says_where() {
    let world = World::new().await;
    for (body, message) in [
        ("", "The HTTP entity body is required, but this request has no entity body."),
        (
            "{\"inputs\":[{\"recordId\":\"6qrAAC000000BGPYB2\",}]}",
            "Unexpected character ('}' (code 125)): was expecting double-quote to start field \
             name at [line:1, column:45]",
        ),
        ("{\n\"name\":1}", "Unrecognized field \"name\" at [line:2, column:6]"),
        ("{\"inputs\":[", "Unexpected end-of-input at [line:1, column:11]"),
    ] {
        let refused = refusal(world.post(INTELLIGENCE, body)).await;
        assert_eq!(refused, told(400, "JSON_PARSER_ERROR", message));
    }
    let bare = world.request(Method::POST, INTELLIGENCE);
    assert_eq!(refusal(bare).await.1, "JSON_PARSER_ERROR");
    let (status, code, _) = refusal(world.post(INTELLIGENCE, "{}")).await;
    assert_eq!((status, code.as_str()), (400, "REQUIRED_FIELD_MISSING"));
}

#[tokio::test]
async fn the_limit_is_counted_and_then_kept() {
    let world = World::with(Settings { requests_a_day: 3, ..Settings::default() }).await;
    let usage = async |path: &str| {
        let response = sent(world.request(Method::GET, path)).await;
        let info = header(&response, "sforce-limit-info").map(str::to_owned);
        (response.status().as_u16(), info)
    };
    let counted = |status, info: &str| (status, Some(info.to_owned()));
    assert_eq!(usage(INTELLIGENCE).await, counted(200, "api-usage=1/3"));
    assert_eq!(usage("/services/data/v67.0/x").await, counted(404, "api-usage=2/3"));
    assert_eq!(usage("/services/data/").await, (200, None));
    let wrong = world.bare(Method::GET, INTELLIGENCE).bearer_auth("wrong");
    assert_eq!(sent(wrong).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(usage(INTELLIGENCE).await, counted(200, "api-usage=3/3"));
    assert_eq!(usage(INTELLIGENCE).await, counted(403, "api-usage=3/3"));
    let refused = refusal(world.request(Method::GET, INTELLIGENCE)).await;
    assert_eq!(refused, told(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
    assert_eq!(usage("/services/data/").await, (200, None));
    // Another token has requests of its own.
    let other = world.bare(Method::GET, INTELLIGENCE).bearer_auth(ONE);
    assert_eq!(header(&sent(other).await, "sforce-limit-info"), Some("api-usage=1/3"));
}
