//! Signing in, as a browser, an app and somebody who should not.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use earmark::service::{Approval, Settings, SignIn};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::world::{ALL, INTELLIGENCE, RENEWAL, World, header, json, refusal, sent};

pub(crate) const AUTHORIZE: &str = "/services/oauth2/authorize";
const TOKEN: &str = "/services/oauth2/token";
const BACK: &str = "http://localhost:1717/OauthRedirect";
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters";

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

async fn world(sign_in: SignIn) -> World {
    World::with(Settings { sign_in, ..Settings::default() }).await
}

async fn automatic() -> World {
    world(SignIn { approve: Approval::Automatic, ..SignIn::default() }).await
}

fn encoded<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A request to be let in, with some parameters changed, and those with an empty value left out.
pub(crate) fn authorize(world: &World, changes: &[(&str, &str)]) -> RequestBuilder {
    let challenge = challenge();
    let usual = [
        ("response_type", "code"),
        ("client_id", "PlatformCLI"),
        ("redirect_uri", BACK),
        ("scope", "refresh_token api web"),
        ("state", "a state"),
        ("code_challenge", &challenge),
    ];
    let unchanged = usual.iter().filter(|(name, _)| changes.iter().all(|(n, _)| n != name));
    let pairs = unchanged.chain(changes.iter().filter(|(_, value)| !value.is_empty())).copied();
    world.bare(Method::GET, &format!("{AUTHORIZE}?{}", encoded(pairs)))
}

pub(crate) fn form(world: &World, path: &str, pairs: &[(&str, &str)]) -> RequestBuilder {
    let request = world.bare(Method::POST, path).body(encoded(pairs.iter().copied()));
    request.header("Content-Type", "application/x-www-form-urlencoded")
}

/// The parameters that a browser is sent back with.
pub(crate) fn sent_back(response: &Response) -> Vec<(String, String)> {
    assert_eq!(response.status(), 302);
    let to = Url::parse(header(response, "location").unwrap()).unwrap();
    assert!(to.as_str().starts_with(BACK), "{to}");
    to.query_pairs().into_owned().collect()
}

pub(crate) fn value(pairs: &[(String, String)], name: &str) -> String {
    pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone()).unwrap_or_default()
}

async fn code(world: &World, changes: &[(&str, &str)]) -> String {
    value(&sent_back(&sent(authorize(world, changes)).await), "code")
}

pub(crate) fn redeem(world: &World, code: &str, changes: &[(&str, &str)]) -> RequestBuilder {
    let usual = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("client_id", "PlatformCLI"),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ];
    let unchanged = usual.iter().filter(|(name, _)| changes.iter().all(|(n, _)| n != name));
    let pairs: Vec<_> = unchanged.chain(changes).copied().collect();
    form(world, TOKEN, &pairs)
}

fn refresh(world: &World, token: &str) -> RequestBuilder {
    let pairs =
        [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "PlatformCLI")];
    form(world, TOKEN, &pairs)
}

