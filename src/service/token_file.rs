//! The file that tokens are kept in.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

use super::access::{Access, Holder, Maker, Right, Visible, access_token};
use super::digest::Digest;
use super::user::{RecordId, is_user};
use crate::call::BadId;

/// The longest token, in bytes.
const LONGEST: usize = 256;

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
        "{}: others than its owner can read or change it; run `chmod 600 {}`, and give out new \
         tokens if someone may have read it",
        .0.display(),
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
    /// A word that begins with a minus and takes away no right.
    #[error("line {0}: what is taken away is one of {words}", words = Right::words())]
    Right(usize),
    /// A token that an earlier line has too.
    #[error("line {0}: the token is also on an earlier line")]
    Twice(usize),
}

impl Access {
    /// Reads a token file, or creates it, readable by its owner only, with one random token that
    /// may see every call; says whether it was created, as by a mistyped path.
    ///
    /// The file has one token a line, of up to 256 ASCII characters, optionally followed by the
    /// id of the user it acts as (`005…`; an id of no user of the library is ignored) and the ids
    /// of the calls it may see; without any it may see all. Words among them take rights away:
    /// `-insights`, `-transcript` and `-questions` those to the three actions, which then do not
    /// exist for the token, as in an org without the licence; `-list` that to query calls, and
    /// `-tasks` that to make, change and see tasks. Blank lines and what follows a `#` at the start
    /// of a line or after a space are ignored.
    ///
    /// Tokens of one user share their tasks, and so do those that name no user and may see and do
    /// all; any other token has tasks of its own.
    ///
    /// # Errors
    ///
    /// [`AccessError`], also when group or others have any right to the file.
    pub fn from_file(path: &Path) -> Result<(Self, bool), AccessError> {
        let io = |error| AccessError::Io { path: path.to_owned(), error };
        let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match new {
            Ok(mut file) => {
                let token = access_token()?;
                writeln!(file, "{}", token.expose_secret()).map_err(io)?;
                Ok((Self::parse(path, token.expose_secret())?, true))
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
                Ok((Self::parse(path, SecretString::from(text).expose_secret())?, false))
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
        let mut holders = HashMap::new();
        for (line, words) in (1..).zip(text.lines()) {
            let mut words = words.split_whitespace().take_while(|word| !word.starts_with('#'));
            let Some(word) = words.next() else { continue };
            if word.parse().is_ok_and(names_record) {
                return Err(TokenFault::IdFirst(line));
            }
            if word.len() > LONGEST || !word.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(TokenFault::Token(line));
            }
            let token = Digest::of(word);
            let Entry::Vacant(place) = holders.entry(token) else {
                return Err(TokenFault::Twice(line));
            };
            let (mut ids, mut denied) = (BTreeSet::<RecordId>::new(), Vec::new());
            for word in words {
                if word.starts_with('-') {
                    denied.push(Right::denied_by(word).ok_or(TokenFault::Right(line))?);
                } else {
                    ids.insert(word.parse().map_err(|error| TokenFault::Id { line, error })?);
                }
            }
            let users = ids.extract_if(.., |id| is_user(*id)).collect::<Vec<_>>();
            let ([] | [_]) = users.as_slice() else { return Err(TokenFault::Users(line)) };
            let calls = if ids.is_empty() { Visible::All } else { Visible::Only(ids) };
            let mut holder = Holder { denied, ..Holder::new(calls, users.first().copied()) };
            if holder.is_restricted() {
                holder.maker.get_or_insert(Maker::Token(token));
            }
            place.insert(Arc::new(holder));
        }
        if holders.is_empty() { Err(TokenFault::Empty) } else { Ok(Self { holders }) }
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
        let (made, is_new) = Access::from_file(&path).unwrap();
        assert!(is_new);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text = fs::read_to_string(&path).unwrap();
        let token = Digest::of(text.trim_end());
        assert!(made.holder(&token).is_some());
        let (read, is_new) = Access::from_file(&path).unwrap();
        assert!(read.holder(&token).is_some() && !is_new);
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
        let holder = |token| access.holder(&Digest::of(token)).unwrap();
        assert_eq!((&holder("one").calls, holder("one").user), (&Visible::All, None));
        assert!(matches!(&holder("two").calls, Visible::Only(ids) if ids.len() == 2));
    }

    #[test]
    fn a_token_may_act_as_a_user() {
        let access = Access::from_text("one 005Ws000001hRtC\ntwo 6qrWs000004Tb7K 005Ws000001hRtH");
        let access = access.unwrap();
        let holder = |token| access.holder(&Digest::of(token)).unwrap();
        assert_eq!(holder("one").calls, Visible::All);
        let user = |token| holder(token).user.map(|id| id.to_string());
        assert_eq!(user("one").as_deref(), Some("005Ws000001hRtCIAU"));
        assert_eq!(user("two").as_deref(), Some("005Ws000001hRtHIAU"));
        assert!(matches!(&holder("two").calls, Visible::Only(ids) if ids.len() == 1));
    }

    #[test]
    fn words_with_a_minus_take_rights_away() {
        let access = Access::from_text("one -questions 6qrWs000004Tb7K -transcript\ntwo").unwrap();
        let holder = |token| access.holder(&Digest::of(token)).unwrap();
        let (one, two) = (holder("one"), holder("two"));
        assert!(!one.may(Right::Questions) && !one.may(Right::Transcript));
        assert!(one.may(Right::Insights) && one.may(Right::List) && two.may(Right::Questions));
        assert!(matches!(&one.calls, Visible::Only(ids) if ids.len() == 1));
        let fault = Access::from_text("one\ntwo -everything").unwrap_err();
        assert_eq!(fault, TokenFault::Right(2));
        let told = fault.to_string();
        assert!(told.contains("-list, -tasks") && !told.contains("everything"), "{told}");
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
