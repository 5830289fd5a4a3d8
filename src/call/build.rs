//! From mentions in any order to a [`Timeline`].

use std::collections::{BTreeMap, HashMap};

use fixedbitset::FixedBitSet;

use super::letters;
use super::moment::{Category, CategoryIx, Fact, Flags, Moment, Speaker, SpeakerIx};
use super::offset::{Offset, Window};
use super::text::Clean;
use super::timeline::Timeline;

/// Categories and speakers that are told apart; those beyond share the last place, under
/// [`OTHERS`]. A call has a handful of each; the bound keeps memory in proportion on any input.
pub const KINDS: usize = 255;

/// The label of what is beyond [`KINDS`].
pub const OTHERS: Clean<&str> = Clean::ours("Others");

/// The label of a speaker that the insights do not name.
pub const NOBODY: Clean<&str> = Clean::ours("Unknown speaker");

/// One mention, still with texts of its own.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// When it was said.
    pub at: Offset,
    /// What to play.
    pub window: Window,
    /// `speakerId`; blank when unknown.
    pub speaker: Clean<&'a str>,
    /// `speakerRole`.
    pub role: Option<Clean<&'a str>>,
    /// What the org says about it.
    pub flags: Flags,
}

/// Collects mentions in the order they are read; [`build`](Self::build) sorts and indexes them.
///
/// Mentions name their insight by a number that may be described afterwards, because a response
/// may list an insight's moments before its category.
#[derive(Debug, Default)]
pub struct TimelineBuilder {
    line: Timeline,
    facts: BTreeMap<u32, Vec<Fact>>,
    speakers: HashMap<Box<str>, SpeakerIx>,
}

impl TimelineBuilder {
    /// Adds a mention under insight number `insight`; its entries and sequences follow.
    pub fn mention(&mut self, insight: usize, mention: Mention<'_>) -> Filling<'_> {
        let speaker = self.speaker(mention.speaker, mention.role);
        let line = &mut self.line;
        line.moments.push(Moment {
            at: mention.at,
            window: mention.window,
            category: CategoryIx(0),
            speaker,
            flags: mention.flags,
            keyword: small(insight),
            text: (small(line.text.len()), 0),
            sequences: small(line.sequences.len()),
            sequence_count: 0,
        });
        Filling { builder: self }
    }

    /// How many mentions were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.line.moments.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.line.moments.is_empty()
    }

    fn speaker(&mut self, id: Clean<&str>, role: Option<Clean<&str>>) -> SpeakerIx {
        let id = if id.is_blank() { NOBODY } else { id };
        let speakers = &mut self.line.speakers;
        if let Some(&known) = self.speakers.get(id.as_str()) {
            let speaker = &mut speakers[known.get()];
            if speaker.role.is_none() && speaker.id.as_str() == id.as_str() {
                speaker.role = role.map(|role| role.boxed());
            }
            return known;
        }
        let ix = SpeakerIx(u8::try_from(speakers.len().min(KINDS - 1)).unwrap_or(u8::MAX));
        if speakers.len() < KINDS {
            speakers.push(Speaker { id: id.boxed(), role: role.map(|role| role.boxed()) });
            self.speakers.insert(id.as_str().into(), ix);
        } else {
            // One more than there are places: the last one's becomes everybody's.
            speakers[KINDS - 1] = Speaker { id: OTHERS.boxed(), role: None };
        }
        ix
    }

    /// Sorts, numbers and indexes. `insights` describes the insight numbers in order; mentions of
    /// a number that is not described do not belong to this call and are left out.
    #[must_use]
    pub fn build(self, insights: &[Option<Described>]) -> Timeline {
        let Self { mut line, mut facts, .. } = self;
        let described =
            |moment: &Moment| matches!(insights.get(moment.keyword as usize), Some(Some(_)));
        if !line.moments.iter().all(described) {
            leave_out(&mut line, &mut facts, described);
        }
        let category_of = categorise(&mut line, insights);
        order_speakers(&mut line);
        let keyword = |insight: &Option<Described>| insight.as_ref().map(|i| i.keyword.clone());
        line.keywords =
            insights.iter().map(|insight| keyword(insight).unwrap_or_default()).collect();
        for moment in &mut line.moments {
            moment.category = category_of[moment.keyword as usize];
        }
        sort(&mut line, facts);
        index(&mut line);
        line
    }
}

/// What an insight says of all its mentions.
#[derive(Debug, Clone)]
pub struct Described {
    /// `insightTypeId`, or the label where there is none.
    pub id: Clean,
    /// `category`.
    pub label: Clean,
    /// `keyword`.
    pub keyword: Clean,
}

/// The mention just added, to be filled with what it may have any number of.
#[derive(Debug)]
pub struct Filling<'a> {
    builder: &'a mut TimelineBuilder,
}

impl Filling<'_> {
    /// Adds an entry's text as a line.
    pub fn entry(&mut self, text: Clean<&str>) {
        let line = &mut self.builder.line;
        if let Some(moment) = line.moments.last_mut() {
            if moment.text.1 > 0 {
                line.text.push('\n');
            }
            line.text.push_str(text.text());
            moment.text.1 = small(line.text.len()) - moment.text.0;
        }
    }

    /// Adds an entry's number; no moment covers more than the 65,535 that are kept.
    pub fn sequence(&mut self, number: u32) {
        let line = &mut self.builder.line;
        if let Some(moment) = line.moments.last_mut()
            && moment.sequence_count < u16::MAX
        {
            line.sequences.push(number);
            moment.sequence_count += 1;
        }
    }

    /// Adds a field that is shown as it came.
    pub fn fact(&mut self, fact: Fact) {
        let last = small(self.builder.line.moments.len().saturating_sub(1));
        self.builder.facts.entry(last).or_default().push(fact);
    }
}

