//! The parts of a call, redacted.

use std::collections::{BTreeMap, BTreeSet};

use super::Redactor;
use super::authors::Authors;
use crate::call::conversation::{CallInsight, Conversation, Part, Record, Skipped, Unreadable};
use crate::call::moment::{Category, Fact, Speaker};
use crate::call::notes::{Label, Note, Notes, Tag};
use crate::call::people::{Correction, Corrections};
use crate::call::summary::{Block, Run, Summary};
use crate::call::text::{Clean, clean_line};
use crate::call::timeline::Timeline;
use crate::call::transcript::{Entry, Participant, Transcript};

impl Redactor {
    /// What the org found out, at the same times.
    #[must_use]
    pub fn conversation(&self, of: &Conversation) -> Conversation {
        Conversation {
            summary: part(&of.summary, |summary| summary.as_ref().map(|it| self.summary(it))),
            insights: part(&of.insights, |all| all.iter().map(|it| self.insight(it)).collect()),
            timeline: part(&of.timeline, |timeline| self.timeline(timeline)),
            skipped: Skipped {
                count: of.skipped.count,
                first: of.skipped.first.iter().map(|it| self.unreadable(it)).collect(),
            },
            facts: self.facts(&of.facts),
        }
    }

    /// What was said and by whom, at the same times.
    #[must_use]
    pub fn transcript(&self, of: &Transcript) -> Transcript {
        let entry = |entry: &Entry| Entry {
            speaker: self.id(&entry.speaker),
            text: self.text(&entry.text),
            ..entry.clone()
        };
        let participant = |person: &Participant| Participant {
            id: self.id(&person.id),
            name: self.name(&person.id, &person.name),
            role: person.role.clone(),
        };
        Transcript {
            entries: of.entries.iter().map(entry).collect(),
            participants: of.participants.iter().map(participant).collect(),
            language: of.language.clone(),
            plain: of.plain.iter().map(|line| self.text(line)).collect(),
        }
    }

    /// Title, start and length.
    #[must_use]
    pub fn record(&self, of: &Record) -> Record {
        Record { name: of.name.as_ref().map(|name| self.text(name)), ..of.clone() }
    }

    /// What was corrected about the people.
    #[must_use]
    pub fn corrections(&self, of: &Corrections) -> Corrections {
        let redacted = |(id, correction): (&Clean, &Correction)| {
            let name = correction.name.as_ref().map(|name| self.name(id, name));
            let same_as = correction.same_as.as_ref().map(|other| self.id(other));
            (self.id(id), Correction { name, same_as })
        };
        Corrections::of(of.iter().map(redacted))
    }

    /// What was noted, at the same moments.
    #[must_use]
    pub fn notes(&self, of: &Notes) -> Notes {
        let authors = Authors::of(of);
        let note = |note: &Note| Note {
            text: self.text(&note.text),
            author: authors.called(&note.author, self),
            ..note.clone()
        };
        let label = |label: &Label| Label {
            tags: label.tags.iter().filter_map(|tag| Tag::read(&self.text(tag.as_str()))).collect(),
            author: authors.called(&label.author, self),
            ..label.clone()
        };
        Notes::of(of.iter().map(note), of.labels().map(label))
    }

    /// What a speaker's id becomes.
    #[must_use]
    pub fn id(&self, id: &Clean) -> Clean {
        self.ids.get(id).unwrap_or(id).clone()
    }

    /// What a speaker is called.
    fn name(&self, id: &Clean, name: &Clean) -> Clean {
        self.labels.get(id).cloned().unwrap_or_else(|| self.text(name))
    }

    /// Moments keep their places, times, categories and flags; only what they say is another.
    fn timeline(&self, of: &Timeline) -> Timeline {
        let mut redacted = of.clone();
        redacted.text.clear();
        let mut last: Option<((u32, u32), (u32, u32))> = None;
        for (moment, original) in redacted.moments.iter_mut().zip(&of.moments) {
            // Mentions of one insight may share a text.
            if let Some((_, new)) = last.filter(|(old, _)| *old == original.text) {
                moment.text = new;
                continue;
            }
            let text = self.text(&of.text(original));
            let start = u32::try_from(redacted.text.len()).unwrap_or(u32::MAX);
            redacted.text.push_str(&text);
            moment.text = (start, u32::try_from(text.len()).unwrap_or(u32::MAX));
            last = Some((original.text, moment.text));
        }
        redacted.facts =
            of.facts.iter().map(|(ix, facts)| (*ix, self.facts(facts))).collect::<BTreeMap<_, _>>();
        redacted.keywords = of.keywords.iter().map(|keyword| self.text(keyword)).collect();
        self.categories(&mut redacted.categories);
        let labels = redacted.unmerged.as_mut().map(|unmerged| &mut unmerged.labels);
        for speaker in labels.into_iter().flatten().chain(&mut redacted.speakers) {
            *speaker = Speaker { id: self.id(&speaker.id), role: speaker.role.clone() };
        }
        redacted
    }

    /// The id of one that has none of its own is its label, and is hidden as that is; no two
    /// become the same.
    fn categories(&self, all: &mut [Category]) {
        let own = all.iter().filter(|it| it.id != it.label).map(|it| it.id.clone());
        let mut taken: BTreeSet<Clean> = own.collect();
        for category in all {
            let label = self.text(&category.label);
            if category.id == category.label {
                category.id = label.clone();
                let mut nth = 1;
                while !taken.insert(category.id.clone()) {
                    nth += 1;
                    category.id = clean_line(&format!("{label} {nth}")).boxed();
                }
            }
            category.label = label;
        }
    }

    /// What was written about the call.
    #[must_use]
    pub fn summary(&self, of: &Summary) -> Summary {
        let block = |block: &Block| Block { kind: block.kind, runs: self.runs(&block.runs) };
        Summary { blocks: of.blocks.iter().map(block).collect() }
    }

    /// A name or a number may go on from one style into the next: then the whole is in one.
    fn runs(&self, runs: &[Run]) -> Vec<Run> {
        let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
        let each: Vec<Run> = runs.iter().map(|run| self.run(run)).collect();
        let joined: String = each.iter().map(|run| run.text.as_str()).collect();
        let whole = self.text(&whole);
        if whole.as_str() == joined {
            return each;
        }
        vec![Run { text: whole, strong: false, emphasis: false, link: None }]
    }

    fn run(&self, run: &Run) -> Run {
        let is_harmless =
            |link: &&Clean| !link.starts_with("mailto:") && self.redacted(link) == link.as_str();
        Run {
            text: self.text(&run.text),
            link: run.link.as_ref().filter(is_harmless).cloned(),
            ..run.clone()
        }
    }

    fn insight(&self, of: &CallInsight) -> CallInsight {
        CallInsight {
            name: self.text(&of.name),
            text: self.text(&of.text),
            facts: self.facts(&of.facts),
        }
    }

    fn unreadable(&self, of: &Unreadable) -> Unreadable {
        Unreadable { place: of.place.clone(), why: self.text(&of.why) }
    }

    fn facts(&self, facts: &[Fact]) -> Vec<Fact> {
        let fact = |fact: &Fact| Fact { name: fact.name.clone(), value: self.text(&fact.value) };
        facts.iter().map(fact).collect()
    }
}

fn part<T, U>(of: &Part<T>, redact: impl FnOnce(&T) -> U) -> Part<U> {
    match of {
        Part::Ready(part) => Part::Ready(redact(part)),
        Part::Unreadable(why) => Part::Unreadable(why.clone()),
    }
}
