//! One call in lines.

use super::{PAGE, Tell};
use crate::call::export::summary_lines;
use crate::call::search::Spot;
use crate::call::{MomentIx, Part};
use crate::tui::action::{Action, Keymap};
use crate::tui::msg::CallRef;
use crate::tui::review::Review;

/// What was asked to be told of a call.
pub(super) fn told(review: &Review, keys: &Keymap, what: Tell) -> Vec<String> {
    if let Some(problem) = review.conversation.problem() {
        return vec![title(review), problem.to_string()];
    }
    match what {
        Tell::All => {
            let mut all = heading(review);
            all.extend(summary(review));
            all.extend(insights(review, keys));
            all.extend(moments(review, Some(1)));
            all.push("? tells what can be typed.".to_owned());
            all
        }
        Tell::Summary => summary(review),
        Tell::Insights => insights(review, keys),
        Tell::Rows(from) => moments(review, from),
        Tell::Entries => entries(review),
        Tell::Place | Tell::Keys => vec![place(review)],
    }
}

/// Which of how many hits the listener is at, and what stands there where it is no moment: that
/// is told as the place. Empty while nothing is looked for.
pub(super) fn search(review: &Review) -> String {
    let Some((hits, _)) = review.find.hits() else { return String::new() };
    let (all, typed) = (hits.len(), review.find.sought());
    if all == 0 {
        return String::new();
    }
    let Some((hit, spot)) = review.hit().zip(review.first_hit()) else {
        return format!("{all} hits of \"{typed}\".");
    };
    let mut text = String::new();
    if !matches!(spot, Spot::Moment(_)) {
        review.texts_at(spot, |part| {
            let mark = if text.is_empty() { ": " } else { " " };
            text.push_str(mark);
            text.push_str(part);
        });
    }
    format!("Hit {} of {all} of \"{typed}\"{text}", hit + 1)
}

/// The name of the call.
pub(super) fn title(review: &Review) -> String {
    let name = review.record.ready().and_then(|record| record.name.as_ref());
    match (name, &review.call) {
        (Some(name), _) => name.to_string(),
        (None, CallRef::Record(id)) => id.to_string(),
        (None, CallRef::File(_) | CallRef::Stdin) => "A saved call".to_owned(),
    }
}

fn heading(review: &Review) -> Vec<String> {
    let mut facts = Vec::new();
    let record = review.record.ready();
    if let Some(start) = record.and_then(|record| record.start) {
        let start = start.to_zoned(review.zone.clone());
        facts.push(start.strftime("%-d %b %Y %H:%M").to_string());
    }
    facts.push(format!("{} long", review.length().clock()));
    let participants = review.transcript.ready().map(|transcript| &transcript.participants);
    for person in participants.into_iter().flatten() {
        let role = person.role.as_ref().map(|role| format!(" ({role})")).unwrap_or_default();
        facts.push(format!("{}{role}", person.name));
    }
    if review.is_redacted() {
        facts.push("redacted".to_owned());
    }
    let mut lines = vec![title(review), format!("{}.", facts.join(", "))];
    lines.extend(review.transcript.problem().map(ToString::to_string));
    lines.extend(review.record.problem().map(ToString::to_string));
    lines
}

fn summary(review: &Review) -> Vec<String> {
    let mut lines = headed("Summary");
    match review.conversation.ready().map(|conversation| &conversation.summary) {
        Some(Part::Ready(Some(summary))) => lines.extend(summary_lines(summary)),
        Some(Part::Unreadable(why)) => lines.push(format!("Unreadable: {why}.")),
        Some(Part::Ready(None)) | None => lines.push("There is no summary yet.".to_owned()),
    }
    lines
}

