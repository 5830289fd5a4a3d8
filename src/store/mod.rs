//! What this machine keeps: where its folders are, and databases of what was fetched and of what
//! the reviewer made.
//!
//! Each database is one `SQLite` file that only its owner can read, which several sessions share.
//! The two are apart because they are treated apart: [`Cache`] holds what can be fetched again, so
//! it is bounded, may be cleared, and begins anew when it is damaged; what the reviewer made is
//! never deleted or moved by this program ([`Holds`]).
//!
//! Nothing here knows the clock or an org: times are given, and an answer is the bytes that it
//! came as.

mod cache;
mod file;
mod journal;
mod open;
mod page;
mod place;
mod trouble;

pub use cache::{About, Bounds, Cache, Holding, Kept};
pub use journal::Journal;
pub use open::{Holds, Opened, open};
pub use page::{LIST, page_bytes, page_of};
pub use place::{cache_file, config_folder, journal_file, state_folder};
