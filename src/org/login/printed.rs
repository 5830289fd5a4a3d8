//! What the Salesforce CLI prints, read whatever surrounds it.

use serde_json::Value;

use crate::call::text::{Clean, clean_line};

/// Places where its JSON may start that are tried.
const STARTS: usize = 64;
/// Characters quoted of what it says.
const QUOTED: usize = 300;

/// The object that `--json` asks for: warnings about updates may come before and after it.
pub(super) fn object(printed: &[u8]) -> Option<Value> {
    let text = plain(&String::from_utf8_lossy(printed));
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at + (line.len() - line.trim_start().len());
        *at += line.len();
        Some(start)
    });
    let starts = lines.filter(|start| text[*start..].starts_with('{')).take(STARTS);
    let mut objects = starts.filter_map(|start| {
        let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        values.next()?.ok()
    });
    objects.find(|value| value.get("status").is_some())
}

/// A text of it that may be shown: one clean line without colours and without what looks like a
/// token.
pub(super) fn said(text: &str) -> Clean {
    let text = plain(text);
    let words = text.split_whitespace().map(|word| if is_secret(word) { "[token]" } else { word });
    let line = words.collect::<Vec<_>>().join(" ");
    let line: String = line.chars().take(QUOTED).collect();
    clean_line(line.trim().trim_end_matches('.')).boxed()
}

/// Without control sequences: ESC `[`, parameters, one letter (ECMA-48, 5.4).
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| ('@'..='~').contains(&c)).map_or(part.len(), |end| end + 1);
        out.push_str(&part[end..]);
    }
    out
}

/// An access token is an org's id, `!`, and letters; a refresh token starts with `5Aep`.
fn is_secret(word: &str) -> bool {
    let session = word.match_indices("00D").any(|(at, _)| word[at..].contains('!'));
    session || word.contains("5Aep") || word.contains("force://")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_object_is_found_among_warnings_and_colours() {
        let json = r#"{"status":0,"result":{"username":"ada@example.com"}}"#;
        for printed in [
            json.to_owned(),
            format!(" ›   Warning: there is an update {{soon}}\n{json}\n"),
            format!("{{not json\n{{\"other\":1}}\n  {json}\nbye"),
            format!("\u{1b}[33mWarning\u{1b}[39m\n\u{1b}[1m{json}\u{1b}[22m"),
        ] {
            let found = object(printed.as_bytes()).unwrap();
            assert_eq!(found["result"]["username"], "ada@example.com", "{printed}");
        }
        for printed in ["", "{", "[]", "null", "no json", "{\"result\":{}}", "\u{1b}["] {
            assert_eq!(object(printed.as_bytes()), None, "{printed}");
        }
        assert_eq!(object(b"\xff\xfe{"), None);
    }

    #[test]
    fn what_is_quoted_has_no_token_and_no_colour() {
        let text =
            "\u{1b}[31mError:\u{1b}[39m no 00DWs000000Abc!AQ4AQGv.x and 'force://a:b:5Aep861@c'.\n";
        assert_eq!(said(text).as_str(), "Error: no [token] and [token]");
        assert_eq!(said("org 00DWs000000Abc is\n gone.").as_str(), "org 00DWs000000Abc is gone");
        assert_eq!(said(&"a".repeat(1_000)).len(), QUOTED);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes in any::<Vec<u8>>(), text in any::<String>()) {
            let _ = object(&bytes);
            prop_assert_eq!(said(&text).find('\u{1b}'), None);
        }
    }
}
