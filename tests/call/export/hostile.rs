//! Text that would be something else than text.

use earmark::call::export::{Format, Styling, write};
use earmark::call::text::clean;
use earmark::call::{Block, BlockKind, Conversation, Marker, Part, Run, Summary};
use proptest::prelude::*;

use super::{Said, bare, build, call, full, item, rows, run, written};

#[test]
fn no_cell_is_a_formula() {
    for hostile in ["=1+1", "+1", "-1", "@x", " =1", "＝1", "-", "=cmd|' /C x'!A0,\"b\""] {
        let mut said = Said::at(100);
        said.entries = vec![hostile.to_owned()];
        let conversation = Conversation { timeline: Part::Ready(build(&[said])), ..call() };
        let rows = rows(&written(&bare(&conversation), Format::Csv));
        assert_eq!(rows[0][10], format!("'{hostile}"));
    }
    let mut said = Said::at(100);
    said.entries = vec!["a = b, \"c\"\n=d".to_owned()];
    let conversation = Conversation { timeline: Part::Ready(build(&[said])), ..call() };
    assert_eq!(rows(&written(&bare(&conversation), Format::Csv))[0][10], "a = b, \"c\"\n=d");
}

/// Markdown without its escapes; nothing when a character that means something has none.
fn unescaped(markdown: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = markdown.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => text.push(chars.next()?),
            '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' => return None,
            c => text.push(c),
        }
    }
    Some(text)
}

proptest! {
    #[test]
    fn hostile_text_stays_text_in_markdown(words in "[-a1 `*_\\[\\]<>|#~&\\\\!.)(+=]{1,20}") {
        let words = clean(words.trim()).boxed();
        prop_assume!(!words.is_empty());
        let block = Block {
            kind: BlockKind::Paragraph,
            runs: vec![Run { text: words.clone(), strong: false, emphasis: false, link: None }],
        };
        let mut said = Said::at(100);
        said.entries = vec![words.to_string()];
        let conversation = Conversation {
            summary: Part::Ready(Some(Summary { blocks: vec![block] })),
            timeline: Part::Ready(build(&[said])),
            ..Conversation::default()
        };
        let written = written(&bare(&conversation), Format::Markdown);
        let lines: Vec<_> = written.lines().collect();
        let paragraph = lines[lines.iter().position(|l| *l == "## Summary").unwrap() + 2];
        let read = unescaped(paragraph);
        prop_assert_eq!(read.as_deref(), Some(words.as_str()), "{}", paragraph);
        let starts = paragraph.trim_start_matches(|c: char| c.is_ascii_digit());
        prop_assert!(!starts.starts_with(['-', '+', '=']), "{}", paragraph);
        prop_assert!(starts.len() == paragraph.len() || !starts.starts_with(['.', ')']));
        let row = lines.iter().find(|line| line.starts_with("| 0:01.0 |")).unwrap();
        let cell = row.strip_prefix("| 0:01.0 | Label t-3 (Acme) | Speaker 2 | ").unwrap();
        let read = unescaped(cell.strip_suffix(" |  |").unwrap());
        prop_assert_eq!(read.as_deref(), Some(words.as_str()), "{}", row);
    }
}

#[test]
fn a_list_that_starts_deep_is_still_a_list_in_markdown() {
    let blocks = vec![
        item(2, Marker::Bullet, "deep"),
        item(2, Marker::Bullet, "deeper"),
        item(2, Marker::Bullet, "deepest"),
        Block { kind: BlockKind::Paragraph, runs: vec![run("1. no item", false, false)] },
        item(1, Marker::Bullet, "- again"),
    ];
    let summary = Part::Ready(Some(Summary { blocks }));
    let conversation = Conversation { summary, ..Conversation::default() };
    let written = written(&bare(&conversation), Format::Markdown);
    let expected = "- deep\n    - deeper\n        - deepest\n\n1\\. no item\n\n- \\- again\n";
    assert!(written.contains(expected), "{written}");
}

#[test]
fn only_a_terminal_that_shows_bold_gets_escape_sequences() {
    let conversation = call();
    for format in [Format::Text, Format::Markdown, Format::Json, Format::Csv] {
        assert!(!full(format).contains('\u{1b}'), "{format:?}");
        let mut out = Vec::new();
        write(&bare(&conversation), format, Styling::Bold, &mut out).unwrap();
        let bold = String::from_utf8(out).unwrap().matches('\u{1b}').count();
        assert_eq!(bold, if format == Format::Text { 8 } else { 0 }, "{format:?}");
    }
}
