//! The record of a call, as `GET …/sobjects/VideoCall/<id>` answers it.

use serde_json::{Map, Value, json};

use super::call_file::CallFile;
use super::errors::Refusal;
use super::version::Version;
use crate::call::{CallId, CallKind, Offset};

/// The fields of the Object Reference that a library knows.
#[derive(Debug)]
pub(super) struct Record {
    id: CallId,
    kind: CallKind,
    fields: [(&'static str, Value); 4],
}

impl Record {
    pub(super) fn of(file: &CallFile) -> Self {
        let kind = file.kind();
        let [start, duration] = match kind {
            CallKind::Video => ["StartDateTime", "DurationInSeconds"],
            CallKind::Voice => ["CallStartDateTime", "CallDurationInSeconds"],
        };
        // Datetimes of records look like `2011-07-07T00:37:00.000+0000`.
        let time = file.start_date_time.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string();
        Self {
            id: file.record_id,
            kind,
            fields: [
                ("Id", json!(file.record_id.as_str())),
                ("Name", json!(file.title())),
                (start, json!(time)),
                (duration, json!(whole_seconds(file.duration))),
            ],
        }
    }

    pub(super) fn kind(&self) -> CallKind {
        self.kind
    }

    /// The record with the fields of a query's `fields` parameter, or all of them; always with its
    /// id. Names are taken without regard to case, as the org does.
    pub(super) fn answer(&self, version: Version, query: Option<&str>) -> Result<Value, Refusal> {
        let object = self.kind.object();
        let url = format!("/services/data/{version}/sobjects/{object}/{}", self.id);
        let mut record = Map::new();
        record.insert("attributes".to_owned(), json!({"type": object, "url": url}));
        let query = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let wanted = query.into_iter().find(|(key, _)| key == "fields").map(|(_, value)| value);
        let Some(wanted) = wanted else {
            let all = self.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
            record.extend(all);
            return Ok(Value::Object(record));
        };
        let names = wanted.split(',').map(str::trim).filter(|name| !name.is_empty());
        for wanted in names.chain(["Id"]) {
            let found = self.fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            let (name, value) = found.ok_or_else(|| Refusal::field(wanted, object))?;
            record.insert((*name).to_owned(), value.clone());
        }
        Ok(Value::Object(record))
    }
}

/// Rounded: the record's field is an integer.
fn whole_seconds(duration: Offset) -> u32 {
    duration.centis() / 100
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str) -> Record {
        let file = json!({
            "recordId": id, "name": "Renewal", "startDateTime": "2011-07-07T02:37:00+02:00",
            "durationInSeconds": 299.5, "speakers": [], "transcript": [],
        });
        Record::of(&CallFile::read(&file.to_string()).unwrap())
    }

    #[test]
    fn without_a_choice_all_fields_are_sent() {
        let answer = record("6qrWs000004Tb7K").answer(Version::NEWEST, None).unwrap();
        let expected = json!({
            "attributes": {
                "type": "VideoCall",
                "url": "/services/data/v67.0/sobjects/VideoCall/6qrWs000004Tb7KIAS",
            },
            "Id": "6qrWs000004Tb7KIAS", "Name": "Renewal",
            "StartDateTime": "2011-07-07T00:37:00.000+0000", "DurationInSeconds": 299,
        });
        assert_eq!(answer, expected);
    }

    #[test]
    fn a_voice_call_prefixes_its_fields() {
        let record = record("0LQWs000002Fq8p");
        let query = Some("fields=name,CallDurationInSeconds");
        let answer = record.answer(Version::NEWEST, query).unwrap();
        assert_eq!(
            (&answer["Name"], &answer["CallDurationInSeconds"]),
            (&json!("Renewal"), &json!(299))
        );
        assert_eq!(
            (&answer["Id"], answer.get("CallStartDateTime")),
            (&json!("0LQWs000002Fq8pOAC"), None)
        );
        let refusal = record.answer(Version::NEWEST, Some("fields=StartDateTime")).unwrap_err();
        assert_eq!(refusal.error.error_code, "INVALID_FIELD");
    }
}
