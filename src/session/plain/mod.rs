//! A session in lines: for screen readers, pipes and terminals that can only print.
//!
//! The same app, tasks and keys as on a screen; what a key changes is told in a line or two.

mod line;

use std::io;
use std::time::Duration;

use futures::{Stream, StreamExt};
use tokio::time::timeout;

use self::line::{Line, read};
use super::run::{Session, Stop};
use super::tasks::Tasks;
use crate::tui::{App, Heard, Msg, Tell};

/// Takes lines to print; fails when nobody reads them any more.
pub trait Printer {
    /// Prints lines, and what asks for the next one.
    ///
    /// # Errors
    ///
    /// When they cannot be printed.
    fn print(&mut self, lines: &[String], prompt: Prompt) -> io::Result<()>;
}

/// Whether a line of input is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prompt {
    /// It is.
    Asked,
    /// More will be printed.
    None,
}

/// Runs a session of lines until it stops or there are no more lines; returns the app as it was
/// left.
///
/// # Errors
///
/// What `input` and `printer` return.
pub async fn plain(
    app: App,
    mut input: impl Stream<Item = io::Result<String>> + Unpin,
    printer: &mut impl Printer,
    tasks: Tasks,
) -> io::Result<(App, Stop)> {
    let mut talk = Talk { session: Session::new(app.size()), app, tasks, page: 1 };
    talk.tasks.open();
    let effects = talk.app.start();
    talk.session.perform(effects, &talk.app, &mut talk.tasks);
    if timeout(SOON, talk.arrive()).await.is_err() {
        printer.print(&["Loading.".to_owned()], Prompt::None)?;
        talk.arrive().await;
    }
    printer.print(&talk.told(Tell::All), Prompt::Asked)?;
    while talk.session.stop.is_none() {
        tokio::select! {
            biased;
            line = input.next() => {
                let Some(line) = line else { break };
                let lines = talk.answer(&line?).await;
                if talk.session.stop.is_none() {
                    printer.print(&lines, Prompt::Asked)?;
                }
            }
            msg = talk.tasks.next() => {
                let before = talk.app.heard();
                talk.update(msg);
                let lines = talk.app.heard().since(&before);
                if !lines.is_empty() {
                    printer.print(&lines, Prompt::Asked)?;
                }
            }
        }
    }
    talk.tasks.settle().await;
    Ok((talk.app, talk.session.stop.unwrap_or(Stop::Quit)))
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
    /// Does what a line asks for; returns what there is to say.
    async fn answer(&mut self, text: &str) -> Vec<String> {
        let before = self.app.heard();
        match read(text, &self.app) {
            Line::Tell(Tell::Rows(Some(0))) => return self.told(Tell::Rows(Some(self.page))),
            Line::Tell(what) => return self.told(what),
            Line::Unknown(why) => return vec![why],
            Line::Input(msgs) => msgs.into_iter().for_each(|msg| self.update(msg)),
        }
        self.arrive().await;
        let now = self.app.heard();
        if now.is_elsewhere(&before) {
            return self.told(Tell::All);
        }
        let said = now.since(&before);
        if said.is_empty() { vec!["Nothing changed.".to_owned()] } else { said }
    }

    fn told(&mut self, what: Tell) -> Vec<String> {
        match what {
            Tell::All => self.page = 1 + Heard::PAGE,
            Tell::Rows(Some(from)) => self.page = from + Heard::PAGE,
            _ => {}
        }
        self.app.told(what)
    }

    /// Waits until what is in front has arrived.
    async fn arrive(&mut self) {
        while self.session.stop.is_none() && self.app.is_waiting() {
            let msg = self.tasks.next().await;
            self.update(msg);
        }
    }

    fn update(&mut self, msg: Msg) {
        self.session.update(msg, &mut self.app, &mut self.tasks);
        // There is no screen to leave, and none to copy through.
        self.session.control.clear();
    }
}
