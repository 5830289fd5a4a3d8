//! Reads the body of a `POST`, and says what is wrong with one in the org's words.

use serde_json::{Map, Value};

use super::errors::Refusal;
use crate::wire::action::Request;

/// The inputs of a body.
pub(super) fn inputs(body: &[u8]) -> Result<Vec<Map<String, Value>>, Refusal> {
    if body.trim_ascii().is_empty() {
        return Err(Refusal::no_body());
    }
    match serde_json::from_slice::<Request<Map<String, Value>>>(body) {
        Ok(request) => Ok(request.inputs),
        Err(error) if error.to_string().starts_with("missing field") => Err(Refusal::no_inputs()),
        Err(error) => Err(Refusal::json(message(body, &error))),
    }
}

const VALUE: &str = "a valid value (String, Number, Array, Object, 'null', 'true' or 'false')";

/// `Unexpected character ('}' (code 125)): was expecting … at [line:1, column:9]`. The org's
/// parser and ours stop at the same places; what ours says of a value of the wrong type is left in
/// its own words.
fn message(body: &[u8], error: &serde_json::Error) -> String {
    let text = error.to_string();
    let why = text.rsplit_once(" at line ").map_or(text.as_str(), |(why, _)| why);
    let (column, found) = character(body, error.line(), error.column());
    let expected = match why {
        "expected `:`" => Some("a colon to separate field name and value"),
        "expected `,` or `]`" => Some("comma to separate Array entries"),
        "expected `,` or `}`" => Some("comma to separate Object entries"),
        "trailing comma" if found == Some(']') => Some(VALUE),
        "key must be a string" | "trailing comma" => Some("double-quote to start field name"),
        "expected value" | "expected ident" => Some(VALUE),
        "trailing characters" => Some("the end of the input"),
        _ => None,
    };
    let what = match (expected, found) {
        (Some(expected), Some(c)) => {
            format!(
                "Unexpected character ('{c}' (code {})): was expecting {expected}",
                u32::from(c)
            )
        }
        _ if error.is_eof() => "Unexpected end-of-input".to_owned(),
        _ => match why.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((field, _)) => format!("Unrecognized field {field:?}"),
            None => why.to_owned(),
        },
    };
    format!("{what} at [line:{}, column:{column}]", error.line())
}

/// The character at a line and byte column, both from 1, and its column in characters.
fn character(body: &[u8], line: usize, column: usize) -> (usize, Option<char>) {
    let line = body.split(|&byte| byte == b'\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let (before, rest) = line.split_at(column.saturating_sub(1).min(line.len()));
    let column = String::from_utf8_lossy(before).chars().count() + 1;
    (column, String::from_utf8_lossy(rest).chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refusal(body: &str) -> String {
        let error = inputs(body.as_bytes()).unwrap_err().error;
        format!("{}: {}", error.error_code, error.message)
    }

    #[test]
    fn inputs_are_objects_of_any_fields() {
        let read = inputs(br#" {"inputs":[{"recordId":"a"},{"x":[1]}]} "#).unwrap();
        assert_eq!(read.len(), 2);
        assert!(inputs(br#"{"inputs":[]}"#).unwrap().is_empty());
    }

    #[test]
    fn errors_are_in_the_orgs_words() {
        for (body, message) in [
            ("", "The HTTP entity body is required, but this request has no entity body."),
            (" \n", "The HTTP entity body is required, but this request has no entity body."),
            // The sample request of the guide, which has a comma too many.
            (
                "{\n  \"inputs\": [\n    {\"recordId\": \"6qrAAC000000BGPYB2\",}\n  ]\n}",
                "Unexpected character ('}' (code 125)): was expecting double-quote to start field \
                 name at [line:3, column:39]",
            ),
            (
                "{]",
                "Unexpected character (']' (code 93)): was expecting double-quote to start field \
                 name at [line:1, column:2]",
            ),
            (
                "{\"inputs\" []}",
                "Unexpected character ('[' (code 91)): was expecting a colon to separate field \
                 name and value at [line:1, column:11]",
            ),
            (
                "{\"inputs\":[{} {}]}",
                "Unexpected character ('{' (code 123)): was expecting comma to separate Array \
                 entries at [line:1, column:15]",
            ),
            (
                "{\"inputs\":[{\"é\":\"é\" \"\"}]}",
                "Unexpected character ('\"' (code 34)): was expecting comma to separate Object \
                 entries at [line:1, column:21]",
            ),
            (
                "{\"inputs\":[{},]}",
                "Unexpected character (']' (code 93)): was expecting a valid value (String, Number, \
                 Array, Object, 'null', 'true' or 'false') at [line:1, column:15]",
            ),
            (
                "{\"inputs\":[]} x",
                "Unexpected character ('x' (code 120)): was expecting the end of the input at \
                 [line:1, column:15]",
            ),
            ("{\"inputs\":[", "Unexpected end-of-input at [line:1, column:11]"),
            ("{\n     \"name\" : 1}", "Unrecognized field \"name\" at [line:2, column:12]"),
            ("{\"inputs\":{}}", "invalid type: map, expected a sequence at [line:1, column:10]"),
        ] {
            assert_eq!(refusal(body), format!("JSON_PARSER_ERROR: {message}"), "{body}");
        }
        assert_eq!(refusal("{}"), "REQUIRED_FIELD_MISSING: Required fields are missing: [inputs]");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = inputs(&body);
        }

        #[test]
        fn any_cut_is_refused(end in 0usize..46) {
            let body = r#"{"inputs":[{"recordId":"6qrAAC000000BGPYB2"}]}"#;
            prop_assert!(inputs(&body.as_bytes()[..end]).is_err());
        }
    }
}
