//! A Salesforce org over HTTP: where it is, who asks, and what may go wrong on the way.
//!
//! [`Client`] has one method for each thing this program asks an org, and nothing else of it can
//! be reached from outside. What comes back is already in the words of [`call`](crate::call);
//! what fails is an [`OrgError`], which knows what to tell the person.
//!
//! Three rules hold in this room. The token goes to the instance's own origin and nowhere else,
//! and into no message. Nothing is waited for, and nothing is kept, without a limit. What is
//! repeated may be: reads, and a task that is named by its key; what else makes a task, and what
//! [`login`] sends, is sent once.
//!
//! | file | what it knows |
//! |---|---|
//! | `instance`, `version`, `token` | what a request is made of |
//! | `asked`, `client` | what can be asked about a call |
//! | `calls`, `details` | the list of calls, and what else it shows of them |
//! | `exchange` | one request until its answer: repeating, redirects, time |
//! | `body`, `after`, `usage` | what is read of an answer besides its content |
//! | `transport`, `refusal` | failures of the network, and refusals by the org, by name |
//! | `error`, `problem` | what happened, and what to do next |
//! | `tasks` | the one thing that is written: tasks that a person confirmed |
//! | `rights` | what this user may do, each right tried apart |
//! | [`login`] | how there comes to be a token, and how it is renewed |

mod after;
mod asked;
mod body;
mod calls;
mod client;
mod details;
mod error;
mod exchange;
mod instance;
mod limits;
pub mod login;
mod problem;
mod refusal;
mod rights;
mod tasks;
mod token;
mod transport;
mod usage;
mod version;

pub use asked::{Answered, Asked};
pub use client::Client;
pub use error::{OrgError, RedirectRefusal, Said, Wait};
pub use instance::{BadInstance, Instance};
pub use limits::Limits;
pub use rights::{Right, Rights, Tried};
pub use tasks::{KeyField, TaskRefusal};
pub use usage::{AppUsage, Usage};
pub use version::{ApiVersion, BadVersion};
