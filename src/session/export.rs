//! An export as a file.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::call::text::{Clean, clean_line};
use crate::call::{Problem, ProblemKind};

/// Files of one name that are told apart by a number.
const MOST: u32 = 99;

/// Writes a new file into a folder and says where; one that is there already stays, and the new
/// one has a number: `renewal (2).md`.
pub(super) fn write_new(folder: &Path, name: &str, text: &str) -> Result<Clean, Problem> {
    let written = numbered(name).find_map(|name| match create(&folder.join(name), text) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
        done => Some(done),
    });
    match written {
        Some(Ok(path)) => Ok(clean_line(&path.to_string_lossy()).boxed()),
        Some(Err(error)) => Err(problem(folder, &error.to_string())),
        None => Err(problem(folder, &format!("it has {MOST} files of this name"))),
    }
}

fn numbered(name: &str) -> impl Iterator<Item = String> + '_ {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "txt"));
    let next = (2..=MOST).map(move |n| format!("{stem} ({n}).{extension}"));
    std::iter::once(name.to_owned()).chain(next)
}

fn create(path: &Path, text: &str) -> io::Result<PathBuf> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Err(error) = file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        // Half an export would be taken for a whole one.
        let _ = fs::remove_file(path);
        return Err(error);
    }
    Ok(path.to_owned())
}

fn problem(folder: &Path, why: &str) -> Problem {
    let what = format!("The export could not be written into {}: {why}.", folder.display());
    let next = "Start earmark in a folder that you may write to, or print with `earmark show`.";
    Problem::new(ProblemKind::Failed, &what, next)
}

/// In a session that may write no files.
pub(super) fn no_files() -> Problem {
    let next = "Copy a part of the call instead.";
    Problem::new(ProblemKind::Failed, "This session writes no files.", next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_stays() {
        let dir = tempfile::tempdir().unwrap();
        let write = |text| write_new(dir.path(), "a call.md", text).unwrap().to_string();
        assert!(write("one").ends_with("/a call.md"));
        assert!(write("two").ends_with("/a call (2).md"));
        assert_eq!(fs::read_to_string(dir.path().join("a call.md")).unwrap(), "one");
        assert_eq!(fs::read_to_string(dir.path().join("a call (2).md")).unwrap(), "two");
    }

    #[test]
    fn a_link_is_not_followed_and_a_folder_that_is_not_there_is_said() {
        let dir = tempfile::tempdir().unwrap();
        let aim = dir.path().join("aim");
        std::os::unix::fs::symlink(&aim, dir.path().join("x.md")).unwrap();
        write_new(dir.path(), "x.md", "text").unwrap();
        assert!(!aim.exists());
        let problem = write_new(&dir.path().join("gone"), "x.md", "text").unwrap_err();
        assert!(problem.what.contains("gone") && problem.next.contains("earmark show"));
    }
}
