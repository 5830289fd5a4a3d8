//! Rows for others to see.

use crate::call::redact::{Redactor, letter};
use crate::call::text::Clean;
use crate::call::{Listed, Page};

/// The same calls without the names of those who took part. The title, the account and the time
/// tell them apart.
pub(super) fn redacted(page: Page, banned: &[Clean]) -> Page {
    Page { calls: page.calls.into_iter().map(|call| row(call, banned)).collect(), ..page }
}

fn row(call: Listed, banned: &[Clean]) -> Listed {
    let redactor = Redactor::of_names(call.people.iter().chain(&call.owner)).without_words(banned);
    Listed {
        title: call.title.map(|title| redactor.text(&title)),
        account: call.account.map(|account| redactor.text(&account)),
        people: (0..call.people.len()).map(letter).collect(),
        owner: None,
        ..call
    }
}
