//! The call under review: what has arrived of it, the filter and the playhead.

mod arrive;
mod find;
mod noted;
mod redact;

use std::sync::Arc;

use jiff::tz::TimeZone;

use self::find::Find;
use self::noted::Noted;
use self::redact::Behind;
use crate::call::replay::{LONGEST_SILENCE, silences};
use crate::call::text::Clean;
use crate::call::{
    Conversation, Corrections, Direction, Filter, Jumps, Marks, MomentIx, Offset, Part, Playhead,
    Record, Selection, SpeakerIx, Spoken, Target, Timeline, Transcript, Window,
};
use crate::tui::again::Again;
use crate::tui::msg::{CallRef, Effect, Origin, Timer, What};
use crate::tui::remote::{Remote, Ticket};
use crate::tui::standpoint::Standpoint;

/// One call, with everything that a reviewer changes about how it is seen.
#[derive(Debug)]
pub(in crate::tui) struct Review {
    pub(in crate::tui) call: CallRef,
    pub(in crate::tui) conversation: Remote<Box<Conversation>>,
    pub(in crate::tui) transcript: Remote<Box<Transcript>>,
    pub(in crate::tui) record: Remote<Box<Record>>,
    corrections: Corrections,
    /// Corrections that are waited for; those made here are newer.
    asked: Option<Ticket>,
    pub(in crate::tui) spoken: Spoken,
    pub(in crate::tui) noted: Noted,
    pub(in crate::tui) filter: Filter,
    pub(in crate::tui) shown: Selection,
    pub(in crate::tui) playhead: Playhead,
    pub(in crate::tui) find: Find,
    pub(in crate::tui) marks: Marks,
    pub(in crate::tui) jumps: Jumps,
    /// Where to open it, if not at its first moment.
    start: Option<Offset>,
    /// How to look at it once it is there.
    pub(in crate::tui) wanted: Option<Box<Standpoint>>,
    /// The place that it was left at is waited for.
    place: Option<Ticket>,
    /// The reader has gone on meanwhile.
    stays: bool,
    /// Counts what changes the ruler's lanes: the moments, and which of them are shown.
    pub(in crate::tui) revision: u64,
    /// When it is asked for again.
    pub(in crate::tui) again: Again,
    /// Whether its transcript was missing before what came last, and may be there now.
    lacks_transcript: bool,
    /// Where the reader is.
    pub(in crate::tui) zone: TimeZone,
    /// Whether it is shown redacted.
    redacts: bool,
    /// Words that are left out then besides.
    banned: Arc<[Clean]>,
    /// The original, while it is.
    behind: Option<Box<Behind>>,
    nothing: Timeline,
}

impl Review {
    pub(in crate::tui) fn new(call: CallRef) -> Self {
        Self {
            call,
            conversation: Remote::default(),
            transcript: Remote::default(),
            record: Remote::default(),
            corrections: Corrections::default(),
            asked: None,
            spoken: Spoken::default(),
            noted: Noted::default(),
            filter: Filter::default(),
            shown: Selection::default(),
            playhead: Playhead::default(),
            find: Find::default(),
            marks: Marks::default(),
            jumps: Jumps::default(),
            start: None,
            wanted: None,
            place: None,
            stays: false,
            revision: 0,
            again: Again::default(),
            lacks_transcript: false,
            zone: TimeZone::UTC,
            redacts: false,
            banned: Arc::default(),
            behind: None,
            nothing: Timeline::default(),
        }
    }

    /// The same, read in another time zone.
    pub(in crate::tui) fn in_zone(mut self, zone: &TimeZone) -> Self {
        self.zone = zone.clone();
        self
    }

    /// Whether an answer to this request is waited for.
    pub(in crate::tui) fn awaits(&self, ticket: Ticket) -> bool {
        self.conversation.awaits(ticket)
            || self.transcript.awaits(ticket)
            || self.record.awaits(ticket)
            || self.asked == Some(ticket)
            || self.noted.awaits(ticket)
            || self.place == Some(ticket)
    }

    /// The same, to be opened at a place; at the first moment without.
    pub(in crate::tui) fn starting_at(mut self, at: Option<Offset>) -> Self {
        self.start = at;
        self
    }

    /// The reader has gone on: where the call was left comes too late.
    pub(in crate::tui) fn stay(&mut self) {
        self.stays = true;
    }

    /// Whether it is known where the call was left: until then, nothing may be kept in its place.
    pub(in crate::tui) fn knows_place(&self) -> bool {
        self.place.is_none()
    }

    /// Takes up how the call was left; marks that were made meanwhile stay.
    pub(in crate::tui) fn take_up(&mut self, left: Box<Standpoint>) {
        let made = self.marks.all(Offset::LONGEST).collect::<Vec<_>>();
        let marks = left.marks.iter().map(|(&name, &at)| (name, at)).chain(made);
        self.marks = marks.collect();
        if self.stays {
            return;
        }
        if !left.search.is_empty() && !self.redacts {
            self.look_for(&left.search);
        }
        self.wanted = Some(left);
    }

    /// Whether something about the call is still on its way.
    pub(in crate::tui) fn is_waiting(&self) -> bool {
        self.conversation.is_loading() || self.transcript.is_loading() || self.record.is_loading()
    }

