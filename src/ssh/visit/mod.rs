//! One channel of a visitor: what is asked for, and what is shown until it ends.

mod asked;
pub(super) mod ending;
pub(super) mod exec;
mod keyboard;
mod meter;
mod screen;
pub(super) mod terminal;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use ratatui::layout::Size;
use russh::server::Msg;
use russh::{Channel, ChannelMsg, ChannelReadHalf, ChannelWriteHalf};
use tokio::time::{Instant, timeout};

use self::asked::{Asked, asked};
use self::ending::Ending;
use self::exec::Print;
use super::connection::Guest;
use super::host::House;
use super::places::Full;
use crate::call::text::clean_line;
use crate::session::LEAVE;

/// For a client to say what its channel is for.
const REQUESTS: Duration = Duration::from_secs(10);
/// For a visitor to take in the last words.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// The stream for what went wrong.
const STDERR: u32 = 1;

/// A channel's way out.
pub(super) type Out = ChannelWriteHalf<Msg>;

/// What a visit came to.
struct Ended {
    ending: Ending,
    /// Whether the visitor's screen was taken.
    drew: bool,
}

/// Serves a channel, and closes it however that ends.
pub(super) async fn visit(house: Arc<House>, guest: Arc<Guest>, channel: Channel<Msg>) {
    let (mut read, out) = channel.split();
    let began = Instant::now();
    let asked = asked(&mut read, REQUESTS, house.limits.largest).await;
    let kind = match &asked {
        Asked::Screen(_) | Asked::NoTerminal | Asked::TooLarge => "screen",
        Asked::Command(_) => "command",
        Asked::Nothing => return close(&out, None).await,
    };
    let place = house.sessions.take(guest.visitor().address.ip());
    let ended = match place {
        Err(full) => Ended { ending: full.into(), drew: false },
        Ok(_place) => {
            let _open = guest.opened();
            house.counts.session_began();
            let shown = AssertUnwindSafe(async {
                match asked {
                    Asked::Screen(terminal) => {
                        screen::screen(&house, &guest, terminal, read, &out).await
                    }
                    Asked::Command(command) => tokio::select! {
                        ended = print(&house, &guest, &command, &out) => ended,
                        () = gone(&mut read) => Ended { ending: Ending::Gone, drew: false },
                    },
                    Asked::TooLarge => refuse(&out, &too_large(house.limits.largest)).await,
                    Asked::NoTerminal | Asked::Nothing => refuse(&out, NO_TERMINAL).await,
                }
            });
            let shown = shown.catch_unwind().await;
            house.counts.session_ended();
            // A panic may have been anywhere: the screen is given back to be sure.
            shown.unwrap_or(Ended { ending: Ending::Panicked, drew: kind == "screen" })
        }
    };
    house.counts.ended(ended.ending);
    let visitor = guest.visitor();
    tracing::info!(
        user = %visitor.user,
        address = %visitor.address,
        kind,
        seconds = began.elapsed().as_secs_f64(),
        ending = ended.ending.word(),
        "a session ended"
    );
    close(&out, Some(ended)).await;
}

impl From<Full> for Ending {
    fn from(full: Full) -> Self {
        match full {
            Full::Total => Self::Full,
            Full::Address => Self::Crowded,
        }
    }
}

/// Gives the screen back, says the last words, and closes. A visitor who takes none of it is not
/// waited for.
async fn close(out: &Out, ended: Option<Ended>) {
    let said = async {
        if let Some(Ended { ending, drew }) = ended {
            let line = ending.sentence().map(|sentence| format!("earmark: {sentence}\r\n"));
            if drew {
                let words = line.unwrap_or_default();
                out.data_bytes([LEAVE, words.as_bytes()].concat()).await?;
            } else if let Some(line) = line {
                out.extended_data_bytes(STDERR, line).await?;
            }
            out.exit_status(ending.status()).await?;
        }
        out.eof().await
    };
    let _ = timeout(LAST_WORDS, said).await;
    let _ = timeout(LAST_WORDS, out.close()).await;
}

const NO_TERMINAL: &str = "the review screen needs a terminal, and none was asked for; connect with `ssh -t`, or print a \
     call with `show CALL`";

fn too_large(largest: Size) -> String {
    format!(
        "your terminal is larger than {}x{}, the most that is drawn here; make the window smaller \
         and connect again",
        largest.width, largest.height
    )
}

/// Says why not. A client that takes nothing is not waited for.
async fn refuse(out: &Out, sentence: &str) -> Ended {
    let said = out.extended_data_bytes(STDERR, format!("earmark: {sentence}\r\n"));
    let _ = timeout(LAST_WORDS, said).await;
    Ended { ending: Ending::Refused, drew: false }
}

/// Waits until the client closes the channel; what it sends to a command is for nobody.
async fn gone(read: &mut ChannelReadHalf) {
    while !matches!(read.wait().await, None | Some(ChannelMsg::Close)) {}
}

/// Prints what a command asks for.
async fn print(house: &House, guest: &Guest, command: &[u8], out: &Out) -> Ended {
    let print = match Print::read(command) {
        Ok(print) => print,
        Err(error) => return refuse(out, &error.to_string()).await,
    };
    match house.welcome.print(guest.visitor(), print).await {
        Err(problem) => refuse(out, clean_line(&problem.to_string()).as_str()).await,
        Ok(text) => {
            let sent = timeout(house.limits.idle, out.data_bytes(text)).await;
            let ending = match sent {
                Ok(Ok(())) => Ending::Left,
                Ok(Err(_)) => Ending::Gone,
                Err(_) => Ending::Idle,
            };
            Ended { ending, drew: false }
        }
    }
}
