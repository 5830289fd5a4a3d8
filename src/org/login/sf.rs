//! The Salesforce CLI, `sf`, as the one that keeps tokens.

use std::ffi::OsStr;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use secrecy::SecretString;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::timeout;

use super::error::LoginError;
use super::printed::{object, said};
use super::renewal::{Means, Renewal};
use crate::call::text::{Clean, clean_line};
use crate::call::{Account, Problem, ProblemKind};
use crate::org::problem::span;
use crate::org::{ApiVersion, Client, Instance};

/// The Salesforce CLI and the org that it is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sf {
    program: PathBuf,
    org: Option<String>,
    limit: Duration,
}

/// It starts a Node.js program each time, which may take seconds.
const LIMIT: Duration = Duration::from_secs(20);
/// Bytes read of what it prints.
const PRINTED: u64 = 1 << 20;
/// How `org display` says since version 2.136.8 that it does not show the token.
const HIDDEN: &str = "[REDACTED]";

/// Why the Salesforce CLI does not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SfError {
    /// It is not installed.
    #[error("The Salesforce CLI, sf, is not on the PATH.")]
    Missing,
    /// It cannot be run.
    #[error("The Salesforce CLI, sf, cannot be started: {0}.")]
    NotStarted(Clean),
    /// It does not end.
    #[error("The Salesforce CLI, sf, did not answer within {}.", span(*.0))]
    Hangs(Duration),
    /// No org is named, and it has no default.
    #[error("The Salesforce CLI, sf, has no default org.")]
    NoDefault,
    /// It does not know the org, or is not signed in to it any more.
    #[error("sf says: “{said}” ({name}).")]
    Says {
        /// The name of the error.
        name: Clean,
        /// Its message.
        said: Clean,
    },
    /// It failed without its JSON.
    #[error("The Salesforce CLI, sf, failed ({status}){}.", after_colon(.said))]
    Failed {
        /// How it ended.
        status: Clean,
        /// What it printed as an error; may be empty.
        said: Clean,
    },
    /// Its answer is not JSON, or lacks something.
    #[error("What sf printed cannot be read: {0}.")]
    Unreadable(&'static str),
    /// It hides the token and has no command that shows it.
    #[error("This version of sf hides the access token and has no command that shows it.")]
    TooOld,
    /// It does not know a command.
    #[error("This version of sf does not know the command `sf {0}`.")]
    UnknownCommand(&'static str),
}

impl SfError {
    pub(super) fn problem(&self) -> Problem {
        let next = match self {
            Self::Missing => "Install it, or sign in with the browser: `earmark login --browser`.",
            Self::NotStarted(_) => "Check the program, or use `earmark login --browser`.",
            Self::Hangs(_) => "Run `sf org display` to see what it waits for.",
            Self::NoDefault => {
                "Name an org with --org, set one with `sf config set target-org`, or use \
                 `earmark login --browser`."
            }
            Self::Says { .. } => {
                "`sf org list` shows the orgs that it knows; `sf org login web` signs in again."
            }
            Self::Failed { .. } | Self::Unreadable(_) => {
                "Run `sf org display --json` to see what it prints, and `sf update` if it is old."
            }
            Self::TooOld | Self::UnknownCommand(_) => {
                "Update it to 2.136.8 or later with `sf update`."
            }
        };
        Problem::new(ProblemKind::NotSignedIn, &self.to_string(), next)
    }
}

/// What `sf org display` tells.
struct Displayed {
    instance: Instance,
    username: Clean,
    version: Option<ApiVersion>,
    token: Option<SecretString>,
}

impl Sf {
    /// The program, if it is in one of the folders of a `PATH`.
    #[must_use]
    pub fn find(path: &OsStr) -> Option<Self> {
        let runs = |program: &PathBuf| {
            let metadata = program.metadata();
            metadata.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
        };
        let mut programs = std::env::split_paths(path).map(|dir| dir.join("sf"));
        programs.find(runs).map(|program| Self { program, org: None, limit: LIMIT })
    }

    /// The same for an org, by alias or username.
    #[must_use]
    pub fn about(self, org: Option<String>) -> Self {
        Self { org, ..self }
    }

    /// The same with another limit of time for each command.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// A client for the org, whose token `sf` renews, and whose it is.
    pub(super) async fn client(
        &self,
        version: Option<ApiVersion>,
    ) -> Result<(Client, Account), LoginError> {
        let displayed = self.display().await?;
        let account = Account {
            host: displayed.instance.authority().to_owned(),
            user: displayed.username.as_str().to_owned(),
        };
        // From here on it is about this user, whatever becomes of the alias or the default.
        let user = Some(account.user.clone()).filter(|user| !user.is_empty());
        let sf = self.clone().about(user.or_else(|| self.org.clone()));
        let token = match sf.shown().await {
            Err(SfError::UnknownCommand(_)) => displayed.token.ok_or(SfError::TooOld),
            shown => shown,
        }?;
        // sf may be set to an older version, which has no insights.
        let newest = |version: &ApiVersion| *version >= ApiVersion::default();
        let version = version.or(displayed.version.filter(newest)).unwrap_or_default();
        let client = Client::new(displayed.instance, version, token)?;
        Ok((client.renewed_by(Renewal::by(Means::Sf(sf))), account))
    }

    /// A token that is valid now.
    pub(super) async fn token(&self) -> Result<SecretString, SfError> {
        match self.shown().await {
            Err(SfError::UnknownCommand(_)) => self.display().await?.token.ok_or(SfError::TooOld),
            shown => shown,
        }
    }

    /// `sf org auth show-access-token` refreshes the token before it shows it.
    async fn shown(&self) -> Result<SecretString, SfError> {
        let result = self.run("org auth show-access-token").await?;
        secret(&result).ok_or(SfError::Unreadable("there is no access token in it"))
    }

    async fn display(&self) -> Result<Displayed, SfError> {
        let result = self.run("org display").await?;
        let text = |name: &str| result.get(name).and_then(Value::as_str);
        let instance = text("instanceUrl").and_then(|url| Instance::parse(url).ok());
        Ok(Displayed {
            instance: instance.ok_or(SfError::Unreadable("there is no instance URL in it"))?,
            username: clean_line(text("username").unwrap_or_default()).boxed(),
            version: text("apiVersion").and_then(|version| ApiVersion::parse(version).ok()),
            token: secret(&result),
        })
    }

    /// The result of a command.
    async fn run(&self, command: &'static str) -> Result<Value, SfError> {
        let ran = timeout(self.limit, self.output(command)).await;
        let (status, out, err) = ran
            .map_err(|_| SfError::Hangs(self.limit))?
            .map_err(|error| SfError::NotStarted(clean_line(&error.to_string()).boxed()))?;
        let Some(object) = object(&out) else {
            return Err(without_json(command, status, &String::from_utf8_lossy(&err)));
        };
        if object.get("status") == Some(&Value::from(0)) {
            return Ok(object.get("result").cloned().unwrap_or_default());
        }
        let text = |name| said(object.get(name).and_then(Value::as_str).unwrap_or_default());
        let (name, said) = (text("name"), text("message"));
        if self.org.is_none() && matches!(name.as_str(), "NoDefaultEnvError" | "NoDefaultOrgError")
        {
            return Err(SfError::NoDefault);
        }
        if is_unknown_command(&name) || is_unknown_command(&said) {
            return Err(SfError::UnknownCommand(command));
        }
        Err(SfError::Says { name, said })
    }

    async fn output(&self, command: &str) -> io::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
        let mut sf = Command::new(&self.program);
        sf.args(command.split(' ')).arg("--json");
        if let Some(org) = &self.org {
            sf.arg("--target-org").arg(org);
        }
        sf.env("FORCE_COLOR", "0").env("NO_COLOR", "1").env("SF_SKIP_NEW_VERSION_CHECK", "true");
        sf.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = sf.spawn()?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let (out, err) = tokio::try_join!(start(out), start(err))?;
        Ok((child.wait().await?, out, err))
    }
}

