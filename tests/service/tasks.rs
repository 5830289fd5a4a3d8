//! Tasks that are made through the service.

use std::os::unix::fs::PermissionsExt;

use earmark::service::{Access, Library, Service, Settings, serve};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::world::{ALL, JOEL, MUTE, ONE, World, json as read, query_path, refusal, sent};

const TASK: &str = "/services/data/v67.0/sobjects/Task";

async fn found(world: &World, token: &str, soql: &str) -> Value {
    let request = world.bare(Method::GET, &query_path(soql)).bearer_auth(token);
    read(sent(request).await).await.1
}

#[tokio::test]
async fn a_task_is_made_found_and_described() {
    let world = World::new().await;
    let fields = json!({"Subject": "Send the quote", "ActivityDate": "2026-12-03",
                        "Description": "From a call\n[earmark-x]"});
    let (status, made) = world.answer(TASK, &fields).await;
    assert_eq!((status.as_u16(), &made["success"]), (201, &json!(true)), "{made}");
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("00T"));
    let rows = world
        .found("SELECT Id, Subject, ActivityDate, Description, Status, Owner.Name FROM Task WHERE Subject = 'send the quote'")
        .await;
    let row = &rows["records"][0];
    assert_eq!((row["Id"].as_str(), row["ActivityDate"].as_str()), (Some(id), Some("2026-12-03")));
    assert_eq!(row["Status"], "Not Started");
    assert!(row["Owner"]["Name"].is_string(), "{row}");
    let (status, record) = world.get(&format!("{TASK}/{id}?fields=Description")).await;
    assert_eq!(
        (status.as_u16(), record["Description"].as_str()),
        (200, fields["Description"].as_str())
    );
    let (_, described) = world.get(&format!("{TASK}/describe")).await;
    assert_eq!(described["createable"], true);
    let key = described["fields"].as_array().unwrap().iter().find(|f| f["externalId"] == true);
    assert_eq!(key.unwrap()["name"], "EarmarkKey__c");
}

