//! Hosts the app for visitors over SSH.
//!
//! It owns the host's key, who may come in, how many and for how long, and the way from a visitor's
//! bytes to a session's [`Input`](crate::session::Input) and back. Every visitor's channel is one
//! [`session::run`](crate::session::run()), which does not know that it is on SSH. What a visitor
//! sees is decided elsewhere, behind [`Welcome`]; there is no shell, no file and no other program to
//! come to.
//!
//! A connection comes in by `host`, which counts it (`places`), passes `connection` (sign-in,
//! requests, channels), and each of its channels becomes a `visit`.
//!
//! # What one visitor costs the others
//!
//! Nothing waits for a visitor but that visitor's own tasks. Keys beyond the allowed rate wait in the
//! visitor's own connection; frames are made only as the visitor takes them; a panic ends the visit
//! that it happened in.

mod access;
mod algorithms;
mod connection;
mod counts;
mod host;
mod host_key;
mod limits;
mod line;
mod metrics;
mod places;
mod visit;
mod welcome;

pub use access::{Access, AccessError, Grant, LineFault};
pub use algorithms::{Exchange, preferred};
pub use counts::Counts;
pub use host::{Host, Settings};
pub use host_key::{HostKey, HostKeyError};
pub use limits::{LARGEST, Limits};
pub use metrics::metrics;
pub use visit::exec::{ExecError, Print};
pub use visit::terminal::Terminal;
pub use welcome::{Visitor, Welcome};
