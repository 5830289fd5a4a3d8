//! Reading a response, whatever surrounds it.
//!
//! Accepted: an array of results, one result, the bare outputs, and both shapes of errors. What
//! one moment or one insight has wrong is counted in [`Skipped`](crate::call::Skipped); what a
//! whole part has wrong makes that [`Part`] unreadable; only what leaves nothing to show is a
//! [`ReadError`].

use std::io::{self, Read};

use serde_json::{Map, Value};

use super::action::{ActionError, RestError};
use super::cut::{Skeleton, cut};
use super::html;
use super::moment::{self, Reason};
use super::surrogate::paired;
use super::text::{label, shown, sort_of};
use crate::call::text::{Clean, clean_line};
use crate::call::{
    CallInsight, Conversation, Described, Fact, Part, Skipped, TimelineBuilder, Unreadable,
};

/// Why a response gives nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It could not be read at all.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// There was nothing.
    #[error("it is empty")]
    Empty,
    /// It ends before it is complete.
    #[error("it ends in the middle, at {0}")]
    CutShort(String),
    /// It is not JSON.
    #[error("it is not JSON: line {line}: {why}")]
    Json {
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// It is JSON of another kind.
    #[error("{0}")]
    Shape(Unreadable),
    /// The request was refused.
    #[error("the org refused the request: {}", first(.0.iter().map(|e| (&e.error_code, &e.message))))]
    Refused(Vec<RestError>),
    /// The action failed for this call.
    #[error("the action failed: {}", first(.0.iter().map(|e| (&e.status_code, &e.message))))]
    Failed(Vec<ActionError>),
}

fn first<'a>(mut errors: impl Iterator<Item = (&'a String, &'a String)>) -> Clean {
    let text = errors.next().map(|(code, message)| match message.trim() {
        "" => code.clone(),
        message => format!("{message} ({code})"),
    });
    clean_line(text.as_deref().unwrap_or("it gave no reason")).boxed()
}

/// Reads an answer of `getConversationIntelligence`.
///
/// # Errors
///
/// [`ReadError`] when there is nothing to show.
pub fn intelligence(source: impl Read) -> Result<Conversation, ReadError> {
    let mut builder = TimelineBuilder::default();
    let mut left_out = LeftOut::default();
    let skeleton = cut(source, |list, element, bytes| {
        if let Err(reason) = moment::read(bytes, list, &mut builder) {
            left_out.add(list, element, reason);
        }
    })?;
    if let Some((_, element)) = skeleton.cut_short {
        let place = format!("a list of moments, after {element} of them");
        return Err(ReadError::CutShort(place));
    }
    let (body, lists) = (json(&skeleton)?, skeleton.lists());
    let others = body.as_array().map_or(0, |results| results.len().saturating_sub(1));
    let mut outputs = outputs(body)?;
    let mut skipped = Skipped::default();
    let insights = call_insights(outputs.remove("conversationInsights"), &mut skipped);
    let (summary, mut facts) = call_intelligence(outputs.remove("conversationIntelligence"));
    let timeline = match outputs.remove("momentInsights") {
        None | Some(Value::Null) => Part::default(),
        Some(Value::Array(list)) => {
            let described = describe(&list, lists, &left_out, &mut skipped);
            facts.extend(unknown_of_insights(&list));
            Part::Ready(builder.build(&described))
        }
        Some(other) => Part::Unreadable(misfit("momentInsights", "a list", &other)),
    };
    let others = (others > 0).then(|| Fact {
        name: label("other results"),
        value: label(&format!("{others}, not shown")),
    });
    let facts = facts.into_iter().chain(unknown(&outputs)).chain(others).collect();
    Ok(Conversation { summary, insights, timeline, skipped, facts })
}

/// The first result's outputs, out of whatever surrounds them.
pub(super) fn outputs(body: Value) -> Result<Map<String, Value>, ReadError> {
    match body {
        Value::Array(elements) if elements.is_empty() => Err(ReadError::Empty),
        Value::Array(elements) => {
            let errors: Vec<_> = elements.iter().filter_map(RestError::read).collect();
            if errors.len() == elements.len() {
                return Err(ReadError::Refused(errors));
            }
            match elements.into_iter().next() {
                Some(Value::Object(result)) => result_of(result, "[0]."),
                Some(other) => Err(shape("[0]", "an action result", &other)),
                None => Err(ReadError::Empty),
            }
        }
        Value::Object(object) => result_of(object, ""),
        other => Err(shape("the response", "a list of action results", &other)),
    }
}

const OUTPUTS: [&str; 5] = [
    "momentInsights",
    "conversationIntelligence",
    "conversationInsights",
    "structuredTranscript",
    "unformattedTextTranscript",
];

