//! Drafts of tasks, written.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Format;
use super::csv::{flat, inert};
use super::markdown::escaped;
use crate::call::task::{Draft, Evidence};

/// Writes drafts of tasks: for reading, as a list of things to do, for programs (an array of
/// objects with `subject`, `who`, `due`, `text`, `at` in seconds, and `key`), or for spreadsheets.
///
/// # Errors
///
/// Those of `out`.
pub fn write_tasks(drafts: &[Draft], format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Text | Format::Vtt => drafts.iter().enumerate().try_for_each(|(i, draft)| {
            writeln!(out, "{:>2}  {}\n    {}", i + 1, draft.subject, particulars(draft))
        }),
        Format::Markdown => drafts.iter().try_for_each(|draft| {
            let (subject, rest) = (escaped(&draft.subject), escaped(&particulars(draft)));
            writeln!(out, "- [ ] {subject} ({rest})")
        }),
        Format::Json => writeln!(out, "{}", Value::Array(drafts.iter().map(object).collect())),
        Format::Csv => flat(table(drafts, out)),
    }
}

/// Who, by when, and where the call says so.
#[must_use]
pub fn particulars(draft: &Draft) -> String {
    let mut parts = Vec::new();
    parts.extend(draft.who.as_ref().map(ToString::to_string));
    parts.extend(draft.due.map(|due| format!("due {}", due.strftime("%a %-d %b %Y"))));
    parts.push(match draft.evidence {
        Evidence::Moment { at, .. } => format!("said at {}", at.clock()),
        Evidence::Summary(_) => "in the summary".to_owned(),
    });
    parts.join(", ")
}

fn object(draft: &Draft) -> Value {
    json!({
        "subject": draft.subject.as_str(),
        "who": draft.who.as_deref(),
        "due": draft.due.map(|due| due.to_string()),
        "text": draft.text.as_str(),
        "at": at(draft),
        "key": draft.key.as_str(),
    })
}

fn at(draft: &Draft) -> Option<f64> {
    match draft.evidence {
        Evidence::Moment { at, .. } => Some(at.seconds()),
        Evidence::Summary(_) => None,
    }
}

fn table(drafts: &[Draft], out: &mut dyn Write) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(["subject", "who", "due", "at", "text", "key"])?;
    for draft in drafts {
        table.write_record([
            inert(&draft.subject),
            inert(draft.who.as_deref().unwrap_or("")),
            draft.due.map(|due| due.to_string()).unwrap_or_default(),
            at(draft).map(|at| format!("{at:.2}")).unwrap_or_default(),
            inert(&draft.text),
            draft.key.as_str().to_owned(),
        ])?;
    }
    Ok(table.flush()?)
}
