//! README and manual tell the truth: picture, keys and help are made here and compared.
//!
//! After a change that is meant, `EARMARK_BLESS=1 cargo test --test readme` writes them anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod picture;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use earmark::org::{ApiVersion, Client, Instance};
use earmark::service::{Access, Library, Service, serve};
use earmark::tui::action::{Keymap, TABLE};
use earmark::tui::{
    Answer, App, CallRef, Depth, Effect, GlyphSet, Ground, Msg, Origin, Theme, What, view,
};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use tokio::net::TcpListener;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn readme() -> String {
    fs::read_to_string(root("README.md")).unwrap()
}

fn blessing() -> bool {
    std::env::var_os("EARMARK_BLESS").is_some()
}

/// What stands between two marks of the README; written there first when blessing.
fn section(mark: &str, wanted: &str) -> String {
    let text = readme();
    let (start, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {start}"));
    let (between, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no {end}"));
    if blessing() {
        fs::write(root("README.md"), format!("{before}{start}{wanted}{end}{after}")).unwrap();
        return wanted.to_owned();
    }
    between.to_owned()
}

#[test]
fn keys_help_and_picture_are_those_of_the_program() {
    let keymap = Keymap::default();
    let mut keys = String::from("| keys | what |\n|---|---|\n");
    for group in TABLE {
        let _ = writeln!(keys, "| | **{}** |", group.name);
        for row in group.rows {
            let text = keymap.keys_text(row).replace('|', "\\|");
            let text: Vec<String> = text.split(' ').map(|key| format!("`{key}`")).collect();
            let _ = writeln!(keys, "| {} | {} |", text.join(" "), row.help);
        }
    }
    assert_eq!(section("keys", &keys), keys);

    let help = Command::new(env!("CARGO_BIN_EXE_earmark"))
        .arg("-h")
        .env("COLUMNS", "100")
        .output()
        .unwrap();
    let help = format!("```text\n{}```\n", String::from_utf8(help.stdout).unwrap());
    assert_eq!(section("help", &help), help);

    let drawn = picture::svg(&demo_screen("]]]]"));
    let path = root("assets/screen.svg");
    if blessing() {
        fs::write(&path, &drawn).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == drawn,
        "assets/screen.svg is not the demo's screen"
    );
    assert!(readme().contains("](assets/screen.svg)"));
}

#[test]
fn its_two_commands_are_there_and_the_gate_runs_the_second() {
    assert!(readme().contains("\ncargo run --release -- demo\n"));
    assert!(readme().contains("\ncargo test\n"));
    assert!(fs::read_to_string(root(".ci/run")).unwrap().contains("\ncargo test\n"));
}

#[test]
fn the_environment_it_names_is_the_one_that_is_read() {
    for name in
        [earmark::config::INSTANCE_URL, earmark::config::ACCESS_TOKEN, earmark::config::API_VERSION]
    {
        assert!(readme().contains(name), "{name}");
    }
}

/// The demo's first call after some keys, fetched over HTTP from its own service.
fn demo_screen(keys: &str) -> Buffer {
    let size = Size::new(120, 36);
    let library = Library::demo().unwrap();
    let id = library.records().next().unwrap().id;
    let theme = Theme::new(Ground::Dark, Depth::True, GlyphSet::Unicode);
    let mut app = App::new(vec![CallRef::Record(id)], theme, size);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (access, token) = Access::random().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, Service::new(&library, access), std::future::pending()));
        let org =
            Client::new(Instance::parse(&url).unwrap(), ApiVersion::default(), token).unwrap();
        for effect in app.start() {
            let Effect::Load { ticket, what, .. } = effect else { continue };
            let answer = match what {
                What::Conversation => {
                    Answer::Conversation(Ok(Box::new(org.conversation(id).await.unwrap())))
                }
                What::Transcript => {
                    Answer::Transcript(Ok(Box::new(org.transcript(id).await.unwrap())))
                }
                What::Names | What::Notes | What::Standpoint => continue,
                What::Record => Answer::Record(Ok(Box::new(org.record(id).await.unwrap()))),
            };
            app.update(Msg::Loaded { ticket, answer, origin: Origin::Fresh });
        }
    });
    for key in keys.chars() {
        let code = crossterm::event::KeyCode::Char(key);
        app.update(Msg::Pressed(crossterm::event::KeyEvent::from(code)));
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    let _ = view(&app, &mut buffer);
    buffer
}
