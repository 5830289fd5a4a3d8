//! One field of one record.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::super::user::RecordId;

/// A value. Two of one field are of one variant, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) enum Cell {
    Nothing,
    Id(RecordId),
    Text(Text),
    Integer(i32),
    Boolean(bool),
    Time(Timestamp),
}

/// A text, also as it is compared: without regard to case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::service) struct Text {
    shown: Box<str>,
    pub(in crate::service) folded: Box<str>,
}

/// A text as it is compared: character by character, as patterns are.
pub(in crate::service) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

impl Cell {
    /// An empty text is nothing, as in an org.
    pub(super) fn text(text: &str) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        Self::Text(Text { shown: text.into(), folded: fold(text).into() })
    }

    /// A text that is never compared.
    pub(super) fn long_text(text: &str) -> Self {
        if text.is_empty() {
            return Self::Nothing;
        }
        Self::Text(Text { shown: text.into(), folded: Box::default() })
    }

    /// To the millisecond, as it is shown: what is shown is found again.
    pub(super) fn time(at: Timestamp) -> Self {
        Self::Time(Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at))
    }

    pub(super) fn optional<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Nothing, cell)
    }

    /// Datetimes look like `2011-07-07T00:37:00.000+0000`.
    pub(in crate::service) fn json(&self) -> Value {
        match self {
            Self::Nothing => Value::Null,
            Self::Id(id) => json!(id.as_str()),
            Self::Text(text) => json!(text.shown),
            Self::Integer(number) => json!(number),
            Self::Boolean(truth) => json!(truth),
            Self::Time(time) => json!(time.strftime("%Y-%m-%dT%H:%M:%S.%3f+0000").to_string()),
        }
    }

    /// How two values of one field are sorted; neither is nothing.
    pub(in crate::service) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Id(a), Self::Id(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.folded.cmp(&b.folded),
            (Self::Integer(a), Self::Integer(b)) => a.cmp(b),
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            (Self::Time(a), Self::Time(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}
