//! The calls that a session goes through.

use std::collections::HashSet;

use super::list::CallList;
use super::msg::CallRef;
use crate::call::{CallId, Direction};

/// Where the next call comes from.
#[derive(Debug)]
pub(super) enum Queue {
    /// Calls that were named at the start.
    Given {
        /// At least one.
        calls: Vec<CallRef>,
        /// Which of them is open.
        at: usize,
    },
    /// A list to choose from.
    Listed(Box<CallList>),
}

/// Where a step from call to call leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// To a call.
    To(CallRef),
    /// To a call that has not arrived yet.
    Later,
    /// To none, for this reason.
    Nowhere(&'static str),
}

impl Queue {
    /// The list, if there is one to go back to.
    pub(super) fn list(&self) -> Option<&CallList> {
        match self {
            Self::Given { .. } => None,
            Self::Listed(list) => Some(list),
        }
    }

    pub(super) fn list_mut(&mut self) -> Option<&mut CallList> {
        match self {
            Self::Given { .. } => None,
            Self::Listed(list) => Some(list),
        }
    }

    /// Goes to a call, if it is one of these.
    pub(super) fn choose(&mut self, call: &CallRef) {
        match self {
            Self::Given { calls, at } => {
                *at = calls.iter().position(|given| given == call).unwrap_or(*at);
            }
            Self::Listed(list) => call.id().into_iter().for_each(|id| list.choose(id)),
        }
    }

    /// Goes to the call beside the one that is open.
    pub(super) fn step(&mut self, way: Direction) -> Step {
        let end = match way {
            Direction::Next => "This is the last call.",
            Direction::Previous => "This is the first call.",
        };
        match self {
            Self::Listed(list) => list.step(way).unwrap_or(Step::Nowhere(end)),
            Self::Given { calls, at } => {
                let to = match way {
                    Direction::Next => *at + 1,
                    Direction::Previous => at.wrapping_sub(1),
                };
                match calls.get(to) {
                    Some(call) => {
                        *at = to;
                        Step::To(call.clone())
                    }
                    None if calls.len() == 1 => {
                        Step::Nowhere("This is the only call of the session.")
                    }
                    None => Step::Nowhere(end),
                }
            }
        }
    }

    /// Goes to the next call that is not reviewed, and after the last one to the first.
    pub(super) fn step_to_new(&mut self, reviewed: &HashSet<CallId>) -> Step {
        let none = Step::Nowhere("No other call is to be reviewed.");
        match self {
            Self::Listed(list) => list.step_to_new().unwrap_or(none),
            Self::Given { calls, at } => {
                let is_new = |&ix: &usize| calls[ix].id().is_some_and(|id| !reviewed.contains(&id));
                let Some(ix) = (*at + 1..calls.len()).chain(0..*at).find(is_new) else {
                    return none;
                };
                *at = ix;
                Step::To(calls[ix].clone())
            }
        }
    }

    /// Which of several calls is open, as the review's title says it.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Given { calls, .. } if calls.len() < 2 => String::new(),
            Self::Given { calls, at } => format!("call {} of {} ", at + 1, calls.len()),
            Self::Listed(list) => list.place(),
        }
    }
}
