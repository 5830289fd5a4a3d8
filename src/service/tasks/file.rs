//! Where tasks rest: in memory, and in a file beside the library.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::super::access::Maker;
use super::super::digest::{Digest, from_base64url};
use super::super::errors::Refusal;
use super::super::object::Object;
use super::Task;

/// A file of tasks that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used for tasks: {why}", path.display())]
pub struct TasksError {
    path: PathBuf,
    why: String,
}

/// All tasks, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub(super) tasks: Vec<Task>,
    path: Option<PathBuf>,
    /// Whether it was said that the file cannot be written, since it last could.
    is_told: bool,
}

/// A task as it is written down: by the names of its fields.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Written {
    id: String,
    #[serde(rename = "EarmarkKey__c")]
    key: Option<String>,
    subject: Option<String>,
    activity_date: Option<String>,
    description: Option<String>,
    status: String,
    priority: String,
    what_id: Option<String>,
    who_id: Option<String>,
    owner_id: String,
    /// A user's id, or the digest of a token. A token that has since been given tasks of its own
    /// does not see those it made before, which name nobody.
    maker: Option<String>,
    created_date: String,
    last_modified_date: String,
}

impl Shelf {
    /// Reads a file of tasks; one that is not there has none.
    pub(super) fn read(path: &Path) -> Result<Self, TasksError> {
        let wrong = |why: String| TasksError { path: path.to_owned(), why };
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self { path: Some(path.to_owned()), ..Self::default() });
            }
            Err(error) => return Err(wrong(error.to_string())),
        };
        let written: Vec<Written> =
            serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))?;
        let tasks = written.into_iter().map(Task::try_from).collect::<Result<_, _>>();
        let tasks = tasks
            .map_err(|id| wrong(format!("the task {id:?} has an id or a date that is none")))?;
        Ok(Self { tasks, path: Some(path.to_owned()), is_told: false })
    }

    /// An id that no task has.
    pub(super) fn next_id(&self) -> Option<super::RecordId> {
        let prefix = Object::Task.key_prefix();
        let last = self.tasks.iter().filter_map(|task| task.id.as_str().get(5..15)?.parse().ok());
        let n: u64 = last.max().unwrap_or(0) + 1;
        format!("{prefix}Ws{n:010}").parse().ok()
    }

    /// Keeps a task in a place, or behind the others. What cannot be written is not kept.
    pub(super) fn keep(&mut self, place: Option<usize>, task: Task) -> Result<(), Refusal> {
        let mut tasks = self.tasks.clone();
        match place {
            Some(place) => tasks[place] = task,
            None => tasks.push(task),
        }
        if let Some(path) = &self.path {
            let written = write(path, &tasks);
            let was_told = std::mem::replace(&mut self.is_told, written.is_err());
            if let Err(error) = written {
                if !was_told {
                    tell(path, &error);
                }
                return Err(Refusal::unexpected());
            }
        }
        self.tasks = tasks;
        Ok(())
    }
}

/// Tells whoever runs the service; whoever asked cannot do anything about it.
fn tell(path: &Path, error: &io::Error) {
    let _ = writeln!(
        io::stderr(),
        "earmark: tasks are refused, because {} cannot be written: {error}; check the disk's space \
         and the folder's permissions",
        path.display()
    );
}

/// In one step, for its owner alone: whoever reads meanwhile, or after a power cut, finds the file
/// before or the file after.
fn write(path: &Path, tasks: &[Task]) -> io::Result<()> {
    let written: Vec<Written> = tasks.iter().map(Written::from).collect();
    let text = serde_json::to_vec_pretty(&written).map_err(io::Error::other)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    // Left behind by a service that was ended while it wrote.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
    file.write_all(&text)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    // The task is kept; at worst, a power cut right now brings the file before back.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
    Ok(())
}

impl From<&Task> for Written {
    fn from(task: &Task) -> Self {
        let id = |id: super::RecordId| id.to_string();
        Self {
            id: id(task.id),
            key: task.key.clone(),
            subject: task.subject.clone(),
            activity_date: task.due.map(|due| due.to_string()),
            description: task.description.clone(),
            status: task.status.clone(),
            priority: task.priority.clone(),
            what_id: task.what.map(id),
            who_id: task.who.map(id),
            owner_id: id(task.owner),
            maker: task.maker.map(|maker| match maker {
                Maker::User(user) => id(user),
                Maker::Token(token) => token.base64url(),
            }),
            created_date: task.made.to_string(),
            last_modified_date: task.changed.to_string(),
        }
    }
}

impl TryFrom<Written> for Task {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let wrong = written.id.clone();
        let id =
            |text: Option<String>| text.map(|id| id.parse()).transpose().map_err(|_| wrong.clone());
        let time = |text: &str| text.parse::<Timestamp>().map_err(|_| wrong.clone());
        let maker = |text: String| match from_base64url(&text) {
            Some(token) => Ok(Maker::Token(Digest::from_bytes(token))),
            None => text.parse().map(Maker::User).map_err(|_| wrong.clone()),
        };
        let due = written.activity_date.map(|due| due.parse()).transpose();
        Ok(Self {
            id: written.id.parse().map_err(|_| wrong.clone())?,
            key: written.key,
            subject: written.subject,
            due: due.map_err(|_: jiff::Error| wrong.clone())?,
            description: written.description,
            status: written.status,
            priority: written.priority,
            what: id(written.what_id)?,
            who: id(written.who_id)?,
            owner: written.owner_id.parse().map_err(|_| wrong.clone())?,
            maker: written.maker.map(maker).transpose()?,
            made: time(&written.created_date)?,
            changed: time(&written.last_modified_date)?,
        })
    }
}
