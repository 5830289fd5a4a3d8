//! What the player is told.

use tokio::sync::watch;

use super::{Slot, Tasks};
use crate::call::replay::Media;
use crate::tui::{Ticket, Wanted};

impl Tasks {
    /// Starts a player; ends the one before.
    pub(in crate::session) fn play(&mut self, ticket: Ticket, media: Media, wanted: Wanted) {
        let (wants, wanted) = watch::channel(wanted);
        self.wanted = Some(wants);
        let player = self.player.clone();
        self.start(Slot::Player, ticket, async move |_, teller| {
            player.play(media, wanted, teller).await;
        });
    }

    /// Tells the player what to do from now on.
    pub(in crate::session) fn steer(&mut self, wanted: Wanted) {
        if let Some(wants) = &self.wanted {
            // A player that has just failed listens no more, and has said so.
            wants.send_replace(wanted);
        }
    }

    /// Ends the player.
    pub(in crate::session) fn stop_player(&mut self) {
        self.wanted = None;
        self.end(&Slot::Player);
    }
}