    /// Asks for everything there is about the call.
    pub(in crate::tui) fn ask(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
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
        let is_new = self.revision == 0 && self.start.is_none() && self.wanted.is_none();
        if is_new && self.call.has_place() {
            effects.push(self.load(What::Standpoint, tickets));
        }
        effects.extend(self.ask_notes(tickets));
        effects
    }

    /// Asks for what is noted about the call.
    pub(in crate::tui) fn ask_notes(&mut self, tickets: &mut Ticket) -> Option<Effect> {
        self.call.has_place().then(|| self.load(What::Notes, tickets))
    }

    fn load(&mut self, what: What, tickets: &mut Ticket) -> Effect {
        let ticket = tickets.next();
        match what {
            What::Conversation => self.conversation.ask(ticket),
            What::Transcript => self.transcript.ask(ticket),
            What::Record => self.record.ask(ticket),
            What::Names => self.asked = Some(ticket),
            What::Notes => self.noted.ask(ticket),
            What::Standpoint => self.place = Some(ticket),
        }
        Effect::Load { ticket, call: self.call.clone(), what }
    }

    /// What follows from what has arrived: the transcript is asked for again once there is
    /// something that is made of one, and everything later while the summary may still come.
    pub(in crate::tui) fn follow_up(&mut self, tickets: &mut Ticket) -> Vec<Effect> {
        let mut effects = Vec::from_iter(self.ask_to_go_on(tickets));
        if std::mem::take(&mut self.lacks_transcript) {
            effects.push(self.load(What::Transcript, tickets));
        }
        if self.waits_for_summary()
            && let Some((ticket, seconds)) = self.again.wait(tickets)
        {
            let timer = Timer::Again(self.call.clone());
            effects.push(Effect::Later { ticket, timer, millis: seconds * 1_000 });
        }
        effects
    }

    /// The time to ask again has come, if `ticket` says so.
    pub(in crate::tui) fn due(&mut self, ticket: Ticket, tickets: &mut Ticket) -> Option<Effect> {
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

    /// What was corrected by hand.
    pub(in crate::tui) fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// The filter changed: other moments are shown, the playhead stays.
    pub(in crate::tui) fn refilter(&mut self) {
        let timeline = timeline(&self.conversation, &self.nothing);
        self.shown = self.filter.select_noted(timeline, self.noted.placed());
        self.revision += 1;
        self.refind();
    }

    /// The moments; none while they are not there.
    pub(in crate::tui) fn timeline(&self) -> &Timeline {
        timeline(&self.conversation, &self.nothing)
    }

    /// Moves to another moment; says whether there was one.
    pub(in crate::tui) fn step(&mut self, target: Target, way: Direction, count: usize) -> bool {
        let found = self.timeline().step(&self.shown, self.playhead, target, way, count);
        if let Some(ix) = found {
            self.playhead = self.timeline().playhead_on(ix);
        }
        found.is_some()
    }

    /// Moves to the shown moment of a row.
    pub(in crate::tui) fn go_to_row(&mut self, row: usize) {
        let row = row.min(self.shown.len().saturating_sub(1));
        if let Some(ix) = self.shown.select(row) {
            self.playhead = self.timeline().playhead_on(ix);
        }
    }

    /// The moment that motions "of the same" start from.
    pub(in crate::tui) fn current(&self) -> Option<MomentIx> {
        self.playhead.on.or_else(|| self.timeline().nearest(&self.shown, self.playhead))
    }

    /// The row, among those shown, that the list keeps in view.
    pub(in crate::tui) fn row(&self) -> usize {
        let near = self.timeline().nearest(&self.shown, self.playhead);
        near.map_or(0, |ix| self.shown.rank(ix))
    }

    /// How long the call is, as far as is known.
    pub(in crate::tui) fn length(&self) -> Offset {
        let told = self.record.ready().and_then(|record| record.duration);
        told.unwrap_or_default().max(self.timeline().end())
    }

    /// What is left out where silences are shortened.
    pub(in crate::tui) fn silences(&self) -> Vec<Window> {
        silences(&self.spoken.placement, self.length(), LONGEST_SILENCE)
    }

    /// Whether entries say when they end, without which no silence is known.
    pub(in crate::tui) fn tells_silence(&self) -> bool {
        let entries = self.transcript.ready().map(|transcript| &transcript.entries);
        let tells = entries.is_some_and(|entries| entries.iter().any(|it| it.end.is_some()));
        tells && !self.spoken.placement.spans().is_empty()
    }

    /// What to call a speaker: the participant's name once it is known.
    pub(in crate::tui) fn name(&self, speaker: SpeakerIx) -> &Clean {
        let voice = self.spoken.people.speaker(speaker);
        voice.map_or(&self.timeline().speaker(speaker).id, |voice| &voice.name)
    }

    /// A speaker's role: the insights' own, or the participant's.
    pub(in crate::tui) fn role(&self, speaker: SpeakerIx) -> Option<&Clean> {
        self.spoken.people.speaker(speaker).and_then(|voice| voice.role.as_ref())
    }

    /// Whether the org seems not to have worked on the call yet: it has nothing, and no
    /// transcript either.
    pub(in crate::tui) fn is_processing(&self) -> bool {
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
