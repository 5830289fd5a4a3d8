//! `/services/oauth2/authorize`: whether an app may act for someone, and the code that says so.

use std::sync::Arc;
use std::time::Instant;

use axum::http::StatusCode;
use axum::http::header::{HOST, LOCATION, ORIGIN};
use axum::http::request::Parts;
use axum::response::Response;
use secrecy::ExposeSecret;

use super::form::Params;
use super::grants::Request;
use super::page::{self, Question};
use super::redirect::Redirect;
use super::refusal::Fault;
use super::scope::Scopes;
use super::{Approval, client_id, plain};
use crate::service::Service;
use crate::service::access::{Holder, Visible};
use crate::service::digest::{Digest, from_base64url};

/// Answers an app's request: at once where that is agreed, else with a question.
pub(super) fn request(service: &Service, head: &Parts) -> Response {
    let Some(params) = Params::parse(head.uri.query().unwrap_or_default().as_bytes()) else {
        return page::refused("A parameter is given more than once.");
    };
    let Some(client_id) = client_id(params.get("client_id")) else {
        return page::refused(
            "client_id is missing, or is not made of letters, digits, . _ and -.",
        );
    };
    let given = params.get("redirect_uri").unwrap_or_default();
    let Some(redirect) = Redirect::allowed(given, &service.sign_in().redirects) else {
        return page::refused(
            "redirect_uri must be http://localhost with any port and path, or an address that the \
             service was started with.",
        );
    };
    match read(service, &params, client_id, &redirect) {
        Ok(request) => match service.sign_in().approve {
            Approval::Automatic => {
                let (calls, user) = (Visible::All, request.user);
                allow(service, request, Holder::new(calls, user))
            }
            Approval::Ask => ask(service, &request, None),
        },
        Err(fault) => back(&redirect, &fault, params.get("state")),
    }
}

fn read(
    service: &Service,
    params: &Params,
    client_id: &str,
    redirect: &Redirect,
) -> Result<Request, Fault> {
    if params.get("response_type") != Some("code") {
        return Err(Fault::new("unsupported_response_type", "response type not supported"));
    }
    let scopes = Scopes::parse(params.get("scope"))
        .ok_or(Fault::new("invalid_scope", "the requested scope is not allowed"))?;
    if params.get("code_challenge_method").unwrap_or("S256") != "S256" {
        return Err(Fault::request("code_challenge_method must be S256"));
    }
    let challenge = params.get("code_challenge").ok_or(MISSING)?;
    let challenge = from_base64url(challenge).ok_or(MALFORMED)?;
    let named = params.get("login_hint").map(|name| service.directory().named(name));
    let user = match named {
        Some(None) => return Err(Fault::new("access_denied", "no user has this username")),
        Some(Some(user)) => Some(user.id),
        None => None,
    };
    Ok(Request {
        client_id: client_id.to_owned(),
        redirect: redirect.clone(),
        scopes,
        state: params.get("state").map(str::to_owned),
        challenge: Digest::from_bytes(challenge),
        user,
    })
}

const MISSING: Fault = Fault::request("missing required code challenge");
const MALFORMED: Fault = Fault::request("invalid code challenge");

/// Answers the question's form. Nothing but what is in it speaks for the person: a page of
/// somebody else could send the form, but not the token that belongs into it.
pub(super) fn answer(service: &Service, head: &Parts, form: &[u8]) -> Response {
    let header = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let from = header(ORIGIN).and_then(|origin| origin.split_once("://"));
    if from.is_some_and(|(_, host)| Some(host) != header(HOST)) {
        return page::refused("The answer comes from a page of somebody else.");
    }
    let params = Params::parse(form);
    let params = params.as_ref();
    let nonce = params.and_then(|params| params.get("nonce")).unwrap_or_default();
    let now = Instant::now();
    let Some(request) = service.grants().asked(nonce, now) else {
        return page::refused("The question was answered before, or is older than ten minutes.");
    };
    if params.and_then(|params| params.get("answer")) != Some("allow") {
        let denied = Fault::new("access_denied", "end-user denied authorization");
        return back(&request.redirect, &denied, request.state.as_deref());
    }
    let token = params.and_then(|params| params.get("token")).unwrap_or_default();
    let Some(holder) = service.holder(token.trim(), now) else {
        return ask(service, &request, Some("That is no token of this service."));
    };
    let lent = holder.lend(request.user);
    allow(service, request, lent)
}

fn ask(service: &Service, request: &Request, fault: Option<&str>) -> Response {
    let user = request.user.map(|id| service.directory().acting(Some(id)));
    match service.grants().ask(request.clone(), Instant::now()) {
        Ok(nonce) => page::question(&Question {
            client_id: &request.client_id,
            user: user.map(|user| (user.name.as_str(), user.username.as_str())),
            scopes: &request.scopes.meanings(),
            origin: &request.redirect.origin(),
            nonce: nonce.expose_secret(),
            fault,
        }),
        Err(fault) => back(&request.redirect, &fault, request.state.as_deref()),
    }
}

fn allow(service: &Service, request: Request, holder: Holder) -> Response {
    let (redirect, state) = (request.redirect.clone(), request.state.clone());
    match service.grants().allow(request, Arc::new(holder), Instant::now()) {
        Ok(code) => to(&redirect.with(&[("code", code.expose_secret())], state.as_deref())),
        Err(fault) => back(&redirect, &fault, state.as_deref()),
    }
}

/// Tells the app what is wrong.
fn back(redirect: &Redirect, fault: &Fault, state: Option<&str>) -> Response {
    let answer = [("error", fault.error), ("error_description", fault.description)];
    to(&redirect.with(&answer, state))
}

fn to(address: &str) -> Response {
    let mut response = plain(StatusCode::FOUND, "");
    // A URL is written in ASCII.
    if let Ok(address) = address.parse() {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}
