//! The file of a database, before it is one.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long another session may take to open the same database.
const PATIENCE: Duration = Duration::from_secs(5);
/// What `SQLite` puts beside a database in WAL mode.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// Makes the folder and an empty file, where they are missing, and shuts both to everybody else.
/// `SQLite` gives its other files the mode of this one.
pub(super) fn prepare(path: &Path) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
        shut(dir, 0o700)?;
    }
    // An existing file is not opened here: closing it again would drop the locks that SQLite
    // holds on it in this process.
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    BESIDE.iter().try_for_each(|end| match shut(&with(path, end), 0o600) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    })
}

fn shut(path: &Path, mode: u32) -> io::Result<()> {
    let others = fs::metadata(path)?.permissions().mode() & 0o077;
    if others > 0 { fs::set_permissions(path, Permissions::from_mode(mode)) } else { Ok(()) }
}

/// Waits until no other session opens the database; until the lock is dropped, none will.
pub(super) fn lock(path: &Path) -> io::Result<File> {
    let path = with(path, ".lock");
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(fs::TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// The folder that a database is or will be in, made where it is missing; none for a bare name.
pub(super) fn folder(path: &Path) -> io::Result<Option<PathBuf>> {
    let Some(dir) = path.parent() else { return Ok(None) };
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    Ok(Some(dir.to_owned()))
}

/// Writes to the file that [`lock`] locks, for others to hear of.
pub(super) fn touch(path: &Path) -> io::Result<()> {
    let lock = with(path, ".lock");
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(lock)?;
    file.write_all(b"\n")
}

/// Moves the database aside, and what `SQLite` put beside it; says where to.
pub(super) fn aside(path: &Path) -> io::Result<PathBuf> {
    let free = (1..u32::MAX).map(|n| with(path, &format!(".damaged-{n}"))).find(|to| !to.exists());
    let to = free.unwrap_or_else(|| with(path, ".damaged"));
    for end in BESIDE {
        match fs::rename(with(path, end), with(&to, end)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(to)
}

/// The bytes that the database and what is beside it take.
pub(super) fn size(path: &Path) -> u64 {
    let sizes = BESIDE.iter().filter_map(|end| fs::metadata(with(path, end)).ok());
    sizes.map(|metadata| metadata.len()).sum()
}

/// Deletes what [`aside`] left; says how many bytes it was.
pub(super) fn delete_damaged(path: &Path) -> io::Result<u64> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else { return Ok(0) };
    let mut start = name.to_os_string();
    start.push(".damaged-");
    let mut freed = 0;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(start.as_encoded_bytes()) {
            freed += entry.metadata()?.len();
            fs::remove_file(entry.path())?;
        }
    }
    Ok(freed)
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}
