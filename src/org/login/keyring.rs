//! The system's keyring, where there is one.

use super::error::LoginError;
use secrecy::SecretString;

/// Whether the system's keyring may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// It may; it may still not answer.
    Ask,
    /// There is none, or nobody could unlock it.
    Leave,
}

#[cfg(not(feature = "keyring"))]
#[expect(clippy::unused_async, reason = "the keyring is waited for where it is built in")]
impl Keyring {
    pub(super) async fn get(self) -> Result<SecretString, LoginError> {
        Err(LoginError::NoKeyring)
    }

    pub(super) async fn set(self, _secret: &SecretString) -> Result<(), LoginError> {
        Err(LoginError::NoKeyring)
    }

    pub(super) async fn delete(self) -> Result<(), LoginError> {
        Ok(())
    }
}

#[cfg(feature = "keyring")]
mod asked {
    use std::thread;
    use std::time::Duration;

    use keyring::{Entry, Error};
    use secrecy::ExposeSecret;
    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::{Keyring, LoginError, SecretString};
    use crate::call::text::clean_line;

    /// Long enough to type a password; a keyring that asks nobody is not waited for longer.
    const PATIENCE: Duration = Duration::from_secs(30);

    impl Keyring {
        pub(in super::super) async fn get(self) -> Result<SecretString, LoginError> {
            self.ask(|entry| entry.get_password().map(SecretString::from)).await
        }

        pub(in super::super) async fn set(self, secret: &SecretString) -> Result<(), LoginError> {
            let secret = secret.clone();
            self.ask(move |entry| entry.set_password(secret.expose_secret())).await
        }

        pub(in super::super) async fn delete(self) -> Result<(), LoginError> {
            if self == Self::Leave {
                return Ok(());
            }
            let delete = |entry: &Entry| match entry.delete_credential() {
                Err(Error::NoEntry) => Ok(()),
                done => done,
            };
            match self.ask(delete).await {
                // What was never there needs no deleting.
                Err(LoginError::NoKeyring) => Ok(()),
                done => done,
            }
        }

        /// On a thread of its own: nobody waits for one that hangs, not even at the end.
        async fn ask<T: Send + 'static>(
            self,
            question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
        ) -> Result<T, LoginError> {
            if self == Self::Leave {
                return Err(LoginError::NoKeyring);
            }
            let (answer, answered) = oneshot::channel();
            thread::spawn(move || {
                let entry = Entry::new("earmark", "refresh token");
                // Who asked may have stopped waiting.
                let _ = answer.send(entry.and_then(|entry| question(&entry)));
            });
            match timeout(PATIENCE, answered).await {
                Ok(Ok(Ok(value))) => Ok(value),
                Ok(Ok(Err(Error::NoDefaultStore))) => Err(LoginError::NoKeyring),
                // The text of other errors can hold what is kept.
                Ok(Ok(Err(error @ (Error::NoEntry | Error::NoStorageAccess(_))))) => {
                    Err(LoginError::Keyring(clean_line(&error.to_string()).boxed()))
                }
                Ok(Ok(Err(_)) | Err(_)) => {
                    Err(LoginError::Keyring(clean_line("it failed").boxed()))
                }
                Err(_) => Err(LoginError::Keyring(clean_line("it does not answer").boxed())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_that_is_left_alone_holds_nothing() {
        let secret = SecretString::from("geheim");
        assert_eq!(Keyring::Leave.set(&secret).await, Err(LoginError::NoKeyring));
        assert_eq!(Keyring::Leave.get().await.unwrap_err(), LoginError::NoKeyring);
        assert_eq!(Keyring::Leave.delete().await, Ok(()));
    }
}
