//! Who has signed in, kept in memory for as long as the service runs.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};

use super::redirect::Redirect;
use super::refusal::Fault;
use super::scope::Scopes;
use super::shelf::Shelf;
use crate::service::access::{Holder, access_token};
use crate::service::digest::{Digest, random};
use crate::service::user::RecordId;

/// How long a question may stand, and a code may wait to be redeemed.
const WAIT: Duration = Duration::from_mins(10);
/// How long a refresh token that is not used is kept.
const STAY: Duration = Duration::from_hours(90 * 24);
/// Questions and codes at a time; more push out the oldest.
const WAITING: usize = 1_024;
/// Tokens of each kind at a time; more push out the oldest.
const SIGNED_IN: usize = 10_000;

/// What an app asks for.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) client_id: String,
    pub(super) redirect: Redirect,
    pub(super) scopes: Scopes,
    pub(super) state: Option<String>,
    /// The digest of the verifier that only the app knows.
    pub(super) challenge: Digest,
    /// The user who is to sign in, when the app names one.
    pub(super) user: Option<RecordId>,
}

/// One sign-in: what all its tokens have in common.
#[derive(Debug)]
pub(super) struct Grant {
    pub(super) holder: Arc<Holder>,
    pub(super) scopes: Scopes,
    client_id: String,
    is_revoked: AtomicBool,
    /// The number of the refresh token that counts.
    turn: AtomicU32,
}

/// New tokens. A refresh token comes with the first of a grant, and with each when they rotate.
pub(super) struct Issued {
    pub(super) access: SecretString,
    pub(super) refresh: Option<SecretString>,
    pub(super) grant: Arc<Grant>,
}

#[derive(Debug)]
struct Code {
    request: Request,
    holder: Arc<Holder>,
    /// What it was redeemed for. A code that comes again was stolen, so that ends with it.
    redeemed: Option<Arc<Grant>>,
}

#[derive(Debug)]
struct Inside {
    questions: Shelf<Request>,
    codes: Shelf<Code>,
    access: Shelf<Arc<Grant>>,
    /// Those that were rotated out stay, to be known when they come again.
    refresh: Shelf<(Arc<Grant>, u32)>,
}

/// Every question, code and token, by the digest of its secret.
#[derive(Debug)]
pub(in crate::service) struct Grants {
    /// Whether each refresh gives a new refresh token.
    rotate: bool,
    inside: Mutex<Inside>,
}

