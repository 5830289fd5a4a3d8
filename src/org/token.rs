//! Who asks.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use memchr::memmem;
use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::error::OrgError;
use crate::call::text::{Clean, clean_line};

/// An access token, which may be replaced by a newer one; clones share it. It is wiped from memory
/// when dropped and cannot be printed.
///
/// The header of a request on its way is a copy outside our reach: it is marked sensitive, so that
/// nothing prints it, but the memory is only freed.
#[derive(Clone)]
pub(super) struct Token(Arc<RwLock<Known>>);

/// Every secret that must not be quoted.
struct Known {
    current: SecretString,
    /// Others of the same sign-in, newest last: an answer to an older request may echo them.
    others: Vec<SecretString>,
    /// How often the current one was replaced.
    renewals: usize,
}

/// So many other secrets are hidden.
const OTHERS: usize = 8;

/// Bytes read of a text that is to be quoted.
const READ: usize = 4096;
/// Characters quoted of it.
const QUOTED: usize = 300;
/// So many characters in a row of the token are a piece of it. More than an org id, which is no
/// secret but the start of every session id; fewer than what could help anyone.
const PIECE: usize = 16;

impl Token {
    /// Takes visible ASCII; white space around it is dropped.
    pub(super) fn new(secret: &SecretString) -> Result<Self, OrgError> {
        let known = Known { current: checked(secret)?, others: Vec::new(), renewals: 0 };
        Ok(Self(Arc::new(RwLock::new(known))))
    }

    /// Hides another secret too.
    pub(super) fn hiding(self, secret: &SecretString) -> Self {
        self.write(|known| known.others.push(secret.clone()));
        self
    }

    /// Takes the place of the current one, which stays hidden.
    pub(super) fn replace(&self, secret: &SecretString) -> Result<(), OrgError> {
        let secret = checked(secret)?;
        self.write(|known| {
            let older = std::mem::replace(&mut known.current, secret);
            known.others.push(older);
            let surplus = known.others.len().saturating_sub(OTHERS);
            known.others.drain(..surplus);
            known.renewals += 1;
        });
        Ok(())
    }

    /// How often it was replaced.
    pub(super) fn renewals(&self) -> usize {
        self.read(|known| known.renewals)
    }

