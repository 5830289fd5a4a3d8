//! The list of calls in lines.

use super::{PAGE, Tell};
use crate::call::Listed;
use crate::tui::list::CallList;

/// What was asked to be told of a list.
pub(super) fn told(list: &CallList, what: Tell) -> Vec<String> {
    if let Some(problem) = list.problem() {
        return vec![problem.to_string()];
    }
    match what {
        Tell::All => rows(list, Some(1)),
        Tell::Rows(from) => rows(list, from),
        _ => vec![place(list)],
    }
}

/// What is in front, how it is filtered, and where the cursor is.
pub(super) fn heard(list: &CallList) -> (String, String, String) {
    ("calls".to_owned(), format!("{} calls.", list.listed()), place(list))
}

fn place(list: &CallList) -> String {
    match list.on() {
        Some((row, call)) => format!("{} of {}. {}", row + 1, list.listed(), told_call(list, call)),
        None => "No call.".to_owned(),
    }
}

fn rows(list: &CallList, from: Option<usize>) -> Vec<String> {
    let all = list.listed();
    let mut lines = vec!["Calls".to_owned()];
    if all == 0 {
        lines.push("There are none.".to_owned());
        return lines;
    }
    let cursor = list.on().map_or(0, |(row, _)| row);
    let from = from.map_or(cursor, |row| row.saturating_sub(1)).min(all - 1);
    let to = all.min(from + PAGE);
    lines.push(format!("{} to {to} of {all}.", from + 1));
    let rows = (from..to).filter_map(|row| Some((row, list.call_at(row)?)));
    lines.extend(rows.map(|(row, call)| format!("{}. {}", row + 1, told_call(list, call))));
    lines
}

fn told_call(list: &CallList, call: &Listed) -> String {
    let mut facts = vec![call.title.as_ref().map_or(call.id.to_string(), ToString::to_string)];
    facts.extend(call.start.map(|start| list.day(start)));
    facts.extend(call.duration.map(|duration| format!("{} long", duration.clock())));
    facts.extend(call.account.as_ref().map(ToString::to_string));
    facts.extend(call.people.iter().map(ToString::to_string));
    format!("{}.", facts.join(", "))
}