impl Grants {
    pub(in crate::service) fn new(lifetime: Duration, rotate: bool) -> Self {
        let inside = Inside {
            questions: Shelf::new(WAITING, WAIT),
            codes: Shelf::new(WAITING, WAIT),
            access: Shelf::new(SIGNED_IN, lifetime),
            refresh: Shelf::new(SIGNED_IN, STAY),
        };
        Self { rotate, inside: Mutex::new(inside) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a request while a person is asked; the secret belongs into the question's form.
    pub(super) fn ask(&self, request: Request, now: Instant) -> Result<SecretString, Fault> {
        let nonce = random()?;
        self.inside().questions.put(Digest::of(nonce.expose_secret()), request, now);
        Ok(nonce)
    }

    /// The request of a question, once.
    pub(super) fn asked(&self, nonce: &str, now: Instant) -> Option<Request> {
        self.inside().questions.take(&Digest::of(nonce), now)
    }

    /// A code for a request that was allowed.
    pub(super) fn allow(
        &self,
        request: Request,
        holder: Arc<Holder>,
        now: Instant,
    ) -> Result<SecretString, Fault> {
        let code = random()?;
        let held = Code { request, holder, redeemed: None };
        self.inside().codes.put(Digest::of(code.expose_secret()), held, now);
        Ok(code)
    }

    /// The first tokens, for a code and what it is bound to. A wrong try uses the code up.
    pub(super) fn redeem(
        &self,
        code: &str,
        client_id: &str,
        redirect: Option<&str>,
        verifier: Option<&str>,
        now: Instant,
    ) -> Result<Issued, Fault> {
        let digest = Digest::of(code);
        let mut inside = self.inside();
        let mut held = inside.codes.take(&digest, now).ok_or_else(Fault::code)?;
        if let Some(grant) = &held.redeemed {
            grant.revoke();
            return Err(Fault::code());
        }
        let request = &held.request;
        if request.client_id != client_id {
            return Err(Fault::client());
        }
        if redirect != Some(&request.redirect.given) {
            return Err(Fault::redirect());
        }
        if !verifier.is_some_and(|verifier| request.challenge == Digest::of(verifier)) {
            return Err(Fault::verifier());
        }
        let grant = Arc::new(Grant {
            holder: held.holder.clone(),
            scopes: request.scopes.clone(),
            client_id: client_id.to_owned(),
            is_revoked: AtomicBool::new(false),
            turn: AtomicU32::new(0),
        });
        let issued = inside.issue(&grant, request.scopes.stay(), now)?;
        held.redeemed = Some(grant);
        inside.codes.put(digest, held, now);
        Ok(issued)
    }

    /// New tokens for a refresh token, which is kept from now on as long as one that is new. One
    /// that was rotated out was stolen, from us or from whoever has the newer one, so the whole
    /// grant ends.
    pub(super) fn refresh(
        &self,
        token: &str,
        client_id: &str,
        now: Instant,
    ) -> Result<Issued, Fault> {
        let mut inside = self.inside();
        let digest = Digest::of(token);
        let held = inside.refresh.get(&digest, now).ok_or_else(Fault::expired)?;
        let (grant, turn) = (held.0.clone(), held.1);
        if grant.client_id != client_id || grant.is_revoked() {
            return Err(Fault::expired());
        }
        if turn != grant.turn.load(Ordering::Relaxed) {
            grant.revoke();
            return Err(Fault::expired());
        }
        match self.rotate {
            true => _ = grant.turn.fetch_add(1, Ordering::Relaxed),
            false => inside.refresh.renew(&digest, now),
        }
        inside.issue(&grant, self.rotate, now)
    }

    /// Who has an access token that is still good.
    pub(in crate::service) fn holder(&self, token: &Digest, now: Instant) -> Option<Arc<Holder>> {
        let mut inside = self.inside();
        let grant = inside.access.get(token, now).filter(|grant| !grant.is_revoked())?;
        Some(grant.holder.clone())
    }

    /// Ends an access token, or with a refresh token the whole grant; false for neither.
    pub(super) fn revoke(&self, token: &str, now: Instant) -> bool {
        let digest = Digest::of(token);
        let mut inside = self.inside();
        if let Some((grant, _)) = inside.refresh.get(&digest, now) {
            return grant.revoke();
        }
        inside.access.take(&digest, now).is_some_and(|grant| !grant.is_revoked())
    }
}

impl Inside {
    /// Makes an access token, and a refresh token if there is to be a new one.
    fn issue(
        &mut self,
        grant: &Arc<Grant>,
        with_refresh: bool,
        now: Instant,
    ) -> Result<Issued, Fault> {
        let access = access_token()?;
        self.access.put(Digest::of(access.expose_secret()), grant.clone(), now);
        let refresh = with_refresh.then(random).transpose()?;
        if let Some(refresh) = &refresh {
            let turn = grant.turn.load(Ordering::Relaxed);
            self.refresh.put(Digest::of(refresh.expose_secret()), (grant.clone(), turn), now);
        }
        Ok(Issued { access, refresh, grant: grant.clone() })
    }
}

impl Grant {
    fn is_revoked(&self) -> bool {
        self.is_revoked.load(Ordering::Relaxed)
    }

    /// False when it was before.
    fn revoke(&self) -> bool {
        !self.is_revoked.swap(true, Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::access::Visible;

    const BACK: &str = "http://localhost/";

    /// The refresh token of a new sign-in.
    fn signed_in(grants: &Grants, now: Instant) -> SecretString {
        let request = Request {
            client_id: "app".to_owned(),
            redirect: Redirect::allowed(BACK, &[]).unwrap(),
            scopes: Scopes::parse(None).unwrap(),
            state: None,
            challenge: Digest::of("verifier"),
            user: None,
        };
        let holder = Arc::new(Holder::new(Visible::All, None));
        let code = grants.allow(request, holder, now).ok().unwrap();
        let code = code.expose_secret();
        let issued = grants.redeem(code, "app", Some(BACK), Some("verifier"), now);
        issued.ok().unwrap().refresh.unwrap()
    }

    #[test]
    fn a_refresh_token_stays_while_it_is_used() {
        let (now, grants) = (Instant::now(), Grants::new(WAIT, false));
        let tokens = [signed_in(&grants, now), signed_in(&grants, now)];
        let [used, unused] = tokens.each_ref().map(ExposeSecret::expose_secret);
        for months in 1..6 {
            assert!(grants.refresh(used, "app", now + STAY / 3 * months).is_ok(), "{months}");
        }
        assert!(grants.refresh(unused, "app", now + STAY).is_err());
        assert!(grants.refresh(used, "app", now + STAY / 3 * 5 + STAY).is_err());
    }

    #[test]
    fn a_token_that_was_rotated_out_is_not_kept_longer() {
        let (now, grants) = (Instant::now(), Grants::new(WAIT, true));
        let first = signed_in(&grants, now);
        let renewed = grants.refresh(first.expose_secret(), "app", now + STAY / 2).ok().unwrap();
        let next = renewed.refresh.unwrap();
        assert!(grants.refresh(first.expose_secret(), "app", now + STAY).is_err());
        assert!(grants.refresh(next.expose_secret(), "app", now + STAY).is_ok());
    }
}
