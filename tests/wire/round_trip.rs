//! What is written exactly is read back as it was meant.

use earmark::call::text::{clean, clean_line};
use earmark::call::{Flags, Offset, Window};
use earmark::wire::action::{Action, ActionResult};
use earmark::wire::outputs::{CallIntelligence, Intelligence, MomentInsight, MomentTime};
use proptest::prelude::*;
use serde_json::json;

use super::{facts, read, timeline};

/// Text as it stands after unescaping and cleaning.
fn meant(text: &str) -> String {
    let once = html_escape::decode_html_entities(text).into_owned();
    clean(&html_escape::decode_html_entities(&once)).trim().to_owned()
}

fn meant_line(text: &str) -> String {
    clean_line(&meant(text)).trim().to_owned()
}

fn moment() -> impl Strategy<Value = MomentTime> {
    let text = prop_oneof!["[a-zA-Z '&;#39lt\"\\\\]{0,12}", any::<String>()];
    let times = (0u32..4_000_000, 0u32..1_000, 0u32..3_000);
    let lists = (prop::collection::vec(text, 0..4), prop::collection::vec(any::<u32>(), 0..4));
    let who = (
        prop::sample::select(vec!["Speaker 1", "Speaker 2", ""]),
        prop::option::of("[A-Z][a-z]{2,5}"),
    );
    let flags = (any::<bool>(), any::<bool>(), prop::option::of("[A-Z][a-z]{2,8}"));
    (times, lists, who, flags).prop_map(|((at, lead, tail), (entries, numbers), who, flags)| {
        let at = Offset::from_centis(at);
        MomentTime {
            action: flags.2,
            end_offset: at + Offset::from_centis(tail),
            entries,
            is_followup: flags.0,
            mention_id: 0,
            moment_offset: at,
            needs_attention: flags.1,
            sequences: numbers.into_iter().map(|n| n % 4_000_000_000).collect(),
            speaker_id: who.0.to_owned(),
            speaker_role: who.1,
            start_offset: at - Offset::from_centis(lead),
        }
    })
}

fn intelligence() -> impl Strategy<Value = Intelligence> {
    let insight =
        ("[A-Z][a-z]{1,6}", "[a-f0-9]{1,3}", "[a-z]{0,5}", prop::collection::vec(moment(), 0..8));
    let insight = insight.prop_map(|(category, insight_type_id, keyword, moment_times)| {
        MomentInsight { category, insight_type_id, keyword, moment_times }
    });
    prop::collection::vec(insight, 0..5).prop_map(|moment_insights| Intelligence {
        conversation_insights: vec![json!({"name": "Mood", "text": "calm"})],
        conversation_intelligence: CallIntelligence { call_summary: None },
        moment_insights,
    })
}

/// What a moment says, in one comparable piece.
type Told = (Offset, Window, String, Vec<u32>, String, Flags, String, Vec<String>);

fn sent(outputs: &Intelligence) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    for insight in &outputs.moment_insights {
        for moment in &insight.moment_times {
            let entries: Vec<_> = moment.entries.iter().map(|text| meant(text)).collect();
            let entries: Vec<_> = entries.into_iter().filter(|text| !text.is_empty()).collect();
            let speaker = match meant_line(&moment.speaker_id) {
                id if id.is_empty() => "Unknown speaker".to_owned(),
                id => id,
            };
            let action = moment.action.iter().map(|action| format!("action: {action}"));
            told.push((
                moment.moment_offset,
                Window { start: moment.start_offset, end: moment.end_offset },
                entries.join("\n"),
                moment.sequences.clone(),
                speaker,
                Flags {
                    needs_attention: moment.needs_attention,
                    follow_up: moment.is_followup,
                    action: moment.action.is_some(),
                },
                format!("{} {}", insight.insight_type_id, insight.keyword),
                action.collect(),
            ));
        }
    }
    // Moments at one time come in the order of their categories, then as they were sent.
    told.sort_by(|a, b| {
        let id = |told: &Told| told.6.split(' ').next().map(str::to_owned);
        (a.0, id(a)).cmp(&(b.0, id(b)))
    });
    told
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(outputs in intelligence()) {
        let result = ActionResult::new(Action::Intelligence, Ok(outputs.clone()));
        let call = read(&json!([result]));
        prop_assert_eq!(call.skipped.count, 0);
        let line = timeline(&call);
        let told: Vec<Told> = line.moments().map(|(ix, moment)| (
            moment.at,
            moment.window,
            line.text(moment).to_string(),
            line.sequences(moment).to_vec(),
            line.speaker(moment.speaker).id.to_string(),
            moment.flags,
            format!("{} {}", line.category(moment.category).id, line.keyword(moment)),
            facts(line.facts(ix)),
        )).collect();
        prop_assert_eq!(told, sent(&outputs));
        prop_assert_eq!(call.insights.ready().map(Vec::len), Some(1));
    }
}

#[test]
fn offsets_are_sent_in_single_precision() {
    let text = serde_json::to_string(&MomentTime {
        action: None,
        end_offset: Offset::from_centis(3918),
        entries: vec![],
        is_followup: false,
        mention_id: 2,
        moment_offset: Offset::from_centis(3272),
        needs_attention: true,
        sequences: vec![7],
        speaker_id: "Speaker 2".to_owned(),
        speaker_role: None,
        start_offset: Offset::from_centis(2772),
    });
    assert_eq!(
        text.unwrap(),
        r#"{"action":null,"endOffset":39.18000030517578,"entries":[],"isFollowup":false,"mentionId":2,"momentOffset":32.720001220703125,"needsAttention":true,"sequences":[7],"speakerId":"Speaker 2","speakerRole":null,"startOffset":27.719999313354492}"#
    );
}
