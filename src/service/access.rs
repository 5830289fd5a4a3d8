//! Who may ask, and about which calls.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::digest::{Digest, random};
use super::usage::Usage;
use super::user::{ORGANISATION, RecordId};
use crate::call::CallId;
use crate::wire::action::Action;

/// The tokens that open the service, each with the calls it may see.
///
/// A token is never shown: not by `Debug`, not in an error, not in a log.
#[derive(Debug)]
pub struct Access {
    pub(super) holders: HashMap<Digest, Arc<Holder>>,
}

/// Whoever has one token, or the tokens of one sign-in.
#[derive(Debug)]
pub(super) struct Holder {
    pub(super) calls: Visible,
    /// As whom it acts; the owner of the library's first call when it does not say.
    pub(super) user: Option<RecordId>,
    pub(super) denied: Vec<Right>,
    /// Whose its tasks are; nothing where it acts as nobody and may see and do all.
    pub(super) maker: Option<Maker>,
    /// How often it asked.
    pub(super) usage: Usage,
}

/// Whom tasks belong to. They quote calls, so tokens that act as nobody share them only where each
/// may see and do all; a user's tokens share them whatever each may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    User(RecordId),
    /// Whoever has this token of the token file, or signed in with it.
    Token(Digest),
}

/// What a token may do unless its line takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    Insights,
    Transcript,
    Questions,
    List,
    Tasks,
}

impl Right {
    /// Each with the word that takes it away.
    const WORDS: [(Self, &str); 5] = [
        (Self::Insights, "-insights"),
        (Self::Transcript, "-transcript"),
        (Self::Questions, "-questions"),
        (Self::List, "-list"),
        (Self::Tasks, "-tasks"),
    ];

    /// By the word that takes it away.
    pub(super) fn denied_by(word: &str) -> Option<Self> {
        let found = Self::WORDS.into_iter().find(|(_, denies)| *denies == word);
        found.map(|(right, _)| right)
    }

    /// All words that take one away.
    pub(super) fn words() -> String {
        Self::WORDS.map(|(_, word)| word).join(", ")
    }

    /// What an action needs.
    pub(super) fn to(action: Action) -> Self {
        match action {
            Action::Intelligence => Self::Insights,
            Action::Transcript => Self::Transcript,
            Action::Explore => Self::Questions,
        }
    }
}

/// The calls that a token may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Visible {
    All,
    Only(BTreeSet<CallId>),
}

impl Access {
    /// Whether some token may see or do less than all.
    #[must_use]
    pub fn is_restricted(&self) -> bool {
        self.holders.values().any(|holder| holder.is_restricted())
    }

    /// One new token that may see every call, as for a service that lives as long as the program.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers to give.
    pub fn random() -> Result<(Self, SecretString), getrandom::Error> {
        let token = access_token()?;
        let holder = Arc::new(Holder::new(Visible::All, None));
        let holders = HashMap::from([(Digest::of(token.expose_secret()), holder)]);
        Ok((Self { holders }, token))
    }

    /// Who has the token of this digest.
    pub(super) fn holder(&self, token: &Digest) -> Option<&Arc<Holder>> {
        self.holders.get(token)
    }
}

impl Holder {
    pub(super) fn new(calls: Visible, user: Option<RecordId>) -> Self {
        let maker = user.map(Maker::User);
        Self { calls, user, denied: Vec::new(), maker, usage: Usage::default() }
    }

    /// Whoever signs in with its token, perhaps as a user whom the app names: that brings no
    /// right, and not the user's tasks where the token has its own.
    pub(super) fn lend(&self, user: Option<RecordId>) -> Self {
        let user = self.user.or(user);
        let (denied, maker) = (self.denied.clone(), self.maker.or(user.map(Maker::User)));
        Self { denied, maker, ..Self::new(self.calls.clone(), user) }
    }

    /// Whether it may see or do less than all.
    pub(super) fn is_restricted(&self) -> bool {
        self.calls != Visible::All || !self.denied.is_empty()
    }

    pub(super) fn may(&self, right: Right) -> bool {
        !self.denied.contains(&right)
    }

    pub(super) fn may_see(&self, call: CallId) -> bool {
        match &self.calls {
            Visible::All => true,
            Visible::Only(calls) => calls.contains(&call),
        }
    }
}

/// A new access token, in the form of an org's: its id, an exclamation mark, and 256 random bits.
pub(super) fn access_token() -> Result<SecretString, getrandom::Error> {
    Ok(format!("{}!{}", ORGANISATION.0, random()?.expose_secret()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holder<'a>(access: &'a Access, token: &str) -> Option<&'a Arc<Holder>> {
        access.holder(&Digest::of(token))
    }

    #[test]
    fn a_random_token_opens_every_call_and_is_not_shown() {
        let (access, token) = Access::random().unwrap();
        let token = token.expose_secret();
        assert!(token.starts_with("00D") && token.len() == 15 + 1 + 43);
        assert!(holder(&access, token).unwrap().may_see("6qrWs000004Tb7K".parse().unwrap()));
        assert!(!format!("{access:?}").contains(token));
        let (_, other) = Access::random().unwrap();
        assert_ne!(token, other.expose_secret());
        assert!(holder(&access, other.expose_secret()).is_none());
    }

    #[test]
    fn only_the_whole_token_opens() {
        let access = Access::from_text("secret\nother 6qrWs000004Tb7K\n").unwrap();
        for wrong in ["", "s", "secre", "secrets", "SECRET", "secret\0", &"x".repeat(300)] {
            assert!(holder(&access, wrong).is_none(), "{wrong}");
        }
        let (own, foreign) =
            ("6qrWs000004Tb7K".parse().unwrap(), "0LQWs000002Fq8p".parse().unwrap());
        assert!(holder(&access, "secret").unwrap().may_see(foreign));
        let other = holder(&access, "other").unwrap();
        assert!(other.may_see(own) && !other.may_see(foreign));
    }
}
