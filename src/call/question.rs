//! Questions about a call that need nobody's answer: a filter shows it.

use super::filter::Filter;
use super::moment::{CategoryIx, SpeakerIx};
use super::timeline::Timeline;
use super::words::{stem, terms, words};

/// The longest question, in characters. The org's own bound is not documented.
pub const LONGEST_QUESTION: usize = 4_000;

/// A filter that shows what a question asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What to filter by.
    pub filter: Filter,
    /// What it is called, such as `Pricing by Kit Buyer`.
    pub name: String,
    /// How many moments it shows.
    pub moments: usize,
}

/// The filter that a question asks for, if it shows some of the moments and not all. `names` are
/// what the speakers are called, in their order.
///
/// A question names a category by its label or, for those that every org has, by a few other
/// words; a speaker by a name that no other speaker has; the flags by what they say. A speaker
/// alone is offered only where the question says nothing else: “What about Kit?”.
#[must_use]
pub fn offer(timeline: &Timeline, names: &[&str], question: &str) -> Option<Offer> {
    let asked = Asked::new(question);
    let mut filter = Filter::default();
    for ix in timeline.category_ixs() {
        let category = timeline.category(ix);
        if asked.names(&category.id, &category.label) {
            filter.categories.insert(ix);
        }
    }
    asked.leave_out_asking(timeline, &mut filter);
    filter.flagged = FLAGS.iter().any(|phrase| asked.has(phrase));
    let speakers = timeline.speaker_ixs().zip(names);
    let mut spoken_of = Vec::new();
    for (ix, name) in speakers {
        if asked.names_speaker(name, names) {
            filter.speakers.insert(ix);
            spoken_of.extend(terms(name));
        }
    }
    let says_more = || terms(question).any(|term| !spoken_of.contains(&term));
    if filter.categories.is_empty() && !filter.flagged && says_more() {
        return None;
    }
    let moments = filter.select(timeline).len();
    let name = name(&filter, timeline, names);
    (0 < moments && moments < timeline.len()).then_some(Offer { filter, name, moments })
}

/// Whether a question names a category, by its `insightTypeId` or its label.
#[must_use]
pub fn names_category(question: &str, id: &str, label: &str) -> bool {
    Asked::new(question).names(id, label)
}

/// Which of the speakers a question names, by their position: by a name that no other has.
#[must_use]
pub fn named_speakers(question: &str, names: &[&str]) -> Vec<usize> {
    let asked = Asked::new(question);
    (0..names.len()).filter(|&i| asked.names_speaker(names[i], names)).collect()
}

/// The words of a question without those of a name.
#[must_use]
pub fn without_name(question: &str, name: &str) -> String {
    let name = stems(name);
    let other = |word: &String| !name.iter().any(|part| part == stem(word));
    words(question).filter(other).collect::<Vec<_>>().join(" ")
}

/// The categories that every org has, by the end of their `insightTypeId` and by their English
/// labels, with the phrases that mean them.
const KNOWN: [(&str, &str, &[&str]); 3] = [
    ("00000000-0000-0000-0000-000000001010", "Question", &["question", ASKING]),
    (
        "00000000-0000-0000-0000-000000001001",
        "Pricing",
        &["price", "cost", "budget", "discount", "how much", "expensive", "cheap", "cheaper"],
    ),
    (
        "00000000-0000-0000-0000-000000001000",
        "Next Step",
        &["next step", "promise", "commit", "commitment", "action item", "agree to do"],
    ),
];
/// Means questions only where the question is about nothing else: “who asked about the price”.
const ASKING: &str = "ask";
const FLAGS: [&str; 4] = ["attention", "flag", "follow up", "followup"];

/// A question as the stems of its words.
struct Asked(Vec<String>);

impl Asked {
    fn new(question: &str) -> Self {
        Self(stems(question))
    }

    /// Whether the words of a phrase stand in it, one after the other.
    fn has(&self, phrase: &str) -> bool {
        let phrase = stems(phrase);
        !phrase.is_empty() && self.0.windows(phrase.len()).any(|here| here == phrase)
    }

    fn names(&self, id: &str, label: &str) -> bool {
        let known = KNOWN.iter().find(|known| known.0 == id || known.1 == label);
        self.has(label) || known.is_some_and(|known| known.2.iter().any(|phrase| self.has(phrase)))
    }

    /// Takes out the questions where only the asking is named and something else is too.
    fn leave_out_asking(&self, timeline: &Timeline, filter: &mut Filter) {
        if filter.categories.len() < 2 {
            return;
        }
        let (id, english, _) = KNOWN[0];
        let is_question = |ix: CategoryIx| {
            let category = timeline.category(ix);
            category.id.as_str() == id || category.label.as_str() == english
        };
        let label = |ix: CategoryIx| self.has(&timeline.category(ix).label);
        filter.categories.retain(|&ix| !is_question(ix) || label(ix) || self.has(english));
    }

    fn names_speaker(&self, name: &str, names: &[&str]) -> bool {
        let own = |part: &String| {
            let having = names.iter().filter(|name| stems(name).contains(part)).count();
            part.chars().count() >= 3 && having == 1 && self.0.contains(part)
        };
        self.has(name) || stems(name).iter().any(own)
    }
}

fn stems(text: &str) -> Vec<String> {
    words(text).map(|word| stem(&word).to_owned()).collect()
}

fn name(filter: &Filter, timeline: &Timeline, names: &[&str]) -> String {
    let label = |ix: &CategoryIx| timeline.category(*ix).label.to_string();
    let categories: Vec<_> = filter.categories.iter().map(label).collect();
    let by = |ix: &SpeakerIx| names.get(ix.get()).copied().unwrap_or_default();
    let speakers: Vec<_> = filter.speakers.iter().map(by).collect();
    let mut name = categories.join(" or ");
    if filter.flagged {
        name.push_str(if name.is_empty() { "Flagged" } else { ", flagged" });
    }
    if !speakers.is_empty() {
        name.push_str(if name.is_empty() { "By " } else { " by " });
        name.push_str(&speakers.join(" or "));
    }
    name
}
