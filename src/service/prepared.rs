//! A call's answers, made once when the service starts.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::call_file::{CallFile, Status};
use super::errors::{invalid_input, no_transcript};
use super::escape::Escaping;
use super::input::Outputs;
use super::intelligence::intelligence;
use super::transcript;
use crate::call::CallKind;
use crate::wire::action::ActionError;

/// What is sent about one call, as JSON that goes into the envelope as it is.
#[derive(Debug)]
pub(super) struct Prepared {
    kind: CallKind,
    intelligence: Box<RawValue>,
    /// Nothing while the call is being processed.
    transcript: Option<Transcripts>,
}

#[derive(Debug)]
struct Transcripts {
    processed: Box<RawValue>,
    /// Nothing for a voice call.
    raw: Option<Box<RawValue>>,
}

impl Prepared {
    pub(super) fn new(file: &CallFile, escaping: Escaping) -> Self {
        let kind = file.kind();
        let transcripts = || Transcripts {
            processed: json(&transcript::processed(file, escaping)),
            raw: (kind == CallKind::Video).then(|| json(&transcript::raw(file))),
        };
        Self {
            kind,
            intelligence: json(&intelligence(file, escaping)),
            transcript: (file.status == Status::Ready).then(transcripts),
        }
    }

    /// The `outputValues` that an input asks for.
    pub(super) fn outputs(&self, wanted: Outputs) -> Result<&RawValue, ActionError> {
        let transcript = || self.transcript.as_ref().ok_or_else(no_transcript);
        match wanted {
            Outputs::Intelligence => Ok(&self.intelligence),
            Outputs::Processed => Ok(&transcript()?.processed),
            Outputs::Raw if self.kind == CallKind::Voice => Err(invalid_input(
                "transcriptType",
                "Raw transcripts are available for video calls only; a voice call has PROCESSED.",
            )),
            Outputs::Raw => transcript()?.raw.as_deref().ok_or_else(no_transcript),
        }
    }
}

/// Writing cannot fail: every key is a string and every number finite.
fn json(outputs: &impl Serialize) -> Box<RawValue> {
    to_raw_value(outputs).unwrap_or_default()
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
        let code = |prepared: &Prepared, wanted| prepared.outputs(wanted).unwrap_err().status_code;
        let voice = prepared("0LQWs000002Fq8p", "ready");
        assert!(voice.outputs(Outputs::Processed).is_ok());
        assert_eq!(code(&voice, Outputs::Raw), "INVALID_API_INPUT");
        let video = prepared("6qrWs000004Tb7K", "ready");
        assert!(
            video.outputs(Outputs::Raw).unwrap().get().contains("\"structuredTranscript\":null")
        );
        let unready = prepared("6qrWs000004Tb7K", "processing");
        assert_eq!(code(&unready, Outputs::Raw), "NOT_FOUND");
        assert_eq!(code(&unready, Outputs::Processed), "NOT_FOUND");
        assert!(unready.outputs(Outputs::Intelligence).is_ok());
    }
}
