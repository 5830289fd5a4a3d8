//! A session on this process's own terminal.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use futures::future::ready;
use futures::{Stream, StreamExt, stream};
use ratatui::layout::Size;
use signal_hook::consts::{SIGCONT, SIGTSTP};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use super::frame::{ENTER, LEAVE};
use super::keys::{Away, Gate, Keys};
use super::outside::edit_all;
use super::run::{Ended, Input, Output, Stop, run};
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
/// left. `editor` is the command line of the user's own editor, in which notes can be written.
///
/// # Errors
///
/// When the terminal cannot be put into raw mode, or the process's signals cannot be watched.
pub async fn local(app: App, tasks: Tasks, editor: Option<String>) -> io::Result<Ended> {
    let panics = Panics::record();
    let (output, outbox) = mpsc::channel(1);
    let (gate, gated) = mpsc::channel(1);
    let (requests, requested) = mpsc::channel(1);
    let is_away: Arc<AtomicBool> = Arc::default();
    let input = input(gated, &is_away)?;
    let away = Away { flag: is_away, gate, requests };
    let app = app.with_editor(editor.is_some());
    let editing = tokio::spawn(edit_all(editor, requested));
    let terminal = Terminal::enter(outbox, away)?;
    let ended = run(app, input, output, tasks).await;
    // An editor that is still there is ended, and gives the terminal back.
    editing.abort();
    drop(terminal);
    drop(panics);
    Ok(ended)
}

/// Everything that comes in: the terminal's events and the process's signals.
fn input(
    gate: mpsc::Receiver<Gate>,
    away: &Arc<AtomicBool>,
) -> io::Result<impl Stream<Item = Input> + use<>> {
    let mut all = stream::SelectAll::new();
    all.push(Keys::new(gate).stream().boxed());
    let is_away = || {
        let away = Arc::clone(away);
        move || away.load(Ordering::Relaxed)
    };
    for kind in [SignalKind::terminate(), SignalKind::hangup()] {
        let number = kind.as_raw_value();
        all.push(signals(kind, move || Some(Input::Stop(Stop::Signal(number))))?);
    }
    // While an editor has the terminal, what its keys send to everybody there is for the editor.
    let away = is_away();
    let interrupt = SignalKind::interrupt();
    let number = interrupt.as_raw_value();
    all.push(signals(interrupt, move || (!away()).then_some(Input::Stop(Stop::Signal(number))))?);
    let away = is_away();
    let suspend = SignalKind::from_raw(SIGTSTP);
    all.push(signals(suspend, move || {
        if away() {
            // Together with the editor, as a shell expects it.
            let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
            return None;
        }
        Some(Input::Suspend)
    })?);
    let away = is_away();
    let continued = SignalKind::from_raw(SIGCONT);
    all.push(signals(continued, move || (!away()).then(|| Input::Continued(size())))?);
    Ok(all)
}

fn signals(
    kind: SignalKind,
    input: impl Fn() -> Option<Input> + Send + 'static,
) -> io::Result<stream::BoxStream<'static, Input>> {
    let mut signal = signal(kind)?;
    let each = stream::poll_fn(move |context| signal.poll_recv(context));
    Ok(each.filter_map(move |()| ready(input())).boxed())
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
    fn enter(outbox: mpsc::Receiver<Output>, away: Away) -> io::Result<Self> {
        enable_raw_mode()?;
        let (done, written) = sync_channel(1);
        thread::spawn(move || {
            // A failure means that the terminal is gone, which the loop learns when the channel
            // closes.
            let _ = write(outbox, &away);
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
fn write(mut outbox: mpsc::Receiver<Output>, away: &Away) -> io::Result<()> {
    put(ENTER)?;
    while let Some(output) = outbox.blocking_recv() {
        match output {
            Output::Frame(bytes) | Output::Copy(bytes) => put(&bytes)?,
            Output::Suspend => {
                put(LEAVE)?;
                disable_raw_mode()?;
                signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
            }
            Output::Edit(text) => {
                away.leave();
                put(LEAVE)?;
                disable_raw_mode()?;
                let text = away.edit(text);
                enable_raw_mode()?;
                put(ENTER)?;
                away.come_back(text);
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
