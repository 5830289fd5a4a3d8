//! Tasks that a person has confirmed: the only thing that is ever written to an org.
//!
//! Writing one twice must not make two. Where the org has a field for it, marked as an external
//! id, the task is upserted by its key, which may be repeated. Where it has none, the key stands
//! in the description; tasks of the same subject are looked through before one is made, the
//! request is sent once, and when its answer is lost they are looked through again.

use std::fmt;

use serde_json::Value;

use super::client::Client;
use super::error::{OrgError, Said};
use super::exchange::{Ask, Sends};
use super::refusal::Subject;
use crate::call::CallId;
use crate::call::task::{Made, Task, TaskKey};
use crate::call::text::Clean;
use crate::call::text::clean_line;
use crate::wire::task::{Saved, fields, related, related_query, saved, task_row, tasks_query};

/// A custom field of Task that is an external id, by its API name, such as `Earmark_Key__c`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyField(String);

/// Why the org does not take a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskRefusal {
    /// The user may not make tasks, or not about this record.
    NoRight(Said),
    /// A rule of the org says no, such as a validation rule or a field that must be filled.
    Rule(Said),
    /// There is no such field, or it is no external id, or hidden from the user.
    NoField(Said),
    /// The answer did not come, and whether the task was made is not known.
    Lost(Box<OrgError>),
}

impl KeyField {
    /// A field by its API name; nothing if that cannot be one.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.len() <= 80
            && name.chars().all(is_word);
        is_name.then(|| Self(name.to_owned()))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TaskRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRight(said) => {
                write!(f, "The org does not let this user make this task: {said}.")
            }
            Self::Rule(said) => write!(f, "The org does not take the task: {said}."),
            Self::NoField(said) => write!(f, "The org does not know a field of the task: {said}."),
            Self::Lost(error) => write!(f, "Whether the task was made is not known: {error}"),
        }
    }
}

impl TaskRefusal {
    /// What to do next.
    #[must_use]
    pub fn next(&self) -> &'static str {
        match self {
            Self::NoRight(_) => {
                "Ask an administrator for the permission “Edit Tasks”, and for access to the record."
            }
            Self::Rule(_) => {
                "Change the subject or the date, or make the task in the org; other tasks are not \
                 touched by it."
            }
            Self::NoField(_) => {
                "Check the name of the key field and that it is an external id that you may edit; \
                 without one, the key is put into the description."
            }
            Self::Lost(_) => {
                "Do it again: earmark looks for the task first, so there will not be two."
            }
        }
    }

    /// What a refusal of the org means, by its code.
    pub(super) fn of(said: Said) -> Result<Self, Said> {
        let code = said.code.as_str();
        let is_field =
            matches!(code, "INVALID_FIELD" | "INVALID_FIELD_FOR_INSERT_UPDATE" | "NOT_FOUND");
        let is_rule = matches!(
            code,
            "FIELD_CUSTOM_VALIDATION_EXCEPTION"
                | "REQUIRED_FIELD_MISSING"
                | "FIELD_INTEGRITY_EXCEPTION"
                | "FIELD_FILTER_VALIDATION_EXCEPTION"
                | "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
                | "STRING_TOO_LONG"
                | "DUPLICATES_DETECTED"
                | "CANNOT_EXECUTE_FLOW_TRIGGER"
                | "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
        );
        match code {
            _ if is_field => Ok(Self::NoField(said)),
            _ if is_rule => Ok(Self::Rule(said)),
            "INVALID_TYPE" | "INSUFFICIENT_ACCESS" => Ok(Self::NoRight(said)),
            _ if code.starts_with("INSUFFICIENT_ACCESS") => Ok(Self::NoRight(said)),
            _ => Err(said),
        }
    }
}

impl Client {
    /// Has a task in the org, once, however often it is asked for.
    ///
    /// With a key field, a task that is there is brought up to date; without one, it is left as
    /// it is. Nothing is asked for that a reader has not confirmed: callers show what is sent.
    ///
    /// # Errors
    ///
    /// [`OrgError::Task`]; [`OrgError`].
    pub async fn make_task(&self, task: &Task, field: Option<&KeyField>) -> Result<Made, OrgError> {
        match field {
            Some(field) => self.upsert_task(task, field).await,
            None => self.insert_task(task).await,
        }
    }

