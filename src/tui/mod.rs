//! The reviewer's app: state, update and view, without a terminal, a clock or a network.
//!
//! [`App::update`] takes a [`Msg`] and returns [`Effect`]s, which are plain data; [`view`]
//! reads the state into a buffer. What keys do is in [`action::TABLE`], which keys there are in
//! [`action::Keymap`].

pub mod action;
mod again;
mod app;
mod count;
mod desk;
mod heading;
mod layout;
mod linear;
mod list;
mod msg;
mod overlay;
mod pane;
mod places;
mod pressed;
mod questions;
mod queue;
mod remote;
mod replay;
mod review;
mod room;
mod sharing;
pub mod sheet;
mod standpoint;
mod theme;
mod view;
mod wrap;

pub use app::App;
pub use layout::Pane;
pub use linear::{Heard, PAPER, Tell};
pub use list::Banner;
pub use msg::{Age, Answer, CallRef, Effect, Msg, Noted, Origin, Outcome, Tick, Timer, What};
pub use remote::Ticket;
pub use replay::{Leap, Played, Seek, Taste, Wanted};
pub use room::{BadWish, ListView, News, Opened, Present, View, Wish};
pub use sharing::{Clipboard, Sharing};
pub use standpoint::{Anchor, Standpoint, Stretch, Tops};
pub use theme::{Depth, GlyphSet, Ground, Scheme, Theme};
pub use view::view;
