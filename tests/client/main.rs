//! The org's client against servers on this machine, well and ill behaved.

mod answer;
mod network;
mod redirect;
mod refusal;
mod repeat;
mod server;
