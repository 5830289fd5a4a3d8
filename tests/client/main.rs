//! The org's client against servers on this machine, well and ill behaved.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod answer;
mod calls;
mod details;
mod network;
mod org;
mod question;
mod redirect;
mod refusal;
mod repeat;
mod server;
mod tasks;
