//! Two lists, one for each kind of call, as one list in pages.

use std::collections::VecDeque;

use super::id::CallKind;
use super::listed::{Cursor, Listed, Page};

/// Calls of one kind as they were fetched: newest first, those without a start last, calls of one
/// start by id.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// The calls.
    pub calls: VecDeque<Listed>,
    /// Whether there may be more behind them.
    pub more: bool,
}

impl Page {
    /// The next `limit` calls of both kinds together, from batches that start after `after`.
    ///
    /// Where a batch ends and more may follow, the page ends too: what is not there yet could
    /// come before what is left of the other kind. A page without calls is the last.
    #[must_use]
    pub fn merged(
        mut video: Batch,
        mut voice: Batch,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Self {
        // Whoever answers with the same calls again shall not keep a reader going for ever.
        if let Some(before) = after.and_then(|cursor| cursor.before) {
            for batch in [&mut video, &mut voice] {
                batch.calls.retain(|call| call.start.is_none_or(|start| start <= before));
            }
        }
        let mut calls = Vec::new();
        let mut cursor = after.cloned();
        while calls.len() < limit {
            let next = match (video.calls.front(), voice.calls.front()) {
                (Some(_), None) if voice.more => break,
                (None, Some(_)) if video.more => break,
                // A call without a start is less than any with one.
                (Some(a), Some(b)) if a.start < b.start => CallKind::Voice,
                (None, _) => CallKind::Voice,
                (Some(_), _) => CallKind::Video,
            };
            let batch = if next == CallKind::Video { &mut video } else { &mut voice };
            let Some(call) = batch.calls.pop_front() else { break };
            cursor = Some(Cursor::behind(&call, cursor));
            calls.push(call);
        }
        let left = [&video, &voice].into_iter().any(|batch| batch.more || !batch.calls.is_empty());
        let next = cursor.filter(|_| left && !calls.is_empty());
        Self { calls, next, missing: Vec::new() }
    }
}

impl Cursor {
    /// The place behind a call that follows on the place `after`.
    fn behind(call: &Listed, after: Option<Self>) -> Self {
        let same = after.filter(|cursor| cursor.before == call.start);
        let mut seen = same.map(|cursor| cursor.seen).unwrap_or_default();
        seen.retain(|id| Self::kind(*id) != Self::kind(call.id));
        seen.push(call.id);
        Self { before: call.start, seen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallId, Progress};
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn call(kind: CallKind, number: usize, start: Option<i64>) -> Listed {
        let prefix = if kind == CallKind::Video { "6qr" } else { "0LQ" };
        Listed {
            id: format!("{prefix}{number:012}").parse().unwrap(),
            title: None,
            start: start.map(|start| Timestamp::from_second(start).unwrap()),
            duration: None,
            account: None,
            people: Vec::new(),
            owner: None,
            progress: Progress::Unknown,
        }
    }

    /// What an org has after a place, at most `most`, as it answers.
    fn batch(all: &[Listed], kind: CallKind, after: Option<&Cursor>, most: usize) -> Batch {
        let mut found: Vec<&Listed> = all.iter().filter(|c| c.id.kind() == Some(kind)).collect();
        found.sort_by_key(|call| (std::cmp::Reverse(call.start), call.id));
        let is_behind = |call: &&Listed| {
            after.is_none_or(|cursor| {
                let further = cursor.last(kind).is_none_or(|last| call.id > last);
                call.start < cursor.before || (call.start == cursor.before && further)
            })
        };
        let mut calls: VecDeque<_> = found.into_iter().filter(is_behind).cloned().collect();
        let more = calls.len() > most;
        calls.truncate(most);
        Batch { calls, more }
    }

    fn kinds() -> impl Strategy<Value = (CallKind, Option<i64>)> {
        let kind = prop_oneof![Just(CallKind::Video), Just(CallKind::Voice)];
        (kind, prop::option::weighted(0.8, 0i64..6))
    }

    proptest! {
        /// Few starts for many calls, so that most pages end among calls of one start; batches may
        /// be shorter than pages, as when an org splits its answer.
        #[test]
        fn every_call_comes_once_and_in_order(
            kinds in prop::collection::vec(kinds(), 0..40),
            limit in 1usize..12,
            most in 1usize..12,
            added in prop::collection::vec(any::<bool>(), 0..60),
        ) {
            let mut all: Vec<Listed> =
                kinds.iter().zip(1000..).map(|((kind, start), n)| call(*kind, n, *start)).collect();
            let (old, mut listed) = (all.clone(), Vec::new());
            let (mut after, mut newer) = (None, added.iter());
            loop {
                let [video, voice] =
                    CallKind::ALL.map(|kind| batch(&all, kind, after.as_ref(), most));
                let page = Page::merged(video, voice, after.as_ref(), limit);
                prop_assert!(page.calls.len() <= limit);
                prop_assert!(page.next.is_none() || !page.calls.is_empty());
                listed.extend(page.calls);
                after = page.next;
                if after.is_none() {
                    break;
                }
                if newer.next() == Some(&true) {
                    all.push(call(CallKind::Video, 5000 + all.len(), Some(100)));
                }
            }
            let starts: Vec<_> = listed.iter().map(|call| call.start).collect();
            prop_assert!(starts.is_sorted_by(|a, b| a >= b), "{starts:?}");
            let mut ids: Vec<CallId> = listed.iter().map(|call| call.id).collect();
            let mut wanted: Vec<CallId> = old.iter().map(|call| call.id).collect();
            ids.sort();
            wanted.sort();
            prop_assert_eq!(ids, wanted);
        }
    }

    #[test]
    fn the_same_answer_again_comes_to_an_end() {
        let same = || Batch { calls: [call(CallKind::Video, 1, Some(9))].into(), more: true };
        let first = Page::merged(same(), Batch::default(), None, 1);
        let cursor = Cursor { before: Some(Timestamp::from_second(5).unwrap()), seen: Vec::new() };
        assert_eq!(first.calls.len(), 1);
        let again = Page::merged(same(), Batch::default(), Some(&cursor), 1);
        assert!(again.calls.is_empty() && again.next.is_none());
    }
}
