//! What an org can be asked.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use super::asked::{Answered, Asked};
use super::body;
use super::calls::Listing;
use super::error::{OrgError, Said};
use super::exchange::{Ask, Exchange, Sends};
use super::instance::Instance;
use super::limits::Limits;
use super::login::Renewal;
use super::refusal::{Question, Refusal, Subject};
use super::token::Token;
use super::usage::Usage;
use super::version::ApiVersion;
use crate::call::text::clean_line;
use crate::call::{CallId, Conversation, Record, Reply, Transcript};
use crate::wire::action::{Action, Input, Request};
use crate::wire::{self, ReadError, User};

/// One user's way to one org. A clone is a pointer and shares connections and usage.
///
/// Each method about a call sends one request about one call, because an input that fails turns
/// the answer to all of them into a refusal. Requests are repeated, up to [`Limits::tries`], when the org is
/// not available (420, 502, 503, 504), says when to come back (403 or 429 with `Retry-After`),
/// or the connection is refused, reset or cut; never after any other refusal, a time-out, or an
/// answer that cannot be read. Repeating is safe: what is repeated only reads, or is a task that is
/// named by its key. A question ([`explore`](Client::explore)), and a task without such a name, is
/// sent once.
///
/// A session that has expired is renewed once, when the client came through a
/// [`Door`](super::login::Door) that can: requests that meet it together share one renewal.
///
/// Dropping a method's future ends its request, never a renewal: the org may have changed the
/// refresh token by then. Ending the runtime does, so a session waits for it with
/// [`Door::settled`](super::login::Door::settled).
#[derive(Clone)]
pub struct Client {
    pub(super) exchange: Arc<Exchange>,
    /// For questions, whose answers take longer.
    pub(super) patient: Arc<Exchange>,
    pub(super) version: ApiVersion,
    pub(super) listing: Arc<Listing>,
}

impl Client {
    /// A client that has not connected yet. The token is an OAuth access token or a session id;
    /// white space around it is dropped.
    ///
    /// # Errors
    ///
    /// [`OrgError::BadToken`] if the token cannot be sent; the error does not quote it.
    #[expect(clippy::needless_pass_by_value, reason = "the caller's copy is wiped here")]
    pub fn new(
        instance: Instance,
        version: ApiVersion,
        token: SecretString,
    ) -> Result<Self, OrgError> {
        let token = Token::new(&token)?;
        Ok(Self::over(Exchange::new(instance, token, Limits::default()), version))
    }