async fn tokens(world: &World) -> Value {
    let code = code(world, &[]).await;
    let (status, tokens) = json(sent(redeem(world, &code, &[])).await).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

/// The status and `error` of the token endpoint.
async fn fault(request: RequestBuilder) -> (u16, String, String) {
    let (status, body) = json(sent(request).await).await;
    let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
    (status.as_u16(), text("error"), text("error_description"))
}

fn invalid_grant(description: &str) -> (u16, String, String) {
    (400, "invalid_grant".to_owned(), description.to_owned())
}

async fn status(world: &World, path: &str, token: &str) -> u16 {
    sent(world.bare(Method::GET, path).bearer_auth(token)).await.status().as_u16()
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[tokio::test]
async fn an_app_signs_somebody_in_and_reads_a_call() {
    let world = automatic().await;
    let back = sent_back(&sent(authorize(&world, &[])).await);
    assert_eq!(value(&back, "state"), "a state");
    let code = value(&back, "code");
    let response = sent(redeem(&world, &code, &[])).await;
    assert_eq!(header(&response, "cache-control"), Some("no-store"));
    let (_, tokens) = json(response).await;
    let base = format!("http://{}", world.address());
    assert_eq!(text(&tokens, "instance_url"), base);
    assert_eq!(text(&tokens, "token_type"), "Bearer");
    assert_eq!(text(&tokens, "scope"), "refresh_token api web");
    assert!(text(&tokens, "issued_at").parse::<u64>().is_ok());
    assert!(!text(&tokens, "signature").is_empty() && !text(&tokens, "refresh_token").is_empty());
    let access = text(&tokens, "access_token");
    assert!(access.starts_with("00D") && access.contains('!'));

    let body = json!({"inputs": [{"recordId": RENEWAL}]}).to_string();
    let asked = world.bare(Method::POST, INTELLIGENCE).bearer_auth(access).body(body);
    let answer = sent(asked.header("Content-Type", "application/json")).await;
    assert_eq!(header(&answer, "sforce-limit-info"), Some("api-usage=1/15000"));
    assert_eq!(json(answer).await.1[0]["isSuccess"], true);

    let id = text(&tokens, "id");
    let path = id.strip_prefix(&base).unwrap();
    let who = world.bare(Method::GET, path).bearer_auth(access);
    let (_, who) = json(sent(who).await).await;
    let info = world.bare(Method::POST, "/services/oauth2/userinfo").bearer_auth(access);
    let (_, info) = json(sent(info).await).await;
    assert_eq!((text(&who, "id"), text(&info, "sub")), (id, id));
    assert_eq!(text(&who, "username"), text(&info, "preferred_username"));
    assert!(id.ends_with(&format!("{}/{}", text(&who, "organization_id"), text(&who, "user_id"))));
}

#[tokio::test]
async fn a_named_user_is_the_one_who_signs_in() {
    let world = automatic().await;
    let first = tokens(&world).await;
    let username = |info: &Value| text(info, "preferred_username").to_owned();
    let info = async |tokens: &Value| {
        let token = text(tokens, "access_token");
        let asked = world.bare(Method::GET, "/services/oauth2/userinfo").bearer_auth(token);
        json(sent(asked).await).await.1
    };
    let own = username(&info(&first).await);
    let hint = own.to_uppercase();
    let code = code(&world, &[("login_hint", &hint)]).await;
    let named = json(sent(redeem(&world, &code, &[])).await).await.1;
    assert_eq!(username(&info(&named).await), own);
    let nobody = sent(authorize(&world, &[("login_hint", "nobody@example.com")])).await;
    assert_eq!(value(&sent_back(&nobody), "error"), "access_denied");
}

#[tokio::test]
async fn a_code_opens_once_and_only_for_whom_it_was_meant() {
    let world = automatic().await;
    for (change, error) in [
        (("client_id", "SomebodyElse"), "invalid_client_id"),
        (("client_id", "<script>"), "invalid_client_id"),
        (("redirect_uri", "http://localhost:1718/OauthRedirect"), "redirect_uri_mismatch"),
        (("code_verifier", "another-verifier-of-at-least-forty-three-chars"), "invalid_grant"),
        (("code_verifier", ""), "invalid_grant"),
        (("grant_type", "password"), "unsupported_grant_type"),
        (("grant_type", ""), "unsupported_grant_type"),
        (("code", "guessed"), "invalid_grant"),
    ] {
        let code = code(&world, &[]).await;
        let refused = fault(redeem(&world, &code, &[change])).await;
        assert_eq!((refused.0, refused.1.as_str()), (400, error), "{change:?}");
    }
    let code = code(&world, &[]).await;
    let tokens = json(sent(redeem(&world, &code, &[])).await).await.1;
    let access = text(&tokens, "access_token");
    assert_eq!(status(&world, INTELLIGENCE, access).await, 200);
    let again = fault(redeem(&world, &code, &[])).await;
    assert_eq!(again, invalid_grant("expired authorization code"));
    assert_eq!(status(&world, INTELLIGENCE, access).await, 401, "a stolen code ends the sign-in");
}

#[tokio::test]
async fn nobody_is_sent_to_a_stranger() {
    let world = automatic().await;
    for redirect in ["", "https://evil.example/", "http://localhost.evil.example/", "javascript:x"]
    {
        let response = sent(authorize(&world, &[("redirect_uri", redirect)])).await;
        assert_eq!((response.status().as_u16(), header(&response, "location")), (400, None));
        assert!(header(&response, "content-type").unwrap().starts_with("text/html"));
    }
    let bad_client = sent(authorize(&world, &[("client_id", "a\"><script>")])).await;
    assert_eq!((bad_client.status().as_u16(), header(&bad_client, "location")), (400, None));
    assert!(!bad_client.text().await.unwrap().contains("<script"));
    for (change, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("scope", "everything"), "invalid_scope"),
    ] {
        let back = sent_back(&sent(authorize(&world, &[change])).await);
        assert_eq!((value(&back, "error").as_str(), value(&back, "code").as_str()), (error, ""));
        assert_eq!(value(&back, "state"), "a state");
    }
}

#[tokio::test]
async fn other_addresses_are_those_that_the_service_was_told_of() {
    let redirects = vec!["https://app.example/back".to_owned()];
    let approve = Approval::Automatic;
    let world = world(SignIn { approve, redirects, ..SignIn::default() }).await;
    let known = sent(authorize(&world, &[("redirect_uri", "https://app.example/back")])).await;
    assert!(header(&known, "location").unwrap().starts_with("https://app.example/back?code="));
    let other = sent(authorize(&world, &[("redirect_uri", "https://app.example/back2")])).await;
    assert_eq!(other.status(), 400);
}

#[tokio::test]
async fn a_refresh_token_stays_unless_it_rotates() {
    let world = automatic().await;
    let tokens = tokens(&world).await;
    let token = text(&tokens, "refresh_token");
    for _ in 0..2 {
        let (status, renewed) = json(sent(refresh(&world, token)).await).await;
        assert_eq!((status.as_u16(), renewed.get("refresh_token")), (200, None));
        assert_ne!(renewed["access_token"], tokens["access_token"]);
        assert_eq!(renewed["id"], tokens["id"]);
    }
    let expired = invalid_grant("expired access/refresh token");
    assert_eq!(fault(refresh(&world, "guessed")).await, expired);
    assert_eq!(fault(refresh(&world, text(&tokens, "access_token"))).await, expired);
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "Other")];
    assert_eq!(fault(form(&world, TOKEN, &pairs)).await, expired);
    let basic = form(&world, TOKEN, &pairs[..2]).basic_auth("PlatformCLI", Some("any"));
    assert_eq!(sent(basic).await.status(), 200);
}

