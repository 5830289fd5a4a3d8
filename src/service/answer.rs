//! From a request to its response.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};

use super::access::{Holder, Right};
use super::errors::Refusal;
use super::format::Format;
use super::invoke::invoke;
use super::oauth::{self, Endpoint};
use super::reply::Reply;
use super::resource::{Place, READ, Resource};
use super::usage::Counted;
use super::{Service, body, describe, object, query, tasks, version};

/// The longest URI, and the most bytes that a URI and its headers may have together; both are
/// documented with the statuses 414 and 431.
const LONGEST: usize = 16_384;

const LIMIT_INFO: &str = "sforce-limit-info";

/// Answers a request: the version list to everyone, the rest to those with a token. Whatever
/// happens after the token was found right counts towards the limit.
pub(super) async fn answer(State(service): State<Service>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let format = Format::accepted(&head.headers);
    let now = Instant::now();
    let (rest, holder) = match enter(&service, &head, now) {
        Ok(Entry::Versions) => return sent(format, Ok(reading(&version::list()))).await,
        Ok(Entry::SignIn(endpoint)) => return oauth::answer(&service, endpoint, &head, body).await,
        Ok(Entry::Rest(rest, holder)) => (rest, holder),
        Err(refusal) => return refusal.response(format),
    };
    let counted = service.count(&holder, now);
    let reply = if counted.allowed {
        reply(&service, &holder, counted, rest, &head, body).await
    } else {
        Err(Refusal::limit())
    };
    let mut response = sent(format, reply).await;
    if let Ok(value) = HeaderValue::from_str(&counted.header()) {
        response.headers_mut().insert(LIMIT_INFO, value);
    }
    response
}

async fn sent(format: Format, reply: Result<Reply, Refusal>) -> Response {
    let response = match reply {
        Ok(reply) => reply.response(format).await,
        Err(refusal) => Err(refusal),
    };
    response.unwrap_or_else(|refusal| refusal.response(format))
}

enum Entry<'a> {
    Versions,
    SignIn(Endpoint<'a>),
    Rest(&'a str, Arc<Holder>),
}

fn enter<'a>(service: &Service, head: &'a Parts, now: Instant) -> Result<Entry<'a>, Refusal> {
    let path = head.uri.path();
    let uri = head.uri.path_and_query().map_or(path, |uri| uri.as_str()).len();
    let header = |(name, value): (&HeaderName, &HeaderValue)| {
        name.as_str().len() + value.len() + ": \r\n".len()
    };
    if uri > LONGEST {
        return Err(Refusal::uri_size());
    }
    if uri + head.headers.iter().map(header).sum::<usize>() > LONGEST {
        return Err(Refusal::header_size());
    }
    match Place::of(path) {
        Place::Versions if reads(&head.method) => Ok(Entry::Versions),
        Place::Versions => Err(Refusal::method(&head.method, READ)),
        Place::SignIn(endpoint) => Ok(Entry::SignIn(endpoint)),
        Place::Elsewhere => Err(Refusal::not_found()),
        Place::Rest(rest) => {
            let token = bearer(head).ok_or_else(Refusal::session)?;
            let holder = service.holder(token, now).ok_or_else(Refusal::session)?;
            Ok(Entry::Rest(rest, holder))
        }
    }
}

async fn reply(
    service: &Service,
    holder: &Holder,
    counted: Counted,
    rest: &str,
    head: &Parts,
    body: Body,
) -> Result<Reply, Refusal> {
    let resource = Resource::find(rest)?;
    let value = match resource {
        Resource::Action(_, action) if !holder.may(Right::to(action)) => {
            return Err(Refusal::action(action.name()));
        }
        Resource::Action(_, action) if head.method == Method::POST => {
            let body = body::read(&head.headers, body).await?;
            return invoke(service, holder, action, &body);
        }
        Resource::Make => return tasks::write(service, holder, None, head, body).await,
        Resource::Upsert(field, key) => {
            return tasks::write(service, holder, Some((field, key)), head, body).await;
        }
        _ if !reads(&head.method) => {
            return Err(Refusal::method(&head.method, resource.methods()));
        }
        Resource::Actions(version) => describe::actions(version),
        Resource::StandardActions(version) => {
            describe::standard(version, |action| holder.may(Right::to(action)))
        }
        Resource::Action(_, action) => describe::action(action),
        Resource::Root(version) => {
            describe::root(version, oauth::identity_of(service, holder, head))
        }
        Resource::Limits => json!({"DailyApiRequests": counted.limits()}),
        Resource::Query(version) => query::first(service, holder, version, head)?,
        Resource::More(version, cursor) => query::more(service, holder, version, cursor)?,
        Resource::Objects(version) => object::all(version),
        Resource::Describe(version, object) => object::one(&service.records(), version, object),
        Resource::Record(version, object, id) => {
            let query = head.uri.query();
            object::record(&service.records(), holder, version, (object, id), query)?
        }
    };
    Ok(reading(&value))
}

/// `HEAD` is answered like `GET`; the body is left out where it would be sent.
fn reads(method: &Method) -> bool {
    method == Method::GET || method == Method::HEAD
}

pub(super) fn bearer(head: &Parts) -> Option<&str> {
    let (scheme, token) = head.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn reading(value: &Value) -> Reply {
    Reply::new(StatusCode::OK, value.to_string())
}
