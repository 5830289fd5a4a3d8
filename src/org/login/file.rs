//! A small file that only its owner can read, replaced as a whole.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep};

use super::error::LoginError;
use crate::call::text::clean_line;

/// A sign-in takes less than 4 KiB.
const LARGEST: u64 = 64 * 1024;
/// How long to wait for another earmark.
const PATIENCE: Duration = Duration::from_secs(40);
/// Between two looks at whether it is done.
const PAUSE: Duration = Duration::from_millis(50);

/// What the file holds; nothing if there is none.
pub(super) fn read(path: &Path) -> Result<Option<SecretString>, LoginError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(failed(path, &error)),
    };
    let metadata = file.metadata().map_err(|error| failed(path, &error))?;
    if !metadata.is_file() || metadata.len() > LARGEST {
        return Err(LoginError::Damaged(path.to_owned()));
    }
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(LoginError::Exposed(path.to_owned()));
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(|error| match error.kind() {
        ErrorKind::InvalidData => LoginError::Damaged(path.to_owned()),
        _ => failed(path, &error),
    })?;
    Ok(Some(text.into()))
}

/// Replaces it: whoever reads sees the old content or the new one, never a part.
pub(super) fn write(path: &Path, text: &SecretString) -> Result<(), LoginError> {
    let newer = path.with_extension("new");
    let replace = || {
        folder(path)?;
        // Left behind by an earmark that was ended while it wrote.
        remove(&newer)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&newer)?;
        file.write_all(text.expose_secret().as_bytes())?;
        file.sync_all()?;
        fs::rename(&newer, path)?;
        // The new name too must be there after a power cut.
        path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
    };
    replace().map_err(|error: io::Error| failed(path, &error))
}

/// Whether there was one.
pub(super) fn delete(path: &Path) -> Result<bool, LoginError> {
    remove(&path.with_extension("new")).map_err(|error| failed(path, &error))?;
    remove(path).map_err(|error| failed(path, &error))
}

/// Keeps other earmarks out until it is dropped.
pub(super) async fn lock(path: &Path) -> Result<File, LoginError> {
    let open = || {
        folder(path)?;
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
    };
    let file = open().map_err(|error| failed(path, &error))?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => sleep(PAUSE).await,
            Err(TryLockError::WouldBlock) => return Err(LoginError::Busy),
            Err(TryLockError::Error(error)) => return Err(failed(path, &error)),
        }
    }
}

fn folder(path: &Path) -> io::Result<()> {
    let make = |dir| DirBuilder::new().recursive(true).mode(0o700).create(dir);
    path.parent().map_or(Ok(()), make)
}

fn remove(path: &Path) -> io::Result<bool> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

fn failed(path: &Path, error: &io::Error) -> LoginError {
    LoginError::File { path: path.to_owned(), why: clean_line(&error.to_string()).boxed() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn it_is_for_its_owner_alone_and_replaced_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/login.json");
        assert!(read(&path).unwrap().is_none());
        fs::create_dir_all(dir.path().join("a")).unwrap();
        for text in ["one", "two"] {
            write(&path, &text.into()).unwrap();
            assert_eq!(read(&path).unwrap().unwrap().expose_secret(), text);
        }
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(delete(&path).unwrap() && !delete(&path).unwrap());
    }

    #[test]
    fn one_that_others_can_read_or_that_is_no_file_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("login.json");
        write(&path, &"geheim".into()).unwrap();
        for wrong in [0o640, 0o604, 0o660] {
            fs::set_permissions(&path, fs::Permissions::from_mode(wrong)).unwrap();
            let error = read(&path).unwrap_err();
            assert_eq!(error, LoginError::Exposed(path.clone()));
            assert!(!error.problem().to_string().contains("geheim"));
        }
        assert!(matches!(read(dir.path()), Err(LoginError::Damaged(_))));
        write(&path, &"x".repeat(65 * 1024).into()).unwrap();
        assert!(matches!(read(&path), Err(LoginError::Damaged(_))));
    }

    #[test]
    fn what_stands_in_the_way_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("not-a-folder/login.json");
        fs::write(dir.path().join("not-a-folder"), "").unwrap();
        let error = write(&path, &"geheim".into()).unwrap_err();
        assert!(matches!(&error, LoginError::File { .. }), "{error}");
        assert!(read(&path).unwrap().is_none());
    }

    #[tokio::test]
    async fn one_waits_for_the_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("login.lock");
        let first = lock(&path).await.unwrap();
        let second = lock(&path);
        tokio::pin!(second);
        tokio::select! {
            biased;
            _ = &mut second => panic!("both have it"),
            () = tokio::task::yield_now() => {}
        }
        drop(first);
        second.await.unwrap();
    }
}
