//! SOQL over the library: the queries that a list of calls needs, answered as an org answers them.
//!
//! `token` and `parse` read the text, `plan` finds out what its names and values mean and what it
//! finds, `shape` writes the records. Of SOQL there is `SELECT` of fields and of fields of related
//! records or `COUNT()`, `WHERE`, `ORDER BY`, `LIMIT` and `OFFSET`. There are no subqueries, no
//! grouping and no functions: they are refused, with their place.

mod cursor;
mod filter;
mod literal;
mod parse;
mod path;
mod pattern;
mod period;
mod plan;
mod shape;

mod token;
mod tree;

use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::Service;
use super::access::{Holder, Right};
use super::errors::Refusal;
use super::object::Object;
use super::version::Version;
use cursor::Cursor;
use plan::Plan;

const OPTIONS: &str = "sforce-query-options";
const FEWEST: u32 = 200;
const MOST: u32 = 2000;

/// `…/query?q=…`; with `columns=true`, what such a query selects instead of what it finds.
pub(super) fn first(
    service: &Service,
    holder: &Holder,
    version: Version,
    head: &Parts,
) -> Result<Value, Refusal> {
    let parameters = url::form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes());
    let parameter = |name| parameters.clone().find(|(key, _)| key == name).map(|(_, value)| value);
    let query = parameter("q")
        .ok_or_else(|| Refusal::query("the parameter q is missing: send q=SELECT …"))?;
    if parameter("columns").as_deref() == Some("true") {
        return columns(service, &query);
    }
    let batch = batch(&head.headers);
    let cursor = Cursor { query: query.into_owned(), asked: Timestamp::now(), done: 0, batch };
    answer(service, holder, version, cursor)
}

/// Only the keys that the `sf` command line reads.
fn columns(service: &Service, query: &str) -> Result<Value, Refusal> {
    let records = &service.records();
    let plan = Plan::new(records, parse::parse(query)?, Timestamp::now())?;
    let columns = plan.shape.map(|shape| shape.columns(records, plan.object));
    Ok(json!({
        "columnMetadata": columns.unwrap_or_default(),
        "entityName": plan.object.name(),
        "keyPrefix": plan.object.key_prefix(),
    }))
}

/// `…/query/<cursor>`.
pub(super) fn more(
    service: &Service,
    holder: &Holder,
    version: Version,
    cursor: &str,
) -> Result<Value, Refusal> {
    let cursor = Cursor::read(cursor, holder, service.acting(holder).id)?;
    answer(service, holder, version, cursor)
}

/// One batch. A query that is too long to be gone on with is answered in one: an org does not
/// promise the size of a batch either.
fn answer(
    service: &Service,
    holder: &Holder,
    version: Version,
    cursor: Cursor,
) -> Result<Value, Refusal> {
    let records = &service.records();
    let plan = Plan::new(records, parse::parse(&cursor.query)?, cursor.asked)?;
    if plan.object == Object::Task && !holder.may(Right::Tasks) {
        return Err(Refusal::hidden_object(plan.object.name()));
    }
    if plan.object.is_of_calls() && !holder.may(Right::List) {
        return Err(Refusal::hidden_object(plan.object.name()));
    }
    let done = cursor.done as usize;
    let end = cursor.done.saturating_add(cursor.batch);
    let next = Cursor { done: end, ..cursor }.write(holder, service.acting(holder).id);
    let batch = done..if next.is_some() { end as usize } else { usize::MAX };
    let Some(shape) = &plan.shape else {
        let found = plan.find(records, holder, 0..0);
        return Ok(json!({"totalSize": found.total, "done": true, "records": []}));
    };
    let found = plan.find(records, holder, batch);
    let more = done + found.rows.len() < found.total;
    let rows = found.rows.into_iter();
    let rows = rows.map(|row| shape.record(records, version, plan.object, row));
    let mut answer =
        json!({"totalSize": found.total, "done": !more, "records": rows.collect::<Value>()});
    if let Some(next) = next.filter(|_| more) {
        answer["nextRecordsUrl"] = json!(format!("/services/data/{version}/query/{next}"));
    }
    Ok(answer)
}

/// The size of a batch that the request's options ask for, within what an org allows.
fn batch(headers: &HeaderMap) -> u32 {
    let options = headers.get(OPTIONS).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut options = options.split(',').filter_map(|option| option.split_once('='));
    let size = options.find(|(key, _)| key.trim().eq_ignore_ascii_case("batchSize"));
    let size = size.and_then(|(_, size)| size.trim().parse().ok());
    size.map_or(MOST, |size: u32| size.clamp(FEWEST, MOST))
}
