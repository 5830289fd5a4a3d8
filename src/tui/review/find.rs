//! What is looked for in the call, and what was found.

use super::Review;
use crate::call::search::{Extra, Hits, Index, Query, Search, Searched, Spot};
use crate::call::text::Clean;
use crate::call::{Conversation, Direction, Playhead, Spoken, Timeline, Transcript};
use crate::tui::msg::{Effect, Timer};
use crate::tui::remote::Ticket;

/// Keeps the texts as long as nothing arrives, and the hits as long as they are looked for.
#[derive(Debug, Default)]
pub(in crate::tui) struct Find {
    index: Option<Index>,
    search: Option<Search>,
    hits: Hits,
    /// What was typed last; kept for `n` when the hits are put away.
    typed: String,
    is_on: bool,
    /// The hit that was gone to, and where the playhead was then.
    at: Option<(Spot, Playhead)>,
    extras: Vec<Extra>,
    timer: Option<Ticket>,
    /// Counts what changes the hits.
    revision: u64,
}

impl Find {
    /// What was typed last.
    pub(in crate::tui) fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether hits are shown.
    pub(in crate::tui) fn is_on(&self) -> bool {
        self.is_on
    }

    /// What was typed, while its hits are shown; empty otherwise.
    pub(in crate::tui) fn sought(&self) -> &str {
        if self.is_on { self.typed.trim() } else { "" }
    }

    /// What is looked for; nothing while no hits are shown.
    pub(in crate::tui) fn query(&self) -> Option<&Query> {
        self.search.as_ref().filter(|_| self.is_on).map(Search::query)
    }

    /// The hits, with the texts that they are in.
    pub(in crate::tui) fn hits(&self) -> Option<(&Hits, &Index)> {
        self.index.as_ref().filter(|_| self.is_on).map(|index| (&self.hits, index))
    }

    /// What an extra text is called.
    pub(in crate::tui) fn kind(&self, extra: usize) -> &'static str {
        self.extras.get(extra).map_or("", |extra| extra.kind)
    }

    /// Whether there may be more hits than are known.
    pub(in crate::tui) fn is_looking(&self) -> bool {
        let is_done = self.search.as_ref().is_some_and(Search::is_done);
        (self.is_on && !is_done) || self.index.as_ref().is_some_and(|index| !index.is_whole())
    }

    /// Counts what changes the hits.
    pub(in crate::tui) fn revision(&self) -> u64 {
        self.revision
    }

    /// Something arrived: the texts may be others.
    fn forget_texts(&mut self) {
        let Self { typed, is_on, revision, .. } = std::mem::take(self);
        *self = Self { typed, is_on, revision: revision + 1, ..Self::default() };
    }
}

impl Review {
    /// Gets the texts ready, so that the first letter finds them.
    pub(in crate::tui) fn get_ready_to_find(&mut self) {
        if self.find.index.is_none() {
            self.go_on_finding();
        }
    }

    /// Looks for something else.
    pub(in crate::tui) fn look_for(&mut self, text: &str) {
        text.clone_into(&mut self.find.typed);
        self.find.is_on = true;
        self.find.at = None;
        if let Some(search) = &mut self.find.search {
            search.look_for(Query::new(text));
        }
        self.go_on_finding();
    }

    /// Shows hits no longer.
    pub(in crate::tui) fn stop_finding(&mut self) {
        self.find.is_on = false;
        self.find.search = None;
        self.find.revision += 1;
    }

    /// Forgets what was looked for: the words would be seen where what they find is not.
    pub(super) fn forget_search(&mut self) {
        self.stop_finding();
        self.find.typed = String::new();
    }

    /// What is noted changed: it is found beside the call's own texts.
    pub(super) fn find_notes(&mut self) {
        if self.find.index.is_some() && self.find.extras != self.noted_texts() {
            self.look_again();
        }
    }

    /// What is found beside the call's own texts. What others are not to see is not found either.
    fn noted_texts(&self) -> Vec<Extra> {
        if self.is_redacted() {
            return Vec::new();
        }
        let notes = self.noted.notes();
        let texts = self.noted.placed().texts(notes, self.timeline());
        let extra = |(number, (at, text)): (usize, (_, Clean<&str>))| Extra {
            at,
            text: text.boxed(),
            kind: if number < notes.len() { "Note" } else { "Tag" },
        };
        texts.enumerate().map(extra).collect()
    }

    /// The texts changed: looks for the same in them.
    pub(super) fn look_again(&mut self) {
        self.find.forget_texts();
        if self.find.is_on {
            self.go_on_finding();
        }
    }

