//! Figures about talk, in words and in JSON.

use serde_json::{Value, json};

use super::Report;
use crate::call::offset::Offset;
use crate::call::talk::{NOT_FOR_JUDGEMENT, Side, Talk};

/// Each figure's name and what it is; or why there are none.
pub(super) fn lines(report: &Report<'_>) -> Vec<(&'static str, String)> {
    let talk = match &report.spoken.talk {
        Ok(talk) => talk,
        Err(untold) => return vec![("Not available", format!("{untold}."))],
    };
    let share = |name: &str, ratio: f64, time: Offset| {
        format!("{name} {:.0} % ({})", ratio * 100.0, time.clock())
    };
    let sides = talk.sides.iter().map(|it| share(it.of.word(), it.ratio, it.time));
    let people = talk.people.iter().map(|it| share(&it.of, it.ratio, it.time));
    let monologue = &talk.monologue;
    let at = monologue.at.map(|at| format!(" at {}", at.clock())).unwrap_or_default();
    let asked = |&(side, asked): &(Side, usize)| format!("{} {asked}", side.word());
    let asked: Vec<_> = talk.questions.by_side.iter().map(asked).collect();
    let unknown = || "not available".to_owned();
    let patience = talk.patience.map(|patience| format!("{:.1} s", patience.seconds()));
    let changes =
        talk.interactivity.map(|changes| format!("{changes:.1} speaker changes a minute"));
    vec![
        ("Talk ratio", sides.collect::<Vec<_>>().join(", ")),
        ("By person", people.collect::<Vec<_>>().join(", ")),
        ("Longest monologue", format!("{} by {}{at}", monologue.length.clock(), monologue.name)),
        ("Patience", patience.unwrap_or_else(unknown)),
        ("Interactivity", changes.unwrap_or_else(unknown)),
        ("Questions", format!("{} ({})", asked.join(", "), talk.questions.from.words())),
        ("Note", NOT_FOR_JUDGEMENT.to_owned()),
    ]
}

pub(super) fn json(talk: &Talk) -> Value {
    let side = |side: Side| (side != Side::Other).then(|| side.word());
    let rounded = |number: f64| (number * 10_000.0).round() / 10_000.0;
    json!({
        "sides": talk.sides.iter().map(|it| json!({
            "side": side(it.of), "seconds": it.time.seconds(), "ratio": rounded(it.ratio),
        })).collect::<Vec<_>>(),
        "people": talk.people.iter().map(|it| json!({
            "name": it.of.as_str(), "seconds": it.time.seconds(), "ratio": rounded(it.ratio),
        })).collect::<Vec<_>>(),
        "longestMonologue": {
            "name": talk.monologue.name.as_str(),
            "seconds": talk.monologue.length.seconds(),
            "offset": talk.monologue.at.map(Offset::seconds),
        },
        "patience": talk.patience.map(Offset::seconds),
        "interactivity": talk.interactivity.map(rounded),
        "questions": {
            "from": talk.questions.from.words(),
            "bySide": talk.questions.by_side.iter().map(|&(of, asked)| json!({
                "side": side(of), "questions": asked,
            })).collect::<Vec<_>>(),
        },
    })
}
