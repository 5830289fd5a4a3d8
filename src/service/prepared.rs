//! A call's answers, made once when the service starts; those to questions when they are asked.

use axum::body::Bytes;
use serde::Serialize;

use super::call_file::{CallFile, Status};
use super::errors::{invalid_input, no_transcript};
use super::escape::Escaping;
use super::explore::Explorer;
use super::input::Outputs;
use super::intelligence::intelligence;
use super::transcript;
use crate::call::CallKind;
use crate::wire::action::{Action, ActionError, ActionResult};

/// What is sent about one call: for each action the whole response to a request for this call
/// alone, an array of one result.
#[derive(Debug)]
pub(super) struct Prepared {
    kind: CallKind,
    intelligence: Bytes,
    /// Nothing while the call is being processed.
    transcript: Option<Transcripts>,
    explorer: Explorer,
    escaping: Escaping,
}

#[derive(Debug)]
struct Transcripts {
    processed: Bytes,
    /// Nothing for a voice call.
    raw: Option<Bytes>,
}

impl Prepared {
    pub(super) fn new(file: &CallFile, escaping: Escaping) -> Self {
        let kind = file.kind();
        let transcripts = || Transcripts {
            processed: response(Action::Transcript, &transcript::processed(file, escaping)),
            raw: (kind == CallKind::Video)
                .then(|| response(Action::Transcript, &transcript::raw(file))),
        };
        Self {
            kind,
            intelligence: response(Action::Intelligence, &intelligence(file, escaping)),
            transcript: (file.status == Status::Ready).then(transcripts),
            explorer: Explorer::new(file),
            escaping,
        }
    }

    /// The response to a request with one input.
    pub(super) fn response(&self, wanted: Outputs<'_>) -> Result<Bytes, ActionError> {
        let transcript = || self.transcript.as_ref().ok_or_else(no_transcript);
        match wanted {
            Outputs::Intelligence => Ok(self.intelligence.clone()),
            Outputs::Processed => Ok(transcript()?.processed.clone()),
            Outputs::Raw if self.kind == CallKind::Voice => Err(invalid_input(
                "transcriptType",
                "Raw transcripts are available for video calls only; a voice call has PROCESSED.",
            )),
            Outputs::Raw => transcript()?.raw.clone().ok_or_else(no_transcript),
            Outputs::Explored(question) => {
                transcript()?;
                Ok(response(Action::Explore, &self.explorer.answer(question, self.escaping)))
            }
        }
    }
}

/// Writing cannot fail: every key is a string and every number finite.
fn response(action: Action, outputs: &impl Serialize) -> Bytes {
    let results = [ActionResult::new(action, Ok(outputs))];
    serde_json::to_vec(&results).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(id: &str, status: &str) -> Prepared {
        let file = format!(
            r#"{{"recordId": "{id}", "status": "{status}", "speakers": [], "transcript": []}}"#
        );
        Prepared::new(&CallFile::read(&file).unwrap(), Escaping::Html)
    }

    #[test]
    fn a_voice_call_has_no_raw_transcript() {
        let code = |prepared: &Prepared, wanted| prepared.response(wanted).unwrap_err().status_code;
        let voice = prepared("0LQWs000002Fq8p", "ready");
        assert!(voice.response(Outputs::Processed).is_ok());
        assert_eq!(code(&voice, Outputs::Raw), "INVALID_API_INPUT");
        let video = prepared("6qrWs000004Tb7K", "ready");
        let raw = video.response(Outputs::Raw).unwrap().to_vec();
        assert!(String::from_utf8(raw).unwrap().contains("\"structuredTranscript\":null"));
        let unready = prepared("6qrWs000004Tb7K", "processing");
        assert_eq!(code(&unready, Outputs::Raw), "NOT_FOUND");
        assert_eq!(code(&unready, Outputs::Processed), "NOT_FOUND");
        assert!(unready.response(Outputs::Intelligence).is_ok());
    }
}
