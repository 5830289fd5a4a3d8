//! Recordings of sessions, to be played again.
//!
//! What a recording shows is painted for it anew, so it misses nothing that matters when the disk
//! cannot follow: the next frame that finds room is a whole one. A thread of its own writes it,
//! and no session ever waits for that.

mod cast;
mod total;
mod writer;

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use self::cast::Event;
use self::total::{MOST, Total};
use self::writer::write;
use super::frame::{ENTER, Painter};

/// A folder of recordings, which take 4 GiB at most: a session beyond that is not recorded.
#[derive(Debug, Clone)]
pub struct Recordings {
    folder: PathBuf,
    total: Arc<Total>,
}

/// A session as it is being recorded. Dropping it ends the recording.
#[derive(Debug)]
pub struct Recording {
    painter: Painter,
    size: Size,
    began: Instant,
    queue: SyncSender<(Duration, Event)>,
    status: Arc<AtomicU8>,
    /// Since when what is painted finds no room.
    behind: Option<Instant>,
    stopped: bool,
}

/// Frames that wait to be written.
const WAITING: usize = 32;
/// How long a disk that cannot follow is left alone.
const PAUSE: Duration = Duration::from_secs(1);
/// Memory of a thread that does little.
const STACK: usize = 128 * 1024;
/// The exit status of a session that ended without one.
const BROKEN_OFF: u8 = 1;

impl Recordings {
    /// The recordings of a folder, which is made for its owner alone where it is missing.
    ///
    /// # Errors
    ///
    /// When it is missing and cannot be made, or cannot be looked through.
    pub fn folder(folder: PathBuf) -> io::Result<Self> {
        Self::up_to(MOST, folder)
    }

    fn up_to(most: u64, folder: PathBuf) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let total = Arc::new(Total::of(&folder, most)?);
        Ok(Self { folder, total })
    }

    /// Starts a recording of a screen of that size, in a file that only its owner can read. Its
    /// name says when that was, and nothing of whose session it is.
    ///
    /// # Errors
    ///
    /// When the file cannot be made, or there is no room for it.
    pub fn start(&self, size: Size) -> io::Result<Recording> {
        if !self.total.begin() {
            let full = "the folder has as many recordings as it may; move some of them away";
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, full));
        }
        let now = Timestamp::now();
        let mut random = [0; 4];
        getrandom::fill(&mut random).map_err(io::Error::other)?;
        let name =
            format!("{}-{:08x}.cast", now.strftime("%Y%m%dT%H%M%SZ"), u32::from_ne_bytes(random));
        let path = self.folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        let total = Arc::clone(&self.total);
        Recording::to(file, size, now, move |bytes| total.take(bytes))
    }
}

impl Recording {
    fn to(
        to: impl Write + Send + 'static,
        size: Size,
        now: Timestamp,
        has_room: impl Fn(usize) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let (queue, events) = sync_channel(WAITING);
        let status = Arc::new(AtomicU8::new(BROKEN_OFF));
        let (began, ended) = (Instant::now(), Arc::clone(&status));
        let header = cast::header(size, now);
        thread::Builder::new().name("recording".to_owned()).stack_size(STACK).spawn(move || {
            let ended = || (began.elapsed(), ended.load(Ordering::Relaxed));
            if let Err(error) = write(to, &header, &events, has_room, ended) {
                tracing::warn!(error = %error, "a recording stopped");
            }
        })?;
        let mut recording = Self {
            painter: Painter::new(size),
            size,
            began,
            queue,
            status,
            behind: None,
            stopped: false,
        };
        recording.send(Event::Output(ENTER.to_vec()));
        Ok(recording)
    }

