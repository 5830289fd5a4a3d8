//! Invented calls of any length, the same for the same length on every machine.

use std::fmt::Write as _;

/// A category's label, its insights' keywords, and in how many of 64 moments it is mentioned.
const CATEGORIES: [(&str, &[&str], u64); 7] = [
    ("Question", &["Question"], 17),
    ("Next Step", &["Next Step"], 13),
    ("Pricing", &["discount", "price", "quote"], 11),
    ("Competitor", &["Harrow & Pell", "Lindqvist"], 8),
    ("Objection", &["Objection"], 7),
    ("Feature", &["offline", "batch export"], 5),
    ("Security", &["audit log"], 3),
];
/// The eighth category has this many moments in a call of any length.
const RARE: usize = 3;

const PHRASES: [&str; 12] = [
    "So where we left it last time, we&#39;d agreed on two kilns.",
    "Could you say a little more about that?",
    "The warehouse in Dunmarrow runs on its own schedule.",
    "I&#39;d want to see the numbers first.",
    "That is roughly what the others quoted us as well.",
    "Let me write that down and send it round on Thursday.",
    "It has to work when the van is out of coverage.",
    "Who else would sign that off on your side?",
    "We tried it in spring, and honestly it was fine.",
    "Right.",
    "If the glaze batches don&#39;t line up, nobody notices until the firing.",
    "Not before the audit, no.",
];

/// A response of `getConversationIntelligence` about so many moments, about 360 bytes each.
///
/// Seven categories as frequent as in [`CATEGORIES`] and a rare one, four speakers, a moment every
/// two seconds with windows of more than ten, a tenth of them flagged.
pub(crate) fn response(moments: usize) -> Vec<u8> {
    let kinds: Vec<_> = CATEGORIES
        .iter()
        .flat_map(|&(label, words, _)| words.iter().map(move |&word| (label, word)))
        .chain([("Renewal", "Renewal")])
        .collect();
    let mut lists = vec![(0_usize, String::new()); kinds.len()];
    let mut random = Random(moments as u64);
    for i in 0..moments {
        let is_rare = (i + 1) % (moments / (RARE + 1)).max(1) == 0 && i + 1 < moments;
        let list = if is_rare { kinds.len() - 1 } else { kind(&mut random) };
        let (mention, text) = &mut lists[list];
        if *mention > 0 {
            text.push(',');
        }
        moment(text, i, *mention, &mut random);
        *mention += 1;
    }
    let mut all = String::from(
        r#"[{"actionName":"getConversationIntelligence","errors":null,"invocationId":null,"isSuccess":true,"outcome":null,"outputValues":{"conversationInsights":[{"insightConfigName":"Risk","insightText":"The kiln is booked until May."}],"conversationIntelligence":{"callSummary":"&lt;p&gt;They talked about &lt;strong&gt;two kilns&lt;/strong&gt; and who pays for the second.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;A quote follows on Thursday&lt;/li&gt;&lt;li&gt;The audit comes first&lt;/li&gt;&lt;/ul&gt;"},"momentInsights":["#,
    );
    for (i, ((label, word), (_, list))) in kinds.iter().zip(&lists).enumerate() {
        let comma = if i == 0 { "" } else { "," };
        let id = label.to_lowercase().replace(' ', "-");
        let _ = write!(
            all,
            r#"{comma}{{"category":"{label}","insightTypeId":"invented-{id}","keyword":"{word}","momentTimes":[{list}]}}"#
        );
    }
    all.push_str(r#"]},"sortOrder":-1,"version":1}]"#);
    all.into_bytes()
}

/// Picks an insight that is not the rare one.
fn kind(random: &mut Random) -> usize {
    let mut left = random.below(64);
    let mut first = 0;
    for (_, words, share) in CATEGORIES {
        if left < share {
            let nth = usize::try_from(left).unwrap_or_default() % words.len();
            return first + nth;
        }
        left -= share;
        first += words.len();
    }
    0
}

fn moment(out: &mut String, i: usize, mention: usize, random: &mut Random) {
    let at = i as u64 * 200 + random.below(150);
    let (start, end) = (at.saturating_sub(500), at + 500 + random.below(900));
    // One in twenty each, apart from one another.
    let flags = random.below(20);
    let action = if flags == 2 { "\"CreateTaskWithDate\"" } else { "null" };
    let (attention, follow_up) = (flags == 0, flags == 1);
    let speaker = random.below(4) + 1;
    let _ = write!(out, r#"{{"action":{action},"endOffset":{},"entries":["#, seconds(end));
    let entries = 1 + random.below(2);
    for entry in 0..entries {
        let comma = if entry == 0 { "" } else { "," };
        let phrase = |random: &mut Random| {
            PHRASES[usize::try_from(random.below(PHRASES.len() as u64)).unwrap_or_default()]
        };
        let _ = write!(out, r#"{comma}"{} {}""#, phrase(random), phrase(random));
    }
    let first = i * 2;
    let _ = write!(
        out,
        r#"],"isFollowup":{follow_up},"mentionId":{mention},"momentOffset":{},"needsAttention":{attention},"sequences":[{first}"#,
        seconds(at)
    );
    if entries > 1 {
        let _ = write!(out, ",{}", first + 1);
    }
    let _ = write!(
        out,
        r#"],"speakerId":"Speaker {speaker}","speakerRole":null,"startOffset":{}}}"#,
        seconds(start)
    );
}

/// Hundredths of a second as the org sends them: in single precision, widened.
fn seconds(centis: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a month of hundredths fits a double")]
    let exact = centis as f64 / 100.0;
    #[expect(clippy::cast_possible_truncation, reason = "that is what the org does")]
    let single = exact as f32;
    f64::from(single)
}

/// Numbers that look random: `SplitMix64`.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}
