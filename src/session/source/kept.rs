//! Answers of the org: kept ones first, and what comes is kept.

use std::pin::pin;
use std::time::Duration;

use futures::future::{Either, OptionFuture, select};
use jiff::Timestamp;

use super::told::{Told, Version};
use super::{Source, Way};
use crate::call::{
    Account, CallId, Conversation, Cursor, Glance, Offset, Page, Problem, ProblemKind, Scope,
};
use crate::org::login::Door;
use crate::org::{Answered, Asked, OrgError};
use crate::session::telling::Telling;
use crate::store::{About, Cache, LIST, page_bytes, page_of};
use crate::tui::{Age, Origin};

/// How long the end of a session waits for copies that are being written.
const CLOSING: Duration = Duration::from_secs(1);

/// Where answers are kept, and whose they are: of whoever asks where nobody is named.
#[derive(Debug, Clone)]
pub(super) struct Keep {
    pub(super) cache: Cache,
    pub(super) account: Option<Account>,
}

/// The same, once it is known who asks.
struct Place<'a> {
    cache: &'a Cache,
    account: Account,
}

/// Why there is no fresh answer.
enum Missing {
    /// There was nobody to ask.
    Unasked(Problem),
    /// The org did not give one.
    Refused(OrgError),
}

/// A kept answer that could be read.
struct Read<T> {
    value: T,
    version: Version,
    age: Age,
}

impl Place<'_> {
    fn about<'a>(&'a self, subject: &'a str, part: &'a str) -> About<'a> {
        About { account: &self.account, subject, part }
    }

    async fn read<T: Send + 'static>(
        &self,
        (subject, part): (&str, &str),
        reader: impl FnOnce(&[u8]) -> Option<T> + Send + 'static,
    ) -> Option<Read<T>> {
        let now = Timestamp::now();
        let kept = self.cache.get(self.about(subject, part), now).await?;
        let seconds = now.as_second().saturating_sub(kept.fetched.as_second());
        let age = Age { seconds: u64::try_from(seconds).unwrap_or(0) };
        // What cannot be read, whatever the reason, is as good as not kept.
        let read = tokio::task::spawn_blocking(move || {
            Some((reader(&kept.body)?, Version::of(&kept.body)))
        });
        let (value, version) = read.await.ok()??;
        Some(Read { value, version, age })
    }

    /// Keeps an answer; one that is kept already only gets younger. What is too old goes.
    async fn keep(&self, subject: &str, part: &str, body: &[u8], is_kept: bool) {
        let (about, now) = (self.about(subject, part), Timestamp::now());
        if !(is_kept && self.cache.confirm(about, now).await) {
            self.cache.put(about, body, now).await;
        }
        self.cache.purge_hourly(now).await;
    }

    /// Deletes what may not be seen any more. The insights stand for the call; a right to the rest
    /// may be missing alone.
    async fn withdrawn<T: Asked>(&self, call: CallId) {
        let part = (T::NAME != Conversation::NAME).then_some(T::NAME);
        self.cache.remove(&self.account, call.as_str(), part).await;
    }
}

impl Missing {
    fn withdraws(&self) -> bool {
        matches!(self, Self::Refused(error) if error.withdraws())
    }
}

impl Source {
    /// Opens what was kept before anybody waits for it, and deletes what is too old.
    pub(in crate::session) async fn open(&self) {
        if let Some(keep) = &self.keep {
            keep.cache.purge_hourly(Timestamp::now()).await;
        }
    }

    /// Lets what is being kept be written, and a token that is on its way arrive.
    pub async fn close(&self) {
        let copies = OptionFuture::from(self.keep.as_ref().map(|keep| keep.cache.close()));
        let token = OptionFuture::from(self.org.as_ref().map(Door::settled));
        // Only copies are lost if the disk is too slow.
        let _ = tokio::join!(tokio::time::timeout(CLOSING, copies), token);
    }

    /// What went wrong with keeping answers, once.
    #[must_use]
    pub fn remark(&self) -> Option<Problem> {
        self.keep.as_ref()?.cache.remark()
    }

