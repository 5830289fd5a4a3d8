//! Rooms, in which several sessions see what one of them looks at.
//!
//! A room carries a [`View`], a plain value: how the call is looked at, not what is on a screen.
//! Each member draws it at their own size, and asks for the call by their own right. Who has the
//! keys moves; a member who does not sees what the one who does sees.

mod letters;
mod word;

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use self::letters::Letters;
pub use self::word::BadWish;
use super::action::Screen;
use super::msg::CallRef;
use super::pane::put;
use super::standpoint::Standpoint;
use super::theme::Theme;
use crate::call::text::Clean;
use crate::call::{CallId, NoteId, Problem, Scope};

/// What a member wants of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// To open a room, and have its keys.
    Open,
    /// To join the room that has this code.
    Join(Clean),
    /// To be called so.
    Name(Clean),
    /// To hand the keys to the member of that name.
    Give(Clean),
    /// To have the keys; who has them is asked for them.
    Take,
    /// To leave.
    Leave,
    /// That all see this. Only of the member who has the keys.
    Show(Box<View>),
}

/// What a room came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The session is in a room, which is so now.
    Here(Present),
    /// The session has left its room.
    Left,
    /// A wish was not granted.
    Refused(Problem),
    /// The session is called so from now on.
    Named(Clean),
}

/// A room as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// What others join it by.
    pub code: Clean,
    /// Who is here, in the order of coming.
    pub names: Vec<Clean>,
    /// Which of them this session is.
    pub me: usize,
    /// Which of them has the keys, if the one who had them has not left.
    pub holder: Option<usize>,
    /// Which of them asks for the keys.
    pub asking: Option<usize>,
    /// What is shown.
    pub view: Option<Arc<View>>,
}

/// What the member who has the keys looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which screen is in front.
    pub screen: Screen,
    /// The list, where there is one.
    pub list: Option<ListView>,
    /// The call that is open.
    pub call: Option<CallRef>,
    /// How it is looked at, once it is there.
    pub standpoint: Option<Standpoint>,
    /// What is open over it.
    pub opened: Option<Opened>,
}

/// What is open over a call and shows more of it. What each member does for themselves, such as
/// to write, to search or to look up a key, is not seen by the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// How talk was shared out.
    Talk,
    /// All notes, with one of them chosen.
    Notes(Option<NoteId>),
}

/// How the list of calls is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListView {
    /// Whose calls it lists.
    pub scope: Scope,
    /// What it is filtered by.
    pub query: String,
    /// The call that is chosen.
    pub chosen: Option<CallId>,
    /// The first call that is seen.
    pub top: Option<CallId>,
}

impl Present {
    /// Whether this session has the keys.
    #[must_use]
    pub fn is_mine(&self) -> bool {
        self.holder == Some(self.me)
    }

    /// The name of a member.
    fn name(&self, member: usize) -> &str {
        self.names.get(member).map_or("somebody", |name| name.as_str())
    }
}

/// The room that a session is in, as its app knows it.
#[derive(Debug)]
pub(super) struct Room {
    pub(super) present: Present,
    /// What was shown last, of a member who has the keys.
    pub(super) shown: Option<View>,
    /// What was opened last because all see it; whoever closes it for themselves has closed it.
    pub(super) opened: Option<Opened>,
    presence: Presence,
    letters: Letters,
    /// Whether members are called by their letters.
    redacts: bool,
}

/// Who is here, for the status row.
#[derive(Debug, Default)]
pub(super) struct Presence {
    /// With their names, and a star at whoever has the keys.
    pub(super) names: String,
    /// Where those have no room.
    pub(super) count: String,
}

impl Room {
    /// With names, or without them.
    pub(super) fn new(present: Present, redacts: bool) -> Self {
        let mut letters = Letters::default();
        letters.greet(&present);
        let presence = Presence::default();
        let mut room = Self { present, shown: None, opened: None, presence, letters, redacts };
        room.redact(redacts);
        room
    }

    /// Calls members by letters, or by their names.
    pub(super) fn redact(&mut self, redacts: bool) {
        self.redacts = redacts;
        let names = self.called();
        self.presence = Presence::of(&self.present, &names);
    }

