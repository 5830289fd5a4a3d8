//! Long answers come in batches.

use earmark::service::{Library, Settings};
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{JOEL, ONE, World, json, refusal, sent};

/// 450 calls of 44 lengths.
async fn world() -> World {
    let call = |i: usize| {
        let file = json!({
            "recordId": format!("6qrWs00000{i:05}"), "name": format!("Call {i}"),
            "durationInSeconds": 60 + i % 44, "speakers": [], "transcript": [],
        });
        (i.to_string(), file.to_string())
    };
    let library = Library::from_texts((0..450).map(call)).unwrap();
    World::of(&library, Settings::default()).await
}

async fn batch(world: &World, soql: &str, options: &str) -> Value {
    let request = world.query(soql).header("Sforce-Query-Options", options);
    let (status, body) = json(sent(request).await).await;
    assert_eq!(status, 200, "{body}");
    body
}

/// The sizes of all batches, and the names in them.
async fn all(world: &World, mut answer: Value) -> (Vec<usize>, Vec<String>) {
    let total = answer["totalSize"].clone();
    let (mut sizes, mut names) = (Vec::new(), Vec::new());
    loop {
        let records = answer["records"].as_array().unwrap();
        sizes.push(records.len());
        names.extend(records.iter().map(|record| record["Name"].as_str().unwrap().to_owned()));
        assert_eq!(answer["totalSize"], total);
        let next = answer.get("nextRecordsUrl").map(|next| next.as_str().unwrap().to_owned());
        assert_eq!(answer["done"], json!(next.is_none()));
        let Some(next) = next else { return (sizes, names) };
        assert!(sizes.len() < 10, "it does not end");
        answer = world.get(&next).await.1;
    }
}

#[tokio::test]
async fn batches_add_up_to_the_whole() {
    let world = world().await;
    let soql =
        "SELECT Name FROM VideoCall WHERE DurationInSeconds > 60 ORDER BY DurationInSeconds DESC";
    let (sizes, whole) = all(&world, world.found(soql).await).await;
    assert_eq!(sizes, [439]);
    for (options, expected) in [
        ("batchSize=200", vec![200, 200, 39]),
        ("batchSize=10", vec![200, 200, 39]),
        ("anything, BATCHSIZE = 400", vec![400, 39]),
        ("batchSize=9999", vec![439]),
        ("batchSize=many", vec![439]),
    ] {
        let (sizes, names) = all(&world, batch(&world, soql, options).await).await;
        assert_eq!(sizes, expected, "{options}");
        assert_eq!(names, whole, "{options}");
    }
    let limited = format!("{soql} LIMIT 300 OFFSET 100");
    let (sizes, names) = all(&world, batch(&world, &limited, "batchSize=200").await).await;
    assert_eq!((sizes, names.as_slice()), (vec![200, 100], &whole[100..400]));
    let exact = "SELECT Name FROM VideoCall LIMIT 400";
    assert_eq!(all(&world, batch(&world, exact, "batchSize=200").await).await.0, [200, 200]);
    let every = world.get("/services/data/v67.0/queryAll?q=SELECT+Name+FROM+VideoCall").await.1;
    assert_eq!(all(&world, every).await.0, [450]);
}

#[tokio::test]
async fn a_cursor_is_only_for_whom_it_was_made() {
    let world = world().await;
    let first = batch(&world, "SELECT Name FROM VideoCall", "batchSize=200").await;
    let next = first["nextRecordsUrl"].as_str().unwrap();
    assert!(next.starts_with("/services/data/v67.0/query/"), "{next}");
    let wrong = (400, "INVALID_QUERY_LOCATOR".to_owned(), "invalid query locator".to_owned());
    let other = world.bare(Method::GET, next).bearer_auth(ONE);
    assert_eq!(refusal(other).await, wrong);
    for changed in ["/services/data/v67.0/query/nonsense", &next[..next.len() - 2]] {
        assert_eq!(refusal(world.request(Method::GET, changed)).await, wrong, "{changed}");
    }
    // Joel is no user of this library, so that token acts as the same user and sees the same.
    let same = world.bare(Method::GET, next).bearer_auth(JOEL);
    assert_eq!(sent(same).await.status(), 200);
}

#[tokio::test]
async fn a_query_too_long_for_a_cursor_is_answered_at_once() {
    let world = world().await;
    let ids: Vec<_> = (0..640).map(|i| format!("'6qrWs00000{i:05}'")).collect();
    let soql = format!("SELECT Name FROM VideoCall WHERE Id IN ({})", ids.join(","));
    let answer = batch(&world, &soql, "batchSize=200").await;
    assert_eq!(all(&world, answer).await.0, [450]);
}
