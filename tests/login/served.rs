//! The whole way with the program's own service: in, staying in, and out.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::run::{Home, SigningIn, fetch};

const CORRAN: &str = "6qrWs000004Tb7KIAS";

/// `earmark serve` with the demo's calls, ended with the test.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(home: &Home) -> Self {
        let tokens = home.0.path().join("tokens");
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--token-file"];
        let mut command = home.earmark(&[&arguments[..], &[tokens.to_str().unwrap()]].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
        Self { child, url: url.trim_end_matches([',', '.', ';']).to_owned() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_service_signs_people_in_and_out() {
    let home = Home::new();
    let served = Served::start(&home);
    let arguments = ["login", "--login-url", &served.url, "--port", "0"];

    let login = SigningIn::start(home.earmark(&arguments));
    let page = fetch("GET", &login.way_back());
    assert!(page.contains("You are signed in"), "{page}");
    login.waited().printed(&["Signed in to 127.0.0.1:", " as "]);
    let first = home.kept_text();

    let mut login = SigningIn::start(home.earmark(&arguments));
    let back = login.way_back();
    login.paste(back.as_str());
    login.waited().printed(&["Signed in to 127.0.0.1:", " as "]);
    let second = home.kept_text();
    assert_ne!(first, second);

    // Each run asks for a token of its own.
    for _ in 0..2 {
        home.run(&["show", CORRAN]).printed(&["Corran Bay Oysters"]);
    }
    let status = home.run(&["status"]);
    for part in ["Signed in as ", "the browser, as the app PlatformCLI", "API requests"] {
        assert!(status.out.contains(part), "{} lacks {part}", status.out);
    }

    std::fs::write(home.kept(), &first).unwrap();
    let ended = home.run(&["show", CORRAN]);
    ended.failed(3, &["The org has ended this sign-in", "earmark login"]);
    std::fs::write(home.kept(), &second).unwrap();

    home.run(&["logout"]).printed(&["the org has ended the sign-in"]);
    std::fs::create_dir_all(home.kept().parent().unwrap()).unwrap();
    std::fs::write(home.kept(), &second).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(home.kept(), mode).unwrap();
    home.run(&["show", CORRAN]).failed(3, &["earmark login"]);
}
