//! Why a recording is not heard.

use std::io;

use crate::call::{Problem, ProblemKind};

/// What came between.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The program cannot be started.
    Start(io::Error),
    /// The file is not there, or may not be read.
    File(io::Error),
    /// The path cannot be said in a message.
    Name,
    /// The program cannot play it, and why.
    Unplayable(String),
    /// The program has ended, or closed the connection.
    Gone,
    /// The program does not answer in time.
    Silent,
    /// Nothing came of the recording in time.
    Slow,
    /// The program says what mpv does not say.
    Garbled,
}

impl Trouble {
    /// In words for the reader. `media` is what may be shown of the recording.
    pub(super) fn problem(self, media: &str, program: &str) -> Problem {
        const TEXT: &str = "The call plays as text.";
        const AGAIN: &str = "The call goes on as text; pausing and playing tries it once more.";
        let (what, next) = match self {
            Self::Start(error) if error.kind() == io::ErrorKind::NotFound => (
                format!("Recordings are played by {program}, which is not installed here."),
                format!("Install it to hear {media}. {TEXT}"),
            ),
            Self::Start(error) => (
                format!("{program} cannot be started ({}).", error.kind()),
                format!("Look at what EARMARK_PLAYER names. {TEXT}"),
            ),
            Self::File(error) => (
                format!("The recording {media} cannot be read ({}).", error.kind()),
                format!("Look whether it is still where it was. {TEXT}"),
            ),
            Self::Name => (
                format!("The path of {media} has bytes that are no text."),
                format!("Rename it. {TEXT}"),
            ),
            Self::Unplayable(why) => (
                format!("{program} cannot play {media} ({why})."),
                format!("Look whether it is a recording. {TEXT}"),
            ),
            Self::Gone => (format!("{program} has ended."), AGAIN.to_owned()),
            Self::Silent => (format!("{program} does not answer."), AGAIN.to_owned()),
            Self::Slow => (format!("{media} does not come."), AGAIN.to_owned()),
            Self::Garbled => (
                format!("{program} does not speak as mpv does."),
                format!("Look at what EARMARK_PLAYER names. {TEXT}"),
            ),
        };
        Problem::new(ProblemKind::Failed, &what, &next)
    }
}
