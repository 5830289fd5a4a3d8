//! The app on a visitor's terminal.

use futures::{StreamExt, stream};
use russh::ChannelReadHalf;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::ending::Ending;
use super::keyboard::Keyboard;
use super::terminal::Terminal;
use super::{Ended, LAST_WORDS, Out};
use crate::call::{Problem, ProblemKind};
use crate::session::{ENTER, Input, Output, Stop, recorded};
use crate::ssh::connection::Guest;
use crate::ssh::host::House;

/// Runs a session until it stops, or must.
pub(super) async fn screen(
    house: &House,
    guest: &Guest,
    terminal: Terminal,
    read: ChannelReadHalf,
    out: &Out,
) -> Ended {
    let (app, tasks) = house.welcome.session(guest.visitor(), &terminal);
    let (output, outbox) = mpsc::channel(1);
    let keyboard = Keyboard::new(read, &house.limits, house.stopping());
    let why = keyboard.ending();
    let recording = house.welcome.recording(&terminal);
    let first = recording.as_ref().map(|_| Input::Remark(is_recorded()));
    let inputs = stream::iter(first).chain(keyboard.inputs());
    let session = async { recorded(app, inputs, output, tasks, recording).await.stop };
    let mut showing = Box::pin(show(outbox, out));
    let stop = tokio::select! {
        stop = Box::pin(session) => {
            // The last frame may still be on its way.
            let _ = timeout(LAST_WORDS, showing).await;
            stop
        }
        _ = &mut showing => Stop::Gone,
    };
    let ending = match stop {
        Stop::Quit => Ending::Left,
        Stop::Gone | Stop::Signal(_) => why.get().copied().unwrap_or(Ending::Gone),
    };
    Ended { ending, drew: true }
}

fn is_recorded() -> Problem {
    let what = "This host records what you see, as long as it is redacted.";
    Problem::new(ProblemKind::Failed, what, "Leave with q if you do not want that.")
}

/// Sends frames, each whole and as the visitor takes them.
async fn show(mut outbox: mpsc::Receiver<Output>, out: &Out) -> Result<(), russh::Error> {
    let mut enter = ENTER;
    while let Some(output) = outbox.recv().await {
        match output {
            Output::Copy(bytes) => out.data_bytes(bytes).await?,
            Output::Frame(frame) if enter.is_empty() => out.data_bytes(frame).await?,
            Output::Frame(frame) => {
                out.data_bytes([enter, &frame].concat()).await?;
                enter = b"";
            }
            // There is no process of the visitor's that could be suspended or opened.
            Output::Suspend | Output::Resume | Output::Edit(_) => {}
        }
    }
    Ok(())
}
