//! The contract of the conversation actions: requests, results, errors and outputs; and of the
//! queries that list calls.
//!
//! Tolerant on the way in ([`intelligence`], [`transcript`], [`reply`()], [`record`()], [`rows`],
//! [`listing`]), exact on the way out ([`action`], [`outputs`]). This is where text from outside
//! becomes [`Clean`](crate::call::text::Clean), and the only place that knows how the org spells a
//! field.
//!
//! The actions are documented in the Actions Developer Guide, "Conversation Intelligence
//! Actions": `getConversationIntelligence` from API 65.0, `getConversationTranscript` from 63.0,
//! `exploreConversation` from 60.0.
//! The guide's samples show only what goes into `outputValues`; the envelope around it is the one
//! of every invocable action.

pub mod action;
mod cut;
mod html;
pub mod listing;
mod moment;
pub mod outputs;
mod query;
mod read;
mod record;
mod reply;
mod surrogate;
pub mod task;
mod text;
mod transcript;
mod user;

pub use html::summary;
pub use query::{Rows, rows};
pub use read::{ReadError, intelligence};
pub use record::{first_id, record, record_fields};
pub use reply::reply;
pub use transcript::transcript;
pub use user::{User, user};
