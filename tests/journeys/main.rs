//! Whole sessions, from keys to the screen, over the loop that serves the terminal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod awkward;
mod files;
mod kept;
mod list;
mod org;
mod questions;
mod review;
mod transcript;
mod world;
