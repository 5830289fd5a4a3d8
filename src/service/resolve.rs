//! Follows what a call's file refers to: speakers by key, entries by sequence, words by text.

use std::collections::HashMap;

use super::call_file::{CallFile, Entry, Fault, Moment, Speaker};
use super::user::RecordId;
use crate::call::{CallKind, Offset, Window};

/// What does not fit together in a call's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// The id names neither kind of call.
    #[error(
        "not the id of a call: ids of video calls start with 6qr, those of voice calls with 0LQ"
    )]
    Kind,
    /// Two speakers share a key.
    #[error("another speaker has the key {0:?} too")]
    TwiceKeyed(String),
    /// An entry is by nobody, or the owner is.
    #[error("no speaker has the key {0:?}")]
    Speaker(String),
    /// The owner is somebody outside of the org.
    #[error("{0:?} is no user: the owner's relatedWhoId must be an id that starts with 005")]
    Owner(String),
    /// An account's id is that of something else.
    #[error("not the id of an account, which starts with 001")]
    Account,
    /// An entry ends before it starts.
    #[error("it ends at {end} but starts at {start}")]
    Backwards {
        /// As written.
        start: Offset,
        /// As written.
        end: Offset,
    },
    /// An entry starts before the one above it.
    #[error("it starts at {start}, before the entry above it, which starts at {above}")]
    Unsorted {
        /// Its own start.
        start: Offset,
        /// The start of the entry above.
        above: Offset,
    },
    /// An entry ends after the call.
    #[error("it ends at {end}, after the call, which lasts {duration}")]
    Late {
        /// Its end.
        end: Offset,
        /// The call's `durationInSeconds`.
        duration: Offset,
    },
    /// A moment refers to nothing.
    #[error("a moment needs at least one sequence")]
    NoSequence,
    /// A moment refers to an entry that is not there.
    #[error("there is no entry {sequence}: the transcript has {entries}, counted from 0")]
    Sequence {
        /// As written.
        sequence: u32,
        /// How many entries there are.
        entries: usize,
    },
    /// A moment's word is not in its first entry.
    #[error("{word:?} is not in entry {sequence}")]
    Word {
        /// As written.
        word: String,
        /// The moment's first.
        sequence: u32,
    },
}

/// Fills in who speaks each entry and when each moment was said.
pub(super) fn resolve(file: &mut CallFile) -> Result<(), Fault> {
    let kind = file.record_id.kind();
    if !matches!(kind, Some(CallKind::Video | CallKind::Voice)) {
        return Err(Misfit::Kind.at("recordId"));
    }
    let mut keys = HashMap::new();
    for (i, speaker) in file.speakers.iter().enumerate() {
        if keys.insert(speaker.key.as_str(), i).is_some() {
            return Err(Misfit::TwiceKeyed(speaker.key.clone()).at(format!("speakers[{i}].key")));
        }
    }
    file.owner = owner(file, &keys)?;
    if file.account.as_ref().is_some_and(|account| !account.id.as_str().starts_with("001")) {
        return Err(Misfit::Account.at("account.id"));
    }
    if file.duration == Offset::ZERO {
        file.duration = file.transcript.iter().map(|entry| entry.end).max().unwrap_or_default();
    }
    let mut above = Offset::ZERO;
    for (i, entry) in file.transcript.iter_mut().enumerate() {
        let at = |misfit: Misfit| misfit.at(format!("transcript[{i}]"));
        let key = &entry.speaker_key;
        entry.speaker = *keys
            .get(key.as_str())
            .ok_or_else(|| Misfit::Speaker(key.clone()).at(format!("transcript[{i}].speaker")))?;
        in_order(entry, above, file.duration).map_err(at)?;
        above = entry.start;
    }
    for (i, insight) in file.insights.iter_mut().enumerate() {
        for (j, moment) in insight.moments.iter_mut().enumerate() {
            let at = |misfit: Misfit| misfit.at(format!("insights[{i}].moments[{j}]"));
            moment.said = said(moment, &file.transcript).map_err(at)?;
        }
    }
    Ok(())
}

