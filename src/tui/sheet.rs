//! A file of settings as plain rows, each with its line, and what is wrong with it.
//!
//! Key sets, themes and the configuration are TOML; what reads them works on rows, so that
//! whatever is wrong can be told by its line, and the rest still holds.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::call::text::{Clean, clean_line};

/// A setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What is set; the names of the tables it is in, and dots, before it.
    pub name: Clean,
    /// The line that it begins on, from one.
    pub line: usize,
    /// What it is set to.
    pub value: Value,
}

/// What something is set to.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(Clean),
    /// Texts, each with its line.
    Texts(Vec<(Clean, usize)>),
    /// A number.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// Something that no setting is.
    Other,
}

/// Something wrong in a file, which holds without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// The file, as it is shown.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub text: String,
}

/// `keys.toml, line 3: there is no action "nxt"; the nearest is "next-moment".`
impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.text)
    }
}

/// The most remarks about what is no TOML: one slip can have many.
const MOST: usize = 5;

/// Reads a file of that name; what cannot be read is left out and remarked on.
#[must_use]
pub fn read(file: &str, text: &str) -> (Vec<Row>, Vec<Remark>) {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let remark = |error: &toml::de::Error| Remark {
        file: file.to_owned(),
        line: error.span().map_or(1, |span| lines.at(&span)),
        text: format!("this is not TOML: {}.", clean_line(error.message().trim_end())),
    };
    let remarks = errors.iter().take(MOST).map(remark).collect();
    let mut rows = Vec::new();
    push("", table.get_ref(), &lines, &mut rows);
    rows.sort_by_key(|row| row.line);
    (rows, remarks)
}

fn push(within: &str, table: &DeTable<'_>, lines: &Lines, rows: &mut Vec<Row>) {
    for (key, value) in table {
        let name = clean_line(&format!("{within}{}", key.get_ref())).boxed();
        match value.get_ref() {
            DeValue::Table(inner) => push(&format!("{name}."), inner, lines, rows),
            set => {
                let line = lines.at(&key.span());
                rows.push(Row { name, line, value: value_of(set, lines) });
            }
        }
    }
}

fn value_of(value: &DeValue<'_>, lines: &Lines) -> Value {
    let text = |text: &str| clean_line(text).boxed();
    match value {
        DeValue::String(string) => Value::Text(text(string)),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Integer(number) if number.radix() == 10 => {
            number.as_str().parse().map_or(Value::Other, Value::Number)
        }
        DeValue::Float(number) => number.as_str().parse().map_or(Value::Other, Value::Number),
        DeValue::Array(array) => {
            let one = |item: &Spanned<DeValue<'_>>| {
                item.get_ref().as_str().map(|string| (text(string), lines.at(&item.span())))
            };
            array.iter().map(one).collect::<Option<_>>().map_or(Value::Other, Value::Texts)
        }
        DeValue::Integer(_) | DeValue::Datetime(_) | DeValue::Table(_) => Value::Other,
    }
}

/// Where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    fn at(&self, span: &Range<usize>) -> usize {
        self.0.partition_point(|&end| end < span.start) + 1
    }
}

/// The name that somebody may have meant: within a third of its letters, else none.
#[must_use]
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer ones are no slip of a name, and comparing them would take long.
    if word.len() > 64 {
        return None;
    }
    let word = word.to_lowercase();
    let far = |name: &&str| strsim::damerau_levenshtein(&word, &name.to_lowercase());
    let (distance, name) = names.into_iter().map(|name| (far(&name), name)).min()?;
    (distance <= name.chars().count().div_ceil(3).max(1)).then_some(name)
}

/// `; the nearest is "next-moment"`, or nothing.
#[must_use]
pub fn hint<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map_or_else(String::new, |name| format!("; the nearest is {name:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_have_their_lines_and_what_is_wrong_does_not_cost_the_rest() {
        let text = "a = 1\n\n[b]\nc = \"x\\u001b\"\nd = [\"1\",\n  \"2\"]\ne = ]\nf = true\n";
        let (rows, remarks) = read("x.toml", text);
        let named = |name: &str| rows.iter().find(|row| row.name.as_str() == name).unwrap();
        assert_eq!(named("a").value, Value::Number(1.0));
        assert_eq!(
            (named("b.c").line, &named("b.c").value),
            (4, &Value::Text(Clean::ours("x").boxed()))
        );
        let two = |text: &'static str, line| (Clean::ours(text).boxed(), line);
        assert_eq!(named("b.d").value, Value::Texts(vec![two("1", 5), two("2", 6)]));
        assert_eq!(named("b.f").value, Value::Truth(true));
        assert!(!remarks.is_empty() && remarks.iter().all(|it| it.line == 7), "{remarks:?}");
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        let names = ["next-moment", "next-same-speaker", "quit"];
        assert_eq!(nearest("nxt-moment", names), Some("next-moment"));
        assert_eq!(nearest("Quti", names), Some("quit"));
        assert_eq!(nearest("colour", names), None);
        assert_eq!(nearest("", []), None);
    }

    proptest! {
        #[test]
        fn any_text_is_rows_and_remarks(text in "\\PC{0,200}|([a-c.\\[\\]='\"#0-9\n -]{0,80})") {
            let lines = text.lines().count().max(1);
            let (rows, remarks) = read("x.toml", &text);
            prop_assert!(rows.iter().all(|row| row.line <= lines));
            prop_assert!(remarks.iter().all(|remark| remark.line <= lines + 1));
        }
    }
}
