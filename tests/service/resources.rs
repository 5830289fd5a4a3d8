//! The version list and what is said of the actions.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::world::{INTELLIGENCE, TRANSCRIPT, World, header, json, sent};

#[tokio::test]
async fn the_versions_are_open_to_everyone() {
    let world = World::new().await;
    for path in ["/services/data", "/services/data/"] {
        let response = sent(world.bare(Method::GET, path)).await;
        assert_eq!(header(&response, "sforce-limit-info"), None);
        assert_eq!(header(&response, "content-type"), Some("application/json;charset=UTF-8"));
        let (status, versions) = json(response).await;
        assert_eq!((status.as_u16(), versions.as_array().unwrap().len()), (200, 37));
        let newest = json!(
            {"label": "Summer '26", "url": "/services/data/v67.0", "version": "67.0"}
        );
        assert_eq!(versions[36], newest);
        assert_eq!(
            (&versions[0]["version"], &versions[0]["label"]),
            (&json!("31.0"), &json!("Summer '14"))
        );
    }
}

#[tokio::test]
async fn actions_are_listed_and_described() {
    let world = World::new().await;
    let (_, actions) = world.get("/services/data/v65.0/actions").await;
    let expected = json!({
        "custom": "/services/data/v65.0/actions/custom",
        "standard": "/services/data/v65.0/actions/standard",
    });
    assert_eq!(actions, expected);
    let (_, standard) = world.get("/services/data/v65.0/actions/standard").await;
    assert_eq!(
        standard["actions"][0],
        json!({
            "label": "Get Conversation Intelligence", "name": "getConversationIntelligence",
            "type": "GET_CONVERSATION_INTELLIGENCE",
            "url": "/services/data/v65.0/actions/standard/getConversationIntelligence",
        })
    );
    let names = |outputs: &serde_json::Value| {
        let outputs = outputs.as_array().unwrap().iter();
        outputs.map(|output| output["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (status, described) = world.get(INTELLIGENCE).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(names(&described["inputs"]), ["recordId"]);
    let outputs = ["conversationInsights", "conversationIntelligence", "momentInsights"];
    assert_eq!(names(&described["outputs"]), outputs);
    let (_, described) = world.get(TRANSCRIPT).await;
    assert_eq!(names(&described["inputs"]), ["recordId", "transcriptType"]);
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let world = World::new().await;
    for path in ["/services/data/", "/services/data/v67.0/actions", INTELLIGENCE, "/nowhere"] {
        let get = sent(world.request(Method::GET, path)).await;
        let head = sent(world.request(Method::HEAD, path)).await;
        assert_eq!(head.status(), get.status(), "{path}");
        let kept = |response: &reqwest::Response| {
            let mut headers = response.headers().clone();
            headers.remove("date");
            headers.remove("sforce-limit-info");
            headers
        };
        assert_eq!(kept(&head), kept(&get), "{path}");
        assert!(header(&head, "content-length").is_some_and(|length| length != "0"), "{path}");
        assert!(head.bytes().await.unwrap().is_empty());
    }
}