    pub(super) fn presence(&self) -> &Presence {
        &self.presence
    }

    /// Takes in how the room is now; returns what is to be said about it.
    pub(super) fn change(&mut self, present: Present) -> Option<String> {
        let before = std::mem::replace(&mut self.present, present);
        self.letters.greet(&self.present);
        let said = self.difference(&before);
        self.letters.part(&self.present);
        if before.is_mine() != self.present.is_mine() {
            self.shown = None;
        }
        self.redact(self.redacts);
        said
    }

    /// What all members are called.
    fn called(&self) -> Vec<Clean> {
        self.present.names.iter().map(|name| self.call(name)).collect()
    }

    fn call(&self, name: &Clean) -> Clean {
        if self.redacts { self.letters.of(name) } else { name.clone() }
    }

    /// What a member is called, if it is one.
    fn member(&self, member: usize) -> Clean {
        let name = self.present.names.get(member).map(|name| self.call(name));
        name.unwrap_or_else(|| Clean::ours("somebody").boxed())
    }

    /// The name that is meant by what was typed for one.
    pub(super) fn meant(&self, typed: &Clean) -> Clean {
        let meant = self.letters.meant(typed).filter(|_| self.redacts);
        meant.unwrap_or(typed).clone()
    }

    /// What to say on coming in.
    pub(super) fn greeting(&self) -> String {
        let Present { code, .. } = &self.present;
        match (self.present.names.len(), self.holding()) {
            (1, _) => format!("The room is open: others join it with :room join {code}"),
            (_, holding) => format!("You are in room {code}. {holding}"),
        }
    }

    /// Who has the keys, as a sentence.
    pub(super) fn holding(&self) -> String {
        let present = &self.present;
        match present.holder {
            Some(holder) if holder == present.me => {
                "You have the keys: all see what you look at.".to_owned()
            }
            Some(holder) => format!("{} has the keys: you see the same.", self.member(holder)),
            None => "Nobody has the keys: :room take takes them.".to_owned(),
        }
    }

    /// Why a key leads nowhere here.
    pub(super) fn refusal(&self) -> String {
        match self.present.holder {
            Some(holder) => {
                let name = self.member(holder);
                format!("{name} has the keys; :room leave to walk on your own.")
            }
            None => "Nobody has the keys: :room take takes them.".to_owned(),
        }
    }

    /// Where the room is, who is here, and what can be done about it.
    pub(super) fn account(&self) -> String {
        let names: Vec<String> = self.called().iter().map(Clean::to_string).collect();
        format!("Room {}: {}. {}", self.present.code, names.join(", "), self.holding())
    }

    fn difference(&self, before: &Present) -> Option<String> {
        let now = &self.present;
        let asks = now.asking.filter(|asking| {
            now.is_mine() && before.asking.map(|who| before.name(who)) != Some(now.name(*asking))
        });
        if let Some(asking) = asks {
            let name = self.member(asking);
            return Some(format!("{name} asks for the keys: :room give {name} hands them over."));
        }
        let held = |present: &Present| present.holder.map(|who| present.name(who).to_owned());
        if before.is_mine() != now.is_mine() || held(before) != held(now) {
            return Some(self.holding());
        }
        let came = now.names.iter().find(|name| !before.names.contains(name));
        let left = before.names.iter().find(|name| !now.names.contains(name));
        match (came, left) {
            (Some(came), Some(left)) if now.names.len() == before.names.len() => {
                Some(format!("{} is called {} now.", self.call(left), self.call(came)))
            }
            (Some(came), _) => Some(format!("{} came in.", self.call(came))),
            (_, Some(left)) => Some(format!("{} left.", self.call(left))),
            (None, None) => None,
        }
    }
}

impl Presence {
    /// Of members who are called so.
    fn of(present: &Present, names: &[Clean]) -> Self {
        let name = |(i, name): (usize, &Clean)| {
            let star = if present.holder == Some(i) { "*" } else { "" };
            let name = if i == present.me { "you" } else { name.as_str() };
            format!("{star}{name}")
        };
        let names: Vec<String> = names.iter().enumerate().map(name).collect();
        let star = if present.is_mine() { "*" } else { "" };
        Self { names: names.join(", "), count: format!("{star}{} here", present.names.len()) }
    }

