//! A record, as `GET …/sobjects/<object>/<id>` answers it.

use serde_json::{Map, Value, json};

use super::super::access::Holder;
use super::super::errors::Refusal;
use super::super::user::RecordId;
use super::super::version::Version;
use super::{Object, Records};

/// What every record says of itself.
pub(in crate::service) fn attributes(version: Version, object: Object, id: RecordId) -> Value {
    let name = object.name();
    json!({"type": name, "url": format!("/services/data/{version}/sobjects/{name}/{id}")})
}

/// The record with the fields of a query's `fields` parameter, or all of them; always with its id.
/// Names are taken without regard to case, as the org does.
pub(in crate::service) fn record(
    records: &Records,
    holder: &Holder,
    version: Version,
    (object, id): (Object, &str),
    query: Option<&str>,
) -> Result<Value, Refusal> {
    let row = id.parse().ok().and_then(|id| records.row(object, id));
    let row = row.filter(|row| row.open_to(holder)).ok_or_else(Refusal::not_found)?;
    let columns = records.columns(object);
    let mut record = Map::new();
    record.insert("attributes".to_owned(), attributes(version, object, row.id));
    let mut insert = |place: usize| {
        record.insert(columns[place].name.to_owned(), row.cells[place].json());
    };
    let query = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let wanted = query.into_iter().find(|(key, _)| key == "fields").map(|(_, value)| value);
    match wanted {
        None => (0..columns.len()).for_each(insert),
        Some(wanted) => {
            let names = wanted.split(',').map(str::trim).filter(|name| !name.is_empty());
            for name in names.chain(["Id"]) {
                let place = records.column(object, name);
                insert(place.ok_or_else(|| Refusal::field(name, object.name()))?);
            }
        }
    }
    Ok(Value::Object(record))
}
