//! What is missing, and writers that fail.

use std::io::{self, Write};

use earmark::call::export::{Format, Report, Styling, write};
use earmark::call::{Conversation, Part, Problem, ProblemKind, Skipped};
use serde_json::{Value, json};

use super::{Said, bare, build, call, why, written};

#[test]
fn what_is_missing_is_remarked_upon_everywhere() {
    let conversation = Conversation {
        summary: Part::Unreadable(why(
            "conversationIntelligence",
            "a list where an object belongs",
        )),
        timeline: Part::Unreadable(why("momentInsights", "a string where a list belongs")),
        insights: Part::Unreadable(why("conversationInsights", "null")),
        skipped: Skipped { count: 12, first: vec![why("a[1]", "null"), why("b|c", "odd")] },
        facts: Vec::new(),
    };
    let problems = [Problem::new(ProblemKind::Busy, "The org is busy.", "Try again later.")];
    let report = Report { problems: &problems, ..bare(&conversation) };
    let expected = [
        "The org is busy. Try again later.",
        "Unreadable: conversationIntelligence: a list where an object belongs.",
        "Unreadable: conversationInsights: null.",
        "Unreadable: momentInsights: a string where a list belongs.",
        "12 unreadable insights were left out (a[1]: null; b|c: odd; …).",
    ];
    let plain = written(&report, Format::Text);
    assert_eq!(plain, format!("Call\n\n{}\n", expected.join("\n\n")));
    let value: Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
    assert_eq!(value["remarks"], json!(expected));
    assert_eq!((&value["summary"], &value["moments"]), (&Value::Null, &json!([])));
    let markdown = written(&report, Format::Markdown);
    assert!(markdown.contains("> The org is busy. Try again later.\n"));
    assert!(markdown.contains("(a\\[1\\]: null; b\\|c: odd; …).\n"));
    assert!(!markdown.contains("## Moments"));
    let empty = Conversation::default();
    for (format, sentence) in [(Format::Text, "  "), (Format::Markdown, "")] {
        let written = written(&bare(&empty), format);
        assert!(written.contains(&format!("\n{sentence}No summary yet.\n")), "{written}");
        assert!(written.contains(&format!("\n{sentence}No moments were found.\n")), "{written}");
    }
}

/// Takes so many bytes, then fails.
struct Full(usize, io::ErrorKind);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match bytes.len().min(self.0) {
            0 => Err(self.1.into()),
            n => {
                self.0 -= n;
                Ok(n)
            }
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_is_passed_on_as_it_failed() {
    let conversation = call();
    let report = bare(&conversation);
    for format in [Format::Text, Format::Markdown, Format::Json, Format::Csv] {
        let len = written(&report, format).len();
        for kind in [io::ErrorKind::BrokenPipe, io::ErrorKind::StorageFull] {
            for room in [0, 1, len / 2, len - 1] {
                let error = write(&report, format, Styling::Plain, &mut Full(room, kind));
                assert_eq!(error.unwrap_err().kind(), kind, "{format:?} {room}");
            }
        }
    }
    let many: Vec<_> = (0..2_000).map(Said::at).collect();
    let conversation = Conversation { timeline: Part::Ready(build(&many)), ..call() };
    let out = &mut Full(20_000, io::ErrorKind::BrokenPipe);
    let error = write(&bare(&conversation), Format::Csv, Styling::Plain, out).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}
