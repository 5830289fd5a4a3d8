//! Who may ask, and about which calls.

use std::collections::BTreeSet;
use std::fmt::Write;

use secrecy::{ExposeSecret, SecretBox, SecretString};
use subtle::{ConditionallySelectable, ConstantTimeEq};

use super::user::RecordId;
use crate::call::CallId;

/// The longest token, in bytes.
pub(super) const LONGEST: usize = 256;

/// The tokens that open the service, each with the calls it may see.
///
/// A token is never shown: not by `Debug`, not in an error, not in a log.
#[derive(Debug)]
pub struct Access {
    pub(super) holders: Vec<Holder>,
}

/// Whoever has one token.
#[derive(Debug)]
pub(super) struct Holder {
    pub(super) token: Token,
    pub(super) calls: Visible,
    /// As whom it acts; the owner of the library's first call when it does not say.
    pub(super) user: Option<RecordId>,
}

/// The calls that a token may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Visible {
    All,
    Only(BTreeSet<CallId>),
}

/// A token's bytes, then zeros, which no token has: comparing takes the same time for any two.
#[derive(Debug)]
pub(super) struct Token(SecretBox<[u8; LONGEST]>);

impl Access {
    /// One new token that may see every call, as for a service that lives as long as the program.
    ///
    /// # Errors
    ///
    /// When the system has no random numbers to give.
    pub fn random() -> Result<(Self, SecretString), getrandom::Error> {
        let token = random_token()?;
        let holders = Token::new(token.expose_secret())
            .map(|held| Holder { token: held, calls: Visible::All, user: None })
            .into_iter()
            .collect();
        Ok((Self { holders }, token))
    }

    /// Who has this token. Every token is compared in full, so the time it takes tells nothing of
    /// how much of one was right.
    pub(super) fn holder(&self, token: &str) -> Option<&Holder> {
        let presented = Token::new(token)?;
        let mut found = u32::MAX;
        for (i, holder) in (0..).zip(&self.holders) {
            let alike = holder.token.0.expose_secret().ct_eq(presented.0.expose_secret());
            found.conditional_assign(&i, alike);
        }
        self.holders.get(found as usize)
    }
}

impl Holder {
    pub(super) fn may_see(&self, call: CallId) -> bool {
        match &self.calls {
            Visible::All => true,
            Visible::Only(calls) => calls.contains(&call),
        }
    }
}

impl Token {
    /// Nothing for what cannot stand after `Bearer` in a header, or is longer than 256 bytes.
    pub(super) fn new(token: &str) -> Option<Self> {
        let graphic = token.bytes().all(|byte| byte.is_ascii_graphic());
        if token.is_empty() || token.len() > LONGEST || !graphic {
            return None;
        }
        let fill =
            |bytes: &mut [u8; LONGEST]| bytes[..token.len()].copy_from_slice(token.as_bytes());
        let mut bytes = Box::new([0; LONGEST]);
        fill(&mut bytes);
        Some(Self(SecretBox::new(bytes)))
    }
}

/// 256 random bits, in hexadecimal.
pub(super) fn random_token() -> Result<SecretString, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let mut token = String::with_capacity(64);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    Ok(token.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_random_token_opens_every_call_and_is_not_shown() {
        let (access, token) = Access::random().unwrap();
        let token = token.expose_secret();
        assert_eq!(token.len(), 64);
        assert!(access.holder(token).unwrap().may_see("6qrWs000004Tb7K".parse().unwrap()));
        assert!(!format!("{access:?}").contains(token));
        let (_, other) = Access::random().unwrap();
        assert_ne!(token, other.expose_secret());
        assert!(access.holder(other.expose_secret()).is_none());
    }

    #[test]
    fn only_the_whole_token_opens() {
        let access = Access::from_text("secret\nother 6qrWs000004Tb7K\n").unwrap();
        for wrong in ["", "s", "secre", "secrets", "SECRET", "secret\0", &"x".repeat(300)] {
            assert!(access.holder(wrong).is_none(), "{wrong}");
        }
        let (own, foreign) =
            ("6qrWs000004Tb7K".parse().unwrap(), "0LQWs000002Fq8p".parse().unwrap());
        assert!(access.holder("secret").unwrap().may_see(foreign));
        let other = access.holder("other").unwrap();
        assert!(other.may_see(own) && !other.may_see(foreign));
    }
}
