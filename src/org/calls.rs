//! The list of an org's calls.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::sync::OnceCell;
use url::{Url, form_urlencoded};

use super::client::Client;
use super::details::Detail;
use super::error::{OrgError, Said};
use super::exchange::{Ask, Sends};
use super::refusal::{Question, Subject};
use crate::call::{Batch, CallKind, Cursor, Page, Problem, ProblemKind, Scope, UserId};
use crate::wire::listing::{self, Fields};
use crate::wire::{self, Rows};

/// The most calls of one page: as many rows as an org puts into one answer.
const MOST: usize = 2_000;
/// Parts of a split answer that are fetched. An org puts 200 rows or more into one.
const PARTS: usize = 20;

/// What is remembered from one list to the next.
#[derive(Debug, Default)]
pub(super) struct Listing {
    user: OnceCell<UserId>,
    /// What the org does not tell about calls at all.
    pub(super) refused: Mutex<HashSet<Detail>>,
}

/// What came of asking for one kind of call.
#[derive(Default)]
struct Kind {
    batch: Batch,
    missing: Vec<Problem>,
    refused: Option<Said>,
}

impl Client {
    /// The next `limit` calls of both kinds, newest first, after a place in the list or from its
    /// start. A page has at most 2,000.
    ///
    /// When the user may not list one kind, or some calls cannot be read, the others are there and
    /// [`Page::missing`] says what is not. Who took part in video calls, and whether there are
    /// summaries, are queries of their own: what an org does not answer, or not within
    /// [`Limits::details`](super::Limits::details), is left out.
    ///
    /// # Errors
    ///
    /// [`OrgError::NotListed`] when the user may list neither kind; [`OrgError::UnknownUser`];
    /// [`OrgError`].
    pub async fn calls(
        &self,
        scope: Scope,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page, OrgError> {
        let limit = limit.clamp(1, MOST);
        let of = match scope {
            Scope::Mine => Some(self.user().await?),
            Scope::All => None,
        };
        let ask = |kind| self.kind(kind, of, after, limit);
        let (video, voice) = tokio::try_join!(ask(CallKind::Video), ask(CallKind::Voice))?;
        if let (Some(said), Some(_)) = (&video.refused, &voice.refused) {
            return Err(OrgError::NotListed { kind: None, said: said.clone() });
        }
        let mut page = Page::merged(video.batch, voice.batch, after, limit);
        page.missing = [video.missing, voice.missing].concat();
        self.add_details(&mut page.calls).await;
        Ok(page)
    }

    /// The same for a user who is known already, as from signing in: the org is not asked who it
    /// is.
    #[must_use]
    pub fn of_user(mut self, user: UserId) -> Self {
        let user = OnceCell::new_with(Some(user));
        self.listing = Arc::new(Listing { user, ..Listing::default() });
        self
    }

    async fn kind(
        &self,
        kind: CallKind,
        of: Option<UserId>,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Kind, OrgError> {
        let ask = async |fields| {
            let query = listing::calls_query(kind, fields, of, after, limit);
            let read = move |row: &Value| listing::listed(kind, row);
            self.rows(Subject::List(kind), &query, limit, read).await
        };
        let mut missing = Vec::new();
        let mut answer = ask(Fields::All).await;
        if let Err(OrgError::Refused { said: Some(said), .. }) = &answer
            && said.code.as_str() == "INVALID_FIELD"
        {
            missing.push(OrgError::FieldsHidden { kind, said: said.clone() }.problem());
            answer = ask(Fields::Fewest).await;
        }
        let rows = match answer {
            Ok(rows) => rows,
            Err(OrgError::NotListed { kind, said }) => {
                let missing = vec![OrgError::NotListed { kind, said: said.clone() }.problem()];
                return Ok(Kind { missing, refused: Some(said), ..Kind::default() });
            }
            Err(error) => return Err(error),
        };
        if rows.skipped > 0 {
            missing.push(unreadable(kind, rows.skipped));
        }
        let more = rows.next.is_some() || rows.rows.len() + rows.skipped >= limit;
        Ok(Kind { batch: Batch { calls: rows.rows.into(), more }, missing, refused: None })
    }

    /// What a query finds: at least `most` rows if there are as many.
    pub(super) async fn rows<T: Send + 'static>(
        &self,
        subject: Subject,
        soql: &str,
        most: usize,
        each: impl Fn(&Value) -> Option<T> + Copy + Send + 'static,
    ) -> Result<Rows<T>, OrgError> {
        let path = format!("/services/data/v{}/query", self.version);
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", soql).finish();
        let mut url = self.exchange.instance.at(&path, Some(&query));
        let mut all = Rows::default();
        for _ in 0..PARTS {
            let question = Question { subject, version: self.version };
            let ask = Ask { url, sends: Sends::Nothing, question };
            let part = self.read(&ask, move |body| wire::rows(body, each)).await?;
            all.rows.extend(part.rows);
            all.skipped += part.skipped;
            all.next = part.next;
            let enough = all.rows.len() + all.skipped >= most;
            match all.next.as_deref().and_then(|next| self.part(&path, next)) {
                Some(next) if !enough => url = next,
                _ => break,
            }
        }
        Ok(all)
    }

    /// Where the rest of an answer is: a cursor under the query's own path. Nothing else is
    /// followed; a list goes on from its last call without it.
    fn part(&self, path: &str, next: &str) -> Option<Url> {
        let cursor = next.strip_prefix(path)?.strip_prefix('/')?;
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let is_cursor = !cursor.is_empty() && cursor.bytes().all(is_plain);
        is_cursor.then(|| self.exchange.instance.at(next, None))
    }

    /// Who asks, as the org said once. A session that is not from OAuth has no `userinfo`; the
    /// list of the API's resources names its user too.
    async fn user(&self) -> Result<UserId, OrgError> {
        let ask = async |path: &str| {
            self.get(Subject::User, path, None, |body| listing::user(body)).await
        };
        let is_no_answer = |error: &OrgError| {
            use OrgError::{Refused, Unreadable, WebPage};
            matches!(error, Refused { .. } | WebPage { .. } | Unreadable { .. })
        };
        let find = async || {
            let told = match ask("/services/oauth2/userinfo").await {
                Err(error) if is_no_answer(&error) => {
                    ask(&format!("/services/data/v{}", self.version)).await
                }
                told => told,
            };
            told.map_err(|error| if is_no_answer(&error) { OrgError::UnknownUser } else { error })
        };
        self.listing.user.get_or_try_init(find).await.copied()
    }
}

fn unreadable(kind: CallKind, count: usize) -> Problem {
    let calls = if count == 1 { "call has" } else { "calls have" };
    let what = format!("{count} {} {calls} no readable id and cannot be listed.", kind.word());
    Problem::new(ProblemKind::Unreadable, &what, "Look for what is missing in the org itself.")
}
