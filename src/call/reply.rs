//! What the org answered to a question about a call, and which moments bear on it.

use std::collections::BTreeSet;

use super::moment::MomentIx;
use super::offset::Offset;
use super::place::Place;
use super::relevance::Relevance;
use super::summary::Summary;
use super::text::Clean;
use super::timeline::Timeline;
use super::words::terms;

/// The answer of `exploreConversation`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The answer; empty when the org had none.
    pub answer: Summary,
    /// `responseId`, by which the org knows the answer.
    pub response: Option<Clean>,
    /// `requestId`, by which the language model's provider knows it.
    pub request: Option<Clean>,
}

/// The most moments that are named for an answer: one a digit.
const MOST: usize = 9;
/// Moments that are looked at, from the start of the call.
const LOOKED_AT: usize = 20_000;
/// What words of the answer count for, beside those of the question.
const ANSWERED: f32 = 0.5;
/// The shortest text that is taken for a quotation, in bytes.
const QUOTED: usize = 16;
/// The fewest words by which the answer can be told to repeat a moment.
const REPEATED: usize = 3;

impl Reply {
    /// The answer without its structure, one block a line.
    #[must_use]
    pub fn text(&self) -> String {
        let blocks: Vec<_> = self.answer.blocks.iter().map(super::summary::Block::text).collect();
        blocks.join("\n")
    }

    /// The moments that bear on the answer, at most nine, the likeliest first: those that it
    /// quotes or whose time it gives; then those that have half the words of the question, or half
    /// of whose words the answer has. Only the first 20,000 moments of a call are looked at.
    #[must_use]
    pub fn evidence(&self, question: &str, timeline: &Timeline) -> Vec<MomentIx> {
        if self.answer.is_empty() {
            return Vec::new();
        }
        let answer = self.text();
        let times: Vec<Offset> = times(&answer).collect();
        let moments = || timeline.moments().take(LOOKED_AT);
        let texts = || moments().map(|(_, moment)| timeline.text(moment).text());
        let relevance = Relevance::of(texts());
        let mut scores = relevance.scores(question);
        for (ix, score) in relevance.scores(&answer) {
            *scores.entry(ix).or_default() += ANSWERED * score;
        }
        let (asked, said): (BTreeSet<_>, BTreeSet<_>) =
            (terms(question).collect(), terms(&answer).collect());
        let mut found: Vec<(bool, f32, MomentIx)> = Vec::new();
        for ((ix, moment), text) in moments().zip(texts()) {
            let is_quoted = text.len() >= QUOTED && answer.contains(text);
            let is_cited =
                is_quoted || times.iter().any(|time| seconds(*time) == seconds(moment.at));
            let Some(score) = scores.get(&ix).copied().or(is_cited.then_some(0.0)) else {
                continue;
            };
            let own: BTreeSet<_> = terms(text).collect();
            let is_asked = 2 * own.intersection(&asked).count() >= asked.len().max(1);
            let repeated = own.intersection(&said).count();
            if is_cited || is_asked || (repeated >= REPEATED && 2 * repeated >= own.len()) {
                found.push((is_cited, score, ix));
            }
        }
        let likelier = |a: &(bool, f32, MomentIx), b: &(bool, f32, MomentIx)| {
            b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2))
        };
        found.sort_by(likelier);
        found.into_iter().take(MOST).map(|(.., ix)| ix).collect()
    }
}

fn seconds(offset: Offset) -> u32 {
    offset.centis() / 100
}

/// The times that a text gives, such as `2:10`.
fn times(text: &str) -> impl Iterator<Item = Offset> + '_ {
    let pieces = text.split(|c: char| !c.is_ascii_digit() && c != ':');
    let pieces = pieces.map(|piece| piece.trim_matches(':')).filter(|piece| piece.contains(':'));
    pieces.filter_map(|piece| match piece.parse() {
        Ok(Place::At(at)) => Some(at),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_in_running_text() {
        let found = |text: &str| times(text).map(|at| at.clock().to_string()).collect::<Vec<_>>();
        assert_eq!(found("Ada, 2:10: “nine o'clock” (1:02:03)."), ["2:10", "1:02:03"]);
        assert!(found("At 99:99, ratio 3: 4, :: and £570").is_empty());
    }
}
