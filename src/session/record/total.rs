//! How much the recordings of a folder take.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The most that they may take together, in bytes: who visits is not to fill the disk.
pub(super) const MOST: u64 = 4 << 30;
/// What a file takes beside its bytes, so that many small ones count too.
const FILE: u64 = 4 << 10;
/// How long a folder that fills is not looked through again.
const PAUSE: Duration = Duration::from_mins(1);

/// Bytes of recordings: what was there, and what has been written since.
#[derive(Debug)]
pub(super) struct Total {
    folder: PathBuf,
    bytes: AtomicU64,
    most: u64,
    /// When a full folder was last looked through.
    counted: Mutex<Option<Instant>>,
}

impl Total {
    /// Looks through the folder.
    pub(super) fn of(folder: &Path, most: u64) -> io::Result<Self> {
        let bytes = AtomicU64::new(sum(folder)?);
        Ok(Self { folder: folder.to_owned(), bytes, most, counted: Mutex::default() })
    }

    /// Whether there is room for one more recording, which is taken then. Where there is none, the
    /// next may find some: recordings are moved away by others than this program.
    pub(super) fn begin(self: &Arc<Self>) -> bool {
        let fits = self.add(FILE);
        if self.bytes.load(Ordering::Relaxed) > self.most / 2 {
            self.count_aside();
        }
        fits
    }

    /// Whether there is room for so many bytes more, which is taken then. It may look through the
    /// folder for that.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.add(bytes) || (self.is_due() && self.count() && self.add(bytes))
    }

    fn add(&self, more: u64) -> bool {
        let sum = |bytes: u64| bytes.checked_add(more).filter(|sum| *sum <= self.most);
        self.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, sum).is_ok()
    }

    /// Whether the folder was not looked through for a while. Whoever is told so looks.
    fn is_due(&self) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = counted.is_none_or(|at| at.elapsed() >= PAUSE);
        if is_due {
            *counted = Some(Instant::now());
        }
        is_due
    }

    /// Looks through the folder again: recordings may have been moved away.
    fn count(&self) -> bool {
        let counted = sum(&self.folder).map(|bytes| self.bytes.store(bytes, Ordering::Relaxed));
        counted.is_ok()
    }

    /// The same in a thread of its own: no session waits for a folder of many files.
    fn count_aside(self: &Arc<Self>) {
        if self.is_due() {
            let total = Arc::clone(self);
            // A thread that cannot be had leaves it as it is known.
            let _ =
                thread::Builder::new().name("recordings".to_owned()).spawn(move || total.count());
        }
    }
}

fn sum(folder: &Path) -> io::Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|end| end == "cast") {
            // One that has just been moved away takes nothing.
            sum += entry.metadata().map_or(0, |file| file.len() + FILE);
        }
    }
    Ok(sum)
}
