//! The records of calls.

use earmark::call::{CallId, CallKind, Offset};
use earmark::wire;
use reqwest::Method;
use serde_json::json;

use crate::world::{ONE, RENEWAL, SUPPORT, World, refusal, sent};

fn path(object: &str, id: &str) -> String {
    format!("/services/data/v67.0/sobjects/{object}/{id}")
}

#[tokio::test]
async fn a_record_has_what_the_reader_asks_for() {
    let world = World::new().await;
    for (id, name, start, seconds) in [
        (
            RENEWAL,
            "Corran Bay Oysters: renewal and the island hatchery",
            "2026-11-20T10:30:00Z",
            301,
        ),
        (SUPPORT, "", "", 548),
    ] {
        let id: CallId = id.parse().unwrap();
        let kind = id.kind().unwrap();
        let fields = wire::record_fields(kind).join(",");
        let path = format!("{}?fields={fields}", path(kind.object(), id.as_str()));
        let response = sent(world.request(Method::GET, &path)).await;
        assert_eq!(response.status(), 200);
        let body = response.bytes().await.unwrap();
        let record = wire::record(id, body.as_ref()).unwrap();
        assert_eq!(record.duration, Some(Offset::from_centis(seconds * 100)));
        assert!(record.start.is_some() && record.name.is_some(), "{record:?}");
        if kind == CallKind::Video {
            assert_eq!(record.name.unwrap().as_str(), name);
            assert_eq!(record.start.unwrap().to_string(), start);
        }
    }
}

#[tokio::test]
async fn a_record_is_sent_whole_or_in_part() {
    let world = World::new().await;
    let url = path("VideoCall", RENEWAL);
    let (_, whole) = world.get(&path("VideoCall", &RENEWAL[..15])).await;
    assert_eq!(whole["attributes"], json!({"type": "VideoCall", "url": url}));
    assert_eq!(whole["StartDateTime"], "2026-11-20T10:30:00.000+0000");
    assert_eq!(whole["DurationInSeconds"], 301);
    let (_, part) = world.get(&format!("{url}?fields=Name")).await;
    let keys: Vec<_> = part.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["Id", "Name", "attributes"]);
    let (status, code, message) =
        refusal(world.request(Method::GET, &format!("{url}?fields=Name,Nonsense"))).await;
    assert_eq!((status, code.as_str()), (400, "INVALID_FIELD"));
    assert_eq!(message, "No such column 'Nonsense' on sobject of type VideoCall");
}

#[tokio::test]
async fn other_records_are_not_found() {
    let world = World::new().await;
    let missing = (404, "NOT_FOUND".to_owned(), "The requested resource does not exist".to_owned());
    for path in [
        path("VoiceCall", RENEWAL),
        path("VideoCall", SUPPORT),
        path("VideoCall", "6qrWs000009ZZZZ"),
        path("VideoCall", "nonsense"),
        path("Account", "001Ws000004Tb7K"),
        path("VideoCall", ""),
    ] {
        assert_eq!(refusal(world.request(Method::GET, &path)).await, missing, "{path}");
    }
    let hidden = world.bare(Method::GET, &path("VoiceCall", SUPPORT)).bearer_auth(ONE);
    assert_eq!(refusal(hidden).await, missing);
    let own = world.bare(Method::GET, &path("VideoCall", RENEWAL)).bearer_auth(ONE);
    assert_eq!(sent(own).await.status(), 200);
}
