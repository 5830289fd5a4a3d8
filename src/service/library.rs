//! The calls that the service answers from.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::call_file::{CallFile, Fault};
use crate::call::text::clean_line;
use crate::call::{CallId, Record};

/// The largest file of a call: 64 MiB.
const LARGEST: u64 = 64 << 20;

/// A folder of JSON files, one call each.
///
/// ```json
/// {
///   "recordId": "6qrWs000004Tb7KIAS",
///   "name": "Corran Bay Oysters: renewal",
///   "startDateTime": "2026-11-20T14:00:00.000Z",
///   "durationInSeconds": 299.47,
///   "language": "en",
///   "status": "ready",
///   "speakerLabels": "participant",
///   "owner": "ada",
///   "account": {"id": "001Ws00000Qh2CbIAJ", "name": "Corran Bay Oysters"},
///   "vendorName": "ZOOM",
///   "speakers": [
///     {"key": "ada", "speakerId": "1afWs0000007QmAIAU", "name": "Ada Marchetti",
///      "role": "Agent", "relatedWhoId": "005Ws000001hRtCIAU"}
///   ],
///   "transcript": [
///     {"speaker": "ada", "start": 0.84, "end": 3.40, "text": "Can I start with the price?"}
///   ],
///   "summary": "<p>They talked about the price.</p>",
///   "conversationInsights": [{"insightConfigName": "Risk", "insightText": "None."}],
///   "insights": [
///     {"category": "Question", "insightTypeId": "00000000-0000-0000-0000-000000001010",
///      "keyword": "Question",
///      "moments": [
///        {"sequences": [0], "needsAttention": true, "isFollowup": true,
///         "action": "CreateTaskWithDate"},
///        {"sequences": [0], "word": "price"}
///      ]}
///   ]
/// }
/// ```
///
/// | field | meaning | when it is left out |
/// |---|---|---|
/// | `recordId` | id of a video call (`6qr…`) or a voice call (`0LQ…`), 15 or 18 characters | required |
/// | `name` | title of the record | the id |
/// | `startDateTime` | when the call started, with a UTC offset | 2026-01-01T00:00:00Z |
/// | `durationInSeconds` | its length, at most 31 days | the end of the last entry |
/// | `language` | `transcribedLanguage` | `en` |
/// | `status` | `ready`; or `processing`: no insights and no transcript yet | `ready` |
/// | `speakerLabels` | insights name speakers by `participant` id or, as `diarisation`, by `Speaker N`, the N-th of `speakers`, and without a role | `participant` |
/// | `owner` | the key of the speaker whose call it is, a user | the first speaker who is a user, else a user named Library Owner |
/// | `account` | the customer: `id` (`001…`) and `name` | none |
/// | `vendorName` | what the call was made with | `ZOOM` for a video call |
/// | `speakers[].key` | what `owner` and `transcript[].speaker` refer to | required |
/// | `speakers[].name` | the person's name | required |
/// | `speakers[].speakerId` | the participant's id | the key |
/// | `speakers[].role` | `Agent` or `EndUser` | `EndUser` |
/// | `speakers[].relatedWhoId` | a user (`005…`), contact (`003…`) or lead (`00Q…`) | null |
/// | `transcript[]` | entries in order of `start`; the first has sequence 0. `start` and `end` are seconds from the start of the call; entries may overlap | required, may be empty |
/// | `summary` | HTML | null |
/// | `conversationInsights[]` | any values, sent as they are: the guide does not show their shape | none |
/// | `insights[].keyword` | what was matched | the category |
/// | `moments[].sequences` | the entries a moment covers, at least one | required |
/// | `moments[].word` | a word in the first of them, found without regard to case; the moment is then as long as the word | the moment lasts as long as its entries |
/// | `moments[].needsAttention`, `isFollowup` | flags | false |
/// | `moments[].action` | a suggested action; a string is an assumption | null |
///
/// Times are kept to the hundredth of a second. A field that is not in this table is an error, so
/// that a mistyped one does not pass for a missing one.
#[derive(Debug, Clone)]
pub struct Library {
    pub(super) calls: Vec<CallFile>,
}

