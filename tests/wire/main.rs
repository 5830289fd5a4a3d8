//! The wire room: what the org may send, and how it is read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod summary;
