//! For programs.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Report;
use crate::call::moment::{Fact, MomentIx};
use crate::call::summary::{Block, BlockKind, Marker};
use crate::call::timeline::Timeline;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let record = report.record;
    let conversation = report.conversation;
    let head = json!({
        "id": report.id.map(|id| id.to_string()),
        "name": record.and_then(|record| record.name.as_ref()).map(ToString::to_string),
        "start": record.and_then(|record| record.start).map(|start| start.to_string()),
        "duration": record.and_then(|record| record.duration).map(super::super::offset::Offset::seconds),
        "summary": conversation.summary.ready().and_then(Option::as_ref)
            .map(|summary| summary.blocks.iter().map(block).collect::<Vec<_>>()),
        "insights": conversation.insights.ready().into_iter().flatten().map(|insight| json!({
            "name": insight.name.as_str(),
            "text": insight.text.as_str(),
            "other": other(&insight.facts),
        })).collect::<Vec<_>>(),
        "other": other(&conversation.facts),
        "skipped": conversation.skipped.count,
        "notes": super::noted::json(report),
        "leftOut": report.left_out(),
        "redacted": report.redaction.is_some(),
        "remarks": report.remarks(),
        "categories": report.timeline().map(categories).unwrap_or_default(),
        "talk": report.spoken.talk.as_ref().ok().map(super::talk::json),
        "talkMissing": report.spoken.talk.as_ref().err().map(ToString::to_string),
        "speakers": report.timeline().map(|line| speakers(report, line)).unwrap_or_default(),
    });
    let head = head.to_string();
    // Moments are written one by one behind the head, whose closing brace waits for them.
    write!(out, "{},\"moments\":[", head.strip_suffix('}').unwrap_or(&head))?;
    if let Some(timeline) = report.timeline() {
        for (i, (ix, _)) in report.moments().enumerate() {
            write!(out, "{}{}", if i > 0 { ",\n" } else { "\n" }, moment(report, timeline, ix))?;
        }
    }
    writeln!(out, "]}}")
}

pub(super) fn block(block: &Block) -> Value {
    match block.kind {
        BlockKind::Heading => json!({"kind": "heading", "text": block.text()}),
        BlockKind::Paragraph => json!({"kind": "paragraph", "text": block.text()}),
        BlockKind::Item { depth, marker: Marker::Number(number) } => {
            json!({"kind": "item", "depth": depth, "number": number, "text": block.text()})
        }
        BlockKind::Item { depth, marker: Marker::Bullet } => {
            json!({"kind": "item", "depth": depth, "number": null, "text": block.text()})
        }
    }
}

fn categories(timeline: &Timeline) -> Vec<Value> {
    let category = |ix| {
        let category = timeline.category(ix);
        json!({
            "id": category.id.as_str(),
            "label": category.label.as_str(),
            "moments": timeline.category_count(ix),
        })
    };
    timeline.category_ixs().map(category).collect()
}

fn speakers(report: &Report<'_>, timeline: &Timeline) -> Vec<Value> {
    let speaker = |ix| {
        let speaker = timeline.speaker(ix);
        let voice = report.spoken.people.voice(&speaker.id);
        json!({
            "id": speaker.id.as_str(),
            "name": report.name(speaker).as_str(),
            "role": report.role(speaker).map(super::super::text::Clean::as_str),
            "moments": timeline.speaker_count(ix),
            "evidence": voice.and_then(|voice| voice.evidence.as_ref()).map(ToString::to_string),
            "byHand": voice.is_some_and(|voice| voice.by_hand),
        })
    };
    timeline.speaker_ixs().map(speaker).collect()
}

fn moment(report: &Report<'_>, timeline: &Timeline, ix: MomentIx) -> Value {
    let moment = timeline.moment(ix);
    let category = timeline.category(moment.category);
    let speaker = timeline.speaker(moment.speaker);
    json!({
        "offset": moment.at.seconds(),
        "start": moment.window.start.seconds(),
        "end": moment.window.end.seconds(),
        "category": category.label.as_str(),
        "insightTypeId": category.id.as_str(),
        "keyword": timeline.keyword(moment).as_str(),
        "speaker": report.name(speaker).as_str(),
        "speakerId": speaker.id.as_str(),
        "needsAttention": moment.flags.needs_attention,
        "isFollowup": moment.flags.follow_up,
        "sequences": timeline.sequences(moment),
        "text": timeline.text(moment).as_str(),
        "tags": report.noted.map(|noted| noted.tags(ix)).unwrap_or_default(),
        "verdict": report.noted.and_then(|noted| noted.verdict(ix)),
        "other": other(timeline.facts(ix)),
    })
}

fn other(facts: &[Fact]) -> Value {
    let pair = |fact: &Fact| (fact.name.to_string(), Value::from(fact.value.as_str()));
    Value::Object(facts.iter().map(pair).collect::<Map<_, _>>())
}
