//! Whole sessions, from keys to the screen, over the loop that serves the terminal.

mod awkward;
mod files;
mod review;
mod world;
