//! What a list shows of calls that is not in their own records.

use std::collections::HashMap;
use std::sync::PoisonError;

use futures::{StreamExt, stream};
use tokio::time::{Instant, timeout_at};

use super::client::Client;
use super::error::OrgError;
use super::refusal::Subject;
use crate::call::text::Clean;
use crate::call::{CallId, CallKind, Listed, Progress};
use crate::wire::{Rows, listing};

/// Ids in one query. Each takes 27 bytes, escaped, and a URL with its headers must stay under
/// 16,384 (REST API Developer Guide, "Status Codes and Error Responses", 431).
const IDS: usize = 400;
/// Queries under way at once.
const AT_ONCE: usize = 4;
/// People named for one call.
const PEOPLE: usize = 24;

/// What there is to ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Detail {
    People,
    Progress,
}

/// What came of it.
#[derive(Default)]
struct Details {
    people: HashMap<CallId, Vec<Clean>>,
    progress: HashMap<CallId, Progress>,
}

impl Client {
    /// Adds what other objects know of calls, as far as it comes in time.
    pub(super) async fn add_details(&self, calls: &mut [Listed]) {
        let deadline = Instant::now() + self.exchange.limits.details;
        let all: Vec<CallId> = calls.iter().map(|call| call.id).collect();
        let is_video = |id: &CallId| id.kind() != Some(CallKind::Voice);
        let video: Vec<CallId> = all.iter().copied().filter(is_video).collect();
        let asks = chunks(Detail::People, &video).into_iter().chain(chunks(Detail::Progress, &all));
        let answers = stream::iter(asks).map(|(detail, ids)| self.details(detail, ids));
        let mut answers = answers.buffer_unordered(AT_ONCE);
        let mut details = Details::default();
        while let Ok(Some(found)) = timeout_at(deadline, answers.next()).await {
            details.people.extend(found.people);
            details.progress.extend(found.progress);
        }
        for call in calls {
            call.people.extend(details.people.remove(&call.id).unwrap_or_default());
            call.progress = details.progress.get(&call.id).copied().unwrap_or_default();
        }
    }

    async fn details(&self, detail: Detail, ids: Vec<CallId>) -> Details {
        let mut details = Details::default();
        if self.listing.refused.lock().unwrap_or_else(PoisonError::into_inner).contains(&detail) {
            return details;
        }
        match detail {
            Detail::People => {
                let query = listing::people_query(&ids);
                let rows = self.rows(Subject::Details, &query, usize::MAX, listing::person).await;
                for (id, name) in self.noted(detail, rows).rows {
                    let people = details.people.entry(id).or_default();
                    if people.len() < PEOPLE && !people.contains(&name) {
                        people.push(name);
                    }
                }
            }
            Detail::Progress => {
                let query = listing::progress_query(&ids);
                let rows = self.rows(Subject::Details, &query, usize::MAX, listing::progress).await;
                let rows = self.noted(detail, rows);
                // An org that keeps its summaries elsewhere has none here at all: then a call
                // that has none may well have one.
                if !rows.rows.is_empty() && rows.next.is_none() {
                    details.progress = ids.iter().map(|id| (*id, Progress::NoSummary)).collect();
                }
                for (id, progress) in rows.rows {
                    let known = details.progress.entry(id).or_default();
                    // A call may have several summaries, of which a new one is being made.
                    if rank(progress) > rank(*known) {
                        *known = progress;
                    }
                }
            }
        }
        details
    }

    /// An answer's rows; remembers that there are none to be had.
    fn noted<T>(&self, detail: Detail, rows: Result<Rows<T>, OrgError>) -> Rows<T> {
        if let Err(OrgError::Refused { status: Some(400 | 403 | 404), .. }) = rows {
            self.listing.refused.lock().unwrap_or_else(PoisonError::into_inner).insert(detail);
        }
        rows.unwrap_or_default()
    }
}

fn chunks(detail: Detail, ids: &[CallId]) -> Vec<(Detail, Vec<CallId>)> {
    ids.chunks(IDS).map(|ids| (detail, ids.to_vec())).collect()
}

fn rank(progress: Progress) -> u8 {
    match progress {
        Progress::Unknown => 0,
        Progress::NoSummary => 1,
        Progress::Processing => 2,
        Progress::Ready => 3,
    }
}
