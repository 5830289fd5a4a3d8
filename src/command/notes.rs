//! Notes, tags and verdicts to and from files, so that nobody is locked in.

use std::fs::File;
use std::io::{self, Read};
use std::process::ExitCode;

use super::name::Named;
use super::{print_all, runtime};
use crate::call::text::clean_line;
use crate::call::{CallKey, FiledNotes, Merged, Problem, ProblemKind, read_notes, write_notes};
use crate::cli::NotesAction;
use crate::session::key_of_file;
use crate::store::{Journal, journal_file};
use crate::tui::CallRef;

/// Prints what is noted, or takes it in.
pub(super) fn notes(action: NotesAction) -> anyhow::Result<ExitCode> {
    let path = journal_file().ok_or_else(|| {
        let what = "There is no folder to keep notes in.";
        Problem::new(ProblemKind::Failed, what, "Set HOME, or XDG_DATA_HOME.")
    })?;
    let journal = Journal::at(path);
    match action {
        NotesAction::Export { calls } => export(&journal, &calls),
        NotesAction::Import { file } => import(&journal, &file),
    }
}

fn export(journal: &Journal, calls: &[String]) -> anyhow::Result<ExitCode> {
    let wanted = calls.iter().map(|word| key(word)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut all = runtime()?.block_on(journal.all_notes())?;
    all.retain(|call, _| wanted.is_empty() || wanted.contains(call));
    let mut out = Vec::new();
    write_notes(&all, &mut out)?;
    print_all(&out)
}

fn key(word: &str) -> anyhow::Result<CallKey> {
    Ok(match Named::read(word)?.call {
        CallRef::Record(id) => CallKey::record(id),
        CallRef::File(path) => key_of_file(&path),
        CallRef::Stdin => {
            let what = "Nothing is noted about calls from standard input.";
            let problem = Problem::new(ProblemKind::NotFound, what, "Name a call or a file.");
            return Err(problem.into());
        }
    })
}

fn import(journal: &Journal, file: &str) -> anyhow::Result<ExitCode> {
    let notes = read(file)?;
    let merged = runtime()?.block_on(journal.merge_notes(&notes))?;
    print_all(format!("{}\n", told(merged)).as_bytes())
}

/// Reads a file of notes, all of it or nothing.
fn read(file: &str) -> Result<FiledNotes, Problem> {
    let mut bytes = Vec::new();
    let read = match file {
        "-" => io::stdin().lock().take(LARGEST).read_to_end(&mut bytes),
        path => File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)),
    };
    let name = if file == "-" { "Standard input".to_owned() } else { clean_line(file).to_string() };
    let bad = |why: &str, next: &str| {
        let what = format!("{name} was not imported, and nothing of it: {why}.");
        Problem::new(ProblemKind::Unreadable, &what, next)
    };
    read.map_err(|error| bad(&error.to_string(), "Check the name and the file's permissions."))?;
    if bytes.len() as u64 == LARGEST {
        return Err(bad("it is larger than 256 MB", "Export fewer calls at once."));
    }
    let next = "What `earmark notes export` prints can be imported.";
    read_notes(&bytes).map_err(|error| bad(&error.to_string(), next))
}

/// The largest file that is read, in bytes.
const LARGEST: u64 = 256 << 20;

fn told(merged: Merged) -> String {
    if merged.is_nothing() {
        return "Everything was there already.".to_owned();
    }
    let Merged { added, updated, both, labels } = merged;
    let parts = [
        (added, "added", "note"),
        (updated, "brought up to date", "note"),
        (both, "kept beside another text", "note"),
        (labels, "labelled", "moment"),
    ];
    let parts = parts.iter().filter(|(n, ..)| *n > 0).map(|(n, how, what)| {
        let s = if *n == 1 { "" } else { "s" };
        format!("{n} {what}{s} {how}")
    });
    let text = parts.collect::<Vec<_>>().join(", ");
    format!("{text}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_an_import_is_told() {
        let merged = Merged { added: 2, updated: 0, both: 1, labels: 1 };
        let text = "2 notes added, 1 note kept beside another text, 1 moment labelled.";
        assert_eq!(told(merged), text);
        assert_eq!(told(Merged::default()), "Everything was there already.");
    }
}
