//! Who noted something, and what they are called instead.

use super::{Redactor, SPEAKER, lettered};
use crate::call::notes::{Notes, author_of};
use crate::call::text::{Clean, clean_line};

/// Those who noted something about a call, in the order in which they began: what comes later
/// changes nobody's letter.
pub(super) struct Authors<'a>(Vec<&'a str>);

impl<'a> Authors<'a> {
    pub(super) fn of(notes: &'a Notes) -> Self {
        let wrote = notes.iter().map(|note| (false, note.created, note.author.as_str()));
        let judged = notes.labels().map(|label| (true, label.updated, label.author.as_str()));
        let mut all: Vec<_> = wrote.chain(judged).collect();
        all.sort_unstable();
        let mut known = Vec::new();
        for name in all.into_iter().flat_map(|(_, _, names)| names.split(", ")) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        Self(known)
    }

    /// What whoever wrote something is called, one or several. Who took part has their letter
    /// already; half a name that happens to be theirs is not that.
    pub(super) fn called(&self, authors: &Clean, redactor: &Redactor) -> Clean {
        let nobody = author_of("");
        let one = |name: &str| {
            let redacted = redactor.text(name);
            let letters = redacted.strip_prefix(SPEAKER).and_then(|rest| rest.strip_prefix(' '));
            let is_letter = |rest: &str| rest.bytes().all(|b| b.is_ascii_uppercase());
            match letters.is_some_and(is_letter) || name == nobody.as_str() {
                true => redacted.to_string(),
                false => {
                    let place = self.0.iter().position(|known| *known == name);
                    lettered("Reviewer", place.unwrap_or_default())
                }
            }
        };
        clean_line(&authors.split(", ").map(one).collect::<Vec<_>>().join(", ")).boxed()
    }
}
