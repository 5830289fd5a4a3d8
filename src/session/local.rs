//! A session on this process's own terminal.

use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crossterm::event::EventStream;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use futures::{Stream, StreamExt, stream};
use ratatui::layout::Size;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use super::frame::{ENTER, LEAVE};
use super::run::{Input, Output, Stop, run};
use super::tasks::Tasks;
use crate::tui::App;

/// The size of the terminal; 80×24 where it does not say.
#[must_use]
pub fn size() -> Size {
    match crossterm::terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => Size::new(width, height),
        _ => Size::new(80, 24),
    }
}

/// Runs a session on the terminal, which is restored however it ends.
///
/// # Errors
///
/// When the terminal cannot be put into raw mode, written to, or its signals watched.
pub async fn local(app: App, tasks: Tasks) -> io::Result<Stop> {
    let panics = Panics::record();
    let terminal = Terminal::enter()?;
    let (output, outbox) = mpsc::channel(1);
    let writer = thread::spawn(move || write(outbox));
    let (_, stop) = run(app, input()?, output, tasks).await;
    // The writer may be stuck in a terminal that is gone; then nothing more can be written.
    if stop != Stop::Gone {
        let _ = writer.join();
    }
    drop(terminal);
    drop(panics);
    Ok(stop)
}

/// Everything that comes in: the terminal's events and the process's signals.
fn input() -> io::Result<impl Stream<Item = Input>> {
    let terminal = EventStream::new().map(|event| match event {
        Ok(event) => Input::Terminal(event),
        Err(_) => Input::Stop(Stop::Gone),
    });
    let terminal = terminal.chain(stream::once(async { Input::Stop(Stop::Gone) }));
    let mut all = stream::SelectAll::new();
    all.push(terminal.boxed());
    for kind in [SignalKind::terminate(), SignalKind::hangup(), SignalKind::interrupt()] {
        let number = kind.as_raw_value();
        all.push(signals(kind, move || Input::Stop(Stop::Signal(number)))?);
    }
    let suspend = SignalKind::from_raw(signal_hook::consts::SIGTSTP);
    all.push(signals(suspend, || Input::Suspend)?);
    let continued = SignalKind::from_raw(signal_hook::consts::SIGCONT);
    all.push(signals(continued, || Input::Continued(size()))?);
    Ok(all)
}

fn signals(
    kind: SignalKind,
    input: impl Fn() -> Input + Send + 'static,
) -> io::Result<stream::BoxStream<'static, Input>> {
    let mut signal = signal(kind)?;
    let each = stream::poll_fn(move |context| signal.poll_recv(context));
    Ok(each.map(move |()| input()).boxed())
}

/// Writes frames until the session ends. A thread of its own, because a terminal that does not
/// read (`Ctrl-S`, a stalled SSH connection) blocks the writer, and keys must still arrive.
fn write(mut outbox: mpsc::Receiver<Output>) {
    let mut stdout = io::stdout();
    while let Some(output) = outbox.blocking_recv() {
        let written = match output {
            Output::Frame(bytes) => stdout.write_all(&bytes).and_then(|()| stdout.flush()),
            Output::Suspend => {
                leave();
                let stopped =
                    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
                stopped.and(Ok(()))
            }
            Output::Resume => enter(),
        };
        if written.is_err() {
            return;
        }
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    let mut stdout = io::stdout();
    stdout.write_all(ENTER)?;
    stdout.flush()
}

/// Best effort: the terminal may be gone.
fn leave() {
    let mut stdout = io::stdout();
    let _ = stdout.write_all(LEAVE).and_then(|()| stdout.flush());
    let _ = disable_raw_mode();
}

/// The terminal while a session has it; dropping gives it back.
struct Terminal;

impl Terminal {
    fn enter() -> io::Result<Self> {
        let terminal = Self;
        enter()?;
        Ok(terminal)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// While a session has the terminal, a panic's message would be drawn over and lost: it is kept
/// and printed once the terminal is restored, if the panic ends the session.
struct Panics {
    message: Arc<Mutex<Option<String>>>,
}

impl Panics {
    fn record() -> Self {
        let message = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&message);
        panic::set_hook(Box::new(move |info| {
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
        }));
        Self { message }
    }
}

impl Drop for Panics {
    fn drop(&mut self) {
        let ends_session = thread::panicking();
        if !ends_session {
            drop(panic::take_hook());
            return;
        }
        let message = self.message.lock().unwrap_or_else(PoisonError::into_inner).take();
        eprintln!("earmark failed: {}", message.unwrap_or_default());
    }
}
