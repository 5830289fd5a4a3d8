//! The file of authorized keys.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use russh::keys::ssh_key::public::KeyData;
use russh::keys::{Algorithm, PublicKey};

use super::options::{Word, split};
use super::{Access, Grant};
use crate::call::text::{Clean, clean_line};

/// The largest file: 1 MiB.
const LARGEST: u64 = 1 << 20;
/// The longest name, in characters.
const LONGEST: usize = 64;
/// Options that ask for what is always so here.
const ALWAYS: &[&str] = &[
    "restrict",
    "no-agent-forwarding",
    "no-port-forwarding",
    "no-x11-forwarding",
    "no-user-rc",
    "no-touch-required",
    "pty",
];

/// Why a file of authorized keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// It cannot be read.
    #[error("{}: {error}", path.display())]
    Io {
        /// Of the file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// It is larger than 1 MiB.
    #[error("{}: larger than 1 MiB", .0.display())]
    TooLarge(PathBuf),
    /// A line means nothing, or something else than it may.
    #[error("{}, line {line}: {fault}", path.display())]
    Line {
        /// Of the file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        fault: LineFault,
    },
}

/// What is wrong with a line of authorized keys.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// No public key where one should be.
    #[error("no public key; a line is [OPTIONS] ssh-ed25519 AAAA… [COMMENT]")]
    NoKey,
    /// A key that cannot be checked here.
    #[error("keys of the type {0} are not taken; make one with `ssh-keygen -t ed25519`")]
    Type(Clean),
    /// An option that would not be obeyed.
    #[error("the option {0} is not known here, and what it asks for would not be done")]
    Option(Clean),
    /// A name that nobody can sign in by, or that is everybody's.
    #[error("user is a name of 1 to 64 letters, digits and . _ - other than demo")]
    User,
    /// A library for whatever name.
    #[error("a library is for one name: add user=\"…\"")]
    Nobodys,
    /// A folder that is not there, or none.
    #[error("library {path}: {why}")]
    Library {
        /// As it was written.
        path: Clean,
        /// What the system said.
        why: String,
    },
}

impl Access {
    /// Reads a file in the form of OpenSSH's `authorized_keys`: one public key a line, options
    /// before it, a comment behind it; `#` begins a line of comment.
    ///
    /// | option | meaning |
    /// |---|---|
    /// | `user="ada"` | the key is for `ssh ada@host`, and nobody else comes in by that name |
    /// | `library="DIR"` | that name sees the calls of this folder instead of the demo's; needs `user` |
    /// | `restrict`, `no-port-forwarding` and the like | always so here |
    ///
    /// `DIR` counts from the file's own folder unless it starts with `/`, and is followed to where it
    /// is now; nothing outside it is ever shown. Any other option is an error: OpenSSH's `from`
    /// would keep somebody out, and nobody should believe that it does.
    ///
    /// # Errors
    ///
    /// [`AccessError`] names the line.
    pub fn from_file(path: &Path) -> Result<Self, AccessError> {
        let told = |error| AccessError::Io { path: path.to_owned(), error };
        let mut text = String::new();
        let file = File::open(path).map_err(told)?;
        let size = file.take(LARGEST + 1).read_to_string(&mut text).map_err(told)?;
        if size as u64 > LARGEST {
            return Err(AccessError::TooLarge(path.to_owned()));
        }
        Self::from_text(&text, path)
    }

    fn from_text(text: &str, path: &Path) -> Result<Self, AccessError> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let lines = text.lines().map(str::trim).zip(1..);
        let lines = lines.filter(|(text, _)| !text.is_empty() && !text.starts_with('#'));
        let keys = lines.map(|(text, line)| {
            entry(text, folder).map_err(|fault| AccessError::Line {
                path: path.to_owned(),
                line,
                fault,
            })
        });
        Ok(Self { keys: keys.collect::<Result<_, _>>()?, is_open: false })
    }
}

fn entry(line: &str, folder: &Path) -> Result<(KeyData, Grant), LineFault> {
    let (options, key) = match key(line) {
        Ok(key) => return Ok((key, Grant::default())),
        Err(fault @ LineFault::Type(_)) => return Err(fault),
        Err(_) => split(line).ok_or(LineFault::NoKey)?,
    };
    Ok((self::key(key)?, grant(options, folder)?))
}