    /// How old what is kept of a call is, if that is all there will be.
    pub async fn offline_age(&self, call: CallId) -> Option<Age> {
        let place = self.place().filter(|_| self.offline)?;
        let about = (call.as_str(), Conversation::NAME);
        place.read(about, |_| Some(())).await.map(|read| read.age)
    }

    /// The newest answer there is.
    pub(super) async fn one<T: Asked>(&self, call: CallId) -> Result<T, Problem> {
        if self.offline {
            let kept = self.kept::<T>(call).await;
            return kept.map(|kept| kept.value).ok_or_else(never_fetched);
        }
        match self.fresh::<T>(call).await {
            Ok(Answered { value, body }) => {
                if let Some(place) = self.place() {
                    place.keep(call.as_str(), T::NAME, &body, false).await;
                }
                Ok(value)
            }
            Err(missing) => Err(self.without::<T>(call, missing).await),
        }
    }

    /// Asks the org, once somebody is signed in.
    async fn fresh<T: Asked>(&self, call: CallId) -> Result<Answered<T>, Missing> {
        let client = self.client().await.map_err(Missing::Unasked)?;
        client.ask(call).await.map_err(Missing::Refused)
    }

    /// There is no fresh answer: deletes what the org took back.
    async fn without<T: Asked>(&self, call: CallId, missing: Missing) -> Problem {
        if missing.withdraws()
            && let Some(place) = self.place()
        {
            place.withdrawn::<T>(call).await;
        }
        match missing {
            Missing::Unasked(problem) => problem,
            Missing::Refused(error) => error.problem(),
        }
    }

