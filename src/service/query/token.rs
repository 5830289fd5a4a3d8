//! SOQL's words, by SQL's tokenizer.
//!
//! What SOQL writes differently is settled here: a string's escapes are left as they are, numbers,
//! dates and datetimes (`-3`, `2026-11-20T14:00:00Z`) each become one token, and there are no
//! comments.

use sqlparser::dialect::Dialect;
use sqlparser::tokenizer::{Location, Token, TokenWithSpan, Tokenizer, Whitespace};

use super::super::errors::Refusal;

#[derive(Debug)]
pub(super) struct Soql;

impl Dialect for Soql {
    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_ascii_alphabetic() || ch == '_'
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_ascii_alphanumeric() || ch == '_'
    }

    fn is_delimited_identifier_start(&self, _: char) -> bool {
        false
    }

    fn supports_string_literal_backslash_escape(&self) -> bool {
        true
    }
}

/// The tokens of a query, without the space between them. A literal that is neither a string nor
/// a word is a [`Token::Number`] as it was written.
pub(super) fn tokens(text: &str) -> Result<Vec<TokenWithSpan>, Refusal> {
    let all = Tokenizer::new(&Soql, text).with_unescape(false).tokenize_with_location();
    let all = all.map_err(|error| malformed(&error.message, error.location))?;
    let mut tokens: Vec<TokenWithSpan> = Vec::with_capacity(all.len() / 2 + 1);
    let mut open = false;
    for mut found in all {
        match &found.token {
            Token::Whitespace(Whitespace::Space | Whitespace::Newline | Whitespace::Tab) => {
                open = false;
            }
            Token::Whitespace(_) => return Err(unexpected(&found)),
            token => {
                let continues = open && continues(token);
                open = continues || starts(token);
                match tokens.last_mut().map(|last| &mut last.token) {
                    Some(Token::Number(literal, _)) if continues => {
                        literal.push_str(&token.to_string());
                    }
                    _ if open => {
                        found.token = Token::Number(token.to_string(), false);
                        tokens.push(found);
                    }
                    _ => tokens.push(found),
                }
            }
        }
    }
    Ok(tokens)
}

fn starts(token: &Token) -> bool {
    matches!(token, Token::Number(..) | Token::Plus | Token::Minus)
}

fn continues(token: &Token) -> bool {
    starts(token) || matches!(token, Token::Colon | Token::Word(_))
}

/// That a query cannot be read, and where.
pub(super) fn malformed(why: &str, at: Location) -> Refusal {
    let Location { line, column } = at;
    Refusal::query(format!("{why} at Row:{line}:Column:{column}"))
}

/// That something stands where it must not.
pub(super) fn unexpected(token: &TokenWithSpan) -> Refusal {
    if token.token == Token::EOF {
        return Refusal::query("unexpected end of the query");
    }
    // A token can be as long as the query.
    let shown: String = token.token.to_string().chars().take(60).collect();
    malformed(&format!("unexpected token: '{shown}'"), token.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        tokens(text).unwrap().iter().map(|token| token.token.to_string()).collect()
    }

    #[test]
    fn a_literal_is_one_token() {
        assert_eq!(read("a>=-3.5"), ["a", ">=", "-3.5"]);
        assert_eq!(
            read("(2026-11-20T14:00:00.000+0000,2026-11-20 )"),
            ["(", "2026-11-20T14:00:00.000+0000", ",", "2026-11-20", ")"]
        );
        assert_eq!(read("A.B != LAST_N_DAYS:30"), ["A", ".", "B", "<>", "LAST_N_DAYS", ":", "30"]);
        assert_eq!(read(r"'it\'s -- 1'"), [r"'it\'s -- 1'"]);
    }

    #[test]
    fn what_is_not_soql_is_refused() {
        for text in ["a -- comment", "/* comment */", "'open", "'"] {
            let refusal = tokens(text).unwrap_err();
            assert_eq!(refusal.error.error_code, "MALFORMED_QUERY", "{text}");
        }
        let message = tokens("SELECT\n /* x */").unwrap_err().error.message;
        assert!(message.ends_with("at Row:2:Column:2"), "{message}");
    }
}