#[tokio::test]
async fn a_rotated_token_that_comes_again_ends_the_sign_in() {
    let approve = Approval::Automatic;
    let world = world(SignIn { approve, rotate: true, ..SignIn::default() }).await;
    let tokens = tokens(&world).await;
    let old = text(&tokens, "refresh_token");
    let renewed = json(sent(refresh(&world, old)).await).await.1;
    let (access, new) = (text(&renewed, "access_token"), text(&renewed, "refresh_token"));
    assert_ne!(new, old);
    assert_eq!(status(&world, INTELLIGENCE, access).await, 200);
    let expired = invalid_grant("expired access/refresh token");
    assert_eq!(fault(refresh(&world, old)).await, expired);
    assert_eq!(fault(refresh(&world, new)).await, expired);
    assert_eq!(status(&world, INTELLIGENCE, access).await, 401);
}

#[tokio::test]
async fn an_access_token_expires_and_a_revoked_one_ends() {
    let approve = Approval::Automatic;
    let brief = SignIn { approve, lifetime: Duration::ZERO, ..SignIn::default() };
    let expired = world(brief).await;
    let tokens_of_expired = tokens(&expired).await;
    let asked = expired.bare(Method::GET, INTELLIGENCE);
    let refused = refusal(asked.bearer_auth(text(&tokens_of_expired, "access_token"))).await;
    assert_eq!(refused.2, "Session expired or invalid");
    assert_eq!((refused.0, refused.1.as_str()), (401, "INVALID_SESSION_ID"));

    let world = automatic().await;
    let revoke = |token: &str| form(&world, "/services/oauth2/revoke", &[("token", token)]);
    let (one, two) = (tokens(&world).await, tokens(&world).await);
    let access = text(&one, "access_token");
    assert_eq!(sent(revoke(access)).await.status(), 200);
    assert_eq!(status(&world, INTELLIGENCE, access).await, 401);
    let renewed = json(sent(refresh(&world, text(&one, "refresh_token"))).await).await.1;
    assert_eq!(sent(revoke(text(&one, "refresh_token"))).await.status(), 200);
    assert_eq!(status(&world, INTELLIGENCE, text(&renewed, "access_token")).await, 401);
    let expired = invalid_grant("expired access/refresh token");
    assert_eq!(fault(refresh(&world, text(&one, "refresh_token"))).await, expired);
    assert_eq!(status(&world, INTELLIGENCE, text(&two, "access_token")).await, 200);
    for token in ["guessed", "", ALL] {
        assert_eq!(fault(revoke(token)).await.1, "unsupported_token_type");
    }
    assert_eq!(status(&world, INTELLIGENCE, ALL).await, 200);
}

