//! The reviewer's app: one state, one update.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};
use ratatui::layout::Size;
use ratatui::style::Style;

use super::action::{Action, Binding, Key, Then, binding};
use super::layout::{Areas, Pane, areas};
use super::motion::Motion;
use super::msg::{CallRef, Effect, Msg, Outcome};
use super::overlay::Overlay;
use super::overlay::filter::{FilterBox, Filtered};
use super::pane::Scene;
use super::pane::insights::InsightsPane;
use super::pane::moment::MomentPane;
use super::pane::ruler::Ruler;
use super::pane::summary::SummaryPane;
use super::pane::timeline::TimelinePane;
use super::remote::{Arrival, Ticket};
use super::review::Review;
use super::theme::Theme;
use crate::call::Problem;

/// A session of reviewing calls.
#[derive(Debug)]
pub struct App {
    pub(super) size: Size,
    pub(super) theme: Theme,
    pub(super) calls: Vec<CallRef>,
    pub(super) call: usize,
    pub(super) review: Review,
    pub(super) colours: Vec<Style>,
    pub(super) focus: Pane,
    pub(super) overlay: Overlay,
    pub(super) notice: Option<String>,
    pub(super) typed: Typed,
    pub(super) ruler: Ruler,
    pub(super) summary: SummaryPane,
    pub(super) insights: InsightsPane,
    pub(super) timeline: TimelinePane,
    pub(super) moment: MomentPane,
    pub(super) last_motion: Option<Motion>,
    tickets: Ticket,
    /// Counts what arrived, for what is kept of it in rows.
    arrivals: u64,
}