fn insights(review: &Review, keys: &Keymap) -> Vec<String> {
    let mut lines = headed("Insights");
    let conversation = review.conversation.ready();
    let whole = conversation.and_then(|conversation| conversation.insights.ready());
    for insight in whole.into_iter().flatten() {
        lines.push(format!("{}: {}", insight.name, one_line(&insight.text)));
    }
    let timeline = review.timeline();
    let key = keys.key_of(Action::NextOfCategory);
    for ix in timeline.category_ixs() {
        let category = timeline.category(ix);
        let way = category.letter.map(|letter| format!(", {key}{letter} goes to the next"));
        let count = counted(timeline.category_count(ix), "moment");
        lines.push(format!("{}: {count}{}.", category.label, way.unwrap_or_default()));
    }
    let key = keys.key_of(Action::NextBySpeaker);
    for (i, ix) in timeline.speaker_ixs().enumerate() {
        let way = (i < 9).then(|| format!(", {key}{} goes to the next", i + 1));
        let count = counted(timeline.speaker_count(ix), "moment");
        let role = review.role(ix).map(|role| format!(" ({role})")).unwrap_or_default();
        lines.push(format!("{}{role}: {count}{}.", review.name(ix), way.unwrap_or_default()));
    }
    lines
}

fn moments(review: &Review, from: Option<usize>) -> Vec<String> {
    let mut lines = headed("Moments");
    let all = review.shown.len();
    if all == 0 {
        lines.push(match review.timeline().is_empty() {
            true => "No moments were found.".to_owned(),
            false => filter(review),
        });
        return lines;
    }
    let from = from.map_or_else(|| review.row(), |row| row.saturating_sub(1)).min(all - 1);
    let to = all.min(from + PAGE);
    lines.push(format!("{} to {to} of {all}.", from + 1));
    let rows = (from..to).filter_map(|row| Some((row, review.shown.select(row)?)));
    lines.extend(rows.map(|(row, ix)| format!("{}. {}", row + 1, moment(review, ix))));
    lines
}

/// A moment in one line.
fn moment(review: &Review, ix: MomentIx) -> String {
    let timeline = review.timeline();
    let moment = timeline.moment(ix);
    let category = &timeline.category(moment.category).label;
    let name = review.name(moment.speaker);
    let mut line = format!("{}, {category}, {name}", moment.at);
    if moment.flags.needs_attention {
        line.push_str(", needs attention");
    }
    if moment.flags.follow_up {
        line.push_str(", follow-up");
    }
    format!("{line}: {}", one_line(&timeline.text(moment)))
}

/// Where the playhead is.
pub(super) fn place(review: &Review) -> String {
    at(review, review.playhead.on)
}

/// Which moment was played last: a replay is told by moments, not by seconds.
pub(super) fn played(review: &Review) -> String {
    at(review, review.current())
}

fn at(review: &Review, on: Option<MomentIx>) -> String {
    match on {
        None => format!("At {}, between moments.", review.playhead.at),
        Some(ix) if review.shown.contains(ix) => {
            let (row, all) = (review.shown.rank(ix) + 1, review.shown.len());
            format!("{row} of {all}. {}", moment(review, ix))
        }
        Some(ix) => format!("Hidden by the filter. {}", moment(review, ix)),
    }
}

/// What the filter shows.
pub(super) fn filter(review: &Review) -> String {
    let (shown, all) = (review.shown.len(), review.timeline().len());
    match review.filter.is_empty() {
        true => format!("No filter: {}.", counted(all, "moment")),
        false => format!("The filter shows {shown} of {}.", counted(all, "moment")),
    }
}

fn entries(review: &Review) -> Vec<String> {
    let mut lines = headed("Transcript");
    if let Some(problem) = review.transcript.problem() {
        lines.push(problem.to_string());
    }
    let Some(transcript) = review.transcript.ready() else { return lines };
    lines.extend(transcript.plain.iter().map(|line| one_line(line)));
    let from = review.spoken.placement.entry_at(review.playhead.at).unwrap_or(0);
    let to = transcript.entries.len().min(from + PAGE);
    for (i, entry) in transcript.entries.iter().enumerate().take(to).skip(from) {
        let voice = review.spoken.people.voice(&entry.speaker);
        let name = voice.map_or(&entry.speaker, |voice| &voice.name);
        let at = review.spoken.placement.span(i).map(|span| format!("{}, ", span.start));
        lines.push(format!("{}{name}: {}", at.unwrap_or_default(), one_line(&entry.text)));
    }
    if transcript.is_empty() {
        lines.push("There is no transcript.".to_owned());
    }
    lines
}

fn headed(name: &str) -> Vec<String> {
    vec![String::new(), name.to_owned()]
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
