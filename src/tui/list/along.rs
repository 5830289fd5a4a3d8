//! The list as all in a room look at it.

use super::CallList;
use crate::tui::overlay::line::Line;
use crate::tui::room::ListView;

impl CallList {
    /// How the list is looked at.
    pub(in crate::tui) fn seen(&self) -> ListView {
        let chosen = self.wanted.or_else(|| self.chosen().map(|call| call.id));
        let top = self.call_at(self.top).map(|call| call.id);
        ListView { scope: self.scope, query: self.line.text(), chosen, top }
    }

    /// Looks at the list like that.
    pub(in crate::tui) fn look(&mut self, seen: &ListView) {
        if self.scope != seen.scope {
            self.switch_scope();
        }
        if self.line.text() != seen.query {
            self.line = Line::default();
            self.line.paste(&seen.query);
            self.find();
        }
        if let Some(id) = seen.chosen {
            self.choose(id);
        }
        // On a screen of another height the chosen one is in view all the same.
        let place = |id| self.pages.calls().iter().position(|call| call.id == id);
        if let Some(place) = seen.top.and_then(place) {
            self.top = self.finder.rank(place);
        }
    }
}