    /// Where to keep answers, if that is wanted and it is known who asks.
    fn place(&self) -> Option<Place<'_>> {
        let Keep { cache, account } = self.keep.as_ref()?;
        let account = account.clone().or_else(|| self.account())?;
        Some(Place { cache, account })
    }

    /// Who asks, as far as that is known without asking anybody. A token that just was there names
    /// no user, so it stands for one itself.
    fn account(&self) -> Option<Account> {
        let door = self.org.as_ref()?;
        door.account().or_else(|| match door.way() {
            Way::Ready(client) => {
                let address = client.instance().as_str();
                // The scheme says nothing about whose answers they are; a port does.
                let host = address.split_once("://").map_or(address, |(_, host)| host).to_owned();
                Some(Account { host, user: client.token_name() })
            }
            Way::Sf(_) | Way::Kept { .. } | Way::None(_) => None,
        })
    }

    /// Every answer there is: the kept one at once, then the org's. `known` names the answer that
    /// is shown already; then a kept one is no news.
    pub(in crate::session) async fn each<T: Asked>(
        &self,
        call: CallId,
        known: Option<Version>,
        told: &Telling<T>,
    ) {
        if self.offline {
            let kept = self.kept::<T>(call).await;
            return told.tell(offline(kept, never_fetched)).await;
        }
        let fresh = Box::pin(self.fresh::<T>(call));
        let kept = pin!(async {
            match known {
                None => self.kept::<T>(call).await,
                Some(_) => None,
            }
        });
        let mut shown = known;
        let answer = match select(kept, fresh).await {
            Either::Left((kept, fresh)) => {
                shown = show(kept, told).await.or(shown);
                fresh.await
            }
            Either::Right((Err(missing), kept)) if !missing.withdraws() => {
                show(kept.await, told).await;
                Err(missing)
            }
            Either::Right((answer, _)) => answer,
        };
        match answer {
            Ok(Answered { value, body }) => {
                let version = Some(Version::of(&body));
                let is_shown = shown == version;
                told.tell(match is_shown {
                    true => Told::Same,
                    false => Told::Answer { answer: Ok(value), origin: Origin::Fresh, version },
                })
                .await;
                if let Some(place) = self.place() {
                    place.keep(call.as_str(), T::NAME, &body, is_shown).await;
                }
            }
            Err(missing) => {
                let problem = self.without::<T>(call, missing).await;
                told.tell(Told::fresh(Err(problem))).await;
            }
        }
    }

    /// A glance at a call: at what is kept of it, else at what the org says; nothing where the org
    /// may not be asked.
    pub(in crate::session) async fn glance(
        &self,
        call: CallId,
        length: Option<Offset>,
    ) -> Result<Option<Glance>, Problem> {
        let conversation = match self.kept::<Conversation>(call).await {
            Some(kept) => kept.value,
            None if self.offline => return Ok(None),
            None => self.one::<Conversation>(call).await?,
        };
        Ok(Some(Glance::of(&conversation, length)))
    }

    /// Every page there is, as [`each`](Source::each). Only first pages are kept: later ones
    /// start where the one before ended at that time.
    pub(in crate::session) async fn each_page(
        &self,
        scope: Scope,
        after: Option<Cursor>,
        told: &Telling<Page>,
    ) {
        let is_first = after.is_none();
        let kept = if is_first { self.kept_page(scope).await } else { None };
        if self.offline {
            return told.tell(offline(kept, no_list)).await;
        }
        let shown = show(kept, told).await;
        let page = match self.fresh_page(scope, after).await {
            Ok(page) => page,
            Err(problem) => return told.tell(Told::fresh(Err(problem))).await,
        };
        let body = page_bytes(&page);
        let version = Some(Version::of(&body));
        // Told even if it is the same: whoever asked from the top again did not take the kept one.
        told.tell(Told::Answer { answer: Ok(page), origin: Origin::Fresh, version }).await;
        if let Some(place) = self.place().filter(|_| is_first) {
            place.keep(subject(scope), LIST, &body, shown == version).await;
        }
    }

    /// The newest page there is.
    pub(super) async fn one_page(
        &self,
        scope: Scope,
        after: Option<Cursor>,
    ) -> Result<Page, Problem> {
        let is_first = after.is_none();
        if self.offline {
            let kept = if is_first { self.kept_page(scope).await } else { None };
            return kept.map(|kept| kept.value).ok_or_else(no_list);
        }
        let page = self.fresh_page(scope, after).await?;
        if let Some(place) = self.place().filter(|_| is_first) {
            place.keep(subject(scope), LIST, &page_bytes(&page), false).await;
        }
        Ok(page)
    }

    async fn fresh_page(&self, scope: Scope, after: Option<Cursor>) -> Result<Page, Problem> {
        // The first is soon there to look at; the others are few, however long the list is.
        let limit = if after.is_none() { 100 } else { 1_000 };
        let page = self.client().await?.calls(scope, after.as_ref(), limit).await;
        page.map_err(|error| error.problem())
    }

    /// The first page, if it is kept. Without an org to ask, nothing follows it.
    async fn kept_page(&self, scope: Scope) -> Option<Read<Page>> {
        let mut kept = self.place()?.read((subject(scope), LIST), page_of).await?;
        if self.offline && kept.value.next.take().is_some() {
            kept.value.missing.push(no_list());
        }
        Some(kept)
    }

    async fn kept<T: Asked>(&self, call: CallId) -> Option<Read<T>> {
        self.place()?.read((call.as_str(), T::NAME), move |body| T::read(call, body).ok()).await
    }
}

fn subject(scope: Scope) -> &'static str {
    match scope {
        Scope::Mine => "mine",
        Scope::All => "all",
    }
}

/// Tells a kept answer; says which it is.
async fn show<T>(kept: Option<Read<T>>, told: &Telling<T>) -> Option<Version> {
    let Read { value, version, age } = kept?;
    let (answer, origin, version) = (Ok(value), Origin::Kept(age), Some(version));
    told.tell(Told::Answer { answer, origin, version }).await;
    version
}

fn offline<T>(kept: Option<Read<T>>, missing: fn() -> Problem) -> Told<T> {
    match kept {
        Some(kept) => {
            let (answer, origin) = (Ok(kept.value), Origin::Offline(kept.age));
            Told::Answer { answer, origin, version: Some(kept.version) }
        }
        None => Told::fresh(Err(missing())),
    }
}

fn never_fetched() -> Problem {
    let what = "earmark is offline, and this has not been fetched before, or too long ago.";
    Problem::new(ProblemKind::Unreachable, what, "Start without --offline once to fetch it.")
}

fn no_list() -> Problem {
    let what = "earmark is offline, and no more of the list of calls is kept.";
    Problem::new(ProblemKind::Unreachable, what, "Start without --offline to list calls.")
}
