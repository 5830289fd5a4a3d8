//! The wire room: what the org may send, and how it is read.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod broken;
mod bytes;
mod envelope;
mod insight;
mod listing;
mod moment;
mod record;
mod reply;
mod round_trip;
mod summary;
mod transcript;

use earmark::call::{Conversation, Timeline};
use earmark::wire::{ReadError, intelligence};
use serde_json::{Value, json};

/// What the org wraps around outputs.
fn enveloped(outputs: &Value) -> Value {
    json!([{
        "actionName": "getConversationIntelligence", "errors": null, "invocationId": null,
        "isSuccess": true, "outcome": null, "outputValues": outputs, "sortOrder": -1, "version": 1,
    }])
}

/// Outputs with moments of one insight.
fn with_moments(moments: &Value) -> Value {
    let insight = json!({
        "category": "Pricing", "insightTypeId": "type-1", "keyword": "Pricing",
        "momentTimes": moments,
    });
    json!({"momentInsights": [insight]})
}

fn read_text(text: &str) -> Result<Conversation, ReadError> {
    intelligence(text.as_bytes())
}

fn read(body: &Value) -> Conversation {
    read_text(&body.to_string()).unwrap()
}

fn timeline(conversation: &Conversation) -> &Timeline {
    conversation.timeline.ready().unwrap()
}

/// `offset text` of every moment.
fn told(conversation: &Conversation) -> Vec<String> {
    let line = timeline(conversation);
    line.moments().map(|(_, m)| format!("{:.2} {}", m.at.seconds(), &*line.text(m))).collect()
}

/// `name: value` of facts.
fn facts(facts: &[earmark::call::Fact]) -> Vec<String> {
    facts.iter().map(|fact| format!("{}: {}", fact.name, fact.value)).collect()
}

/// `place: why` of what was left out, and how many it was.
fn skipped(conversation: &Conversation) -> (usize, Vec<String>) {
    let skipped = &conversation.skipped;
    (skipped.count, skipped.first.iter().map(ToString::to_string).collect())
}