    /// Records what a screen of that size shows now.
    pub(super) fn paint(&mut self, size: Size, draw: impl FnOnce(&mut Buffer) -> Option<Position>) {
        let is_waiting = self.behind.is_some_and(|since| since.elapsed() < PAUSE);
        if self.stopped || is_waiting {
            return;
        }
        if size != self.size {
            if !self.send(Event::Resized(size)) {
                return;
            }
            self.size = size;
            self.painter.forget(size);
        }
        let frame = self.painter.paint(draw);
        if !frame.is_empty() && !self.send(Event::Output(frame)) {
            self.painter.forget(size);
        }
    }

    /// Ends the recording, with the status of the session.
    pub(super) fn finish(self, status: u8) {
        self.status.store(status, Ordering::Relaxed);
    }

    /// Says whether there was room.
    fn send(&mut self, event: Event) -> bool {
        match self.queue.try_send((self.began.elapsed(), event)) {
            Ok(()) => {
                self.behind = None;
                return true;
            }
            Err(TrySendError::Full(_)) => self.behind = Some(Instant::now()),
            Err(TrySendError::Disconnected(_)) => self.stopped = true,
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    /// A disk that takes a byte only when it is told to.
    struct Stuck(Receiver<()>);

    impl Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.0.recv() {
                Ok(()) => Ok(bytes.len()),
                Err(_) => Err(io::ErrorKind::StorageFull.into()),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    const SIZE: Size = Size::new(20, 4);

    fn show(recording: &mut Recording, text: &str) {
        recording.paint(SIZE, |buffer| {
            buffer.set_string(0, 0, text, ratatui::style::Style::new());
            None
        });
    }

    fn show_until_stopped(recording: &mut Recording) {
        let start = Instant::now();
        let mut n = 0;
        while !recording.stopped && start.elapsed() < Duration::from_secs(20) {
            n += 1;
            show(recording, &n.to_string());
            thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_disk_that_cannot_follow_costs_no_session_time_or_memory() {
        let (tell, told) = channel();
        let mut recording =
            Recording::to(Stuck(told), SIZE, Timestamp::UNIX_EPOCH, |_| true).unwrap();
        let start = Instant::now();
        for n in 0..10_000 {
            show(&mut recording, &n.to_string());
        }
        assert!(recording.behind.is_some());
        assert!(start.elapsed() < Duration::from_secs(5));
        drop(tell);
    }

    #[test]
    fn a_full_disk_ends_the_recording_alone() {
        let (tell, told) = channel();
        drop(tell);
        let mut recording =
            Recording::to(Stuck(told), SIZE, Timestamp::UNIX_EPOCH, |_| true).unwrap();
        show_until_stopped(&mut recording);
        assert!(recording.stopped);
        show(&mut recording, "goes on");
        recording.finish(0);
    }

    #[test]
    fn a_folder_takes_so_much_and_more_once_some_is_moved_away() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("recordings");
        let bytes = || -> u64 {
            let files = std::fs::read_dir(&folder).unwrap();
            files.map(|file| file.unwrap().metadata().unwrap().len()).sum()
        };
        // Room for a file and what is written into it.
        let most = 20 << 10;
        let recordings = Recordings::up_to(most, folder.clone()).unwrap();
        let mut recording = recordings.start(SIZE).unwrap();
        let start = Instant::now();
        show_until_stopped(&mut recording);
        assert!(recording.stopped, "{} bytes", bytes());
        let written = bytes();
        assert!((10 << 10..=most).contains(&written), "{written}");
        assert_eq!(recordings.start(SIZE).unwrap_err().kind(), io::ErrorKind::QuotaExceeded);
        // Another host of the same folder knows what is there.
        assert!(Recordings::up_to(most, folder.clone()).unwrap().start(SIZE).is_err());
        let again = Recordings::up_to(most, folder.clone()).unwrap();
        for file in std::fs::read_dir(&folder).unwrap() {
            std::fs::remove_file(file.unwrap().path()).unwrap();
        }
        while again.start(SIZE).is_err() {
            assert!(start.elapsed() < Duration::from_secs(40), "it is looked through again");
            thread::sleep(Duration::from_millis(10));
        }
    }
}
