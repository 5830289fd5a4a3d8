//! How talk was shared out, by formulas that are shown beside the figures.

mod turns;

use std::collections::BTreeMap;

use self::turns::{Said, patience, spoken, union};
use super::moment::Category;
use super::offset::Offset;
use super::people::People;
use super::placement::Placement;
use super::text::Clean;
use super::timeline::Timeline;
use super::transcript::Transcript;

/// On whose side somebody is, by role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// `Agent`: who sells.
    Agent,
    /// `EndUser`: who may buy.
    EndUser,
    /// Without a role, or with another.
    Other,
}

impl Side {
    /// The side of a role.
    #[must_use]
    pub fn of(role: Option<&str>) -> Self {
        match role {
            Some("Agent") => Self::Agent,
            Some("EndUser") => Self::EndUser,
            _ => Self::Other,
        }
    }

    /// As the transcript writes it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Agent => "Agent",
            Self::EndUser => "EndUser",
            Self::Other => "unknown side",
        }
    }
}

/// A part of all that was said.
#[derive(Debug, Clone, PartialEq)]
pub struct Share<T> {
    /// Whose.
    pub of: T,
    /// How long they spoke.
    pub time: Offset,
    /// From 0 to 1; all shares are 1 together.
    pub ratio: f64,
}

/// The longest time that one person spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monologue {
    /// Who.
    pub name: Clean,
    /// How long.
    pub length: Offset,
    /// The entry that it starts with.
    pub entry: usize,
    /// When that is, where it is known.
    pub at: Option<Offset>,
}

/// Questions by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// What was counted.
    pub from: QuestionsFrom,
    /// How many each side asked, of the sides that took part.
    pub by_side: Vec<(Side, usize)>,
}

/// What counts as a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionsFrom {
    /// Moments of the Question category.
    Moments,
    /// Sentences that end in a question mark.
    Sentences,
}

impl QuestionsFrom {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Moments => "moments of the Question category",
            Self::Sentences => "sentences that end in a question mark",
        }
    }
}

/// Figures about a call's talk.
#[derive(Debug, Clone, PartialEq)]
pub struct Talk {
    /// Talk ratio by side.
    pub sides: Vec<Share<Side>>,
    /// Talk ratio by person, the longest first.
    pub people: Vec<Share<Clean>>,
    /// The longest monologue.
    pub monologue: Monologue,
    /// How long the agent waits before answering; nothing where that never happens.
    pub patience: Option<Offset>,
    /// Speaker changes a minute; nothing in a call without length.
    pub interactivity: Option<f64>,
    /// Questions by side.
    pub questions: Questions,
}

/// Why there are no figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untold {
    /// There is no transcript, or one without structure.
    #[error("there is no transcript with entries")]
    NoEntries,
    /// Entries without times.
    #[error("the transcript's entries have no times")]
    NoTimes,
}

/// Each figure's name and its formula, for help.
pub const FORMULAS: [(&str, &str); 5] = [
    (
        "Talk ratio",
        "the time that a side or a person speaks, overlaps within it counted once, divided by the \
         sum of those times",
    ),
    (
        "Longest monologue",
        "from the start of a person's first entry to the end of the last one before somebody else \
         begins",
    ),
    (
        "Patience",
        "the mean silence between the end of what the other side says and the agent's next entry; \
         where the agent begins earlier, nothing is counted",
    ),
    (
        "Interactivity",
        "how often the speaker changes from one entry to the next, divided by the minutes from the \
         first word to the last",
    ),
    (
        "Questions",
        "moments of the Question category by their speakers' sides; without such moments, sentences \
         that end in a question mark",
    ),
];

/// What the figures must not be used for.
pub const NOT_FOR_JUDGEMENT: &str = "These figures describe one call. They are not for employment \
    decisions: they say nothing about how well somebody works.";

