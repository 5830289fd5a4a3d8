//! The call under review: what has arrived of it, the filter and the playhead.

use jiff::tz::TimeZone;

use super::msg::{Answer, CallRef, Effect, Origin, What};
use super::remote::{Arrival, Remote, Ticket};
use crate::call::text::Clean;
use crate::call::{
    Conversation, Corrections, Direction, Filter, MomentIx, Offset, Part, Playhead, Record,
    Selection, SpeakerIx, Spoken, Target, Timeline, Transcript,
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
        let mut effects = Vec::new();
        let mut load = |what| {
            let ticket = tickets.next();
            effects.push(Effect::Load { ticket, call: self.call.clone(), what });
            ticket
        };
        self.conversation.ask(load(What::Conversation));
        if matches!(self.call, CallRef::Record(_)) {
            self.transcript.ask(load(What::Transcript));
            self.record.ask(load(What::Record));
            // Later ones would be older than what was changed here.
            if self.revision == 0 {
                self.asked = Some(load(What::Names));
            }
        }
        effects
    }

    /// Takes in an answer.
    pub(super) fn settle(&mut self, ticket: Ticket, answer: Answer, origin: Origin) -> Arrival {
        let arrival = match answer {
            Answer::Conversation(answer) => {
                let arrival = self.conversation.settle(ticket, answer, origin);
                if arrival == Arrival::Ready {
                    self.merge();
                    self.arrived();
                }
                arrival
            }
            Answer::Transcript(answer) => self.transcript.settle(ticket, answer, origin),
            Answer::Record(answer) => self.record.settle(ticket, answer, origin),
            Answer::Names(_) if self.asked != Some(ticket) => return Arrival::Stale,
            Answer::Names(Ok(names)) => {
                self.correct(*names);
                return Arrival::Ready;
            }
            Answer::Names(Err(problem)) | Answer::NamesSaved(Err(problem)) => {
                return Arrival::Kept(problem);
            }
            Answer::NamesSaved(Ok(())) | Answer::Calls(_) | Answer::Reply(_) => {
                return Arrival::Stale;
            }
        };
        if arrival == Arrival::Ready {
            self.weave();
        }
        arrival
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

    /// Whether the org seems not to have worked on the call yet: it has nothing, and no
    /// transcript either.
    pub(super) fn is_processing(&self) -> bool {
        let nothing = self.conversation.ready().is_some_and(|c| c.is_empty());
        nothing && self.transcript.problem().is_some()
    }
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
