//! Lists of calls on standard output.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use super::{cache, demo, door, runtime, unless_broken};
use crate::call::export::{ListFormat, write_list};
use crate::call::{Listed, Problem, Scope};
use crate::config::Flags;
use crate::org::login::{LoginError, Way};
use crate::session::{Source, size};

/// Prints the newest calls of the org; without an org, those of the demo.
pub(super) fn calls(
    scope: Scope,
    limit: usize,
    format: ListFormat,
    flags: &Flags,
) -> anyhow::Result<ExitCode> {
    let door = door(flags)?;
    match door.way() {
        // A script takes what it is given for its own calls.
        Way::None(LoginError::NotSignedIn)
            if matches!(format, ListFormat::Text) && io::stdout().is_terminal() =>
        {
            eprintln!(
                "earmark: no org is set up, so these are the invented calls of the demo; \
                 `earmark login` signs in to yours."
            );
            let mut calls = demo::listed()?;
            calls.truncate(limit);
            return print(&calls, format);
        }
        Way::None(why) => return Err(anyhow::Error::new(why.problem())),
        Way::Ready(_) | Way::Sf(_) | Way::Kept { .. } => {}
    }
    let source = cache::source(door, flags)?;
    let listed = runtime()?.block_on(newest(&source, scope, limit));
    let remark = source.remark();
    let (calls, missing) = listed?;
    for problem in remark.into_iter().chain(missing) {
        eprintln!("earmark: {problem}");
    }
    if calls.is_empty() && limit > 0 {
        eprintln!("earmark: {}", nothing(scope));
    }
    print(&calls, format)
}

/// The newest calls, and what is missing among them.
async fn newest(
    source: &Source,
    scope: Scope,
    limit: usize,
) -> Result<(Vec<Listed>, Vec<Problem>), Problem> {
    let (mut calls, mut missing, mut after) = (Vec::new(), Vec::new(), None);
    while calls.len() < limit {
        let page = source.calls(scope, after).await?;
        calls.extend(page.calls);
        for problem in page.missing {
            if !missing.contains(&problem) {
                missing.push(problem);
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    calls.truncate(limit);
    Ok((calls, missing))
}

fn nothing(scope: Scope) -> &'static str {
    match scope {
        Scope::Mine => {
            "you own or host no calls in this org; --all lists every call that you may see."
        }
        Scope::All => {
            "there are no calls in this org that you may see; a call is listed once it is recorded \
             and shared with you."
        }
    }
}

/// Prints calls, each line no wider than the terminal if there is one.
pub(super) fn print(calls: &[Listed], format: ListFormat) -> anyhow::Result<ExitCode> {
    let stdout = io::stdout();
    let width = stdout.is_terminal().then(|| usize::from(size().width));
    let mut out = BufWriter::new(stdout.lock());
    unless_broken(write_list(calls, format, width, &mut out).and_then(|()| out.flush()))
}
