//! A session that ends while it is used.

use std::time::Duration;

use earmark::call::{CallId, Conversation, ProblemKind, Scope};
use earmark::org::login::{App, Door, Granted, Keep, Keyring, LoginError, Sf, Way};
use earmark::org::{Instance, OrgError};
use earmark::session::Source;
use tempfile::TempDir;

use crate::org::{CALL, Org};
use crate::run::FakeSf;

fn call() -> CallId {
    CALL.parse().unwrap()
}

/// A sign-in that is kept in a folder.
struct Kept {
    dir: TempDir,
    keep: Keep,
}

impl Kept {
    async fn at(org: &Org) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let keep = Keep::in_folder(dir.path().to_owned(), Keyring::Leave);
        let instance = Instance::parse(&org.url).unwrap();
        let app = App { login: instance.clone(), client_id: "our-app".to_owned() };
        let access = org.behaviour().access_token().into();
        org.behaviour().refresh = String::from("5Aep861.the-first-refresh-token");
        let refresh = Some(org.behaviour().refresh.clone().into());
        let granted = Granted { instance, access, refresh, ids: None };
        keep.sign_in_with(app, granted).await.unwrap();
        Self { dir, keep }
    }

    /// A way through it, as another earmark would have one.
    fn door(&self) -> Door {
        let login = Box::new(self.keep.read().unwrap().unwrap());
        Door::new(Way::Kept { keep: self.keep.clone(), login, sf: None }, None)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("login.json")).unwrap()
    }
}

async fn ask(door: &Door) -> Result<Conversation, OrgError> {
    door.client().await.unwrap().conversation(call()).await
}

#[tokio::test]
async fn a_session_that_has_expired_is_renewed_once_for_all_who_ask() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let door = kept.door();
    let account = door.account().unwrap();
    assert!(account.host.starts_with("127.0.0.1:"), "{}", account.host);
    assert_eq!(account.user, "ada@example.com");
    assert_eq!(org.behaviour().refreshed, 0);

    // The door itself is opened once.
    let clone = door.clone();
    let (a, b, c) = tokio::join!(ask(&door), ask(&clone), ask(&door));
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    assert_eq!(org.behaviour().refreshed, 1);

    org.expire();
    org.behaviour().takes = Duration::from_millis(100);
    let (a, b, c) = tokio::join!(ask(&door), ask(&clone), ask(&door));
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    assert_eq!(org.behaviour().refreshed, 2);
}

#[tokio::test]
async fn an_org_is_not_asked_again_who_signed_in() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let before = org.behaviour().told_who;
    let client = kept.door().client().await.unwrap();
    let page = client.calls(Scope::Mine, None, 10).await.unwrap();
    assert_eq!((page.calls.len(), org.behaviour().told_who), (1, before));
}

#[tokio::test]
async fn a_new_token_that_is_refused_too_is_told_and_never_shown() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let client = kept.door().client().await.unwrap();
    org.behaviour().refuses_all = true;
    let error = client.conversation(call()).await.unwrap_err();
    assert_eq!(org.behaviour().refreshed, 2);
    assert!(
        matches!(&error, OrgError::SessionExpired(Some(said)) if said.message.contains("[token]"))
    );
    assert!(!format!("{error:?} {client:?}").contains("!access."), "{error:?}");
}

#[tokio::test]
async fn a_session_that_signing_in_again_does_not_help_is_left_alone() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let client = kept.door().client().await.unwrap();
    org.expire();
    for text in [
        "This session is not valid for use with the REST API",
        "Connected app is not attached to Agent",
    ] {
        org.behaviour().refusal = Some(text);
        let error = client.conversation(call()).await.unwrap_err();
        assert!(matches!(error, OrgError::NotForRest(_)), "{error:?}");
        assert!(error.problem().next.contains("does not help"));
    }
    assert_eq!(org.behaviour().refreshed, 1);
}

#[tokio::test]
async fn a_rotated_token_is_kept_before_it_is_used() {
    let org = Org::start();
    org.behaviour().rotates = true;
    let kept = Kept::at(&org).await;
    for _ in 0..3 {
        // Each time another earmark, and one whose session expires.
        let door = kept.door();
        ask(&door).await.unwrap();
        assert!(kept.text().contains(&org.behaviour().refresh));
        org.expire();
        ask(&door).await.unwrap();
        assert!(kept.text().contains(&org.behaviour().refresh));
    }
    assert_eq!(org.behaviour().refreshed, 6);
}

#[tokio::test]
async fn several_earmarks_do_not_lose_a_rotated_token() {
    let org = Org::start();
    org.behaviour().rotates = true;
    org.behaviour().takes = Duration::from_millis(20);
    let kept = Kept::at(&org).await;
    let doors: Vec<Door> = (0..4).map(|_| kept.door()).collect();
    for _ in 0..2 {
        org.expire();
        let asked = futures::future::join_all(doors.iter().map(ask)).await;
        assert!(asked.iter().all(Result::is_ok), "{asked:?}");
        assert!(kept.text().contains(&org.behaviour().refresh));
    }
}

