//! What others are not to see is gone, and the rest is as it was.

use std::sync::LazyLock;

use earmark::call::redact::{Redaction, Redactor};
use earmark::call::text::{clean, clean_line};
use earmark::call::{
    CallInsight, Conversation, Correction, Corrections, Described, Fact, Flags, Mention, Offset,
    Part, Record, Skipped, TimelineBuilder, Transcript, Window,
};
use proptest::prelude::*;

use super::{Said, build, people};

/// Five who took part, two of them of one family.
static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| {
    let mut conversation = Conversation::default();
    let spoken = conversation.spoken(Some(&transcript()), None, &Corrections::default());
    Redactor::of(&spoken.people, Some(&transcript()))
});

fn transcript() -> Transcript {
    let list = [
        ("p-ada", "Ada Lovelace-King", Some("Agent")),
        ("p-kit", "Kit O’Brien", Some("EndUser")),
        ("p-sam", "Sam O’Brien", Some("EndUser")),
        ("p-tan", "田中", None),
        ("josé.núñez@example.com", "José Núñez", None),
    ];
    Transcript { participants: people(&list), ..Transcript::default() }
}

fn redacted(text: &str) -> String {
    REDACTOR.text(text).to_string()
}

#[test]
fn addresses_numbers_and_money_are_gone() {
    for (text, want) in [
        ("Write to kit.ob@example.co.uk, please", "Write to [email], please"),
        ("It is lee dot ray at example dot com.", "It is [email]."),
        ("Call +44 20 7946 0018 or (020) 7946-0018.", "Call [phone] or [phone]."),
        ("My number is 07700 900 142", "My number is [phone]"),
        ("555-0123", "[phone]"),
        ("oh seven seven double oh, nine oh oh, one four two", "[phone]"),
        ("01.23.45.67.89", "[phone]"),
        ("£1,230 a month, £8.60 each", "[amount] a month, [amount] each"),
        ("5 to 6 dollars", "[amount]"),
        ("$500-600k", "[amount]"),
        ("EUR 5 million or 1.200,50 €", "[amount] or [amount]"),
        ("five hundred and fifty pounds", "[amount]"),
        ("nine pounds fifty a month", "[amount] a month"),
        ("¥120万円", "[amount]万円"),
    ] {
        assert_eq!(redacted(text), want, "{text}");
    }
}

