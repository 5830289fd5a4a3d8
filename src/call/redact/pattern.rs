//! What is recognised by its form: addresses, telephone numbers, money.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};
use unicode_width::UnicodeWidthChar;

use super::names::is_unspaced;

/// Stands for an e-mail address.
pub(super) const EMAIL: &str = "[email]";
/// Stands for a telephone number.
pub(super) const PHONE: &str = "[phone]";
/// Stands for an amount of money.
pub(super) const AMOUNT: &str = "[amount]";

/// Looked for first: what else is found could be a part of an address.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| compiled(&address()));

/// One alternative a kind; of those that begin at one place the first wins. What stands for
/// something already comes first, so that nothing is redacted twice.
static FIGURES: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = [("own", own()), ("amount", amount()), ("phone", phone_like())];
    let kinds = kinds.map(|(name, pattern)| format!("(?P<{name}>{pattern})"));
    compiled(&kinds.join("|"))
});

#[expect(clippy::expect_used, reason = "they are constants, and compiled by every test of them")]
fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is well formed")
}

/// What stands for something already; a label only where it [stands alone](stands_alone).
fn own() -> String {
    r"\[(?:email|phone|amount|name|redacted)\]|Speaker [A-Z]{1,2}".to_owned()
}

/// As written, and as said: `kit dot buyer at example dot com`.
fn address() -> String {
    let written = r"[^\s@＠<>()\[\],;:\x22\\]+[@＠][\p{L}\p{N}\p{M}.\-]+";
    let word = r"[\p{L}\p{N}_\-]+";
    let said = format!(r"\b{word}(?: (?:dot|underscore|dash) {word})* at {word}(?: dot {word})+");
    format!("{written}|(?i:{said})")
}

/// `$1,200`, `EUR 5k`, `1 200 €`, `5 to 6 pounds`, `five hundred dollars`.
fn amount() -> String {
    let space = r"[ \x{a0}\x{202f}]";
    let times = "(?:[kKmM]|bn|hundred|thousand|grand|million|billion)";
    let grouped = r"\d+(?:[.,'’ \x{a0}\x{202f}]\d{3})*(?:[.,]\d+)?";
    let number = format!(r"{grouped}(?:{space}?-?{times}\b)?");
    let to = format!(r"{space}?(?:[-–—]|to|or|and){space}?");
    // In small letters some of them are words.
    let code = "(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|ILS|BRL|MXN|\
                ZAR|SGD|HKD|KRW|TRY|AED|SAR|usd|eur|gbp|chf|jpy)";
    let word = "(?i:dollars?|euros?|pounds?|quid|bucks?|cents?|pence|francs?|yen|rupees?|kronor|\
                kroner|zloty|shekels?|reais|pesos?)";
    let count = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|\
                 fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|\
                 sixty|seventy|eighty|ninety|hundred|thousand|grand|million|billion|half|point)";
    let counted = format!("(?:an?|couple|few|{count})");
    let before = format!(
        r"(?:\p{{Sc}}|\b{code}) ?-?{number}(?:{space}?(?:[-–—]|to){space}?(?:\p{{Sc}} ?)?{number})?"
    );
    let behind = format!(
        r"(?:{number}{to})?{number}(?:{space}|-)?(?:\p{{Sc}}|(?:{word}|{code})\b|円|万円|元)"
    );
    let said =
        format!(r"(?i:\b{counted}(?:(?:[ \-]| and ){counted})* (?:of )?{word}(?:[ \-]{count})*\b)");
    format!("{before}|{behind}|{said}")
}

/// Figures that may be a telephone number, and figures in words.
fn phone_like() -> String {
    let digit = "(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple)";
    let said = format!(r"(?i:\b{digit}(?:[ ,.\-]{{1,2}}{digit}){{6,}}\b)");
    format!(r"{said}|\+?\(?\d+(?:[ \x{{a0}}.\-/()]{{1,3}}\d+)*")
}

/// What is to become of something that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// This is put in its place.
    Becomes(&'static str),
    /// It stands for something already.
    Stays,
    /// It is nothing by its form; it may hold names.
    Unmoved,
}

/// Calls `each` with every part of a text in order, and what is to become of it; between the parts
/// that are found stand those that may hold names.
pub(super) fn walk(text: &str, mut each: impl FnMut(&str, Fate)) {
    let mut done = 0;
    for found in ADDRESS.find_iter(text) {
        walk_figures(&text[done..found.start()], &mut each);
        each(found.as_str(), Fate::Becomes(EMAIL));
        done = found.end();
    }
    walk_figures(&text[done..], &mut each);
}

