//! What was asked about the session's calls.

use std::collections::HashMap;

use super::msg::CallRef;
use super::remote::Ticket;
use crate::call::text::Clean;
use crate::call::{Problem, Reply};

/// The question that is being asked, and the last answer of each call: kept for the session.
#[derive(Debug, Default)]
pub(super) struct Questions {
    tickets: Ticket,
    pending: Option<(Ticket, CallRef, Clean)>,
    answered: HashMap<CallRef, (Clean, Result<Box<Reply>, Problem>)>,
    /// Counts changes, for what is kept of them in rows.
    revision: u64,
}

/// A question and how far it is answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) question: &'a Clean,
    /// Nothing while the org is thinking.
    pub(super) reply: Option<Result<&'a Reply, &'a Problem>>,
}

impl Questions {
    /// A question goes out, in place of any other.
    pub(super) fn ask(&mut self, call: CallRef, question: Clean) -> Ticket {
        let ticket = self.tickets.next();
        self.pending = Some((ticket, call, question));
        self.revision += 1;
        ticket
    }

    /// Takes in a reply; says whether it was waited for.
    pub(super) fn settle(&mut self, ticket: Ticket, reply: Result<Box<Reply>, Problem>) -> bool {
        let Some((_, call, question)) = self.pending.take_if(|pending| pending.0 == ticket) else {
            return false;
        };
        self.answered.insert(call, (question, reply));
        self.revision += 1;
        true
    }

    /// Forgets what was answered; says whether somebody waited.
    pub(super) fn forget(&mut self) -> bool {
        self.answered.clear();
        self.cancel()
    }

    /// Nobody waits any more; says whether somebody did.
    pub(super) fn cancel(&mut self) -> bool {
        self.revision += 1;
        self.pending.take().is_some()
    }

    /// What is being asked about a call, or was last.
    pub(super) fn about(&self, call: &CallRef) -> Option<Asked<'_>> {
        if let Some((_, _, question)) = self.pending.as_ref().filter(|pending| pending.1 == *call) {
            return Some(Asked { question, reply: None });
        }
        let (question, reply) = self.answered.get(call)?;
        Some(Asked { question, reply: Some(reply.as_ref().map(|reply| &**reply)) })
    }

    pub(super) fn revision(&self) -> u64 {
        self.revision
    }
}
