//! What is to be done after a call, as drafts of tasks: who, what and when, as far as the text
//! says so.
//!
//! Drafts come from the moments of the category of next steps, and from what stands under a
//! summary's heading of next steps. Nothing is made up: a draft without a name or a date is one
//! whose text has none, or more than one. English alone is understood; of other languages the
//! whole sentence is the subject.

mod due;
mod make;
mod said;

use std::collections::HashMap;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::conversation::Conversation;
use super::id::CallId;
use super::moment::MomentIx;
use super::next_step::{follows_next_steps, is_next_step};
use super::offset::Offset;
use super::people::People;
use super::text::{Clean, clean_line};
use super::timeline::Timeline;

pub use due::due;
pub use make::{Made, Origin, Task};

/// A task that a call seems to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What is to be done, on one line of at most [`SUBJECT`] characters.
    pub subject: Clean,
    /// Who does it, by the name that the call has for them.
    pub who: Option<Clean>,
    /// By when.
    pub due: Option<Date>,
    /// Where the call says so.
    pub evidence: Evidence,
    /// What it says there.
    pub text: Clean,
    /// Names the task wherever it is made: the same evidence has the same key, whatever becomes
    /// of the subject.
    pub key: TaskKey,
}

/// Where a call says that something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// In a moment.
    Moment {
        /// Which.
        ix: MomentIx,
        /// When it was said.
        at: Offset,
    },
    /// In the summary: a block, by its place.
    Summary(usize),
}

/// The key of a task: letters, digits and hyphens, at most 40 of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TaskKey(String);

/// What an org is asked for before tasks are made in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// The record that the call is about.
    pub record: Option<CallId>,
    /// The field that holds keys, if there is one.
    pub key_field: Option<Clean>,
}

/// The longest subject, as the field `Subject` of a Task has it.
pub const SUBJECT: usize = 255;

impl TaskKey {
    fn of(call: Option<CallId>, text: &str, nth: usize) -> Self {
        use std::fmt::Write as _;
        let words: Vec<&str> = text.split_whitespace().collect();
        let digest = Sha256::digest(format!("{nth}\n{}", words.join(" ")));
        let mut key = "earmark-".to_owned();
        key.push_str(call.as_ref().map_or("file", CallId::as_str));
        key.push('-');
        for byte in digest.iter().take(6) {
            let _ = write!(key, "{byte:02x}");
        }
        Self(key)
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The drafts of a call: those of the summary first, then those of moments, in time order. `day`
/// is the day of the call where the reader is; without it, no date is made out.
#[must_use]
pub fn drafts(
    call: Option<CallId>,
    conversation: &Conversation,
    people: &People,
    day: Option<Date>,
) -> Vec<Draft> {
    let mut found = Vec::new();
    let names: Vec<&str> = people.voices().iter().map(|voice| voice.name.as_str()).collect();
    if let Some(summary) = conversation.summary.ready().and_then(Option::as_ref) {
        for (block, text) in follows_next_steps(summary).map(|(at, block)| (at, block.text())) {
            let text = clean_line(&text).trimmed().boxed();
            let (who, what) = said::assigned(&text, &names);
            found.push((Evidence::Summary(block), text.clone(), who.map(str::to_owned), what));
        }
    }
    if let Some(timeline) = conversation.timeline.ready() {
        found.extend(in_moments(timeline, people));
    }
    let mut seen = HashMap::<Clean, usize>::new();
    let draft = |(evidence, text, who, what): Found| {
        let nth = seen.entry(text.clone()).or_default();
        *nth += 1;
        Draft {
            subject: subject(&what),
            who: who.map(|who| clean_line(&who).boxed()),
            due: day.and_then(|day| due(&what, day)),
            evidence,
            key: TaskKey::of(call, &text, *nth),
            text,
        }
    };
    found.into_iter().map(draft).collect()
}

/// Where, what it says there, who, and what of it is the task.
type Found = (Evidence, Clean, Option<String>, String);

fn in_moments(timeline: &Timeline, people: &People) -> Vec<Found> {
    let next = timeline.category_ixs().find(|&ix| is_next_step(timeline.category(ix)));
    let Some(next) = next else { return Vec::new() };
    let found = timeline.in_category(next).ones().map(|ix| {
        let moment = timeline.moment(ix);
        let text = clean_line(&timeline.text(moment)).trimmed().boxed();
        let (is_promise, what) = said::promised(&text);
        let speaker = people.speaker(moment.speaker).map(|voice| voice.name.to_string());
        let speaker = speaker.unwrap_or_else(|| timeline.speaker(moment.speaker).id.to_string());
        let who = Some(speaker).filter(|_| is_promise);
        let what = what.to_owned();
        (Evidence::Moment { ix, at: moment.at }, text, who, what)
    });
    found.filter(|(_, text, ..)| !text.is_blank()).collect()
}

/// A text as a subject: one line, cut where it is too long.
#[must_use]
pub fn subject(text: &str) -> Clean {
    let line = clean_line(text).trimmed().boxed();
    if line.chars().count() <= SUBJECT {
        return line;
    }
    let cut: String = line.chars().take(SUBJECT - 1).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |end| &cut[..end]);
    clean_line(&format!("{whole}…")).boxed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_differ_by_call_and_text_and_repetition() {
        let call = "6qrWs000004Tb7KIAS".parse().ok();
        let key = |call, text, nth| TaskKey::of(call, text, nth).as_str().to_owned();
        let one = key(call, "Send the quote", 1);
        assert_eq!(one, key(call, " Send  the quote\n", 1));
        assert!(one.starts_with("earmark-6qrWs000004Tb7KIAS-") && one.len() <= 40);
        for other in [
            key(None, "Send the quote", 1),
            key(call, "Send the quotes", 1),
            key(call, "Send the quote", 2),
        ] {
            assert_ne!(one, other);
        }
    }

    proptest! {
        #[test]
        fn a_subject_fits_its_field(text in any::<String>(), words in "[a-z ]{0,600}") {
            for text in [text, words] {
                let subject = subject(&text);
                prop_assert!(subject.chars().count() <= SUBJECT);
                prop_assert!(!subject.contains('\n'));
            }
        }
    }
}