/// Keys that have no effect until another follows.
#[derive(Debug, Default)]
pub(super) struct Typed {
    pub(super) count: Option<usize>,
    pub(super) prefix: Option<(Key, &'static Binding)>,
}

/// The highest count that is typed; more rows than any call has.
const MOST: usize = 99_999_999;

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
            theme,
            review: Review::new(calls[0].clone()),
            calls,
            call: 0,
            colours: Vec::new(),
            focus: Pane::default(),
            overlay: Overlay::None,
            notice: None,
            typed: Typed::default(),
            ruler: Ruler::default(),
            summary: SummaryPane::default(),
            insights: InsightsPane::default(),
            timeline: TimelinePane::default(),
            moment: MomentPane::default(),
            last_motion: None,
            tickets: Ticket::default(),
            arrivals: 0,
        }
    }

    /// The same, with another call first.
    #[must_use]
    pub fn starting_with(mut self, call: usize) -> Self {
        if let Some(first) = self.calls.get(call) {
            self.review = Review::new(first.clone());
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
        self.review.conversation.problem()
    }

    /// What to do first.
    pub fn start(&mut self) -> Vec<Effect> {
        self.refit();
        self.review.ask(&mut self.tickets)
    }

    /// Takes in what happened.
    pub fn update(&mut self, msg: Msg) -> Outcome {
        let outcome = match msg {
            Msg::Resized(size) => {
                let changed = self.size != size;
                self.size = size;
                if changed { Outcome::with(vec![Effect::Repaint]) } else { Outcome::unchanged() }
            }
            Msg::Loaded { ticket, answer } => self.loaded(ticket, answer),
            Msg::Pasted(text) => match &mut self.overlay {
                Overlay::GoTo(prompt) => {
                    prompt.paste(&text);
                    Outcome::changed()
                }
                _ => Outcome::unchanged(),
            },
            Msg::Pressed(event) if event.kind == KeyEventKind::Release => Outcome::unchanged(),
            Msg::Pressed(event) => self.pressed(event),
        };
        if outcome.changed {
            self.refit();
        }
        outcome
    }

    fn loaded(&mut self, ticket: Ticket, answer: super::msg::Answer) -> Outcome {
        match self.review.settle(ticket, answer) {
            Arrival::Stale => return Outcome::unchanged(),
            Arrival::Kept(problem) => self.notice = Some(problem.to_string()),
            Arrival::Ready | Arrival::Failed => {}
        }
        self.arrivals += 1;
        self.colours = self.theme.categories(self.review.timeline().categories());
        Outcome::changed()
    }

    fn pressed(&mut self, event: KeyEvent) -> Outcome {
        let Some(key) = Key::of(event) else { return Outcome::unchanged() };
        if key == Key::Ctrl('c') {
            return Outcome::with(vec![Effect::Quit]);
        }
        let had_notice = self.notice.take().is_some();
        let mut outcome = match &mut self.overlay {
            Overlay::None => self.pressed_in_review(key),
            Overlay::Help(_) => self.pressed_in_help(key),
            Overlay::Filter(filter) => match filter.press(key, &mut self.review) {
                Filtered::Nothing => Outcome::unchanged(),
                Filtered::Moved => Outcome::changed(),
                Filtered::Changed => {
                    self.review.refilter();
                    Outcome::changed()
                }
                Filtered::Closed => self.close(),
            },
            Overlay::GoTo(prompt) => match key {
                Key::Named(KeyCode::Esc) => self.close(),
                Key::Named(KeyCode::Enter) => self.go_to(),
                _ if prompt.press(event) => Outcome::changed(),
                _ => Outcome::unchanged(),
            },
        };
        outcome.changed |= had_notice;
        outcome
    }

    fn pressed_in_help(&mut self, key: Key) -> Outcome {
        let area = self.screen();
        match (binding(key).map(|row| row.action), &mut self.overlay) {
            (Some(Action::Back | Action::Close | Action::Help), _) => return self.close(),
            (Some(action), Overlay::Help(help)) => help.act(action, self.theme.glyphs, area),
            _ => return Outcome::unchanged(),
        }
        Outcome::changed()
    }

    fn pressed_in_review(&mut self, key: Key) -> Outcome {
        if let Some((_, row)) = self.typed.prefix.take() {
            let count = self.typed.count.take().unwrap_or(1);
            return match key {
                Key::Char(c) => self.complete(row, c, count),
                _ => Outcome::changed(),
            };
        }
        if let Key::Char(digit @ '0'..='9') = key
            && (digit != '0' || self.typed.count.is_some())
        {
            let digit = digit.to_digit(10).unwrap_or_default() as usize;
            self.typed.count = Some((self.typed.count.unwrap_or(0) * 10 + digit).min(MOST));
            return Outcome::changed();
        }
        let Some(row) = binding(key) else {
            let had_count = self.typed.count.take().is_some();
            return if had_count { Outcome::changed() } else { Outcome::unchanged() };
        };
        if row.then != Then::Nothing {
            self.typed.prefix = Some((key, row));
            return Outcome::changed();
        }
        let count = self.typed.count.take();
        if matches!(row.action, Action::Back | Action::Close) && count.is_some() {
            return Outcome::changed();
        }
        self.act(row.action, count)
    }

    /// Does what a key wants.
    fn act(&mut self, action: Action, count: Option<usize>) -> Outcome {
        if let Some(motion) = Motion::of(action, &self.review) {
            return self.travel(motion, count.unwrap_or(1));
        }
        match action {
            Action::RepeatMotion => match self.last_motion {
                Some(motion) => return self.travel(motion, count.unwrap_or(1)),
                None => self.say("No motion to repeat yet."),
            },
            Action::GoTo => self.overlay = Overlay::GoTo(Box::default()),
            Action::RowDown
            | Action::RowUp
            | Action::PageDown
            | Action::PageUp
            | Action::First
            | Action::Last => {
                return self.walk(action, count);
            }
            Action::NextPane => self.focus = self.focus.next(),
            Action::PreviousPane => self.focus = self.focus.previous(),
            Action::Open => return self.open(),
            Action::Back if self.focus == Pane::Timeline => self.say("q quits."),
            Action::Back | Action::Close if self.focus != Pane::Timeline => {
                self.focus = Pane::Timeline;
            }
            Action::Filter if self.review.timeline().is_empty() => {
                self.say("There is nothing to filter yet.");
            }
            Action::Filter => self.overlay = Overlay::Filter(FilterBox::default()),
            Action::ClearFilter => {
                self.review.filter = crate::call::Filter::default();
                self.review.refilter();
            }
            Action::ZoomIn | Action::ZoomOut => {
                let steps = if action == Action::ZoomIn { 1 } else { -1 };
                if !self.ruler.zoom(steps, &self.review) {
                    self.say(if steps > 0 {
                        "The ruler is zoomed in as far as it goes."
                    } else {
                        "The ruler shows the whole call."
                    });
                }
            }
            Action::CycleLanes => self.ruler.cycle(),
            Action::NextCall | Action::PreviousCall => return self.switch_call(action),
            Action::Reload => return Outcome::with(self.review.ask(&mut self.tickets)),
            Action::Help => self.overlay = Overlay::Help(super::overlay::help::Help::default()),
            Action::Repaint => return Outcome::with(vec![Effect::Repaint]),
            Action::Suspend => return Outcome::with(vec![Effect::Suspend]),
            Action::Close | Action::Quit => return Outcome::with(vec![Effect::Quit]),
            _ => return Outcome::unchanged(),
        }
        Outcome::changed()
    }

    fn open(&mut self) -> Outcome {
        if self.focus != Pane::Insights {
            self.focus = if self.focus == Pane::Timeline { Pane::Moment } else { Pane::Timeline };
            return Outcome::changed();
        }
        let Some(choice) = self.insights.choice(&self.review) else { return Outcome::unchanged() };
        self.review.filter.toggle(choice);
        self.review.refilter();
        Outcome::changed()
    }

    fn close(&mut self) -> Outcome {
        self.overlay = Overlay::None;
        Outcome::changed()
    }

    fn switch_call(&mut self, action: Action) -> Outcome {
        let to = match action {
            Action::NextCall => self.call + 1,
            _ => self.call.wrapping_sub(1),
        };
        let Some(call) = self.calls.get(to) else {
            self.say(match (self.calls.len(), action) {
                (1, _) => "This is the only call of the session.",
                (_, Action::NextCall) => "This is the last call.",
                _ => "This is the first call.",
            });
            return Outcome::changed();
        };
        self.call = to;
        self.review = Review::new(call.clone());
        self.arrivals += 1;
        self.ruler = self.ruler.for_another_call();
        self.summary = SummaryPane::default();
        self.insights = InsightsPane::default();
        self.timeline = TimelinePane::default();
        self.moment = MomentPane::default();
        self.last_motion = None;
        Outcome::with(self.review.ask(&mut self.tickets))
    }

    pub(super) fn say(&mut self, text: &str) {
        self.notice = Some(text.to_owned());
    }

    /// Brings what is kept about the screen up to date with the state and the size, so that
    /// drawing only reads.
    fn refit(&mut self) {
        let Some(areas) = self.areas() else { return };
        let scene = Scene { review: &self.review, theme: &self.theme, colours: &self.colours };
        self.ruler.refit(&self.review, areas.ruler);
        self.moment.follow(self.review.playhead.on);
        if let Some(body) = areas.body(Pane::Timeline) {
            self.timeline.follow(&self.review, body.height);
        }
        if let Some(body) = areas.body(Pane::Summary) {
            self.summary.refit(scene, self.arrivals, body.width);
        }
        if let Some(body) = areas.body(Pane::Insights) {
            self.insights.refit(scene, self.arrivals, body.width);
        }
    }

    pub(super) fn areas(&self) -> Option<Areas> {
        areas(self.size, self.focus, self.ruler.wanted(&self.review))
    }

    pub(super) fn scene(&self) -> Scene<'_> {
        Scene { review: &self.review, theme: &self.theme, colours: &self.colours }
    }

    pub(super) fn screen(&self) -> ratatui::layout::Rect {
        ratatui::layout::Rect::new(0, 0, self.size.width, self.size.height)
    }
}
