//! A question about a call, answered on standard output.

use std::process::ExitCode;

use super::name::Named;
use super::{Usage, print_all, review, runtime};
use crate::call::LONGEST_QUESTION;
use crate::call::export::{write_reply, write_reply_json};
use crate::call::text::clean_line;
use crate::cli::ReplyFormat;
use crate::config::Flags;

/// Asks the org about one of its calls.
pub(super) fn ask(
    call: &str,
    question: &str,
    format: ReplyFormat,
    flags: &Flags,
) -> anyhow::Result<ExitCode> {
    let named = Named::read(call)?;
    let question = clean_line(question);
    let Some(id) = named.call.id() else {
        let text = "a saved response has no org to ask; name a call by its record id";
        return Err(Usage(text.to_owned()).into());
    };
    if question.is_blank() || question.chars().count() > LONGEST_QUESTION {
        return Err(Usage("a question has 1 to 4,000 characters".to_owned()).into());
    }
    let source = review::source(&[named], flags)?;
    let reply = runtime()?.block_on(source.explore(id, &question))?;
    let mut out = Vec::new();
    match format {
        ReplyFormat::Text => write_reply(&reply, &mut out)?,
        ReplyFormat::Json => write_reply_json(&reply, id, &question, &mut out)?,
    }
    print_all(&out)
}