    /// Draws it at the right end of a row; returns what is left of the row.
    pub(super) fn draw(&self, theme: &Theme, row: Rect, buffer: &mut Buffer) -> Rect {
        let width = |text: &str| u16::try_from(text.width() + 2).unwrap_or(u16::MAX);
        let text = [&self.names, &self.count].into_iter().find(|text| width(text) <= row.width / 3);
        let Some(text) = text else { return row };
        let left = Rect { width: row.width - width(text), ..row };
        let right = Rect { x: left.right(), width: width(text), ..row };
        put(buffer, right, row.y, &[(" ", theme.text), (text, theme.notice)]);
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::text::clean_line;

    fn present(names: &[&str], me: usize, holder: Option<usize>) -> Present {
        let names = names.iter().map(|name| clean_line(name).boxed()).collect();
        let code = Clean::ours("K7QM-2XVP").boxed();
        Present { code, names, me, holder, asking: None, view: None }
    }

    #[test]
    fn who_came_left_and_has_the_keys_is_said() {
        let mut room = Room::new(present(&["Ada"], 0, Some(0)), false);
        assert!(room.greeting().ends_with(":room join K7QM-2XVP"), "{}", room.greeting());
        assert_eq!(room.presence().names, "*you");
        let mut said = |names: &[&str], holder| room.change(present(names, 0, holder));
        assert_eq!(said(&["Ada"], Some(0)), None);
        assert_eq!(said(&["Ada", "Kit"], Some(0)).as_deref(), Some("Kit came in."));
        assert_eq!(said(&["Ada", "Kim"], Some(0)).as_deref(), Some("Kit is called Kim now."));
        let given = "Kim has the keys: you see the same.";
        assert_eq!(said(&["Ada", "Kim"], Some(1)).as_deref(), Some(given));
        let gone = "Nobody has the keys: :room take takes them.";
        assert_eq!(said(&["Ada"], None).as_deref(), Some(gone));
    }

    #[test]
    fn who_asks_for_the_keys_is_said_once_and_to_who_has_them() {
        let mut room = Room::new(present(&["Ada", "Kit"], 0, Some(0)), false);
        let asks = Present { asking: Some(1), ..present(&["Ada", "Kit"], 0, Some(0)) };
        let said = room.change(asks.clone());
        assert_eq!(said.as_deref(), Some("Kit asks for the keys: :room give Kit hands them over."));
        assert_eq!(room.change(asks.clone()), None);
        let mut other = Room::new(present(&["Ada", "Kit"], 1, Some(0)), false);
        assert_eq!(other.change(Present { me: 1, ..asks }), None);
    }

    #[test]
    fn a_redacted_room_names_nobody() {
        let mut room = Room::new(present(&["Ada", "Kit"], 1, Some(0)), true);
        let mut said = vec![room.greeting(), room.refusal(), room.account()];
        said.push(room.presence().names.clone());
        assert_eq!(room.presence().names, "*Visitor A, you");
        let mut change = |names: &[&str], me, holder, asking| {
            let present = Present { asking, ..present(names, me, holder) };
            said.extend(room.change(present));
            said.push(room.presence().names.clone());
        };
        change(&["Ada", "Kit", "Kim"], 1, Some(0), None);
        change(&["Ada", "Kit", "Kim"], 1, Some(1), None);
        change(&["Ada", "Kit", "Kim"], 1, Some(1), Some(2));
        change(&["Kit", "Kimberley"], 0, Some(0), None);
        let all = said.join("\n");
        assert!(!["Ada", "Kit", "Kim"].iter().any(|name| all.contains(name)), "{all}");
        assert!(all.contains(":room give Visitor C hands them over."), "{all}");
        let typed = clean_line("visitor d").boxed();
        assert_eq!(room.meant(&typed).as_str(), "Kimberley");
        room.redact(false);
        assert_eq!(room.presence().names, "*you, Kimberley");
        assert_eq!(room.meant(&typed), typed);
    }
}
