//! What a user may do in an org, each thing tried apart.

use super::client::Client;
use super::error::OrgError;
use super::refusal::Subject;
use crate::call::{CallId, CallKind, Problem};
use crate::wire;

/// What a review needs, from the least to the most that an administrator has to grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// To list calls.
    Calls,
    /// Summary, insights and moments.
    Insights,
    /// Who said what.
    Transcript,
    /// To ask about a call.
    Questions,
}

/// What came of trying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// It works.
    Works,
    /// It does not, and what to do.
    Refused(Problem),
    /// There was nothing to try it with.
    Untried,
}

/// What came of trying everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    /// Each right, in the order of [`Right`].
    pub all: [(Right, Tried); 4],
}

impl Right {
    /// What a person calls it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Calls => "call list",
            Self::Insights => "insights",
            Self::Transcript => "transcript",
            Self::Questions => "questions",
        }
    }

    /// What an administrator has to do. The names are those of permission sets in Setup.
    fn grant(self) -> &'static str {
        match self {
            Self::Calls | Self::Insights | Self::Transcript => {
                "Ask an administrator to switch on Einstein Conversation Insights and to give \
                 this user one of the permission sets “Conversation Insights for Sales”, \
                 “Einstein Conversation Insights Included” or “Sales Engagement Conversation \
                 Insights”."
            }
            Self::Questions => {
                "Ask an administrator for the permission set “Einstein Sales Call Explorer”."
            }
        }
    }

    fn tried<T>(self, result: Result<T, OrgError>) -> Tried {
        let error = match result {
            // Without a transcript the right is there; the newest call is just not so far.
            Ok(_) | Err(OrgError::NoTranscript(_)) => return Tried::Works,
            Err(error) => error,
        };
        let problem = error.problem();
        let is_missing = match &error {
            OrgError::NoSuchCall { .. } | OrgError::NotListed { .. } => true,
            // An older version of the API is asked for: nobody has to grant anything.
            OrgError::NotOffered { action, version } => version.has(action.since()),
            OrgError::Refused { status, .. } => {
                status.is_none_or(|status| matches!(status, 400 | 403 | 404))
            }
            _ => false,
        };
        Tried::Refused(if is_missing {
            Problem::new(problem.kind, &problem.what, self.grant())
        } else {
            problem
        })
    }
}

impl Rights {
    /// What came of trying one.
    #[must_use]
    pub fn of(&self, right: Right) -> &Tried {
        let [(_, first), ..] = &self.all;
        self.all.iter().find(|(it, _)| *it == right).map_or(first, |(_, tried)| tried)
    }

    /// Whether calls can be reviewed.
    #[must_use]
    pub fn suffice(&self) -> bool {
        [Right::Insights, Right::Transcript].iter().all(|right| *self.of(*right) == Tried::Works)
    }
}

impl Client {
    /// Tries every right, with the newest call that the user can see. Asking a question is not
    /// tried, because it costs: only whether the org offers it.
    pub async fn rights(&self) -> Rights {
        let (newest, questions) = tokio::join!(self.newest(), self.describe("exploreConversation"));
        let questions = Right::Questions.tried(questions);
        let call = newest.as_ref().ok().copied().flatten();
        let (insights, transcript) = match call {
            Some(call) => {
                let both = tokio::join!(self.conversation(call), self.transcript(call));
                (Right::Insights.tried(both.0), Right::Transcript.tried(both.1))
            }
            None => (Tried::Untried, Tried::Untried),
        };
        Rights {
            all: [
                (Right::Calls, Right::Calls.tried(newest)),
                (Right::Insights, insights),
                (Right::Transcript, transcript),
                (Right::Questions, questions),
            ],
        }
    }

    /// The newest call: a video call if there is one. One kind that cannot be listed is no
    /// failure while the other can.
    pub(super) async fn newest(&self) -> Result<Option<CallId>, OrgError> {
        let (video, voice) =
            tokio::join!(self.newest_of(CallKind::Video), self.newest_of(CallKind::Voice));
        match (video, voice) {
            (Ok(None) | Err(_), Ok(Some(voice))) => Ok(Some(voice)),
            (Err(_), Ok(None)) => Ok(None),
            (video, _) => video,
        }
    }

    async fn newest_of(&self, kind: CallKind) -> Result<Option<CallId>, OrgError> {
        let [_, start, _] = wire::record_fields(kind);
        let object = kind.object();
        let soql = format!("SELECT Id FROM {object} ORDER BY {start} DESC NULLS LAST LIMIT 1");
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &soql).finish();
        let path = format!("/services/data/v{}/query", self.version());
        self.get(Subject::List(kind), &path, Some(&query), |body| wire::first_id(body)).await
    }

    async fn describe(&self, action: &str) -> Result<(), OrgError> {
        let path = format!("/services/data/v{}/actions/standard/{action}", self.version());
        self.get(Subject::Details, &path, None, |_| Ok(())).await
    }
}
