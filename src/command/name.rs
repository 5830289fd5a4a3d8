//! What a word on the command line names.

use std::io::{self, IsTerminal};
use std::path::Path;

use super::Usage;
use crate::call::text::{Clean, clean_line};
use crate::call::{CallName, Offset};
use crate::org::Instance;
use crate::tui::CallRef;

/// A call as it was named.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) call: CallRef,
    /// Where to start in it.
    pub(super) at: Option<Offset>,
    /// The host of the page it was named by.
    host: Option<Clean>,
}

impl Named {
    /// Reads a word. A file that is there goes before an id.
    pub(super) fn read(word: &str) -> Result<Self, Usage> {
        if word == "-" && io::stdin().is_terminal() {
            let text = "`-` reads a response from a pipe, and standard input is the terminal";
            return Err(Usage(text.to_owned()));
        }
        let plain = |call| Ok(Self { call, at: None, host: None });
        if word == "-" {
            return plain(CallRef::Stdin);
        }
        let is_address = CallName::is_address(word);
        if Path::new(word).exists() || (word.contains(['/', '.']) && !is_address) {
            return plain(CallRef::File(word.into()));
        }
        let name = word.parse::<CallName>().map_err(|error| {
            let short: String = word.chars().take(200).collect();
            let word = clean_line(&short);
            Usage(if is_address {
                format!("{word:?}: {error}")
            } else {
                format!("there is no file {word:?} here, and it is not the id of a call: {error}")
            })
        })?;
        Ok(Self { call: CallRef::Record(name.link.call), at: name.link.at, host: name.host })
    }

    /// Whether it is a page of an org.
    pub(super) fn has_host(&self) -> bool {
        self.host.is_some()
    }

    /// Refuses the page of another org: an id of one org names nothing, or something else, in
    /// another.
    pub(super) fn is_of(&self, org: &Instance) -> Result<(), Usage> {
        match &self.host {
            Some(host) if !org.serves(host) => Err(Usage(format!(
                "this address is on {host}, and you are signed in to {}; sign in to the org of the \
                 call, or give its id alone to look for it here",
                org.host()
            ))),
            _ => Ok(()),
        }
    }
}
