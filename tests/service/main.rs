//! The service over real HTTP, as a client meets it.

mod actions;
mod errors;
mod oauth;
mod reading;
mod records;
mod resources;
mod transport;
mod world;
