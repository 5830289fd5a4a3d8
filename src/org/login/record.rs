//! What is remembered of a sign-in.

use serde_json::{Value, json};

use super::oauth::App;
use crate::call::Account;
use crate::call::text::{Clean, clean_line};
use crate::org::Instance;

/// Who signed in, where and how: everything but the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// How tokens are come by.
    pub via: Via,
    /// The org.
    pub instance: Instance,
    /// Where and as which app, for a sign-in in the browser.
    pub app: Option<App>,
    /// The user's name for signing in.
    pub username: Clean,
    /// The user's record id.
    pub user_id: Clean,
    /// The org's id.
    pub org_id: Clean,
}

/// How a sign-in came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// Through the Salesforce CLI, which keeps the token.
    Sf,
    /// In a browser.
    Browser,
}

impl Login {
    /// The org and the user that it is for.
    #[must_use]
    pub fn account(&self) -> Account {
        let user = if self.username.is_blank() { &self.user_id } else { &self.username };
        Account { host: self.instance.authority().to_owned(), user: user.as_str().to_owned() }
    }

    /// Whether both are sign-ins of the same user at the same org in the same way.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.via == other.via && self.app == other.app && self.account() == other.account()
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "via": match self.via { Via::Sf => "sf", Via::Browser => "browser" },
            "instanceUrl": self.instance.as_str(),
            "loginUrl": self.app.as_ref().map(|app| app.login.as_str()),
            "clientId": self.app.as_ref().map(|app| app.client_id.as_str()),
            "username": self.username.as_str(),
            "userId": self.user_id.as_str(),
            "orgId": self.org_id.as_str(),
        })
    }

    /// Nothing for what was not written here.
    pub(super) fn from_json(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let clean = |name: &str| text(name).map(|text| clean_line(text).boxed());
        let instance = |name: &str| Instance::parse(text(name)?).ok();
        let via = match text("via")? {
            "sf" => Via::Sf,
            "browser" => Via::Browser,
            _ => return None,
        };
        let app = match via {
            Via::Sf => None,
            Via::Browser => {
                Some(App { login: instance("loginUrl")?, client_id: text("clientId")?.to_owned() })
            }
        };
        Some(Self {
            via,
            instance: instance("instanceUrl")?,
            app,
            username: clean("username")?,
            user_id: clean("userId")?,
            org_id: clean("orgId")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_as_it_was() {
        let instance = Instance::parse("https://acme.my.salesforce.com").unwrap();
        let app = App { login: instance.clone(), client_id: "an-app".to_owned() };
        let word = |text: &'static str| Clean::ours(text).boxed();
        for (via, app) in [(Via::Sf, None), (Via::Browser, Some(app))] {
            let login = Login {
                via,
                instance: instance.clone(),
                app,
                username: word("ada@example.com"),
                user_id: word("005Ws00000AdaM1"),
                org_id: word("00DWs000000ACME"),
            };
            assert_eq!(Login::from_json(&login.to_json()), Some(login.clone()));
            assert_eq!(login.account().user, "ada@example.com");
        }
    }

    #[test]
    fn anything_else_is_nothing() {
        for text in ["null", "[]", "{}", r#"{"via":"fax"}"#, r#"{"via":"sf","instanceUrl":"x y"}"#]
        {
            assert_eq!(Login::from_json(&serde_json::from_str(text).unwrap()), None, "{text}");
        }
    }
}