#[tokio::test]
async fn a_renewal_goes_on_when_nobody_waits_for_it_any_more() {
    let org = Org::start();
    org.behaviour().rotates = true;
    let kept = Kept::at(&org).await;
    let door = kept.door();
    ask(&door).await.unwrap();
    org.expire();
    org.behaviour().takes = Duration::from_millis(200);
    let before = org.behaviour().refreshed;
    tokio::select! {
        _ = ask(&door) => panic!("it was left before it ended"),
        () = async {
            while org.behaviour().refreshed == before {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        } => {}
    }
    // The org has changed the token, and the answer is still on its way.
    let newest = org.behaviour().refresh.clone();
    for _ in 0..200 {
        if kept.text().contains(&newest) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(kept.text().contains(&newest));
    ask(&door).await.unwrap();
}

#[test]
fn who_quits_while_a_new_token_is_on_its_way_stays_signed_in() {
    let org = Org::start();
    org.behaviour().rotates = true;
    let started = || tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let kept = started().block_on(Kept::at(&org));
    for is_open in [false, true] {
        let runtime = started();
        runtime.block_on(async {
            let door = kept.door();
            if is_open {
                ask(&door).await.unwrap();
                org.expire();
            }
            let source = Source::behind(door);
            org.behaviour().takes = Duration::from_millis(200);
            let before = org.behaviour().refreshed;
            let asked = async {
                while org.behaviour().refreshed == before {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::select! {
                _ = source.transcript(call()) => panic!("it was not left"),
                () = asked => {}
            }
            source.close().await;
        });
        runtime.shutdown_background();
        org.behaviour().takes = Duration::ZERO;
        started().block_on(ask(&kept.door())).unwrap();
    }
}

#[tokio::test]
async fn a_sign_in_that_has_ended_says_so() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let door = kept.door();
    ask(&door).await.unwrap();
    org.expire();
    org.behaviour().token_error = Some(("invalid_grant", "expired access/refresh token"));
    let error = ask(&door).await.unwrap_err();
    let problem = error.problem();
    assert_eq!(problem.kind, ProblemKind::NotSignedIn);
    assert!(problem.what.contains("expired access/refresh token"), "{problem}");
    assert!(problem.next.contains("earmark login"), "{problem}");

    // What failed is tried anew by the next who asks.
    let fresh = kept.door();
    assert!(matches!(fresh.client().await, Err(LoginError::Ended(_))));
    org.behaviour().token_error = None;
    assert!(ask(&fresh).await.is_ok());
}

#[tokio::test]
async fn somebody_who_signed_out_meanwhile_is_out() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let door = kept.door();
    ask(&door).await.unwrap();
    org.expire();
    kept.keep.sign_out().await.unwrap();
    let problem = ask(&door).await.unwrap_err().problem();
    assert!(problem.what.contains("signed in or out meanwhile"), "{problem}");
}

#[tokio::test]
async fn an_org_whose_token_endpoint_fails_is_told_as_what_it_is() {
    let org = Org::start();
    let kept = Kept::at(&org).await;
    let door = kept.door();
    ask(&door).await.unwrap();
    drop(org);
    let error = kept.door().client().await.unwrap_err();
    assert_eq!(error.problem().kind, ProblemKind::Unreachable);
}

#[tokio::test]
async fn sf_is_asked_again_when_its_token_has_expired() {
    let org = Org::start();
    let first = org.behaviour().access_token();
    let second = org.behaviour().access_token();
    let sf = FakeSf::new(&format!(
        r#"case "$COMMAND" in
        "org display") echo '{{"status":0,"result":{{"instanceUrl":"{}","username":"ada@example.com"}}}}' ;;
        *) if [ -e "$0.again" ]; then T='{second}'; else T='{first}'; fi; : > "$0.again"
           echo '{{"status":0,"result":{{"accessToken":"'$T'"}}}}' ;;
        esac"#,
        org.url
    ));
    let found = Sf::find(sf.path().as_os_str()).unwrap();
    let door = Door::new(Way::Sf(Some(found)), None);
    assert_eq!(door.account(), None);
    ask(&door).await.unwrap();
    assert_eq!(door.account().unwrap().user, "ada@example.com");
    org.behaviour().valid.retain(|token| *token != first);
    let (a, b) = tokio::join!(ask(&door), ask(&door));
    assert!(a.is_ok() && b.is_ok());
    assert_eq!(sf.asked().len(), 3, "{:?}", sf.asked());
}

#[tokio::test]
async fn a_sf_that_hangs_is_ended() {
    let sf = FakeSf::new("exec sleep 60");
    let found = Sf::find(sf.path().as_os_str()).unwrap().within(Duration::from_millis(200));
    let error = Door::new(Way::Sf(Some(found)), None).client().await.unwrap_err();
    let problem = error.problem();
    assert!(problem.what.contains("did not answer within 200 milliseconds"), "{problem}");
    assert!(problem.next.contains("sf org display"), "{problem}");
}
