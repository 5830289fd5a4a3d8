//! Recordings, played by mpv as a child of this process.
//!
//! The two talk over a pair of connected sockets of which mpv has its end as standard input, so
//! there is no name in the file system that another user could open, and mpv quits by itself when
//! this process ends, however it ends.
//!
//! mpv has to know `--input-ipc-client`, which is in 0.33 and later.

mod deck;
mod line;
mod start;
mod trouble;

use std::ffi::OsString;
use std::time::Duration;

use tokio::sync::watch;

use self::deck::Deck;
use super::telling::{Shows, Teller};
use crate::call::replay::Media;
use crate::tui::{Msg, Played, Wanted};

/// How recordings are played.
#[derive(Debug, Clone)]
pub struct Player {
    /// The program, and what goes before the arguments of earmark.
    command: Vec<OsString>,
    patience: Patience,
}

/// How long a player may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To answer.
    pub reply: Duration,
    /// To have a recording ready, which may come over a slow network.
    pub load: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { reply: Duration::from_secs(5), load: Duration::from_secs(30) }
    }
}

/// mpv, wherever it is on the path.
impl Default for Player {
    fn default() -> Self {
        Self::new(vec!["mpv".into()])
    }
}

impl Player {
    /// A program that understands the arguments and the messages of mpv, and arguments that go
    /// before those of earmark.
    #[must_use]
    pub fn new(command: Vec<OsString>) -> Self {
        Self { command, patience: Patience::default() }
    }

    /// The same, with other limits.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// Plays until it fails or is dropped, which ends the child.
    pub(super) async fn play(self, media: Media, wanted: watch::Receiver<Wanted>, teller: Teller) {
        let tell = Tell { teller };
        let name = media.to_string();
        let ended = match Deck::open(&self, &media).await {
            Ok(deck) => deck.play(wanted, &tell).await,
            Err(trouble) => trouble,
        };
        tell.tell(Played::Failed(ended.problem(&name, &self.program()))).await;
    }

    fn program(&self) -> String {
        self.command.first().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// The way to the loop.
struct Tell {
    teller: Teller,
}

impl Tell {
    async fn tell(&self, said: Played) {
        let ticket = self.teller.ticket;
        self.teller.send(Shows::Same, Msg::Player { ticket, said }).await;
    }
}