    async fn upsert_task(&self, task: &Task, field: &KeyField) -> Result<Made, OrgError> {
        let path = format!("sobjects/Task/{}/{}", field.as_str(), task.key.as_str());
        // The same request again leaves the same task: it may be repeated.
        let ask = self.task_request(&path, Sends::Patch(bytes(&fields(task))?));
        let Saved { id, created } = self.read(&ask, saved).await?;
        Ok(if created { Made::Created(id) } else { Made::Updated(id) })
    }

    async fn insert_task(&self, task: &Task) -> Result<Made, OrgError> {
        if let Some(id) = self.find_task(&task.subject, &task.key).await? {
            return Ok(Made::WasThere(id));
        }
        let ask = self.task_request("sobjects/Task", Sends::Post(bytes(&fields(task))?));
        let answer = self.patient.answer(&ask).await;
        let read = answer.and_then(|body| {
            saved(&body[..]).map_err(|why| OrgError::Unreadable {
                host: self.exchange.peer().host(),
                why: self.exchange.token.quote(&why.to_string()),
            })
        });
        match read {
            Ok(Saved { id, .. }) => Ok(Made::Created(id)),
            Err(error) if error.is_lost() => match self.find_task(&task.subject, &task.key).await {
                Ok(Some(id)) => Ok(Made::Created(Some(id))),
                // It may still be on its way.
                _ => Err(OrgError::Task(TaskRefusal::Lost(Box::new(error)))),
            },
            Err(error) => Err(error),
        }
    }

    /// The task that an earlier request made.
    async fn find_task(&self, subject: &str, key: &TaskKey) -> Result<Option<CallId>, OrgError> {
        let query = tasks_query(subject);
        let key = key.as_str().to_owned();
        let rows = self.task_rows(&query, move |row| task_row(row, &key)).await?;
        Ok(rows.into_iter().find(|(_, is_it)| *is_it).map(|(id, _)| id))
    }

    /// The record that a call is about; nothing where it is about none, or that is not told.
    ///
    /// # Errors
    ///
    /// [`OrgError`], but not for a right that is missing.
    pub async fn related_to(&self, call: CallId) -> Result<Option<CallId>, OrgError> {
        let Some(query) = related_query(call) else { return Ok(None) };
        match self.task_rows(&query, related).await {
            Ok(rows) => Ok(rows.into_iter().flatten().next()),
            Err(OrgError::Task(_) | OrgError::Refused { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn task_rows<T: Send + 'static>(
        &self,
        query: &str,
        each: impl Fn(&Value) -> Option<T> + Clone + Send + 'static,
    ) -> Result<Vec<T>, OrgError> {
        let path = format!("/services/data/v{}/query", self.version);
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("q", query).finish();
        let read = move |body: &[u8]| crate::wire::rows(body, each);
        Ok(self.get(Subject::Task, &path, Some(&query), read).await?.rows)
    }

    fn task_request(&self, path: &str, sends: Sends) -> Ask {
        let path = format!("/services/data/v{}/{path}", self.version);
        let url = self.exchange.instance.at(&path, None);
        Ask { url, sends, question: self.question(Subject::Task) }
    }
}

impl OrgError {
    /// Whether the request may have done its work though no answer came.
    fn is_lost(&self) -> bool {
        matches!(
            self,
            Self::TimedOut { .. }
                | Self::Dropped(_)
                | Self::CutShort(_)
                | Self::Unreadable { .. }
                | Self::WebPage { .. }
                | Self::ServerError(_)
                | Self::Unavailable { .. }
                | Self::NotHttp { .. }
                | Self::TooLarge { .. }
        )
    }
}

fn bytes(fields: &Value) -> Result<Vec<u8>, OrgError> {
    let text: Result<Vec<u8>, _> = serde_json::to_vec(fields);
    text.map_err(|why| {
        let why: Clean = clean_line(&why.to_string()).boxed();
        OrgError::Setup(why)
    })
}
