//! A long response, from its bytes into the domain, beside the plainest way to read the same
//! bytes: `serde_json` into types that own their strings.

#[path = "common/call.rs"]
mod call;
#[path = "common/timed.rs"]
mod timed;
#[path = "common/times.rs"]
mod times;

use std::fs::File;
use std::hint::black_box;
use std::io::Write;

use criterion::{Criterion, Throughput, criterion_group};
use serde::Deserialize;
use serde_json::Value;

use earmark::call::Part;
use earmark::wire::intelligence;
use timed::timed;
use times::{median, ms};

const MOMENTS: usize = 100_000;
/// How much longer than the plain way is allowed.
const TARGET: f64 = 2.0;

/// The response as it is written, and nothing more.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what matters is that it is read")]
struct Answer {
    action_name: String,
    errors: Option<Vec<Value>>,
    is_success: bool,
    output_values: Outputs,
    version: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what matters is that it is read")]
struct Outputs {
    conversation_insights: Vec<Value>,
    conversation_intelligence: Value,
    moment_insights: Vec<Insight>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what matters is that it is read")]
struct Insight {
    category: String,
    #[serde(rename = "insightTypeId")]
    type_id: String,
    keyword: String,
    moment_times: Vec<Moment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what matters is that it is read")]
struct Moment {
    action: Value,
    end_offset: f64,
    entries: Vec<String>,
    is_followup: bool,
    mention_id: usize,
    #[serde(rename = "momentOffset")]
    offset: f64,
    needs_attention: bool,
    sequences: Vec<u32>,
    speaker_id: String,
    speaker_role: Option<String>,
    start_offset: f64,
}

fn plain(bytes: &[u8]) -> Vec<Answer> {
    serde_json::from_slice(bytes).expect("the response is read")
}

/// Into the domain; returns how many moments there are.
fn read(source: impl std::io::Read) -> usize {
    let conversation = intelligence(source).expect("the response is read");
    let Part::Ready(timeline) = black_box(conversation).timeline else { return 0 };
    timeline.len()
}

fn throughput(criterion: &mut Criterion) {
    for moments in [1_000, 100_000] {
        let bytes = call::response(moments);
        let mut group = criterion.benchmark_group(format!("{moments} moments"));
        group.sample_size(10);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function("into the domain", |b| b.iter(|| read(&bytes[..])));
        group.bench_function("serde_json", |b| b.iter(|| plain(&bytes)));
        group.finish();
    }
}

/// Side by side, turn by turn, because a busy machine is slow for everybody.
fn ratio() {
    let bytes = call::response(MOMENTS);
    let mut file = tempfile::tempfile().expect("a file for the bytes");
    file.write_all(&bytes).expect("the bytes are written");
    let rewound = |mut file: &File| {
        std::io::Seek::rewind(&mut file).expect("a file goes back to its start");
        file.try_clone().expect("a file can be read twice")
    };
    let (mut ours, mut theirs, mut filed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..9 {
        let (time, moments) = timed(|| read(&bytes[..]));
        assert_eq!(moments, MOMENTS);
        ours.push(time);
        theirs.push(timed(|| black_box(plain(&bytes)).len()).0);
        filed.push(timed(|| read(rewound(&file))).0);
    }
    let (ours, theirs, filed) = (median(&mut ours), median(&mut theirs), median(&mut filed));
    #[expect(clippy::cast_precision_loss, reason = "megabytes, to one decimal")]
    let size = bytes.len() as f64 / 1e6;
    println!("{MOMENTS} moments, {size:.1} MB");
    println!("  serde_json into plain types  {:>7.1} ms", ms(theirs));
    for (how, time) in [("into the domain", ours), ("into the domain, from a file", filed)] {
        let ratio = time.as_secs_f64() / theirs.as_secs_f64();
        println!("  {how:<28} {:>7.1} ms  {ratio:.2}× (at most {TARGET}×)", ms(time));
    }
}

criterion_group!(benches, throughput);

fn main() {
    if std::env::args().any(|argument| argument == "--bench") {
        ratio();
    }
    benches();
    Criterion::default().configure_from_args().final_summary();
}