    /// The same with other limits. Connections and usage start anew.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        self.anew(|exchange| exchange.limits = limits)
    }

    /// The same with a way to a new token when the org says that this one has expired.
    pub(super) fn renewed_by(self, renewal: Renewal) -> Self {
        self.anew(|exchange| exchange.renewal = Some(renewal))
    }

    /// Waits for a new token that is on its way.
    pub(super) async fn settled(&self) {
        if let Some(renewal) = &self.exchange.renewal {
            renewal.settled().await;
        }
    }

    fn anew(self, change: impl FnOnce(&mut Exchange)) -> Self {
        let mut exchange = self.exchange.under(self.exchange.limits);
        change(&mut exchange);
        Self { listing: self.listing, ..Self::over(exchange, self.version) }
    }

    fn over(exchange: Exchange, version: ApiVersion) -> Self {
        let patient = Arc::new(exchange.under(exchange.limits.of_reply()));
        Self { exchange: Arc::new(exchange), patient, version, listing: Arc::default() }
    }

    /// The API version it asks for.
    #[must_use]
    pub fn version(&self) -> ApiVersion {
        self.version
    }

    /// Where the org is.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.exchange.instance
    }

    /// Stands for the user where nothing else tells who it is: the same for the same token, which
    /// nobody can find out from it.
    #[must_use]
    pub fn token_name(&self) -> String {
        self.exchange.token.name()
    }

    /// How much of the org's allowance is used, as the last answer told. Not every answer tells.
    #[must_use]
    pub fn usage(&self) -> Option<Usage> {
        self.exchange.usage()
    }

    /// What the org found in a call: `getConversationIntelligence`, from API 65.0.
    ///
    /// # Errors
    ///
    /// [`OrgError`].
    pub async fn conversation(&self, call: CallId) -> Result<Conversation, OrgError> {
        Ok(self.ask(call).await?.value)
    }

    /// What was said in a call, as processed by the org: `getConversationTranscript`, from API
    /// 63.0. An org that answers without a transcript gives one without entries.
    ///
    /// # Errors
    ///
    /// [`OrgError`].
    pub async fn transcript(&self, call: CallId) -> Result<Transcript, OrgError> {
        Ok(self.ask(call).await?.value)
    }

    /// What the org's language model says to a question about a call: `exploreConversation`, from
    /// API 60.0. The user needs the permission set Einstein Sales Call Explorer.
    ///
    /// Waits up to [`Limits::reply`], and sends the question once.
    ///
    /// # Errors
    ///
    /// [`OrgError::MayNotAsk`] or [`OrgError::NotOffered`] where the right is missing;
    /// [`OrgError`].
    pub async fn explore(&self, call: CallId, question: &str) -> Result<Reply, OrgError> {
        let ask = self.action(Action::Explore, call, Some(question))?;
        let body = self.patient.answer(&ask).await?;
        let read = body::read(body, |body| wire::reply(body)).await;
        read.map(|(reply, _)| reply).map_err(|why| self.unread(ask.question, &why))
    }

    /// When a call was and how long: the fields of its `VideoCall` or `VoiceCall` record.
    ///
    /// # Errors
    ///
    /// [`OrgError::NotACall`] for an id of another kind, which is not sent; [`OrgError`].
    pub async fn record(&self, call: CallId) -> Result<Record, OrgError> {
        Ok(self.ask(call).await?.value)
    }

    /// Any of these, with the bytes of the answer.
    ///
    /// # Errors
    ///
    /// [`OrgError`].
    pub async fn ask<T: Asked>(&self, call: CallId) -> Result<Answered<T>, OrgError> {
        let ask = match T::ACTION {
            Some(action) => self.action(action, call, None)?,
            None => self.fields(call)?,
        };
        self.answered(&ask, move |body| T::read(call, body)).await
    }

    fn fields(&self, call: CallId) -> Result<Ask, OrgError> {
        let kind = call.kind().ok_or(OrgError::NotACall(call))?;
        let path = format!("/services/data/v{}/sobjects/{}/{call}", self.version, kind.object());
        let query = format!("fields={}", wire::record_fields(kind).join(","));
        let url = self.exchange.instance.at(&path, Some(&query));
        Ok(Ask { url, sends: Sends::Nothing, question: self.question(Subject::Record(call)) })
    }

    /// Who the token belongs to: `/services/oauth2/userinfo`, which has the claims of `OpenID`
    /// Connect and Salesforce's own.
    ///
    /// # Errors
    ///
    /// [`OrgError`].
    pub async fn who(&self) -> Result<User, OrgError> {
        self.get(Subject::User, "/services/oauth2/userinfo", None, |body| wire::user(body)).await
    }

    /// Reads something that is about no call.
    pub(super) async fn get<T: Send + 'static>(
        &self,
        subject: Subject,
        path: &str,
        query: Option<&str>,
        reader: impl FnOnce(&[u8]) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, OrgError> {
        let question = self.question(subject);
        let url = self.exchange.instance.at(path, query);
        self.read(&Ask { url, sends: Sends::Nothing, question }, reader).await
    }

    fn action(
        &self,
        action: Action,
        call: CallId,
        question: Option<&str>,
    ) -> Result<Ask, OrgError> {
        let path = format!("/services/data/v{}/actions/standard/{}", self.version, action.name());
        let input = Input {
            record_id: Some(call.to_string()),
            question: question.map(str::to_owned),
            ..Input::default()
        };
        let json = serde_json::to_vec(&Request { inputs: vec![input] });
        let json = json.map_err(|why| OrgError::Setup(clean_line(&why.to_string()).boxed()))?;
        Ok(Ask {
            url: self.exchange.instance.at(&path, None),
            sends: Sends::Post(json),
            question: self.question(Subject::Action(action, call)),
        })
    }

    pub(super) fn question(&self, subject: Subject) -> Question {
        Question { subject, version: self.version }
    }

    /// Reads the answer, and hands on what it was read from.
    async fn answered<T: Send + 'static>(
        &self,
        ask: &Ask,
        reader: impl FnOnce(&[u8]) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<Answered<T>, OrgError> {
        let body = self.exchange.answer(ask).await?;
        let read = body::read(body, reader).await;
        let (value, body) = read.map_err(|why| self.unread(ask.question, &why))?;
        Ok(Answered { value, body })
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        ask: &Ask,
        reader: impl FnOnce(&[u8]) -> Result<T, ReadError> + Send + 'static,
    ) -> Result<T, OrgError> {
        Ok(self.answered(ask, reader).await?.value)
    }

    /// What an answer with status 200 means that gives nothing to show.
    fn unread(&self, question: Question, why: &ReadError) -> OrgError {
        let (host, token) = (self.exchange.peer().host(), &self.exchange.token);
        let said = match why {
            ReadError::Failed(errors) => errors.first().map(|error| Said::input(error, token)),
            ReadError::Refused(errors) => errors.first().map(|error| Said::rest(error, token)),
            ReadError::CutShort(_) => return OrgError::CutShort(host),
            why => return OrgError::Unreadable { host, why: token.quote(&why.to_string()) },
        };
        question.refused(host, Refusal { said, ..Refusal::default() })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(self.instance()).field(&self.version).finish()
    }
}
