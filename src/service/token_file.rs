//! The file that tokens are kept in.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::access::{Access, Holder, Token, Visible, random_token};
use super::user::{RecordId, is_user};
use crate::call::BadId;

/// Why a token file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// It cannot be read or created.
    #[error("{}: {error}", path.display())]
    Io {
        /// Of the file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Others than its owner can read or change it.
    #[error(
        "{}: others than its owner can read or change it; run `chmod 600` on it, and give out new \
         tokens if someone may have read it",
        .0.display()
    )]
    Exposed(PathBuf),
    /// It is a folder or a device.
    #[error("{}: not a regular file; name a file of tokens, or one that is to be made", .0.display())]
    NotAFile(PathBuf),
    /// It is not a list of tokens.
    #[error("{}: {fault}", path.display())]
    File {
        /// Of the file.
        path: PathBuf,
        /// What is wrong with it.
        fault: TokenFault,
    },
    /// The system has no random numbers to give.
    #[error("no random numbers for a token: {0}")]
    Random(#[from] getrandom::Error),
}

/// What is wrong with a list of tokens. It never quotes the line, which may hold a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// There is none.
    #[error("no token in it; write one a line, or delete the file to have one made")]
    Empty,
    /// A token that could not be sent.
    #[error("line {0}: a token is 1 to 256 ASCII letters, digits and signs")]
    Token(usize),
    /// A line that starts with the id of a call or a user.
    #[error("line {0}: an id where the token belongs; ids follow their token on the same line")]
    IdFirst(usize),
    /// What follows a token is not an id.
    #[error("line {line}: {error}")]
    Id {
        /// From 1.
        line: usize,
        /// What is wrong with it.
        error: BadId,
    },
    /// Two users for one token.
    #[error("line {0}: more than one user; a token acts as one")]
    Users(usize),
    /// A token that an earlier line has too.
    #[error("line {0}: the token is also on an earlier line")]
    Twice(usize),
}

impl Access {
    /// Reads a token file, or creates it, readable by its owner only, with one random token that
    /// may see every call.
    ///
    /// The file has one token a line, of up to 256 ASCII characters, optionally followed by the
    /// id of the user it acts as (`005…`; an id of no user of the library is ignored) and the ids
    /// of the calls it may see; without any it may see all. Blank lines and what follows a `#`
    /// at the start of a line or after a space are ignored.
    ///
    /// # Errors
    ///
    /// [`AccessError`], also when group or others have any right to the file.
    pub fn from_file(path: &Path) -> Result<Self, AccessError> {
        let io = |error| AccessError::Io { path: path.to_owned(), error };
        let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match new {
            Ok(mut file) => {
                let token = random_token()?;
                writeln!(file, "{}", token.expose_secret()).map_err(io)?;
                Self::parse(path, token.expose_secret())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let mut file = File::open(path).map_err(io)?;
                let metadata = file.metadata().map_err(io)?;
                if !metadata.is_file() {
                    return Err(AccessError::NotAFile(path.to_owned()));
                }
                if metadata.permissions().mode() & 0o077 != 0 {
                    return Err(AccessError::Exposed(path.to_owned()));
                }
                let mut text = String::new();
                file.read_to_string(&mut text).map_err(io)?;
                Self::parse(path, SecretString::from(text).expose_secret())
            }
            Err(error) => Err(io(error)),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, AccessError> {
        let file = |fault| AccessError::File { path: path.to_owned(), fault };
        Self::from_text(text).map_err(file)
    }

    /// The same from a text.
    ///
    /// # Errors
    ///
    /// [`TokenFault`] names the line.
    pub fn from_text(text: &str) -> Result<Self, TokenFault> {
        let names_record = |id: RecordId| id.kind().is_some() || is_user(id);
        let mut access = Self { holders: Vec::new() };
        for (line, words) in (1..).zip(text.lines()) {
            let mut words = words.split_whitespace().take_while(|word| !word.starts_with('#'));
            let Some(word) = words.next() else { continue };
            if word.parse().is_ok_and(names_record) {
                return Err(TokenFault::IdFirst(line));
            }
            let token = Token::new(word).ok_or(TokenFault::Token(line))?;
            if access.holder(word).is_some() {
                return Err(TokenFault::Twice(line));
            }
            let id = |word: &str| word.parse().map_err(|error| TokenFault::Id { line, error });
            let mut ids = words.map(id).collect::<Result<BTreeSet<RecordId>, _>>()?;
            let users = ids.extract_if(.., |id| is_user(*id)).collect::<Vec<_>>();
            let ([] | [_]) = users.as_slice() else { return Err(TokenFault::Users(line)) };
            let calls = if ids.is_empty() { Visible::All } else { Visible::Only(ids) };
            access.holders.push(Holder { token, calls, user: users.first().copied() });
        }
        if access.holders.is_empty() { Err(TokenFault::Empty) } else { Ok(access) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_missing_file_is_made_for_its_owner_only() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tokens");
        let made = Access::from_file(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.trim_end().len(), 64);
        assert!(made.holder(text.trim_end()).is_some());
        assert!(Access::from_file(&path).unwrap().holder(text.trim_end()).is_some());
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tokens");
        fs::write(&path, "secret\n").unwrap();
        for mode in [0o644, 0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert!(matches!(Access::from_file(&path), Err(AccessError::Exposed(_))), "{mode:o}");
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert!(Access::from_file(&path).is_ok());
    }

    #[test]
    fn the_form_is_checked_without_quoting_it() {
        let fault = |text: &str| Access::from_text(text).unwrap_err();
        assert_eq!(fault("# nobody yet\n\n"), TokenFault::Empty);
        assert_eq!(fault("a\n6qrWs000004Tb7KIAS\n"), TokenFault::IdFirst(2));
        assert_eq!(fault("005Ws000001hRtC"), TokenFault::IdFirst(1));
        assert_eq!(fault("a 005Ws000001hRtC 005Ws000001hRtH"), TokenFault::Users(1));
        assert_eq!(fault("tökén"), TokenFault::Token(1));
        assert_eq!(fault("a\nb\na"), TokenFault::Twice(3));
        assert_eq!(fault("a secret").to_string(), format!("line 1: {}", BadId::Shape));
        let access = Access::from_text("one # may see all\ntwo 6qrWs000004Tb7K 0LQWs000002Fq8p");
        let access = access.unwrap();
        assert_eq!((&access.holders[0].calls, access.holders[0].user), (&Visible::All, None));
        assert!(matches!(&access.holders[1].calls, Visible::Only(ids) if ids.len() == 2));
    }

    #[test]
    fn a_token_may_act_as_a_user() {
        let access = Access::from_text("one 005Ws000001hRtC\ntwo 6qrWs000004Tb7K 005Ws000001hRtH");
        let access = access.unwrap();
        assert_eq!(access.holders[0].calls, Visible::All);
        let user = |i: usize| access.holders[i].user.map(|id| id.to_string());
        assert_eq!(user(0).as_deref(), Some("005Ws000001hRtCIAU"));
        assert_eq!(user(1).as_deref(), Some("005Ws000001hRtHIAU"));
        assert!(matches!(&access.holders[1].calls, Visible::Only(ids) if ids.len() == 1));
    }

    #[test]
    fn an_empty_file_and_a_missing_folder_are_errors() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("tokens");
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).unwrap();
        let error = Access::from_file(&path).unwrap_err().to_string();
        assert!(
            error
                .ends_with("no token in it; write one a line, or delete the file to have one made")
        );
        let missing = Access::from_file(&dir.path().join("no/tokens"));
        assert!(matches!(missing, Err(AccessError::Io { .. })));
    }
}
