//! Tasks that were made here: the only records that a request may write.
//!
//! They have the fields of the Object Reference's "Task" that a reviewer's next steps need, and
//! one more, [`KEY`], an external id: `PATCH …/sobjects/Task/EarmarkKey__c/<key>` makes the task or
//! brings it up to date. A task is seen by whoever made it: the user of its token, or else the
//! token itself, unless that may see and do all. Such tokens count as one, as do a script's and a
//! browser's where the token file names nobody.

mod file;
mod input;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use super::access::{Holder, Maker, Right};
use super::errors::Refusal;
use super::object::{Object, Records};
use super::reply::Reply;
use super::user::RecordId;
use super::{Service, body};

use file::Shelf;
pub use file::TasksError;
use input::Given;

/// The external id of tasks.
pub(super) const KEY: &str = "EarmarkKey__c";

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    pub(super) id: RecordId,
    pub(super) key: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) due: Option<Date>,
    pub(super) description: Option<String>,
    pub(super) status: String,
    pub(super) priority: String,
    pub(super) what: Option<RecordId>,
    pub(super) who: Option<RecordId>,
    pub(super) owner: RecordId,
    pub(super) maker: Option<Maker>,
    pub(super) made: Timestamp,
    pub(super) changed: Timestamp,
}

/// All tasks, and what is answered to queries.
#[derive(Debug)]
pub(super) struct Tasks {
    /// Held while a task is written, so that a key is never taken twice.
    shelf: Mutex<Shelf>,
    records: RwLock<Arc<Records>>,
}

/// Most tasks that are kept: a service for trying out and for small teams.
const MOST: usize = 10_000;

impl Tasks {
    /// Tasks in memory alone.
    pub(super) fn passing(records: &Records) -> Self {
        Self::on(Shelf::default(), records)
    }

    /// Tasks in a file, which is made when there is one to write.
    pub(super) fn in_file(path: &Path, records: &Records) -> Result<Self, TasksError> {
        Ok(Self::on(Shelf::read(path)?, records))
    }

    fn on(shelf: Shelf, records: &Records) -> Self {
        let records = records.with_tasks(&shelf.tasks);
        Self { shelf: Mutex::new(shelf), records: RwLock::new(Arc::new(records)) }
    }

    /// All that can be queried now.
    pub(super) fn records(&self) -> Arc<Records> {
        Arc::clone(&self.records.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes a task: the one with this key of this maker, or else a new one. Says whether it is
    /// new.
    fn write(
        &self,
        given: Given,
        key: Option<&str>,
        (owner, maker): (RecordId, Option<Maker>),
    ) -> Result<(RecordId, bool), Refusal> {
        let mut kept = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Timestamp::now();
        let is_it =
            |task: &Task| key.is_some() && task.key.as_deref() == key && task.maker == maker;
        let place = kept.tasks.iter().position(is_it);
        let mut task = match place {
            Some(place) => kept.tasks[place].clone(),
            None if kept.tasks.len() >= MOST => return Err(Refusal::storage()),
            None => Task {
                id: kept.next_id().ok_or_else(Refusal::unexpected)?,
                key: key.map(str::to_owned),
                subject: None,
                due: None,
                description: None,
                status: "Not Started".to_owned(),
                priority: "Normal".to_owned(),
                what: None,
                who: None,
                owner,
                maker,
                made: now,
                changed: now,
            },
        };
        given.apply(&mut task);
        task.changed = now;
        let id = task.id;
        kept.keep(place, task)?;
        // Queries go on meanwhile; nobody else can change the records.
        let newer = Arc::new(self.records().with_tasks(&kept.tasks));
        *self.records.write().unwrap_or_else(PoisonError::into_inner) = newer;
        Ok((id, place.is_none()))
    }
}

/// `POST …/sobjects/Task`, and `PATCH …/sobjects/Task/<field>/<key>`.
pub(super) async fn write(
    service: &Service,
    holder: &Holder,
    upsert: Option<(&str, &str)>,
    head: &Parts,
    body: Body,
) -> Result<Reply, Refusal> {
    let (wanted, allowed) = match upsert {
        None => (Method::POST, "POST"),
        Some(_) => (Method::PATCH, "PATCH"),
    };
    if head.method != wanted {
        return Err(Refusal::method(&head.method, allowed));
    }
    if !holder.may(Right::Tasks) {
        return Err(Refusal::no_right());
    }
    let key = match upsert {
        None => None,
        Some((field, key)) if field.eq_ignore_ascii_case(KEY) => Some(input::key(key)?),
        Some((field, _)) => return Err(Refusal::external_id(field)),
    };
    let bytes = body::read(&head.headers, body).await?;
    let given = Given::read(&bytes)?;
    // A task about a record that its maker may not see would tell that it is there.
    let records = service.records();
    let account = given.what().map(|id| records.row(Object::Account, id));
    if account.is_some_and(|row| row.is_none_or(|row| !row.open_to(holder))) {
        return Err(Refusal::cross_reference());
    }
    let owner = service.acting(holder).id;
    let (keeps, maker) = (service.clone(), holder.maker);
    // A file is written, all of it.
    let writing = move || keeps.tasks().write(given, key.as_deref(), (owner, maker));
    let written = tokio::task::spawn_blocking(writing).await;
    let (id, created) = written.unwrap_or_else(|_| Err(Refusal::unexpected()))?;
    let status = if created { StatusCode::CREATED } else { StatusCode::OK };
    let mut said = json!({"id": id.as_str(), "success": true, "errors": []});
    if upsert.is_some() {
        said["created"] = json!(created);
    }
    Ok(Reply::new(status, said.to_string()))
}
