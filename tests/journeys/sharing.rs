//! Handing on: what reaches a clipboard, a folder, and whoever reads lines.

use std::fs;
use std::future::pending;
use std::io;
use std::process::Command;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use earmark::call::Notes;
use earmark::session::{Output, Printer, Prompt, Source, Stop, Tasks, plain};
use earmark::store::Journal;
use earmark::tui::{App, Depth, GlyphSet, Ground, PAPER, Sharing, Theme};
use futures::stream;

use super::world::{World, demo_calls, demo_org};

/// The text that was sent to the clipboard.
pub(crate) async fn clipboard(world: &mut World) -> String {
    for _ in 0..50 {
        if let Some(Output::Copy(bytes)) = world.next_output().await {
            let text = String::from_utf8(bytes).unwrap();
            let base64 = text.strip_prefix("\u{1b}]52;c;").unwrap().strip_suffix('\u{7}').unwrap();
            return String::from_utf8(STANDARD.decode(base64).unwrap()).unwrap();
        }
    }
    panic!("nothing was copied:\n{}", world.screen());
}

#[tokio::test]
async fn a_link_that_was_copied_opens_the_call_there() {
    let mut world = World::demo(demo_calls(), 120, 40).await;
    world.until(&["1/16", "Morven"]).await;
    world.press("]]yl");
    let link = clipboard(&mut world).await;
    world.until(&["Copied the link, "]).await;
    let at: f64 = link.rsplit_once("t=").unwrap().1.parse().unwrap();
    let opened = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .args(["--plain", "demo", &link])
        .env_clear()
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(opened.stdout).unwrap();
    assert!(told.contains("Corran Bay Oysters"), "{told}");
    let mut there = World::run(
        demo_org(&[]).await,
        App::new(
            demo_calls(),
            Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode),
            ratatui::layout::Size::new(120, 40),
        )
        .opening(demo_calls().remove(0), earmark::call::Offset::from_seconds(at)),
    );
    there.until(&["3/16"]).await;
}

/// A session whose exports become files in a folder.
async fn exporting() -> (tempfile::TempDir, World) {
    let dir = tempfile::tempdir().unwrap();
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::new(demo_calls(), theme, ratatui::layout::Size::new(120, 40))
        .sharing(Sharing { files: true, ..Sharing::default() });
    let tasks = Tasks::new(demo_org(&[]).await).exporting_to(dir.path().to_owned());
    let mut world = World::with(tasks, app);
    world.until(&["1/16", "Morven"]).await;
    (dir, world)
}

#[tokio::test]
async fn a_list_of_tasks_becomes_a_file() {
    let (dir, mut world) = exporting().await;
    // Two of them: the others stay out of it.
    world.press("D jj w");
    world.until_said(&["Written: ", " tasks 2026-11-20.md"]).await;
    let name = "Corran Bay Oysters renewal and the island hatchery tasks 2026-11-20.md";
    let list = fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!(list.lines().count(), 2, "{list}");
}

#[tokio::test]
async fn an_export_becomes_a_file_and_a_second_one_another() {
    let (dir, mut world) = exporting().await;
    world.press("em");
    world.until_said(&["Written: "]).await;
    world.press("]");
    world.until_gone(&["Written: "]).await;
    world.press("em");
    world.until_said(&["(2).md"]).await;
    let names: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|it| it.unwrap().path()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    for path in names {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains("\n## Next steps\n") && text.contains("\n## Moments\n"), "{text}");
    }
}

#[tokio::test]
async fn a_session_that_may_write_no_files_says_so() {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode);
    let app = App::new(demo_calls(), theme, ratatui::layout::Size::new(120, 40))
        .sharing(Sharing { files: true, ..Sharing::default() });
    let mut world = World::with(Tasks::new(demo_org(&[]).await), app);
    world.until(&["1/16", "Morven"]).await;
    world.press("ec");
    world.until_said(&["This session writes no files."]).await;
}

/// What was printed, one answer after the other.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<String>>>);

impl Printer for Paper {
    async fn print(&mut self, lines: Vec<String>, _: Prompt) -> io::Result<()> {
        self.0.lock().unwrap().push(lines.join("\n"));
        Ok(())
    }
}

/// What a session of lines answers to each line; first what it says by itself.
async fn answers(lines: &[&str]) -> Vec<String> {
    answers_of(demo_org(&[]).await, lines).await
}

