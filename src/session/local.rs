//! A session on this process's own terminal.

use std::io::{self, Write};
use std::panic;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::EventStream;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use futures::{Stream, StreamExt, stream};
use ratatui::layout::Size;
use signal_hook::consts::{SIGCONT, SIGTSTP};
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

/// Runs a session on the terminal, which is restored however it ends; returns the app as it was
/// left.
///
/// # Errors
///
/// When the terminal cannot be put into raw mode, or the process's signals cannot be watched.
pub async fn local(app: App, tasks: Tasks) -> io::Result<(App, Stop)> {
    let panics = Panics::record();
    let (output, outbox) = mpsc::channel(1);
    let terminal = Terminal::enter(outbox)?;
    let ended = run(app, input()?, output, tasks).await;
    drop(terminal);
    drop(panics);
    Ok(ended)
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
    let suspend = SignalKind::from_raw(SIGTSTP);
    all.push(signals(suspend, || Input::Suspend)?);
    let continued = SignalKind::from_raw(SIGCONT);
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

/// How long a terminal may take to read the last bytes.
const PATIENCE: Duration = Duration::from_secs(1);

/// The terminal while a session has it; dropping gives it back.
///
/// Its bytes are written by a thread of their own, because a terminal that does not read
/// (`Ctrl-S`, a stalled SSH connection) blocks the writer, and keys and signals must still arrive.
struct Terminal {
    written: Receiver<()>,
}

impl Terminal {
    fn enter(outbox: mpsc::Receiver<Output>) -> io::Result<Self> {
        enable_raw_mode()?;
        let (done, written) = sync_channel(1);
        thread::spawn(move || {
            // A failure means that the terminal is gone, which the loop learns when the channel
            // closes.
            let _ = write(outbox);
            let _ = done.send(());
        });
        Ok(Self { written })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.written.recv_timeout(PATIENCE);
        let _ = disable_raw_mode();
    }
}

/// Writes until the session ends, from taking the screen to giving it back.
fn write(mut outbox: mpsc::Receiver<Output>) -> io::Result<()> {
    put(ENTER)?;
    while let Some(output) = outbox.blocking_recv() {
        match output {
            Output::Frame(bytes) | Output::Copy(bytes) => put(&bytes)?,
            Output::Suspend => {
                put(LEAVE)?;
                disable_raw_mode()?;
                signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
            }
            Output::Resume => {
                enable_raw_mode()?;
                put(ENTER)?;
            }
        }
    }
    put(LEAVE)
}

fn put(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout();
    stdout.write_all(bytes)?;
    stdout.flush()
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
