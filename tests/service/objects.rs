//! What the objects say of themselves, and their records.

use serde_json::{Value, json};

use crate::world::{World, header, sent};

#[tokio::test]
async fn a_version_lists_its_resources() {
    let world = World::new().await;
    let (status, root) = world.get("/services/data/v65.0").await;
    assert_eq!(status, 200);
    let mut root = root.as_object().unwrap().clone();
    let identity = root.remove("identity").unwrap();
    let path = identity.as_str().unwrap().split_once(world.address()).unwrap().1;
    assert!(world.get(path).await.1["username"].as_str().unwrap().contains('@'));
    assert_eq!(
        root.keys().collect::<Vec<_>>(),
        ["actions", "limits", "query", "queryAll", "sobjects"]
    );
    for (name, url) in root {
        let url = url.as_str().unwrap();
        let expected = if name.starts_with("query") { 400 } else { 200 };
        assert_eq!(world.get(url).await.0, expected, "{url}");
    }
}

#[tokio::test]
async fn limits_count_down() {
    let world = World::new().await;
    let request = world.request(reqwest::Method::GET, "/services/data/v67.0/limits");
    let response = sent(request).await;
    assert_eq!(header(&response, "sforce-limit-info"), Some("api-usage=1/15000"));
    let limits: Value = response.json().await.unwrap();
    assert_eq!(limits, json!({"DailyApiRequests": {"Max": 15_000, "Remaining": 14_999}}));
}

#[tokio::test]
async fn every_object_describes_the_fields_that_its_records_have() {
    let world = World::new().await;
    let (_, all) = world.get("/services/data/v67.0/sobjects").await;
    let objects = all["sobjects"].as_array().unwrap();
    assert_eq!(objects.len(), 8);
    for object in objects {
        let described = world.get(object["urls"]["describe"].as_str().unwrap()).await.1;
        assert_eq!(described["keyPrefix"], object["keyPrefix"]);
        let fields = described["fields"].as_array().unwrap();
        let names: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let name = object["name"].as_str().unwrap();
        let found = world.found(&format!("SELECT {} FROM {name}", names.join(","))).await;
        for record in found["records"].as_array().unwrap() {
            let id = record["Id"].as_str().unwrap();
            assert!(id.starts_with(object["keyPrefix"].as_str().unwrap()), "{id}");
            let retrieved = world.get(record["attributes"]["url"].as_str().unwrap()).await;
            assert_eq!((retrieved.0.as_u16(), &retrieved.1), (200, record));
            for field in fields {
                let value = &record[field["name"].as_str().unwrap()];
                let fits = match field["type"].as_str().unwrap() {
                    "int" => value.is_i64(),
                    "boolean" => value.is_boolean(),
                    _ => value.is_string(),
                };
                assert!(fits || value.is_null() && field["nillable"] == true, "{record} {field}");
            }
        }
    }
}

#[tokio::test]
async fn a_user_is_a_record_too() {
    let world = World::new().await;
    let path = "/services/data/v67.0/sobjects/User/005Ws000001hZnP?fields=Name,Username";
    let expected = json!({
        "attributes": {"type": "User", "url": "/services/data/v67.0/sobjects/User/005Ws000001hZnPIAU"},
        "Id": "005Ws000001hZnPIAU", "Name": "נועה ברקאי", "Username": "noa@hoarwell.example",
    });
    assert_eq!(world.get(path).await, (reqwest::StatusCode::OK, expected));
    let missing = world.get("/services/data/v67.0/sobjects/User/005Ws000001hZnQ").await;
    assert_eq!(missing.0, 404);
}
