//! The review screen: one call, its panes, and what is open over them.

mod act;
mod ask;
mod find;
mod follow;
mod kept;
mod motion;
mod noted;
mod places;
mod play;
pub(super) mod point;
mod share;
mod spoken;
mod stand;
mod tasks;
mod view;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Rect, Size};
use ratatui::style::Style;

use self::motion::Repeated;
use self::noted::Notekeeping;
use self::places::Leap;
use super::action::{Binding, Key, Keymap, Screen};
use super::count::Count;
use super::layout::{Areas, Column, Pane, areas};
use super::msg::{Answer, Effect, Origin};
use super::overlay::Overlay;
use super::overlay::filter::Filtered;
use super::overlay::which::WhichKey;
use super::pane::Scene;
use super::pane::insights::InsightsPane;
use super::pane::moment::MomentPane;
use super::pane::ruler::Ruler;
use super::pane::summary::SummaryPane;
use super::pane::timeline::TimelinePane;
use super::pane::transcript::TranscriptPane;
use super::pressed::Pressed;
use super::questions::Questions;
use super::remote::{Arrival, Ticket};
use super::replay::{Replay, Taste};
use super::review::Review;
use super::sharing::Sharing;
use super::theme::Theme;
use crate::call::replay::Media;
use crate::call::{LaneKind, Playhead};

/// One call as it is reviewed.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) review: Review,
    size: Size,
    theme: Theme,
    pub(super) keys: Arc<Keymap>,
    colours: Vec<Style>,
    focus: Pane,
    overlay: Overlay,
    notice: Option<String>,
    typed: Typed,
    ruler: Ruler,
    summary: SummaryPane,
    insights: InsightsPane,
    timeline: TimelinePane,
    transcript: TranscriptPane,
    /// As the user chose, else as there is room.
    column: Option<Column>,
    moment: MomentPane,
    replay: Replay,
    questions: Questions,
    notekeeping: Notekeeping,
    /// Of what is asked about tasks.
    tickets: Ticket,
    sharing: Sharing,
    last_motion: Option<Repeated>,
    leap: Leap,
    /// Counts what arrived, for what is kept of it in rows.
    arrivals: u64,
}

/// Keys that have no effect until another follows.
#[derive(Debug, Default)]
struct Typed {
    count: Count,
    prefix: Option<&'static Binding>,
    which: WhichKey,
}

impl Desk {
    /// A desk with a call on it.
    pub(super) fn new(review: Review, theme: Theme, keys: Arc<Keymap>, size: Size) -> Self {
        Self {
            size,
            theme,
            keys,
            colours: Vec::new(),
            focus: Pane::default(),
            overlay: Overlay::None,
            notice: None,
            typed: Typed::default(),
            ruler: Ruler::default(),
            summary: SummaryPane::default(),
            insights: InsightsPane::default(),
            timeline: TimelinePane::default(),
            transcript: TranscriptPane::default(),
            column: None,
            moment: MomentPane::default(),
            replay: Replay::default(),
            questions: Questions::default(),
            notekeeping: Notekeeping::default(),
            tickets: Ticket::default(),
            sharing: Sharing::default(),
            last_motion: None,
            leap: Leap::default(),
            arrivals: 0,
            review,
        }
    }

    /// Shows these lanes on the ruler.
    pub(super) fn set_lanes(&mut self, lanes: LaneKind) {
        self.ruler.kind = lanes;
    }

    /// The same desk with another call on it: where the reader looks stays, and so does what was
    /// asked.
    pub(super) fn with(&mut self, review: Review) -> Self {
        let is_alike = review.call.id().is_some() == self.review.call.id().is_some();
        let fresh = Self::new(review, self.theme.clone(), Arc::clone(&self.keys), self.size);
        let mut desk = Self {
            questions: std::mem::take(&mut self.questions),
            notekeeping: self.take_notekeeping(),
            tickets: self.tickets,
            sharing: self.sharing,
            focus: self.focus,
            column: self.column.filter(|_| is_alike),
            ruler: self.ruler.for_another_call(),
            replay: self.replay.for_another_call(),
            ..fresh
        };
        if desk.review.is_redacted() {
            // A reply to what was asked before names people of another call.
            desk.questions.cancel();
        }
        desk.arrived();
        desk
    }