/// Why a library cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The folder or a file cannot be read.
    #[error("{}: {error}", path.display())]
    Io {
        /// Of the folder or the file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A link or a folder that is named like a call; links are not followed, because they may lead
    /// out of the library.
    #[error("{}: not a regular file; put the call's file itself into the library", .0.display())]
    NotAFile(PathBuf),
    /// A file of more than 64 MiB.
    #[error("{}: larger than 64 MiB", .0.display())]
    TooLarge(PathBuf),
    /// A file that is not a call.
    #[error("{file}: {fault}")]
    File {
        /// Its name.
        file: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Two files of one call.
    #[error("{file}: the call {id} is also in {other}")]
    Twice {
        /// The second file's name.
        file: String,
        /// The call's id.
        id: CallId,
        /// The first file's name.
        other: String,
    },
    /// No calls.
    #[error("no calls there: a library is a folder of .json files, one call each")]
    Empty,
}

impl Library {
    /// Reads every `*.json` directly in a folder, in order of name.
    ///
    /// # Errors
    ///
    /// [`LibraryError`], which names the file and the place in it. One call that cannot be read
    /// fails the whole library, so that nobody misses it unknowingly.
    pub fn read(dir: &Path) -> Result<Self, LibraryError> {
        let io = |error| LibraryError::Io { path: dir.to_owned(), error };
        let mut paths = Vec::new();
        for entry in fs::read_dir(dir).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut texts = Vec::new();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            texts.push((name, text(path)?));
        }
        Self::from_texts(texts)
    }

    /// The calls in texts of the documented form, each with the name that errors give it.
    ///
    /// # Errors
    ///
    /// [`LibraryError`] for a text that is not a call, two of one call, and none at all.
    pub fn from_texts<N, T>(texts: impl IntoIterator<Item = (N, T)>) -> Result<Self, LibraryError>
    where
        N: Into<String>,
        T: AsRef<str>,
    {
        let mut calls = Vec::new();
        let mut seen: HashMap<CallId, String> = HashMap::new();
        for (file, text) in texts {
            let file = file.into();
            let call = match CallFile::read(text.as_ref()) {
                Ok(call) => call,
                Err(fault) => return Err(LibraryError::File { file, fault }),
            };
            let id = call.record_id;
            if let Some(other) = seen.insert(id, file.clone()) {
                return Err(LibraryError::Twice { file, id, other });
            }
            calls.push(call);
        }
        if calls.is_empty() {
            return Err(LibraryError::Empty);
        }
        Ok(Self { calls })
    }

    /// The records of its calls, in the library's order: what to list before any is asked for.
    #[must_use]
    pub fn records(&self) -> impl ExactSizeIterator<Item = Record> + '_ {
        self.calls.iter().map(|call| Record {
            id: call.record_id,
            name: Some(clean_line(call.title()).boxed()),
            start: Some(call.start_date_time),
            duration: Some(call.duration),
        })
    }
}

fn text(path: PathBuf) -> Result<String, LibraryError> {
    let read = || -> io::Result<Option<String>> {
        if !fs::symlink_metadata(&path)?.is_file() {
            return Ok(None);
        }
        let mut text = String::new();
        File::open(&path)?.take(LARGEST + 1).read_to_string(&mut text)?;
        Ok(Some(text))
    };
    match read() {
        Ok(Some(text)) if text.len() as u64 > LARGEST => Err(LibraryError::TooLarge(path)),
        Ok(Some(text)) => Ok(text),
        Ok(None) => Err(LibraryError::NotAFile(path)),
        Err(error) => Err(LibraryError::Io { path, error }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(id: &str) -> String {
        format!(r#"{{"recordId": "{id}", "speakers": [], "transcript": []}}"#)
    }

    #[test]
    fn a_folder_is_read_in_order_of_name() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("b.json"), call("6qrWs000004Tb7K")).unwrap();
        fs::write(dir.path().join("a.json"), call("0LQWs000002Fq8p")).unwrap();
        fs::write(dir.path().join("notes.txt"), "not a call").unwrap();
        let library = Library::read(dir.path()).unwrap();
        let ids: Vec<_> = library.records().map(|record| record.id.to_string()).collect();
        assert_eq!(ids, ["0LQWs000002Fq8pOAC", "6qrWs000004Tb7KIAS"]);
    }

    #[test]
    fn errors_name_the_file() {
        let fails = |texts: &[(&str, String)]| {
            let texts = texts.iter().map(|(name, text)| (*name, text));
            Library::from_texts(texts).unwrap_err().to_string()
        };
        assert_eq!(
            fails(&[("a.json", call("6qrWs000004Tb7K")), ("b.json", call("6qrWs000004Tb7KIAS"))]),
            "b.json: the call 6qrWs000004Tb7KIAS is also in a.json"
        );
        assert!(
            fails(&[("a.json", call("6qr"))]).starts_with("a.json: line 1, column 18: a record")
        );
        assert!(fails(&[]).starts_with("no calls there"));
        let missing = Library::read(Path::new("no/such/folder")).unwrap_err().to_string();
        assert!(missing.starts_with("no/such/folder: "), "{missing}");
    }

    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let outside = tempfile::tempdir().unwrap();
        fs::write(outside.path().join("a.json"), call("6qrWs000004Tb7K")).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let link = dir.path().join("linked.json");
        std::os::unix::fs::symlink(outside.path().join("a.json"), &link).unwrap();
        assert!(matches!(Library::read(dir.path()), Err(LibraryError::NotAFile(at)) if at == link));
    }

    #[test]
    fn a_file_beyond_the_bound_is_refused_unread() {
        let dir = tempfile::tempdir().unwrap();
        let file = File::create(dir.path().join("a.json")).unwrap();
        file.set_len(LARGEST + 1).unwrap();
        assert!(matches!(Library::read(dir.path()), Err(LibraryError::TooLarge(_))));
    }
}