fn result_of(mut object: Map<String, Value>, at: &str) -> Result<Map<String, Value>, ReadError> {
    if object.contains_key("recordId") && object.contains_key("speakers") {
        let place = clean_line("the file").boxed();
        let why = "a call of a library, which `earmark serve --library` answers from";
        return Err(ReadError::Shape(Unreadable { place, why: clean_line(why).boxed() }));
    }
    if OUTPUTS.iter().any(|key| object.contains_key(*key)) {
        return Ok(object);
    }
    let failed = object.get("isSuccess") == Some(&Value::Bool(false));
    let errors = object.get("errors").and_then(Value::as_array).filter(|errors| !errors.is_empty());
    let answered = object.get("outputValues").is_some_and(|outputs| !outputs.is_null());
    if failed || (errors.is_some() && !answered) {
        let errors = errors.into_iter().flatten().map(ActionError::read).collect();
        return Err(ReadError::Failed(errors));
    }
    match object.remove("outputValues") {
        Some(Value::Object(outputs)) => Ok(outputs),
        Some(Value::Null) => Ok(Map::new()),
        Some(other) => Err(shape(&format!("{at}outputValues"), "an object", &other)),
        None => {
            let body = Value::Object(object);
            if let Some(error) = RestError::read(&body) {
                return Err(ReadError::Refused(vec![error]));
            }
            let why = if body.get("inputs").is_some() {
                "this is a request, not the response to one"
            } else {
                "no outputValues, momentInsights or conversationIntelligence in it"
            };
            let place = clean_line("the response").boxed();
            Err(ReadError::Shape(Unreadable { place, why: clean_line(why).boxed() }))
        }
    }
}

/// The skeleton as a value.
pub(super) fn json(skeleton: &Skeleton) -> Result<Value, ReadError> {
    let text = skeleton.json.trim_ascii();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if text.is_empty() {
        return Err(ReadError::Empty);
    }
    serde_json::from_slice(&paired(text)).map_err(|error| {
        let blank = skeleton.json.len() - skeleton.json.trim_ascii_start().len();
        let above = memchr::memchr_iter(b'\n', &skeleton.json[..blank]).count();
        let line = skeleton.line(error.line() + above);
        if error.is_eof() {
            return ReadError::CutShort(format!("line {line}"));
        }
        if text.starts_with(b"<") {
            return ReadError::Json { line, why: "it begins like a web page".to_owned() };
        }
        let why = error.to_string();
        let why = why.rsplit_once(" at line ").map_or(why.as_str(), |(why, _)| why).to_owned();
        ReadError::Json { line, why }
    })
}

/// Moments that were left out, by the number of their list.
#[derive(Default)]
struct LeftOut {
    counts: std::collections::BTreeMap<usize, usize>,
    first: Vec<(usize, usize, Reason)>,
}

impl LeftOut {
    fn add(&mut self, list: usize, element: usize, reason: Reason) {
        *self.counts.entry(list).or_default() += 1;
        if self.first.len() < Skipped::KEPT {
            self.first.push((list, element, reason));
        }
    }
}

/// What each list of moments belongs to, by the list's number; there are so many lists.
fn describe(
    insights: &[Value],
    lists: usize,
    left_out: &LeftOut,
    skipped: &mut Skipped,
) -> Vec<Option<Described>> {
    let mut described = Vec::new();
    for (i, insight) in insights.iter().enumerate() {
        let Value::Object(insight) = insight else {
            skipped.add(misfit(&format!("momentInsights[{i}]"), "an object", insight));
            continue;
        };
        let place = format!("momentInsights[{i}].momentTimes");
        let list = match insight.get("momentTimes") {
            None | Some(Value::Null) => continue,
            Some(Value::Array(list)) => list.first().and_then(Value::as_u64),
            Some(other) => {
                skipped.add(misfit(&place, "a list", other));
                continue;
            }
        };
        let list = list.and_then(|list| usize::try_from(list).ok());
        // A list that was not cut has numbers of its own, which say nothing here.
        let Some(list) = list.filter(|list| *list < lists) else { continue };
        let mut kept = 0;
        for (_, element, reason) in left_out.first.iter().filter(|(l, ..)| *l == list) {
            let field = reason.field.as_ref().map(|field| format!(".{field}")).unwrap_or_default();
            let place = clean_line(&format!("{place}[{element}]{field}")).boxed();
            skipped.add(Unreadable { place, why: clean_line(&reason.why).boxed() });
            kept += 1;
        }
        skipped.count += left_out.counts.get(&list).copied().unwrap_or_default() - kept;
        if described.len() <= list {
            described.resize(list + 1, None);
        }
        described[list] = Some(description(insight));
    }
    described
}

fn description(insight: &Map<String, Value>) -> Described {
    let text = |key: &str| match insight.get(key) {
        Some(Value::String(text)) => label(text),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => label(&value.to_string()),
        _ => Clean::default(),
    };
    let (category, keyword, id) = (text("category"), text("keyword"), text("insightTypeId"));
    let named = [category, keyword.clone(), id.clone()].into_iter().find(|text| !text.is_blank());
    let name = named.unwrap_or_else(|| clean_line("Unnamed insight").boxed());
    let id = if id.is_blank() { name.clone() } else { id };
    Described { id, label: name, keyword }
}

