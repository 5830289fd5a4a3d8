//! What each command does: the edge where everything else is put together.

mod ask;
mod cache;
mod calls;
mod config;
mod demo;
mod kept;
mod known;
mod login;
mod logout;
mod name;
mod notes;
mod plain;
mod print;
mod recording;
mod review;
mod serve;
mod ssh;
mod status;
mod tasks;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use termprofile::Env;
use tokio::runtime::Runtime;

use crate::call::{Problem, ProblemKind, Scope};
use crate::cli::{Cli, Command, Look, Network, flags};
use crate::config::{BadSetting, Flags, Folder, Settings};
use crate::org::login::{Door, Keep, LoginError};
use crate::store::state_folder;

/// The command line asks for something that cannot be done as it is written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Does what the command line says.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        None if cli.calls.is_empty() => review::choose(&flags(cli.network, &cli.look)),
        None => {
            let flags = Flags { media: cli.media, ..flags(cli.network, &cli.look) };
            review::review(&cli.calls, cli.at, &flags)
        }
        Some(Command::Demo { call, list, media, look }) => {
            let flags = Flags { media, ..flags(Network::default(), &look) };
            demo::demo(call.as_deref(), list, &flags)
        }
        Some(Command::Calls { all, limit, format, network }) => {
            let scope = if all { Scope::All } else { Scope::Mine };
            calls::calls(scope, limit, format.into(), &flags(network, &Look::default()))
        }
        Some(Command::Show { call, format, kept, network }) => {
            review::show(&call, format, &kept, &flags(network, &Look::default()))
        }
        Some(Command::Tasks { call, format, create, only, key_field, network }) => {
            let wanted = tasks::Wanted { format, create, only, key_field };
            tasks::tasks(&call, &wanted, &flags(network, &Look::default()))
        }
        Some(Command::Ask { call, question, format, network }) => {
            ask::ask(&call, &question, format, &flags(network, &Look::default()))
        }
        Some(Command::Serve { listen, library, token_file, tasks, sign_in }) => {
            let files = (library.as_deref(), token_file.as_path(), tasks.as_deref());
            serve::serve(listen, files, sign_in)
        }
        Some(Command::Notes { action }) => notes::notes(action),
        Some(Command::Ssh(flags)) => ssh::ssh(&flags),
        Some(Command::Cache { action }) => cache::cache(action),
        Some(Command::Config { action }) => config::config(action),
        Some(Command::Login(sign_in)) => login::login(sign_in),
        Some(Command::Status { format, network }) => {
            status::status(format, &flags(network, &Look::default()))
        }
        Some(Command::Logout) => logout::logout(),
        Some(Command::Completions { shell }) => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "earmark", &mut out);
            print_all(&out)
        }
        Some(Command::Man { command }) => man(command.as_deref()),
    };
    done.unwrap_or_else(|error| {
        eprintln!("earmark: {error:#}");
        code(&error)
    })
}

/// The exit code of a failure: 2 for wrong usage, else as [`problem_code`].
fn code(error: &anyhow::Error) -> ExitCode {
    if error.is::<Usage>() || error.is::<BadSetting>() {
        return ExitCode::from(2);
    }
    error.downcast_ref::<Problem>().map_or(ExitCode::FAILURE, problem_code)
}

/// 3 not signed in, 4 no such call or no access, 1 for any other problem.
fn problem_code(problem: &Problem) -> ExitCode {
    match problem.kind {
        ProblemKind::NotSignedIn => ExitCode::from(3),
        ProblemKind::NotFound => ExitCode::from(4),
        _ => ExitCode::FAILURE,
    }
}

/// What flags, environment and the user's files set.
fn settings(flags: &Flags) -> Result<Settings, BadSetting> {
    let files = Folder::find().map(|folder| folder.read()).unwrap_or_default();
    Settings::of(flags, &Env, files)
}

/// The way to the org that flags, environment and an earlier sign-in name.
fn door(flags: &Flags) -> Result<Door, BadSetting> {
    let keep = keep();
    let version = crate::config::version(flags, &Env)?;
    Ok(Door::new(crate::config::way(flags, &Env, keep.as_ref().ok())?, version))
}

/// Where a sign-in rests: in `$XDG_STATE_HOME/earmark`.
fn keep() -> Result<Keep, Problem> {
    let state = state_folder().ok_or_else(|| LoginError::NoHome.problem())?;
    Ok(Keep::in_folder(state, crate::config::keyring(&Env)))
}

/// Whether there is a terminal to draw on; `TERM=dumb` is one that only prints.
fn can_draw() -> bool {
    io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

fn man(name: Option<&str>) -> anyhow::Result<ExitCode> {
    let earmark = Cli::command();
    let page = match name {
        None => clap_mangen::Man::new(earmark),
        Some(name) => {
            let command = earmark.find_subcommand(name).cloned();
            let command = command.ok_or_else(|| Usage(format!("there is no command {name:?}")))?;
            // The builder keeps names for as long as the program runs, which is not long here.
            let title: &'static str = format!("earmark-{name}").leak();
            clap_mangen::Man::new(command.name(title).display_name(title))
        }
    };
    let mut out = Vec::new();
    page.render(&mut out)?;
    print_all(&out)
}

/// Prints to a reader who may stop reading: `earmark … | head` is not a failure.
fn print_all(bytes: &[u8]) -> anyhow::Result<ExitCode> {
    let mut stdout = io::stdout();
    unless_broken(stdout.write_all(bytes).and_then(|()| stdout.flush()))
}

fn unless_broken(written: io::Result<()>) -> anyhow::Result<ExitCode> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("Standard output cannot be written to"))
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// One for the loop and its tasks, one for the service of a demo.
fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}
