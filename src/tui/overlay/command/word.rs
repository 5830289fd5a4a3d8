//! The words of the command line: each with what may follow it.

use super::{BadCommand, Command};
use crate::call::text::clean_line;
use crate::tui::action::Screen;
use crate::tui::room::Wish;

/// A word that does something with what follows it.
#[derive(Debug)]
pub(in crate::tui) struct Word {
    /// The word.
    pub(super) name: &'static str,
    /// Where it can be said.
    pub(super) on: &'static [Screen],
    /// What follows it, as the list shows it.
    pub(super) takes: &'static str,
    /// What it does, in a few words.
    pub(super) help: &'static str,
    /// Reads what follows, which has no space around it.
    pub(super) read: fn(&str) -> Result<Command, BadCommand>,
}

/// All words. What needs nothing to follow is an action, and is here by its name already.
const WORDS: &[Word] = &[
    Word {
        name: "ask",
        on: &[Screen::Review],
        takes: "QUESTION",
        help: "ask about this call; alone, the last answer",
        read: |rest| {
            let question = clean_line(rest).boxed();
            Ok(Command::Ask((!question.is_blank()).then_some(question)))
        },
    },
    Word {
        name: "room",
        on: &[Screen::Calls, Screen::Review],
        takes: "WORD",
        help: "room: open, join CODE, give NAME, take, leave; alone, who is here",
        read: |rest| {
            let wish = Wish::read(rest).map_err(|error| BadCommand(error.to_string()))?;
            Ok(Command::Room(wish))
        },
    },
];

/// The words of a screen.
pub(super) fn words(on: Screen) -> impl Iterator<Item = &'static Word> {
    WORDS.iter().filter(move |word| word.on.contains(&on))
}

/// The word that a line begins with, and what follows it.
pub(super) fn word(on: Screen, line: &str) -> Option<(&'static Word, &str)> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Some((words(on).find(|word| word.name == first)?, rest.trim()))
}
