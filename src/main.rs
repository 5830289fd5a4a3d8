//! The `earmark` command.

use std::process::ExitCode;

use clap::Parser;
use earmark::cli::{Cli, arguments};
use earmark::command;

fn main() -> ExitCode {
    match Cli::try_parse_from(arguments(std::env::args_os())) {
        Ok(cli) => command::run(cli),
        Err(error) => {
            // Help and version go to standard output, mistakes to standard error; a closed pipe
            // is no reason to complain.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}
