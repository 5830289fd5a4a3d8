//! Which moments of a call are printed.

use super::Usage;
use crate::call::text::clean_line;
use crate::call::{Filter, People, Timeline, named_speakers, names_category};
use crate::cli::Kept;

/// The filter that options ask for.
///
/// A category is named by its label, its id, its letter, or in the words of a question; a speaker
/// by a name that no other has, by id, or by digit.
pub(super) fn filter(kept: &Kept, timeline: &Timeline, people: &People) -> Result<Filter, Usage> {
    let mut filter = Filter { flagged: kept.flagged, ..Filter::default() };
    for name in &kept.category {
        let all = timeline.category_ixs().map(|ix| (ix, timeline.category(ix)));
        let letter = only(name).and_then(|letter| timeline.category_by_letter(letter));
        let named = all.filter(|(ix, category)| {
            category.id.as_str() == name
                || category.label.to_lowercase() == name.to_lowercase()
                || names_category(name, &category.id, &category.label)
                || letter == Some(*ix)
        });
        let named: Vec<_> = named.map(|(ix, _)| ix).collect();
        filter.categories.extend(&named);
        if named.is_empty() {
            let labels = timeline.categories().iter().map(|category| category.label.as_str());
            return Err(unknown("category", name, labels));
        }
    }
    let name_of = |ix| people.speaker(ix).map_or("", |voice| voice.name.as_str());
    let called: Vec<&str> = timeline.speaker_ixs().map(name_of).collect();
    for name in &kept.speaker {
        let digit = only(name).and_then(|digit| timeline.speaker_by_digit(digit));
        let by_words = named_speakers(name, &called);
        let named = timeline.speaker_ixs().filter(|ix| {
            timeline.speaker(*ix).id.as_str() == name
                || called[ix.get()].to_lowercase() == name.to_lowercase()
                || by_words.contains(&ix.get())
                || digit == Some(*ix)
        });
        let named: Vec<_> = named.collect();
        filter.speakers.extend(&named);
        if named.is_empty() {
            return Err(unknown("speaker", name, called.iter().copied()));
        }
    }
    Ok(filter)
}

fn only(name: &str) -> Option<char> {
    let mut chars = name.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn unknown<'a>(what: &str, name: &str, there: impl Iterator<Item = &'a str>) -> Usage {
    let short: String = name.chars().take(80).collect();
    let name = clean_line(&short);
    let there: Vec<&str> = there.collect();
    if there.is_empty() {
        return Usage(format!("there is no {what} {name:?}: the call has no moments"));
    }
    Usage(format!("there is no {what} {name:?} in this call; there is {}", there.join(", ")))
}
