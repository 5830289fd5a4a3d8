//! What must hold for any file where the notes should be.

use std::collections::BTreeSet;
use std::future::Future;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;
use std::{fs, thread};

use earmark::call::text::{Clean, clean_line};
use earmark::call::{
    Anchor, Applied, CallId, CallKey, Change, Corrections, Draft, MomentKey, Note, NoteId, Offset,
    Problem, Stamp, Tag, author_of,
};
use earmark::store::Journal;
use jiff::Timestamp;

/// Opens what the bytes stand for, reads all of it and writes to it.
pub(super) fn any_file(data: &[u8]) {
    let before = file_of(data);
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("journal.db");
    fs::write(&path, &before).expect("a file in it");
    block_on(async {
        let journal = Journal::at(path.clone());
        let opened = journal.all_notes().await;
        // SQLite takes a single byte for an empty file.
        let is_empty = before.len() < 2;
        match &opened {
            Ok(_) => assert!(is_empty || before.starts_with(b"SQLite format 3\0")),
            Err(problem) => told(problem),
        }
        if opened.is_err_and(|problem| problem.next.contains("left as it is")) {
            assert!(fs::read(&path).is_ok_and(|after| after == before), "it was changed");
            return;
        }
        for problem in use_of(&journal, is_empty).await {
            told(&problem);
        }
    });
}

/// The file that the bytes stand for: themselves; or a whole journal with pieces of it written
/// over, or cut short besides.
fn file_of(data: &[u8]) -> Vec<u8> {
    let Some((&kind, mut rest)) = data.split_first() else { return Vec::new() };
    if kind % 3 == 0 {
        return rest.to_vec();
    }
    let mut file = whole().to_vec();
    if let (2, &[high, low, ref others @ ..]) = (kind % 3, rest) {
        file.truncate(u16::from_be_bytes([high, low]).into());
        rest = others;
    }
    while let &[high, low, length, ref others @ ..] = rest {
        let piece = &others[..others.len().min(usize::from(length % 16) + 1)];
        let at = usize::from(u16::from_be_bytes([high, low])) % file.len().max(1);
        file.iter_mut().skip(at).zip(piece).for_each(|(byte, &other)| *byte = other);
        rest = &others[piece.len()..];
    }
    file
}

/// A journal with something in every table.
fn whole() -> &'static [u8] {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("journal.db");
        assert_eq!(block_on(use_of(&Journal::at(path.clone()), true)), []);
        closed(&path);
        fs::read(&path).expect("a journal")
    })
}

/// Waits until the log is gone, which the last connection takes into the file as it is closed.
fn closed(path: &Path) {
    let log = path.with_extension("db-wal");
    for _ in 0..10_000 {
        if !log.exists() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("the journal stays open");
}

/// Reads and writes all that there is; says what could not be.
async fn use_of(journal: &Journal, is_new: bool) -> Vec<Problem> {
    let id: CallId = "6qrWs000004Tb7KIAS".parse().expect("an id");
    let call = CallKey::record(id);
    let by = Stamp { author: author_of("Ada"), at: Timestamp::UNIX_EPOCH };
    let moment = MomentKey {
        at: Offset::from_centis(4_200),
        category: Clean::ours("pricing").boxed(),
        speaker: Clean::ours("005").boxed(),
        said: u64::MAX,
        twin: 1,
    };
    let mut problems = Vec::new();
    let anchors =
        [Anchor::Call, Anchor::At(Offset::from_centis(7)), Anchor::Moment(moment.clone())];
    for (nth, anchor) in (1..).zip(anchors) {
        let text = Note::text_of("What they said of the price.\nAsk again.");
        let (id, spare) = (NoteId::new(7, nth), NoteId::new(8, nth));
        let draft = Draft { id, anchor, text, base: 0, spare };
        let applied = journal.change(&call, &Change::Write(draft), &by).await;
        let read = journal.notes(&call).await;
        if let (true, Ok(Applied::Written(note)), Ok(notes)) = (is_new, &applied, &read) {
            assert_eq!(notes.note(id), Some(note));
        }
        problems.extend([applied.err(), read.err()].into_iter().flatten());
    }
    let with = BTreeSet::from_iter(Tag::read("price"));
    let tag = Change::Tag { moment: moment.clone(), with, without: BTreeSet::new() };
    let mut names = Corrections::default();
    names.rename(&clean_line("Speaker 1").boxed(), "Ada");
    names.merge(&clean_line("Speaker 2").boxed(), &clean_line("Speaker 1").boxed());
    problems.extend(journal.change(&call, &tag, &by).await.err());
    problems.extend(journal.change(&call, &Change::Judge { moment }, &by).await.err());
    problems.extend(journal.keep_names(id, &names).await.err());
    problems.extend(journal.keep_position(&call, "{\"at\": 4200}", by.at).await.err());
    problems.extend(journal.keep_reviewed(id, Some(by.at)).await.err());
    problems.extend(journal.names(id).await.err());
    problems.extend(journal.position(&call).await.err());
    problems.extend(journal.reviewed().await.err());
    problems.extend(journal.tags().await.err());
    problems.extend(journal.all_notes().await.err());
    problems
}

/// A sentence of what happened and one of what to do; and no panic was turned into one of them.
fn told(problem: &Problem) {
    assert!(problem.what.ends_with('.') && problem.next.ends_with('.'), "{problem}");
    assert!(super::is_plain(&problem.what) && super::is_plain(&problem.next), "{problem}");
    assert!(!problem.what.contains("crashed"), "{problem}");
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    // Nobody else has the file open, so nothing is waited for that long.
    let work = async { tokio::time::timeout(Duration::from_mins(1), work).await };
    runtime.block_on(work).expect("it comes to an end")
}
