//! Whole sessions, from keys to the screen, over the loop that serves the terminal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod awkward;
mod bad_answers;
mod bad_days;
mod files;
mod find;
mod front;
mod kept;
mod list;
mod long_list;
mod notes;
mod org;
mod player;
mod questions;
mod replay;
mod resume;
mod review;
mod rooms;
mod sharing;
mod signed_in;
mod tasks;
mod transcript;
mod world;
