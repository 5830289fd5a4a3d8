//! HTML as a row of texts and tags.
//!
//! Just enough of the standard's tokenizer for a call summary: it takes one look at every byte
//! whatever the nesting, and what is no tag after all stays text.

use super::text::unescaped;

/// A piece of HTML.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// Text between tags, its entities still in it.
    Text(&'a str),
    /// An element starts.
    Open(Tag<'a>),
    /// The element of that name, in lower case, ends.
    Close(String),
}

/// A tag that opens an element.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    /// In lower case.
    pub(super) name: String,
    attributes: &'a str,
}

/// Elements whose content is not for reading.
const HIDDEN: [&str; 13] = [
    "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title",
];

/// The pieces of a document, comments and hidden elements left out.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// Bytes after the last `>`: no tag starts there.
    tail: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(html: &'a str) -> Self {
        Self { rest: html, tail: html.len() - html.rfind('>').map_or(0, |at| at + 1) }
    }

    /// Takes `len` bytes.
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    /// Takes everything up to and including `end`, or all there is.
    fn skip_past(&mut self, end: &str) {
        let len = self.rest.find(end).map_or(self.rest.len(), |at| at + end.len());
        self.take(len);
    }

    fn text(&mut self) -> Piece<'a> {
        let next = self.rest.char_indices().skip(1).find(|(_, c)| *c == '<');
        Piece::Text(self.take(next.map_or(self.rest.len(), |(at, _)| at)))
    }

    fn tag(&mut self, name: &str) -> Piece<'a> {
        let tag = self.take(tag_len(self.rest));
        let name = name.to_ascii_lowercase();
        let attributes = tag[1 + name.len()..].trim_end_matches('>');
        if HIDDEN.contains(&name.as_str()) && !attributes.ends_with('/') {
            self.skip_hidden(&name);
        }
        Piece::Open(Tag { name, attributes })
    }

    /// Leaves `rest` before the tag that closes a hidden element.
    fn skip_hidden(&mut self, name: &str) {
        while !self.rest.is_empty() {
            let len = self.rest.find("</").unwrap_or(self.rest.len());
            self.take(len);
            if self.rest.get(2..).is_some_and(|rest| name_of(rest).eq_ignore_ascii_case(name)) {
                return;
            }
            self.take(self.rest.len().min(2));
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        while !self.rest.is_empty() {
            let Some(inside) = self.rest.strip_prefix('<').filter(|_| self.rest.len() > self.tail)
            else {
                return Some(self.text());
            };
            let (name, closes) = match inside.strip_prefix('/') {
                Some(inside) => (name_of(inside), true),
                None => (name_of(inside), false),
            };
            match name {
                "" if inside.starts_with("!--") => self.skip_past("-->"),
                "" if closes || inside.starts_with(['!', '?']) => self.skip_past(">"),
                "" => return Some(self.text()),
                name if closes => {
                    self.skip_past(">");
                    return Some(Piece::Close(name.to_ascii_lowercase()));
                }
                name => return Some(self.tag(name)),
            }
        }
        None
    }
}

/// The name that a tag starts with: a letter, then anything but white space, `/` and `>`.
pub(super) fn name_of(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':');
    &text[..end.unwrap_or(text.len())]
}

/// The length of a tag. A `>` in a quoted value does not end it, unless the quote never closes.
fn tag_len(text: &str) -> usize {
    let mut quote = None;
    let mut valued = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if valued => quote = Some(byte),
            _ => {}
        }
        valued = byte == b'=' || (valued && byte.is_ascii_whitespace());
    }
    text.find('>').map_or(text.len(), |at| at + 1)
}

impl Tag<'_> {
    /// The value of an attribute, decoded.
    pub(super) fn attribute(&self, wanted: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
            let (name, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
            let value;
            (value, rest) = match after.trim_ascii_start().strip_prefix('=') {
                Some(after) => value_of(after.trim_ascii_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(unescaped(value).into_owned());
            }
        }
    }
}

/// A value, and what follows it.
fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(value) = text.strip_prefix(quote) {
            return value.split_once(quote).unwrap_or((value, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `+p` opens, `-p` closes.
    fn pieces(html: &str) -> Vec<String> {
        let told = |piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Open(tag) => format!("+{}", tag.name),
            Piece::Close(name) => format!("-{name}"),
        };
        Pieces::of(html).map(told).collect()
    }

    #[test]
    fn tags_are_told_from_text() {
        assert_eq!(pieces("a<P class=x>b</p >c<br/>"), ["a", "+p", "b", "-p", "c", "+br"]);
        assert_eq!(pieces("1 < 2 <3 <b"), ["1 ", "< 2 ", "<3 ", "<b"]);
        assert_eq!(pieces("<!doctype html><!-- <p> --><?x?></>z"), ["z"]);
        assert_eq!(pieces("<!-- never closed <p>"), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_for_reading_is_left_out() {
        assert_eq!(
            pieces("<STYLE>p{}</i></Style>a<script>if (a</b) '</p>'"),
            ["+style", "-style", "a", "+script"]
        );
    }

    #[test]
    fn a_quoted_value_may_hold_anything() {
        let html = r#"<a title='</a>"' HREF = "x>y&amp;z" data-href=no start=3/>t"#;
        let Some(Piece::Open(tag)) = Pieces::of(html).next() else { panic!("no tag") };
        assert_eq!(tag.attribute("href").as_deref(), Some("x>y&z"));
        assert_eq!(tag.attribute("title").as_deref(), Some("</a>\""));
        assert_eq!(tag.attribute("missing"), None);
        assert_eq!(pieces(html), ["+a", "t"]);
        assert_eq!(pieces("<a href='x>t"), ["+a", "t"]);
    }

    proptest! {
        #[test]
        fn any_text_comes_to_its_end(html in "[<>a-c/!='\" -]{0,40}") {
            for piece in Pieces::of(&html) {
                if let Piece::Open(tag) = piece {
                    let _ = tag.attribute("a");
                }
            }
        }
    }
}