    /// Takes another step of what takes several.
    pub(super) fn go_on_finding(&mut self) {
        let first = self.timeline().first_at(self.playhead.at);
        if self.find.index.is_none() {
            self.find.extras = self.noted_texts();
        }
        let Self { find, shown, conversation, nothing, transcript, spoken, .. } = self;
        let searched = searched(
            conversation.ready().map(Box::as_ref),
            nothing,
            transcript.ready().map(Box::as_ref),
            spoken,
            find.extras.as_slice(),
        );
        let index = find.index.get_or_insert_with(|| Index::of(&searched));
        if !index.is_whole() {
            index.grow(&searched);
            if !index.is_whole() || index.is_long() {
                return;
            }
        }
        if !find.is_on {
            return;
        }
        let search = find.search.get_or_insert_with(|| {
            let mut search = Search::new(index, first);
            search.look_for(Query::new(&find.typed));
            search
        });
        search.step(index, &searched);
        find.hits = search.hits(shown);
        find.revision += 1;
    }

    /// Other moments are shown: of those that were found, too.
    pub(super) fn refind(&mut self) {
        if let Some(search) = &self.find.search {
            self.find.hits = search.hits(&self.shown);
            self.find.revision += 1;
        }
    }

    /// What is asked of the world so that a long search goes on.
    pub(super) fn ask_to_go_on(&mut self, tickets: &mut Ticket) -> Option<Effect> {
        if self.find.timer.is_some() || !self.find.is_looking() {
            return None;
        }
        let ticket = tickets.next();
        self.find.timer = Some(ticket);
        // At once, but behind the keys that have come meanwhile.
        Some(Effect::Later { ticket, timer: Timer::Find, millis: 0 })
    }

    /// Goes on with a long search, if that is what was waited for.
    pub(in crate::tui) fn is_due_to_find(&mut self, ticket: Ticket) -> bool {
        let is_due = self.find.timer.take_if(|timer| *timer == ticket).is_some();
        if is_due && self.find.is_looking() {
            self.go_on_finding();
        }
        is_due
    }

    /// The number of the hit that the reader is at, the first being 0.
    pub(in crate::tui) fn hit(&self) -> Option<usize> {
        let (hits, index) = self.find.hits()?;
        let spot = self.spot()?;
        hits.has(index, spot).then(|| hits.rank(index, spot))
    }

    /// The place of the reader: the hit that was gone to, or the moment.
    fn spot(&self) -> Option<Spot> {
        let there = self.find.at.filter(|(_, playhead)| *playhead == self.playhead);
        there.map(|(spot, _)| spot).or_else(|| self.playhead.on.map(Spot::Moment))
    }

    /// The hit that `count` steps lead to; nothing where there is none at all. Behind the last
    /// comes the first, and the other way round, which is told.
    pub(in crate::tui) fn hit_from(&self, way: Direction, count: usize) -> Option<(Spot, bool)> {
        let (hits, index) = self.find.hits()?;
        let all = hits.len();
        if all == 0 {
            return None;
        }
        let before = match self.spot() {
            Some(spot) => hits.rank(index, spot),
            None => hits.before(index, self.playhead.at),
        };
        let more = count.max(1) - 1;
        let (to, round) = match way {
            Direction::Next => {
                let to = before + usize::from(self.hit().is_some()) + more;
                (to % all, to >= all)
            }
            Direction::Previous => ((before + all - 1 - more % all) % all, more >= before),
        };
        Some((hits.get(index, to)?, round))
    }

    /// The first hit from the reader's place on.
    pub(in crate::tui) fn first_hit(&self) -> Option<Spot> {
        match self.hit() {
            Some(_) => self.spot(),
            None => self.hit_from(Direction::Next, 1).map(|(spot, _)| spot),
        }
    }

    /// The reader went to a hit.
    pub(in crate::tui) fn went_to_hit(&mut self, spot: Spot) {
        self.find.at = Some((spot, self.playhead));
    }

    /// What can be read at a place: all that there is to find.
    pub(in crate::tui) fn texts_at(&self, spot: Spot, each: impl FnMut(&str)) {
        let (conversation, transcript) =
            (self.conversation.ready().map(Box::as_ref), self.transcript.ready().map(Box::as_ref));
        let extras = self.find.extras.as_slice();
        searched(conversation, &self.nothing, transcript, &self.spoken, extras).texts(spot, each);
    }
}

/// What has arrived that can be found.
fn searched<'a>(
    conversation: Option<&'a Conversation>,
    nothing: &'a Timeline,
    transcript: Option<&'a Transcript>,
    spoken: &'a Spoken,
    extras: &'a [Extra],
) -> Searched<'a> {
    let summary = conversation.and_then(|it| it.summary.ready());
    Searched {
        timeline: conversation.and_then(|it| it.timeline.ready()).unwrap_or(nothing),
        summary: summary.and_then(Option::as_ref),
        insights: conversation.and_then(|it| it.insights.ready()).map_or(&[], Vec::as_slice),
        transcript,
        placement: &spoken.placement,
        people: &spoken.people,
        extras,
    }
}