    /// Asks for everything there is about the call.
    pub(super) fn ask(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
        self.review.ask(tickets)
    }

    /// The same, with the call's recording, if there is one.
    pub(super) fn hearing(self, media: Option<Media>) -> Self {
        Self { replay: self.replay.hearing(media), ..self }
    }

    /// The same, played as the reader likes it.
    pub(super) fn playing(self, taste: Taste) -> Self {
        Self { replay: Replay::new(taste), ..self }
    }

    pub(super) fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// Takes in an answer; says whether it was waited for.
    pub(super) fn loaded(&mut self, ticket: Ticket, answer: Answer, origin: Origin) -> bool {
        let answer = match answer {
            Answer::Exported(done) => {
                self.say(&match done {
                    Ok(place) => format!("Written: {place}"),
                    Err(problem) => problem.to_string(),
                });
                return true;
            }
            Answer::Reply(reply) => {
                let reply = reply.map(|reply| Box::new(self.review.shown_reply(*reply)));
                return self.questions.settle(ticket, reply);
            }
            Answer::TaskTerms(terms) => return self.agreed(ticket, terms),
            Answer::TaskMade(key, made) => {
                self.made(&key, &made);
                return true;
            }
            answer => answer,
        };
        let is_noted = matches!(answer, Answer::Notes(_));
        let redaction = self.review.redaction();
        match self.review.settle(ticket, answer, origin) {
            Arrival::Stale => return is_noted && self.open_wanted(),
            Arrival::Kept(problem) => self.notice = Some(problem.to_string()),
            Arrival::Ready | Arrival::Failed => {}
        }
        self.arrived();
        self.say_redaction(redaction);
        if is_noted {
            self.open_wanted();
        }
        true
    }

    fn arrived(&mut self) {
        self.arrivals += 1;
        self.follow_arrival();
        self.colours = self.theme.categories(self.review.timeline().categories());
        self.transcript.look_again();
        self.last_motion = self.last_motion.filter(|it| it.is_known(self.review.timeline()));
        self.go_back();
    }

