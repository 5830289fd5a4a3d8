//! Halves of characters.
//!
//! Whoever shortens a text by counting UTF-16 units may cut an emoji in two and write the half as
//! `\ud83d`. JSON allows that; no Unicode text can hold it, and serde gives up on the whole answer.

use std::borrow::Cow;

use memchr::memmem;

/// The bytes with every escaped half that lacks its other half as U+FFFD.
pub(super) fn paired(json: &[u8]) -> Cow<'_, [u8]> {
    let mut json = Cow::Borrowed(json);
    let mut at = 0;
    while let Some(skip) = memmem::find(&json[at..], b"\\") {
        at += skip;
        at += match (half(&json[at..]), half(json.get(at + 6..).unwrap_or_default())) {
            (Some(Half::First), Some(Half::Second)) => 12,
            (Some(_), _) => {
                json.to_mut()[at..at + 6].copy_from_slice(b"\\ufffd");
                6
            }
            (None, _) => json.len().min(at + 2) - at,
        };
    }
    json
}

enum Half {
    First,
    Second,
}

/// Which half the bytes start with, as an escape.
fn half(json: &[u8]) -> Option<Half> {
    let digits = json.strip_prefix(b"\\u")?.get(..4)?;
    let unit = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    match unit {
        0xd800..0xdc00 => Some(Half::First),
        0xdc00..0xe000 => Some(Half::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_halves_without_their_other_are_replaced() {
        let read = |json: &str| String::from_utf8(paired(json.as_bytes()).into_owned()).unwrap();
        assert_eq!(read(r#""\ud83d\ude00 \u00e9""#), r#""\ud83d\ude00 \u00e9""#);
        assert_eq!(read(r#""a\ud83d""#), r#""a\ufffd""#);
        assert_eq!(read(r"\uDE00\uD83D\uD83D\uDE00"), r"\ufffd\ufffd\uD83D\uDE00");
        assert_eq!(read(r"\\ud83d \\\ud83d"), r"\\ud83d \\\ufffd");
        for cut in [r"\", r"\u", r"\ud8", r"\ud83d\", r"\u+83d"] {
            assert_eq!(read(cut), cut.replace(r"\ud83d", r"\ufffd"));
        }
        assert!(matches!(paired(br#"{"a":"b\n"}"#), Cow::Borrowed(_)));
    }
}
