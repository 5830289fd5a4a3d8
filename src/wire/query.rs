//! SOQL, and the rows that `GET …/query?q=…` answers with.

use std::io::Read;

use jiff::Timestamp;
use serde_json::Value;

use super::action::RestError;
use super::cut::cut;
use super::read::{ReadError, json, misfit, outputs};

/// What a query found, or a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<T> {
    /// The rows that could be read.
    pub rows: Vec<T>,
    /// How many could not.
    pub skipped: usize,
    /// Where the rest is, as a path, when the org split its answer.
    pub next: Option<String>,
}

/// Nothing found.
impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), skipped: 0, next: None }
    }
}

/// Reads an answer; rows that `each` makes nothing of are counted.
///
/// # Errors
///
/// [`ReadError`] when it is not the answer to a query, or the org refused.
pub fn rows<T>(
    source: impl Read,
    each: impl Fn(&Value) -> Option<T>,
) -> Result<Rows<T>, ReadError> {
    let skeleton = cut(source, |_, _, _| {})?;
    let body = json(&skeleton)?;
    let found = match body.get("records") {
        Some(Value::Array(found)) => found,
        Some(other) => return Err(ReadError::Shape(misfit("records", "a list", other))),
        None if body.is_object() && RestError::read(&body).is_none() => {
            return Err(ReadError::Shape(misfit("records", "a list", &Value::Null)));
        }
        None => return Err(outputs(body).err().unwrap_or(ReadError::Empty)),
    };
    let rows: Vec<T> = found.iter().filter_map(each).collect();
    let next = body.get("nextRecordsUrl").and_then(Value::as_str).map(str::to_owned);
    Ok(Rows { skipped: found.len() - rows.len(), rows, next })
}

/// A string in SOQL.
pub(super) fn literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

/// A time in SOQL, where it has no quotes; to the millisecond, as the org keeps them.
pub(super) fn instant(time: Timestamp) -> String {
    let form = if time.subsec_millisecond() == 0 { "%FT%TZ" } else { "%FT%T.%3fZ" };
    time.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_and_backslashes_stay_inside() {
        assert_eq!(literal("O'Neill"), r"'O\'Neill'");
        assert_eq!(literal(r"\' OR Id != '"), r"'\\\' OR Id != \''");
        assert_eq!(literal("a\r\n\tb"), r"'a\r\n\tb'");
    }

    #[test]
    fn times_have_milliseconds_only_when_they_need_them() {
        let told = |time: &str| instant(time.parse().unwrap());
        assert_eq!(told("2026-11-20T14:00:00.000+0000"), "2026-11-20T14:00:00Z");
        assert_eq!(told("2026-11-20T14:00:00.25Z"), "2026-11-20T14:00:00.250Z");
    }

    /// A string's content by the rules of SOQL, if the quotes around it are its only ones.
    fn unquoted(quoted: &str) -> Option<String> {
        let mut text = String::new();
        let mut inside = quoted.strip_prefix('\'')?.strip_suffix('\'')?.chars();
        while let Some(c) = inside.next() {
            text.push(match c {
                '\'' => return None,
                '\\' => match inside.next()? {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    c => c,
                },
                c => c,
            });
        }
        Some(text)
    }

    proptest! {
        #[test]
        fn a_literal_reads_back(text in r"[a'\\\n\r\t\PC]{0,20}") {
            prop_assert_eq!(unquoted(&literal(&text)), Some(text));
        }
    }
}
