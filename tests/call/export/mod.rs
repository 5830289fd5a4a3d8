//! A call as text for people, documents, programs and spreadsheets.

mod chapters;
mod hostile;
mod list;
mod missing;
mod noted;
mod shape;

use std::sync::LazyLock;

use earmark::call::export::{Format, Report, Styling, write};
use earmark::call::text::{Clean, clean};
use earmark::call::{
    Block, BlockKind, CallInsight, Conversation, Corrections, Fact, Flags, Marker, Offset, Part,
    Participant, Record, Run, Skipped, Spoken, Summary, Transcript, Unreadable,
};

use super::{Said, build};

fn text(text: &str) -> Clean {
    clean(text).boxed()
}

fn run(words: &str, strong: bool, emphasis: bool) -> Run {
    Run { text: text(words), strong, emphasis, link: None }
}

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: text(name), value: text(value) }
}

fn call() -> Conversation {
    let blocks = vec![
        Block { kind: BlockKind::Heading, runs: vec![run("Next steps", true, false)] },
        Block {
            kind: BlockKind::Paragraph,
            runs: vec![
                run("Budget: ", true, false),
                run("tight, ", false, false),
                run("see", false, true),
                Run { link: Some(text("https://a.example/x>y\\")), ..run(" notes", true, true) },
            ],
        },
        item(0, Marker::Number(1), "Send a quote"),
        item(1, Marker::Bullet, "to Ada"),
        item(0, Marker::Number(2), "Call"),
    ];
    let mut said = [
        Said { insight: 1, speaker: "p-one", ..Said::at(6_150) },
        Said { flags: flags(true, true, true), ..Said::at(3_272) },
    ];
    said[0].entries = vec!["How much?".to_owned(), "Per seat".to_owned()];
    said[0].sequences = vec![7, 8];
    said[1].facts = vec!["extra".to_owned()];
    Conversation {
        summary: Part::Ready(Some(Summary { blocks })),
        insights: Part::Ready(vec![CallInsight {
            name: text("Mood"),
            text: text("calm\nand kind"),
            facts: vec![fact("score", "0.5")],
        }]),
        timeline: Part::Ready(build(&said)),
        skipped: Skipped::default(),
        facts: vec![fact("talkRatio", "0.4")],
    }
}

fn item(depth: u8, marker: Marker, words: &str) -> Block {
    Block { kind: BlockKind::Item { depth, marker }, runs: vec![run(words, false, false)] }
}

fn flags(needs_attention: bool, follow_up: bool, action: bool) -> Flags {
    Flags { needs_attention, follow_up, action }
}

fn record() -> Record {
    Record {
        id: "6qrEM0000004c8n".parse().unwrap(),
        name: Some(text("Plans *and* prices")),
        start: Some("2026-11-20T14:00:00Z".parse().unwrap()),
        duration: Offset::from_seconds(299.47),
    }
}

fn transcript() -> Transcript {
    let person = Participant { id: text("p-one"), name: text("Ada"), role: Some(text("EndUser")) };
    Transcript { participants: vec![person], ..Transcript::default() }
}

/// Before anything is known about who speaks.
static SILENCE: LazyLock<Spoken> = LazyLock::new(Spoken::default);

fn bare(conversation: &Conversation) -> Report<'_> {
    Report {
        id: None,
        source: Clean::ours("Call"),
        conversation,
        record: None,
        transcript: None,
        spoken: &SILENCE,
        problems: &[],
        shown: None,
        noted: None,
        redaction: None,
    }
}

fn written(report: &Report<'_>, format: Format) -> String {
    let mut out = Vec::new();
    write(report, format, Styling::Plain, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// All that is known, in one format.
fn full(format: Format) -> String {
    let (mut conversation, record, transcript) = (call(), record(), transcript());
    let (record, transcript) = (Some(&record), Some(&transcript));
    let spoken = &conversation.spoken(transcript, record, &Corrections::default());
    let id = record.map(|record| record.id);
    written(
        &Report {
            id,
            source: Clean::ours("Call"),
            conversation: &conversation,
            record,
            transcript,
            spoken,
            problems: &[],
            shown: None,
            noted: None,
            redaction: None,
        },
        format,
    )
}

fn why(place: &str, why: &str) -> Unreadable {
    Unreadable { place: text(place), why: text(why) }
}

const HEADER: &str = "offset,start,end,category,keyword,speaker,role,needsAttention,isFollowup,action,text,verdict,tags,notes";

fn rows(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>().join(","), HEADER);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}
