//! What stands between a session and a terminal that is not this process's own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod decode;
mod record;