#[test]
fn times_dates_counts_and_ids_stay() {
    for text in [
        "at 14:30, 1:02:03.4 or 83.5 seconds in",
        "on 2026-11-20, 20.11.2026, 11/20/2026 or 20261120",
        "from 2025-2026, in 2027",
        "1,500,000 users, 1 500 000 users, 3.14159265",
        "6qrWs000004Tb7KIAS and 00000000-0000-0000-0000-000000001010",
        "try 3 of 40 seats, 99.95%",
        "entries 7 to 12",
    ] {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn people_have_letters_everywhere() {
    for (text, want) in [
        ("Ada Lovelace-King asked", "Speaker A asked"),
        ("ada, Lovelace and KING", "Speaker A, Speaker A and Speaker A"),
        ("the king said no", "the king said no"),
        ("Kit’s and Kit O'Brien's", "Speaker B’s and Speaker B's"),
        ("a starter kit", "a starter kit"),
        ("O’Brien", "O’[name]"),
        ("Sam O’Brien", "Speaker C"),
        ("田中さんは", "Speaker Dさんは"),
        ("José. NÚÑEZ?", "Speaker E. Speaker E?"),
        ("Adams, Samuel", "Adams, Samuel"),
    ] {
        assert_eq!(redacted(text), want, "{text}");
    }
}

#[test]
fn a_name_may_end_in_a_number_and_a_label_may_not_be_one() {
    let transcript = Transcript {
        participants: people(&[
            ("p-jane", "Jane Doe 2", None),
            ("p-3", "Guest 3", None),
            ("Bill Poe 12", "Bill Poe 12", None),
        ]),
        ..Transcript::default()
    };
    let mut conversation = Conversation::default();
    let spoken = conversation.spoken(Some(&transcript), None, &Corrections::default());
    let redactor = Redactor::of(&spoken.people, Some(&transcript));
    for (text, want) in [
        ("Jane Doe 2 and Jane, a doe", "Speaker A and Speaker A, a Speaker A"),
        ("our Guest has 3 crates", "our Guest has 3 crates"),
        ("Bill Poe 12 has 12 crates", "Speaker C has 12 crates"),
    ] {
        assert_eq!(redactor.text(text).as_str(), want);
    }
    assert_eq!(redactor.id(&clean_line("Bill Poe 12").boxed()).as_str(), "participant-3");
}

#[test]
fn words_of_ones_own_and_unknown_people() {
    let redactor = Redactor::default().without_words(&[clean_line("Falcon").boxed()]);
    assert_eq!(redactor.text("the falcon, Falcons").as_str(), "the [redacted], Falcons");
    let words = ["隼計画", "ハヤブサ", "수리", "เหยี่ยว"].map(|word| clean_line(word).boxed());
    let redactor = REDACTOR.clone().without_words(&words);
    for (text, want) in [
        ("来週は隼計画です", "来週は[redacted]です"),
        ("ハヤブサの田中さん", "[redacted]のSpeaker Dさん"),
        ("田中隼計画", "Speaker D[redacted]"),
        ("수리가 왔다", "[redacted]가 왔다"),
        ("นี่คือเหยี่ยวใหม่", "นี่คือ[redacted]ใหม่"),
        ("隼", "隼"),
    ] {
        assert_eq!(redactor.text(text).as_str(), want);
    }
    let redactor = Redactor::default().without_words(&words);
    assert_eq!(redactor.redaction(), Redaction::NoNames, "a word is nobody");
    assert!(Redactor::withholding().text("Ada").starts_with("[withheld"));
    assert_eq!(Redactor::withholding().text(" ").as_str(), " ");
}

/// A call in which every part names somebody.
fn call() -> Conversation {
    let mut said = [Said::at(3_272), Said { insight: 4, speaker: "p-ada", ..Said::at(6_150) }];
    said[0].entries = vec!["Ada, it is £340".to_owned()];
    said[1].entries = vec!["Mail sam@example.com".to_owned(), "Kit".to_owned()];
    said[1].facts = vec!["Call 555-0123".to_owned()];
    let text = |text: &str| clean(text).boxed();
    Conversation {
        timeline: Part::Ready(build(&said)),
        insights: Part::Ready(vec![CallInsight {
            name: text("Mood"),
            text: text("Ada was calm"),
            facts: vec![Fact { name: text("who"), value: text("Ada") }],
        }]),
        skipped: Skipped::default(),
        ..Conversation::default()
    }
}

#[test]
fn a_redacted_call_has_its_times_and_says_nothing_of_anybody() {
    let mut conversation = call();
    let mut corrections = Corrections::default();
    corrections.rename(&clean("Speaker 2").boxed(), "Kit O’Brien");
    let transcript = transcript();
    let spoken = conversation.spoken(Some(&transcript), None, &corrections);
    let redactor = Redactor::of(&spoken.people, Some(&transcript));
    let mut other = redactor.conversation(&conversation);
    let timeline = |call: &Conversation| call.timeline.ready().unwrap().clone();
    let (before, after) = (timeline(&conversation), timeline(&other));
    assert_eq!(before.len(), after.len());
    for ((_, a), (_, b)) in before.moments().zip(after.moments()) {
        assert_eq!(
            (a.at, a.window, a.category, a.speaker),
            (b.at, b.window, b.category, b.speaker)
        );
        assert_eq!(before.sequences(a), after.sequences(b));
    }
    let said: Vec<_> = after.moments().map(|(_, m)| after.text(m).to_string()).collect();
    assert_eq!(said, ["Speaker B, it is [amount]", "Mail [email]\nSpeaker A"]);
    assert_eq!(after.facts(1)[0].value.as_str(), "Call [phone]");
    assert_eq!(other.insights.ready().unwrap()[0].text.as_str(), "Speaker B was calm");
    let record = Record {
        id: "6qrEM0000004c8n".parse().unwrap(),
        name: Some(clean("Ada and Kit").boxed()),
        start: None,
        duration: Offset::from_seconds(1.0),
    };
    let record = redactor.record(&record);
    assert_eq!(record.name.as_deref(), Some("Speaker B and Speaker A"));
    let transcript = redactor.transcript(&transcript);
    let corrections = redactor.corrections(&corrections);
    let who = other.spoken(Some(&transcript), Some(&record), &corrections);
    let names: Vec<_> = who.people.voices().iter().map(|voice| voice.name.as_str()).collect();
    let first = names.iter().take(2).copied().collect::<Vec<_>>();
    assert_eq!(first, ["Speaker A", "Speaker B"]);
    let all = format!("{other:?}{transcript:?}{record:?}{corrections:?}{who:?}");
    for name in ["Ada", "Lovelace", "Kit", "Brien", "Sam", "José", "田中", "example.com", "£"] {
        assert!(!all.contains(name), "{name} in {all}");
    }
    let (id, correction) = corrections.iter().next().unwrap();
    assert_eq!((id.as_str(), correction.name.as_deref()), ("Speaker 2", Some("Speaker A")));
    let _: &Correction = correction;
}

#[test]
fn an_id_that_is_a_label_is_hidden_as_the_label_is() {
    let text = |text: &str| clean_line(text).boxed();
    let described = [
        ("Kit’s worries", "Kit’s worries"),
        ("Kit O’Brien’s worries", "Kit O’Brien’s worries"),
        ("Speaker B’s worries", "Another"),
        ("0SoWs0000000001", "Ada’s plans"),
    ];
    let mut builder = TimelineBuilder::default();
    for insight in 0..described.len() {
        let at = Offset::from_centis(100);
        builder.mention(
            insight,
            Mention {
                at,
                window: Window { start: at, end: at },
                speaker: text("p-ada").borrowed(),
                role: None,
                flags: Flags::default(),
            },
        );
    }
    let timeline = builder.build(&described.map(|(id, label)| {
        Some(Described { id: text(id), label: text(label), keyword: text(label) })
    }));
    let conversation = Conversation { timeline: Part::Ready(timeline), ..Conversation::default() };
    let redacted = REDACTOR.conversation(&conversation);
    let categories = redacted.timeline.ready().unwrap().categories();
    let mut said: Vec<_> = categories.iter().map(|it| (&*it.id, &*it.label)).collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            ("0SoWs0000000001", "Speaker A’s plans"),
            ("Speaker B’s worries", "Another"),
            ("Speaker B’s worries 2", "Speaker B’s worries"),
            ("Speaker B’s worries 3", "Speaker B’s worries"),
        ]
    );
}

