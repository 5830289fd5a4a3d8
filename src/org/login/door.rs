//! A way to an org that is walked when somebody wants to go there.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::time::timeout;

use super::error::LoginError;
use super::joint::Joint;
use super::keep::Keep;
use super::record::{Login, Via};
use super::renewal::{Means, Renewal, refresh};
use super::sf::{Sf, SfError};
use crate::call::Account;
use crate::org::{ApiVersion, Client, Instance};

/// How long the end of a session waits for a token: longer than an org takes for one.
const SETTLING: Duration = Duration::from_secs(3);

/// A way to one org as one user. Making it costs nothing: the first who wants the client has the
/// way walked, everybody else shares it. After a failure the next who wants it tries anew.
#[derive(Debug, Clone)]
pub struct Door(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    way: Way,
    version: Option<ApiVersion>,
    opening: Joint<Client>,
    open: OnceLock<Client>,
    account: OnceLock<Account>,
}

/// How to come to a token.
#[derive(Debug, Clone)]
pub enum Way {
    /// There is one already.
    Ready(Client),
    /// `sf` has it; nothing if there is no `sf`.
    Sf(Option<Sf>),
    /// The sign-in that is kept here, and `sf` if it is one of those.
    Kept {
        /// Where.
        keep: Keep,
        /// What was read there.
        login: Box<Login>,
        /// The program, if it is there.
        sf: Option<Sf>,
    },
    /// There is none, for this reason.
    None(LoginError),
}

impl Door {
    /// A way to a client that asks for a version, or for the one that suits.
    #[must_use]
    pub fn new(way: Way, version: Option<ApiVersion>) -> Self {
        let (opening, open, account) = (Joint::default(), OnceLock::new(), OnceLock::new());
        match &way {
            Way::Ready(client) => drop(open.set(client.clone())),
            Way::Kept { login, .. } => drop(account.set(login.account())),
            Way::Sf(_) | Way::None(_) => {}
        }
        Self(Arc::new(Shared { way, version, opening, open, account }))
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`LoginError`].
    pub async fn client(&self) -> Result<Client, LoginError> {
        if let Some(client) = self.0.open.get() {
            return Ok(client.clone());
        }
        let shared = &self.0;
        shared.opening.join(|| Shared::walk(shared.clone())).await
    }

    /// Waits until no token is on its way, but not for long: the org may have replaced the refresh
    /// token already, and who ends before the new one is kept has to sign in again. To be called
    /// before the runtime ends.
    pub async fn settled(&self) {
        let settled = async {
            self.0.opening.settled().await;
            if let Some(client) = self.0.open.get() {
                client.settled().await;
            }
        };
        let _ = timeout(SETTLING, settled).await;
    }

    /// Who will ask which org, as far as it is known without asking anybody: always for a kept
    /// sign-in, for `sf` once it has answered, never for a token from the environment.
    #[must_use]
    pub fn account(&self) -> Option<Account> {
        self.0.account.get().cloned()
    }

    /// Where the org is, as far as it is known without asking anybody.
    #[must_use]
    pub fn instance(&self) -> Option<Instance> {
        match (&self.0.way, self.0.open.get()) {
            (_, Some(client)) => Some(client.instance().clone()),
            (Way::Kept { login, .. }, None) => Some(login.instance.clone()),
            (Way::Ready(_) | Way::Sf(_) | Way::None(_), None) => None,
        }
    }

    /// How it comes to a token.
    #[must_use]
    pub fn way(&self) -> &Way {
        &self.0.way
    }
}

impl Shared {
    async fn walk(self: Arc<Self>) -> Result<Client, LoginError> {
        let client = match &self.way {
            Way::Ready(client) => client.clone(),
            Way::None(why) => return Err(why.clone()),
            Way::Sf(sf) => self.through(sf.clone()).await?,
            Way::Kept { login, sf, .. } if login.via == Via::Sf => {
                let user = login.account().user;
                self.through(sf.clone().map(|sf| sf.about(Some(user)))).await?
            }
            Way::Kept { keep, login, .. } => kept(keep, login, self.version).await?,
        };
        Ok(self.open.get_or_init(|| client).clone())
    }

    async fn through(&self, sf: Option<Sf>) -> Result<Client, LoginError> {
        let sf = sf.ok_or(SfError::Missing)?;
        let (client, account) = sf.client(self.version).await?;
        let known = self.account.get_or_init(|| account.clone());
        // What was kept under the one must not be shown to the other.
        if *known == account { Ok(client) } else { Err(LoginError::Moved) }
    }
}

async fn kept(
    keep: &Keep,
    login: &Login,
    version: Option<ApiVersion>,
) -> Result<Client, LoginError> {
    let granted = refresh(keep, login).await?;
    let client = Client::new(granted.instance, version.unwrap_or_default(), granted.access)?;
    // An id that cannot be read is asked for when a list needs it.
    let client = match login.user_id.parse() {
        Ok(user) => client.of_user(user),
        Err(_) => client,
    };
    let means = Means::Kept(keep.clone(), Box::new(login.clone()));
    Ok(client.renewed_by(Renewal::by(means)))
}
