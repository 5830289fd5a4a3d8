//! A session in lines, on standard input and output.

use std::future::poll_fn;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::task::Poll;
use std::thread;

use futures::{Stream, stream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::session::{Ended, Printer, Prompt, Stop, Tasks, plain};
use crate::tui::App;

/// The longest line that is read whole, in bytes.
const LONGEST: u64 = 64 * 1024;

/// Runs a session in lines; whoever stops reading them has heard enough.
pub(super) async fn session(app: App, tasks: Tasks) -> io::Result<Ended> {
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    let signals: io::Result<Vec<_>> =
        kinds.map(|kind| Ok((kind, signal(kind)?))).into_iter().collect();
    let mut signals = signals?;
    let interrupted = poll_fn(|context| {
        let came = signals.iter_mut().find_map(|(kind, signal)| {
            signal.poll_recv(context).is_ready().then_some(kind.as_raw_value())
        });
        came.map_or(Poll::Pending, |number| Poll::Ready(Stop::Signal(number)))
    });
    let mut out = Out { asks: io::stdin().is_terminal() };
    plain(app, lines(), interrupted, &mut out, tasks).await
}

/// Lines of standard input, read by a thread of their own: a read cannot be ended.
fn lines() -> impl Stream<Item = io::Result<String>> {
    let (sender, mut inbox) = mpsc::channel(1);
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        loop {
            let mut line = Vec::new();
            let read = (&mut stdin).take(LONGEST).read_until(b'\n', &mut line);
            let next = match read {
                Ok(0) => break,
                Ok(_) => Ok(String::from_utf8_lossy(&line).into_owned()),
                Err(error) => Err(error),
            };
            let is_last = next.is_err();
            if sender.blocking_send(next).is_err() || is_last {
                break;
            }
        }
    });
    stream::poll_fn(move |context| inbox.poll_recv(context))
}

/// Standard output.
struct Out {
    /// Whether somebody is there to be asked.
    asks: bool,
}

impl Printer for Out {
    /// On a thread of its own: whoever stops reading keeps nobody from ending the session.
    async fn print(&mut self, lines: Vec<String>, prompt: Prompt) -> io::Result<()> {
        let asks = self.asks && prompt == Prompt::Asked;
        let printed = spawn_blocking(move || {
            let mut out = io::stdout().lock();
            for line in lines {
                writeln!(out, "{line}")?;
            }
            if asks {
                write!(out, "> ")?;
            }
            out.flush()
        });
        printed.await.map_err(io::Error::other)?
    }
}
