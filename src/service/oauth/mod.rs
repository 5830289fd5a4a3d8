//! Signing in with OAuth 2.0: an authorization code with PKCE, refresh tokens, and who one is.
//!
//! It owns its endpoints (`/services/oauth2/…`, `/id/…`), who has signed in since the service
//! started ([`grants`]), and where a browser may be sent ([`redirect`]).
//!
//! Unlike an org it asks for PKCE always, takes any well-formed client id and any secret, signs
//! nothing (`signature` is a digest, there is no `id_token`), and knows no other way to sign in
//! than a code and a refresh token.

mod authorize;
mod form;
mod grants;
mod identity;
mod page;
mod redirect;
mod refusal;
mod scope;
mod shelf;
mod token;

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json as value};

pub(super) use grants::Grants;

use super::access::Holder;
use super::answer::bearer;
use super::errors::Refusal;
use super::format::Format;
use super::{Service, body};
use identity::identity_url;
use refusal::Fault;

/// Who says yes to an app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Approval {
    /// A person, on a page that wants a token of the service.
    #[default]
    Ask,
    /// The service, at once, to everyone who can reach it.
    Automatic,
}

/// What can be chosen about signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who says yes.
    pub approve: Approval,
    /// Addresses that a browser may be sent back to, beside `http` on loopback.
    pub redirects: Vec<String>,
    /// Whether each refresh gives a new refresh token and ends the old one.
    pub rotate: bool,
    /// How long an access token is good.
    pub lifetime: Duration,
}

/// Asked first, back to loopback only, refresh tokens that stay, access tokens for two hours.
impl Default for SignIn {
    fn default() -> Self {
        Self {
            approve: Approval::default(),
            redirects: Vec::new(),
            rotate: false,
            lifetime: Duration::from_hours(2),
        }
    }
}

/// What a path of this room leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint<'a> {
    Authorize,
    Token,
    Revoke,
    UserInfo,
    /// `/id/` and the rest.
    Identity(&'a str),
}

impl<'a> Endpoint<'a> {
    pub(super) fn of(path: &'a str) -> Option<Self> {
        match path {
            "/services/oauth2/authorize" => Some(Self::Authorize),
            "/services/oauth2/token" => Some(Self::Token),
            "/services/oauth2/revoke" => Some(Self::Revoke),
            "/services/oauth2/userinfo" => Some(Self::UserInfo),
            _ => path.strip_prefix("/id/").map(Self::Identity),
        }
    }

    fn methods(self) -> &'static str {
        match self {
            Self::Authorize | Self::UserInfo => "GET,POST",
            Self::Token | Self::Revoke => "POST",
            Self::Identity(_) => "GET",
        }
    }
}

/// Answers a request to one of the endpoints.
pub(super) async fn answer(
    service: &Service,
    endpoint: Endpoint<'_>,
    head: &Parts,
    sent: Body,
) -> Response {
    let allowed = endpoint.methods();
    if !allowed.split(',').any(|method| head.method == method) {
        return Refusal::method(&head.method, allowed).response(Format::Json);
    }
    match endpoint {
        Endpoint::Authorize if head.method == Method::GET => authorize::request(service, head),
        Endpoint::UserInfo | Endpoint::Identity(_) => known(service, endpoint, head),
        Endpoint::Authorize | Endpoint::Token | Endpoint::Revoke => {
            let Ok(form) = body::form(&head.headers, sent).await else {
                return UNREADABLE.response();
            };
            match endpoint {
                Endpoint::Token => token::token(service, head, &form),
                Endpoint::Revoke => token::revoke(service, &form),
                _ => authorize::answer(service, head, &form),
            }
        }
    }
}

const UNREADABLE: Fault = Fault::request("the body must be a form of at most 16 KiB");

/// What only those with a token are told.
fn known(service: &Service, endpoint: Endpoint<'_>, head: &Parts) -> Response {
    let holder = bearer(head).and_then(|token| service.holder(token, Instant::now()));
    let (Some(holder), Some(instance)) = (holder, instance(service, head)) else {
        return plain(StatusCode::FORBIDDEN, "Bad_OAuth_Token");
    };
    let user = service.acting(&holder);
    match endpoint {
        Endpoint::Identity(path) => identity::identity(service, &instance, user, path),
        _ => identity::user_info(service, &instance, user),
    }
}

/// The service's own address: as it was started with, else as the request names it.
fn instance(service: &Service, head: &Parts) -> Option<String> {
    if let Some(url) = service.public_url() {
        return Some(url.trim_end_matches('/').to_owned());
    }
    let host: Authority = head.headers.get(HOST)?.to_str().ok()?.parse().ok()?;
    (!host.as_str().contains('@')).then(|| format!("http://{host}"))
}

/// The address that names a token's user.
pub(super) fn identity_of(service: &Service, holder: &Holder, head: &Parts) -> Option<String> {
    let instance = instance(service, head)?;
    Some(identity_url(service, &instance, service.acting(holder)))
}

/// A client id of letters, digits, `.`, `_` and `-`, such as `PlatformCLI`.
fn client_id(text: Option<&str>) -> Option<&str> {
    let known = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-');
    text.filter(|text| (1..=512).contains(&text.len()) && text.bytes().all(known))
}

fn json(status: StatusCode, value: &Value) -> Response {
    whole(status, "application/json;charset=UTF-8", value.to_string())
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    whole(status, "text/plain;charset=UTF-8", text)
}

/// Nothing here may be kept by anyone on the way.
fn whole(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

impl Fault {
    fn response(&self) -> Response {
        let error = value!({"error": self.error, "error_description": self.description});
        json(self.status, &error)
    }
}
