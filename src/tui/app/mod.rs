//! The reviewer's app: one state, one update.

mod arrive;
mod calls;
mod noted;
mod playing;
mod room;
mod setup;
mod share;
mod triage;

use std::collections::HashSet;
use std::sync::Arc;

use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent, MouseEventKind};
use jiff::tz::TimeZone;
use ratatui::layout::{Rect, Size};

use self::triage::Waits;
use crate::call::replay::Media;
use crate::call::text::Clean;
use crate::call::{CallId, Direction, LaneKind, Problem, Scope};
use crate::tui::action::{Action, Key, Keymap, Screen};
use crate::tui::desk::Desk;
use crate::tui::desk::point::WHEEL;
use crate::tui::list::{Banner, CallList};
use crate::tui::msg::{CallRef, Effect, Msg, Outcome};
use crate::tui::overlay::help::Help;
use crate::tui::places::Places;
use crate::tui::pressed::Pressed;
use crate::tui::queue::Queue;
use crate::tui::remote::Ticket;
use crate::tui::replay::Taste;
use crate::tui::review::Review;
use crate::tui::room::Room;
use crate::tui::sharing::Sharing;
use crate::tui::theme::Theme;

/// A session of reviewing calls.
#[derive(Debug)]
pub struct App {
    size: Size,
    pub(in crate::tui) theme: Theme,
    pub(in crate::tui) keys: Arc<Keymap>,
    zone: TimeZone,
    /// Whether notes can be written in the user's own editor.
    editor: bool,
    pub(in crate::tui) queue: Queue,
    pub(in crate::tui) front: Screen,
    pub(in crate::tui) desk: Option<Desk>,
    /// The call after the one that is open, fetched before it is opened.
    ahead: Option<Review>,
    sharing: Sharing,
    /// Whether calls are shown redacted.
    redacts: bool,
    /// Words that are left out then besides.
    banned: Arc<[Clean]>,
    /// What is to be opened once the next page arrives.
    waits: Waits,
    places: Places,
    reviewed: HashSet<CallId>,
    pub(in crate::tui) help: Option<Help>,
    tickets: Ticket,
    lanes: LaneKind,
    mouse: bool,
    /// What is said once the screen is there.
    first: Option<String>,
    taste: Taste,
    recordings: Vec<(CallRef, Media)>,
    pub(in crate::tui) room: Option<Room>,
}

impl App {
    /// An app that is to review `calls`, the first of them now.
    ///
    /// # Panics
    ///
    /// When there is no call.
    #[must_use]
    pub fn new(calls: Vec<CallRef>, theme: Theme, size: Size) -> Self {
        assert!(!calls.is_empty(), "a session reviews at least one call");
        let first = calls[0].clone();
        Self::with(Queue::Given { calls, at: 0 }, theme, size).opening(first, None)
    }

    /// An app that starts with a list of calls to choose from.
    #[must_use]
    pub fn listing(theme: Theme, size: Size, scope: Scope, banner: Banner) -> Self {
        let list = CallList::new(theme.clone(), size, scope, banner);
        Self::with(Queue::Listed(Box::new(list)), theme, size)
    }

    fn with(queue: Queue, theme: Theme, size: Size) -> Self {
        Self {
            size,
            theme,
            keys: Arc::default(),
            zone: TimeZone::UTC,
            editor: false,
            queue,
            front: Screen::Calls,
            desk: None,
            ahead: None,
            sharing: Sharing::default(),
            redacts: false,
            banned: Arc::default(),
            waits: Waits::No,
            places: Places::default(),
            reviewed: HashSet::new(),
            help: None,
            tickets: Ticket::default(),
            lanes: LaneKind::default(),
            mouse: false,
            first: None,
            taste: Taste::default(),
            recordings: Vec::new(),
            room: None,
        }
    }

