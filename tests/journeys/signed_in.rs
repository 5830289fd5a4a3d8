//! A sign-in that expires or ends while calls are reviewed.

use std::sync::{Arc, Mutex};

use earmark::call::Scope;
use earmark::org::login::{App as SignIn, Door, Granted, Keep, Keyring, Way};
use earmark::session::{Source, Stop};
use earmark::tui::{App, Banner, Depth, GlyphSet, Ground, Theme};
use ratatui::layout::Size;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::front::{Asked, Front, Reply};
use super::org::questions;
use super::world::{World, demo_calls};

/// What the org grants now.
#[derive(Default)]
struct Grants {
    /// The one token that is let in.
    valid: String,
    made: usize,
    /// Nothing is granted any more.
    ended: bool,
    /// Every call has these insights instead of its own.
    insights: Option<Value>,
}

/// The demo's org, and a sign-in there.
struct Signed {
    front: Front,
    grants: Arc<Mutex<Grants>>,
    keep: Keep,
    _dir: TempDir,
}

impl Signed {
    async fn in_to_the_demo() -> Self {
        let front = Front::demo("").await;
        let grants = Arc::new(Mutex::new(Grants::default()));
        let first = grants.lock().unwrap().token();
        let (state, address) = (grants.clone(), front.address.clone());
        front.does(move |asked| state.lock().unwrap().answer(asked, &address));
        let dir = tempfile::tempdir().unwrap();
        let keep = Keep::in_folder(dir.path().to_owned(), Keyring::Leave);
        let (access, refresh) = (first.into(), Some("5Aep861.kept.Jq3jzq7Yk2Zb9".into()));
        let granted = Granted { instance: front.instance(), access, refresh, ids: None };
        let app = SignIn { login: front.instance(), client_id: "our-app".to_owned() };
        keep.sign_in_with(app, granted).await.unwrap();
        Self { front, grants, keep, _dir: dir }
    }

    fn source(&self) -> Source {
        let login = Box::new(self.keep.read().unwrap().unwrap());
        Source::behind(Door::new(Way::Kept { keep: self.keep.clone(), login, sf: None }, None))
    }

    /// The token that is used now is let in no more.
    fn expire(&self) {
        self.grants.lock().unwrap().valid.clear();
        self.front.asked();
    }

    fn end(&self) {
        self.grants.lock().unwrap().ended = true;
        self.expire();
    }
}

impl Grants {
    fn token(&mut self) -> String {
        self.made += 1;
        self.valid = format!("00DWs000000ACME!access.{}", self.made);
        self.valid.clone()
    }

    fn answer(&mut self, asked: &Asked, address: &str) -> Reply {
        if asked.what.starts_with("POST /services/oauth2/token") {
            let body = match self.ended {
                true => json!({ "error": "invalid_grant",
                                "error_description": "expired access/refresh token" }),
                false => json!({ "access_token": self.token(), "token_type": "Bearer",
                                 "instance_url": address }),
            };
            let status = if self.ended { 400 } else { 200 };
            let json = ("content-type", "application/json".to_owned());
            return Reply::Says(status, vec![json], body.to_string());
        }
        if asked.bearer != self.valid {
            return Reply::error(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }
        match &self.insights {
            Some(insights) if asked.what.contains("getConversationIntelligence") => {
                let body = json!([{ "actionName": "getConversationIntelligence",
                                    "isSuccess": true, "outputValues": insights }]);
                Reply::Says(200, Vec::new(), body.to_string())
            }
            _ => Reply::Service,
        }
    }
}

fn theme() -> Theme {
    Theme::new(Ground::Dark, Depth::None, GlyphSet::Unicode)
}

#[tokio::test]
async fn a_session_that_expires_is_renewed_and_the_playhead_stays() {
    let signed = Signed::in_to_the_demo().await;
    let calls = demo_calls()[..1].to_vec();
    let mut world = World::start(signed.source(), calls, theme(), Size::new(160, 40));
    world.until(&["1/16  0:22.9", "Morven Laidlaw", "─ Transcript times by"]).await;
    world.press("6]");
    world.until(&["7/16  2:36.5"]).await;
    signed.grants.lock().unwrap().insights = Some(questions(20, None));
    signed.expire();
    world.press("r");
    world.until(&["20 moments  2:36.5"]).await;
    while world.next_output().await.is_some() {}
    assert!(!world.screen().contains("earmark login"), "{}", world.screen());
    let (asked, valid) = (signed.front.asked(), signed.grants.lock().unwrap().valid.clone());
    let count = |what: &str, with: &dyn Fn(&str) -> bool| {
        asked.iter().filter(|it| it.what.contains(what) && with(&it.bearer)).count()
    };
    assert_eq!(count("POST /services/oauth2/token", &|_| true), 1);
    for what in ["getConversationIntelligence", "getConversationTranscript", "/sobjects/"] {
        assert_eq!(count(what, &|bearer| bearer == valid), 1, "{what}");
        assert!(count(what, &|bearer| bearer != valid) <= 1, "{what}");
    }
}

#[tokio::test]
async fn a_sign_in_that_was_revoked_is_said_and_what_is_there_stays() {
    for (width, height) in [(120, 40), (80, 24)] {
        let signed = Signed::in_to_the_demo().await;
        let app = App::listing(theme(), Size::new(width, height), Scope::All, Banner::default());
        let mut world = World::run(signed.source(), app);
        world.until(&["7 calls", "1/7"]).await;
        world.press("/corran<enter>");
        world.until(&["1/16  0:22.9 Question, Ada"]).await;
        world.press("6]");
        world.until(&["7/16  2:36.5"]).await;
        signed.end();
        let said = ["The org has ended this sign-in", "Sign in again: `earmark login`."];
        world.press("r");
        world.until_said(&said).await;
        world.press("]");
        world.until(&["8/16  2:56.3"]).await;
        world.press("q");
        world.until(&["1 of 7 calls"]).await;
        world.press("r");
        world.until_said(&said).await;
        world.press("<esc>gj");
        world.until(&["2/7", "Corran Bay Oysters"]).await;
        world.press("q");
        assert_eq!(world.end().await, Stop::Quit);
    }
}
