//! A call that can be shown to others: without addresses, telephone numbers, money and names.
//!
//! What is recognised by its form becomes `[email]`, `[phone]` and `[amount]`; whoever took part
//! becomes `Speaker A`, `Speaker B` and so on, the same everywhere in a call, by full name and by
//! each part of it. `[name]` stands for a part that several have. Whoever noted something and took no
//! part becomes `Reviewer A` and so on. Times, dates, counts, offsets
//! and ids of records stay, and so does everything that the call is found by.
//!
//! It works in all languages for what is written in figures and signs, and in English for what is
//! spelled out (`five hundred pounds`, `kit at example dot com`). It cannot know names of people
//! and companies that took no part, nor what gives somebody away by what it says: read before you
//! share.

mod authors;
mod call;
mod names;
mod parts;
mod pattern;

use std::collections::HashMap;

pub use self::call::RedactedCall;
use self::names::Names;
use self::pattern::Fate;
use super::build::{NOBODY, OTHERS};
use super::people::People;
use super::text::{Clean, clean};
use super::transcript::Transcript;

/// Takes out of texts what others are not to see. The same text always becomes the same.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    names: Names,
    /// What speakers' ids become, where they give a name away.
    ids: HashMap<Clean, Clean>,
    /// What a speaker is called by, by id.
    labels: HashMap<Clean, Clean>,
    /// Who took part is not known yet: no text can be shown.
    withholds: bool,
}

/// What a redacted call is without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redaction {
    /// All texts, until it is known who took part.
    Texts,
    /// Addresses, numbers, money, and the names of those who took part.
    Names,
    /// Addresses, numbers and money: nobody's name is known, so names that are said stay.
    NoNames,
}

/// How often a text is looked through at most: what was hidden by its neighbour is seen once that
/// is taken out, and is seldom there at all.
const PASSES: usize = 4;

/// Stands for a text while nobody knows whose names are to be taken out of it.
const WITHHELD: Clean<&str> = Clean::ours("[withheld until it is known who took part]");

impl Redactor {
    /// For a call, by what is known of who took part in it.
    #[must_use]
    pub fn of(people: &People, transcript: Option<&Transcript>) -> Self {
        let mut redactor = Self::default();
        let mut letters: HashMap<usize, usize> = HashMap::new();
        // Who is named by hand like another is that other.
        let mut called: HashMap<String, usize> = HashMap::new();
        for voice in people.voices() {
            let person = people.person(&voice.id).unwrap_or_default();
            let participant = transcript.and_then(|known| known.participant(&voice.id));
            let names = [Some(&voice.id), Some(&voice.name), participant.map(|known| &known.name)];
            let names: Vec<&Clean> =
                names.into_iter().flatten().filter(|n| gives_away(n)).collect();
            let has_name = gives_away(&voice.name) || participant.is_some();
            if names.is_empty() && !has_name {
                continue;
            }
            let next = called.len();
            let letter = match letters.get(&person) {
                Some(&letter) => letter,
                None => *called.entry(voice.name.to_lowercase()).or_insert(next),
            };
            letters.insert(person, letter);
            for name in names {
                redactor.names.add(name, letter);
            }
            let label = clean(&label(letter)).boxed();
            redactor.labels.insert(voice.id.clone(), label);
        }
        let telling = people.voices().iter().map(|voice| &voice.id).filter(|id| gives_away(id));
        let disguise = |(i, id): (usize, &Clean)| {
            (id.clone(), clean(&format!("participant-{}", i + 1)).boxed())
        };
        redactor.ids = telling.enumerate().map(disguise).collect();
        redactor
    }

    /// While nobody knows who took part: every text is withheld.
    #[must_use]
    pub fn withholding() -> Self {
        Self { withholds: true, ..Self::default() }
    }

    /// The same, which also takes out these words, whatever they mean.
    #[must_use]
    pub fn without_words(mut self, words: &[Clean]) -> Self {
        for word in words {
            self.names.ban(word);
        }
        self
    }

    /// For texts about people whose names are all that is known, such as the row of a list.
    #[must_use]
    pub fn of_names<'a>(names: impl IntoIterator<Item = &'a Clean>) -> Self {
        let mut redactor = Self::default();
        for (i, name) in names.into_iter().enumerate() {
            redactor.names.add(name, i);
        }
        redactor
    }

    /// What it takes out.
    #[must_use]
    pub fn redaction(&self) -> Redaction {
        match (self.withholds, self.names.has_people()) {
            (true, _) => Redaction::Texts,
            (false, true) => Redaction::Names,
            (false, false) => Redaction::NoNames,
        }
    }

    /// A text without what others are not to see.
    #[must_use]
    pub fn text(&self, text: &str) -> Clean {
        if self.withholds && !text.trim().is_empty() {
            return WITHHELD.boxed();
        }
        // What cleaning takes away could stand between the figures of a number.
        let mut text = clean(text).boxed();
        for _ in 0..PASSES {
            let redacted = clean(&self.redacted(&text)).boxed();
            if redacted == text {
                break;
            }
            text = redacted;
        }
        text
    }

    fn redacted(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        pattern::walk(text, |part, fate| match fate {
            Fate::Becomes(instead) => out.push_str(instead),
            Fate::Stays => out.push_str(part),
            Fate::Unmoved => self.names.write(part, label, &mut out),
        });
        out
    }
}

/// What speakers are numbered by where nobody knows them. A name may end in a number too, so what
/// is not here is taken for one.
const NUMBERED: &str = "speaker participant person voice channel track attendee presenter caller \
    agent customer client guest user unknown other sprecher sprecherin teilnehmer teilnehmerin \
    redner intervenant intervenante locuteur hablante participante orador falante partecipante \
    interlocutore relatore spreker deelnemer 話者 参加者 スピーカー 发言人 说话人 화자 참석자";

/// Whether a name says who somebody is: `Speaker 2` does not, `Kit Buyer 2` does.
fn gives_away(name: &Clean) -> bool {
    let is_number = |text: &str| text.trim().bytes().all(|b| b.is_ascii_digit());
    let is_numbered = |word: &str| {
        let word = word.to_lowercase();
        NUMBERED.split_ascii_whitespace().any(|known| known == word)
    };
    let is_label = name.rsplit_once(' ').is_some_and(|(words, number)| {
        is_number(number) && words.split_whitespace().all(is_numbered)
    });
    let is_record = matches!(name.len(), 15 | 18)
        && name.bytes().all(|b| b.is_ascii_alphanumeric())
        && name.bytes().any(|b| b.is_ascii_digit());
    let is_marker = name.as_str() == NOBODY.as_str() || name.as_str() == OTHERS.as_str();
    !(name.is_blank() || is_number(name) || is_label || is_record || is_marker)
}

/// What the person of a number, from 0, is called.
#[must_use]
pub fn letter(person: usize) -> Clean {
    clean(&label(person)).boxed()
}

fn label(person: usize) -> String {
    lettered(SPEAKER, person)
}

/// What those who took part are, by a letter.
const SPEAKER: &str = "Speaker";

/// `Speaker A` to `Speaker Z`, then `Speaker AA`.
#[must_use]
pub fn lettered(what: &str, number: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    match number {
        0..26 => format!("{what} {}", letter(number)),
        _ => format!("{what} {}{}", letter(number / 26 - 1), letter(number)),
    }
}
