//! The next steps of a call, as tasks: printed, and made in the org on demand.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;

use super::known::Known;
use super::name::Named;
use super::{Usage, print_all, problem_code, review, runtime};
use crate::call::export::{Format, write_tasks};
use crate::call::task::{Draft, Origin, drafts};
use crate::call::{Problem, ProblemKind, Record};
use crate::config::Flags;
use crate::org::KeyField;
use crate::session::Source;
use crate::tui::CallRef;
use crate::wire::task::fields;

/// What is to be done with the drafts.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) format: Format,
    /// To make them in the org, and not only to say what would be sent.
    pub(super) create: bool,
    /// Numbers of those that are meant, from 1; all without.
    pub(super) only: Vec<usize>,
    /// The field of Task that holds keys.
    pub(super) key_field: Option<String>,
}

/// Prints the tasks of a call, or makes them.
pub(super) fn tasks(call: &str, wanted: &Wanted, flags: &Flags) -> anyhow::Result<ExitCode> {
    if wanted.format == Format::Vtt {
        return Err(Usage("tasks are no chapters: choose another format".to_owned()).into());
    }
    let named = Named::read(call)?;
    let key_field = key_field(wanted.key_field.as_deref())?;
    if wanted.create && named.call.id().is_none() {
        let text = "a saved response has no org to make tasks in; name a call by its record id";
        return Err(Usage(text.to_owned()).into());
    }
    let call = named.call.clone();
    let source = review::source(&[named], flags)?.with_key_field(key_field);
    let runtime = runtime()?;
    let known = runtime.block_on(Known::of(&source, &call))?;
    let Known { conversation, record, spoken, problems, .. } = known;
    let drafts = drafts(call.id(), &conversation, &spoken.people, day(record.as_ref()));
    if wanted.create
        && let Some(problem) = problems.iter().find(|problem| may_pass(problem))
    {
        return Err(anyhow::Error::new(problem.clone()).context(HALF));
    }
    for problem in &problems {
        eprintln!("earmark: {problem}");
    }
    let count = drafts.len();
    if let Some(number) = wanted.only.iter().find(|number| !(1..=count).contains(*number)) {
        let text = format!("there is no task {number}: the call has {count}, counted from 1");
        return Err(Usage(text).into());
    }
    let is_meant = |number: usize| wanted.only.is_empty() || wanted.only.contains(&number);
    let meant: Vec<Draft> =
        (1..).zip(drafts).filter(|(number, _)| is_meant(*number)).map(|(_, draft)| draft).collect();
    match (wanted.create, wanted.format) {
        (true, _) => make(&runtime, &source, (&call, record.as_ref()), &meant),
        (false, Format::Text) => dry(&runtime, &source, (&call, record.as_ref()), &meant),
        (false, format) => {
            let mut out = Vec::new();
            write_tasks(&meant, format, &mut out)?;
            print_all(&out)
        }
    }
}

/// The field of Task that holds keys, by a flag or the environment.
pub(super) fn key_field(flag: Option<&str>) -> Result<Option<KeyField>, Usage> {
    let name = flag.map(str::to_owned).or_else(|| std::env::var("EARMARK_TASK_KEY_FIELD").ok());
    let Some(name) = name.filter(|name| !name.is_empty()) else { return Ok(None) };
    let field = KeyField::new(&name).ok_or_else(|| {
        Usage(format!("{name:?} is not the API name of a field, such as Earmark_Key__c"))
    });
    field.map(Some)
}

/// Why no tasks are made.
const HALF: &str = "Nothing was made, because tasks would stay without dates or names";

/// Whether it may be worth asking again. A task that is there is not made a second time, so one
/// made too early would stay without its date; what the org does not have or does not offer will
/// not come later either.
fn may_pass(problem: &Problem) -> bool {
    !matches!(problem.kind, ProblemKind::NotFound | ProblemKind::NotOffered)
}

fn day(record: Option<&Record>) -> Option<jiff::civil::Date> {
    Some(record?.start?.to_zoned(TimeZone::system()).date())
}

fn origin<'a>((call, record): (&CallRef, Option<&'a Record>)) -> Origin<'a> {
    let title = record.and_then(|record| record.name.as_deref()).unwrap_or_default();
    Origin { call: call.id(), title, day: day(record), record: None }
}

/// Says what would be sent.
fn dry(
    runtime: &Runtime,
    source: &Source,
    about: (&CallRef, Option<&Record>),
    meant: &[Draft],
) -> anyhow::Result<ExitCode> {
    let mut out = Vec::new();
    write_tasks(meant, Format::Text, &mut out)?;
    if meant.is_empty() {
        writeln!(out, "Nothing in this call says what is to be done next.")?;
    } else if let Some(call) = about.0.id() {
        let terms = runtime.block_on(source.task_terms(call));
        match terms {
            Ok(terms) => {
                writeln!(out, "\nWith --create, this would be sent:")?;
                for draft in meant {
                    let task = draft.task(Origin { record: terms.record, ..origin(about) });
                    writeln!(out, "{}", fields(&task))?;
                }
                writeln!(out, "\nNothing was sent.")?;
            }
            Err(problem) => writeln!(out, "\n{problem}")?,
        }
    }
    print_all(&out)
}

/// Makes tasks; each result is said, and one that fails does not cost the others.
fn make(
    runtime: &Runtime,
    source: &Source,
    about: (&CallRef, Option<&Record>),
    meant: &[Draft],
) -> anyhow::Result<ExitCode> {
    let call = about.0.id().context("a saved response has no org")?;
    let terms = runtime.block_on(source.task_terms(call))?;
    let mut code = ExitCode::SUCCESS;
    for draft in meant {
        let task = draft.task(Origin { record: terms.record, ..origin(about) });
        match runtime.block_on(source.make_task(&task)) {
            Ok(made) => _ = print_all(format!("{}: {made}\n", task.subject).as_bytes())?,
            Err(problem) => {
                eprintln!("earmark: {}: {problem}", task.subject);
                code = problem_code(&problem);
            }
        }
    }
    Ok(code)
}
