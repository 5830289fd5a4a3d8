//! The user's files: what is wrong with them, where they are, and what holds.

use std::process::ExitCode;

use termprofile::Env;

use super::print_all;
use crate::call::{Problem, ProblemKind};
use crate::cli::ConfigAction;
use crate::config::{Flags, Folder, Settings};

/// Checks the files, or tells about them.
pub(super) fn config(action: ConfigAction) -> anyhow::Result<ExitCode> {
    let folder = Folder::find().ok_or_else(|| {
        let what = "There is no folder to keep settings in.";
        Problem::new(ProblemKind::Failed, what, "Set HOME, or XDG_CONFIG_HOME.")
    })?;
    let place = folder.path().display();
    let settings = Settings::of(&Flags::default(), &Env, folder.read())?;
    match action {
        ConfigAction::Path => print_all(format!("{place}\n").as_bytes()),
        ConfigAction::Print => print_all(settings.config.print().as_bytes()),
        ConfigAction::Check if settings.remarks.is_empty() => {
            print_all(format!("Nothing is wrong in {place}.\n").as_bytes())
        }
        ConfigAction::Check => {
            let remarks: String =
                settings.remarks.iter().map(|remark| format!("{remark}\n")).collect();
            print_all(format!("In {place}:\n{remarks}").as_bytes())?;
            Ok(ExitCode::FAILURE)
        }
    }
}
