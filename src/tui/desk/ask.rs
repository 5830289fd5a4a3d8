//! The command line's commands, and questions about the call.

use crossterm::event::KeyCode;

use super::{Desk, Leap};
use crate::call::text::Clean;
use crate::call::{Filter, LONGEST_QUESTION, MomentIx, Offer, offer};
use crate::tui::action::{Action, Key};
use crate::tui::msg::{CallRef, Effect};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::answer::Answered;
use crate::tui::overlay::command::Command;
use crate::tui::overlay::offer::OfferBox;
use crate::tui::pressed::Pressed;
use crate::tui::review::Review;

const NOTHING_ASKED: &str = "Nothing was asked about this call yet: type ask and a question.";
const NO_ORG: &str = "This call is a saved response: there is no org to ask about it.";

impl Review {
    /// The filter that answers a question, if one does.
    pub(super) fn offer(&self, question: &str) -> Option<Offer> {
        let names = self.timeline().speaker_ixs().map(|ix| self.name(ix).as_str());
        let names: Vec<&str> = names.collect();
        offer(self.timeline(), &names, question)
    }
}

impl Desk {
    /// Does what the command line says.
    pub(super) fn command(&mut self) -> Pressed {
        let Overlay::Command(line) = &self.overlay else { return Pressed::nothing() };
        let command = line.command();
        self.overlay = Overlay::None;
        match command {
            Ok(Command::Go(place)) => {
                let at = place.resolve(self.review.playhead.at, self.review.length());
                self.leap = Leap::Far;
                self.go_to_time(at);
            }
            Ok(Command::Ask(Some(question))) => return self.ask_about(question),
            Ok(Command::Ask(None)) if self.questions.about(&self.review.call).is_some() => {
                self.overlay = Overlay::Answer(Box::default());
            }
            Ok(Command::Ask(None)) => self.say(NOTHING_ASKED),
            Ok(Command::Do(row)) => return self.choose(row),
            Ok(Command::Room(None)) => return Pressed::wants(Action::Room),
            Ok(Command::Room(Some(wish))) => {
                return Pressed { effects: vec![Effect::Room(wish)], ..Pressed::changed() };
            }
            Err(error) => self.say(&error.to_string()),
        }
        Pressed::changed()
    }

    /// Offers the filter that answers a question, or asks the org.
    fn ask_about(&mut self, question: Clean) -> Pressed {
        let length = question.chars().count();
        if length > LONGEST_QUESTION {
            self.say(&format!(
                "A question has at most 4,000 characters, and this one has {length}: shorten it."
            ));
            return Pressed::changed();
        }
        if let Some(offer) = self.review.offer(&question) {
            let has_org = self.review.call.id().is_some();
            self.overlay = Overlay::Offer(Box::new(OfferBox { question, offer, has_org }));
            return Pressed::changed();
        }
        self.send(question)
    }

    fn send(&mut self, question: Clean) -> Pressed {
        let CallRef::Record(call) = self.review.call else {
            self.say(NO_ORG);
            self.overlay = Overlay::None;
            return Pressed::changed();
        };
        let ticket = self.questions.ask(CallRef::Record(call), question.clone());
        self.overlay = Overlay::Answer(Box::default());
        let effects = vec![Effect::Ask { ticket, call, question }];
        Pressed { effects, ..Pressed::changed() }
    }

    pub(super) fn pressed_in_offer(&mut self, key: Key) -> Pressed {
        let Overlay::Offer(offered) = &mut self.overlay else { return Pressed::nothing() };
        match key {
            Key::Named(KeyCode::Esc) | Key::Char('q') => self.close(),
            Key::Named(KeyCode::Enter) => {
                let filter = std::mem::take(&mut offered.offer.filter);
                self.filter_by(filter)
            }
            Key::Char('a') if offered.has_org => {
                let question = offered.question.clone();
                self.send(question)
            }
            _ => Pressed::nothing(),
        }
    }

    fn filter_by(&mut self, filter: Filter) -> Pressed {
        self.review.filter = filter;
        self.review.refilter();
        self.say(&format!("{} clears the filter.", self.keys.key_of(Action::ClearFilter)));
        self.close()
    }

    pub(super) fn pressed_in_answer(&mut self, key: Key) -> Pressed {
        let Overlay::Answer(answer) = &mut self.overlay else { return Pressed::nothing() };
        match answer.press(key) {
            Answered::Nothing => Pressed::nothing(),
            Answered::Moved => Pressed::changed(),
            Answered::Jump(ix) => self.jump(ix),
            Answered::Again => {
                let asked = self.questions.about(&self.review.call);
                let failed = asked.filter(|asked| matches!(asked.reply, Some(Err(_))));
                let question = failed.map(|asked| asked.question.clone());
                question.map_or_else(Pressed::nothing, |question| self.send(question))
            }
            Answered::Closed => {
                let effects =
                    if self.questions.cancel() { vec![Effect::StopAsking] } else { Vec::new() };
                Pressed { effects, ..self.close() }
            }
        }
    }

    /// To a moment that bears on an answer. It may be one that the filter hides; the filter stays.
    pub(super) fn jump(&mut self, ix: MomentIx) -> Pressed {
        if ix >= self.review.timeline().len() {
            return self.close();
        }
        self.leap = Leap::Far;
        self.review.playhead = self.review.timeline().playhead_on(ix);
        if !self.review.shown.contains(ix) {
            let clears = self.keys.key_of(Action::ClearFilter);
            self.say(&format!("The filter hides this moment; {clears} clears it."));
        }
        self.close()
    }
}