/// Positions in the stores are 32 bits: 4 GiB of text is beyond what is read.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Drops mentions that are not `kept`, with their facts and the speakers only they had.
fn leave_out(
    line: &mut Timeline,
    facts: &mut BTreeMap<u32, Vec<Fact>>,
    kept: impl Fn(&Moment) -> bool,
) {
    let mut old_facts = std::mem::take(facts);
    let mut moments = Vec::new();
    let mut speaks = vec![false; line.speakers.len()];
    for (old, moment) in line.moments.iter().enumerate().filter(|(_, moment)| kept(moment)) {
        if let Some(own) = old_facts.remove(&small(old)) {
            facts.insert(small(moments.len()), own);
        }
        speaks[moment.speaker.get()] = true;
        moments.push(*moment);
    }
    let mut place = Vec::new();
    let mut next = 0;
    for &heard in &speaks {
        place.push(SpeakerIx(next));
        next += u8::from(heard);
    }
    for moment in &mut moments {
        moment.speaker = place[moment.speaker.get()];
    }
    let mut heard = speaks.into_iter();
    line.speakers.retain(|_| heard.next().unwrap_or_default());
    line.moments = moments;
}

/// Makes the table of categories, sorted by id so that letters and colours do not depend on the
/// order of a response; returns each insight's category.
fn categorise(line: &mut Timeline, insights: &[Option<Described>]) -> Vec<CategoryIx> {
    let mut labels: BTreeMap<&Clean, &Clean> = BTreeMap::new();
    for insight in insights.iter().flatten() {
        labels.entry(&insight.id).or_insert(&insight.label);
    }
    let ids: Vec<_> = labels.keys().copied().collect();
    line.categories = (labels.iter().take(KINDS))
        .map(|(&id, &label)| Category { id: id.clone(), label: label.clone(), letter: None })
        .collect();
    if ids.len() > KINDS {
        line.categories.truncate(KINDS - 1);
        let others = OTHERS.boxed();
        line.categories.push(Category { id: others.clone(), label: others, letter: None });
    }
    letters::assign(&mut line.categories);
    let place = |insight: &Option<Described>| {
        let found = insight.as_ref().and_then(|insight| ids.binary_search(&&insight.id).ok());
        CategoryIx(u8::try_from(found.unwrap_or(0).min(KINDS - 1)).unwrap_or(u8::MAX))
    };
    insights.iter().map(place).collect()
}

/// `Speaker 2` is the second speaker whoever talks first; participants come as they first speak.
fn order_speakers(line: &mut Timeline) {
    let mut first = vec![Offset::from_centis(u32::MAX); line.speakers.len()];
    for moment in &line.moments {
        let seen = &mut first[moment.speaker.get()];
        *seen = moment.at.min(*seen);
    }
    let number = |speaker: &Speaker| {
        let digits = speaker.id.rsplit(' ').next().and_then(|n| n.parse::<u32>().ok());
        digits.unwrap_or(u32::MAX)
    };
    let mut order: Vec<usize> = (0..line.speakers.len()).collect();
    order.sort_by_key(|&i| (number(&line.speakers[i]), first[i]));
    let mut place = vec![SpeakerIx(0); order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = SpeakerIx(u8::try_from(new).unwrap_or(u8::MAX));
    }
    line.speakers = order.iter().map(|&old| line.speakers[old].clone()).collect();
    for moment in &mut line.moments {
        moment.speaker = place[moment.speaker.get()];
    }
}

fn sort(line: &mut Timeline, facts: BTreeMap<u32, Vec<Fact>>) {
    if facts.is_empty() {
        line.moments.sort_by_key(|moment| (moment.at, moment.category));
        return;
    }
    let mut order: Vec<usize> = (0..line.moments.len()).collect();
    order.sort_by_key(|&i| (line.moments[i].at, line.moments[i].category));
    line.moments = order.iter().map(|&old| line.moments[old]).collect();
    let mut place = vec![0; order.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    line.facts = facts.into_iter().map(|(old, facts)| (place[old as usize], facts)).collect();
}

/// Counts and indexes moments; what is indexed before is forgotten.
pub(super) fn index(line: &mut Timeline) {
    let (n, speakers) = (line.moments.len(), line.speakers.len());
    line.by_category = vec![FixedBitSet::with_capacity(n); line.categories.len()];
    line.by_speaker = vec![FixedBitSet::with_capacity(n); speakers];
    line.flagged = FixedBitSet::with_capacity(n);
    line.counts = vec![0; line.categories.len() * speakers];
    for (i, moment) in line.moments.iter().enumerate() {
        line.by_category[moment.category.get()].insert(i);
        line.by_speaker[moment.speaker.get()].insert(i);
        line.flagged.set(i, moment.flags.wants_review());
        line.counts[moment.category.get() * speakers + moment.speaker.get()] += 1;
        line.end = line.end.max(moment.window.end).max(moment.at);
        line.lead = line.lead.max(moment.at - moment.window.start);
        line.tail = line.tail.max(moment.window.end - moment.at);
    }
    line.offsets = line.moments.iter().map(|moment| moment.at).collect();
    line.flagged_count = line.flagged.count_ones(..);
    line.text.shrink_to_fit();
    line.sequences.shrink_to_fit();
    line.moments.shrink_to_fit();
}
