//! From a question about a call to what `exploreConversation` answers.
//!
//! An org lets a language model answer. Here the answer is what was said, found by its words, so
//! that it is the same each time and never says what nobody said. How it is found and how it is
//! put are invented; the outputs' names and the form of their ids are the guide's.

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::call_file::{CallFile, Entry, Insight};
use super::escape::Escaping;
use crate::call::{CallId, Offset, Relevance, named_speakers, names_category, without_name};
use crate::wire::outputs::Explored;

/// The most passages that an answer quotes.
const MOST: usize = 5;
/// What a passage must score at least, as a part of the best one's score.
const LEAST: f32 = 0.4;
/// What it counts for to be a moment of a category that the question names: about as much as a
/// rare word.
const NAMED: f32 = 3.0;

/// What one call can be asked.
#[derive(Debug)]
pub(super) struct Explorer {
    id: CallId,
    speakers: Vec<String>,
    said: Vec<Said>,
    categories: Vec<Category>,
    /// Made for the first question: most calls are never asked about.
    relevance: OnceLock<Relevance>,
}

#[derive(Debug)]
struct Said {
    speaker: usize,
    at: Offset,
    text: String,
}

#[derive(Debug)]
struct Category {
    id: String,
    label: String,
    sequences: Vec<u32>,
}

impl Explorer {
    pub(super) fn new(file: &CallFile) -> Self {
        let said = |entry: &Entry| Said {
            speaker: entry.speaker,
            at: entry.start,
            text: entry.text.clone(),
        };
        let category = |insight: &Insight| Category {
            id: insight.type_id.clone(),
            label: insight.category.clone(),
            sequences: insight.moments.iter().flat_map(|moment| moment.sequences.clone()).collect(),
        };
        Self {
            id: file.record_id,
            speakers: file.speakers.iter().map(|speaker| speaker.name.clone()).collect(),
            said: file.transcript.iter().map(said).collect(),
            categories: file.insights.iter().map(category).collect(),
            relevance: OnceLock::new(),
        }
    }

    pub(super) fn answer(&self, question: &str, escaping: Escaping) -> Explored {
        let digest = Sha256::new().chain_update(self.id.as_str()).chain_update(question).finalize();
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Explored {
            answer: escaping.apply(&self.html(question)),
            request_id: format!("request-{}", &hex[40..64]),
            response_id: uuid(&hex),
            kind: "richtext",
        }
    }

    fn html(&self, question: &str) -> String {
        let found = self.passages(question);
        let lead = match found[..] {
            [] => return "<p>Nothing in this call bears on that.</p>".to_owned(),
            [_] => "One passage of the call bears on that:".to_owned(),
            [(best, first), (_, second), ..] if first > second => {
                let Said { speaker, at, .. } = &self.said[best];
                let (n, speaker, at) =
                    (found.len(), html_escape::encode_text(&self.speakers[*speaker]), at.clock());
                format!(
                    "{n} passages of the call bear on that, most of all what {speaker} said at {at}:"
                )
            }
            _ => format!("{} passages of the call bear on that:", found.len()),
        };
        let mut found: Vec<usize> = found.into_iter().map(|(i, _)| i).collect();
        found.sort_unstable();
        let item = |&i: &usize| {
            let Said { speaker, at, text } = &self.said[i];
            let speaker = html_escape::encode_text(&self.speakers[*speaker]);
            let text = html_escape::encode_text(text);
            format!("<li><strong>{speaker}</strong>, {}: “{text}”</li>", at.clock())
        };
        format!("<p>{lead}</p><ul>{}</ul>", found.iter().map(item).collect::<String>())
    }

    /// The passages to quote with their scores, the best first.
    fn passages(&self, question: &str) -> Vec<(usize, f32)> {
        let relevance = self
            .relevance
            .get_or_init(|| Relevance::of(self.said.iter().map(|said| said.text.as_str())));
        let names: Vec<&str> = self.speakers.iter().map(String::as_str).collect();
        let wanted = named_speakers(question, &names);
        // A name in a question asks for that person's words, not for who was called by it.
        let about = wanted.iter().fold(question.to_owned(), |question, &speaker| {
            without_name(&question, names[speaker])
        });
        let mut scores = relevance.scores(&about);
        for category in &self.categories {
            if names_category(question, &category.id, &category.label) {
                for &sequence in &category.sequences {
                    *scores.entry(sequence as usize).or_default() += NAMED;
                }
            }
        }
        if scores.keys().any(|&i| wanted.contains(&self.said[i].speaker)) {
            scores.retain(|&i, _| wanted.contains(&self.said[i].speaker));
        }
        let best = scores.values().copied().fold(0.0, f32::max);
        let mut found: Vec<(usize, f32)> =
            scores.into_iter().filter(|(_, score)| *score >= LEAST * best).collect();
        // A stable sort: of two that score alike, what was said first stands first.
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.truncate(MOST);
        found
    }
}

/// A UUID of version 8, which leaves its bits to whoever makes it.
fn uuid(hex: &str) -> String {
    format!("{}-{}-8{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

#[cfg(test)]
mod tests {
    use super::super::intelligence::tests::call;
    use super::*;
    use proptest::prelude::*;

    fn explorer() -> Explorer {
        Explorer::new(&CallFile::read(&call().to_string()).unwrap())
    }

    #[test]
    fn quotes_are_escaped_and_the_same_each_time() {
        let answer = |question, escaping| explorer().answer(question, escaping);
        let plain = answer("What about brightlane?", Escaping::Plain);
        assert_eq!(
            plain.answer,
            "<p>One passage of the call bears on that:</p><ul><li><strong>Bo</strong>, 0:20: \
             “R&amp;D &lt;3 Brightlane.”</li></ul>"
        );
        assert_eq!(plain, answer("What about brightlane?", Escaping::Plain));
        assert_ne!(plain.response_id, answer("What?", Escaping::Plain).response_id);
        assert!(
            answer("What?", Escaping::Html).answer.starts_with("&lt;p&gt;Nothing in this call")
        );
        let groups: Vec<_> = plain.response_id.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
    }

    #[test]
    fn a_category_that_is_named_brings_its_moments() {
        let html = explorer().html("Q&A?");
        assert!(html.starts_with("<p>3 passages") && html.contains("How's it going?"), "{html}");
    }

    proptest! {
        #[test]
        fn any_question_is_answered(question in any::<String>()) {
            prop_assert!(explorer().html(&question).starts_with("<p>"));
        }
    }
}
