//! A session in lines: for screen readers, pipes and terminals that can only print.
//!
//! The same app, tasks and keys as on a screen; what a key changes is told in a line or two.

mod line;

use std::io;
use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::time::timeout;

use self::line::{Line, read};
use super::run::{Ended, Session, Stop};
use super::tasks::Tasks;
use crate::tui::{App, Heard, Msg, Tell};

/// Takes lines to print; fails when nobody reads them any more, and waits for whoever reads slowly.
pub trait Printer {
    /// Prints lines, and what asks for the next one.
    ///
    /// # Errors
    ///
    /// When they cannot be printed.
    fn print(&mut self, lines: Vec<String>, prompt: Prompt)
    -> impl Future<Output = io::Result<()>>;
}

/// Whether a line of input is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// It is.
    Asked,
    /// More will be printed.
    None,
}

/// Runs a session of lines until it stops, is interrupted or there are no more lines.
///
/// # Errors
///
/// What `input` and `printer` return; what the reviewer made is kept all the same.
pub async fn plain(
    app: App,
    input: impl Stream<Item = io::Result<String>> + Unpin,
    interrupted: impl Future<Output = Stop>,
    printer: &mut impl Printer,
    tasks: Tasks,
) -> io::Result<Ended> {
    let mut talk = Talk { session: Session::new(app.size()), app, tasks, page: 1 };
    let stop = tokio::select! {
        biased;
        stop = interrupted => Ok(stop),
        ended = talk.go_on(input, printer) => ended,
    };
    let at_end = talk.app.end();
    talk.session.perform(at_end, &talk.app, &mut talk.tasks);
    let lost = talk.tasks.settle().await;
    Ok(Ended { app: talk.app, stop: stop?, lost })
}

/// How long nobody asks why nothing is said.
const SOON: Duration = Duration::from_secs(1);

struct Talk {
    session: Session,
    app: App,
    tasks: Tasks,
    /// The row that the next page of rows begins with.
    page: usize,
}

impl Talk {
    /// Answers lines until there are no more, or the session stops.
    async fn go_on(
        &mut self,
        mut input: impl Stream<Item = io::Result<String>> + Unpin,
        printer: &mut impl Printer,
    ) -> io::Result<Stop> {
        self.tasks.open();
        let effects = self.app.start();
        self.session.perform(effects, &self.app, &mut self.tasks);
        self.arrive(printer).await?;
        printer.print(self.told(Tell::All), Prompt::Asked).await?;
        while self.session.stop.is_none() {
            tokio::select! {
                biased;
                line = input.next() => {
                    let Some(line) = line else { break };
                    let lines = self.answer(&line?, printer).await?;
                    if self.session.stop.is_none() {
                        printer.print(lines, Prompt::Asked).await?;
                    }
                }
                msg = self.tasks.next() => {
                    let before = self.app.heard();
                    self.update(msg);
                    let lines = self.app.heard().since(&before);
                    if !lines.is_empty() {
                        printer.print(lines, Prompt::Asked).await?;
                    }
                }
            }
        }
        Ok(self.session.stop.unwrap_or(Stop::Quit))
    }

    /// Does what a line asks for; returns what there is to say.
    async fn answer(&mut self, text: &str, printer: &mut impl Printer) -> io::Result<Vec<String>> {
        let before = self.app.heard();
        match read(text, &self.app) {
            Line::Tell(Tell::Rows(Some(0))) => return Ok(self.told(Tell::Rows(Some(self.page)))),
            Line::Tell(what) => return Ok(self.told(what)),
            Line::Unknown(why) => return Ok(vec![why]),
            Line::Input(msgs) => msgs.into_iter().for_each(|msg| self.update(msg)),
        }
        self.arrive(printer).await?;
        let now = self.app.heard();
        if now.is_elsewhere(&before) {
            return Ok(self.told(Tell::All));
        }
        let said = now.since(&before);
        Ok(if said.is_empty() { vec!["Nothing changed.".to_owned()] } else { said })
    }

    fn told(&mut self, what: Tell) -> Vec<String> {
        match what {
            Tell::All => self.page = 1 + Heard::PAGE,
            Tell::Rows(Some(from)) => self.page = from + Heard::PAGE,
            _ => {}
        }
        self.app.told(what)
    }

    /// Waits until what is in front has arrived; says so if that takes long.
    async fn arrive(&mut self, printer: &mut impl Printer) -> io::Result<()> {
        let until = async |talk: &mut Self| {
            while talk.session.stop.is_none() && talk.app.is_waiting() {
                let msg = talk.tasks.next().await;
                talk.update(msg);
            }
        };
        if timeout(SOON, until(self)).await.is_err() {
            printer.print(vec!["Loading.".to_owned()], Prompt::None).await?;
            until(self).await;
        }
        Ok(())
    }

    fn update(&mut self, msg: Msg) {
        self.session.update(msg, &mut self.app, &mut self.tasks);
        // There is no screen to leave, and none to copy through.
        self.session.control.clear();
    }
}
