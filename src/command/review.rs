//! Reviewing calls on the terminal, or printing them.

use std::io;
use std::process::ExitCode;

use anyhow::Context;
use termprofile::Env;
use tokio::runtime::Runtime;

use super::name::Named;
use super::{can_draw, print, problem_code, runtime};
use crate::call::Offset;
use crate::call::export::Format;
use crate::config::{self, Flags};
use crate::org::login::Way;
use crate::session::{Source, Stop, Tasks, local, size};
use crate::store::{Journal, journal_file};
use crate::tui::{App, CallRef};

/// Opens calls in a session; prints them where there is no terminal to show them.
pub(super) fn review(calls: &[String], flags: &Flags) -> anyhow::Result<ExitCode> {
    let calls = calls.iter().map(|word| Named::read(word)).collect::<Result<Vec<_>, _>>()?;
    let source = source(&calls, flags)?;
    let first = First { call: 0, at: calls[0].at };
    let calls: Vec<CallRef> = calls.into_iter().map(|named| named.call).collect();
    let runtime = runtime()?;
    if can_draw() {
        return session(runtime, source, calls, first, flags);
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
    let named = Named::read(call)?;
    let source = source(std::slice::from_ref(&named), flags)?;
    print::print(&runtime()?, &source, &named.call, format)
}

/// Where a session starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct First {
    /// Among its calls.
    pub(super) call: usize,
    /// In that call; at its first moment without.
    pub(super) at: Option<Offset>,
}

/// Runs a session.
pub(super) fn session(
    runtime: Runtime,
    source: Source,
    calls: Vec<CallRef>,
    first: First,
    flags: &Flags,
) -> anyhow::Result<ExitCode> {
    let theme = config::theme(flags, &Env, &io::stdout());
    let app = App::new(calls, theme, size()).starting_with(first.call, first.at);
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

/// The org, if any of the calls is a record of it.
pub(super) fn source(calls: &[Named], flags: &Flags) -> anyhow::Result<Source> {
    if calls.iter().all(|named| named.call.id().is_none()) {
        return Ok(Source::files());
    }
    let door = super::door(flags)?;
    // Nothing would come of it: better said before the screen is taken.
    if let Way::None(why) = door.way() {
        return Err(anyhow::Error::new(why.problem()));
    }
    if calls.iter().any(Named::has_host) {
        let org = match door.instance() {
            Some(org) => org,
            // Only sf knows where it is.
            None => {
                let client = runtime()?.block_on(door.client());
                client.map_err(|error| error.problem())?.instance().clone()
            }
        };
        calls.iter().try_for_each(|named| named.is_of(&org))?;
    }
    Ok(Source::behind(door).with_journal(journal_file().map(Journal::at)))
}
