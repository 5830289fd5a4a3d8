//! `WebVTT` chapters, as its specification has them.

use earmark::call::export::{Format, Report};
use earmark::call::text::Clean;
use earmark::call::{Choice, Conversation, Filter, Part};
use proptest::prelude::*;

use super::{bare, written};
use crate::{Said, build, mentions};

fn chapters(said: &[Said]) -> String {
    let conversation =
        Conversation { timeline: Part::Ready(build(said)), ..Conversation::default() };
    written(&bare(&conversation), Format::Vtt)
}

#[test]
fn chapters_do_not_overlap_and_say_what_they_are() {
    let mut said = [
        Said { insight: 4, tail: 300, ..Said::at(3_272) },
        Said { insight: 1, tail: 900, ..Said::at(3_672) },
        Said { insight: 2, tail: 0, ..Said::at(3_672) },
        Said { insight: 3, speaker: "p-one", ..Said::at(366_150) },
    ];
    said[0].entries = vec!["Is 3 > 2 & 1 <b>--> so".to_owned(), "on".to_owned()];
    said[3].entries = vec!["x".repeat(500)];
    let want = format!(
        "WEBVTT Call

1
00:00:32.720 --> 00:00:35.720
Label t-4, Speaker 2: Is 3 &gt; 2 &amp; 1 &lt;b&gt;--&gt; so on

2
00:00:36.720 --> 00:00:45.720
Label t-1, Speaker 2 / Label t-3, Speaker 2

3
01:01:01.500 --> 01:01:07.500
Label t-2, p-one: {}…
",
        "x".repeat(101)
    );
    assert_eq!(chapters(&said), want);
}

#[test]
fn an_arrow_in_the_title_is_none_and_nothing_is_a_file_too() {
    let conversation = Conversation::default();
    let report = Report { source: Clean::ours("a --> b"), ..bare(&conversation) };
    assert_eq!(written(&report, Format::Vtt), "WEBVTT a -> b\n");
}

#[test]
fn a_filter_leaves_moments_out_of_every_form() {
    let timeline = build(&[Said::at(100), Said { insight: 1, ..Said::at(700) }]);
    let mut filter = Filter::default();
    filter.toggle(Choice::Category(timeline.moment(1).category));
    let shown = filter.select(&timeline);
    let conversation = Conversation { timeline: Part::Ready(timeline), ..Conversation::default() };
    let report = Report { shown: Some(&shown), ..bare(&conversation) };
    for format in [Format::Text, Format::Markdown, Format::Json, Format::Csv, Format::Vtt] {
        let text = written(&report, format);
        assert!(text.contains("Label t-1"), "{text}");
        let rows = match format {
            Format::Json => text.matches("\"offset\":").count(),
            Format::Csv => text.lines().count() - 1,
            Format::Vtt => text.matches("-->").count(),
            Format::Text => text.matches("Speaker 2").count(),
            Format::Markdown => text.matches("| Speaker 2").count(),
        };
        assert_eq!(rows, 1, "{text}");
        if matches!(format, Format::Text | Format::Markdown | Format::Json) {
            assert!(text.contains("A filter left out 1 of 2 moments"), "{text}");
        }
    }
}

/// Hundredths of a second of a stamp.
fn time(stamp: &str) -> u64 {
    let parts: Vec<u64> = stamp.split([':', '.']).map(|part| part.parse().unwrap()).collect();
    ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1_000 + parts[3]
}

proptest! {
    #[test]
    fn any_moments_make_chapters_in_order(said in mentions(0..2_000_000, 12)) {
        let text = chapters(&said);
        let mut last = 0;
        let mut blocks = text.split("\n\n");
        prop_assert!(blocks.next().is_some_and(|head| head.starts_with("WEBVTT ")));
        for block in blocks {
            let lines: Vec<&str> = block.lines().collect();
            prop_assert_eq!(lines.len(), 3, "{:?}", block);
            let (start, end) = lines[1].split_once(" --> ").unwrap();
            prop_assert!(last <= time(start) && time(start) < time(end), "{}", text);
            prop_assert!(!lines[2].contains(['<', '>']) && !lines[2].trim().is_empty());
            last = time(end);
        }
        let times: std::collections::BTreeSet<u32> = said.iter().map(|said| said.at).collect();
        prop_assert_eq!(text.matches(" --> ").count(), times.len());
    }
}
