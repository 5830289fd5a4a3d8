//! An org of the test's own: its OAuth endpoints, and one call.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

pub(crate) const CALL: &str = "6qrWs000004Tb7KIAS";
pub(crate) const ORG_ID: &str = "00DWs000000ACMEMA0";

/// How it behaves, and what happened there.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing to go wrong by itself")]
pub(crate) struct Behaviour {
    /// Access tokens that are let in.
    pub(crate) valid: Vec<String>,
    /// The refresh token that is good now.
    pub(crate) refresh: String,
    /// Each refresh gives another refresh token.
    pub(crate) rotates: bool,
    /// Tokens are refused however new they are.
    pub(crate) refuses_all: bool,
    /// How a refused session is told.
    pub(crate) refusal: Option<&'static str>,
    /// What the token endpoint says instead of a token.
    pub(crate) token_error: Option<(&'static str, &'static str)>,
    /// What comes back to the app instead of a code.
    pub(crate) denies: Option<(&'static str, &'static str)>,
    /// Without a refresh token.
    pub(crate) short_lived: bool,
    /// How long the token endpoint takes.
    pub(crate) takes: Duration,
    /// Nobody is told who they are.
    pub(crate) anonymous: bool,
    /// There are no calls.
    pub(crate) empty: bool,
    /// Actions that it lacks.
    pub(crate) lacks: Vec<&'static str>,
    /// Refreshes, questions who asks, and revoked tokens.
    pub(crate) refreshed: usize,
    pub(crate) told_who: usize,
    pub(crate) revoked: Vec<String>,
    codes: HashMap<String, String>,
    made: usize,
    /// Where it says it is.
    pub(crate) url: String,
}

type Shared = Arc<Mutex<Behaviour>>;

/// The org, until it is dropped.
pub(crate) struct Org {
    pub(crate) url: String,
    shared: Shared,
    runtime: Option<Runtime>,
}

impl Org {
    pub(crate) fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        listener.set_nonblocking(true).unwrap();
        let shared = Shared::default();
        shared.lock().unwrap().url.clone_from(&url);
        let router = Router::new()
            .route("/services/oauth2/authorize", get(authorize))
            .route("/services/oauth2/token", post(token))
            .route("/services/oauth2/revoke", post(revoke))
            .route("/services/oauth2/userinfo", get(userinfo))
            .route("/services/data/{version}/query", get(query))
            .route("/services/data/{version}/actions/standard/{name}", get(action).post(action))
            .with_state(shared.clone());
        runtime.spawn(async {
            axum::serve(TcpListener::from_std(listener).unwrap(), router).await.unwrap();
        });
        Self { url, shared, runtime: Some(runtime) }
    }

    pub(crate) fn behaviour(&self) -> MutexGuard<'_, Behaviour> {
        self.shared.lock().unwrap()
    }

    /// Every access token that was given ends.
    pub(crate) fn expire(&self) {
        self.behaviour().valid.clear();
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        self.runtime.take().unwrap().shutdown_background();
    }
}

impl Behaviour {
    /// Secrets that look like an org's.
    pub(crate) fn access_token(&mut self) -> String {
        self.made += 1;
        let token = format!("{ORG_ID}!access.{}.fgh7Yk2Zb9xT1mWc5LrE8u", self.made);
        self.valid.push(token.clone());
        token
    }

    fn refresh_token(&mut self) -> String {
        self.made += 1;
        self.refresh = format!("5Aep861.refresh.{}.Jq3jzq7Yk2Zb9xT1m", self.made);
        self.refresh.clone()
    }

    fn reply(&mut self, refresh: Option<String>) -> Response {
        let mut reply = json!({
            "access_token": self.access_token(),
            "instance_url": self.url,
            "id": format!("{}/id/{ORG_ID}/005Ws00000AdaM1IAJ", self.url),
            "token_type": "Bearer",
            "issued_at": "1795000000000",
            "signature": "c2lnbmF0dXJl",
            "scope": "refresh_token api",
        });
        if let Some(refresh) = refresh {
            reply["refresh_token"] = refresh.into();
        }
        axum_json(StatusCode::OK, &reply)
    }
}

fn axum_json(status: StatusCode, body: &Value) -> Response {
    (status, [("content-type", "application/json;charset=UTF-8")], body.to_string()).into_response()
}

fn oauth_error(code: &str, text: &str) -> Response {
    let body = json!({ "error": code, "error_description": text });
    axum_json(StatusCode::BAD_REQUEST, &body)
}

fn pairs(text: &str) -> HashMap<String, String> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

