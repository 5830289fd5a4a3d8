//! The words of a filter, and what each means.

use memchr::memmem;

use crate::call::MONTHS;
use crate::call::search::{lower, without_accents};

/// Something that a call must have.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) raw: String,
    pub(super) means: Means,
}

/// What it must have.
#[derive(Debug)]
pub(super) enum Means {
    /// Part of its text; capitals count where some were typed.
    Text { part: Box<memmem::Finder<'static>>, cased: bool },
    /// The start of its id.
    Id,
    /// Whether it is reviewed.
    Is(State),
}

/// Whether a call is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It does not matter: the word is still being typed.
    Either,
    New,
    Reviewed,
}

impl State {
    /// The state that a word names, or begins to name.
    fn of(word: &str) -> Option<Self> {
        match word {
            "" => Some(Self::Either),
            word if "new".starts_with(word) => Some(Self::New),
            word if "reviewed".starts_with(word) => Some(Self::Reviewed),
            _ => None,
        }
    }

    /// Whether a call that is or is not reviewed passes.
    pub(super) fn passes(self, is_reviewed: bool) -> bool {
        match self {
            Self::Either => true,
            Self::New => !is_reviewed,
            Self::Reviewed => is_reviewed,
        }
    }
}

impl Word {
    fn text(raw: String) -> Self {
        let cased = raw.chars().any(char::is_uppercase);
        let part = if cased { without_accents(&raw) } else { lower(&without_accents(&raw)) };
        let part = Box::new(memmem::Finder::new(&part).into_owned());
        Self { raw, means: Means::Text { part, cased } }
    }

    fn of(word: &str) -> Self {
        if let Some(state) = word.strip_prefix("is:")
            && let Some(is) = State::of(state)
        {
            return Self { raw: word.to_owned(), means: Means::Is(is) };
        }
        // Only whole starts of ids: three letters out of the middle of one would find calls that
        // show no reason for it.
        match word.starts_with("6qr") || word.starts_with("0LQ") {
            true => Self { raw: word.to_owned(), means: Means::Id },
            false => Self::text(word.to_owned()),
        }
    }

    /// Whether all that passes the other word passes this one too.
    pub(super) fn follows_from(&self, other: &Self) -> bool {
        match (&self.means, &other.means) {
            (Means::Is(State::Either), Means::Is(_)) => true,
            (Means::Is(one), Means::Is(other)) => one == other,
            (Means::Id, Means::Id) | (Means::Text { .. }, Means::Text { .. }) => {
                other.raw.contains(&self.raw)
            }
            _ => false,
        }
    }
}

/// The words of a query. A day beside a month is one: `20 nov` is not any 20 and any November.
pub(super) fn words(query: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = query.split_whitespace().peekable();
    while let Some(word) = rest.next() {
        let date = rest.peek().and_then(|next| date(word, next).or_else(|| date(next, word)));
        if let Some(date) = date {
            rest.next();
            words.push(Word::text(date));
        } else {
            words.push(Word::of(word));
        }
    }
    words
}

/// ` 20 nov` for `20` and `Nov`, as dates are written in the texts.
fn date(day: &str, month: &str) -> Option<String> {
    let number: u8 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let month = month.to_lowercase();
    let known = month.len() >= 3 && MONTHS.iter().any(|name| name.starts_with(&month));
    known.then(|| format!(" {number} {month}"))
}
