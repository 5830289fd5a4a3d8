//! Which of many short texts bear on a question.

use std::collections::{BTreeMap, HashMap};

use super::words::terms;

/// Texts by their words, ranked by BM25: a word counts for more the fewer texts have it, for
/// less the more often it is repeated, and for less in a long text. The two constants are those
/// of Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009).
///
/// The same texts and question always give the same scores.
#[derive(Debug, Clone, Default)]
pub struct Relevance {
    /// The texts that have a term, in order, and how often.
    having: HashMap<String, Vec<(usize, usize)>>,
    lengths: Vec<usize>,
    mean: f32,
}

/// How soon repetition stops to count.
const REPETITION: f32 = 1.2;
/// How much a text's length counts.
const LENGTH: f32 = 0.75;

impl Relevance {
    /// Takes the texts apart.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut having = HashMap::<String, Vec<(usize, usize)>>::new();
        let mut lengths = Vec::new();
        for (i, text) in texts.into_iter().enumerate() {
            let mut length = 0;
            for term in terms(text) {
                length += 1;
                let texts = having.entry(term).or_default();
                match texts.last_mut() {
                    Some((last, count)) if *last == i => *count += 1,
                    _ => texts.push((i, 1)),
                }
            }
            lengths.push(length);
        }
        let mean = real(lengths.iter().sum()) / real(lengths.len().max(1));
        Self { having, lengths, mean: mean.max(1.0) }
    }

    /// The texts that have any of the question's terms, by their position, with their scores.
    #[must_use]
    pub fn scores(&self, question: &str) -> BTreeMap<usize, f32> {
        let mut asked: Vec<String> = Vec::new();
        for term in terms(question) {
            if self.having.contains_key(&term) && !asked.contains(&term) {
                asked.push(term);
            }
        }
        let mut scores = BTreeMap::new();
        for texts in asked.iter().filter_map(|term| self.having.get(term)) {
            let with = real(texts.len());
            let rarity = (1.0 + (real(self.lengths.len()) - with + 0.5) / (with + 0.5)).ln();
            for &(i, count) in texts {
                let length = 1.0 - LENGTH + LENGTH * real(self.lengths[i]) / self.mean;
                let count = real(count);
                *scores.entry(i).or_default() +=
                    rarity * count * (REPETITION + 1.0) / (count + REPETITION * length);
            }
        }
        scores
    }
}

#[expect(clippy::cast_precision_loss, reason = "a score needs no more than single precision")]
fn real(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_rarer_word_and_the_shorter_text_count_for_more() {
        let texts = [
            "The price is fair.",
            "The price of the hub, and the other things that we will go through on Friday.",
            "Hub three is on the island.",
            "Good morning.",
        ];
        let scores = Relevance::of(texts).scores("What does the hub on the island cost?");
        assert_eq!(scores.keys().copied().collect::<Vec<_>>(), [1, 2]);
        assert!(scores[&2] > scores[&1]);
        let scores = Relevance::of(texts).scores("prices");
        assert!(scores[&0] > scores[&1]);
        assert!(Relevance::of([]).scores("prices").is_empty());
    }

    proptest! {
        #[test]
        fn scores_are_of_texts_that_are_there(
            texts in prop::collection::vec(any::<String>(), 0..8), question in any::<String>(),
        ) {
            let scores = Relevance::of(texts.iter().map(String::as_str)).scores(&question);
            prop_assert!(scores.iter().all(|(i, score)| *i < texts.len() && *score > 0.0));
        }
    }
}
