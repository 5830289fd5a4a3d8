//! What of a call is searched: all that a reviewer can read of it.

use super::super::conversation::CallInsight;
use super::super::moment::MomentIx;
use super::super::offset::Offset;
use super::super::people::People;
use super::super::placement::Placement;
use super::super::summary::Summary;
use super::super::text::Clean;
use super::super::timeline::Timeline;
use super::super::transcript::Transcript;

/// A place that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spot {
    /// A person, by the number of the [voice](People::voices) that stands for them; where they are
    /// first heard.
    Person(usize),
    /// A block of the summary.
    Summary(usize),
    /// An insight about the whole call.
    Insight(usize),
    /// A moment: its text, its keyword and its category.
    Moment(MomentIx),
    /// An entry of the transcript, or a line of one without structure.
    Entry(usize),
    /// One of the [extra](Extra) texts.
    Extra(usize),
}

/// A text beside those of the org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Where in the call it belongs; nothing where it is about all of it.
    pub at: Option<Offset>,
    /// The text.
    pub text: Clean,
    /// What it is called in a list of hits, such as `Note`.
    pub kind: &'static str,
}

/// What has arrived of a call.
#[derive(Debug, Clone, Copy)]
pub struct Searched<'a> {
    /// Its moments.
    pub timeline: &'a Timeline,
    /// Its summary.
    pub summary: Option<&'a Summary>,
    /// Insights about all of it.
    pub insights: &'a [CallInsight],
    /// Its transcript.
    pub transcript: Option<&'a Transcript>,
    /// Where entries lie.
    pub placement: &'a Placement,
    /// Who speaks.
    pub people: &'a People,
    /// What else there is to read.
    pub extras: &'a [Extra],
}

impl Searched<'_> {
    /// Hands over the texts of a place, one after another.
    pub fn texts(&self, spot: Spot, mut each: impl FnMut(&str)) {
        match spot {
            Spot::Person(voice) => {
                self.people.voices().get(voice).into_iter().for_each(|voice| each(&voice.name));
            }
            Spot::Summary(block) => {
                let block = self.summary.and_then(|summary| summary.blocks.get(block));
                if let Some(block) = block {
                    each(&block.text());
                }
            }
            Spot::Insight(insight) => {
                let Some(insight) = self.insights.get(insight) else { return };
                each(&insight.name);
                each(&insight.text);
                for fact in &insight.facts {
                    each(&fact.name);
                    each(&fact.value);
                }
            }
            Spot::Moment(ix) if ix < self.timeline.len() => {
                let moment = self.timeline.moment(ix);
                each(&self.timeline.text(moment));
                self.timeline.own_keyword(moment).into_iter().for_each(|keyword| each(keyword));
                each(&self.timeline.category(moment.category).label);
            }
            Spot::Moment(_) => {}
            Spot::Entry(entry) => self.said(entry).into_iter().for_each(|text| each(text)),
            Spot::Extra(extra) => {
                self.extras.get(extra).into_iter().for_each(|extra| each(&extra.text));
            }
        }
    }

    /// What was said: an entry's text, or a line of a text without structure.
    fn said(&self, entry: usize) -> Option<&Clean> {
        let transcript = self.transcript?;
        match transcript.entries.is_empty() {
            true => transcript.plain.get(entry),
            false => transcript.entries.get(entry).map(|entry| &entry.text),
        }
    }

    /// How many entries or lines there are.
    pub(super) fn entries(&self) -> usize {
        let count = |it: &Transcript| it.entries.len().max(it.plain.len());
        match self.transcript {
            Some(it) if !it.entries.is_empty() => it.entries.len(),
            transcript => transcript.map_or(0, count),
        }
    }

    /// All that is neither a moment nor an entry: first what belongs to no time, then by time.
    pub(super) fn others(&self) -> Vec<(Option<Offset>, Spot)> {
        let blocks = self.summary.map_or(0, |summary| summary.blocks.len());
        let spots = (0..blocks).map(Spot::Summary);
        let spots = spots.chain((0..self.insights.len()).map(Spot::Insight));
        let spots = spots.map(|spot| (None, spot));
        let extras = self.extras.iter().enumerate();
        let extras = extras.map(|(i, extra)| (extra.at, Spot::Extra(i)));
        let heard = self.people.first_heard(self.timeline, self.transcript, self.placement);
        let people = heard.into_iter().map(|(voice, at)| (at, Spot::Person(voice)));
        let mut all: Vec<_> = spots.chain(extras).chain(people).collect();
        all.sort_by_key(|(at, _)| *at);
        all
    }
}
