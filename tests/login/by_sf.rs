//! Through the Salesforce CLI: each thing that it may do has a sentence of its own.

use crate::org::{CALL, Org};
use crate::run::{FakeSf, Home};

#[test]
fn the_default_org_of_sf_is_signed_in_to_and_remembered_without_its_token() {
    let (org, home) = (Org::start(), Home::new());
    let token = org.behaviour().access_token();
    let sf = FakeSf::knowing(&org.url, &token);
    let signed_in = home.run_with(&sf, &["login"]);
    signed_in.printed(&[
        "Signed in to 127.0.0.1:",
        " as Ada Marchetti (ada@example.com)",
        "sf keeps",
    ]);
    assert!(home.kept_text().contains("ada@example.com") && !home.kept_text().contains(&token));
    let asked = sf.asked();
    assert_eq!(asked[0], "org display --json 10");
    assert_eq!(asked[1], "org auth show-access-token --json --target-org ada@example.com 10");

    home.run_with(&sf, &["show", CALL]).printed(&["They agreed."]);
    home.run_with(&sf, &["logout"]).printed(&["sf stays signed in", "sf org logout"]);
    home.run(&["logout"]).printed(&["There was no sign-in"]);
}

#[test]
fn an_alias_goes_before_the_environment_and_what_is_kept() {
    let (org, home) = (Org::start(), Home::new());
    let token = org.behaviour().access_token();
    let sf = FakeSf::knowing(&org.url, &token);
    home.run_with(&sf, &["show", CALL, "--org", "dev"]).printed(&["They agreed."]);
    assert_eq!(sf.asked()[0], "org display --json --target-org dev 10");
    let mut command = home.earmark(&["show", CALL]);
    command.env("PATH", sf.path()).env("SF_TARGET_ORG", "box");
    command.env("SF_ORG_INSTANCE_URL", "https://elsewhere.example.com");
    assert!(command.output().unwrap().status.success());
    assert_eq!(sf.asked()[2], "org display --json --target-org box 10");
    home.run_with(&sf, &["login", "--org", "dev"]).printed(&["Signed in"]);
    let both = home.run_with(&sf, &["show", CALL, "--org", "a", "--instance-url", "b"]);
    assert_eq!(both.code, 2);
}

#[test]
fn an_older_sf_gives_the_token_with_the_rest() {
    let (org, home) = (Org::start(), Home::new());
    let token = org.behaviour().access_token();
    let old = |refusal: &str| {
        FakeSf::new(&format!(
            r#"if [ "$COMMAND" = "org display" ]; then
                echo 'Warning: @salesforce/cli update available'
                printf '\033[1m{{"status":0,"result":{{"instanceUrl":"{}","accessToken":"{token}"}}}}\033[0m\n'
            else {refusal}; fi"#,
            org.url
        ))
    };
    for refusal in [
        "echo 'Warning: org auth show-access-token is not a sf command.' >&2; exit 2",
        "echo nothing >&2; exit 127",
        r#"echo '{"status":127,"name":"Error","message":"command org:auth:show-access-token not found"}'; exit 127"#,
    ] {
        home.run_with(&old(refusal), &["show", CALL, "--org", "dev"]).printed(&["They agreed."]);
    }
}

#[test]
fn a_sf_that_hides_the_token_and_cannot_show_it_is_to_be_updated() {
    let home = Home::new();
    let sf = FakeSf::new(
        r#"if [ "$COMMAND" = "org display" ]; then
            echo '{"status":0,"result":{"instanceUrl":"https://acme.my.salesforce.com","accessToken":"[REDACTED] Use x"}}'
        else echo 'org auth show-access-token is not a sf command' >&2; exit 2; fi"#,
    );
    let ran = home.run_with(&sf, &["login", "--org", "dev"]);
    ran.failed(3, &["hides the access token", "sf update"]);
}

#[test]
fn every_failure_of_sf_has_its_sentence() {
    let home = Home::new();
    home.run(&["login", "--org", "dev"]).failed(3, &["not on the PATH", "earmark login --browser"]);
    home.run(&["show", CALL, "--org", "dev"]).failed(3, &["not on the PATH"]);
    for (script, parts) in [
        (
            r#"echo '{"name":"NamedOrgNotFoundError","message":"No authorization information found for dev.","exitCode":1,"status":1}'; exit 1"#,
            ["“No authorization information found for dev” (NamedOrgNotFoundError)", "sf org list"],
        ),
        (
            "echo 'Error: cannot find module /x/y' >&2; exit 1",
            ["failed (exit status: 1): Error: cannot find module", "sf org display --json"],
        ),
        ("exit 3", ["failed (exit status: 3).", "sf update"]),
        ("kill -9 $$", ["failed (signal: 9", "sf update"]),
        ("echo 'all is well'", ["no JSON in it", "sf org display --json"]),
        ("echo '{\"status\":0'", ["no JSON in it", "sf update"]),
        ("echo '{\"status\":0,\"result\":{}}'", ["no instance URL in it", "sf update"]),
        (
            r#"[ "$COMMAND" = "org display" ] && echo '{"status":0,"result":{"instanceUrl":"https://acme.my.salesforce.com"}}' || echo '{"status":0,"result":{}}'"#,
            ["no access token in it", "sf update"],
        ),
        (
            "printf '\\033[31mError\\033[39m 00DWs000000Abc!access.1 is bad\\n' >&2; exit 1",
            ["failed (exit status: 1): Error [token] is bad.", "sf update"],
        ),
    ] {
        home.run_with(&FakeSf::new(script), &["login", "--org", "dev"]).failed(3, &parts);
        assert!(!home.kept().exists());
    }
}

#[test]
fn a_sf_that_cannot_be_started_is_said_so() {
    let home = Home::new();
    let sf = FakeSf::new("");
    std::fs::write(sf.path().join("sf"), "#!/nonexistent/node\n").unwrap();
    home.run_with(&sf, &["login", "--org", "dev"]).failed(3, &["cannot be started", "--browser"]);
}

#[test]
fn a_token_that_the_org_refuses_is_not_kept() {
    let (org, home) = (Org::start(), Home::new());
    let sf = FakeSf::knowing(&org.url, "00DWs000000ACMEMA0!access.0.stale");
    let ran = home.run_with(&sf, &["login", "--org", "dev"]);
    ran.failed(3, &["The session has expired", "earmark login"]);
    assert!(!home.kept().exists());
}

#[test]
fn without_an_org_nothing_is_asked_and_a_kept_sign_in_needs_its_sf() {
    let (org, home) = (Org::start(), Home::new());
    home.run(&["show", CALL]).failed(3, &["not signed in", "earmark login", "earmark demo"]);
    let token = org.behaviour().access_token();
    let sf = FakeSf::knowing(&org.url, &token);
    home.run_with(&sf, &["login"]).printed(&["Signed in"]);
    home.run(&["show", CALL]).failed(3, &["not on the PATH"]);
}
