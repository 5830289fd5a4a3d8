//! A call on standard output.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use futures::future::OptionFuture;
use termprofile::Env;
use tokio::runtime::Runtime;

use super::{kept, unless_broken};
use crate::call::export::{Format, Report, Styling, write};
use crate::call::redact::{RedactedCall, Redactor};
use crate::call::text::clean_line;
use crate::cli::Kept;
use crate::config;
use crate::session::Source;
use crate::tui::{CallRef, Depth};

/// Prints a call. The insights are what it is about: without them it fails; without names or a
/// title it says so in a remark.
pub(super) fn print(
    runtime: &Runtime,
    source: &Source,
    call: &CallRef,
    format: Format,
    kept: &Kept,
) -> anyhow::Result<ExitCode> {
    let (conversation, transcript, record, names) = runtime.block_on(async {
        let id = call.id();
        let transcript = OptionFuture::from(id.map(|id| source.transcript(id)));
        let record = OptionFuture::from(id.map(|id| source.record(id)));
        let names = OptionFuture::from(id.map(|id| source.names(id)));
        tokio::join!(source.conversation(call), transcript, record, names)
    });
    if let Some(problem) = source.remark() {
        eprintln!("earmark: {problem}");
    }
    let mut conversation = conversation?;
    if let Some(id) = call.id()
        && let Some(age) = runtime.block_on(source.offline_age(id))
    {
        eprintln!("earmark: offline; what was kept of this call is {age}.");
    }
    let mut problems = Vec::new();
    let transcript = transcript.and_then(|it| it.map_err(|problem| problems.push(problem)).ok());
    let record = record.and_then(|it| it.map_err(|problem| problems.push(problem)).ok());
    let names = names.and_then(|it| it.map_err(|problem| problems.push(problem)).ok());
    let names = names.unwrap_or_default();
    let spoken = conversation.spoken(transcript.as_ref(), record.as_ref(), &names);
    let source_name = match call {
        CallRef::File(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            clean_line(&name.to_string_lossy()).boxed()
        }
        CallRef::Record(_) | CallRef::Stdin => clean_line("Call").boxed(),
    };
    let timeline = conversation.timeline.ready().cloned().unwrap_or_default();
    let filter = kept::filter(kept, &timeline, &spoken.people)?;
    let shown = (!filter.is_empty()).then(|| filter.select(&timeline));
    let report = Report {
        id: call.id(),
        source: source_name.borrowed(),
        conversation: &conversation,
        record: record.as_ref(),
        transcript: transcript.as_ref(),
        spoken: &spoken,
        problems: &problems,
        shown: shown.as_ref(),
        is_redacted: false,
    };
    let redacted = kept.redact.then(|| {
        let redactor = Redactor::of(&spoken.people, transcript.as_ref());
        RedactedCall::of(&redactor, &conversation, transcript.as_ref(), record.as_ref(), &names)
    });
    let report = match &redacted {
        Some(call) => report.redacted(call),
        None => report,
    };
    let stdout = io::stdout();
    let shows_bold = stdout.is_terminal() && config::depth(&Env, &stdout) != Depth::None;
    let styling = if shows_bold { Styling::Bold } else { Styling::Plain };
    let mut out = BufWriter::new(stdout.lock());
    unless_broken(write(&report, format, styling, &mut out).and_then(|()| out.flush()))
}
