//! Signing in with a browser, on this machine or on another.

use std::io::Write;
use std::time::Duration;

use secrecy::SecretString;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};
use tokio::time::timeout;
use url::Url;

use super::error::LoginError;
use super::listener::{Browser, Listener};
use super::oauth::{self, App, Begun, Granted};
use super::returned::{answer, query};
use crate::call::text::{Clean, clean_line};
use crate::org::limits::Limits;

/// How long a person has; a password and a second factor take less.
const LIMIT: Duration = Duration::from_mins(2);
/// Bytes read of what is pasted.
const PASTED: u64 = 64 * 1024;

/// A sign-in that waits for its answer: from the browser, or pasted.
pub struct Waiting {
    app: App,
    begun: Begun,
    port: u16,
    way_back: Result<Listener, Clean>,
    limit: Duration,
    limits: Limits,
}

impl Waiting {
    /// Begins a sign-in. A port that cannot be listened on leaves the way of pasting.
    pub async fn begin(app: App, port: u16) -> Self {
        let way_back = Listener::at(port).await;
        // Port 0 is any free one.
        let port = way_back.as_ref().ok().and_then(|it| it.port().ok()).unwrap_or(port);
        let way_back = way_back.map_err(|error| clean_line(&error.to_string()).boxed());
        let begun = oauth::begin(&app, port);
        Self { app, begun, port, way_back, limit: LIMIT, limits: Limits::default() }
    }

    /// The same with another limit of time for the person.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Where the person signs in. It holds no secret.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.begun.url
    }

    /// Why the browser cannot come back by itself, if it cannot.
    #[must_use]
    pub fn only_by_pasting(&self) -> Option<(u16, Clean)> {
        self.way_back.as_ref().err().map(|why| (self.port, why.clone()))
    }

    /// Waits for the answer and exchanges it. Lines of `pasted` that are no answer are remarked
    /// on in `remarks`; its end only means that nothing more is pasted.
    ///
    /// # Errors
    ///
    /// [`LoginError`].
    pub async fn granted(
        self,
        pasted: impl AsyncBufRead + Unpin,
        remarks: &mut impl Write,
    ) -> Result<Granted, LoginError> {
        let Self { app, begun, port, way_back, limit, limits } = self;
        let state = begun.state.secret().clone();
        let why = way_back.as_ref().err().cloned();
        let browser = async {
            match way_back {
                Ok(listener) => listener.answer(&state).await,
                Err(_) => std::future::pending().await,
            }
        };
        let by_hand = async {
            match paste(pasted, &state, remarks).await {
                Some(answer) => answer,
                None => match why {
                    Some(why) => Err(LoginError::NoWayBack { port, why }),
                    None => std::future::pending().await,
                },
            }
        };
        let first = async {
            tokio::select! {
                (answer, browser) = browser => (answer, Some(browser)),
                answer = by_hand => (answer, None),
            }
        };
        let first = timeout(limit, first).await.map_err(|_| LoginError::TooSlow(limit));
        let (answer, browser): (_, Option<Browser>) = first?;
        let granted = match answer {
            Ok(code) => exchanged(&app, begun, &code, limits).await,
            Err(why) => Err(why),
        };
        if let Some(browser) = browser {
            let ended = granted.as_ref().map(|_| ()).map_err(LoginError::problem);
            browser.tell(ended).await;
        }
        granted
    }
}

async fn exchanged(
    app: &App,
    begun: Begun,
    code: &SecretString,
    limits: Limits,
) -> Result<Granted, LoginError> {
    let granted = oauth::exchange(app, begun, code, limits).await?;
    if granted.refresh.is_none() { Err(LoginError::NoRefreshToken) } else { Ok(granted) }
}

/// The first pasted line that is an answer; nothing if none comes any more.
async fn paste(
    pasted: impl AsyncBufRead + Unpin,
    state: &str,
    remarks: &mut impl Write,
) -> Option<Result<SecretString, LoginError>> {
    let mut lines = pasted.take(PASTED).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.trim().is_empty() {
            continue;
        }
        match answer(&query(&line), state) {
            Ok(answer) => return Some(answer),
            // Whether the remark can be seen changes nothing.
            Err(why) => drop(writeln!(remarks, "{why} Copy the browser's whole address.")),
        }
    }
    None
}
