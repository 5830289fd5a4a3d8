//! What the service sends reads back as what the library says.

use std::fs;
use std::path::Path;

use earmark::call::{Offset, Window};
use earmark::service::{Escaping, Settings};
use earmark::wire;
use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::world::{INTELLIGENCE, TRANSCRIPT, World, sent};

fn files() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let read = |path| fs::read_to_string(path).expect("a file");
    let entries = fs::read_dir(folder).expect("the demo library");
    let files = entries.map(|entry| read(entry.expect("an entry").path()));
    let files = files.map(|text| serde_json::from_str::<Value>(&text).expect("JSON"));
    files.filter(|file| file["status"] == "ready").collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn offset(value: &Value) -> Offset {
    value.as_f64().and_then(Offset::from_seconds).expect("seconds")
}

async fn body(world: &World, path: &str, file: &Value) -> Vec<u8> {
    let input = json!({"inputs": [{"recordId": file["recordId"]}]}).to_string();
    let response = sent(world.post(path, &input)).await;
    assert_eq!(response.status(), StatusCode::OK);
    response.bytes().await.expect("a body").into()
}

/// A moment as the file describes it: when, what to play, the category, the text, the flags.
type Told = (Offset, Offset, Offset, String, String, [bool; 3]);

/// The moments without a word, whose offsets are plainly those of their entries.
fn moments(file: &Value) -> Vec<Told> {
    let roll = Offset::from_centis(500);
    let transcript = list(&file["transcript"]);
    let mut moments = Vec::new();
    for insight in list(&file["insights"]) {
        for moment in list(&insight["moments"]).iter().filter(|m| m.get("word").is_none()) {
            let entries: Vec<_> = list(&moment["sequences"])
                .iter()
                .map(|n| &transcript[n.as_u64().and_then(|n| usize::try_from(n).ok()).expect("n")])
                .collect();
            let start = offset(&entries[0]["start"]);
            let end = offset(&entries[entries.len() - 1]["end"]) + roll;
            let texts: Vec<_> = entries.iter().map(|entry| text(&entry["text"])).collect();
            let flag = |name: &str| moment[name].as_bool().unwrap_or_default();
            moments.push((
                start,
                start - roll,
                end.min(offset(&file["durationInSeconds"])),
                text(&insight["category"]).to_owned(),
                texts.join("\n"),
                [flag("needsAttention"), flag("isFollowup"), moment.get("action").is_some()],
            ));
        }
    }
    moments.sort();
    moments
}

#[tokio::test]
async fn insights_read_back_to_the_hundredth_of_a_second() {
    for escaping in [Escaping::Html, Escaping::Plain] {
        let world = World::with(Settings { escaping, ..Settings::default() }).await;
        for file in files() {
            let name = text(&file["name"]);
            let body = body(&world, INTELLIGENCE, &file).await;
            let read = wire::intelligence(body.as_slice()).unwrap();
            assert_eq!(read.skipped.count, 0, "{name}");
            let line = read.timeline.ready().unwrap();
            let all: usize =
                list(&file["insights"]).iter().map(|i| list(&i["moments"]).len()).sum();
            assert_eq!(line.len(), all, "{name}");
            let mut sent: Vec<Told> = line
                .moments()
                .map(|(_, moment)| {
                    let Window { start, end } = moment.window;
                    let category = line.category(moment.category).label.to_string();
                    let flags = moment.flags;
                    let flags = [flags.needs_attention, flags.follow_up, flags.action];
                    (moment.at, start, end, category, line.text(moment).to_string(), flags)
                })
                .collect();
            sent.sort();
            let told = moments(&file);
            assert!(!told.is_empty() || all == 0, "{name}");
            for moment in &told {
                assert!(sent.binary_search(moment).is_ok(), "{name}: {moment:?}");
            }
            let summary = read.summary.ready().cloned().map(Option::unwrap_or_default);
            assert_eq!(summary, wire::summary(text(&file["summary"])).ok(), "{name}");
            let insights = read.insights.ready().unwrap();
            assert_eq!(insights.len(), list(&file["conversationInsights"]).len(), "{name}");
        }
    }
}

#[tokio::test]
async fn speakers_read_back_as_ids_or_numbers() {
    let world = World::new().await;
    for file in files() {
        let body = body(&world, INTELLIGENCE, &file).await;
        let read = wire::intelligence(body.as_slice()).unwrap();
        let speakers = list(&file["speakers"]).iter();
        let known: Vec<_> = match text(&file["speakerLabels"]) {
            "diarisation" => (1..=speakers.len()).map(|n| format!("Speaker {n}")).collect(),
            _ => speakers.map(|speaker| text(&speaker["speakerId"]).to_owned()).collect(),
        };
        for speaker in read.timeline.ready().unwrap().speakers() {
            assert!(known.contains(&speaker.id.to_string()), "{speaker:?}");
            assert_eq!(speaker.role.is_none(), file["speakerLabels"] == "diarisation");
        }
    }
}

#[tokio::test]
async fn transcripts_read_back_with_texts_times_and_people() {
    let world = World::new().await;
    for file in files() {
        let body = body(&world, TRANSCRIPT, &file).await;
        let read = wire::transcript(body.as_slice()).unwrap();
        let began: Timestamp = text(&file["startDateTime"]).parse().unwrap();
        let time = |value: &Value| {
            let millis = i64::from(offset(value).centis()) * 10;
            Some(began + SignedDuration::from_millis(millis))
        };
        let entries = list(&file["transcript"]);
        assert_eq!(read.entries.len(), entries.len());
        for (entry, told) in read.entries.iter().zip(entries) {
            assert_eq!(entry.text.as_str(), text(&told["text"]));
            assert_eq!((entry.start, entry.end), (time(&told["start"]), time(&told["end"])));
            let who = read.participant(&entry.speaker).unwrap();
            let speakers = list(&file["speakers"]);
            let told = speakers.iter().find(|speaker| speaker["key"] == told["speaker"]).unwrap();
            assert_eq!(who.name.as_str(), text(&told["name"]));
            assert_eq!(who.role.as_deref(), told["role"].as_str());
        }
        assert_eq!(read.language.as_deref(), file["language"].as_str());
    }
}
