//! `/services/oauth2/token` and `/services/oauth2/revoke`.

use std::time::Instant;

use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::form::Params;
use super::grants::Issued;
use super::identity::identity_url;
use super::refusal::Fault;
use super::{client_id, instance, json as answer, plain};
use crate::service::Service;

/// Gives tokens for a code or for a refresh token.
///
/// Any well-formed client id is taken, and any secret: there are no apps to register here, and a
/// code is bound to the verifier that only its app knows.
pub(super) fn token(service: &Service, head: &Parts, form: &[u8]) -> Response {
    match exchange(service, head, form) {
        Ok(reply) => answer(StatusCode::OK, &reply),
        Err(fault) => fault.response(),
    }
}

fn exchange(service: &Service, head: &Parts, form: &[u8]) -> Result<Value, Fault> {
    let params = Params::parse(form).ok_or(TWICE)?;
    let instance = instance(service, head).ok_or(NO_HOST)?;
    let basic = basic(head);
    let id = client_id(basic.as_deref().or(params.get("client_id"))).ok_or_else(Fault::client)?;
    let (grants, now) = (service.grants(), Instant::now());
    let issued = match params.get("grant_type") {
        Some("authorization_code") => {
            let code = params.get("code").ok_or_else(Fault::code)?;
            let (redirect, verifier) = (params.get("redirect_uri"), params.get("code_verifier"));
            grants.redeem(code, id, redirect, verifier, now)?
        }
        Some("refresh_token") => {
            grants.refresh(params.get("refresh_token").unwrap_or_default(), id, now)?
        }
        _ => return Err(Fault::grant_type()),
    };
    Ok(reply(service, &instance, &issued))
}

const TWICE: Fault = Fault::request("a parameter is given more than once");
const NO_HOST: Fault = Fault::request("the request has no host");

fn reply(service: &Service, instance: &str, issued: &Issued) -> Value {
    let id = identity_url(service, instance, service.acting(&issued.grant.holder));
    let issued_at = Timestamp::now().as_millisecond().to_string();
    let mut reply = json!({
        "access_token": issued.access.expose_secret(),
        "signature": signature(&id, &issued_at),
        "scope": issued.grant.scopes.to_string(),
        "instance_url": instance,
        "id": id,
        "token_type": "Bearer",
        "issued_at": issued_at,
    });
    if let Some(refresh) = &issued.refresh {
        reply["refresh_token"] = json!(refresh.expose_secret());
    }
    reply
}

/// In the form of an org's. An org signs with the app's secret; there is none here, so this is a
/// plain digest that proves nothing.
fn signature(id: &str, issued_at: &str) -> String {
    STANDARD.encode(Sha256::digest(format!("{id}{issued_at}")))
}

/// The client id of `Authorization: Basic`.
fn basic(head: &Parts) -> Option<String> {
    let (scheme, rest) = head.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(rest.trim()))?;
    let text = String::from_utf8(decoded.ok()?).ok()?;
    text.split_once(':').map(|(id, _)| id.to_owned())
}

/// Ends a token. Those of the token file end with their line in it, not here.
pub(super) fn revoke(service: &Service, form: &[u8]) -> Response {
    let params = Params::parse(form);
    let token = params.as_ref().and_then(|params| params.get("token")).unwrap_or_default();
    match service.grants().revoke(token, Instant::now()) {
        true => plain(StatusCode::OK, ""),
        false => Fault::token_type().response(),
    }
}