    /// The size of the screen that the app is drawn for.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// Why the screen in front has nothing to show, if it has nothing.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self.front {
            Screen::Calls => self.queue.list()?.problem(),
            Screen::Review | Screen::Note => self.desk.as_ref()?.review.conversation.problem(),
        }
    }

    /// What to do first.
    pub fn start(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(text) = self.first.take() {
            self.say(&text);
        }
        if let Some(desk) = &mut self.desk {
            effects = desk.ask(&mut self.tickets);
        }
        effects.extend(self.mouse.then_some(Effect::Mouse(true)));
        effects.extend(self.catch_up());
        effects.push(self.ask_reviewed());
        effects
    }

    /// Takes in what happened.
    pub fn update(&mut self, msg: Msg) -> Outcome {
        let by_hand = msg.is_by_hand();
        let before = self.seen_before(&msg);
        let mut outcome = match msg {
            Msg::Resized(size) if self.size == size => Outcome::unchanged(),
            Msg::Resized(size) => {
                self.resize(size);
                let mut effects = self.look_along();
                effects.push(Effect::Repaint);
                Outcome::with(effects)
            }
            Msg::Loaded { ticket, answer, origin } => self.loaded(ticket, answer, origin),
            Msg::Confirmed { ticket } => Outcome::of(self.confirmed(ticket)),
            Msg::Due { ticket, at } => self.due(ticket, at),
            Msg::Noted { call, kept } => {
                let desk = self.desk.as_mut();
                Outcome::of(desk.is_some_and(|desk| desk.noted(&call, kept)))
            }
            Msg::JournalChanged => self.ask_notes(),
            Msg::Edited(text) => {
                Outcome::of(self.desk.as_mut().is_some_and(|desk| desk.edited(text)))
            }
            Msg::Player { ticket, said } => {
                Outcome::of(self.desk.as_mut().is_some_and(|desk| desk.hear(ticket, &said)))
            }
            Msg::Remarked(problem) => {
                self.say(&problem.to_string());
                Outcome::changed()
            }
            Msg::Room(news) => self.told_of_room(news),
            Msg::Pasted(text) => Outcome::of(self.help.is_none() && self.paste(&text)),
            Msg::Pressed(event) if event.kind == KeyEventKind::Release => Outcome::unchanged(),
            Msg::Pressed(event) => self.pressed(event),
            Msg::Pointed(event) if self.mouse => self.pointed(event),
            Msg::Pointed(_) => Outcome::unchanged(),
        };
        if let Some(before) = before {
            outcome.effects.extend(self.stay(&before));
        }
        outcome.effects.extend(self.catch_up());
        if let Some(desk) = self.desk.as_ref().filter(|_| self.front == Screen::Review) {
            outcome.effects.extend(self.places.look(desk, by_hand, &mut self.tickets));
        }
        outcome.effects.extend(self.show());
        self.name_members(&mut outcome.effects);
        outcome
    }

    /// Brings everything up to date with what happened: what is kept for drawing, and what will be
    /// looked at soon and has not been asked for.
    fn catch_up(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(list) = self.queue.list_mut() {
            effects.extend(list.ask(&mut self.tickets, self.waits != Waits::No));
            list.refit();
            if self.front == Screen::Calls {
                effects.extend(list.peek(&mut self.tickets));
            }
        }
        if let Some(desk) = &mut self.desk {
            effects.extend(desk.review.follow_up(&mut self.tickets));
            effects.extend(desk.wait_for_next(&mut self.tickets));
            effects.extend(desk.wait_for_note(&mut self.tickets));
            desk.refit();
            effects.extend(desk.go_on(&mut self.tickets));
        }
        effects.extend(self.look_ahead());
        effects
    }

    fn resize(&mut self, size: Size) {
        self.size = size;
        if let Some(desk) = &mut self.desk {
            desk.resize(size);
        }
        if let Some(list) = self.queue.list_mut() {
            list.resize(size);
        }
    }

    fn paste(&mut self, text: &str) -> bool {
        match (self.front, &mut self.desk, self.queue.list_mut()) {
            (Screen::Review, Some(desk), _) => desk.paste(text),
            (Screen::Calls, _, Some(list)) => list.paste(text),
            _ => false,
        }
    }

    fn pressed(&mut self, event: KeyEvent) -> Outcome {
        let Some(key) = Key::of(event) else { return Outcome::unchanged() };
        if key == Key::Ctrl('c') {
            let mut effects = self.end();
            effects.push(Effect::Quit);
            return Outcome::with(effects);
        }
        if self.help.is_some() {
            return self.pressed_in_help(key);
        }
        // Whoever goes on working does not want to be taken away from it.
        self.waits = Waits::No;
        let pressed = match (self.front, &mut self.desk, self.queue.list_mut()) {
            (Screen::Review, Some(desk), _) => desk.press(event, key),
            (Screen::Calls, _, Some(list)) => list.press(event, key),
            _ => Pressed::nothing(),
        };
        self.outcome(pressed)
    }

    fn outcome(&mut self, pressed: Pressed) -> Outcome {
        let Pressed { changed, effects, wants } = pressed;
        let mut outcome = wants.map_or_else(Outcome::default, |action| self.act(action));
        outcome.changed |= changed;
        outcome.effects.extend(effects);
        outcome
    }

    fn pointed(&mut self, event: MouseEvent) -> Outcome {
        let (area, look) = (self.area(), (&*self.keys, &self.theme.glyphs));
        if let Some(help) = &mut self.help {
            let action = match event.kind {
                MouseEventKind::ScrollDown => Action::RowDown,
                MouseEventKind::ScrollUp => Action::RowUp,
                _ => return Outcome::unchanged(),
            };
            (0..WHEEL).for_each(|_| help.act(action, look, area));
            return Outcome::changed();
        }
        if !matches!(event.kind, MouseEventKind::Moved) {
            self.waits = Waits::No;
        }
        let pressed = match (self.front, &mut self.desk, self.queue.list_mut()) {
            (Screen::Review, Some(desk), _) => desk.point(event),
            (Screen::Calls, _, Some(list)) => list.point(event),
            _ => Pressed::nothing(),
        };
        self.outcome(pressed)
    }

    fn pressed_in_help(&mut self, key: Key) -> Outcome {
        use Action::{Back, Close, Help, LeaveFilter};
        let area = self.area();
        let action = self.keys.row(self.front, key).map(|row| row.action);
        match (action, &mut self.help) {
            (Some(Back | LeaveFilter | Close | Help), help) => *help = None,
            (Some(action), Some(help)) => help.act(action, (&self.keys, &self.theme.glyphs), area),
            _ => return Outcome::unchanged(),
        }
        Outcome::changed()
    }

    /// Does what no screen does for itself.
    fn act(&mut self, action: Action) -> Outcome {
        match (action, self.front) {
            (Action::NextCall, _) => return self.step(Direction::Next),
            (Action::PreviousCall, _) => return self.step(Direction::Previous),
            (Action::MarkReviewed, _) => return self.mark_reviewed(),
            (Action::OpenCall, _) => {
                let call = self.queue.list().and_then(CallList::selected);
                return call.map_or_else(Outcome::unchanged, |call| self.open(call));
            }
            (Action::Reload, Screen::Review) => {
                let asked = self.desk.as_mut().map(|desk| desk.ask(&mut self.tickets));
                return Outcome::with(asked.unwrap_or_default());
            }
            (Action::Reload, Screen::Calls) => self.change_list(CallList::reload),
            (Action::SwitchScope, _) if self.follows() => self.refuse(),
            (Action::Room, _) => self.say_room(),
            (Action::SwitchScope, _) => self.change_list(CallList::switch_scope),
            (Action::Redact, _) => return self.switch_redaction(),
            (Action::Help, _) => self.help = Some(Help::new(self.front)),
            (Action::Mouse, _) => {
                self.mouse = !self.mouse;
                self.say(match self.mouse {
                    true => "The mouse is on; a terminal selects text with Shift held.",
                    false => "The mouse is off.",
                });
                return Outcome::with(vec![Effect::Mouse(self.mouse)]);
            }
            (Action::Repaint, _) => return Outcome::with(vec![Effect::Repaint]),
            (Action::Suspend, _) => {
                self.pause();
                return Outcome::with(vec![Effect::Suspend]);
            }
            (Action::Back | Action::Close, Screen::Review) if self.queue.list().is_some() => {
                self.front = Screen::Calls;
                self.pause();
                return Outcome::with(self.keep_place());
            }
            (Action::Back, _) => self.say(&format!("{} quits.", self.keys.key_of(Action::Close))),
            (Action::Close | Action::Quit, _) => return Outcome::with(vec![Effect::Quit]),
            _ => return Outcome::unchanged(),
        }
        Outcome::changed()
    }

    fn change_list(&mut self, change: impl FnOnce(&mut CallList)) {
        if let Some(list) = self.queue.list_mut() {
            change(list);
        }
    }

    fn say(&mut self, text: &str) {
        match (self.front, &mut self.desk, self.queue.list_mut()) {
            (Screen::Review, Some(desk), _) => desk.say(text),
            (_, _, Some(list)) => list.say(text),
            _ => {}
        }
    }

    pub(in crate::tui) fn area(&self) -> Rect {
        Rect::new(0, 0, self.size.width, self.size.height)
    }
}
