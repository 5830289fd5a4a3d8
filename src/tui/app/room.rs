//! Being in a room: showing what is looked at, and looking at what is shown.

use super::App;
use crate::tui::action::Screen;
use crate::tui::desk::Desk;
use crate::tui::list::CallList;
use crate::tui::msg::{CallRef, Effect, Msg, Outcome};
use crate::tui::room::{News, Room, View, Wish};
use crate::tui::standpoint::Standpoint;

impl App {
    /// Takes in news of rooms.
    pub(super) fn told_of_room(&mut self, news: News) -> Outcome {
        match news {
            News::Refused(problem) => self.say(&problem.to_string()),
            // It stays for others to see as long as the notice does.
            News::Named(_) if self.redacts => self.say("You are called that now."),
            News::Named(name) => self.say(&format!("You are called {name}.")),
            News::Left => {
                self.room = None;
                self.say("You have left the room.");
            }
            News::Here(present) => {
                let said = match &mut self.room {
                    Some(room) if room.present.code == present.code => room.change(present),
                    _ => Some(self.room.insert(Room::new(present, self.redacts)).greeting()),
                };
                let effects = self.look_along();
                if let Some(said) = said {
                    self.say(&said);
                }
                return Outcome::with(effects);
            }
        }
        Outcome::changed()
    }

    /// What `:room` without more says.
    pub(super) fn say_room(&mut self) {
        let text = match &self.room {
            Some(room) => room.account(),
            None => {
                "You are in no room. On a host that has them, :room open opens one and :room join \
                     CODE joins one."
                    .into()
            }
        };
        self.say(&text);
    }

    /// Whether another member has the keys.
    pub(super) fn follows(&self) -> bool {
        self.room.as_ref().is_some_and(|room| !room.present.is_mine())
    }

    /// Whether this call must not be opened, because all look at another.
    pub(super) fn is_kept_from(&self, call: &CallRef) -> bool {
        let shown = self.room.as_ref().and_then(|room| room.present.view.as_ref());
        self.follows() && shown.is_some_and(|view| view.call.as_ref() != Some(call))
    }

    /// What is looked at, before something that must not change it.
    pub(super) fn seen_before(&self, msg: &Msg) -> Option<View> {
        let by_hand = matches!(msg, Msg::Pressed(_) | Msg::Pasted(_) | Msg::Pointed(_));
        (by_hand && self.follows()).then(|| self.seen())
    }

    /// Goes back to what all look at, if this session went elsewhere.
    pub(super) fn stay(&mut self, before: &View) -> Vec<Effect> {
        let mut effects = self.desk.as_mut().map(Desk::leave).unwrap_or_default();
        let played = !effects.is_empty();
        // What each opens for themselves is theirs.
        let now = View { opened: before.opened, ..self.seen() };
        if played || now != *before {
            effects.extend(self.look_along());
            self.refuse();
        }
        effects
    }

    /// Says who has the keys.
    pub(super) fn refuse(&mut self) {
        if let Some(text) = self.room.as_ref().map(Room::refusal) {
            self.say(&text);
        }
    }

    /// Puts names in place of the letters that members of a redacted room are called by.
    pub(super) fn name_members(&self, effects: &mut [Effect]) {
        let Some(room) = &self.room else { return };
        for effect in effects {
            if let Effect::Room(Wish::Give(name)) = effect {
                *name = room.meant(name);
            }
        }
    }

    /// Shows the others what is looked at, if it is something else than before.
    pub(super) fn show(&mut self) -> Option<Effect> {
        if !self.room.as_ref()?.present.is_mine() {
            return None;
        }
        let view = self.seen();
        let room = self.room.as_mut()?;
        if room.shown.as_ref() == Some(&view) {
            return None;
        }
        room.shown = Some(view.clone());
        Some(Effect::Room(Wish::Show(Box::new(view))))
    }

    /// What this session looks at.
    fn seen(&self) -> View {
        View {
            screen: self.front,
            list: self.queue.list().map(CallList::seen),
            call: self.desk.as_ref().map(|desk| desk.review.call.clone()),
            standpoint: self.desk.as_ref().and_then(Desk::standpoint).map(Standpoint::shared),
            opened: self.desk.as_ref().and_then(Desk::opened),
        }
    }

    /// Looks at what is shown, unless this session shows it.
    pub(super) fn look_along(&mut self) -> Vec<Effect> {
        let room = self.room.as_ref().filter(|room| !room.present.is_mine());
        let Some(view) = room.and_then(|room| room.present.view.clone()) else {
            return Vec::new();
        };
        let mut effects = self.desk.as_mut().map(Desk::leave).unwrap_or_default();
        if let Some(call) = &view.call {
            let is_open = self.desk.as_ref().is_some_and(|desk| desk.review.call == *call);
            if !is_open {
                self.queue.choose(call);
                effects.extend(self.open_now(call.clone()).effects);
            }
            if let (Some(desk), Some(standpoint)) = (&mut self.desk, &view.standpoint) {
                desk.stand_at(standpoint.clone());
            }
            let before =
                self.room.as_mut().map(|room| std::mem::replace(&mut room.opened, view.opened));
            if let (Some(desk), Some(before)) = (&mut self.desk, before)
                && before != view.opened
            {
                desk.open_along(view.opened);
            }
        }
        if let (Some(list), Some(seen)) = (self.queue.list_mut(), &view.list) {
            list.look(seen);
        }
        self.front = match view.screen {
            Screen::Calls if self.queue.list().is_some() => Screen::Calls,
            _ if self.desk.is_some() => Screen::Review,
            _ => self.front,
        };
        effects
    }
}
