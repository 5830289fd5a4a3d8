//! What each command does: the edge where everything else is put together.

mod demo;
mod print;
mod review;
mod serve;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use tokio::runtime::Runtime;

use crate::call::{Problem, ProblemKind};
use crate::cli::{Cli, Command};

/// The command line asks for something that cannot be done as it is written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Does what the command line says.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        None => review::review(&cli.calls, cli.options),
        Some(Command::Demo { call, list, options }) => demo::demo(call.as_deref(), list, options),
        Some(Command::Show { call, format, options }) => {
            review::show(&call, format.into(), options)
        }
        Some(Command::Serve { listen, library, token_file }) => {
            serve::serve(listen, library.as_deref(), &token_file)
        }
        Some(Command::Completions { shell }) => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "earmark", &mut out);
            print_all(&out)
        }
        Some(Command::Man) => man(),
    };
    done.unwrap_or_else(|error| {
        eprintln!("earmark: {error:#}");
        code(&error)
    })
}

/// The exit code of a failure: 2 wrong usage, 3 not signed in, 4 no such call or no access.
fn code(error: &anyhow::Error) -> ExitCode {
    if error.is::<Usage>() || error.is::<crate::config::BadSetting>() {
        return ExitCode::from(2);
    }
    match error.downcast_ref::<Problem>().map(|problem| problem.kind) {
        Some(ProblemKind::NotSignedIn) => ExitCode::from(3),
        Some(ProblemKind::NotFound) => ExitCode::from(4),
        _ => ExitCode::FAILURE,
    }
}

fn man() -> anyhow::Result<ExitCode> {
    let mut out = Vec::new();
    let command = Cli::command();
    clap_mangen::Man::new(command.clone()).render(&mut out)?;
    for sub in command.get_subcommands() {
        let name: &'static str = format!("earmark-{}", sub.get_name()).leak();
        let page = clap_mangen::Man::new(sub.clone().name(name).display_name(name));
        page.render_synopsis_section(&mut out)?;
        page.render_options_section(&mut out)?;
    }
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