#[tokio::test]
async fn only_a_token_tells_who_one_is() {
    let world = World::new().await;
    for path in ["/services/oauth2/userinfo", "/id/00DWs000000Hw4L/005Ws000001hRtC"] {
        for request in
            [world.bare(Method::GET, path), world.bare(Method::GET, path).bearer_auth("wrong")]
        {
            let response = sent(request).await;
            assert_eq!(response.status(), 403);
            assert_eq!(response.text().await.unwrap(), "Bad_OAuth_Token");
        }
    }
    let info = json(sent(world.request(Method::GET, "/services/oauth2/userinfo")).await).await.1;
    let (org, user) = (text(&info, "organization_id"), text(&info, "user_id"));
    assert_eq!(status(&world, &format!("/id/{org}/{user}"), ALL).await, 200);
    assert_eq!(status(&world, &format!("/id/{}/{}", &org[..15], &user[..15]), ALL).await, 200);
    assert_eq!(status(&world, &format!("/id/{org}/005Ws000009ZZZZ"), ALL).await, 404);
    assert_eq!(status(&world, &format!("/id/00D000000000000/{user}"), ALL).await, 403);
    assert_eq!(status(&world, "/id/", ALL).await, 403);
}

#[tokio::test]
async fn requests_of_another_form_are_refused() {
    let world = automatic().await;
    let (code, _, message) = refusal(world.bare(Method::GET, TOKEN)).await;
    assert_eq!((code, message.as_str()), (405, "HTTP Method 'GET' not allowed. Allowed are POST"));
    let body = json!({"grant_type": "refresh_token"}).to_string();
    let as_json =
        world.bare(Method::POST, TOKEN).header("Content-Type", "application/json").body(body);
    assert_eq!(fault(as_json).await.1, "invalid_request");
    let long = "x".repeat(20_000);
    assert_eq!(fault(form(&world, TOKEN, &[("code", &long)])).await.1, "invalid_request");
    let twice = [("code", "a"), ("code", "b")];
    assert_eq!(fault(form(&world, TOKEN, &twice)).await.1, "invalid_request");
}