fn call_intelligence(value: Option<Value>) -> (Part<Option<crate::call::Summary>>, Vec<Fact>) {
    match value {
        None | Some(Value::Null) => (Part::default(), Vec::new()),
        Some(Value::Object(mut object)) => {
            let summary = match object.remove("callSummary") {
                None | Some(Value::Null) => Part::default(),
                Some(Value::String(html)) => match html::summary(&html) {
                    Ok(summary) => Part::Ready(Some(summary).filter(|summary| !summary.is_empty())),
                    Err(why) => Part::Unreadable(Unreadable {
                        place: label("conversationIntelligence.callSummary"),
                        why: clean_line(&why).boxed(),
                    }),
                },
                Some(other) => Part::Unreadable(misfit(
                    "conversationIntelligence.callSummary",
                    "a string",
                    &other,
                )),
            };
            (summary, unknown(&object).collect())
        }
        Some(other) => {
            (Part::Unreadable(misfit("conversationIntelligence", "an object", &other)), Vec::new())
        }
    }
}

fn call_insights(value: Option<Value>, skipped: &mut Skipped) -> Part<Vec<CallInsight>> {
    match value {
        None | Some(Value::Null) => Part::default(),
        Some(Value::Array(list)) => {
            let mut insights = Vec::new();
            for (i, value) in list.into_iter().enumerate() {
                if let Some(insight) = call_insight(&value) {
                    insights.push(insight);
                } else {
                    let place = format!("conversationInsights[{i}]");
                    skipped.add(misfit(&place, "an object or a string", &value));
                }
            }
            Part::Ready(insights)
        }
        Some(other) => Part::Unreadable(misfit("conversationInsights", "a list", &other)),
    }
}

/// Keys that look like a name, and like a text, best first; matched at the end of a key and
/// without regard to case, so that `insightConfigName` is a name.
const NAMES: [&str; 6] = ["configname", "category", "name", "title", "label", "type"];
/// Keys that say what, of that name, an insight is about.
const SUBJECTS: [&str; 1] = ["subject"];
const TEXTS: [&str; 8] =
    ["insighttext", "text", "answer", "value", "summary", "description", "content", "detail"];

fn call_insight(value: &Value) -> Option<CallInsight> {
    let object = match value {
        Value::Object(object) => object,
        Value::String(text) => {
            let name = label("Insight");
            return Some(CallInsight { name, text: super::text::passage(text), facts: Vec::new() });
        }
        _ => return None,
    };
    let like = |endings: &[&str]| -> Option<(String, &Value)> {
        let strings = || {
            object.iter().filter(|(_, value)| value.as_str().is_some_and(|s| !s.trim().is_empty()))
        };
        let ending = |end: &&str| strings().find(|(key, _)| key.to_lowercase().ends_with(*end));
        endings.iter().find_map(ending).map(|(key, value)| (key.clone(), value))
    };
    let named = like(&NAMES);
    let subject = like(&SUBJECTS);
    let is = |taken: &Option<(String, &Value)>, key: &String| {
        taken.as_ref().is_some_and(|(taken, _)| taken == key)
    };
    let text = like(&TEXTS).filter(|(key, _)| !is(&named, key) && !is(&subject, key));
    let used = |key: &String| [&named, &subject, &text].into_iter().any(|taken| is(taken, key));
    let rest = object.iter().filter(|(key, value)| !used(key) && !value.is_null());
    let parts = [&named, &subject].into_iter().flatten();
    let name = parts.map(|(_, value)| shown(value).to_string()).collect::<Vec<_>>().join(": ");
    Some(CallInsight {
        name: clean_line(if name.is_empty() { "Insight" } else { &name }).boxed(),
        text: text.as_ref().map(|(_, text)| shown(text)).unwrap_or_default(),
        facts: rest.map(|(key, value)| Fact { name: label(key), value: shown(value) }).collect(),
    })
}

fn unknown(object: &Map<String, Value>) -> impl Iterator<Item = Fact> + '_ {
    let told = object.iter().filter(|(_, value)| !value.is_null());
    told.map(|(key, value)| Fact { name: label(key), value: shown(value) })
}

/// Fields of the insights themselves, named with their place: an insight is no row of its own.
fn unknown_of_insights(insights: &[Value]) -> impl Iterator<Item = Fact> + '_ {
    const KNOWN: [&str; 4] = ["category", "insightTypeId", "keyword", "momentTimes"];
    insights.iter().enumerate().flat_map(|(i, insight)| {
        let fields = insight.as_object().into_iter().flatten();
        let others = fields.filter(|(key, v)| !v.is_null() && !KNOWN.contains(&key.as_str()));
        others.map(move |(key, value)| Fact {
            name: label(&format!("momentInsights[{i}].{key}")),
            value: shown(value),
        })
    })
}

pub(super) fn misfit(place: &str, expected: &str, found: &Value) -> Unreadable {
    let why = format!("{} where {expected} belongs", sort_of(found));
    Unreadable { place: clean_line(place).boxed(), why: clean_line(&why).boxed() }
}

fn shape(place: &str, expected: &str, found: &Value) -> ReadError {
    ReadError::Shape(misfit(place, expected, found))
}
