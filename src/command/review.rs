//! Reviewing calls on the terminal, or printing them.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use jiff::tz::TimeZone;
use termprofile::Env;
use tokio::runtime::Runtime;

use super::{Usage, can_draw, print, problem_code, runtime};
use crate::call::CallId;
use crate::call::export::Format;
use crate::config::{self, Flags};
use crate::session::{Source, Stop, Tasks, local, size};
use crate::tui::{App, CallRef};

/// Opens calls in a session; prints them where there is no terminal to show them.
pub(super) fn review(calls: &[String], flags: &Flags) -> anyhow::Result<ExitCode> {
    let calls = calls.iter().map(|call| named(call)).collect::<Result<Vec<_>, _>>()?;
    let source = source(&calls, flags)?;
    let runtime = runtime()?;
    if can_draw() {
        let theme = config::theme(flags, &Env, &io::stdout());
        return session(runtime, source, App::new(calls, theme, size()));
    }
    let mut code = ExitCode::SUCCESS;
    for call in &calls {
        match print::print(&runtime, &source, call, Format::Text) {
            Ok(_) => {}
            // One call that cannot be shown does not cost the others.
            Err(error) if calls.len() > 1 => {
                eprintln!("earmark: {error:#}");
                code = super::code(&error);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(code)
}

/// Prints one call.
pub(super) fn show(call: &str, format: Format, flags: &Flags) -> anyhow::Result<ExitCode> {
    let call = named(call)?;
    let source = source(std::slice::from_ref(&call), flags)?;
    print::print(&runtime()?, &source, &call, format)
}

/// Runs a session.
pub(super) fn session(runtime: Runtime, source: Source, app: App) -> anyhow::Result<ExitCode> {
    let app = app.in_zone(TimeZone::system());
    let ended = runtime.block_on(local(app, Tasks::new(source)));
    // A task may be reading a file that never ends; nobody waits for it now.
    runtime.shutdown_background();
    let (app, stop) = ended.context(
        "The terminal cannot be used; run earmark from a terminal, or print with `earmark show`",
    )?;
    Ok(match stop {
        Stop::Quit => app.problem().map_or(ExitCode::SUCCESS, problem_code),
        Stop::Gone => ExitCode::FAILURE,
        Stop::Signal(number) => ExitCode::from(128 + u8::try_from(number).unwrap_or(0)),
    })
}

/// What a word on the command line names. A file that is there goes before an id.
fn named(word: &str) -> Result<CallRef, Usage> {
    if word == "-" && io::stdin().is_terminal() {
        let text = "`-` reads a response from a pipe, and standard input is the terminal";
        return Err(Usage(text.to_owned()));
    }
    if word == "-" {
        return Ok(CallRef::Stdin);
    }
    if Path::new(word).exists() || word.contains(['/', '.']) {
        return Ok(CallRef::File(word.into()));
    }
    word.parse::<CallId>().map(CallRef::Record).map_err(|error| {
        let word = crate::call::text::clean_line(word);
        Usage(format!("there is no file {word:?} here, and it is not the id of a call: {error}"))
    })
}

/// The org, if any of the calls is a record of it.
fn source(calls: &[CallRef], flags: &Flags) -> anyhow::Result<Source> {
    let asks = calls.iter().any(|call| call.id().is_some());
    let org = if asks { config::org(flags, &Env)? } else { None };
    if asks && org.is_none() {
        return Err(anyhow::Error::new(crate::call::Problem::new(
            crate::call::ProblemKind::NotSignedIn,
            "A record id needs an org to ask, and none is set.",
            "Set SF_ORG_INSTANCE_URL and SF_ACCESS_TOKEN, or try `earmark demo`.",
        )));
    }
    Ok(org.map_or_else(Source::files, Source::org))
}
