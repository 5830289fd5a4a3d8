//! JSON as XML: keys as elements, arrays as repeated elements, null as an empty element.
//!
//! The form of errors (`<Errors><Error>…`) is that of orgs. For successful answers nothing is
//! documented or known, so theirs is an approximation by the same rules.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::Value;

/// The elements of a document's root and of the items of an array at the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Names {
    root: &'static str,
    item: &'static str,
}

/// Of an error response.
pub(super) const ERRORS: Names = Names { root: "Errors", item: "Error" };
/// Of any other; invented.
pub(super) const RESULTS: Names = Names { root: "Results", item: "Result" };

/// Writes a whole document.
pub(super) fn document(value: &Value, names: Names) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.write_event(Event::Start(BytesStart::new(names.root)))?;
    match value {
        Value::Object(_) => inside(&mut writer, value)?,
        _ => element(&mut writer, names.item, value)?,
    }
    writer.write_event(Event::End(BytesEnd::new(names.root)))?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> io::Result<()> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| element(writer, name, item)),
        Value::Null => writer.write_event(Event::Empty(BytesStart::new(name))),
        _ => {
            writer.write_event(Event::Start(BytesStart::new(name)))?;
            inside(writer, value)?;
            writer.write_event(Event::End(BytesEnd::new(name)))
        }
    }
}

fn inside(writer: &mut Writer<Vec<u8>>, value: &Value) -> io::Result<()> {
    match value {
        Value::Object(fields) => {
            fields.iter().try_for_each(|(key, value)| element(writer, &name(key), value))
        }
        Value::String(text) => text_event(writer, text),
        other => text_event(writer, &other.to_string()),
    }
}

/// Without the characters that XML 1.0 cannot hold, even escaped.
fn text_event(writer: &mut Writer<Vec<u8>>, text: &str) -> io::Result<()> {
    let held =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    let text: String = text.chars().filter(held).collect();
    writer.write_event(Event::Text(BytesText::new(&text)))
}

/// A key as the name of an element: other characters than ASCII letters, digits, `_`, `-` and `.`
/// become `_`, and so does a start that is not a letter.
fn name(key: &str) -> String {
    let held = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut name: String = key.chars().map(|c| if held(c) { c } else { '_' }).collect();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        name.insert(0, '_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn written(value: &Value, names: Names) -> String {
        String::from_utf8(document(value, names).unwrap()).unwrap()
    }

    #[test]
    fn errors_are_as_orgs_send_them() {
        let errors = json!([{"message": "a < b & c", "errorCode": "X"}]);
        assert_eq!(
            written(&errors, ERRORS),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Errors><Error><errorCode>X</errorCode>\
             <message>a &lt; b &amp; c</message></Error></Errors>"
        );
    }

    #[test]
    fn keys_are_elements_and_arrays_repeat() {
        let value = json!({"a b": [1, [true]], "1": null, "": "x\u{1}\u{ffff}y"});
        let written = written(&value, RESULTS);
        assert!(
            written.ends_with("<Results><_>xy</_><_1/><a_b>1</a_b><a_b>true</a_b></Results>"),
            "{written}"
        );
    }

    proptest! {
        #[test]
        fn any_key_and_text_make_a_document_that_reads(key in any::<String>(), text in any::<String>()) {
            let written = written(&json!([{key: text}]), RESULTS);
            let mut reader = quick_xml::Reader::from_str(&written);
            while reader.read_event().unwrap() != Event::Eof {}
        }
    }
}