    /// Takes in pasted text; says whether it had a place.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        match &mut self.overlay {
            Overlay::Command(line) => {
                line.paste(text);
                true
            }
            Overlay::Find(line) => {
                let before = line.text();
                line.paste(text);
                self.retyped(&before);
                true
            }
            Overlay::People(people) => people.paste(text),
            Overlay::Note(note) => {
                if let Err(why) = note.paste(text) {
                    self.say(why);
                }
                true
            }
            Overlay::Tags(tags) => {
                tags.paste(text);
                true
            }
            Overlay::Tasks(tasks) => tasks.paste(text),
            Overlay::None
            | Overlay::Notes(_)
            | Overlay::Hits(_)
            | Overlay::Filter(_)
            | Overlay::Talk(_)
            | Overlay::Offer(_)
            | Overlay::Answer(_)
            | Overlay::Yank(_)
            | Overlay::Export(_)
            | Overlay::Bare(_) => false,
        }
    }

    /// Takes a key.
    pub(super) fn press(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let had_notice = self.notice.take().is_some();
        let key = match self.overlay {
            Overlay::None => key,
            _ => self.keys.in_box(Screen::Review, key),
        };
        let (from, screen) = (self.taken_up_by_hand(), self.screen());
        let mut pressed = match &mut self.overlay {
            Overlay::None => self.pressed_in_review(key),
            Overlay::Filter(filter) => match filter.press(key, &mut self.review, screen) {
                Filtered::Nothing => Pressed::nothing(),
                Filtered::Moved => Pressed::changed(),
                Filtered::Changed => {
                    self.review.refilter();
                    Pressed::changed()
                }
                Filtered::Closed => self.close(),
            },
            Overlay::Command(line) => match key {
                Key::Named(KeyCode::Esc) => self.close(),
                Key::Named(KeyCode::Enter) => self.command(),
                _ if line.press(event, key) => Pressed::changed(),
                _ => Pressed::nothing(),
            },
            Overlay::Find(_) => self.pressed_in_find(event, key),
            Overlay::Hits(_) => self.pressed_in_hits(key),
            Overlay::People(_) => self.press_people(event, key),
            Overlay::Talk(_) => self.press_talk(key),
            Overlay::Tasks(_) => self.press_tasks(event, key),
            Overlay::Offer(_) => self.pressed_in_offer(key),
            Overlay::Answer(_) => self.pressed_in_answer(key),
            Overlay::Note(_) => self.press_note(event, key),
            Overlay::Notes(_) => self.press_notes(key),
            Overlay::Tags(_) => self.press_tags(event, key),
            Overlay::Yank(_) => self.pressed_in_yank(key),
            Overlay::Export(_) => self.pressed_in_export(key),
            Overlay::Bare(_) => self.pressed_in_bare(key),
        };
        self.moved_from(from);
        pressed.changed |= had_notice;
        pressed
    }

    /// The reader goes on, by a key or with the mouse: what was to come by itself does not.
    /// Returns from where.
    fn taken_up_by_hand(&mut self) -> Playhead {
        self.notekeeping.wanted = None;
        if self.review.conversation.ready().is_some() {
            self.review.stay();
        }
        self.review.playhead
    }

    fn close(&mut self) -> Pressed {
        self.overlay = Overlay::None;
        Pressed::changed()
    }

    /// What is to be said, if anything is.
    pub(super) fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    pub(super) fn say(&mut self, text: &str) {
        self.notice = Some(text.to_owned());
    }

    /// Brings what is kept about the screen up to date with the state and the size, so that
    /// drawing only reads.
    pub(super) fn refit(&mut self) {
        let Some(areas) = self.areas() else { return };
        let scene = Scene {
            review: &self.review,
            theme: &self.theme,
            keys: &self.keys,
            colours: &self.colours,
            replay: &self.replay,
        };
        self.ruler.refit(&self.review, areas.ruler);
        // A replay reads on until the next moment begins.
        let heard = self.review.current().filter(|_| self.replay.is_playing());
        self.moment.follow(self.review.playhead.on.or(heard));
        if let Some(body) = areas.body(Pane::Timeline) {
            self.timeline.follow(&self.review, body.height);
            self.timeline.refit(&self.review, body.height);
        }
        if let Some(body) = areas.body(Pane::Transcript) {
            self.transcript.follow(&self.review, body);
            self.transcript.refit(&self.review, self.arrivals, body.height);
        }
        if let Some(body) = areas.body(Pane::Summary) {
            self.summary.refit(scene, self.arrivals, body);
        }
        if let Some(body) = areas.body(Pane::Insights) {
            let revision = self.arrivals + self.review.noted.revision();
            self.insights.refit(scene, revision, body);
        }
        let screen = Rect::new(0, 0, self.size.width, self.size.height);
        if let Overlay::Bare(bare) = &mut self.overlay {
            bare.refit(screen);
        }
        if let Overlay::Answer(answer) = &mut self.overlay
            && let Some(asked) = self.questions.about(&self.review.call)
        {
            let revision = (self.arrivals, self.questions.revision());
            answer.refit(scene, asked, revision, screen);
        }
    }

    /// A saved response has no transcript to show.
    fn column(&self) -> Column {
        let by_room = match self.review.call.id() {
            Some(_) => Column::by_room(self.size),
            None => Column::Alone,
        };
        self.column.unwrap_or(by_room)
    }

    fn areas(&self) -> Option<Areas> {
        areas(self.size, self.focus, self.ruler.wanted(&self.review), self.column())
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            review: &self.review,
            theme: &self.theme,
            keys: &self.keys,
            colours: &self.colours,
            replay: &self.replay,
        }
    }

    fn screen(&self) -> Rect {
        Rect::new(0, 0, self.size.width, self.size.height)
    }
}
