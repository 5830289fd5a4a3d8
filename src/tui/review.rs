//! The call under review: what has arrived of it, the filter and the playhead.

use jiff::tz::TimeZone;

use super::again::Again;
use super::msg::{Answer, CallRef, Effect, Origin, What};
use super::remote::{Arrival, Remote, Ticket};
use crate::call::text::Clean;
use crate::call::{
    Conversation, Corrections, Direction, Filter, MomentIx, Offset, Part, Playhead, Problem,
    ProblemKind, Record, Selection, SpeakerIx, Spoken, Target, Timeline, Transcript,
};

/// One call, with everything that a reviewer changes about how it is seen.
#[derive(Debug)]
pub(super) struct Review {
    pub(super) call: CallRef,
    pub(super) conversation: Remote<Box<Conversation>>,
    pub(super) transcript: Remote<Box<Transcript>>,
    pub(super) record: Remote<Box<Record>>,
    corrections: Corrections,
    /// Corrections that are waited for; those made here are newer.
    asked: Option<Ticket>,
    pub(super) spoken: Spoken,
    pub(super) filter: Filter,
    pub(super) shown: Selection,
    pub(super) playhead: Playhead,
    /// Where to open it, if not at its first moment.
    start: Option<Offset>,
    /// Counts what changes the ruler's lanes: the moments, and which of them are shown.
    pub(super) revision: u64,
    /// When it is asked for again.
    pub(super) again: Again,
    /// Whether its transcript was missing before what came last, and may be there now.
    lacks_transcript: bool,
    /// Where the reader is.
    pub(super) zone: TimeZone,
    nothing: Timeline,
}

impl Review {
    pub(super) fn new(call: CallRef) -> Self {
        Self {
            call,
            conversation: Remote::default(),
            transcript: Remote::default(),
            record: Remote::default(),
            corrections: Corrections::default(),
            asked: None,
            spoken: Spoken::default(),
            filter: Filter::default(),
            shown: Selection::default(),
            playhead: Playhead::default(),
            start: None,
            revision: 0,
            again: Again::default(),
            lacks_transcript: false,
            zone: TimeZone::UTC,
            nothing: Timeline::default(),
        }
    }

    /// The same, read in another time zone.
    pub(super) fn in_zone(mut self, zone: &TimeZone) -> Self {
        self.zone = zone.clone();
        self
    }

    /// Whether an answer to this request is waited for.
    pub(super) fn awaits(&self, ticket: Ticket) -> bool {
        self.conversation.awaits(ticket)
            || self.transcript.awaits(ticket)
            || self.record.awaits(ticket)
            || self.asked == Some(ticket)
    }

    /// The same, to be opened at a place; at the first moment without.
    pub(super) fn starting_at(mut self, at: Option<Offset>) -> Self {
        self.start = at;
        self
    }

    /// Asks for everything there is about the call.
    pub(super) fn ask(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
        self.again = Again::default();
        let mut effects = vec![self.load(What::Conversation, tickets)];
        if matches!(self.call, CallRef::Record(_)) {
            effects.push(self.load(What::Transcript, tickets));
            effects.push(self.load(What::Record, tickets));
            // Later ones would be older than what was changed here.
            if self.revision == 0 {
                effects.push(self.load(What::Names, tickets));
            }
        }
        effects
    }

    fn load(&mut self, what: What, tickets: &mut Ticket) -> Effect {
        let ticket = tickets.next();
        match what {
            What::Conversation => self.conversation.ask(ticket),
            What::Transcript => self.transcript.ask(ticket),
            What::Record => self.record.ask(ticket),
            What::Names => self.asked = Some(ticket),
        }
        Effect::Load { ticket, call: self.call.clone(), what }
    }

    /// What follows from what has arrived: the transcript is asked for again once there is
    /// something that is made of one, and everything later while the summary may still come.
    pub(super) fn follow_up(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
        let mut effects = Vec::new();
        if std::mem::take(&mut self.lacks_transcript) {
            effects.push(self.load(What::Transcript, tickets));
        }
        if self.waits_for_summary()
            && let Some((ticket, seconds)) = self.again.wait(tickets)
        {
            effects.push(Effect::Later { ticket, call: self.call.clone(), seconds });
        }
        effects
    }

    /// The time to ask again has come, if `ticket` says so.
    pub(super) fn due(&mut self, ticket: Ticket, tickets: &mut Ticket) -> Option<Effect> {
        let is_due = self.again.is_due(ticket) && !self.conversation.is_loading();
        is_due.then(|| self.load(What::Conversation, tickets))
    }

