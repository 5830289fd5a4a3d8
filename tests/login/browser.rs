//! In a browser: back by itself, or pasted.

use std::net::TcpListener;

use crate::org::{CALL, Org};
use crate::run::{Home, SigningIn, fetch};

fn signing_in(home: &Home, org: &Org, more: &[&str]) -> SigningIn {
    let mut arguments = vec!["login", "--login-url", &org.url, "--port", "0"];
    arguments.extend(more);
    SigningIn::start(home.earmark(&arguments))
}

#[test]
fn the_browser_comes_back_and_only_the_answer_counts() {
    let (org, home) = (Org::start(), Home::new());
    let login = signing_in(&home, &org, &["--client-id", "our-app"]);
    assert!(login.url.query().unwrap().contains("client_id=our-app"));
    let back = login.way_back();
    let at = |path: &str| back.join(path).unwrap();
    assert!(fetch("GET", &at("/favicon.ico")).starts_with("HTTP/1.1 404"));
    assert!(fetch("GET", &at("/")).starts_with("HTTP/1.1 404"));
    assert!(fetch("POST", &at("/OauthRedirect")).starts_with("HTTP/1.1 405"));
    let preflight = fetch("OPTIONS", &back);
    assert!(preflight.contains("Access-Control-Allow-Private-Network: true"), "{preflight}");
    for stranger in ["/OauthRedirect?code=evil&state=guess", "/OauthRedirect?code=evil"] {
        let page = fetch("GET", &at(stranger));
        assert!(page.starts_with("HTTP/1.1 400") && page.contains("another sign-in"), "{page}");
    }
    // Browsers open connections that they do not use.
    let idle = std::net::TcpStream::connect(("127.0.0.1", back.port().unwrap())).unwrap();

    let page = fetch("GET", &back);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("You are signed in"), "{page}");
    assert!(page.contains("Content-Security-Policy: default-src 'none'"));
    drop(idle);
    let ran = login.waited();
    ran.printed(&[
        "Signed in to 127.0.0.1:",
        " as Ada Marchetti (ada@example.com)",
        "only you can read",
    ]);
    assert!(home.kept_text().contains(&org.behaviour().refresh));

    home.run(&["show", CALL]).printed(&["They agreed."]);
    let again = home.run(&["status"]);
    again.printed(&["Ada Marchetti", "the browser, as the app our-app"]);
}

#[test]
fn the_address_can_be_pasted_and_what_is_none_is_remarked_on() {
    let (org, home) = (Org::start(), Home::new());
    let mut login = signing_in(&home, &org, &[]);
    assert!(login.url.query().unwrap().contains("client_id=PlatformCLI"));
    let back = login.way_back();
    login.paste("");
    login.paste("what?");
    login.paste("http://localhost:1717/OauthRedirect?code=x&state=y");
    login.paste(back.as_str());
    let ran = login.waited();
    ran.printed(&["Signed in"]);
    for part in ["no code in it. Copy", "answer to another sign-in"] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}

#[test]
fn a_port_that_is_taken_leaves_pasting() {
    let (org, home) = (Org::start(), Home::new());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let arguments = ["login", "--login-url", &org.url, "--port", &port];
    let mut login = SigningIn::start(home.earmark(&arguments));
    let back = login.way_back();
    assert_eq!(back.port().unwrap().to_string(), port);
    login.paste(back.as_str());
    let ran = login.ended();
    ran.printed(&["Signed in"]);
    assert!(ran.err.contains(&format!("Port {port} cannot be listened on")), "{}", ran.err);

    let ran = home.run(&arguments);
    ran.failed(1, &["standard input has no address", "--port"]);
}

#[test]
fn a_refusal_is_told_in_the_browser_and_in_the_terminal() {
    for (denies, code, part) in [
        (("access_denied", "end-user denied authorization"), 3, "choose Allow"),
        (("OAUTH_APP_BLOCKED", "<b>this app is blocked</b>"), 3, "External Client App"),
    ] {
        let (org, home) = (Org::start(), Home::new());
        org.behaviour().denies = Some(denies);
        let login = signing_in(&home, &org, &[]);
        let page = fetch("GET", &login.way_back());
        assert!(page.contains("You are not signed in") && !page.contains("<b>"), "{page}");
        login.waited().failed(code, &[part]);
        assert!(!home.kept().exists());
    }
}

#[test]
fn an_exchange_that_fails_is_told_in_the_browser_and_in_the_terminal() {
    let (org, home) = (Org::start(), Home::new());
    org.behaviour().token_error = Some(("invalid_client_id", "client identifier invalid"));
    let login = signing_in(&home, &org, &[]);
    let page = fetch("GET", &login.way_back());
    assert!(page.contains("client identifier invalid"), "{page}");
    login.waited().failed(3, &["client identifier invalid", "invalid_client_id", "--client-id"]);

    let (org, home) = (Org::start(), Home::new());
    org.behaviour().short_lived = true;
    let login = signing_in(&home, &org, &[]);
    fetch("GET", &login.way_back());
    login.waited().failed(3, &["no refresh token", "refresh_token"]);
}

#[test]
fn a_sign_in_that_fails_after_it_was_granted_is_given_back() {
    // The token is refused; the org names no usable address; there is no place to keep it.
    for trouble in 0..3 {
        let (org, home) = (Org::start(), Home::new());
        match trouble {
            0 => org.behaviour().refuses_all = true,
            1 => org.behaviour().url = "ftp://acme".to_owned(),
            _ => std::fs::write(home.0.path().join("state"), "").unwrap(),
        }
        let login = signing_in(&home, &org, &[]);
        fetch("GET", &login.way_back());
        let ran = login.waited();
        assert_ne!(ran.code, 0, "{}", ran.err);
        let behaviour = org.behaviour();
        assert_eq!(
            behaviour.revoked,
            std::slice::from_ref(&behaviour.refresh),
            "{trouble}: {}",
            ran.err
        );
        assert!(!home.kept().exists());
    }
}

#[test]
fn ctrl_c_ends_it() {
    let (org, home) = (Org::start(), Home::new());
    let login = signing_in(&home, &org, &[]);
    login.interrupt();
    let ran = login.waited();
    assert_eq!(ran.code, 130);
    assert!(ran.err.contains("was stopped"), "{}", ran.err);
    assert!(!home.kept().exists());
}

#[test]
fn an_address_that_is_none_is_wrong_usage() {
    let home = Home::new();
    let ran = home.run(&["login", "--login-url", "http://acme.my.salesforce.com"]);
    ran.failed(2, &["--login-url", "https://acme.my.salesforce.com"]);
}

#[test]
fn a_second_sign_in_ends_the_first_and_goes_where_it_was() {
    let (org, home) = (Org::start(), Home::new());
    let login = signing_in(&home, &org, &["--client-id", "our-app"]);
    fetch("GET", &login.way_back());
    login.waited().printed(&["Signed in"]);
    let first = org.behaviour().refresh.clone();
    let login = SigningIn::start(home.earmark(&["login", "--port", "0"]));
    assert!(login.url.as_str().starts_with(&org.url));
    assert!(login.url.query().unwrap().contains("client_id=our-app"));
    fetch("GET", &login.way_back());
    login.waited().printed(&["Signed in"]);
    assert_eq!(org.behaviour().revoked, [first]);
}
