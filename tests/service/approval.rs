//! Signing in where a person is asked first.

use reqwest::{Method, RequestBuilder, Response};
use serde_json::json;

use crate::oauth::{AUTHORIZE, authorize, form, redeem, sent_back, text, value};
use crate::tasks::{keep, subjects};
use crate::world::{
    ALL, INTELLIGENCE, JOEL, MUTE, ONE, RENEWAL, SUPPORT, TRANSCRIPT, World, header, json, sent,
};

/// The question's page and the nonce in it.
async fn asked(response: Response) -> (String, String) {
    assert_eq!(response.status(), 200);
    let policy = header(&response, "content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    let page = response.text().await.unwrap();
    let (_, rest) = page.split_once("name=\"nonce\" value=\"").unwrap();
    let nonce = rest.split('"').next().unwrap().to_owned();
    (page, nonce)
}

fn answer(world: &World, nonce: &str, token: &str, answer: &str) -> RequestBuilder {
    form(world, AUTHORIZE, &[("nonce", nonce), ("token", token), ("answer", answer)])
}

#[tokio::test]
async fn whoever_is_asked_shows_a_token_and_lends_what_it_may_see() {
    let world = World::new().await;
    let (page, nonce) = asked(sent(authorize(&world, &[])).await).await;
    for part in ["PlatformCLI", "insights and transcripts", "http://localhost:1717", "Allow"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<script"));
    let (page, nonce) = asked(sent(answer(&world, &nonce, "guessed", "allow")).await).await;
    assert!(page.contains("no token of this service"));
    let back = sent_back(&sent(answer(&world, &nonce, ONE, "allow")).await);
    assert_eq!(value(&back, "state"), "a state");
    let used = sent(answer(&world, &nonce, ONE, "allow")).await;
    assert_eq!(used.status(), 400, "a question is answered once");

    let redeemed = sent(redeem(&world, &value(&back, "code"), &[])).await;
    let tokens = json(redeemed).await.1;
    let sees = async |call: &str| {
        let body = json!({"inputs": [{"recordId": call}]}).to_string();
        let asked = world.bare(Method::POST, INTELLIGENCE).body(body);
        let asked = asked.header("Content-Type", "application/json");
        let asked = asked.bearer_auth(text(&tokens, "access_token"));
        sent(asked).await.status().as_u16()
    };
    assert_eq!((sees(RENEWAL).await, sees(SUPPORT).await), (200, 400));
}

#[tokio::test]
async fn a_token_lends_no_right_that_it_lacks() {
    let world = World::new().await;
    let (_, nonce) = asked(sent(authorize(&world, &[])).await).await;
    let back = sent_back(&sent(answer(&world, &nonce, MUTE, "allow")).await);
    let tokens = json(sent(redeem(&world, &value(&back, "code"), &[])).await).await.1;
    let asks = async |token: &str| {
        let body = json!({"inputs": [{"recordId": RENEWAL}]}).to_string();
        let asked = world.bare(Method::POST, TRANSCRIPT).bearer_auth(token).body(body);
        sent(asked.header("Content-Type", "application/json")).await.status().as_u16()
    };
    let refused = asks(MUTE).await;
    assert_ne!(refused, 200);
    assert_eq!(asks(text(&tokens, "access_token")).await, refused);
    assert_eq!(asks(ALL).await, 200);
}

#[tokio::test]
async fn a_sign_in_shares_the_tasks_of_its_token_whomever_the_app_names() {
    let world = World::new().await;
    for token in [ONE, JOEL] {
        assert_eq!(keep(&world, token, token).await, 201);
    }
    for hint in ["", "joel.anstruther@hoarwell.example"] {
        let (_, nonce) = asked(sent(authorize(&world, &[("login_hint", hint)])).await).await;
        let back = sent_back(&sent(answer(&world, &nonce, ONE, "allow")).await);
        let tokens = json(sent(redeem(&world, &value(&back, "code"), &[])).await).await.1;
        assert_eq!(subjects(&world, text(&tokens, "access_token")).await, [ONE], "{hint}");
    }
}

#[tokio::test]
async fn a_question_can_be_denied_and_only_answered_from_its_own_page() {
    let world = World::new().await;
    let (page, nonce) = asked(sent(authorize(&world, &[])).await).await;
    for power in ["read the calls", "ask questions", "make and change your tasks"] {
        assert!(page.contains(power), "{page} lacks {power}");
    }
    let elsewhere = answer(&world, &nonce, ALL, "allow").header("Origin", "https://evil.example");
    assert_eq!(sent(elsewhere).await.status(), 400);
    let here = format!("http://{}", world.address());
    let denied = sent(answer(&world, &nonce, "", "deny").header("Origin", here)).await;
    assert_eq!(value(&sent_back(&denied), "error"), "access_denied");
}
