//! How the app hands texts on, and what it leaves out of what it shows.

use super::App;
use crate::call::text::Clean;
use crate::tui::msg::Outcome;
use crate::tui::sharing::Sharing;

impl App {
    /// The same, which hands texts on like that.
    #[must_use]
    pub fn sharing(mut self, sharing: Sharing) -> Self {
        self.desk = self.desk.map(|desk| desk.sharing(sharing));
        self.sharing = sharing;
        self
    }

    /// The same, which shows every call redacted from the start.
    #[must_use]
    pub fn redacted(mut self, redacts: bool) -> Self {
        self.redacts = redacts;
        if let Some(desk) = &mut self.desk {
            desk.review.redact(redacts);
        }
        if let Some(list) = self.queue.list_mut() {
            list.redact(redacts);
        }
        self
    }

    /// The same, which leaves out these words too wherever it redacts.
    #[must_use]
    pub fn banning(mut self, words: Vec<Clean>) -> Self {
        self.banned = words.into();
        if let Some(desk) = &mut self.desk {
            desk.review.ban(&self.banned);
        }
        if let Some(list) = self.queue.list_mut() {
            list.ban(&self.banned);
        }
        self
    }

    /// Whether calls are shown redacted.
    #[must_use]
    pub fn is_redacted(&self) -> bool {
        self.redacts
    }

    pub(super) fn switch_redaction(&mut self) -> Outcome {
        self.redacts = !self.redacts;
        if let Some(ahead) = &mut self.ahead {
            ahead.redact(self.redacts);
        }
        let redacts = self.redacts;
        if let Some(room) = &mut self.room {
            room.redact(redacts);
        }
        self.change_list(|list| list.redact(redacts));
        Outcome::with(match &mut self.desk {
            Some(desk) => desk.redact(self.redacts),
            None => Vec::new(),
        })
    }
}
