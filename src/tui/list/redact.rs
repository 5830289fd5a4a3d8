//! Rows for others to see.

use super::{CallList, Line};
use crate::call::Listed;
use crate::call::redact::{Redactor, letter};
use crate::call::text::Clean;

impl CallList {
    /// Shows people and titles redacted, or as they are.
    pub(in crate::tui) fn redact(&mut self, redacts: bool) {
        if self.redacts == redacts {
            return;
        }
        self.redacts = redacts;
        if redacts {
            // It may be a name.
            self.typing = false;
            self.line = Line::default();
            self.find();
        }
        self.arrived(0);
    }
}

/// The same call without the names of those who took part. The title, the account and the time
/// tell it from others.
pub(super) fn redacted(call: &Listed, banned: &[Clean]) -> Listed {
    let redactor = Redactor::of_names(call.people.iter().chain(&call.owner)).without_words(banned);
    Listed {
        title: call.title.as_ref().map(|title| redactor.text(title)),
        account: call.account.as_ref().map(|account| redactor.text(account)),
        people: (0..call.people.len()).map(letter).collect(),
        owner: None,
        ..call.clone()
    }
}
