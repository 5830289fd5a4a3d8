//! By when something is to be done, as a text says it.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use unicode_segmentation::UnicodeSegmentation;

use crate::call::words::MONTHS;

const DAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const NUMBERS: [&str; 13] = [
    "a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// The date that a text sets, read on the day of the call: the one after `by` or `before`, or
/// the only one there is. Nothing where there are several, or it is not clear which day is meant,
/// as with `next Tuesday`.
#[must_use]
pub fn due(text: &str, day: Date) -> Option<Date> {
    let words: Vec<String> = text.unicode_words().map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut found: Vec<(usize, Date)> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match date(&words[at..], day).filter(|_| !is_past(&words, at)) {
            Some((date, length)) => {
                found.extend(date.map(|date| (at, date)));
                at += length;
            }
            None => at += 1,
        }
    }
    let is_limit = |&&(at, _): &&(usize, Date)| {
        let before = &words[at.saturating_sub(2)..at];
        before.iter().any(|word| matches!(*word, "by" | "before" | "until" | "till"))
    };
    let limits: Vec<&(usize, Date)> = found.iter().filter(is_limit).collect();
    match (&limits[..], &found[..]) {
        ([limit], _) => Some(limit.1),
        ([], [first, rest @ ..]) if rest.iter().all(|other| other.1 == first.1) => Some(first.1),
        _ => None,
    }
}

/// Whether what stands there is not yet to come: `since Monday`, `from 1 December`.
fn is_past(words: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| words[before]);
    matches!(before, Some("from" | "since" | "last" | "after"))
}

/// A date at the start of words, and how many words it is; the date is missing where the words
/// mean one that is not clear.
fn date(words: &[&str], day: Date) -> Option<(Option<Date>, usize)> {
    match *words {
        ["today" | "tonight", ..] => Some((Some(day), 1)),
        ["tomorrow", ..] => Some((day.tomorrow().ok(), 1)),
        ["in" | "within", number, unit, ..] => {
            let days = days(number, unit)?;
            Some((day.checked_add(days.days()).ok(), 3))
        }
        ["next" | "this" | "every", word, ..] if weekday(word).is_some() => Some((None, 2)),
        [word, ..] if weekday(word).is_some() => {
            // `Thursday 3 December`, `Thursday, the 3rd of December`
            let rest = if words.get(1) == Some(&"the") { 2 } else { 1 };
            if let Some((date, length)) = words.get(rest..).and_then(|rest| in_month(rest, day)) {
                return Some((date, rest + length));
            }
            Some((next(day, weekday(word)?), 1))
        }
        _ => in_month(words, day).or_else(|| by_numbers(words)),
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    DAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day)
}

/// The first such day after the call; on such a day itself, it is not clear which is meant.
fn next(day: Date, weekday: Weekday) -> Option<Date> {
    (day.weekday() != weekday).then(|| day.nth_weekday(1, weekday).ok())?
}

fn days(number: &str, unit: &str) -> Option<i64> {
    let number = match NUMBERS.iter().position(|name| *name == number) {
        Some(place) => i64::try_from(place.max(1)).ok()?,
        None => number.parse().ok().filter(|number| (1..=365).contains(number))?,
    };
    match unit {
        "day" | "days" => Some(number),
        "week" | "weeks" => Some(number * 7),
        _ => None,
    }
}

/// `3 December`, `3rd of December 2026`, `December 3`.
fn in_month(words: &[&str], day: Date) -> Option<(Option<Date>, usize)> {
    let (number, month, mut length) = match *words {
        [number, "of", month, ..] if ordinal(number).is_some() && is_month(month) => {
            (number, month, 3)
        }
        [number, month, ..] | [month, number, ..]
            if ordinal(number).is_some() && is_month(month) =>
        {
            (number, month, 2)
        }
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| name.starts_with(month))?;
    let month = i8::try_from(month + 1).ok()?;
    let number = ordinal(number)?;
    let year = words.get(length).filter(|word| word.len() == 4).and_then(|year| year.parse().ok());
    length += usize::from(year.is_some());
    let in_year = |year| Date::new(year, month, number).ok();
    let date = match year {
        Some(year) => in_year(year),
        None => {
            let this = in_year(day.year()).filter(|date| *date >= day);
            this.or_else(|| in_year(day.year() + 1))
        }
    };
    Some((date, length))
}

fn is_month(word: &str) -> bool {
    word.len() >= 3 && MONTHS.iter().any(|name| name.starts_with(word))
}

/// `3`, `3rd`; a day of a month.
fn ordinal(word: &str) -> Option<i8> {
    let ends = ["st", "nd", "rd", "th"];
    let digits = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

/// `2026-12-03`.
fn by_numbers(words: &[&str]) -> Option<(Option<Date>, usize)> {
    let [year, month, day, ..] = *words else { return None };
    if year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some((Some(date), 3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// A Friday.
    const DAY: Date = date(2026, 11, 20);

    #[test]
    fn dates_are_read_on_the_day_of_the_call() {
        let december = |day| Some(date(2026, 12, day));
        for (text, at) in [
            ("Send the quote by Tuesday: 60 tags, two years", Some(date(2026, 11, 24))),
            ("Send it today.", Some(DAY)),
            ("Ring tomorrow morning", Some(date(2026, 11, 21))),
            ("Bring a hub on Thursday 3 December, on the boat", december(3)),
            ("Thursday, the 3rd of December", december(3)),
            ("before December 3 please", december(3)),
            ("by 2027-01-15", Some(date(2027, 1, 15))),
            ("by 15 Jan", Some(date(2027, 1, 15))),
            ("on 3 December 2027", Some(date(2027, 12, 3))),
            ("in two weeks", december(4)),
            ("within 10 days", Some(date(2026, 11, 30))),
            ("by Monday, or Monday at the latest", Some(date(2026, 11, 23))),
            ("the date of the report to Dev by Tuesday 24 November", Some(date(2026, 11, 24))),
        ] {
            assert_eq!(due(text, DAY), at, "{text}");
        }
    }

    #[test]
    fn what_is_not_clear_is_no_date() {
        for text in [
            "Confirm today that the notice date moves to 11 December",
            "Go through it on Wednesday and ring on Thursday",
            "next Tuesday",
            "by Friday",
            "pilot from 1 December",
            "since Monday",
            "by the end of the week",
            "next week",
            "on 31 November",
            "",
        ] {
            let found = due(text, DAY);
            assert_eq!(found, None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in any::<String>(), words in "(in|next|by|1|31st|of|feb|monday| |9999){0,20}") {
            for day in [DAY, Date::MAX, Date::MIN] {
                let _ = due(&text, day);
                let _ = due(&words, day);
            }
        }
    }
}
