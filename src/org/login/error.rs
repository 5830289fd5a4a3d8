//! What may go wrong on the way to a token.

use std::path::PathBuf;
use std::time::Duration;

use super::sf::SfError;
use crate::call::text::Clean;
use crate::call::{Problem, ProblemKind};
use crate::org::problem::span;
use crate::org::{BadInstance, OrgError, Said};

/// Why there is no token. As text it is a sentence that says what happened;
/// [`problem`](LoginError::problem) adds what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// Nothing names an org.
    #[error("You are not signed in to an org.")]
    NotSignedIn,
    /// The Salesforce CLI does not help.
    #[error(transparent)]
    Sf(#[from] SfError),
    /// The org does not answer, or not as it should.
    #[error(transparent)]
    Org(#[from] OrgError),
    /// The refresh token is of no use any more: `invalid_grant`.
    #[error("The org has ended this sign-in: {0}.")]
    Ended(Said),
    /// The user chose not to let earmark in.
    #[error("Access was not allowed in the browser.")]
    Denied,
    /// The org refuses this way of signing in, or this app.
    #[error("The org refused the sign-in: {0}.")]
    Refused(Said),
    /// The app may not ask for a refresh token.
    #[error("The org gave no refresh token, so the sign-in would end within hours.")]
    NoRefreshToken,
    /// The address that the org says it has cannot be used.
    #[error("The org says that it is at an address that cannot be used. {0}")]
    BadInstance(BadInstance),
    /// Nobody came back from the browser.
    #[error("Nobody signed in within {}.", span(*.0))]
    TooSlow(Duration),
    /// Neither the browser nor a person can bring the answer.
    #[error(
        "Port {port} of this machine cannot be listened on ({why}), and standard input has no address to read."
    )]
    NoWayBack {
        /// Where the browser would come back to.
        port: u16,
        /// What the system says.
        why: Clean,
    },
    /// Another sign-in or sign-out has taken the place of this one.
    #[error("Another earmark has signed in or out meanwhile.")]
    Changed,
    /// The Salesforce CLI means another org or user by the name that was kept.
    #[error("sf now answers for another org than the one you signed in to.")]
    Moved,
    /// Another earmark holds the file.
    #[error("Another earmark has been signing in or out for a while.")]
    Busy,
    /// There is no folder of this person's own.
    #[error("There is no home folder to keep a sign-in in.")]
    NoHome,
    /// The file of the sign-in cannot be used by this system's word.
    #[error("{} cannot be used: {why}.", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        why: Clean,
    },
    /// Others than its owner can read or change the file.
    #[error("Others than you can read or change {}, where your sign-in is kept.", .0.display())]
    Exposed(PathBuf),
    /// The file is not what was written there.
    #[error("{} does not hold a sign-in.", .0.display())]
    Damaged(PathBuf),
    /// There is no keyring here.
    #[error("There is no keyring here to take the sign-in from.")]
    NoKeyring,
    /// The keyring does not give what it should have.
    #[error("The system's keyring does not give the sign-in: {0}.")]
    Keyring(Clean),
    /// The org has changed the refresh token, and the new one could not be kept.
    #[error("The org has given the sign-in a new token, and it could not be kept: {}", .0.what)]
    Unsaved(Box<Problem>),
    /// A fault of this program.
    #[error("earmark failed while it signed in.")]
    Broken,
}

impl LoginError {
    /// What happened and what to do next.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Org(error) => error.problem(),
            Self::Sf(error) => error.problem(),
            _ => Problem::new(self.kind(), &self.to_string(), &self.next()),
        }
    }

    fn kind(&self) -> ProblemKind {
        match self {
            Self::NoHome | Self::File { .. } | Self::Broken | Self::NoWayBack { .. } => {
                ProblemKind::Failed
            }
            Self::Busy => ProblemKind::Busy,
            _ => ProblemKind::NotSignedIn,
        }
    }

    fn next(&self) -> String {
        let text = match self {
            Self::NotSignedIn => {
                "Sign in with `earmark login`, set SF_ORG_INSTANCE_URL and SF_ACCESS_TOKEN, or \
                 try `earmark demo`."
            }
            Self::Ended(_) | Self::Moved | Self::NoKeyring | Self::Unsaved(_) => {
                "Sign in again: `earmark login`."
            }
            Self::Denied => "Run `earmark login` again and choose Allow.",
            Self::Refused(_) | Self::TooSlow(_) => {
                "Run `earmark login` again; if the org does not let the app in, an administrator \
                 can allow it in Setup (Connected Apps OAuth Usage), or register an External \
                 Client App for --client-id: see `earmark login --help`."
            }
            Self::NoRefreshToken => {
                "Ask an administrator to give the app the scope “Perform requests at any time \
                 (refresh_token)”."
            }
            Self::BadInstance(_) => "Sign in with --login-url and the org's My Domain.",
            Self::NoWayBack { .. } => {
                "Run `earmark login` in a terminal, free the port, or choose another with --port."
            }
            Self::Changed => "Start earmark again.",
            Self::Busy => "Try again when it has finished.",
            Self::NoHome => "Set HOME, or XDG_STATE_HOME, to a folder of yours.",
            Self::File { .. } => "Check its permissions and the disk.",
            Self::Exposed(path) => {
                return format!(
                    "Run `chmod 600 {}`; if somebody may have read it, run `earmark logout` and \
                     sign in again.",
                    path.display()
                );
            }
            Self::Damaged(_) => "Sign in again: `earmark login` replaces it.",
            Self::Keyring(_) => "Unlock the keyring and try again, or run `earmark login` again.",
            Self::Broken => "This is a defect of earmark; please report it.",
            // These know for themselves.
            Self::Sf(_) | Self::Org(_) => "",
        };
        text.to_owned()
    }
}

impl From<LoginError> for Problem {
    fn from(error: LoginError) -> Self {
        error.problem()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::text::clean_line;

    #[test]
    fn every_failure_is_two_sentences() {
        let word = || clean_line("it is so").boxed();
        let said = || Said { code: word(), message: word() };
        let path = || PathBuf::from("/home/ada/.local/state/earmark/login.json");
        for error in [
            LoginError::NotSignedIn,
            LoginError::Sf(SfError::Missing),
            LoginError::Org(OrgError::BadToken),
            LoginError::Ended(said()),
            LoginError::Denied,
            LoginError::Refused(said()),
            LoginError::NoRefreshToken,
            LoginError::BadInstance(BadInstance::Credentials),
            LoginError::TooSlow(Duration::from_mins(2)),
            LoginError::NoWayBack { port: 1717, why: word() },
            LoginError::Changed,
            LoginError::Moved,
            LoginError::Busy,
            LoginError::NoHome,
            LoginError::File { path: path(), why: word() },
            LoginError::Exposed(path()),
            LoginError::Damaged(path()),
            LoginError::NoKeyring,
            LoginError::Keyring(word()),
            LoginError::Unsaved(Box::new(LoginError::Broken.problem())),
            LoginError::Broken,
        ] {
            let problem = Problem::from(error);
            for text in [&problem.what, &problem.next] {
                assert!(
                    text.ends_with('.') && !text.ends_with("..") && !text.contains("  "),
                    "{text}"
                );
            }
        }
    }
}
