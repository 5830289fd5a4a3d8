//! What `GET` says of the objects: the keys that a client needs to know what it can ask for.
//!
//! Labels are made from the names, which is invented.

use serde_json::{Map, Value, json};

use super::super::tasks::KEY;
use super::super::version::Version;
use super::{Column, Kind, Object, Records, Relation};

/// `…/sobjects`.
pub(in crate::service) fn all(version: Version) -> Value {
    let objects: Vec<_> = Object::ALL.map(|object| summary(version, object).into()).to_vec();
    json!({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": Value::Array(objects)})
}

/// `…/sobjects/<object>/describe`.
pub(in crate::service) fn one(records: &Records, version: Version, object: Object) -> Value {
    let mut described = summary(version, object);
    let fields = records.columns(object).iter().map(field);
    described.insert("fields".to_owned(), fields.collect());
    described.into()
}

fn summary(version: Version, object: Object) -> Map<String, Value> {
    let name = object.name();
    let url = format!("/services/data/{version}/sobjects/{name}");
    let is_written = object == Object::Task;
    let described = json!({
        "createable": is_written, "custom": false, "deletable": false,
        "keyPrefix": object.key_prefix(), "label": object.label(), "name": name,
        "queryable": true, "retrieveable": true, "updateable": is_written,
        "urls": {
            "describe": format!("{url}/describe"), "rowTemplate": format!("{url}/{{ID}}"),
            "sobject": url,
        },
    });
    match described {
        Value::Object(described) => described,
        _ => Map::new(),
    }
}

fn field(column: &Column) -> Value {
    let usable = column.kind != Kind::LongText;
    let Relation { name, to } = match column.kind {
        Kind::Reference(relation) => relation,
        _ => Relation { name: None, to: &[] },
    };
    json!({
        "externalId": column.name == KEY, "filterable": usable, "label": label(column.name), "name": column.name,
        "nillable": column.kind != Kind::Id, "referenceTo": to.iter().map(|to| to.name()).collect::<Vec<_>>(),
        "relationshipName": name, "sortable": usable, "type": type_name(column.kind),
    })
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Id => "id",
        Kind::Reference(_) => "reference",
        Kind::Text => "string",
        Kind::LongText => "textarea",
        Kind::Integer => "int",
        Kind::Boolean => "boolean",
        Kind::DateTime => "datetime",
    }
}

/// `StartDateTime` as `Start Date Time`.
fn label(name: &str) -> String {
    let mut label = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !label.is_empty() {
            label.push(' ');
        }
        label.push(c);
    }
    label
}
