//! Signing out.

use std::process::ExitCode;

use termprofile::{Env, EnvVarSource};

use super::{keep, print_all, runtime};
use crate::config::ACCESS_TOKEN;
use crate::org::login::SignedOut;
use crate::store::cache_file;

/// Ends the sign-in that is kept, and says what it did.
pub(super) fn logout() -> anyhow::Result<ExitCode> {
    let keep = keep()?;
    let runtime = runtime()?;
    let out = runtime.block_on(keep.sign_out());
    runtime.shutdown_background();
    let mut text = match out.map_err(|error| anyhow::Error::new(error.problem()))? {
        SignedOut::Nobody => "There was no sign-in of earmark's own.\n".to_owned(),
        SignedOut::Forgotten(login) => {
            let account = login.account();
            format!(
                "earmark has forgotten {} at {}. sf stays signed in: `sf org logout --target-org \
                 {}` ends that.\n",
                account.user, account.host, account.user
            )
        }
        SignedOut::Ended { login, told } => {
            let account = login.account();
            if let Err(error) = told {
                eprintln!(
                    "earmark: The org could not be told to end the sign-in. {} To end it there, \
                     open your personal settings in the org, OAuth Connected Apps, and revoke it.",
                    error.problem().what
                );
                format!("Signed out {} of {} on this machine.\n", account.user, account.host)
            } else {
                format!(
                    "Signed out {} of {}: the org has ended the sign-in, and nothing of it is \
                     left on this machine.\n",
                    account.user, account.host
                )
            }
        }
        SignedOut::Unread(error) => {
            eprintln!(
                "earmark: {error} The org was not told to end it: open your personal settings in \
                 the org, OAuth Connected Apps, and revoke it."
            );
            "The sign-in is deleted on this machine.\n".to_owned()
        }
    };
    if Env.var(ACCESS_TOKEN).is_some_and(|token| !token.trim().is_empty()) {
        text.push_str("SF_ACCESS_TOKEN is still set in the environment: unset it to sign out.\n");
    }
    if cache_file().is_some_and(|file| file.exists()) {
        text.push_str("What was fetched is still kept: `earmark cache clear` deletes it.\n");
    }
    print_all(text.as_bytes())
}
