//! Signing in: how this program comes to a token, where the sign-in rests, and how it ends.
//!
//! A [`Door`] is a way to an org that has not been walked yet: cheap to make, it asks `sf` or the
//! org for a token when a [`Client`](super::Client) is first wanted. What it gives renews its
//! token by itself.
//!
//! | file | what it knows |
//! |---|---|
//! | `door`, `joint` | from a way to a client: once, for all who wait |
//! | `renewal` | a new token for one that has expired |
//! | `sf`, `printed` | the Salesforce CLI: running it, and reading what it prints |
//! | `oauth`, `post` | the org's OAuth endpoints |
//! | `browser`, `listener`, `returned`, `page` | the sign-in in a browser, and the way back |
//! | `sign` | signing in for longer than one run, and out again |
//! | `keep`, `file`, `record`, `keyring` | where a sign-in rests |
//! | `error` | what may go wrong, and what to do next |

mod browser;
mod door;
mod error;
mod file;
mod joint;
mod keep;
mod keyring;
mod listener;
mod oauth;
mod page;
mod post;
mod printed;
mod record;
mod renewal;
mod returned;
mod sf;
mod sign;

pub use browser::Waiting;
pub use door::{Door, Way};
pub use error::LoginError;
pub use keep::{Keep, Place};
pub use keyring::Keyring;
pub use oauth::{App, CALLBACK, Granted, PLATFORM_CLI};
pub use record::{Login, Via};
pub(super) use renewal::Renewal;
pub use sf::{Sf, SfError};
pub use sign::{SignedIn, SignedOut};
