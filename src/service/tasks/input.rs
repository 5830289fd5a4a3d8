//! The fields of a task as a request sends them.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::super::errors::Refusal;
use super::super::user::RecordId;
use super::{KEY, Task};

/// What a request says of a field.
#[derive(Debug, Default)]
enum Set<T> {
    #[default]
    Nothing,
    To(Option<T>),
}

/// What a request says of a task; what it does not name stays as it is.
#[derive(Debug, Default)]
pub(super) struct Given {
    subject: Set<String>,
    due: Set<Date>,
    description: Set<String>,
    status: Set<String>,
    priority: Set<String>,
    what: Set<RecordId>,
    who: Set<RecordId>,
}

/// The longest texts, in characters.
const SUBJECT: usize = 255;
const DESCRIPTION: usize = 32_000;
const CHOICE: usize = 40;
const LONGEST_KEY: usize = 80;

/// Fields that there are and that no body may say; a key belongs into the path.
const OURS: [&str; 6] = ["Id", KEY, "CreatedDate", "LastModifiedDate", "SystemModstamp", "OwnerId"];

impl Given {
    /// Reads a body.
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let fields: Map<String, Value> = serde_json::from_slice(body)
            .map_err(|why| Refusal::json(format!("The body is not an object of fields: {why}")))?;
        let mut given = Self::default();
        for (name, value) in &fields {
            let is = |known: &str| name.eq_ignore_ascii_case(known);
            if is("Subject") {
                given.subject = Set::To(text(name, value, SUBJECT)?);
            } else if is("Description") {
                given.description = Set::To(text(name, value, DESCRIPTION)?);
            } else if is("Status") {
                given.status = Set::To(text(name, value, CHOICE)?);
            } else if is("Priority") {
                given.priority = Set::To(text(name, value, CHOICE)?);
            } else if is("ActivityDate") {
                given.due = Set::To(read(name, value)?);
            } else if is("WhatId") {
                given.what = Set::To(read(name, value)?);
            } else if is("WhoId") {
                given.who = Set::To(read(name, value)?);
            } else if OURS.iter().any(|own| is(own)) {
                return Err(Refusal::read_only(name));
            } else {
                return Err(Refusal::field(name, "Task"));
            }
        }
        Ok(given)
    }

    /// The record that the task is to be about.
    pub(super) fn what(&self) -> Option<RecordId> {
        match self.what {
            Set::To(what) => what,
            Set::Nothing => None,
        }
    }

    pub(super) fn apply(self, task: &mut Task) {
        set(&mut task.subject, self.subject);
        set(&mut task.due, self.due);
        set(&mut task.description, self.description);
        set(&mut task.what, self.what);
        set(&mut task.who, self.who);
        if let Set::To(Some(status)) = self.status {
            task.status = status;
        }
        if let Set::To(Some(priority)) = self.priority {
            task.priority = priority;
        }
    }
}

fn set<T>(field: &mut Option<T>, given: Set<T>) {
    if let Set::To(given) = given {
        *field = given;
    }
}

/// A key in a path, which may be escaped. It is read as a value of a form, once what means
/// something in a form alone is escaped too.
pub(super) fn key(escaped: &str) -> Result<String, Refusal> {
    let value = escaped.replace('&', "%26").replace('+', "%2B");
    let key = url::form_urlencoded::parse(format!("k={value}").as_bytes())
        .next()
        .map_or_else(String::new, |(_, key)| key.into_owned());
    let is_plain = |c: char| c.is_ascii_graphic();
    if key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(is_plain) {
        return Err(Refusal::not_found());
    }
    Ok(key)
}

fn text(name: &str, value: &Value, most: usize) -> Result<Option<String>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() > most => Err(Refusal::too_long(name, most)),
        Value::String(text) => Ok(Some(text.clone()).filter(|text| !text.is_empty())),
        other => Err(Refusal::type_of(name, other)),
    }
}

fn read<T: std::str::FromStr>(name: &str, value: &Value) -> Result<Option<T>, Refusal> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => text.parse().map(Some).map_err(|_| Refusal::type_of(name, value)),
        other => Err(Refusal::type_of(name, other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn refused(fields: &Value) -> String {
        let refusal = Given::read(fields.to_string().as_bytes()).unwrap_err();
        refusal.error.error_code
    }

    #[test]
    fn fields_have_types_and_bounds() {
        for (fields, code) in [
            (json!({"Subject": "x".repeat(256)}), "STRING_TOO_LONG"),
            (json!({"Subject": 1}), "JSON_PARSER_ERROR"),
            (json!({"ActivityDate": "soon"}), "JSON_PARSER_ERROR"),
            (json!({"WhatId": "001"}), "JSON_PARSER_ERROR"),
            (json!({"Colour": "red"}), "INVALID_FIELD"),
            (json!({"Id": "00T"}), "INVALID_FIELD_FOR_INSERT_UPDATE"),
            (json!({KEY: "other"}), "INVALID_FIELD_FOR_INSERT_UPDATE"),
            (json!(["Subject"]), "JSON_PARSER_ERROR"),
        ] {
            assert_eq!(refused(&fields), code, "{fields}");
        }
        let well = json!({"subject": "Send it", "ActivityDate": "2026-12-03", "WhoId": null});
        assert!(Given::read(well.to_string().as_bytes()).is_ok());
    }

    #[test]
    fn keys_are_plain() {
        for (escaped, plain) in
            [("earmark-6qr-0a%2F1", "earmark-6qr-0a/1"), ("a&b=c", "a&b=c"), ("a+b%2b", "a+b+")]
        {
            assert_eq!(key(escaped).unwrap(), plain);
        }
        for bad in ["", "%00", "%20", "%ff", &"x".repeat(81)] {
            assert!(key(bad).is_err(), "{bad}");
        }
    }
}
