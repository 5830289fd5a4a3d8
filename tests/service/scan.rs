//! Any condition finds what a plain scan finds, and any text is an answer or a refusal.

use earmark::service::{Library, Settings};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::world::{World, json, sent};

const NAMES: [&str; 5] = ["alpha", "Beta", "gamma ray", "BETA", "50%"];

#[derive(Debug, Clone)]
enum Condition {
    Duration(&'static str, i64),
    Start(&'static str, i64),
    Name(&'static str, usize),
    Like(&'static str, &'static str),
    Account(&'static str, Option<usize>),
    In(bool, Vec<usize>),
    Not(Box<Self>),
    Joined(&'static str, Vec<Self>),
}

fn start(hours: i64) -> Timestamp {
    "2026-11-01T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

/// Whether an operator holds for how two values lie; nothing is unlike everything.
fn holds<T: PartialOrd>(operator: &str, left: Option<&T>, right: &T) -> bool {
    let Some(left) = left else { return operator == "!=" };
    match operator {
        "=" => left == right,
        "!=" => left != right,
        "<" => left < right,
        "<=" => left <= right,
        ">" => left > right,
        _ => left >= right,
    }
}

impl Condition {
    fn soql(&self) -> String {
        match self {
            Self::Duration(operator, n) => format!("DurationInSeconds {operator} {n}"),
            Self::Start(operator, hours) => format!("StartDateTime {operator} {}", start(*hours)),
            Self::Name(operator, i) => format!("name {operator} '{}'", NAMES[*i]),
            Self::Like(soql, _) => format!("Name LIKE '{soql}'"),
            Self::Account(operator, None) => format!("RelatedRecord.Name {operator} null"),
            Self::Account(operator, Some(i)) => {
                format!("RelatedRecord.Name {operator} '{}'", NAMES[*i])
            }
            Self::In(not, names) => {
                let names: Vec<_> = names.iter().map(|i| format!("'{}'", NAMES[*i])).collect();
                format!("Name {}IN ({})", if *not { "NOT " } else { "" }, names.join(", "))
            }
            Self::Not(inside) => format!("NOT ({})", inside.soql()),
            Self::Joined(word, inside) => {
                let inside: Vec<_> = inside.iter().map(|c| format!("({})", c.soql())).collect();
                inside.join(&format!(" {word} "))
            }
        }
    }

    fn holds(&self, record: &Value) -> bool {
        let name = record["Name"].as_str().unwrap().to_lowercase();
        let lower = |i: usize| NAMES[i].to_lowercase();
        match self {
            Self::Duration(operator, n) => {
                holds(operator, record["DurationInSeconds"].as_i64().as_ref(), n)
            }
            Self::Start(operator, hours) => {
                let at: Timestamp = record["StartDateTime"].as_str().unwrap().parse().unwrap();
                holds(operator, Some(&at), &start(*hours))
            }
            Self::Name(operator, i) => holds(operator, Some(&name), &lower(*i)),
            Self::Like(_, part) => name.contains(part),
            Self::Account(operator, wanted) => {
                let account = record["RelatedRecord"]["Name"].as_str().map(str::to_lowercase);
                match wanted {
                    None => account.is_none() == (*operator == "="),
                    Some(i) => holds(operator, account.as_ref(), &lower(*i)),
                }
            }
            Self::In(not, names) => names.iter().any(|i| lower(*i) == name) != *not,
            Self::Not(inside) => !inside.holds(record),
            Self::Joined("AND", inside) => inside.iter().all(|c| c.holds(record)),
            Self::Joined(_, inside) => inside.iter().any(|c| c.holds(record)),
        }
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    let operator = || prop::sample::select(vec!["=", "!=", "<", "<=", ">", ">="]);
    let equal = prop::sample::select(vec!["=", "!="]);
    let name = || 0..NAMES.len();
    let leaf = prop_oneof![
        (operator(), -1..6_i64).prop_map(|(o, n)| Condition::Duration(o, n)),
        (operator(), -1..6_i64).prop_map(|(o, n)| Condition::Start(o, n)),
        (operator(), name()).prop_map(|(o, i)| Condition::Name(o, i)),
        prop::sample::select(vec![("%ET%", "et"), (r"%\%%", "%"), ("%A RA%", "a ra"), ("%", "")])
            .prop_map(|(soql, part)| Condition::Like(soql, part)),
        (equal, prop::option::of(name())).prop_map(|(o, i)| Condition::Account(o, i)),
        (any::<bool>(), prop::collection::vec(name(), 1..4)).prop_map(|(n, i)| Condition::In(n, i)),
    ];
    leaf.prop_recursive(4, 16, 3, |inside| {
        prop_oneof![
            inside.clone().prop_map(|c| Condition::Not(Box::new(c))),
            (prop::sample::select(vec!["AND", "OR"]), prop::collection::vec(inside, 2..4))
                .prop_map(|(word, inside)| Condition::Joined(word, inside)),
        ]
    })
}

/// A few values in many combinations.
fn library() -> Library {
    let call = |i: usize| {
        let mut file = json!({
            "recordId": format!("6qrWs00000{i:05}"), "name": NAMES[i % 5],
            "startDateTime": start(i64::try_from(i % 4).unwrap()).to_string(),
            "durationInSeconds": i % 6, "speakers": [], "transcript": [],
        });
        if let Some(name) = NAMES.get(i % 7) {
            file["account"] = json!({"id": format!("001Ws0000000{:03}", i % 7), "name": name});
        }
        (i.to_string(), file.to_string())
    };
    Library::from_texts((0..60).map(call)).unwrap()
}

#[test]
fn a_condition_finds_what_a_scan_finds() {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::of(&library(), Settings::default()));
    let fields = "Id, Name, StartDateTime, DurationInSeconds, RelatedRecord.Name";
    let select = format!("SELECT {fields} FROM VideoCall");
    let all = runtime.block_on(world.found(&select))["records"].as_array().unwrap().clone();
    assert_eq!(all.len(), 60);
    let mut runner = TestRunner::new(Config::with_cases(150));
    let ran = runner.run(&condition(), |condition| {
        let soql = format!("{select} WHERE {}", condition.soql());
        let found = runtime.block_on(world.found(&soql))["records"].clone();
        let scanned: Vec<_> = all.iter().filter(|record| condition.holds(record)).collect();
        prop_assert_eq!(found, json!(scanned), "{}", soql);
        Ok(())
    });
    ran.unwrap();
}

#[test]
fn any_text_is_answered_or_refused() {
    let runtime = Runtime::new().unwrap();
    let world = runtime.block_on(World::of(&library(), Settings::default()));
    let words = [
        "SELECT",
        "FROM",
        "VideoCall",
        "Name",
        "Owner.",
        "WHERE",
        "Id",
        "=",
        "!=",
        "<",
        "IN",
        "(",
        ")",
        "NOT",
        "AND",
        "OR",
        "LIKE",
        "'a%'",
        "'",
        "\\",
        "null",
        "TODAY",
        "LAST_N_DAYS:",
        "99",
        "-",
        "2026-11-20",
        "T00:00:00Z",
        ",",
        ".",
        ":",
        "ORDER BY",
        "DESC",
        "NULLS LAST",
        "LIMIT",
        "OFFSET",
        "COUNT()",
        "--",
        "/*",
        "\"",
        "見",
        "\0",
        "1e999",
        "0x",
        "$",
        "@",
        "N'",
        "U&'",
    ];
    let soup = prop::collection::vec(prop::sample::select(words.to_vec()), 0..16);
    let text = prop_oneof![
        any::<String>(),
        soup.clone().prop_map(|words| words.join(" ")),
        soup.prop_map(|words| format!("SELECT Name FROM VideoCall WHERE {}", words.concat())),
    ];
    let mut runner = TestRunner::new(Config::with_cases(300));
    let ran = runner.run(&text, |text| {
        let (status, body) = runtime.block_on(async { json(sent(world.query(&text)).await).await });
        prop_assert!(matches!(status.as_u16(), 200 | 400), "{status} {body}");
        Ok(())
    });
    ran.unwrap();
}