impl Talk {
    /// Works the figures out; the order of entries does not matter, only their times.
    ///
    /// # Errors
    ///
    /// [`Untold`] where entries or their times are missing.
    pub fn of(
        transcript: &Transcript,
        timeline: &Timeline,
        people: &People,
        placement: &Placement,
    ) -> Result<Self, Untold> {
        if transcript.entries.is_empty() {
            return Err(Untold::NoEntries);
        }
        let spoken = spoken(transcript, people);
        let (Some(first), Some(end)) = (spoken.first(), spoken.iter().map(|s| s.end).max()) else {
            return Err(Untold::NoTimes);
        };
        let changes = spoken.windows(2).filter(|pair| pair[0].person != pair[1].person).count();
        let minutes = turns::seconds(end - first.start) / 60.0;
        let voice = |person: usize| people.voices()[person].name.clone();
        let mut persons = shares(&spoken, |said| said.person);
        persons.sort_by_key(|share| std::cmp::Reverse(share.time));
        let monologue = turns::longest(&spoken);
        Ok(Self {
            sides: shares(&spoken, |said| said.side),
            people: persons
                .into_iter()
                .map(|Share { of, time, ratio }| Share { of: voice(of), time, ratio })
                .collect(),
            monologue: Monologue {
                name: voice(monologue.person),
                length: turns::offset(monologue.end - monologue.start),
                entry: monologue.entry,
                at: placement.span(monologue.entry).map(|span| span.start),
            },
            patience: patience(&spoken),
            interactivity: (minutes > 0.0).then(|| turns::count(changes) / minutes),
            questions: questions(transcript, timeline, people),
        })
    }
}

/// The part of each, of whatever kind.
fn shares<T: Ord + Copy>(spoken: &[Said], of: impl Fn(&Said) -> T) -> Vec<Share<T>> {
    let mut times: BTreeMap<T, Vec<(i64, i64)>> = BTreeMap::new();
    for said in spoken {
        times.entry(of(said)).or_default().push((said.start, said.end));
    }
    let lengths: Vec<(T, i64)> = times.into_iter().map(|(of, times)| (of, union(&times))).collect();
    let all: i64 = lengths.iter().map(|(_, long)| long).sum();
    let share = |&(of, long): &(T, i64)| Share {
        of,
        time: turns::offset(long),
        ratio: turns::seconds(long) / turns::seconds(all),
    };
    lengths.iter().map(share).collect()
}

/// The built-in insight type, whatever language its label is in.
fn asks(category: &Category) -> bool {
    category.id.as_str() == "00000000-0000-0000-0000-000000001010"
        || category.label.eq_ignore_ascii_case("question")
}

fn questions(transcript: &Transcript, timeline: &Timeline, people: &People) -> Questions {
    let mut by_side: BTreeMap<Side, usize> = BTreeMap::new();
    let side = |role: Option<&Clean>| Side::of(role.map(Clean::as_str));
    for entry in &transcript.entries {
        let voice = people.voice(&entry.speaker);
        let asked = by_side.entry(side(voice.and_then(|voice| voice.role.as_ref()))).or_default();
        *asked += sentences_that_ask(&entry.text);
    }
    let found: Vec<_> = timeline.category_ixs().filter(|&ix| asks(timeline.category(ix))).collect();
    let from = match found.is_empty() {
        true => QuestionsFrom::Sentences,
        false => QuestionsFrom::Moments,
    };
    if from == QuestionsFrom::Moments {
        for asked in by_side.values_mut() {
            *asked = 0;
        }
        for speaker in timeline.speaker_ixs() {
            let role = people.speaker(speaker).and_then(|voice| voice.role.as_ref());
            let asked: usize = found.iter().map(|&ix| timeline.count(ix, speaker)).sum();
            if asked > 0 {
                *by_side.entry(side(role)).or_default() += asked;
            }
        }
    }
    Questions { from, by_side: by_side.into_iter().collect() }
}

/// Runs of question marks, as they are typed in Latin, East Asian and Arabic text.
fn sentences_that_ask(text: &str) -> usize {
    let asks = |c: char| matches!(c, '?' | '？' | '؟');
    let mut before = ' ';
    let mut count = 0;
    for c in text.chars() {
        count += usize::from(asks(c) && !asks(before));
        before = c;
    }
    count
}
