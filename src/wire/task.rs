//! Tasks of the org, as `POST …/sobjects/Task` takes them and a query tells them.
//!
//! Field names are those of the Object Reference, "Task".

use serde_json::{Map, Value, json};

use super::action::RestError;
use super::cut::cut;
use super::query::literal;
use super::read::{ReadError, json as parsed, misfit, outputs};
use crate::call::CallId;
use crate::call::task::Task;

/// The fields of a task by their names; what is not said is left to the org, such as `Status`.
#[must_use]
pub fn fields(task: &Task) -> Value {
    let mut fields = Map::new();
    fields.insert("Subject".to_owned(), json!(task.subject.as_str()));
    if let Some(due) = &task.due {
        fields.insert("ActivityDate".to_owned(), json!(due.to_string()));
    }
    fields.insert("Description".to_owned(), json!(task.description.as_str()));
    if let Some(about) = task.about {
        let is_person = ["003", "00Q"].iter().any(|prefix| about.as_str().starts_with(prefix));
        let field = if is_person { "WhoId" } else { "WhatId" };
        fields.insert(field.to_owned(), json!(about.to_string()));
    }
    Value::Object(fields)
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
        let people = crate::call::People::default();
        let blocks =
            ["Next steps", "Ada to send it by 2026-12-03"].map(|text| crate::call::Block {
                kind: match text {
                    "Next steps" => crate::call::BlockKind::Heading,
                    _ => crate::call::BlockKind::Paragraph,
                },
                runs: vec![crate::call::Run {
                    text: crate::call::text::clean_line(text).boxed(),
                    strong: false,
                    emphasis: false,
                    link: None,
                }],
            });
        let summary = crate::call::Summary { blocks: blocks.into() };
        let summary = crate::call::Part::Ready(Some(summary));
        let conversation = crate::call::Conversation { summary, ..Default::default() };
        let drafts = crate::call::task::drafts(None, &conversation, &people, None);
        let mut task = drafts[0].task(crate::call::task::Origin::default());
        assert_eq!(fields(&task)["Subject"], "Send it by 2026-12-03");
        assert!(
            fields(&task)["Description"].as_str().unwrap().starts_with("For Ada.\nFrom a call")
        );
        assert_eq!(fields(&task).as_object().unwrap().len(), 2);
        task.due = "2026-12-03".parse().ok();
        task.about = "001Ws00000AbCdE".parse().ok();
        assert_eq!(fields(&task)["WhatId"].as_str().unwrap().len(), 18);
        task.about = "003Ws00000AbCdE".parse().ok();
        assert!(fields(&task)["WhoId"].is_string() && fields(&task)["WhatId"].is_null());
        assert_eq!(fields(&task)["ActivityDate"], "2026-12-03");
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