async fn authorize(State(org): State<Shared>, uri: Uri) -> Response {
    let (mut org, asked) = (org.lock().unwrap(), pairs(uri.query().unwrap()));
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["scope"], "api refresh_token");
    let mut back = url::Url::parse(&asked["redirect_uri"]).unwrap();
    assert_eq!(back.path(), "/OauthRedirect");
    let (name, value) = match org.denies {
        Some((error, text)) => {
            back.query_pairs_mut().append_pair("error_description", text);
            ("error", error.to_owned())
        }
        None => {
            let code = format!("aPrx.code.{}==", org.codes.len());
            org.codes.insert(code.clone(), asked["code_challenge"].clone());
            ("code", code)
        }
    };
    back.query_pairs_mut().append_pair(name, &value);
    back.query_pairs_mut().append_pair("state", &asked["state"]);
    Redirect::to(back.as_str()).into_response()
}

async fn token(State(org): State<Shared>, body: String) -> Response {
    let form = pairs(&body);
    let takes = org.lock().unwrap().takes;
    let answer = answer(&org, &form);
    // What was decided is only slow to come.
    tokio::time::sleep(takes).await;
    answer
}

fn answer(org: &Shared, form: &HashMap<String, String>) -> Response {
    let mut org = org.lock().unwrap();
    assert!(!form.contains_key("client_secret") && form.contains_key("client_id"));
    if let Some((error, text)) = org.token_error {
        return oauth_error(error, text);
    }
    match form["grant_type"].as_str() {
        "authorization_code" => {
            let digest = Sha256::digest(form["code_verifier"].as_bytes());
            let challenge = org.codes.remove(&form["code"]);
            if challenge != Some(BASE64_URL_SAFE_NO_PAD.encode(digest)) {
                return oauth_error("invalid_grant", "invalid authorization code");
            }
            let refresh = (!org.short_lived).then(|| org.refresh_token());
            org.reply(refresh)
        }
        "refresh_token" => {
            org.refreshed += 1;
            if form["refresh_token"] != org.refresh {
                // One that was used up before: an org takes it for stolen.
                org.refresh.clear();
                return oauth_error("invalid_grant", "expired access/refresh token");
            }
            let refresh = org.rotates.then(|| org.refresh_token());
            org.reply(refresh)
        }
        other => oauth_error("unsupported_grant_type", other),
    }
}

async fn revoke(State(org): State<Shared>, body: String) -> StatusCode {
    org.lock().unwrap().revoked.push(pairs(&body)["token"].clone());
    StatusCode::OK
}

fn refused(org: &Behaviour, headers: &HeaderMap) -> Option<Response> {
    let bearer = headers["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap();
    let lets_in = !org.refuses_all && org.valid.iter().any(|token| token == bearer);
    // It echoes what it was sent, as no org should.
    let text =
        org.refusal.map_or_else(|| format!("Session expired or invalid: {bearer}"), str::to_owned);
    let body = json!([{ "errorCode": "INVALID_SESSION_ID", "message": text }]);
    (!lets_in).then(|| axum_json(StatusCode::UNAUTHORIZED, &body))
}

async fn userinfo(State(org): State<Shared>, headers: HeaderMap) -> Response {
    let mut org = org.lock().unwrap();
    org.told_who += 1;
    if let Some(refusal) = refused(&org, &headers) {
        return refusal;
    }
    if org.anonymous {
        return (StatusCode::FORBIDDEN, "Missing_OAuth_Scope").into_response();
    }
    axum_json(
        StatusCode::OK,
        &json!({
            "user_id": "005Ws00000AdaM1IAJ", "organization_id": ORG_ID,
            "preferred_username": "ada@example.com", "name": "Ada Marchetti",
        }),
    )
}

async fn query(State(org): State<Shared>, uri: Uri, headers: HeaderMap) -> Response {
    let org = org.lock().unwrap();
    if let Some(refusal) = refused(&org, &headers) {
        return refusal;
    }
    let asked = pairs(uri.query().unwrap());
    let has = !org.empty && asked["q"].contains("FROM VideoCall ");
    let records = if has { json!([{ "Id": CALL }]) } else { json!([]) };
    let body = json!({ "totalSize": usize::from(has), "done": true, "records": records });
    axum_json(StatusCode::OK, &body)
}

async fn action(State(org): State<Shared>, headers: HeaderMap, request: Request) -> Response {
    let org = org.lock().unwrap();
    if let Some(refusal) = refused(&org, &headers) {
        return refusal;
    }
    let name = request.uri().path().rsplit('/').next().unwrap();
    if org.lacks.contains(&name) {
        let text = format!("Invalid Action Type: {name}");
        let body = json!([{ "errorCode": "NOT_FOUND", "message": text }]);
        return axum_json(StatusCode::NOT_FOUND, &body);
    }
    let outputs = match name {
        "getConversationTranscript" => json!({ "structuredTranscript": { "entries": [] } }),
        _ => json!({ "conversationIntelligence": { "callSummary": "<p>They agreed.</p>" } }),
    };
    let usage = [("sforce-limit-info", "api-usage=18/5000")];
    let body =
        json!([{ "actionName": name, "isSuccess": true, "errors": null, "outputValues": outputs }]);
    (usage, axum_json(StatusCode::OK, &body)).into_response()
}