/// As much of it as is read.
async fn start(stream: Option<impl AsyncRead + Unpin>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(PRINTED).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}

fn secret(result: &Value) -> Option<SecretString> {
    let text = result.get("accessToken").and_then(Value::as_str)?;
    (!text.is_empty() && !text.starts_with(HIDDEN)).then(|| text.into())
}

/// Versions that do not know a command say so as text, not as JSON, and end with 127 or 2.
fn without_json(command: &'static str, status: ExitStatus, err: &str) -> SfError {
    let said = said(err);
    match status.code() {
        _ if is_unknown_command(&said) => SfError::UnknownCommand(command),
        Some(127) => SfError::UnknownCommand(command),
        Some(0) => SfError::Unreadable("there is no JSON in it"),
        _ => SfError::Failed { status: clean_line(&status.to_string()).boxed(), said },
    }
}

fn is_unknown_command(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    (text.contains("is not a") && text.contains("command"))
        || (text.contains("command") && text.contains("not found"))
}

fn after_colon(said: &Clean) -> String {
    if said.is_blank() { String::new() } else { format!(": {said}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_is_two_sentences() {
        let word = || clean_line("word").boxed();
        for error in [
            SfError::Missing,
            SfError::NotStarted(word()),
            SfError::Hangs(LIMIT),
            SfError::NoDefault,
            SfError::Says { name: word(), said: word() },
            SfError::Failed { status: word(), said: Clean::default() },
            SfError::Unreadable("there is no JSON in it"),
            SfError::TooOld,
            SfError::UnknownCommand("org display"),
        ] {
            let problem = error.problem();
            for text in [&problem.what, &problem.next] {
                assert!(text.ends_with('.') && !text.contains("  "), "{text}");
            }
        }
    }

    #[test]
    fn a_version_that_does_not_know_a_command_is_recognised() {
        for text in [
            "Warning: org auth show-access-token is not a sf command",
            "command org:auth:show-access-token not found",
        ] {
            assert!(is_unknown_command(text), "{text}");
        }
        assert!(!is_unknown_command("No authorization information found for acme"));
    }
}
