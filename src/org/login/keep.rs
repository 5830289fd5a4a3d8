//! Where a sign-in rests.

use std::fs::File;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::error::LoginError;
use super::file;
use super::keyring::Keyring;
use super::record::Login;

/// The sign-in of one person on this machine: a file in a folder of theirs, and the system's
/// keyring for the secret where there is one.
#[derive(Debug, Clone)]
pub struct Keep {
    dir: PathBuf,
    keyring: Keyring,
}

/// Where a refresh token rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the system's keyring.
    Keyring,
    /// In the file, which only its owner can read.
    File,
}

impl Keep {
    /// In a folder, which is made when something is kept.
    #[must_use]
    pub fn in_folder(dir: PathBuf, keyring: Keyring) -> Self {
        Self { dir, keyring }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.dir.join("login.json")
    }

    /// The sign-in, if there is one.
    ///
    /// # Errors
    ///
    /// [`LoginError`] when its file cannot be read, or should not be trusted.
    pub fn read(&self) -> Result<Option<Login>, LoginError> {
        Ok(self.json()?.map(|(login, _)| login))
    }

    /// Keeps other earmarks away from it until the result is dropped.
    pub(super) async fn lock(&self) -> Result<File, LoginError> {
        file::lock(&self.dir.join("login.lock")).await
    }

    /// The refresh token of what was read.
    pub(super) async fn secret(&self, login: &Login) -> Result<SecretString, LoginError> {
        let Some((kept, json)) = self.json()? else { return Err(LoginError::NotSignedIn) };
        if !kept.is_same(login) {
            return Err(LoginError::Changed);
        }
        match json.get("refreshToken").and_then(Value::as_str) {
            Some(text) => Ok(text.into()),
            None => self.keyring.get().await,
        }
    }

    /// Replaces what is kept; a sign-in through `sf` has no secret.
    pub(super) async fn save(
        &self,
        login: &Login,
        secret: Option<&SecretString>,
    ) -> Result<Place, LoginError> {
        let mut json = login.to_json();
        let mut place = Place::File;
        if let Some(secret) = secret {
            // A keyring that does not answer is no reason to lose a token.
            match self.keyring.set(secret).await {
                Ok(()) => place = Place::Keyring,
                Err(_) => json["refreshToken"] = secret.expose_secret().into(),
            }
        }
        let text = SecretString::from(json.to_string());
        file::write(&self.path(), &text)?;
        Ok(place)
    }

    /// Forgets it, also one that cannot be read. Whether there was one.
    pub(super) async fn delete(&self) -> Result<bool, LoginError> {
        let there_was = file::delete(&self.path())?;
        if there_was {
            self.keyring.delete().await?;
        }
        Ok(there_was)
    }

    fn json(&self) -> Result<Option<(Login, Value)>, LoginError> {
        let path: &Path = &self.path();
        let Some(text) = file::read(path)? else { return Ok(None) };
        let damaged = || LoginError::Damaged(path.to_owned());
        let json = serde_json::from_str(text.expose_secret()).map_err(|_| damaged())?;
        let login = Login::from_json(&json).ok_or_else(damaged)?;
        Ok(Some((login, json)))
    }
}
