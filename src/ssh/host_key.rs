//! The key that visitors know the host by.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::ssh_key::{HashAlg, LineEnding};
use russh::keys::{Algorithm, PrivateKey};

/// No private key of this kind is longer, in bytes.
const LONGEST: u64 = 16 << 10;

/// An Ed25519 key in a file that only its owner can read, in the form of OpenSSH.
#[derive(Clone)]
pub struct HostKey(PrivateKey);

/// Why there is no host key.
#[derive(Debug, thiserror::Error)]
pub enum HostKeyError {
    /// The file cannot be read or made.
    #[error("{}: {error}", path.display())]
    Io {
        /// Of the file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Others than its owner could read it.
    #[error("{}: others may have read this key; `chmod 600` it, or delete it for a new one", .0.display())]
    Exposed(PathBuf),
    /// The file holds something else.
    #[error("{}: not an Ed25519 private key without a passphrase; delete it for a new one", .0.display())]
    Unusable(PathBuf),
    /// The system has no random numbers to give.
    #[error("no host key can be made: {0}")]
    Random(getrandom::Error),
}

impl HostKey {
    /// The key in a file, which is made with a new key when it is not there.
    ///
    /// # Errors
    ///
    /// [`HostKeyError`]; no key that others could read is used, and none is overwritten.
    pub fn at(path: &Path) -> Result<Self, HostKeyError> {
        let told = |error| HostKeyError::Io { path: path.to_owned(), error };
        match File::open(path) {
            Ok(file) => Self::read(path, file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = Self::new()?;
                let written = key.write(path);
                match written {
                    Ok(()) => Ok(key),
                    // Another host on this machine was faster.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        Self::read(path, File::open(path).map_err(told)?)
                    }
                    Err(error) => Err(told(error)),
                }
            }
            Err(error) => Err(told(error)),
        }
    }

    /// A key that is kept nowhere.
    ///
    /// # Errors
    ///
    /// [`HostKeyError::Random`].
    pub fn new() -> Result<Self, HostKeyError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(HostKeyError::Random)?;
        Ok(Self(PrivateKey::from(Ed25519Keypair::from_seed(&seed))))
    }

    /// Its SHA-256 fingerprint, as `ssh` shows it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }

    pub(super) fn private(&self) -> PrivateKey {
        self.0.clone()
    }

    fn read(path: &Path, file: File) -> Result<Self, HostKeyError> {
        let told = |error| HostKeyError::Io { path: path.to_owned(), error };
        let metadata = file.metadata().map_err(told)?;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(HostKeyError::Exposed(path.to_owned()));
        }
        let mut text = String::new();
        let read = file.take(LONGEST).read_to_string(&mut text);
        let unusable = || HostKeyError::Unusable(path.to_owned());
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(unusable()),
            Err(error) => return Err(told(error)),
        }
        let key = PrivateKey::from_openssh(&text).map_err(|_| unusable())?;
        let is_usable = key.algorithm() == Algorithm::Ed25519 && !key.is_encrypted();
        if is_usable { Ok(Self(key)) } else { Err(unusable()) }
    }

    /// Writes a whole file beside, which then takes its place: nobody finds half a key.
    fn write(&self, path: &Path) -> io::Result<()> {
        let text = self.0.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
        if let Some(folder) = path.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let beside = path.with_extension(format!("{}.new", std::process::id()));
        let written = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)
            .and_then(|mut file| {
                file.write_all(text.as_bytes())?;
                file.sync_all()
            });
        // A link fails where there is a file by now; a rename would take its place.
        let linked = written.and_then(|()| std::fs::hard_link(&beside, path));
        let _ = std::fs::remove_file(&beside);
        linked
    }
}

/// Nothing of the key.
impl std::fmt::Debug for HostKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HostKey").field(&self.fingerprint()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_can_read_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state/ssh_host_ed25519_key");
        let made = HostKey::at(&path).unwrap();
        assert_eq!(HostKey::at(&path).unwrap().fingerprint(), made.fingerprint());
        assert!(made.fingerprint().starts_with("SHA256:"));
        let rights = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((rights(&path), rights(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(path.parent().unwrap().read_dir().unwrap().count(), 1, "nothing is left over");
        assert!(!format!("{made:?}").contains("PRIVATE"));
    }

    #[test]
    fn a_key_that_others_can_read_or_that_is_none_is_refused_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        HostKey::at(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(HostKey::at(&path), Err(HostKeyError::Exposed(_))));
        std::fs::write(&path, b"\xff not a key").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(HostKey::at(&path), Err(HostKeyError::Unusable(_))));
        assert_eq!(std::fs::read(&path).unwrap(), b"\xff not a key");
    }

    #[test]
    fn two_that_start_together_have_one_key() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                std::thread::spawn(move || HostKey::new().unwrap().write(&path).is_ok())
            })
            .collect();
        let made = threads.into_iter().map(|thread| thread.join().unwrap());
        assert!(made.filter(|made| *made).count() >= 1);
        HostKey::at(&path).unwrap();
    }
}