    /// Whether the summary may still come: there is an org to ask, and it had none.
    fn waits_for_summary(&self) -> bool {
        let conversation = self.conversation.ready();
        let has_none = conversation.is_some_and(|c| matches!(c.summary, Part::Ready(None)));
        let is_asked = matches!(self.call, CallRef::Record(_))
            && !matches!(self.conversation.origin(), Origin::Offline(_));
        has_none && is_asked && !self.conversation.is_loading()
    }

    /// Takes in an answer.
    pub(super) fn settle(&mut self, ticket: Ticket, answer: Answer, origin: Origin) -> Arrival {
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
            Answer::Names(_) if self.asked != Some(ticket) => Arrival::Stale,
            Answer::Names(Ok(names)) => {
                self.correct(*names);
                return Arrival::Ready;
            }
            Answer::Names(Err(problem)) | Answer::NamesSaved(Err(problem)) => {
                return Arrival::Kept(problem);
            }
            Answer::NamesSaved(Ok(())) | Answer::Calls(_) | Answer::Reply(_) => Arrival::Stale,
        };
        if matches!(arrival, Arrival::Ready | Arrival::Failed) {
            self.weave();
        }
        arrival
    }

    /// What is shown is the newest there is; says whether that was waited for.
    pub(super) fn confirm(&mut self, ticket: Ticket) -> bool {
        self.conversation.confirm(ticket)
            || self.transcript.confirm(ticket)
            || self.record.confirm(ticket)
    }

    /// What was corrected by hand.
    pub(super) fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Takes other corrections: names change everywhere, merged speakers become one. The filter
    /// keeps whom it shows, the playhead its time.
    pub(super) fn correct(&mut self, corrections: Corrections) {
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
        self.refilter();
    }

    /// The filter changed: other moments are shown, the playhead stays.
    pub(super) fn refilter(&mut self) {
        self.shown = self.filter.select(timeline(&self.conversation, &self.nothing));
        self.revision += 1;
    }

    /// The moments; none while they are not there.
    pub(super) fn timeline(&self) -> &Timeline {
        timeline(&self.conversation, &self.nothing)
    }

    /// Moves to another moment; says whether there was one.
    pub(super) fn step(&mut self, target: Target, way: Direction, count: usize) -> bool {
        let found = self.timeline().step(&self.shown, self.playhead, target, way, count);
        if let Some(ix) = found {
            self.playhead = self.timeline().playhead_on(ix);
        }
        found.is_some()
    }

    /// Moves to the shown moment of a row.
    pub(super) fn go_to_row(&mut self, row: usize) {
        let row = row.min(self.shown.len().saturating_sub(1));
        if let Some(ix) = self.shown.select(row) {
            self.playhead = self.timeline().playhead_on(ix);
        }
    }

    /// The moment that motions "of the same" start from.
    pub(super) fn current(&self) -> Option<MomentIx> {
        self.playhead.on.or_else(|| self.timeline().nearest(&self.shown, self.playhead))
    }

    /// The row, among those shown, that the list keeps in view.
    pub(super) fn row(&self) -> usize {
        let near = self.timeline().nearest(&self.shown, self.playhead);
        near.map_or(0, |ix| self.shown.rank(ix))
    }

    /// How long the call is, as far as is known.
    pub(super) fn length(&self) -> Offset {
        let told = self.record.ready().and_then(|record| record.duration);
        told.unwrap_or_default().max(self.timeline().end())
    }

    /// What to call a speaker: the participant's name once it is known.
    pub(super) fn name(&self, speaker: SpeakerIx) -> &Clean {
        let voice = self.spoken.people.speaker(speaker);
        voice.map_or(&self.timeline().speaker(speaker).id, |voice| &voice.name)
    }

    /// A speaker's role: the insights' own, or the participant's.
    pub(super) fn role(&self, speaker: SpeakerIx) -> Option<&Clean> {
        self.spoken.people.speaker(speaker).and_then(|voice| voice.role.as_ref())
    }

    /// Whether a transcript was missing, and there is now something that is made of one.
    fn may_be_transcribed(&self) -> bool {
        let something = self.conversation.ready().is_some_and(|c| !c.is_empty());
        something && self.transcript.problem().is_some()
    }

    /// Whether the org seems not to have worked on the call yet: it has nothing, and no
    /// transcript either.
    pub(super) fn is_processing(&self) -> bool {
        let nothing = self.conversation.ready().is_some_and(|c| c.is_empty());
        nothing && self.transcript.problem().is_some()
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

fn timeline<'a>(
    conversation: &'a Remote<Box<Conversation>>,
    nothing: &'a Timeline,
) -> &'a Timeline {
    match conversation.ready().map(|conversation| &conversation.timeline) {
        Some(Part::Ready(timeline)) => timeline,
        _ => nothing,
    }
}
