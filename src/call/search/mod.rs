//! One search over all that there is to read about a call.
//!
//! [`Index`] holds the texts, [`Query`] what is looked for, [`Search`] goes through the texts in
//! steps, and [`Hits`] are what it found, in the order of the call. None of them knows a clock:
//! who takes the steps decides what comes between them.

mod fold;
mod hits;
mod index;
mod query;
mod scan;
mod searched;
mod texts;

pub(crate) use fold::{fold, lower, without_accents};
pub use hits::Hits;
pub use index::Index;
pub use query::Query;
pub use scan::Search;
pub use searched::{Extra, Searched, Spot};
pub(crate) use texts::Texts;
