//! Next steps as tasks.

use crossterm::event::KeyEvent;
use jiff::civil::Date;

use super::share::source;
use super::{Desk, Leap};
use crate::call::Problem;
use crate::call::export::{Format, file_name};
use crate::call::task::{Evidence, Made, Origin, TaskKey, Terms, drafts};
use crate::tui::action::Key;
use crate::tui::layout::Pane;
use crate::tui::msg::Effect;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::tasks::{Tasked, TasksBox};
use crate::tui::pressed::Pressed;
use crate::tui::remote::Ticket;
use crate::tui::review::Review;

const NO_ORG: &str = "This call is a saved response: there is no org to make tasks in; \
    y copies them, w writes them to a file.";

const NOT_YET: &str = "When the call was and who took part is on its way, and tasks would lack \
    dates and names. Try again in a moment.";

impl Review {
    /// Whether more of the call is still to come that tasks are made of.
    fn is_incomplete(&self) -> bool {
        let (record, transcript) = (&self.record, &self.transcript);
        (record.is_loading() && record.ready().is_none())
            || (transcript.is_loading() && transcript.ready().is_none())
    }
}

impl Desk {
    /// Opens the drafts of tasks.
    pub(super) fn open_tasks(&mut self) {
        let review = &self.review;
        let Some(conversation) = review.conversation.ready() else {
            return self.say("The call is not there yet.");
        };
        if review.is_incomplete() {
            return self.say(NOT_YET);
        }
        let people = &review.spoken.people;
        let found = drafts(review.call.id(), conversation, people, day(review));
        self.overlay = Overlay::Tasks(Box::new(TasksBox::new(found)));
    }

    pub(super) fn press_tasks(&mut self, event: KeyEvent, key: Key) -> Pressed {
        let screen = self.screen();
        let Overlay::Tasks(tasks) = &mut self.overlay else { return Pressed::nothing() };
        match tasks.press(event, key, screen) {
            Tasked::Nothing => return Pressed::nothing(),
            Tasked::Changed => {}
            Tasked::GoTo(evidence) => return self.go_to_evidence(evidence),
            Tasked::Ask => {
                if self.review.is_redacted() {
                    self.say("The call is shown redacted: show it as it is to make tasks of it.");
                    return Pressed::changed();
                }
                let Some(call) = self.review.call.id() else {
                    self.say(NO_ORG);
                    return Pressed::changed();
                };
                let ticket = self.tickets.next();
                tasks.ask(ticket);
                let effects = vec![Effect::TaskTerms { ticket, call }];
                return Pressed { effects, ..Pressed::changed() };
            }
            Tasked::Make(tasks) => {
                let effects = vec![Effect::MakeTasks { ticket: self.tickets.next(), tasks }];
                return Pressed { effects, ..Pressed::changed() };
            }
            Tasked::Copy(list) => return self.copy("list of tasks", None, list),
            Tasked::Write(list) => {
                let record = self.review.record.ready();
                let title = record.and_then(|record| record.name.clone());
                let title = title.unwrap_or_else(|| source(&self.review));
                let start = record.and_then(|record| record.start);
                let name =
                    file_name(&format!("{title} tasks"), start, Format::Markdown.extension());
                return self.hand_out("list of tasks", name, list);
            }
            Tasked::Say(text) => self.say(text),
            Tasked::Closed => return self.close(),
        }
        Pressed::changed()
    }

    fn go_to_evidence(&mut self, evidence: Evidence) -> Pressed {
        match evidence {
            Evidence::Moment { ix, at } => {
                self.focus = Pane::Timeline;
                self.transcript.follow_again();
                // The number is of the answer that the drafts were made from.
                let timeline = self.review.timeline();
                let is_it = ix < timeline.len() && timeline.moment(ix).at == at;
                match if is_it { Some(ix) } else { timeline.playhead_at(at).on } {
                    Some(ix) => self.jump(ix),
                    None => {
                        self.leap = Leap::Far;
                        self.go_to_time(at);
                        self.close()
                    }
                }
            }
            Evidence::Summary(block) => {
                self.focus = Pane::Summary;
                self.summary.show(block);
                self.close()
            }
        }
    }

    /// The org's terms are there; says whether anybody waits for them.
    pub(super) fn agreed(&mut self, ticket: Ticket, terms: Result<Terms, Problem>) -> bool {
        let Overlay::Tasks(tasks) = &mut self.overlay else { return false };
        match tasks.agree(ticket, terms, origin(&self.review)) {
            Ok(taken) => taken,
            Err(problem) => {
                self.say(&problem.to_string());
                true
            }
        }
    }

    /// Something became of a task. It is told also when its box is closed.
    pub(super) fn made(&mut self, key: &TaskKey, made: &Result<Made, Problem>) {
        if let Overlay::Tasks(tasks) = &mut self.overlay
            && tasks.made(key, made)
        {
            return;
        }
        match made {
            Ok(made) => self.say(&format!("A task: {made}.")),
            Err(problem) => self.say(&problem.to_string()),
        }
    }
}

/// The day of the call, where the reader is.
fn day(review: &Review) -> Option<Date> {
    let start = review.record.ready()?.start?;
    Some(start.to_zoned(review.zone.clone()).date())
}

fn origin(review: &Review) -> Origin<'_> {
    let title = review.record.ready().and_then(|record| record.name.as_deref());
    Origin {
        call: review.call.id(),
        title: title.unwrap_or_default(),
        day: day(review),
        record: None,
    }
}
