//! Notes in real processes: killed while somebody types, and in the user's own editor.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use earmark::call::FiledNotes;
use earmark::store::Journal;
use tempfile::TempDir;

use super::pty::Pty;

const CALL: &str = r#"{"momentInsights":[{"category":"Question","insightTypeId":"q","keyword":"Question",
    "momentTimes":[{"momentOffset":3,"entries":["Shall we?"]},{"momentOffset":9,"entries":["When?"]}]}]}"#;

/// A saved call, and a home for notes about it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("call.json"), CALL).unwrap();
        Self(dir)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn open(&self, vars: &[(&str, &str)]) -> Pty {
        let home = self.path().to_str().unwrap();
        let call = self.path().join("call.json");
        let mut all = vec![("HOME", home), ("EARMARK_AUTHOR", "Ada Rep")];
        all.extend_from_slice(vars);
        let mut pty = Pty::start(&[call.to_str().unwrap()], &all);
        pty.until("1/2  0:03.0 Question");
        pty
    }

    /// What is kept, read by another process than the one that wrote it.
    fn kept(&self) -> FiledNotes {
        let journal = Journal::at(self.path().join(".local/share/earmark/journal.db"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(journal.all_notes()).unwrap()
    }

    fn text(&self) -> String {
        let kept = self.kept();
        let mut texts = kept.values().flat_map(earmark::call::Notes::iter).map(|note| &*note.text);
        let text = texts.next().unwrap_or_default().to_owned();
        assert_eq!(texts.next(), None, "one note");
        text
    }
}

/// Opens a note; one that is asked for before the notes have been read opens then.
fn open_note(pty: &mut Pty) {
    pty.press("a");
    pty.until("Note on Question");
}

#[test]
fn killed_while_somebody_types_it_has_kept_what_was_typed_before() {
    let home = Home::new();
    let mut typed = String::new();
    for round in 0..3 {
        let mut pty = home.open(&[]);
        open_note(&mut pty);
        let before = home.text();
        assert!(typed.starts_with(&before), "{typed:?} {before:?}");
        typed = before.clone();
        // Without a rest: what is kept is kept while the typing goes on.
        let start = Instant::now();
        let seen = loop {
            typed.push('x');
            pty.press("x");
            std::thread::sleep(Duration::from_millis(15));
            if typed.len().is_multiple_of(16) {
                let kept = home.text();
                if kept.len() > before.len() + 8 * (round + 1) {
                    break kept;
                }
            }
            assert!(start.elapsed() < Duration::from_secs(20), "nothing is kept");
        };
        pty.signal("KILL");
        drop(pty);
        let kept = home.text();
        assert!(kept.starts_with(&seen) && typed.starts_with(&kept), "{typed} {seen} {kept}");
    }
}

#[test]
fn a_note_is_written_on_in_the_users_own_editor() {
    let home = Home::new();
    let script = home.path().join("editor.sh");
    fs::write(
        &script,
        "#!/bin/sh\necho 'the editor is here'\nread answer\necho \"$answer\" >> \"$1\"\n",
    )
    .unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let mut pty = home.open(&[("VISUAL", script.to_str().unwrap())]);
    open_note(&mut pty);
    pty.press("begun here");
    pty.until("Ctrl-O your editor");
    pty.press("\x0f");
    pty.until("the editor is here");
    assert!(pty.is_cooked(), "the terminal is the editor's");
    pty.press("and ended there\n");
    pty.until("and ended there");
    pty.until("Note on Question");
    assert!(!pty.is_cooked());
    pty.press("!\x1b");
    pty.until("¶ Ada Rep");
    pty.press("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(home.text(), "begun here\nand ended there!");
}

#[test]
fn without_an_editor_the_key_says_so() {
    let home = Home::new();
    let mut pty = home.open(&[]);
    open_note(&mut pty);
    pty.press("\x0f");
    pty.until("set VISUAL or EDITOR");
    pty.press("\x1b");
    // A key that follows at once would make it Alt and that key.
    pty.until_gone("Note on");
    pty.press("q");
    assert_eq!(pty.exit_code(), 0);
    assert!(home.kept().is_empty(), "nothing was written");
}
