//! A player that is heard along with a call: what it is to do, and what it says.

use crate::call::replay::Speed;
use crate::call::{Offset, Problem, Window};

/// What a player is to do. Only the newest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Whether it stands still.
    pub paused: bool,
    /// How fast it plays.
    pub speed: Speed,
    /// Where it was last sent.
    pub seek: Seek,
    /// What is played again and again.
    pub repeat: Option<Window>,
    /// Where it goes on by itself.
    pub leap: Option<Leap>,
}

/// A place that a player is sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seek {
    /// Which time it is sent; the same number is the same time.
    pub number: u32,
    /// Where to.
    pub to: Offset,
}

/// What is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leap {
    /// From here.
    pub at: Offset,
    /// To there; without, there is nothing more to play.
    pub to: Option<Offset>,
}

/// What a player says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Played {
    /// It has the recording.
    Loaded,
    /// It plays here.
    At {
        /// The last of the [`Seek`]s that it has done.
        seek: u32,
        /// Where.
        at: Offset,
    },
    /// It has played what there is.
    Over,
    /// It plays no more.
    Failed(Problem),
}
