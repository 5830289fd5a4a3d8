//! What is kept, and how it ends.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::org::{CALL, Org};
use crate::run::{Home, SigningIn, fetch};

fn signed_in(home: &Home, org: &Org) {
    let arguments = ["login", "--login-url", &org.url, "--port", "0"];
    let login = SigningIn::start(home.earmark(&arguments));
    fetch("GET", &login.way_back());
    login.waited().printed(&["Signed in"]);
}

#[test]
fn only_its_owner_can_read_it() {
    let (org, home) = (Org::start(), Home::new());
    signed_in(&home, &org);
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.kept()), 0o600);
    assert_eq!(mode(home.kept().parent().unwrap().to_owned()), 0o700);

    fs::set_permissions(home.kept(), fs::Permissions::from_mode(0o644)).unwrap();
    home.run(&["show", CALL]).failed(3, &["Others than you can read", "chmod 600"]);
    home.run(&["status"]).failed(3, &["chmod 600"]);
    let out = home.run(&["logout"]);
    assert!(out.err.contains("OAuth Connected Apps"), "{}", out.err);
    out.printed(&["deleted on this machine"]);
    assert!(!home.kept().exists());
}

#[test]
fn a_file_that_holds_something_else_is_said_so_and_replaced() {
    let (org, home) = (Org::start(), Home::new());
    signed_in(&home, &org);
    fs::write(home.kept(), "{\"via\":").unwrap();
    home.run(&["show", CALL]).failed(3, &["does not hold a sign-in", "earmark login"]);
    signed_in(&home, &org);
    home.run(&["show", CALL]).printed(&["They agreed."]);
}

#[test]
fn logging_out_tells_the_org_and_leaves_nothing() {
    let (org, home) = (Org::start(), Home::new());
    signed_in(&home, &org);
    let refresh = org.behaviour().refresh.clone();
    let out = home.run(&["logout"]);
    out.printed(&["Signed out ada@example.com of 127.0.0.1", "nothing of it is left"]);
    assert_eq!(org.behaviour().revoked, [refresh]);
    assert!(!home.kept().exists());
    home.run(&["show", CALL]).failed(3, &["not signed in"]);
    let mut command = home.earmark(&["logout"]);
    let output = command.env("SF_ACCESS_TOKEN", "x").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("SF_ACCESS_TOKEN is still set"));
}

#[test]
fn an_org_that_cannot_be_told_is_no_reason_to_stay() {
    let home = Home::new();
    let org = Org::start();
    signed_in(&home, &org);
    drop(org);
    let out = home.run(&["logout"]);
    assert!(out.err.contains("could not be told") && out.err.contains("revoke it"), "{}", out.err);
    out.printed(&["on this machine"]);
    assert!(!home.kept().exists());
}

#[test]
fn a_sign_in_that_the_org_has_ended_says_how_to_go_on() {
    let (org, home) = (Org::start(), Home::new());
    signed_in(&home, &org);
    org.behaviour().refresh.clear();
    let shown = home.run(&["show", CALL]);
    shown.failed(3, &["expired access/refresh token", "(invalid_grant)", "`earmark login`"]);
    let status = home.run(&["status", "--format", "json"]);
    assert_eq!(status.code, 3);
    assert!(status.out.contains("\"signedIn\": false"), "{}", status.out);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named_and_the_org_is_told() {
    let (org, home) = (Org::start(), Home::new());
    fs::write(home.0.path().join("state"), "").unwrap();
    let arguments = ["login", "--login-url", &org.url, "--port", "0"];
    let login = SigningIn::start(home.earmark(&arguments));
    fetch("GET", &login.way_back());
    login.waited().failed(1, &["state/earmark", "cannot be used"]);
}
