//! What was fetched is kept, and shown without a network.

use std::fs;

use earmark::call::Account;
use earmark::store::{About, Bounds, Cache};

use super::{CORRAN, Served, code, earmark, file, text};

#[test]
fn what_was_fetched_is_shown_offline_until_it_is_cleared() {
    let dir = tempfile::tempdir().unwrap();
    let cache = dir.path().join("earmark/cache.db");
    let served = Served::start();
    let earmark = |arguments: &[&str]| {
        let mut command = earmark(arguments);
        command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
        command.env("XDG_CACHE_HOME", dir.path()).output().unwrap()
    };
    let path = earmark(&["cache", "path"]);
    assert_eq!(text(&path.stdout).trim(), cache.to_str().unwrap());
    assert!(text(&earmark(&["cache", "info"]).stdout).contains("Nothing is kept"));
    assert_eq!(text(&earmark(&["cache", "clear"]).stdout), "Nothing was kept.\n");
    assert!(!cache.exists());

    let missing = earmark(&["show", CORRAN, "--offline"]);
    assert_eq!(code(&missing), 1);
    assert!(text(&missing.stderr).contains("has not been fetched before"));
    let online = earmark(&["show", CORRAN]);
    let offline = earmark(&["show", CORRAN, "--offline"]);
    assert_eq!((code(&online), code(&offline)), (0, 0));
    assert_eq!(text(&offline.stdout), text(&online.stdout));
    let said = text(&offline.stderr);
    assert!(said.contains("offline") && said.contains("under 1 min old"), "{said}");
    let info = text(&earmark(&["cache", "info"]).stdout);
    assert!(info.contains("1 call kept in") && info.contains("KB on the disk"), "{info}");

    let cleared = text(&earmark(&["cache", "clear"]).stdout);
    assert!(cleared.starts_with("Deleted 1 call, "), "{cleared}");
    assert_eq!(code(&earmark(&["show", CORRAN, "--offline"])), 1);
    let bytes = fs::read(&cache).unwrap();
    assert!(!bytes.windows(6).any(|bytes| bytes == b"Corran"), "nothing is left in the file");
}

#[tokio::test]
async fn whoever_only_prints_deletes_what_is_too_old_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let served = Served::start();
    let cache = Cache::at(dir.path().join("earmark/cache.db"), Bounds::default());
    let account = Account { host: "acme.example.com".to_owned(), user: "ada".to_owned() };
    let about = About { account: &account, subject: "a call", part: "insights" };
    cache.put(about, b"{}", "2025-11-20T10:00:00Z".parse().unwrap()).await;
    cache.close().await;
    let mut command = earmark(&["show", CORRAN]);
    command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
    assert_eq!(code(&command.env("XDG_CACHE_HOME", dir.path()).output().unwrap()), 0);
    assert_eq!(cache.holding().await.unwrap().calls, 1);
}

#[test]
fn what_is_not_to_be_kept_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let served = Served::start();
    let mut command = earmark(&["show", CORRAN]);
    command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
    command.env("XDG_CACHE_HOME", dir.path()).env("EARMARK_CACHE_DAYS", "0");
    assert_eq!(code(&command.output().unwrap()), 0);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    let bad = command.env("EARMARK_CACHE_DAYS", "soon").output().unwrap();
    assert_eq!(code(&bad), 2);
    assert!(text(&bad.stderr).contains("EARMARK_CACHE_DAYS: cache.days is a whole number"));
}

#[test]
fn a_cache_that_cannot_be_used_costs_only_a_remark() {
    let dir = tempfile::tempdir().unwrap();
    let file = file(dir.path(), "file", "");
    let served = Served::start();
    let mut command = earmark(&["show", CORRAN]);
    command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
    let shown = command.env("XDG_CACHE_HOME", file).output().unwrap();
    assert_eq!(code(&shown), 0);
    assert!(text(&shown.stdout).contains("Corran Bay Oysters"));
    assert_eq!(text(&shown.stderr).matches("is not kept").count(), 1);
}

#[test]
fn a_list_that_was_fetched_is_listed_offline() {
    let dir = tempfile::tempdir().unwrap();
    let served = Served::start();
    let earmark = |arguments: &[&str]| {
        let mut command = earmark(arguments);
        command.env("SF_ORG_INSTANCE_URL", &served.url).env("SF_ACCESS_TOKEN", &served.token);
        command.env("XDG_CACHE_HOME", dir.path()).output().unwrap()
    };
    let none = earmark(&["calls", "--all", "--offline"]);
    assert_eq!(code(&none), 1);
    assert!(text(&none.stderr).contains("no more of the list of calls is kept"));
    let online = earmark(&["calls", "--all"]);
    assert_eq!(code(&online), 0, "{}", text(&online.stderr));
    let offline = earmark(&["calls", "--all", "--offline"]);
    assert_eq!(code(&offline), 0);
    assert_eq!(text(&offline.stdout), text(&online.stdout));
    assert!(text(&offline.stdout).contains("Corran Bay Oysters"));
    // Another scope is another list.
    assert_eq!(code(&earmark(&["calls", "--offline"])), 1);
}
