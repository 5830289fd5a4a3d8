//! What is written in a session, and what others write meanwhile.

use super::App;
use crate::tui::msg::Outcome;

impl App {
    /// The same, in a session that can open the user's own editor.
    #[must_use]
    pub fn with_editor(mut self, offered: bool) -> Self {
        self.editor = offered;
        if let Some(desk) = &mut self.desk {
            desk.offer_editor(offered);
        }
        self
    }

    /// What is noted about the calls that are open may be something else now.
    pub(super) fn ask_notes(&mut self) -> Outcome {
        let open = self.desk.as_mut().map(|desk| &mut desk.review);
        let all = open.into_iter().chain(&mut self.ahead);
        let effects = all.filter_map(|review| review.ask_notes(&mut self.tickets)).collect();
        Outcome { changed: false, effects }
    }
}