impl Misfit {
    fn at(self, place: impl Into<String>) -> Fault {
        Fault::Misfit { place: place.into(), misfit: self }
    }
}

fn owner(file: &CallFile, keys: &HashMap<&str, usize>) -> Result<Option<RecordId>, Fault> {
    let Some(key) = file.owner_key.as_deref() else {
        return Ok(file.speakers.iter().find_map(Speaker::user_id));
    };
    let position = keys.get(key).ok_or_else(|| Misfit::Speaker(key.to_owned()).at("owner"))?;
    let user = file.speakers[*position].user_id();
    user.map(Some).ok_or_else(|| Misfit::Owner(key.to_owned()).at("owner"))
}

fn in_order(entry: &Entry, above: Offset, duration: Offset) -> Result<(), Misfit> {
    let (start, end) = (entry.start, entry.end);
    if end < start {
        return Err(Misfit::Backwards { start, end });
    }
    if start < above {
        return Err(Misfit::Unsorted { start, above });
    }
    if end > duration {
        return Err(Misfit::Late { end, duration });
    }
    Ok(())
}

/// From the start of a moment's first entry to the end of its last; or only its word, whose place
/// in time is taken to be that of its characters in the text.
fn said(moment: &Moment, transcript: &[Entry]) -> Result<Window, Misfit> {
    let entry = |sequence: u32| {
        let missing = Misfit::Sequence { sequence, entries: transcript.len() };
        transcript.get(sequence as usize).ok_or(missing)
    };
    let &first = moment.sequences.first().ok_or(Misfit::NoSequence)?;
    let mut end = Offset::ZERO;
    for &sequence in &moment.sequences {
        end = entry(sequence)?.end.max(end);
    }
    let first_entry = entry(first)?;
    match &moment.word {
        None => Ok(Window { start: first_entry.start, end }),
        Some(word) => word_in(first_entry, word)
            .ok_or_else(|| Misfit::Word { word: word.clone(), sequence: first }),
    }
}

