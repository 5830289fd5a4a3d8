//! The service over real HTTP, as a client meets it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod actions;
mod approval;
mod errors;
mod oauth;
mod objects;
mod paging;
mod query;
mod questions;
mod reading;
mod records;
mod resources;
mod scan;
mod tasks;
mod transport;
mod world;
