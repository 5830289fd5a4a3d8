//! A call on standard output.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use termprofile::Env;
use tokio::runtime::Runtime;

use super::known::Known;
use super::{kept, unless_broken};
use crate::call::export::{Format, Noted, Report, Styling, write};
use crate::call::redact::{RedactedCall, Redactor};
use crate::call::text::{Clean, clean_line};
use crate::call::{
    CallId, Conversation, Corrections, Notes, Placed, Problem, ProblemKind, Record, Selection,
    Spoken, Timeline, Transcript,
};
use crate::cli::Kept;
use crate::config::{self, Flags};
use crate::session::Source;
use crate::tui::{CallRef, Depth};

/// Prints a call. The insights are what it is about: without them it fails; without names or a
/// title it says so in a remark, on standard error where the form has no place for remarks.
pub(super) fn print(
    runtime: &Runtime,
    source: &Source,
    call: &CallRef,
    format: Format,
    (kept, flags): (&Kept, &Flags),
) -> anyhow::Result<ExitCode> {
    let gathered = runtime.block_on(Gathered::of(source, call));
    if let Some(problem) = source.remark() {
        eprintln!("earmark: {problem}");
    }
    let gathered =
        gathered?.keeping(kept, &super::settings(flags)?.config.texts("redact-words"))?;
    if let Some(id) = call.id()
        && let Some(age) = runtime.block_on(source.offline_age(id))
    {
        eprintln!("earmark: offline; what was kept of this call is {age}.");
    }
    let stdout = io::stdout();
    let shows_bold = stdout.is_terminal() && config::depth(&Env, &stdout) != Depth::None;
    let styling = if shows_bold { Styling::Bold } else { Styling::Plain };
    let mut out = BufWriter::new(stdout.lock());
    let code = unless_broken(gathered.write(format, styling, &mut out).and_then(|()| out.flush()))?;
    if !format.has_remarks() {
        for remark in gathered.report().remarks() {
            eprintln!("earmark: {remark}");
        }
    }
    Ok(code)
}

/// Why a call that is to be redacted is not printed.
const NAMELESS: &str = "Nothing is printed, because --redact has to know who took part";

/// What is known of a call.
pub(super) struct Gathered {
    id: Option<CallId>,
    /// Its title where nothing better is known.
    name: Clean,
    conversation: Conversation,
    record: Option<Record>,
    transcript: Option<Transcript>,
    spoken: Spoken,
    names: Corrections,
    notes: Notes,
    placed: Placed,
    /// Why something is missing.
    problems: Vec<Problem>,
    /// Why it is not known who took part, though the org or the journal may know.
    nameless: Option<Problem>,
    /// The moments to write, if not all.
    shown: Option<Selection>,
    redacted: Option<RedactedCall>,
}

impl Gathered {
    /// Asks for all of it at once.
    ///
    /// # Errors
    ///
    /// A [`Problem`] where there are no insights.
    pub(super) async fn of(source: &Source, call: &CallRef) -> Result<Self, Problem> {
        let id = call.id();
        let (known, notes) = tokio::join!(Known::of(source, call), source.notes(call));
        let Known { conversation, record, transcript, names, spoken, mut problems, nameless } =
            known?;
        let notes = notes.unwrap_or_else(|problem| {
            // Where notes have no place, there are none.
            if problem.kind != ProblemKind::NotOffered {
                problems.push(problem);
            }
            Notes::default()
        });
        let nothing = Timeline::default();
        let placed = Placed::of(&notes, conversation.timeline.ready().unwrap_or(&nothing));
        let name = match call {
            CallRef::File(path) => {
                clean_line(&path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()).boxed()
            }
            CallRef::Record(_) | CallRef::Stdin => Clean::ours("Call").boxed(),
        };
        let (shown, redacted) = (None, None);
        Ok(Self {
            id,
            name,
            conversation,
            record,
            transcript,
            spoken,
            names,
            notes,
            placed,
            problems,
            nameless,
            shown,
            redacted,
        })
    }

    /// The same, of which only a part is written.
    ///
    /// # Errors
    ///
    /// When there is no such part, or names are to be left out and could not be asked for. A saved
    /// response never comes with names: it is written, with a remark.
    pub(super) fn keeping(mut self, kept: &Kept, banned: &[Clean]) -> anyhow::Result<Self> {
        let nothing = Timeline::default();
        let timeline = self.conversation.timeline.ready().unwrap_or(&nothing);
        let filter = kept::filter(kept, timeline, &self.spoken.people)?;
        self.shown = (!filter.is_empty()).then(|| filter.select(timeline));
        if !kept.redact {
            return Ok(self);
        }
        if let Some(problem) = self.nameless {
            return Err(anyhow::Error::new(problem).context(NAMELESS));
        }
        let transcript = self.transcript.as_ref();
        let redactor = Redactor::of(&self.spoken.people, transcript).without_words(banned);
        let (record, known) = (self.record.as_ref(), (&self.names, &self.notes));
        let redacted = RedactedCall::of(&redactor, &self.conversation, transcript, record, known);
        self.redacted = Some(redacted);
        Ok(self)
    }

    /// What there is to write.
    fn report(&self) -> Report<'_> {
        let report = Report {
            id: self.id,
            source: self.name.borrowed(),
            conversation: &self.conversation,
            record: self.record.as_ref(),
            transcript: self.transcript.as_ref(),
            spoken: &self.spoken,
            problems: &self.problems,
            shown: self.shown.as_ref(),
            noted: Some(Noted { notes: &self.notes, placed: &self.placed }),
            redaction: None,
        };
        match &self.redacted {
            Some(call) => report.redacted(call),
            None => report,
        }
    }

    /// Writes it in a form.
    ///
    /// # Errors
    ///
    /// What `out` fails with.
    pub(super) fn write(
        &self,
        format: Format,
        styling: Styling,
        out: &mut impl Write,
    ) -> io::Result<()> {
        write(&self.report(), format, styling, out)
    }
}
