//! The list of calls: what has arrived of it, the filter and the cursor.
//!
//! The cursor is a call, not a row: a filter, a reload or another page keeps it.

mod along;
mod command;
mod filter;
mod glances;
mod pages;
mod point;
mod redact;
mod row;
mod triage;
mod view;
mod word;

use std::collections::HashSet;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use jiff::tz::TimeZone;
use ratatui::layout::Size;

use self::filter::Finder;
use self::glances::Glances;
use self::pages::{Arrival, Pages};
use self::redact::redacted;
use self::row::Told;
use super::action::{Action, Key, Keymap, Screen};
use super::count::Count;
use super::msg::{CallRef, Effect, Origin};
use super::overlay::command::CommandLine;
use super::overlay::line::Line;
use super::pressed::Pressed;
use super::remote::Ticket;
use super::theme::Theme;
use crate::call::text::Clean;
use crate::call::{CallId, Listed, Page, Problem, Scope};

/// What stands over a list.
#[derive(Debug, Clone, Default)]
pub struct Banner {
    /// Whose calls are listed: the org, and the user where that is known.
    pub org: Clean,
    /// What a reader should know about all of them.
    pub note: Option<Clean>,
}

/// Calls to choose from.
#[derive(Debug)]
pub(super) struct CallList {
    scope: Scope,
    banner: Banner,
    zone: TimeZone,
    theme: Theme,
    pub(super) keys: Arc<Keymap>,
    size: Size,
    pages: Pages,
    finder: Finder,
    told: Told,
    line: Line,
    typing: bool,
    command: Option<CommandLine>,
    /// The call chosen last; the row is the nearest that the filter leaves.
    cursor: usize,
    /// The call to choose once it arrives.
    wanted: Option<CallId>,
    top: usize,
    count: Count,
    glances: Glances,
    notice: Option<String>,
    redacts: bool,
    /// Words that are left out then besides.
    banned: Arc<[Clean]>,
}

impl CallList {
    /// A list that has not been asked for.
    pub(super) fn new(theme: Theme, size: Size, scope: Scope, banner: Banner) -> Self {
        Self {
            scope,
            banner,
            zone: TimeZone::UTC,
            theme,
            keys: Arc::default(),
            size,
            pages: Pages::default(),
            finder: Finder::default(),
            told: Told::default(),
            line: Line::default(),
            typing: false,
            command: None,
            cursor: 0,
            wanted: None,
            top: 0,
            count: Count::default(),
            glances: Glances::default(),
            notice: None,
            redacts: false,
            banned: Arc::default(),
        }
    }

    pub(super) fn set_zone(&mut self, zone: TimeZone) {
        self.zone = zone;
    }

    /// Words to leave out besides where it redacts.
    pub(super) fn ban(&mut self, banned: &Arc<[Clean]>) {
        self.banned = Arc::clone(banned);
    }