#[tokio::test]
async fn a_key_makes_one_task_however_often_it_is_sent() {
    let world = World::new().await;
    let upsert = |subject: &str| {
        let body = json!({"Subject": subject}).to_string();
        let request = world.request(Method::PATCH, &format!("{TASK}/EarmarkKey__c/earmark-1"));
        request.header("Content-Type", "application/json").body(body)
    };
    let (status, first) = read(sent(upsert("One")).await).await;
    assert_eq!((status.as_u16(), &first["created"]), (201, &json!(true)));
    let (status, again) = read(sent(upsert("Another")).await).await;
    assert_eq!(
        (status.as_u16(), &again["created"], &again["id"]),
        (200, &json!(false), &first["id"])
    );
    let rows = world.found("SELECT Subject FROM Task").await;
    assert_eq!(
        (rows["totalSize"].as_u64(), rows["records"][0]["Subject"].as_str()),
        (Some(1), Some("Another"))
    );
    let keyed = world.post(TASK, r#"{"EarmarkKey__c": "earmark-1"}"#);
    assert_eq!(refusal(keyed).await.1, "INVALID_FIELD_FOR_INSERT_UPDATE");
    let other = world.request(Method::PATCH, &format!("{TASK}/Subject/x"));
    let other = other.header("Content-Type", "application/json").body("{}");
    assert_eq!(refusal(other).await.1, "NOT_FOUND");
}

/// Makes a task with a key that others use too, or brings it up to date.
pub(crate) async fn keep(world: &World, token: &str, subject: &str) -> u16 {
    let path = format!("{TASK}/EarmarkKey__c/earmark-1");
    let request = world.bare(Method::PATCH, &path).bearer_auth(token);
    let request = request.header("Content-Type", "application/json");
    let body = json!({"Subject": subject}).to_string();
    sent(request.body(body)).await.status().as_u16()
}

/// The subjects of all tasks that a token sees.
pub(crate) async fn subjects(world: &World, token: &str) -> Vec<String> {
    let rows = found(world, token, "SELECT Subject FROM Task ORDER BY Subject").await;
    let rows = rows["records"].as_array().unwrap();
    rows.iter().map(|row| row["Subject"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn tokens_of_nobody_that_see_less_than_all_have_tasks_of_their_own() {
    let world = World::new().await;
    let tokens = [ALL, ONE, MUTE];
    for token in tokens {
        assert_eq!(keep(&world, token, token).await, 201);
    }
    for token in tokens {
        assert_eq!(subjects(&world, token).await, [token]);
        assert_eq!(keep(&world, token, token).await, 200);
    }
}

#[tokio::test]
async fn tasks_are_their_makers() {
    let world = World::new().await;
    let post = |token: &str| {
        let request = world.bare(Method::POST, TASK).bearer_auth(token);
        request.header("Content-Type", "application/json").body(r#"{"Subject": "Mine"}"#)
    };
    assert_eq!(sent(post(JOEL)).await.status(), 201);
    assert_eq!(found(&world, JOEL, "SELECT Id FROM Task").await["totalSize"], 1);
    assert_eq!(world.found("SELECT Id FROM Task").await["totalSize"], 0);
    // An account of calls that the token may not see is none for it.
    let accounts = world.found("SELECT Id FROM Account").await;
    let last = accounts["records"].as_array().unwrap().last().unwrap()["Id"].clone();
    let body = json!({"Subject": "Hidden", "WhatId": last}).to_string();
    let request = world.bare(Method::POST, TASK).bearer_auth(ONE);
    let request = request.header("Content-Type", "application/json").body(body.clone());
    assert_eq!(refusal(request).await.1, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY");
    assert_eq!(sent(world.post(TASK, &body)).await.status(), 201);
    assert_eq!(refusal(world.request(Method::GET, TASK)).await.1, "METHOD_NOT_ALLOWED");
    assert_eq!(refusal(world.bare(Method::POST, TASK)).await.1, "INVALID_SESSION_ID");
}

/// A service with a file of tasks, and the token that opens it.
async fn with_file(file: &std::path::Path, rights: &str) -> String {
    let access = Access::from_text(&format!("a-token{rights}\n")).unwrap();
    let library = Library::demo().unwrap();
    let service = Service::with_tasks(&library, access, Settings::default(), file).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, service, std::future::pending()));
    base
}

#[tokio::test]
async fn a_file_keeps_tasks_and_a_right_may_be_taken_away() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("tasks.json");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    std::fs::write(&file, "[]").unwrap();
    std::fs::write(dir.path().join("tasks.json.new"), "what was left of another").unwrap();
    let joel = " 005Ws000001hRtH";
    let base = with_file(&file, joel).await;
    let mut id = String::new();
    for subject in ["One", "Two"] {
        let post = client.post(format!("{base}{TASK}")).bearer_auth("a-token");
        let post = post.header("Content-Type", "application/json");
        let made = post.body(json!({"Subject": subject}).to_string()).send().await.unwrap();
        assert_eq!(made.status(), 201);
        id = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    }
    let mode = std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "call text is for its owner");
    let base = with_file(&file, joel).await;
    let soql = query_path("SELECT Subject FROM Task ORDER BY Subject");
    let rows = client.get(format!("{base}{soql}")).bearer_auth("a-token").send().await.unwrap();
    let rows: Value = rows.json().await.unwrap();
    assert_eq!(
        (rows["totalSize"].as_u64(), rows["records"][1]["Subject"].as_str()),
        (Some(2), Some("Two"))
    );
    let base = with_file(&file, &format!("{joel} -tasks")).await;
    let post = client.post(format!("{base}{TASK}")).bearer_auth("a-token");
    let refused = post.header("Content-Type", "application/json").body("{}").send().await.unwrap();
    assert_eq!(refused.status(), 403);
    let refused = client.get(format!("{base}{soql}")).bearer_auth("a-token").send().await.unwrap();
    assert_eq!(refused.status(), 400);
    let record = client.get(format!("{base}{TASK}/{id}")).bearer_auth("a-token");
    assert_eq!(record.send().await.unwrap().status(), 404);
    std::fs::write(&file, "[{]").unwrap();
    let access = Access::from_text("a-token\n").unwrap();
    let library = Library::demo().unwrap();
    let failed = Service::with_tasks(&library, access, Settings::default(), &file);
    assert!(failed.unwrap_err().to_string().contains("tasks.json cannot be used for tasks"));
}

#[tokio::test]
async fn a_limited_token_finds_its_tasks_again_and_only_those() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("tasks.json");
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let make = async |base: &str| {
        let post = client.post(format!("{base}{TASK}")).bearer_auth("a-token");
        let post = post.header("Content-Type", "application/json").body(r#"{"Subject": "Mine"}"#);
        assert_eq!(post.send().await.unwrap().status(), 201);
    };
    let count = async |base: &str| {
        let soql = query_path("SELECT COUNT() FROM Task");
        let asked = client.get(format!("{base}{soql}")).bearer_auth("a-token");
        asked.send().await.unwrap().json::<Value>().await.unwrap()["totalSize"].clone()
    };
    make(&with_file(&file, "").await).await;
    let limited = with_file(&file, " -list").await;
    assert_eq!(count(&limited).await, 0);
    make(&limited).await;
    make(&limited).await;
    assert_eq!(count(&with_file(&file, " -list").await).await, 2);
    assert_eq!(count(&with_file(&file, "").await).await, 1);
    assert!(!std::fs::read_to_string(&file).unwrap().contains("a-token"));
}
