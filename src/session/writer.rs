//! Changes to what is noted, kept one after another in the order they were made.
//!
//! A task that was replaced halfway could have written without having said so; what came next
//! would then look like somebody else's. So none of them is ended, and what was typed since waits
//! its turn, the newer text in place of the older.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;

use super::source::Source;
use super::tasks::caught;
use super::telling::News;
use crate::call::{Applied, Change, Note, NoteId};
use crate::tui::{CallRef, Msg};

/// Keeps changes.
#[derive(Debug, Default, Clone)]
pub(super) struct Writer {
    queue: Arc<Mutex<Queue>>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: VecDeque<(CallRef, Change)>,
    is_busy: bool,
    /// The revision of each note as it was written here last, of which the app may not have heard.
    written: HashMap<NoteId, u32>,
}

impl Writer {
    /// Keeps a change as soon as those before it are kept.
    pub(super) fn push(
        &self,
        call: CallRef,
        change: Change,
        source: &Source,
        done: &mpsc::Sender<News>,
    ) {
        let mut queue = self.queue();
        let id = note(&change);
        let is_older =
            |(of, older): &(CallRef, Change)| *of == call && id.is_some() && note(older) == id;
        match queue.waiting.iter().position(is_older) {
            Some(at) => queue.waiting[at] = (call, change),
            None => queue.waiting.push_back((call, change)),
        }
        if !std::mem::replace(&mut queue.is_busy, true) {
            let (writer, source, done) = (self.clone(), source.clone(), done.clone());
            tokio::spawn(async move { writer.work(&source, &done).await });
        }
    }

    /// Whether anything is not kept yet.
    pub(super) fn is_busy(&self) -> bool {
        self.queue().is_busy
    }

    async fn work(&self, source: &Source, done: &mpsc::Sender<News>) {
        while let Some((call, change)) = self.next() {
            let kept = caught(source.note(&call, &change)).await.unwrap_or_else(Err);
            if let Ok(Applied::Written(note) | Applied::Both { mine: note, .. }) = &kept {
                self.wrote(note);
            }
            let _ = done.send(News::Plain(Msg::Noted { call, kept: kept.map(Box::new) })).await;
        }
    }

    fn next(&self) -> Option<(CallRef, Change)> {
        let mut queue = self.queue();
        let Some((call, mut change)) = queue.waiting.pop_front() else {
            queue.is_busy = false;
            return None;
        };
        if let Change::Write(draft) = &mut change
            && let Some(&revision) = queue.written.get(&draft.id)
        {
            draft.base = draft.base.max(revision);
        }
        Some((call, change))
    }

    fn wrote(&self, note: &Note) {
        self.queue().written.insert(note.id, note.revision);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The note that a change writes.
fn note(change: &Change) -> Option<NoteId> {
    match change {
        Change::Write(draft) => Some(draft.id),
        Change::Restore { .. } | Change::Tag { .. } | Change::Judge { .. } => None,
    }
}

/// What comes at once is told once; and what is heard of is there to be read by then.
const TOGETHER: Duration = Duration::from_millis(40);

/// Since when a journal is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    Start,
    /// What was looked up so far is of another.
    Now,
}

/// Tells of what changes in the journal.
pub(super) async fn listen(source: &Source, since: Since, done: &mpsc::Sender<News>) {
    let Some(journal) = source.journal() else { return };
    match journal.changes().await {
        Ok(mut changes) => {
            if since == Since::Now {
                let _ = done.send(News::Plain(Msg::JournalChanged)).await;
            }
            while changes.changed().await.is_ok() {
                tokio::time::sleep(TOGETHER).await;
                changes.mark_unchanged();
                if done.send(News::Plain(Msg::JournalChanged)).await.is_err() {
                    return;
                }
            }
        }
        Err(problem) => _ = done.send(News::Remark(problem)).await,
    }
}
