//! The user's own editor, on the terminal that a session gives up meanwhile.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;
use std::process::ExitStatus;

use tokio::process::Command;
use tokio::sync::{mpsc, oneshot};

use crate::call::{Problem, ProblemKind};

/// A text to be edited, and where to send what becomes of it.
pub(super) type Request = (String, oneshot::Sender<Result<String, Problem>>);

/// Edits one text after another until nobody asks any more. Dropping it ends the editor.
pub(super) async fn edit_all(command: Option<String>, mut requests: mpsc::Receiver<Request>) {
    while let Some((text, done)) = requests.recv().await {
        let edited = match &command {
            Some(command) => edit(command, &text).await,
            None => Err(failed("No editor is set", "Set VISUAL or EDITOR.")),
        };
        let _ = done.send(edited);
    }
}

async fn edit(command: &str, text: &str) -> Result<String, Problem> {
    let unwritable = |error: io::Error| {
        let what = format!("The note could not be given to the editor: {error}");
        failed(&what, "Check the disk's space and the folder for temporary files.")
    };
    let draft = Draft::new(text).map_err(unwritable)?;
    // As git does: the command may have arguments of its own.
    let status = Command::new("sh")
        .args(["-c", &format!("{command} \"$@\""), command])
        .arg(draft.file())
        .kill_on_drop(true)
        .status()
        .await;
    match status {
        Ok(status) if status.success() => draft.read().map_err(unwritable),
        Ok(status) => Err(ended_badly(status)),
        Err(error) => {
            let what = format!("The editor could not be started: {error}");
            Err(failed(&what, "Check VISUAL and EDITOR; the note is as it was."))
        }
    }
}

fn ended_badly(status: ExitStatus) -> Problem {
    let what = format!("The editor was not left in order ({status})");
    failed(&what, "The note is as it was; check VISUAL and EDITOR if that was not you.")
}

fn failed(what: &str, next: &str) -> Problem {
    Problem::new(ProblemKind::Failed, &format!("{what}."), next)
}

/// A text in a file of its own that nobody else can read, gone when this is dropped.
struct Draft {
    folder: PathBuf,
}

/// The most that is read back, in bytes: more than any note has.
const LARGEST: u64 = 1 << 20;

impl Draft {
    fn new(text: &str) -> io::Result<Self> {
        let name = format!("earmark-{:016x}", getrandom::u64().map_err(io::Error::other)?);
        let folder = temporary().join(name);
        // Fails where there is one already, so nobody can have put anything there.
        DirBuilder::new().mode(0o700).create(&folder)?;
        let draft = Self { folder };
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft.file())?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        Ok(draft)
    }

    fn file(&self) -> PathBuf {
        self.folder.join("note.md")
    }

    fn read(&self) -> io::Result<String> {
        let mut bytes = Vec::new();
        File::open(self.file())?.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // With what the editor put beside it.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of this user's session where there is one: it is in memory.
fn temporary() -> PathBuf {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    runtime.filter(|path| path.is_absolute() && path.is_dir()).unwrap_or_else(std::env::temp_dir)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn a_text_is_edited_in_a_private_file_that_is_gone_afterwards() {
        let dir = tempfile::tempdir().unwrap();
        let told = dir.path().join("told");
        let script = dir.path().join("my editor");
        let text = format!(
            "#!/bin/sh\nstat -c %a \"$2\" \"$(dirname \"$2\")\" > '{0}'\necho \"$2\" >> '{0}'\necho \"$1\" >> \"$2\"\n",
            told.display()
        );
        fs::write(&script, text).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
        let command = format!("'{}' --wait", script.display());
        assert_eq!(edit(&command, "one\ntwo").await.unwrap(), "one\ntwo\n--wait\n");
        let told = fs::read_to_string(told).unwrap();
        let [file_mode, folder_mode, file] = told.lines().collect::<Vec<_>>()[..] else {
            panic!("{told}")
        };
        assert_eq!((file_mode, folder_mode), ("600", "700"));
        assert!(!Path::new(file).exists() && !Path::new(file).parent().unwrap().exists());
    }

    #[tokio::test]
    async fn an_editor_that_fails_or_is_not_there_is_a_sentence() {
        for command in ["false", "no-such-editor-anywhere"] {
            let problem = edit(command, "text").await.unwrap_err();
            assert!(problem.next.contains("The note is as it was"), "{problem}");
        }
        let draft = Draft::new("x").unwrap();
        assert_eq!((mode(&draft.folder), mode(&draft.file())), (0o700, 0o600));
        let folder = draft.folder.clone();
        drop(draft);
        assert!(!folder.exists());
    }
}
