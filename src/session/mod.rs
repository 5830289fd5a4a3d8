//! A session: events in, frames out, and the tasks in between.
//!
//! [`run`] is the only loop. It serves the local terminal ([`local`]), and whoever else brings a
//! stream of [`Input`] and takes [`Output`]: a test does, with a terminal emulator at the end, and
//! so sees what a person sees.

mod clipboard;
mod decode;
mod export;
mod frame;
mod keys;
mod left;
mod local;
mod making;
mod outside;
mod plain;
mod player;
mod record;
mod room;
mod run;
mod source;
mod tasks;
mod telling;
mod writer;

pub use decode::Decoder;
pub use frame::{ENTER, LEAVE, Painter};
pub use local::{local, size};
pub use plain::{Printer, Prompt, plain};
pub use player::{Patience, Player};
pub use record::{Recording, Recordings};
pub use room::{Grant, Limits, Rooms, Seat};
pub use run::{Ended, Input, Output, Stop, recorded, run};
pub use source::{Source, key_of_file};
pub use tasks::Tasks;
