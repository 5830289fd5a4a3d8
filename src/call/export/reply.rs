//! An answer to a question, printed.

use std::io::{self, Write};

use serde_json::json;

use super::{json, text};
use crate::call::id::CallId;
use crate::call::reply::Reply;

/// Writes an answer for reading in a terminal.
///
/// # Errors
///
/// Those of `out`.
pub fn write_reply(reply: &Reply, out: &mut dyn Write) -> io::Result<()> {
    if reply.answer.is_empty() {
        return writeln!(out, "The org gave no answer.");
    }
    text::blocks(&reply.answer, out)
}

/// Writes an answer for programs: an object with `id`, `question`, `answer` (blocks, as the
/// summary of a call), `text` (the same in one string), `responseId` and `requestId`.
///
/// # Errors
///
/// Those of `out`.
pub fn write_reply_json(
    reply: &Reply,
    call: CallId,
    question: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let id = |id: &Option<crate::call::text::Clean>| id.as_ref().map(ToString::to_string);
    let reply = json!({
        "id": call.to_string(),
        "question": question,
        "answer": reply.answer.blocks.iter().map(json::block).collect::<Vec<_>>(),
        "text": reply.text(),
        "responseId": id(&reply.response),
        "requestId": id(&reply.request),
    });
    writeln!(out, "{reply}")
}
