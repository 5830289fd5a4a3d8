//! From a draft to a task of the org.

use std::fmt;

use jiff::civil::Date;

use super::{Draft, Evidence, TaskKey};
use crate::call::id::CallId;
use crate::call::link::Link;
use crate::call::text::{Clean, clean};

/// A task as it is to be in an org. Everything that is sent is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub subject: Clean,
    /// By when.
    pub due: Option<Date>,
    /// Who, why and where it was said, and the key.
    pub description: Clean,
    /// The record that it is about, as the call is.
    pub about: Option<CallId>,
    /// Names it, so that it is made once.
    pub key: TaskKey,
}

/// The call that tasks come from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// Its id, where it is a record.
    pub call: Option<CallId>,
    /// Its title.
    pub title: &'a str,
    /// The day on which it was.
    pub day: Option<Date>,
    /// The record that it is about; ids of all objects are read as a call's.
    pub record: Option<CallId>,
}

/// What became of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It is new.
    Created(Option<CallId>),
    /// It was there from an earlier time, and is as it is now said.
    Updated(Option<CallId>),
    /// It was there from an earlier time, and is as it was.
    WasThere(CallId),
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(Some(id)) => write!(f, "created, {id}"),
            Self::Created(None) => f.write_str("created"),
            Self::Updated(Some(id)) => write!(f, "was there, brought up to date, {id}"),
            Self::Updated(None) => f.write_str("was there, brought up to date"),
            Self::WasThere(id) => write!(f, "was there already, {id}"),
        }
    }
}

impl Draft {
    /// The task that is to be made of it.
    #[must_use]
    pub fn task(&self, origin: Origin<'_>) -> Task {
        let mut lines = Vec::new();
        lines.extend(self.who.as_ref().map(|who| format!("For {who}.")));
        let day = origin.day.map(|day| day.strftime(", %-d %b %Y").to_string());
        let (place, at) = match self.evidence {
            Evidence::Moment { at, .. } => (format!("at {}", at.clock()), Some(at)),
            Evidence::Summary(_) => ("in its summary".to_owned(), None),
        };
        let title = if origin.title.is_empty() { "a call" } else { origin.title };
        lines.push(format!("From {title}{}, {place}: “{}”", day.unwrap_or_default(), self.text));
        lines.extend(origin.call.map(|call| Link { call, at }.to_string()));
        lines.push(format!("[{}]", self.key.as_str()));
        Task {
            subject: self.subject.clone(),
            due: self.due,
            description: clean(&lines.join("\n")).boxed(),
            about: origin.record,
            key: self.key.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Offset;
    use crate::call::text::clean_line;
    use jiff::civil::date;

    #[test]
    fn a_description_leads_back_to_the_call() {
        let clean = |text: &str| clean_line(text).boxed();
        let call = "6qrWs000004Tb7KIAS".parse().ok();
        let draft = Draft {
            subject: clean("Send the quote"),
            who: Some(clean("Ada Marchetti")),
            due: Some(date(2026, 11, 24)),
            evidence: Evidence::Moment { ix: 3, at: Offset::from_centis(8_350) },
            text: clean("I'll send the quote by Tuesday."),
            key: TaskKey::of(call, "x", 1),
        };
        let day = Some(date(2026, 11, 20));
        let task = draft.task(Origin { call, title: "Renewal", day, record: None });
        let key = task.key.as_str();
        assert_eq!(
            task.description.as_str(),
            format!(
                "For Ada Marchetti.\nFrom Renewal, 20 Nov 2026, at 1:23: “I'll send the quote by \
                 Tuesday.”\nearmark://call/6qrWs000004Tb7KIAS?t=83.5\n[{key}]"
            )
        );
        assert_eq!((task.subject.as_str(), task.due), ("Send the quote", draft.due));
    }
}
