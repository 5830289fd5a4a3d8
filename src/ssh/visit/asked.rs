//! What a channel is opened for.

use std::time::Duration;

use ratatui::layout::Size;
use russh::{ChannelMsg, ChannelReadHalf};
use tokio::time::timeout;

use super::terminal::{self, Terminal};

/// What a channel is opened for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The app, on a terminal.
    Screen(Terminal),
    /// The app, without a terminal to show it on.
    NoTerminal,
    /// The app, on a terminal that is too large.
    TooLarge,
    /// A command.
    Command(Vec<u8>),
    /// Nothing, in the time there is.
    Nothing,
}

/// Reads requests up to the one that says what it is about.
pub(super) async fn asked(read: &mut ChannelReadHalf, patience: Duration, largest: Size) -> Asked {
    timeout(patience, requests(read, largest)).await.unwrap_or(Asked::Nothing)
}

async fn requests(read: &mut ChannelReadHalf, largest: Size) -> Asked {
    let size = |columns, rows| terminal::size(columns, rows, largest);
    let mut terminal = Terminal::default();
    // The kind of the terminal, and its size if that can be drawn.
    let mut told = None;
    loop {
        match read.wait().await {
            Some(ChannelMsg::SetEnv { variable_name, variable_value, .. }) => {
                terminal.hear(&variable_name, &variable_value);
            }
            Some(ChannelMsg::RequestPty { term, col_width, row_height, .. }) => {
                told = Some((term, size(col_width, row_height)));
            }
            // The window changed before anything was shown on it.
            Some(ChannelMsg::WindowChange { col_width, row_height, .. }) => {
                told = told.map(|(term, _)| (term, size(col_width, row_height)));
            }
            Some(ChannelMsg::RequestShell { .. }) => {
                return match told {
                    Some((term, Some(size))) => Asked::Screen(terminal.at(size, &term)),
                    Some((_, None)) => Asked::TooLarge,
                    None => Asked::NoTerminal,
                };
            }
            Some(ChannelMsg::Exec { command, .. }) => return Asked::Command(command),
            Some(ChannelMsg::Eof | ChannelMsg::Close) | None => return Asked::Nothing,
            Some(_) => {}
        }
    }
}