/// Texts in which what is looked for is likely.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => "[ -~]{0,8}",
        1 => any::<String>(),
        2 => "[0-9 +().,:/$€-]{1,14}",
        2 => prop::sample::select(vec![
            "Ada", "king", "O’Brien", "Kit", "Speaker", "Speaker A", "[email]", "[name", "dot", "at",
            "pounds", "five", "hundred", "o", "'", "@", "+44", "田中", "Núñez", "EUR", "million", " ",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((piece, "[ ,.]?"), 0..9)
        .prop_map(|parts| parts.into_iter().map(|(a, b)| a + &b).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn redacting_twice_changes_nothing(text in texts()) {
        let once = REDACTOR.text(&text);
        let twice = REDACTOR.text(&once);
        prop_assert_eq!(twice.as_str(), once.as_str(), "{:?}", text);
    }

    #[test]
    fn no_address_survives(
        before in texts(),
        address in "[a-zA-Z0-9._%+-]{1,9}@[a-z0-9-]{1,8}(\\.[a-z]{2,6}){1,2}",
        after in texts(),
    ) {
        let text = redacted(&format!("{before}{address}{after}"));
        prop_assert!(!text.contains(&address), "{text:?}");
    }

    #[test]
    fn no_name_survives_as_a_word(before in texts(), after in texts()) {
        for name in ["Lovelace", "Núñez", "Ada"] {
            let text = redacted(&format!("{before} {name} {after}"));
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            prop_assert!(words.all(|word| word != name), "{text:?}");
        }
    }
}
