//! What stands on the right of a comparison.

use jiff::Timestamp;
use jiff::civil::Date;

use super::period::Period;

/// A value as it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Null,
    Text(Vec<Glyph>),
    Number(f64),
    Boolean(bool),
    Date,
    Time(Timestamp),
    Period(Period),
}

/// A character of a string; after `LIKE` two of them stand for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    Char(char),
    /// An unescaped `_`.
    One,
    /// An unescaped `%`.
    Many,
}

impl Glyph {
    /// As it is outside of `LIKE`.
    pub(super) fn plain(self) -> char {
        match self {
            Self::Char(c) => c,
            Self::One => '_',
            Self::Many => '%',
        }
    }
}

impl Literal {
    /// From between the quotes; nothing for an escape that SOQL does not have.
    pub(super) fn text(raw: &str) -> Option<Self> {
        let mut glyphs = Vec::with_capacity(raw.len());
        let mut chars = raw.chars();
        while let Some(c) = chars.next() {
            glyphs.push(match c {
                '%' => Glyph::Many,
                '_' => Glyph::One,
                // The tokenizer takes two for one, as SQL does.
                '\'' => return None,
                '\\' => Glyph::Char(match chars.next()? {
                    'n' | 'N' => '\n',
                    'r' | 'R' => '\r',
                    't' | 'T' => '\t',
                    'b' | 'B' => '\u{8}',
                    'f' | 'F' => '\u{c}',
                    c @ ('\\' | '\'' | '"' | '_' | '%') => c,
                    _ => return None,
                }),
                c => Glyph::Char(c),
            });
        }
        Some(Self::Text(glyphs))
    }

    /// A number, a date or a datetime.
    pub(super) fn number(text: &str) -> Option<Self> {
        let numeric = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.'));
        if numeric && let Ok(number) = text.parse::<f64>() {
            // So that -0 is 0.
            return Some(Self::Number(number + 0.0));
        }
        if let Ok(time) = text.parse() {
            return Some(Self::Time(time));
        }
        text.parse::<Date>().ok().map(|_| Self::Date)
    }

    /// `null`, a boolean, or a date literal with the number after its colon.
    pub(super) fn word(word: &str, number: Option<usize>) -> Option<Self> {
        let upper = word.to_ascii_uppercase();
        match (upper.as_str(), number) {
            ("NULL", None) => Some(Self::Null),
            ("TRUE", None) => Some(Self::Boolean(true)),
            ("FALSE", None) => Some(Self::Boolean(false)),
            _ => Period::named(&upper, number).map(Self::Period),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_soqls_escapes() {
        let plain = |raw| match Literal::text(raw)? {
            Literal::Text(glyphs) => Some(glyphs.into_iter().map(Glyph::plain).collect::<String>()),
            _ => None,
        };
        assert_eq!(plain(r#"it\'s 5% \n\\\"\_"#).as_deref(), Some("it's 5% \n\\\"_"));
        for raw in [r"\x", r"\", "it''s"] {
            assert_eq!(plain(raw), None, "{raw}");
        }
    }

    #[test]
    fn unquoted_literals_are_told_apart() {
        assert_eq!(Literal::number("-3.5"), Some(Literal::Number(-3.5)));
        let time = "2026-11-20T14:00:00Z".parse().unwrap();
        for text in
            ["2026-11-20T14:00:00Z", "2026-11-20T14:00:00.000+0000", "2026-11-20T15:00:00+01:00"]
        {
            assert_eq!(Literal::number(text), Some(Literal::Time(time)), "{text}");
        }
        assert_eq!(Literal::number("2026-11-20"), Some(Literal::Date));
        for text in ["-", "1e5", "2026-13-01", "1.2.3", "-inf", "10x"] {
            assert_eq!(Literal::number(text), None, "{text}");
        }
        assert_eq!(Literal::word("null", None), Some(Literal::Null));
        assert_eq!(Literal::word("true", Some(1)), None);
        assert_eq!(Literal::word("sometime", None), None);
    }
}
