//! Reviewing calls on the terminal, or printing them.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use ratatui::layout::Size;
use termprofile::Env;
use tokio::runtime::Runtime;

use super::name::Named;
use super::recording::{player, recordings};
use super::{
    Usage, cache, calls, can_draw, demo, plain, print, problem_code, runtime, tasks, unless_broken,
};
use crate::call::export::{Format, ListFormat};
use crate::call::text::clean_line;
use crate::call::{Offset, Scope};
use crate::cli::Kept;
use crate::config::{Face, Flags, Settings};
use crate::org::login::{Door, LoginError, Way};
use crate::session::{Ended, Source, Stop, Tasks, local, size};
use crate::store::{Journal, journal_file};
use crate::tui::{App, Banner, CallRef, Clipboard, Depth, GlyphSet, Ground, PAPER, Sharing, Theme};

/// Calls that are printed where there is no terminal to choose on.
const PRINTED: usize = 50;

/// Lists the org's calls to choose from, or prints them; without an org, those of the demo.
pub(super) fn choose(flags: &Flags) -> anyhow::Result<ExitCode> {
    if !can_draw() && flags.face == Face::Screen {
        return calls::calls(Scope::Mine, PRINTED, ListFormat::Text, flags);
    }
    let door = super::door(flags)?;
    match door.way() {
        Way::None(LoginError::NotSignedIn) => return demo::browse(flags),
        Way::None(why) => return Err(anyhow::Error::new(why.problem())),
        Way::Ready(_) | Way::Sf(_) | Way::Kept { .. } => {}
    }
    let org =
        door.instance().map_or_else(|| "the org of sf".to_owned(), |at| at.authority().to_owned());
    let banner = Banner { org: clean_line(&org).boxed(), note: None };
    let settings = super::settings(flags)?;
    let (theme, size) = look(&settings, flags);
    let app = settings.apply(App::listing(theme, size, Scope::Mine, banner));
    session(runtime()?, behind(door, flags)?, app, flags)
}

/// Opens calls in a session; prints them where there is no terminal to show them.
pub(super) fn review(
    calls: &[String],
    at: Option<Offset>,
    flags: &Flags,
) -> anyhow::Result<ExitCode> {
    let calls = calls.iter().map(|word| Named::read(word)).collect::<Result<Vec<_>, _>>()?;
    if flags.face == Face::Lines && calls.iter().any(|named| named.call == CallRef::Stdin) {
        let text = "with --plain, standard input is what you type, and `-` would be a response \
                    from it; print that with `earmark show -`, or save it and name the file";
        return Err(Usage(text.to_owned()).into());
    }
    let source = source(&calls, flags)?;
    let at = at.or(calls[0].at);
    let calls: Vec<CallRef> = calls.into_iter().map(|named| named.call).collect();
    let recordings = recordings(&calls, flags.media.as_deref())?;
    let runtime = runtime()?;
    if can_draw() || flags.face == Face::Lines {
        let settings = super::settings(flags)?;
        let (theme, size) = look(&settings, flags);
        let app = settings.apply(App::new(calls.clone(), theme, size)).hearing(recordings);
        return session(runtime, source, app.opening(calls[0].clone(), at), flags);
    }
    let kept = Kept { redact: flags.redact, ..Kept::default() };
    let mut code = ExitCode::SUCCESS;
    for call in &calls {
        match print::print(&runtime, &source, call, Format::Text, (&kept, flags)) {
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
pub(super) fn show(
    call: &str,
    format: Format,
    kept: &Kept,
    flags: &Flags,
) -> anyhow::Result<ExitCode> {
    let named = Named::read(call)?;
    let source = source(std::slice::from_ref(&named), flags)?;
    print::print(&runtime()?, &source, &named.call, format, (kept, flags))
}

/// How an app looks, and how large it is.
pub(super) fn look(settings: &Settings, flags: &Flags) -> (Theme, Size) {
    match flags.face {
        Face::Lines => (Theme::new(Ground::Dark, Depth::None, GlyphSet::Ascii), PAPER),
        Face::Screen => (settings.theme(&Env, &io::stdout()), size()),
    }
}

/// Runs a session.
pub(super) fn session(
    runtime: Runtime,
    source: Source,
    app: App,
    flags: &Flags,
) -> anyhow::Result<ExitCode> {
    let clipboard = match flags.face {
        Face::Lines => Clipboard::None,
        Face::Screen => super::settings(flags)?.config.clipboard(&Env),
    };
    let app = app.redacted(flags.redact).sharing(Sharing { clipboard, files: true });
    let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let player = player(flags)?;
    let kept = source.clone();
    let ended = runtime.block_on(async {
        let tasks = Tasks::new(source).exporting_to(folder).hearing(player);
        let ended = match flags.face {
            Face::Lines => Box::pin(plain::session(app, tasks)).await,
            Face::Screen => Box::pin(local(app, tasks, crate::config::editor(&Env))).await,
        };
        kept.close().await;
        ended
    });
    // A task may be reading a file that never ends; nobody waits for it now.
    runtime.shutdown_background();
    // Whoever reads the lines may stop.
    if flags.face == Face::Lines
        && let Err(error) = ended
    {
        return unless_broken(Err(error));
    }
    let Ended { app, stop, lost } = ended.context(
        "The terminal cannot be used; run earmark from a terminal, or print with `earmark show`",
    )?;
    if let Some(lost) = &lost {
        eprintln!("earmark: {lost}");
    }
    Ok(match stop {
        Stop::Quit => lost.as_ref().or(app.problem()).map_or(ExitCode::SUCCESS, problem_code),
        Stop::Gone => ExitCode::FAILURE,
        Stop::Signal(number) => ExitCode::from(128 + u8::try_from(number).unwrap_or(0)),
    })
}

/// The org, if any of the calls is a record of it.
pub(super) fn source(calls: &[Named], flags: &Flags) -> anyhow::Result<Source> {
    if calls.iter().all(|named| named.call.id().is_none()) {
        return noting(Source::files(), flags);
    }
    let door = super::door(flags)?;
    // Nothing would come of it: better said before the screen is taken.
    if let Way::None(why) = door.way() {
        return Err(anyhow::Error::new(why.problem()));
    }
    if calls.iter().any(Named::has_host) {
        let org = match door.instance() {
            Some(org) => org,
            // Only sf knows where it is, and it may ask the org.
            None if super::settings(flags)?.config.is_offline() => return behind(door, flags),
            None => {
                let client = runtime()?.block_on(door.client());
                client.map_err(|error| error.problem())?.instance().clone()
            }
        };
        calls.iter().try_for_each(|named| named.is_of(&org))?;
    }
    behind(door, flags)
}

/// An org, and places on this machine for what it answers and what the reviewer makes.
fn behind(door: Door, flags: &Flags) -> anyhow::Result<Source> {
    let source = cache::source(door, flags)?.with_key_field(tasks::key_field(None)?);
    noting(source, flags)
}

/// The same, with a place for what the reviewer makes, and a name to put beside it.
fn noting(source: Source, flags: &Flags) -> anyhow::Result<Source> {
    let author = super::settings(flags)?.config.author(&Env);
    Ok(source.with_journal(journal_file().map(Journal::at)).by(&author))
}
