//! HTML entities in structured strings.

use std::borrow::Cow;

/// How structured strings are sent: a transcript's `entry`, a moment's `entries`, the labels of
/// insights, and the call summary.
///
/// The guide shows both. In its version 258 the summary reads `&lt;p&gt;` and entries read
/// `&#39;`; later versions show them decoded. Escaped is the default, as the form that a client
/// has more trouble with. Plain text (`unformattedTextTranscript`), names, ids and
/// `conversationInsights` are never escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Escaping {
    /// As written.
    Plain,
    /// With `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&#39;`.
    #[default]
    Html,
}

impl Escaping {
    /// A structured string as it is sent.
    pub(super) fn apply(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Html => escaped(text).into_owned(),
        }
    }
}

fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\'');
    if !text.contains(special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_five_are_escaped_in_the_orgs_spelling() {
        let text = r#"<it's> "R&D""#;
        assert_eq!(Escaping::Html.apply(text), "&lt;it&#39;s&gt; &quot;R&amp;D&quot;");
        assert_eq!(Escaping::Plain.apply(text), text);
    }

    proptest! {
        #[test]
        fn decoding_gives_the_text_back(text in any::<String>()) {
            let html = Escaping::Html.apply(&text);
            prop_assert_eq!(html_escape::decode_html_entities(&html), text);
        }
    }
}
