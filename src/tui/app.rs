//! The reviewer's app: one state, one update.

use crossterm::event::{KeyEvent, KeyEventKind};
use ratatui::layout::{Rect, Size};

use super::action::{Action, Key, Screen, binding};
use super::desk::Desk;
use super::msg::{CallRef, Effect, Msg, Outcome};
use super::overlay::help::Help;
use super::pressed::Pressed;
use super::remote::Ticket;
use super::review::Review;
use super::theme::Theme;
use crate::call::{Offset, Problem};

/// A session of reviewing calls.
#[derive(Debug)]
pub struct App {
    size: Size,
    pub(super) theme: Theme,
    pub(super) calls: Vec<CallRef>,
    pub(super) call: usize,
    pub(super) desk: Desk,
    pub(super) help: Option<Help>,
    tickets: Ticket,
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
        Self {
            size,
            desk: Desk::new(calls[0].clone(), theme.clone(), size),
            theme,
            calls,
            call: 0,
            help: None,
            tickets: Ticket::default(),
        }
    }

    /// The same, with another call first, or at another place than its first moment.
    #[must_use]
    pub fn starting_with(mut self, call: usize, at: Option<Offset>) -> Self {
        if let Some(first) = self.calls.get(call) {
            self.desk = self.desk.with(Review::new(first.clone()).starting_at(at));
            self.call = call;
        }
        self
    }

    /// The size of the screen that the app is drawn for.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// Why the call that is open has nothing to show, if it has nothing.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        self.desk.review.conversation.problem()
    }

    /// What to do first.
    pub fn start(&mut self) -> Vec<Effect> {
        self.desk.refit();
        self.desk.ask(&mut self.tickets)
    }

    /// Takes in what happened.
    pub fn update(&mut self, msg: Msg) -> Outcome {
        let outcome = match msg {
            Msg::Resized(size) if self.size == size => Outcome::unchanged(),
            Msg::Resized(size) => {
                self.size = size;
                self.desk.resize(size);
                Outcome::with(vec![Effect::Repaint])
            }
            Msg::Loaded { ticket, answer, origin } => {
                Outcome::of(self.desk.loaded(ticket, answer, origin))
            }
            Msg::Pasted(text) => Outcome::of(self.help.is_none() && self.desk.paste(&text)),
            Msg::Pressed(event) if event.kind == KeyEventKind::Release => Outcome::unchanged(),
            Msg::Pressed(event) => self.pressed(event),
        };
        if outcome.changed {
            self.desk.refit();
        }
        outcome
    }

    fn pressed(&mut self, event: KeyEvent) -> Outcome {
        let Some(key) = Key::of(event) else { return Outcome::unchanged() };
        if key == Key::Ctrl('c') {
            return Outcome::with(vec![Effect::Quit]);
        }
        if self.help.is_some() {
            return self.pressed_in_help(key);
        }
        let Pressed { changed, effects, wants } = self.desk.press(event, key);
        let mut outcome = wants.map_or_else(Outcome::default, |action| self.act(action));
        outcome.changed |= changed;
        outcome.effects.extend(effects);
        outcome
    }

    fn pressed_in_help(&mut self, key: Key) -> Outcome {
        let area = self.area();
        let action = binding(Screen::Review, key).map(|row| row.action);
        match (action, &mut self.help) {
            (Some(Action::Back | Action::Close | Action::Help), help) => *help = None,
            (Some(action), Some(help)) => help.act(action, self.theme.glyphs, area),
            _ => return Outcome::unchanged(),
        }
        Outcome::changed()
    }

    /// Does what no screen does for itself.
    fn act(&mut self, action: Action) -> Outcome {
        match action {
            Action::NextCall | Action::PreviousCall => return self.switch_call(action),
            Action::Reload => return Outcome::with(self.desk.ask(&mut self.tickets)),
            Action::Help => self.help = Some(Help::new(Screen::Review)),
            Action::Repaint => return Outcome::with(vec![Effect::Repaint]),
            Action::Suspend => return Outcome::with(vec![Effect::Suspend]),
            Action::Back => self.desk.say("q quits."),
            Action::Close | Action::Quit => return Outcome::with(vec![Effect::Quit]),
            _ => return Outcome::unchanged(),
        }
        Outcome::changed()
    }

    fn switch_call(&mut self, action: Action) -> Outcome {
        let to = match action {
            Action::NextCall => self.call + 1,
            _ => self.call.wrapping_sub(1),
        };
        let Some(call) = self.calls.get(to) else {
            self.desk.say(match (self.calls.len(), action) {
                (1, _) => "This is the only call of the session.",
                (_, Action::NextCall) => "This is the last call.",
                _ => "This is the first call.",
            });
            return Outcome::changed();
        };
        self.call = to;
        let mut effects = vec![Effect::Forget(self.desk.review.call.clone())];
        self.desk = self.desk.with(Review::new(call.clone()));
        effects.extend(self.desk.ask(&mut self.tickets));
        Outcome::with(effects)
    }

    pub(super) fn area(&self) -> Rect {
        Rect::new(0, 0, self.size.width, self.size.height)
    }
}