    fn read<T>(&self, with: impl FnOnce(&Known) -> T) -> T {
        with(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, with: impl FnOnce(&mut Known)) {
        with(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// `Authorization`, marked sensitive.
    pub(super) fn header(&self) -> Result<HeaderValue, OrgError> {
        let bearer = |known: &Known| format!("Bearer {}", known.current.expose_secret());
        let text = SecretString::from(self.read(bearer));
        let header = HeaderValue::from_str(text.expose_secret());
        let mut header = header.map_err(|_| OrgError::BadToken)?;
        header.set_sensitive(true);
        Ok(header)
    }

    /// Tells one token from another, and nothing else about it.
    pub(super) fn name(&self) -> String {
        let digest = self.read(|known| Sha256::digest(known.current.expose_secret().as_bytes()));
        let start: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        format!("token {start}")
    }

    /// What may be shown of a text from outside: one clean, short line without the token or a
    /// piece of it, even if the other side echoes the request's headers.
    pub(super) fn quote(&self, text: &str) -> Clean {
        let text = &text[..text.floor_char_boundary(READ)];
        // Cleaning comes first: what it drops could stand between two pieces of the token.
        let text = self.hide(clean_line(text.trim()).as_str());
        match text.char_indices().nth(QUOTED) {
            Some((end, _)) => clean_line(&format!("{}…", &text[..end])).boxed(),
            None => clean_line(&text).boxed(),
        }
    }

    fn hide(&self, text: &str) -> String {
        self.read(|known| {
            let all = std::iter::once(&known.current).chain(&known.others);
            all.fold(text.to_owned(), |text, secret| without(&text, secret))
        })
    }
}

fn checked(secret: &SecretString) -> Result<SecretString, OrgError> {
    let text = secret.expose_secret().trim_ascii();
    let fits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| SecretString::from(text)).ok_or(OrgError::BadToken)
}

fn without(text: &str, secret: &SecretString) -> String {
    // The host of a URL is in lower case, and so would be a token in its place.
    let token = SecretString::from(secret.expose_secret().to_ascii_lowercase());
    let token = token.expose_secret().as_bytes();
    let piece = token.len().clamp(1, PIECE);
    let mut shown = String::with_capacity(text.len());
    let mut hidden = 0;
    for (start, window) in text.to_ascii_lowercase().as_bytes().windows(piece).enumerate() {
        if memmem::find(token, window).is_none() {
            continue;
        }
        if start >= hidden {
            shown.push_str(&text[hidden..start]);
            shown.push_str("[token]");
        }
        hidden = start + piece;
    }
    shown.push_str(&text[hidden..]);
    shown
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "00Dxx0000001gPF!AQ4AQGvQ3jzq7Yk2Zb9xT1mWc5LrE8uHs6NdJf0";

    fn token(text: &str) -> Result<Token, OrgError> {
        Token::new(&SecretString::from(text))
    }

    #[test]
    fn it_is_sent_and_never_printed() {
        let token = token(&format!(" {SECRET}\n")).unwrap();
        let header = token.header().unwrap();
        assert_eq!(header.as_bytes(), format!("Bearer {SECRET}").as_bytes());
        assert!(header.is_sensitive());
        assert_eq!(format!("{token:?} {header:?}"), "[token] Sensitive");
    }

    #[test]
    fn what_cannot_stand_in_a_header_is_refused_without_quoting_it() {
        for text in ["", "  ", "geheim\r\nX-Evil: 1", "geheim geheim", "gehäim", "geheim\0"] {
            let error = token(text).unwrap_err();
            assert!(!format!("{error} {error:?} {:?}", error.problem()).contains("geh"), "{text}");
        }
    }

    #[test]
    fn a_quoted_text_never_shows_it() {
        let token = token(SECRET).unwrap();
        let quote = |text: &str| token.quote(text).as_str().to_owned();
        assert_eq!(quote(&format!("Bearer {SECRET}, {SECRET}.")), "Bearer [token], [token].");
        assert_eq!(quote(&format!("{SECRET}{SECRET}")), "[token][token]");
        assert_eq!(quote(&SECRET.replace('!', "%21")), "00Dxx0000001gPF%21[token]");
        assert_eq!(quote(&SECRET[20..]), "[token]");
        assert_eq!(quote(&SECRET.to_lowercase()), "[token]");
        let (a, b) = SECRET.split_at(20);
        assert_eq!(quote(&format!("é{a}\u{1b}\u{0}{b}é")), "é[token]é");
        assert_eq!(quote("org 00Dxx0000001gPF is closed"), "org 00Dxx0000001gPF is closed");
    }

    #[test]
    fn every_secret_of_a_sign_in_is_hidden() {
        let token = token("first-token-0123456789").unwrap().hiding(&"a-refresh-token-01".into());
        let kept = token.clone();
        for n in 0..3 {
            token.replace(&format!("newer-token-{n}-abcdef").into()).unwrap();
        }
        assert!(token.replace(&"two words".into()).is_err());
        assert_eq!((token.renewals(), kept.renewals()), (3, 3));
        assert_eq!(kept.header().unwrap().as_bytes(), b"Bearer newer-token-2-abcdef");
        let echoed = "first-token-0123456789, newer-token-2-abcdef, a-refresh-token-01";
        assert_eq!(kept.quote(echoed).as_str(), "[token], [token], [token]");
    }

    #[test]
    fn a_quoted_text_is_short() {
        let token = token("t0k3n").unwrap();
        let quoted = token.quote(&"é".repeat(5_000));
        assert_eq!(quoted.chars().count(), QUOTED + 1);
        assert_eq!(token.quote("a\nb\u{202e}t0k3n").as_str(), "a b[token]");
    }
}
