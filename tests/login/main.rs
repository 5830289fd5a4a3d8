//! Signing in, staying signed in and signing out: with a fake `sf`, with a browser played by the
//! test, and with an org that does what no org should.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod browser;
mod by_sf;
mod kept;
mod org;
mod renewal;
mod run;
mod served;
mod status;