fn walk_figures(text: &str, each: &mut impl FnMut(&str, Fate)) {
    let (mut done, mut at) = (0, 0);
    while let Some(found) = FIGURES.captures_at(text, at) {
        let named = |name| found.name(name).as_ref().map(Match::range);
        let (range, fate) = if let Some(range) = named("own") {
            own_or_not(text, range)
        } else if let Some(range) = named("amount") {
            (range, Fate::Becomes(AMOUNT))
        } else if let Some(range) = named("phone") {
            phone(text, range)
        } else {
            break;
        };
        at = range.end;
        if fate != Fate::Unmoved {
            each(&text[done..range.start], Fate::Unmoved);
            each(&text[range], fate);
            done = at;
        }
    }
    each(&text[done..], Fate::Unmoved);
}

/// Whether what looks like a label is one, rather than the beginning or the end of other words.
fn own_or_not(text: &str, range: Range<usize>) -> (Range<usize>, Fate) {
    match text[range.clone()].starts_with('[') || stands_alone(text, &range) {
        true => (range, Fate::Stays),
        // What follows may be found by another form.
        false => (range.start..range.start + 1, Fate::Unmoved),
    }
}

/// Whether no word goes on before or behind, as words are told apart for names: there is none in
/// scripts without spaces.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let is_mark = |c: &char| !c.is_alphanumeric() && c.width() == Some(0);
    let goes_on = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let before = text[..range.start].chars().rev().find(|c| !is_mark(c));
    let behind = text[range.end..].chars().next();
    !before.is_some_and(goes_on) && !behind.is_some_and(|c| goes_on(c) || is_mark(&c))
}

/// Whether figures are a telephone number. Times, dates, years, counts and ids are not.
fn phone(text: &str, range: Range<usize>) -> (Range<usize>, Fate) {
    let figures = &text[range.clone()];
    if !figures.contains(|c: char| c.is_numeric()) {
        return (range, Fate::Becomes(PHONE));
    }
    let is_part_of_a_word = text[..range.start]
        .ends_with(|c: char| c.is_alphanumeric() || c == '_')
        || text[range.end..].starts_with(|c: char| c.is_alphabetic() || c == '_');
    let groups: Vec<&str> =
        figures.split(|c: char| !c.is_numeric()).filter(|g| !g.is_empty()).collect();
    let digits = groups.iter().map(|group| group.chars().count()).sum::<usize>();
    if is_part_of_a_word || !(7..=15).contains(&digits) {
        return (range, Fate::Unmoved);
    }
    if let Some(date) = leading_date(figures)
        && date < figures.len()
    {
        return (range.start..range.start + date, Fate::Unmoved);
    }
    let is_marked = figures.starts_with('+') || groups[0].starts_with('0');
    let is_phone = is_marked || !(is_date(&groups) || is_count(&groups, figures));
    (range, if is_phone { Fate::Becomes(PHONE) } else { Fate::Unmoved })
}

/// How long a date is that figures begin with.
fn leading_date(figures: &str) -> Option<usize> {
    let end = figures.find(' ').unwrap_or(figures.len());
    let groups: Vec<&str> = figures[..end].split(['-', '.', '/']).collect();
    is_date(&groups).then_some(end)
}

/// `2026-11-20`, `20.11.2026`, `11/20/26`, `20261120`, `2025-2026`.
fn is_date(groups: &[&str]) -> bool {
    let year = |text: &str| text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let upto = |text: &str, most: u32| {
        text.len() <= 2 && text.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
    };
    match groups {
        [y, m, d] if year(y) => upto(m, 12) && upto(d, 31),
        [d, m, y] => upto(d, 31) && upto(m, 31) && (year(y) || y.len() == 2),
        [from, to] => year(from) && year(to),
        [one] if one.len() == 8 && one.is_ascii() => {
            year(&one[..4]) && upto(&one[4..6], 12) && upto(&one[6..], 31)
        }
        _ => false,
    }
}

/// `1 500 000`, `1.500.000`, `3.14159`, `1500000`.
fn is_count(groups: &[&str], figures: &str) -> bool {
    match groups {
        [one] => one.len() < 9,
        [whole, fraction] if figures.contains('.') => (whole.len(), fraction.len()) != (3, 4),
        [first, rest @ ..] => {
            let in_threes = rest.iter().all(|group| group.len() == 3);
            in_threes && first.len() <= 3 && (first.len() < 3 || rest.ends_with(&["000"]))
        }
        [] => false,
    }
}
