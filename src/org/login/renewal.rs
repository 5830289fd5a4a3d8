//! A new token for one that has expired.

use std::sync::Arc;

use secrecy::SecretString;

use super::error::LoginError;
use super::joint::Joint;
use super::keep::Keep;
use super::oauth;
use super::record::Login;
use super::sf::Sf;
use crate::org::limits::Limits;
use crate::org::token::Token;

/// How a client comes to a new token. Clones share a renewal that is under way.
#[derive(Debug, Clone)]
pub(in crate::org) struct Renewal(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    means: Means,
    running: Joint<()>,
}

/// What gives new tokens.
#[derive(Debug, Clone)]
pub(super) enum Means {
    /// The Salesforce CLI.
    Sf(Sf),
    /// The refresh token of a sign-in that is kept.
    Kept(Keep, Box<Login>),
}

impl Renewal {
    pub(super) fn by(means: Means) -> Self {
        Self(Arc::new(Shared { means, running: Joint::default() }))
    }

    /// Replaces the token, unless somebody did since it was asked with after so many renewals.
    pub(in crate::org) async fn renew(
        &self,
        token: &Token,
        asked_with: usize,
    ) -> Result<(), LoginError> {
        if token.renewals() != asked_with {
            return Ok(());
        }
        let work = || {
            let (means, token) = (self.0.means.clone(), token.clone());
            async move {
                let newer = means.token().await?;
                Ok(token.replace(&newer)?)
            }
        };
        self.0.running.join(work).await
    }

    /// Waits for a renewal that is under way.
    pub(in crate::org) async fn settled(&self) {
        self.0.running.settled().await;
    }
}

impl Means {
    async fn token(&self) -> Result<SecretString, LoginError> {
        match self {
            Self::Sf(sf) => Ok(sf.token().await?),
            Self::Kept(keep, login) => Ok(refresh(keep, login).await?.access),
        }
    }
}

/// A new access token for a kept sign-in. Only one earmark at a time does this, because the org
/// may change the refresh token: the newest is read, used, and what came instead is kept before
/// anything else happens.
pub(super) async fn refresh(keep: &Keep, login: &Login) -> Result<oauth::Granted, LoginError> {
    let app = login.app.clone().ok_or(LoginError::NotSignedIn)?;
    let _alone = keep.lock().await?;
    let kept = keep.read()?.ok_or(LoginError::Changed)?;
    if !kept.is_same(login) {
        return Err(LoginError::Changed);
    }
    let secret = keep.secret(&kept).await?;
    let granted = oauth::refresh(&app, &secret, Limits::default()).await?;
    if let Some(newer) = &granted.refresh {
        let saved = keep.save(&kept, Some(newer)).await;
        saved.map_err(|why| LoginError::Unsaved(Box::new(why.problem())))?;
    }
    Ok(granted)
}
