//! The host for visitors over SSH, by a client of its own and by OpenSSH's.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod attacks;
mod client;
mod config;
mod limits;
mod openssh;
mod program;
mod relay;
mod rooms;
mod thousands;
mod visits;
mod world;
