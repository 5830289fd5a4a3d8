//! Signing in for longer than one run, and out again.

use secrecy::SecretString;

use super::error::LoginError;
use super::keep::{Keep, Place};
use super::oauth::{self, App, Granted};
use super::record::{Login, Via};
use super::sf::Sf;
use crate::call::text::{Clean, clean_line};
use crate::org::limits::Limits;
use crate::org::{ApiVersion, Client, OrgError};
use crate::wire::User;

/// A sign-in that is kept from now on.
#[derive(Debug)]
pub struct SignedIn {
    /// What is kept of it.
    pub login: Login,
    /// The person's name, if the org tells.
    pub name: Clean,
    /// Where its refresh token rests, if it has one.
    pub place: Option<Place>,
}

/// What became of a sign-in that was kept.
#[derive(Debug)]
pub enum SignedOut {
    /// There was none.
    Nobody,
    /// It is forgotten here; the Salesforce CLI goes on.
    Forgotten(Box<Login>),
    /// It is forgotten here, and the org was told to end it.
    Ended {
        /// What it was.
        login: Box<Login>,
        /// Whether the org did.
        told: Result<(), LoginError>,
    },
    /// It could not be read, and is gone.
    Unread(LoginError),
}

impl Keep {
    /// Keeps that `sf` gives the tokens, after one that works.
    ///
    /// # Errors
    ///
    /// [`LoginError`].
    pub async fn sign_in_through(&self, sf: &Sf) -> Result<SignedIn, LoginError> {
        let (client, account) = sf.client(None).await?;
        let user = known(&client).await?;
        let login = Login {
            via: Via::Sf,
            instance: client.instance().clone(),
            app: None,
            username: clean_line(&account.user).boxed(),
            user_id: user.id,
            org_id: user.org,
        };
        self.replace(&login, None).await?;
        Ok(SignedIn { login, name: user.name, place: None })
    }

    /// Keeps what a sign-in in the browser gave, or gives it back: a refresh token that is kept
    /// nowhere would stay good for whoever finds it.
    ///
    /// # Errors
    ///
    /// [`LoginError`].
    pub async fn sign_in_with(&self, app: App, granted: Granted) -> Result<SignedIn, LoginError> {
        let refresh = granted.refresh.clone().ok_or(LoginError::NoRefreshToken)?;
        let signed_in = self.keep_grant(&app, granted, &refresh).await;
        if signed_in.is_err() {
            oauth::give_back(&app, &refresh).await;
        }
        signed_in
    }

    async fn keep_grant(
        &self,
        app: &App,
        granted: Granted,
        refresh: &SecretString,
    ) -> Result<SignedIn, LoginError> {
        let Granted { instance, access, ids, .. } = granted;
        let client = Client::new(instance.clone(), ApiVersion::default(), access)?;
        let mut user = known(&client).await?;
        if let Some((org, id)) = ids.filter(|_| user.id.is_blank()) {
            (user.org, user.id) = (clean_line(&org).boxed(), clean_line(&id).boxed());
        }
        let login = Login {
            via: Via::Browser,
            instance,
            app: Some(app.clone()),
            username: user.username,
            user_id: user.id,
            org_id: user.org,
        };
        let place = self.replace(&login, Some(refresh)).await?;
        Ok(SignedIn { login, name: user.name, place: Some(place) })
    }

    /// Ends the sign-in that is kept: at the org if it can be reached, and here in any case.
    ///
    /// # Errors
    ///
    /// [`LoginError`] when it cannot be deleted here.
    pub async fn sign_out(&self) -> Result<SignedOut, LoginError> {
        if matches!(self.read(), Ok(None)) {
            return Ok(SignedOut::Nobody);
        }
        let _alone = self.lock().await?;
        let out = match self.read() {
            Ok(None) => SignedOut::Nobody,
            Ok(Some(login)) if login.via == Via::Sf => SignedOut::Forgotten(Box::new(login)),
            Ok(Some(login)) => {
                let told = self.revoke(&login).await;
                SignedOut::Ended { login: Box::new(login), told }
            }
            Err(why) => SignedOut::Unread(why),
        };
        self.delete().await?;
        Ok(out)
    }

    /// Keeps a sign-in in place of another one, which the org is told to end.
    async fn replace(
        &self,
        login: &Login,
        secret: Option<&SecretString>,
    ) -> Result<Place, LoginError> {
        let _alone = self.lock().await?;
        let earlier = match self.read() {
            Ok(Some(earlier)) => self.secret(&earlier).await.ok().zip(earlier.app),
            // It cannot be read, and will be overwritten.
            Ok(None) | Err(_) => None,
        };
        let place = self.save(login, secret).await?;
        if let Some((secret, app)) = earlier {
            oauth::give_back(&app, &secret).await;
        }
        Ok(place)
    }

    async fn revoke(&self, login: &Login) -> Result<(), LoginError> {
        let app = login.app.as_ref().ok_or(LoginError::NotSignedIn)?;
        let secret = self.secret(login).await?;
        oauth::revoke(app, &secret, Limits::default()).await
    }
}

/// The user; nobody in particular where the org does not tell, as it does not to every app. The
/// token has to be good in any case.
async fn known(client: &Client) -> Result<User, OrgError> {
    match client.who().await {
        Err(OrgError::Refused { .. } | OrgError::Unreadable { .. }) => {
            match client.newest().await {
                Err(error @ (OrgError::SessionExpired(_) | OrgError::NotForRest(_))) => Err(error),
                _ => Ok(User::default()),
            }
        }
        user => user,
    }
}