    /// The calls from number `from` on are others, or others are to be read in their place.
    fn arrived(&mut self, from: usize) {
        let row = self.redacts.then_some(|call: &Listed| redacted(call, &self.banned));
        self.pages.cover(from, row);
        let calls = self.pages.calls();
        self.finder.arrived(calls, from, &self.zone);
        self.told = if from == 0 { Told::default() } else { self.told }.and(&calls[from..]);
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// Why there is no call to show, if there is none.
    pub(super) fn problem(&self) -> Option<&Problem> {
        self.pages.problem().filter(|_| self.pages.calls().is_empty())
    }

    /// Why the last page did not come, if it did not.
    pub(super) fn failure(&self) -> Option<&Problem> {
        self.pages.problem()
    }

    /// Asks for a page, where one will be looked at soon: the rows end within two screens, a
    /// filter is to find all, or a step waits.
    pub(super) fn ask(&mut self, tickets: &mut Ticket, waits: bool) -> Option<Effect> {
        let soon = 2 * usize::from(self.rows());
        let near = self.row() + soon >= self.finder.len();
        let wanted = near || waits || self.finder.is_on() || self.pages.is_reloading();
        if !wanted || !self.pages.can_ask() {
            return None;
        }
        let ticket = tickets.next();
        Some(Effect::List { ticket, scope: self.scope, after: self.pages.ask(ticket) })
    }

    /// Whether nothing has arrived yet, and something is on its way.
    pub(super) fn is_waiting(&self) -> bool {
        self.pages.is_loading() && (self.pages.is_new() || self.finder.is_on())
    }

    /// How many calls are listed, as filtered.
    pub(super) fn listed(&self) -> usize {
        self.finder.len()
    }

    /// The call of a row.
    pub(super) fn call_at(&self, row: usize) -> Option<&Listed> {
        self.pages.calls().get(self.finder.call(row)?)
    }

    /// The row that the cursor is on, and its call.
    pub(super) fn on(&self) -> Option<(usize, &Listed)> {
        Some((self.row(), self.chosen()?))
    }

    /// The day of a call, where the reader is.
    pub(super) fn day(&self, start: jiff::Timestamp) -> String {
        start.to_zoned(self.zone.clone()).strftime("%-d %b %Y").to_string()
    }

    /// What is to be said, if anything is.
    pub(super) fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    pub(super) fn say(&mut self, text: &str) {
        self.notice = Some(text.to_owned());
    }

    /// Asks again: for the page that failed, else from the top.
    pub(super) fn reload(&mut self) {
        self.glances.retry();
        if !self.pages.retry() {
            self.pages.reload();
        }
    }

    /// Lists the calls of the other scope.
    pub(super) fn switch_scope(&mut self) {
        self.wanted = self.wanted.or_else(|| self.chosen().map(|call| call.id));
        self.scope = match self.scope {
            Scope::Mine => Scope::All,
            Scope::All => Scope::Mine,
        };
        self.pages = Pages::default();
        self.arrived(0);
        self.cursor = 0;
    }

    /// Takes in a page; says whether it was waited for.
    pub(super) fn settle(
        &mut self,
        ticket: Ticket,
        answer: Result<Box<Page>, Problem>,
        origin: Origin,
        reviewed: &HashSet<CallId>,
    ) -> bool {
        let answer = answer.map(|page| *page);
        let keep = self.wanted.or_else(|| self.chosen().map(|call| call.id));
        match self.pages.settle(ticket, answer, origin, keep) {
            Arrival::Stale => return false,
            Arrival::Quiet | Arrival::Failed => {}
            Arrival::Changed(from) => {
                self.arrived(from);
                self.finder.review(self.pages.calls(), from, reviewed);
                if from <= self.cursor || self.wanted.is_some() {
                    self.keep(keep);
                }
            }
        }
        true
    }

    /// Puts the cursor on a call, where it has arrived.
    fn keep(&mut self, id: Option<CallId>) {
        let calls = self.pages.calls();
        let place = id.and_then(|id| calls.iter().position(|call| call.id == id));
        if place.is_some() {
            self.wanted = None;
        }
        self.cursor = place.unwrap_or(self.cursor).min(calls.len().saturating_sub(1));
    }

    /// Puts the cursor on a call, now or when it arrives.
    pub(super) fn choose(&mut self, id: CallId) {
        self.wanted = Some(id);
        self.keep(Some(id));
    }

    /// The row that the cursor is on: the first from the chosen call on, else the last.
    fn row(&self) -> usize {
        self.finder.rank(self.cursor).min(self.finder.len().saturating_sub(1))
    }

    /// The call that the cursor is on.
    fn chosen(&self) -> Option<&Listed> {
        self.pages.calls().get(self.finder.call(self.row())?)
    }

    /// The call to open.
    pub(super) fn selected(&self) -> Option<CallRef> {
        self.chosen().map(|call| CallRef::Record(call.id))
    }

    /// Which of the calls is open, as the review's title says it.
    pub(super) fn place(&self) -> String {
        let rank = self.finder.rank(self.cursor);
        if self.wanted.is_some() || self.finder.call(rank) != Some(self.cursor) {
            return String::new();
        }
        let so_far = if self.pages.is_complete() { "" } else { "+" };
        let found = if self.finder.is_on() { "found " } else { "" };
        format!("call {} of {}{so_far} {found}", rank + 1, self.finder.len())
    }

    /// Takes in pasted text; says whether it had a place.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        if let Some(line) = &mut self.command {
            line.paste(text);
            return true;
        }
        if self.typing {
            self.line.paste(text);
            self.find();
        }
        self.typing
    }

    /// Takes a key.
    pub(super) fn press(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let had_notice = self.notice.take().is_some();
        let mut pressed = match (&self.command, self.typing) {
            (Some(_), _) => {
                let key = self.keys.in_box(Screen::Calls, key);
                self.pressed_in_command(event, key)
            }
            (None, true) => self.pressed_in_line(event, key),
            (None, false) => self.pressed_in_list(key),
        };
        pressed.changed |= had_notice;
        pressed
    }

    fn pressed_in_line(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let action = match self.keys.in_box(Screen::Calls, key) {
            Key::Named(KeyCode::Tab) => {
                // What is found stays, and keys are those of the list again.
                self.typing = false;
                return Pressed::changed();
            }
            Key::Named(KeyCode::Esc) => Action::LeaveFilter,
            Key::Named(KeyCode::Enter) => Action::OpenCall,
            Key::Named(KeyCode::Down) | Key::Ctrl('n') => Action::RowDown,
            Key::Named(KeyCode::Up) | Key::Ctrl('p') => Action::RowUp,
            Key::Named(KeyCode::PageDown) => Action::PageDown,
            Key::Named(KeyCode::PageUp) => Action::PageUp,
            Key::Ctrl('l') => Action::Repaint,
            Key::Ctrl('z') => Action::Suspend,
            _ if self.line.press(event) => {
                self.find();
                return Pressed::changed();
            }
            _ => return Pressed::nothing(),
        };
        self.act(action, None)
    }

    fn pressed_in_list(&mut self, key: Key) -> Pressed {
        if self.count.digit(key) {
            return Pressed::changed();
        }
        let count = self.count.take();
        match self.keys.row(Screen::Calls, key) {
            Some(row) => self.act(row.action, count),
            None if count.is_some() => Pressed::changed(),
            None => Pressed::nothing(),
        }
    }

    /// Does what a key wants; what is not about the list is handed back.
    fn act(&mut self, action: Action, count: Option<usize>) -> Pressed {
        let page = usize::from(self.rows().saturating_sub(1).max(1));
        let (row, n) = (self.row(), count.unwrap_or(1));
        match action {
            Action::RowDown | Action::NextCall => self.go_to(row.saturating_add(n)),
            Action::RowUp | Action::PreviousCall => self.go_to(row.saturating_sub(n)),
            Action::PageDown => self.go_to(row.saturating_add(page.saturating_mul(n))),
            Action::PageUp => self.go_to(row.saturating_sub(page.saturating_mul(n))),
            Action::First => self.go_to(count.map_or(0, |row| row.saturating_sub(1))),
            Action::Last => self.go_to(count.map_or(usize::MAX, |row| row.saturating_sub(1))),
            Action::FilterCalls => self.typing = true,
            Action::GoTo => self.command = Some(CommandLine::new(Screen::Calls)),
            Action::LeaveFilter if self.typing || self.finder.is_on() => {
                self.typing = false;
                self.line = Line::default();
                self.find();
            }
            Action::LeaveFilter => {
                self.say(&format!("{} quits.", self.keys.key_of(Action::Close)));
            }
            Action::OpenCall if self.chosen().is_none() => {
                self.say("There is no call to open.");
            }
            Action::OpenCall => {
                self.typing = false;
                self.cursor = self.finder.call(self.row()).unwrap_or(self.cursor);
                return Pressed { changed: true, ..Pressed::wants(action) };
            }
            action => return Pressed::wants(action),
        }
        Pressed::changed()
    }

    fn go_to(&mut self, row: usize) {
        let row = row.min(self.finder.len().saturating_sub(1));
        self.wanted = None;
        self.cursor = self.finder.call(row).unwrap_or(self.cursor);
    }

    fn find(&mut self) {
        self.finder.query(&self.line.text(), self.pages.calls());
    }

    /// Brings the cursor's row into view, by half a view at a time: a list that moves a line with
    /// every key sends ten times the bytes over a long walk.
    pub(super) fn refit(&mut self) {
        let (row, height) = (self.row(), usize::from(self.rows()).max(1));
        if row < self.top || row >= self.top + height {
            self.top = row.saturating_sub(height / 2);
        }
        self.top = self.top.min(self.finder.len().saturating_sub(height));
    }
}
