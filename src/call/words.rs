//! The words of a text, in the form in which texts are compared.

use unicode_segmentation::UnicodeSegmentation;

/// The months of the year, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that every text has, and those that ask for something rather than name it.
const EMPTY: &str = "a about all also am an and any anybody anyone anything are aren as at be \
    been being but by call can could couldn customer describe did didn do does doesn doing don \
    done else ever explain find for from get give go got had happen happened has hasn have haven \
    he her here him his how i if in into is isn it its just know let list ll long make many me \
    mention mentioned more most much my no nobody not nothing of off on or our out over people \
    please re said same say saying says she should shouldn show so some somebody someone something \
    speak spoke spoken summarise summarize talk talked talking tell than that the their them then \
    there these they thing things this those to told too up us ve very was wasn we were weren what \
    when where whether which who whom whose why will with won would wouldn yes you your";

/// The words of a text in lower case, without what follows an apostrophe.
pub(super) fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.unicode_words().map(|word| {
        let word = word.split(['\'', '’']).next().unwrap_or(word);
        word.to_lowercase()
    })
}

/// The stems of the words that say what a text is about.
pub(super) fn terms(text: &str) -> impl Iterator<Item = String> + '_ {
    words(text).filter(|word| is_telling(word)).map(|word| stem(&word).to_owned())
}

/// What `price`, `prices`, `priced` and `pricing` have in common. English only, and cruder than a
/// dictionary: it has to be the same for both sides of a comparison, not to be a word.
pub(super) fn stem(word: &str) -> &str {
    if word.is_ascii() && !word.ends_with("ss") {
        for ending in ["ing", "ed", "es", "s", "e"] {
            if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 3) {
                return stem;
            }
        }
    }
    word
}

/// Whether a word tells something: not one of the empty ones, and not the grammar of Japanese,
/// whose words come apart into characters.
fn is_telling(word: &str) -> bool {
    let is_grammar = |word: &str| word.chars().all(|c| ('\u{3040}'..='\u{309f}').contains(&c));
    !word.is_empty() && !is_grammar(word) && !EMPTY.split_ascii_whitespace().any(|e| e == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_term() {
        let of = |text: &str| terms(text).collect::<Vec<_>>();
        assert_eq!(of("Price, prices; priced PRICING"), ["pric", "pric", "pric", "pric"]);
        assert_eq!(of("What did she say about Ada's address?"), ["ada", "address"]);
        assert_eq!(of("addresses"), ["address"]);
        assert_eq!(of("it’s £570 a month"), ["570", "month"]);
        assert_eq!(of("価格は"), ["価", "格"]);
        assert!(of("What about it?").is_empty());
    }
}