fn key(text: &str) -> Result<KeyData, LineFault> {
    let key = PublicKey::from_openssh(text).map_err(|_| LineFault::NoKey)?;
    match key.algorithm() {
        Algorithm::Ed25519
        | Algorithm::Ecdsa { .. }
        | Algorithm::SkEd25519
        | Algorithm::SkEcdsaSha2NistP256 => Ok(key.key_data().clone()),
        other => Err(LineFault::Type(clean_line(other.as_str()).boxed())),
    }
}

fn grant(options: Vec<Word>, folder: &Path) -> Result<Grant, LineFault> {
    let mut grant = Grant::default();
    for (name, value) in options {
        match (name.to_lowercase().as_str(), value) {
            ("user", Some(user)) if is_name(&user) => grant.user = Some(user),
            ("user", _) => return Err(LineFault::User),
            ("library", Some(path)) => grant.library = Some(library(&path, folder)?),
            (always, None) if ALWAYS.contains(&always) => {}
            _ => return Err(LineFault::Option(clean_line(&name).boxed())),
        }
    }
    match grant {
        Grant { user: None, library: Some(_) } => Err(LineFault::Nobodys),
        grant => Ok(grant),
    }
}

fn is_name(user: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=LONGEST).contains(&user.len()) && user.chars().all(is_word) && user != "demo"
}

/// Where a folder is, whatever links lead to it.
fn library(path: &str, folder: &Path) -> Result<PathBuf, LineFault> {
    let fault = |why: String| LineFault::Library { path: clean_line(path).boxed(), why };
    let found = fs::canonicalize(folder.join(path)).map_err(|error| fault(error.to_string()))?;
    if found.is_dir() { Ok(found) } else { Err(fault("not a folder".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ssh::HostKey;

    fn public() -> String {
        HostKey::new().unwrap().private().public_key().to_openssh().unwrap()
    }

    fn faults(line: &str) -> LineFault {
        let read = Access::from_text(line, Path::new("keys"));
        match read {
            Err(AccessError::Line { line: 1, fault, .. }) => fault,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn keys_come_with_comments_blank_lines_and_options() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("my calls")).unwrap();
        let text = format!(
            "# people\n\n{} Ada's key # 2\nrestrict,user=\"ada\",library=\"my calls\" {}\n",
            public(),
            public()
        );
        let access = Access::from_text(&text, &dir.path().join("keys")).unwrap();
        let grants: Vec<_> = access.grants().cloned().collect();
        let library = fs::canonicalize(dir.path().join("my calls")).unwrap();
        let ada = Grant { user: Some("ada".to_owned()), library: Some(library) };
        assert_eq!(grants, [Grant::default(), ada]);
    }

    #[test]
    fn a_line_that_would_not_be_obeyed_is_refused() {
        let key = public();
        assert_eq!(faults("ssh-ed25519"), LineFault::NoKey);
        assert_eq!(faults("ssh-ed25519 AAAA"), LineFault::NoKey);
        assert_eq!(faults(&format!("user=\"demo\" {key}")), LineFault::User);
        assert_eq!(faults(&format!("user=\"a b\" {key}")), LineFault::User);
        assert_eq!(faults(&format!("user {key}")), LineFault::User);
        assert_eq!(faults(&format!("library=\".\" {key}")), LineFault::Nobodys);
        let from = faults(&format!("from=\"10.0.0.1\" {key}"));
        assert!(from.to_string().contains("option from"), "{from}");
        let missing = faults(&format!("user=\"a\",library=\"/no/such\\u{{1b}}\" {key}"));
        assert!(matches!(missing, LineFault::Library { .. }));
    }

    #[test]
    fn the_file_is_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys");
        fs::write(&path, "#".repeat(usize::try_from(LARGEST).unwrap() + 1)).unwrap();
        assert!(matches!(Access::from_file(&path), Err(AccessError::TooLarge(_))));
        assert!(matches!(Access::from_file(dir.path()), Err(AccessError::Io { .. })));
    }
}
