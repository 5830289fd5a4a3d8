//! Who does what, as a text says it.

use unicode_segmentation::UnicodeSegmentation;

/// Words that begin a sentence without naming anybody.
const NOBODY: [&str; 30] = [
    "All",
    "And",
    "Anybody",
    "Anyone",
    "Both",
    "Everybody",
    "Everyone",
    "He",
    "I",
    "It",
    "Nobody",
    "Note",
    "Once",
    "One",
    "She",
    "So",
    "Somebody",
    "Someone",
    "Team",
    "That",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "We",
    "What",
    "Who",
    "You",
];

/// Parts of a promise.
const PROMISES: [&str; 14] = [
    "i'll ",
    "i will ",
    "we'll ",
    "we will ",
    "let me ",
    "i'm going to ",
    "we're going to ",
    "i am going to ",
    "we are going to ",
    "i can send ",
    "i can get ",
    "i shall ",
    "we shall ",
    "i promise ",
];

/// Parts of a request, or of something agreed.
const REQUESTS: [&str; 8] = [
    "can you ",
    "could you ",
    "would you ",
    "will you ",
    "please ",
    "let's ",
    "let us ",
    "next step",
];

/// Somebody whom the start of a text gives something to do, and what that is: `Ada to send the
/// quote`, `Otto: signature by noon`, `Kit Buyer will ask`. Somebody known is called by the whole
/// name.
pub(super) fn assigned<'a>(text: &'a str, names: &[&'a str]) -> (Option<&'a str>, String) {
    let whole = || (None, text.to_owned());
    let Some((who, what)) = parted(text) else { return whole() };
    if what.trim().is_empty() {
        return whole();
    }
    let own = |name: &&&str| **name == who || name.split(' ').next() == Some(who);
    let mut known = names.iter().filter(own);
    let known = match (known.next(), known.next()) {
        (Some(name), None) => Some(*name),
        // Two people of one name are told apart by nobody here.
        (Some(_), Some(_)) => Some(who),
        (None, _) => is_name(who).then_some(who),
    };
    match known {
        Some(who) => (Some(who), capitalised(what.trim())),
        None => whole(),
    }
}

/// What stands before and after the first `:`, ` to ` or ` will `.
fn parted(text: &str) -> Option<(&str, &str)> {
    let cuts = [":", " to ", " will ", " is to ", " should "];
    let cut = |by: &&str| text.find(*by).map(|at| (at, by.len()));
    let (at, len) = cuts.iter().filter_map(cut).min_by_key(|&(at, len)| (at, usize::MAX - len))?;
    Some((text[..at].trim(), &text[at + len..]))
}

/// Whether a few words look like the name of a person.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_upper = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || "-'’.".contains(c));
    (1..=3).contains(&words.len())
        && words.iter().all(|word| is_upper(word) && is_word(word))
        && !NOBODY.contains(&words[0])
}

/// The sentence of a moment that says what will be done, and whether its speaker promises it.
pub(super) fn promised(text: &str) -> (bool, &str) {
    let has = |sentence: &str, parts: &[&str]| {
        let plain = format!("{} ", sentence.to_lowercase().replace('’', "'"));
        let is_start = |at: usize| {
            plain[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
        };
        parts.iter().any(|part| plain.match_indices(part).any(|(at, _)| is_start(at)))
    };
    let with = |parts: &[&str]| text.unicode_sentences().find(|sentence| has(sentence, parts));
    if let Some(sentence) = with(&PROMISES) {
        return (true, sentence.trim());
    }
    let first = || text.unicode_sentences().next();
    (false, with(&REQUESTS).or_else(first).unwrap_or(text).trim())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_of_a_text_may_name_somebody() {
        let names = ["Ada Marchetti", "Kit Buyer", "Kit Other"];
        for (text, who, what) in [
            ("Ada to send the quote.", Some("Ada Marchetti"), "Send the quote."),
            ("Ada Marchetti: the offer", Some("Ada Marchetti"), "The offer"),
            ("Otto: signature by noon", Some("Otto"), "Signature by noon"),
            ("Kit will ask", Some("Kit"), "Ask"),
            ("Ros is to ask Pelagrid", Some("Ros"), "Ask Pelagrid"),
            ("All: pilot in Leeds", None, "All: pilot in Leeds"),
            ("Someone from our side to bring a hub", None, "Someone from our side to bring a hub"),
            ("Send the quote to Ada: today", None, "Send the quote to Ada: today"),
            ("We will see", None, "We will see"),
            ("Ada:", None, "Ada:"),
            ("", None, ""),
        ] {
            assert_eq!(assigned(text, &names), (who, what.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_promise_is_found_among_other_sentences() {
        let text = "Right. Yes, I’ll send it over by Friday. Anything else?";
        assert_eq!(promised(text), (true, "Yes, I’ll send it over by Friday."));
        let text = "Good. Could you give me the addresses?";
        assert_eq!(promised(text), (false, "Could you give me the addresses?"));
        assert_eq!(promised("Hi let mex go"), (false, "Hi let mex go"));
        assert_eq!(promised("それでは来週"), (false, "それでは来週"));
    }
}
