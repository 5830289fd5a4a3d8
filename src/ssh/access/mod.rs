//! Who may come in, and what they see.

mod file;
mod options;

use std::path::PathBuf;

use russh::keys::PublicKey;
use russh::keys::ssh_key::public::KeyData;

pub use file::{AccessError, LineFault};

/// Who may come in. By default nobody.
///
/// A line with `user="ada"` is for that name alone, and the name for such lines alone. Every other
/// name sees the demo's calls: with any key of the file, or with none at all where the host is
/// open.
#[derive(Debug, Clone, Default)]
pub struct Access {
    keys: Vec<(KeyData, Grant)>,
    is_open: bool,
}

/// What the holder of a key may do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grant {
    /// The name to sign in by; any that is nobody's where there is none.
    pub user: Option<String>,
    /// The folder whose calls are shown, as the system finds it; the demo's where there is none.
    pub library: Option<PathBuf>,
}

/// What somebody who may come in sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pass {
    pub(super) library: Option<PathBuf>,
}

impl Access {
    /// The same, where anyone may come in to see the demo's calls.
    #[must_use]
    pub fn open(self) -> Self {
        Self { is_open: true, ..self }
    }

    /// Whether anyone may come in.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether nobody may come in.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        !self.is_open && self.keys.is_empty()
    }

    /// Everything that is granted, one for each key.
    pub fn grants(&self) -> impl Iterator<Item = &Grant> {
        self.keys.iter().map(|(_, grant)| grant)
    }

    /// What a name sees without a key.
    pub(super) fn without_key(&self, user: &str) -> Option<Pass> {
        (self.is_open && !self.is_somebodys(user)).then_some(Pass { library: None })
    }

    /// What a name sees with a key, whose ownership is for the caller to prove.
    pub(super) fn with_key(&self, user: &str, key: &PublicKey) -> Option<Pass> {
        let mut held = self.keys.iter().filter(|(known, _)| known == key.key_data());
        if self.is_somebodys(user) {
            let own = held.find(|(_, grant)| grant.user.as_deref() == Some(user));
            return own.map(|(_, grant)| Pass { library: grant.library.clone() });
        }
        let is_known = held.next().is_some();
        (is_known || self.is_open).then_some(Pass { library: None })
    }

    fn is_somebodys(&self, user: &str) -> bool {
        self.grants().any(|grant| grant.user.as_deref() == Some(user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ssh::HostKey;

    fn key() -> PublicKey {
        HostKey::new().unwrap().private().public_key().clone()
    }

    fn access(lines: &[(&PublicKey, Option<&str>, Option<&str>)]) -> Access {
        let line = |(key, user, library): &(&PublicKey, Option<&str>, Option<&str>)| {
            let grant =
                Grant { user: user.map(str::to_owned), library: library.map(PathBuf::from) };
            (key.key_data().clone(), grant)
        };
        Access { keys: lines.iter().map(line).collect(), is_open: false }
    }

    #[test]
    fn nobody_comes_in_unless_it_is_said() {
        let closed = Access::default();
        assert!(closed.is_closed());
        assert_eq!(closed.without_key("demo"), None);
        assert_eq!(closed.with_key("demo", &key()), None);
    }

    #[test]
    fn an_open_host_shows_the_demo_to_anyone_and_a_library_only_to_its_key() {
        let (ada, guest) = (key(), key());
        let access = access(&[(&ada, Some("ada"), Some("/calls")), (&guest, None, None)]).open();
        let demo = Some(Pass { library: None });
        let library = Some(Pass { library: Some("/calls".into()) });
        assert_eq!(access.without_key("demo"), demo);
        assert_eq!(access.with_key("anyone", &key()), demo);
        assert_eq!(access.without_key("ada"), None);
        assert_eq!(access.with_key("ada", &guest), None);
        assert_eq!(access.with_key("ada", &ada), library);
        assert_eq!(access.with_key("demo", &ada), demo);
    }

    #[test]
    fn a_key_of_the_file_is_for_its_name_or_for_the_demo() {
        let (ada, guest) = (key(), key());
        let access = access(&[(&ada, Some("ada"), Some("/calls")), (&guest, None, None)]);
        let demo = Some(Pass { library: None });
        assert_eq!(access.without_key("demo"), None);
        assert_eq!(access.with_key("demo", &guest), demo);
        assert_eq!(access.with_key("anyone", &guest), demo);
        assert_eq!(access.with_key("ada", &guest), None);
        assert_eq!(access.with_key("demo", &key()), None);
    }
}
