//! What arrives about a call, and what follows for what is shown.

use super::{Review, timeline};
use crate::call::{Applied, Corrections, Part, Problem, ProblemKind, Spoken};
use crate::tui::msg::{Answer, CallRef, Noted, Origin};
use crate::tui::remote::{Arrival, Remote, Ticket};

impl Review {
    /// Takes in an answer.
    pub(in crate::tui) fn settle(
        &mut self,
        ticket: Ticket,
        answer: Answer,
        origin: Origin,
    ) -> Arrival {
        self.uncover();
        let arrival = self.take_in(ticket, answer, origin);
        self.cover();
        arrival
    }

    fn take_in(&mut self, ticket: Ticket, answer: Answer, origin: Origin) -> Arrival {
        let arrival = match answer {
            Answer::Conversation(answer) => {
                let was_there = self.conversation.ready().is_some();
                let arrival = settle(&self.call, &mut self.conversation, ticket, answer, origin);
                match arrival {
                    Arrival::Ready => {
                        self.merge();
                        self.arrived();
                    }
                    Arrival::Failed if was_there => self.arrived(),
                    _ => {}
                }
                self.lacks_transcript = arrival == Arrival::Ready
                    && self.again.has_begun()
                    && self.may_be_transcribed();
                arrival
            }
            Answer::Transcript(answer) => {
                settle(&self.call, &mut self.transcript, ticket, answer, origin)
            }
            Answer::Record(answer) => settle(&self.call, &mut self.record, ticket, answer, origin),
            Answer::Standpoint(_) if self.place != Some(ticket) => Arrival::Stale,
            Answer::Standpoint(left) => {
                self.place = None;
                return match left {
                    Ok(None) => Arrival::Stale,
                    Ok(Some(left)) => {
                        self.take_up(left);
                        Arrival::Ready
                    }
                    Err(problem) => Arrival::Kept(problem),
                };
            }
            Answer::Names(_) if self.asked != Some(ticket) => Arrival::Stale,
            Answer::Names(Ok(names)) => {
                self.correct(*names);
                return Arrival::Ready;
            }
            Answer::Notes(told) => return self.settle_notes(ticket, told),
            Answer::Names(Err(problem)) | Answer::NamesSaved(Err(problem)) => {
                return Arrival::Kept(problem);
            }
            Answer::NamesSaved(Ok(()))
            | Answer::Calls(_)
            | Answer::Reply(_)
            | Answer::Exported(_)
            | Answer::StandpointSaved(_)
            | Answer::Reviewed(_)
            | Answer::Glance(_)
            | Answer::TaskTerms(_)
            | Answer::TaskMade(..)
            | Answer::ReviewedSaved(_) => Arrival::Stale,
        };
        if matches!(arrival, Arrival::Ready | Arrival::Failed) {
            self.weave();
        }
        arrival
    }

    fn settle_notes(&mut self, ticket: Ticket, told: Result<Box<Noted>, Problem>) -> Arrival {
        let timeline = timeline(&self.conversation, &self.nothing);
        let arrival = self.noted.settle(ticket, told, timeline);
        if arrival == Arrival::Ready {
            self.find_notes();
            self.refilter_by_notes();
        }
        arrival
    }

    /// Takes over what came of a change of what is noted.
    pub(in crate::tui) fn take_noted(&mut self, applied: &Applied) {
        self.uncover();
        let is_word = self.noted.is_word(applied);
        self.noted.take(applied, timeline(&self.conversation, &self.nothing));
        if is_word {
            self.find_notes();
        }
        self.refilter_by_notes();
        self.cover();
    }

    /// Other moments pass a filter that asks for notes or verdicts.
    fn refilter_by_notes(&mut self) {
        if self.filter.asks_notes() && self.conversation.ready().is_some() {
            self.refilter();
        }
    }

    /// What is shown is the newest there is; says whether that was waited for.
    pub(in crate::tui) fn confirm(&mut self, ticket: Ticket) -> bool {
        self.conversation.confirm(ticket)
            || self.transcript.confirm(ticket)
            || self.record.confirm(ticket)
    }

    /// Takes other corrections: names change everywhere, merged speakers become one. The filter
    /// keeps whom it shows, the playhead its time.
    pub(in crate::tui) fn correct(&mut self, corrections: Corrections) {
        self.asked = None;
        if self.corrections == corrections {
            return;
        }
        self.corrections = corrections;
        let chosen = self.filter.speakers.iter();
        let chosen: Vec<_> = chosen.map(|&ix| self.timeline().speaker(ix).id.clone()).collect();
        self.merge();
        let timeline = timeline(&self.conversation, &self.nothing);
        self.filter.speakers = chosen.iter().filter_map(|id| timeline.speaker_of(id)).collect();
        self.weave();
        if self.conversation.ready().is_some() {
            self.refilter();
        }
    }

    /// Makes one speaker of those that were merged by hand.
    fn merge(&mut self) {
        let conversation =
            self.conversation.ready_mut().map(|conversation| &mut conversation.timeline);
        if let Some(Part::Ready(timeline)) = conversation {
            self.corrections.apply(timeline);
        }
    }

    /// Joins what has arrived: where entries lie, who speaks, and how talk is shared out.
    fn weave(&mut self) {
        self.spoken = Spoken::of(
            timeline(&self.conversation, &self.nothing),
            self.transcript.ready().map(Box::as_ref),
            self.record.ready().map(Box::as_ref),
            &self.corrections,
        );
        self.look_again();
    }

    /// New moments: the first of them at first, the same time as before afterwards.
    fn arrived(&mut self) {
        let first = self.revision == 0;
        let timeline = timeline(&self.conversation, &self.nothing);
        let known = |ix: usize, n: usize| ix < n;
        let (categories, speakers) = (timeline.categories().len(), timeline.speakers().len());
        self.filter.categories.retain(|ix| known(ix.get(), categories));
        self.filter.speakers.retain(|ix| known(ix.get(), speakers));
        self.playhead = match self.start.filter(|_| first) {
            Some(start) => timeline.playhead_at(start.min(self.length())),
            None if first && !timeline.is_empty() => timeline.playhead_on(0),
            None => timeline.playhead_at(self.playhead.at),
        };
        self.noted.place(timeline);
        self.refilter();
    }

    /// Whether a transcript was missing, and there is now something that is made of one.
    fn may_be_transcribed(&self) -> bool {
        let something = self.conversation.ready().is_some_and(|c| !c.is_empty());
        something && self.transcript.problem().is_some()
    }
}

/// An org that says that there is no such thing, or that the user may not see it any more, takes
/// back what it answered before.
fn settle<T>(
    call: &CallRef,
    remote: &mut Remote<T>,
    ticket: Ticket,
    answer: Result<T, Problem>,
    origin: Origin,
) -> Arrival {
    let is_gone = answer.as_ref().is_err_and(|problem| problem.kind == ProblemKind::NotFound);
    if is_gone && call.id().is_some() && remote.awaits(ticket) {
        remote.drop_value();
    }
    remote.settle(ticket, answer, origin)
}