/// When a word is said: at its first place that begins a word, else at its first place, without
/// regard to case.
fn word_in(entry: &Entry, word: &str) -> Option<Window> {
    let text: Vec<char> = entry.text.chars().collect();
    let word: Vec<char> = word.chars().collect();
    if word.is_empty() {
        return None;
    }
    let alike = |(a, b): (&char, &char)| a.to_lowercase().eq(b.to_lowercase());
    let places = || {
        let windows = text.windows(word.len()).enumerate();
        windows.filter(|(_, window)| window.iter().zip(&word).all(alike)).map(|(at, _)| at)
    };
    let begins = |&at: &usize| at == 0 || !text[at - 1].is_alphanumeric();
    let at = places().find(begins).or_else(|| places().next())?;
    let time = |chars: usize| {
        let length = u64::from((entry.end - entry.start).centis());
        let (chars, all) = (chars as u64, text.len() as u64);
        let centis = (length * chars + all / 2) / all;
        entry.start + Offset::from_centis(u32::try_from(centis).unwrap_or(u32::MAX))
    };
    Some(Window { start: time(at), end: time(at + word.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn call() -> Value {
        json!({
            "recordId": "6qrWs000004Tb7KIAS",
            "durationInSeconds": 20,
            "speakers": [{"key": "ada", "name": "Ada"}],
            "transcript": [
                {"speaker": "ada", "start": 1, "end": 3, "text": "Restart the START."},
                {"speaker": "ada", "start": 2.5, "end": 8.25, "text": "見積書を送ります"},
            ],
            "insights": [{"category": "C", "insightTypeId": "1", "moments": [
                {"sequences": [0, 1]}, {"sequences": [0], "word": "start"},
                {"sequences": [1, 0], "word": "送り"},
            ]}],
        })
    }

    fn changed(pointer: &str, value: Value) -> String {
        let mut call = call();
        *call.pointer_mut(pointer).unwrap() = value;
        CallFile::read(&call.to_string()).unwrap_err().to_string()
    }

    fn with(field: &str, value: Value) -> Value {
        let mut call = call();
        call[field] = value;
        call
    }

    #[test]
    fn a_call_is_its_first_users_unless_said() {
        let speakers = json!([
            {"key": "bo", "name": "Bo", "relatedWhoId": "003Ws00000Dk4Ze"},
            {"key": "ada", "name": "Ada", "relatedWhoId": "005Ws000001hRtC"},
            {"key": "cy", "name": "Cy", "relatedWhoId": "005Ws000001hRtH"},
        ]);
        let mut call = with("speakers", speakers);
        let owner = |call: &Value| {
            let owner = CallFile::read(&call.to_string()).unwrap().owner;
            owner.map(|id| id.to_string())
        };
        assert_eq!(owner(&call).as_deref(), Some("005Ws000001hRtCIAU"));
        call["owner"] = json!("cy");
        assert_eq!(owner(&call).as_deref(), Some("005Ws000001hRtHIAU"));
        assert_eq!(owner(&self::call()), None);
    }

    #[test]
    fn moments_are_said_where_their_entries_or_words_are() {
        let file = CallFile::read(&call().to_string()).unwrap();
        let said = file.insights[0].moments.iter().map(|moment| moment.said);
        let window = |start, end| Window {
            start: Offset::from_centis(start),
            end: Offset::from_centis(end),
        };
        // The second `start` of 18 characters in 2 s; the fifth and sixth of 8 in 5.75 s.
        let expected = [window(100, 825), window(233, 289), window(538, 681)];
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_duration_defaults_to_the_end_of_the_transcript() {
        let mut call = call();
        call.as_object_mut().unwrap().remove("durationInSeconds");
        assert_eq!(CallFile::read(&call.to_string()).unwrap().duration, Offset::from_centis(825));
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let account = json!("001Ws000004Tb7K");
        for (call, sentence) in [
            (with("owner", json!("bo")), "owner: no speaker has the key \"bo\""),
            (
                with("owner", json!("ada")),
                "owner: \"ada\" is no user: the owner's relatedWhoId must be an id that starts \
                 with 005",
            ),
            (
                with("account", json!({"id": "003Ws000004Tb7K", "name": "A"})),
                "account.id: not the id of an account, which starts with 001",
            ),
        ] {
            assert_eq!(CallFile::read(&call.to_string()).unwrap_err().to_string(), sentence);
        }
        assert!(changed("/recordId", account).starts_with("recordId: not the id of a call"));
        let two = json!([{"key": "ada", "name": "Ada"}, {"key": "ada", "name": "B"}]);
        assert_eq!(
            changed("/speakers", two),
            "speakers[1].key: another speaker has the key \"ada\" too"
        );
        for (pointer, value, sentence) in [
            (
                "/transcript/1/speaker",
                json!("x"),
                "transcript[1].speaker: no speaker has the key \"x\"",
            ),
            (
                "/transcript/0/end",
                json!(0.5),
                "transcript[0]: it ends at 0:00.5 but starts at 0:01.0",
            ),
            (
                "/transcript/1/start",
                json!(0.5),
                "transcript[1]: it starts at 0:00.5, before the entry above it, which starts at 0:01.0",
            ),
            (
                "/transcript/1/end",
                json!(20.1),
                "transcript[1]: it ends at 0:20.1, after the call, which lasts 0:20.0",
            ),
            (
                "/insights/0/moments/0/sequences",
                json!([]),
                "insights[0].moments[0]: a moment needs at least one sequence",
            ),
            (
                "/insights/0/moments/0/sequences",
                json!([0, 2]),
                "insights[0].moments[0]: there is no entry 2: the transcript has 2, counted from 0",
            ),
            (
                "/insights/0/moments/1/word",
                json!("stop"),
                "insights[0].moments[1]: \"stop\" is not in entry 0",
            ),
        ] {
            assert_eq!(changed(pointer, value), sentence);
        }
    }
}
