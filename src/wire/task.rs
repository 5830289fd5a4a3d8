//! Tasks of the org, as `POST …/sobjects/Task` takes them and a query tells them.
//!
//! Field names are those of the Object Reference, "Task".

use serde_json::{Map, Value, json};

use super::action::RestError;
use super::cut::cut;
use super::query::literal;
use super::read::{ReadError, json as parsed, misfit, outputs};
use crate::call::CallId;

/// A task that is to be in the org. [`CallId`] reads the ids of all objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFields {
    /// `Subject`, at most 255 characters.
    pub subject: String,
    /// `ActivityDate`, such as `2026-12-03`: the day on which it is due.
    pub due: Option<String>,
    /// `Description`.
    pub description: String,
    /// The record that it is about: `WhoId` for a contact or a lead, else `WhatId`.
    pub about: Option<CallId>,
}

impl TaskFields {
    /// The fields by their names; what is not said is left to the org, such as `Status`.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("Subject".to_owned(), json!(self.subject));
        if let Some(due) = &self.due {
            fields.insert("ActivityDate".to_owned(), json!(due));
        }
        fields.insert("Description".to_owned(), json!(self.description));
        if let Some(about) = self.about {
            let is_person = ["003", "00Q"].iter().any(|prefix| about.as_str().starts_with(prefix));
            let field = if is_person { "WhoId" } else { "WhatId" };
            fields.insert(field.to_owned(), json!(about.to_string()));
        }
        Value::Object(fields)
    }
}

/// The record that a request made or changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Its id; an org that only changed a record may not say it.
    pub id: Option<CallId>,
    /// Whether it is new.
    pub created: bool,
}

/// Reads the answer to a request that makes or changes a record: `{"id", "success", "created"}`,
/// or nothing at all.
///
/// # Errors
///
/// [`ReadError`] when it is something else, or the org refused.
pub fn saved(body: &[u8]) -> Result<Saved, ReadError> {
    if body.trim_ascii().is_empty() {
        return Ok(Saved { id: None, created: false });
    }
    let skeleton = cut(body, |_, _, _| {})?;
    let body = parsed(&skeleton)?;
    if !body.is_object() || RestError::read(&body).is_some() {
        return Err(outputs(body).err().unwrap_or(ReadError::Empty));
    }
    let id = body.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
    match (id, body.get("success")) {
        (Some(id), Some(Value::Bool(true))) => {
            let created = body.get("created").and_then(Value::as_bool).unwrap_or(true);
            Ok(Saved { id: Some(id), created })
        }
        (_, other) => {
            let other = other.cloned().unwrap_or(Value::Null);
            Err(ReadError::Shape(misfit("success", "true", &other)))
        }
    }
}

/// Asks for the tasks of one subject, the newest first. The description, where the key is, is a
/// long text that no query can look into.
#[must_use]
pub fn tasks_query(subject: &str) -> String {
    format!(
        "SELECT Id, Description FROM Task WHERE Subject = {} ORDER BY CreatedDate DESC LIMIT 200",
        literal(subject)
    )
}

/// Asks for the record that a call is about.
#[must_use]
pub fn related_query(call: CallId) -> Option<String> {
    let object = call.kind()?.object();
    Some(format!("SELECT RelatedRecordId FROM {object} WHERE Id = '{call}'"))
}

/// The record that a row of [`related_query`] names.
#[must_use]
pub fn related(row: &Value) -> Option<Option<CallId>> {
    Some(row.get("RelatedRecordId")?.as_str().and_then(|id| id.parse().ok()))
}

/// The id of a row of [`tasks_query`], and whether its description holds a key.
#[must_use]
pub fn task_row(row: &Value, key: &str) -> Option<(CallId, bool)> {
    let id = row.get("Id")?.as_str()?.parse().ok()?;
    let description = row.get("Description").and_then(Value::as_str).unwrap_or_default();
    Some((id, description.contains(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_has_the_fields_that_are_known() {
        let mut task = TaskFields {
            subject: "Send it".to_owned(),
            due: None,
            description: "From a call".to_owned(),
            about: None,
        };
        assert_eq!(task.json(), json!({"Subject": "Send it", "Description": "From a call"}));
        task.due = Some("2026-12-03".to_owned());
        task.about = "001Ws00000AbCdE".parse().ok();
        assert_eq!(task.json()["WhatId"].as_str().unwrap().len(), 18);
        task.about = "003Ws00000AbCdE".parse().ok();
        assert!(task.json()["WhoId"].is_string() && task.json()["WhatId"].is_null());
        assert_eq!(task.json()["ActivityDate"], "2026-12-03");
    }

    #[test]
    fn an_answer_says_what_was_made() {
        let saved = |body: &str| saved(body.as_bytes());
        let id = "00TWs000004Tb7KMAS";
        let made = saved(&format!(r#"{{"id":"{id}","success":true,"errors":[]}}"#)).unwrap();
        assert!(made.created && made.id.is_some());
        let body = format!(r#"{{"id":"{id}","success":true,"errors":[],"created":false}}"#);
        assert!(!saved(&body).unwrap().created);
        assert_eq!(saved("").unwrap(), Saved { id: None, created: false });
        assert!(matches!(
            saved(r#"[{"errorCode":"REQUIRED_FIELD_MISSING","message":"No"}]"#),
            Err(ReadError::Refused(_))
        ));
        assert!(saved("{}").is_err() && saved("[]").is_err() && saved("<html>").is_err());
    }

    #[test]
    fn a_query_quotes_the_subject() {
        let query = tasks_query("Ada's \\ quote");
        assert!(query.contains(r"Subject = 'Ada\'s \\ quote'"), "{query}");
        let row = json!({"Id": "00TWs000004Tb7KMAS", "Description": "…\n[earmark-x]"});
        assert!(task_row(&row, "earmark-x").unwrap().1);
        assert!(!task_row(&row, "earmark-y").unwrap().1);
        assert_eq!(task_row(&json!({"Id": 1}), "x"), None);
    }
}
