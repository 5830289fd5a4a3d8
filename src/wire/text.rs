//! From the org's strings to clean text.
//!
//! Structured strings arrive with HTML entities, escaped once or twice depending on where they
//! came through, so `it&amp;#39;s`, `it&#39;s` and `it's` all mean the same.

use std::borrow::Cow;

use serde_json::Value;

use crate::call::text::{Clean, clean, clean_line};

/// Undoes HTML escaping, at most twice.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let once = html_escape::decode_html_entities(text);
    let twice = html_escape::decode_html_entities(&once).into_owned();
    Cow::Owned(twice)
}

/// A label, name or id: one line, without surrounding white space.
pub(super) fn label(text: &str) -> Clean {
    clean_line(&unescaped(text)).trimmed().boxed()
}

/// A passage, which may have several lines.
pub(super) fn passage(text: &str) -> Clean {
    clean(&unescaped(text)).trimmed().boxed()
}

/// Any value as text: strings as they are, the rest as JSON.
pub(super) fn shown(value: &Value) -> Clean {
    match value {
        Value::String(text) => passage(text),
        other => passage(&other.to_string()),
    }
}

/// What a value is, for a sentence about what belongs in its place.
pub(super) fn sort_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_escaped_once_twice_or_not_mean_the_same() {
        for text in ["it's <ok>", "it&#39;s &lt;ok&gt;", "it&amp;#39;s &amp;lt;ok&amp;gt;"] {
            assert_eq!(label(text).as_str(), "it's <ok>");
        }
        assert_eq!(label("R&D & AT&T").as_str(), "R&D & AT&T");
        assert_eq!(label("a&#x202e;&#9;b&#x9b;").as_str(), "a b");
        assert_eq!(label("\u{feff} a \u{1b} ").as_str(), "a");
    }
}