async fn answers_of(source: Source, lines: &[&str]) -> Vec<String> {
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Ascii);
    let app = App::new(demo_calls(), theme, PAPER);
    let mut paper = Paper::default();
    let lines: Vec<_> = lines.iter().map(|line| Ok((*line).to_owned())).collect();
    let tasks = Tasks::new(source);
    plain(app, stream::iter(lines), pending(), &mut paper, tasks).await.unwrap();
    let printed = paper.0.lock().unwrap();
    let printed: Vec<_> = printed.iter().filter(|text| *text != "Loading.").cloned().collect();
    for text in &printed {
        assert!(!text.contains('\u{1b}'), "{text:?}");
        assert!(!text.chars().any(|c| ('\u{2500}'..='\u{259f}').contains(&c)), "{text}");
    }
    printed
}

#[tokio::test]
async fn hits_are_counted_and_told_where_they_are_no_moments() {
    let said = answers(&["/price", "/hub", "n", "/zebra"]).await;
    assert!(said[1].starts_with("Hit 1 of 1 of \"price\": Corran Bay has"), "{}", said[1]);
    assert!(said[2].starts_with("Hit ") && said[2].contains("\"hub\""), "{}", said[2]);
    assert_ne!(said[2], said[3]);
    assert_eq!(said[4].lines().next(), Some("Nothing has \"zebra\"."));
}

#[tokio::test]
async fn a_call_is_told_in_numbered_lines_and_walked_by_the_same_keys() {
    let said = answers(&[
        "]",
        "3",
        "cq",
        ":1:23",
        "next-same-speaker",
        "",
        "more",
        "entries",
        "fq",
        "Esc",
        "F",
        "i",
        "Esc",
        "what is this",
        "redact",
        "?",
    ])
    .await;
    let first = &said[0];
    for part in
        ["Corran Bay Oysters", "Summary", "Insights", "Question: 7 moments, cq goes", "1. 0:"]
    {
        assert!(first.contains(part), "{part}\n{first}");
    }
    assert!(said[1].starts_with("2 of 16. "), "{}", said[1]);
    assert!(said[2].starts_with("3 of 16. "), "{}", said[2]);
    assert!(said[3].contains(", Question, "), "{}", said[3]);
    assert!(said[4].contains("1:2"), "{}", said[4]);
    assert!(said[5].contains(" of 16. "), "{}", said[5]);
    assert_eq!(said[6], said[5], "an empty line says it again");
    assert!(said[8].starts_with("\nTranscript"), "{}", said[8]);
    assert!(
        said[9].contains("Filter") && said[9].contains("The filter shows 7 of 16"),
        "{}",
        said[9]
    );
    assert!(said[11].contains("No filter"), "{}", said[11]);
    assert!(said[12].contains("Talk ratio"), "{}", said[12]);
    assert!(said[14].contains("is no word, action or key"), "{}", said[14]);
    assert!(said[15].contains("Redacted") && said[15].contains("Speaker"), "{}", said[15]);
    assert!(said[16].contains("next-moment"), "{}", said[16]);
}

#[tokio::test]
async fn calls_are_chosen_by_number_and_left_again() {
    let said = answers(&["all", "Ctrl-N", "q", "q", "never"]).await;
    assert!(said[1].contains("Corran Bay"), "{}", said[1]);
    assert!(said[2].contains("Summary") && !said[2].contains("Corran Bay"), "{}", said[2]);
    assert!(said.len() <= 4, "{said:?}");
}

#[tokio::test]
async fn a_note_that_the_last_line_left_open_is_kept() {
    let journal = Journal::in_memory();
    let source = demo_org(&[]).await.with_journal(Some(journal.clone())).by("Ada");
    answers_of(source, &["a", "Ask about terms"]).await;
    let all = journal.all_notes().await.unwrap();
    let texts: Vec<_> = all.values().flat_map(Notes::iter).map(|it| it.text.as_str()).collect();
    assert_eq!(texts, ["Ask about terms"]);
}

#[tokio::test]
async fn an_interrupt_ends_lines_that_wait_for_an_org_that_does_not_answer() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let instance = format!("http://{}", listener.local_addr().unwrap());
    let instance = earmark::org::Instance::parse(&instance).unwrap();
    let client = earmark::org::Client::new(
        instance,
        earmark::org::ApiVersion::default(),
        "a-token".to_owned().into(),
    );
    let theme = Theme::new(Ground::Dark, Depth::None, GlyphSet::Ascii);
    let app = App::new(demo_calls(), theme, PAPER);
    let tasks = Tasks::new(Source::org(client.unwrap()));
    let mut paper = Paper::default();
    let waits = paper.clone();
    let interrupted = async {
        while waits.0.lock().unwrap().is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        Stop::Signal(2)
    };
    let lines = stream::pending();
    let ended = plain(app, lines, interrupted, &mut paper, tasks).await.unwrap();
    assert_eq!(ended.stop, Stop::Signal(2));
    assert_eq!(*paper.0.lock().unwrap(), ["Loading."]);
}
