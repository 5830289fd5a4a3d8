//! An org that knows the queries of this client, and no other.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use earmark::call::{CallId, CallKind};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

use crate::server::{Server, error, response};

/// A user of the org.
pub(crate) const USER: &str = "005Ws000001hRtCIAU";

/// Its calls, and what it answers besides.
#[derive(Default)]
pub(crate) struct Org {
    pub(crate) calls: Vec<Call>,
    /// Error codes for queries of an object, or for a path.
    pub(crate) refuses: HashMap<&'static str, &'static str>,
    /// Rows of the objects that are not calls.
    pub(crate) rows: HashMap<&'static str, Vec<Value>>,
    /// Rows in one part of an answer; all in one without.
    pub(crate) part: Option<usize>,
    /// What is left of split answers.
    pub(crate) rests: Vec<Vec<Value>>,
}

#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) id: CallId,
    pub(crate) start: Option<Timestamp>,
    pub(crate) name: String,
}

pub(crate) type Shared = Arc<Mutex<Org>>;

/// The `number`-th call of a kind; its start is in minutes, if it has one.
pub(crate) fn call(kind: CallKind, number: usize, start: impl Into<Option<i64>>) -> Call {
    let prefix = if kind == CallKind::Video { "6qr" } else { "0LQ" };
    Call {
        id: format!("{prefix}{number:012}").parse().unwrap(),
        start: start.into().map(|start| Timestamp::from_second(start * 60).unwrap()),
        name: format!("Call {number}"),
    }
}

pub(crate) async fn start(org: Org) -> (Server, Shared) {
    let org = Arc::new(Mutex::new(org));
    let answering = org.clone();
    let server = Server::making(move |request| answering.lock().unwrap().answer(request)).await;
    (server, org)
}

impl Org {
    fn answer(&mut self, request: &str) -> Vec<u8> {
        let target = request.split(' ').nth(1).unwrap();
        let url = Url::parse(&format!("http://org{target}")).unwrap();
        if let Some(code) = self.refuses.get(url.path()) {
            return response("403 Forbidden", "", error(code, "no"));
        }
        if let Some(rest) = url.path().strip_prefix("/services/data/v65.0/query/rest-") {
            let rows = std::mem::take(&mut self.rests[rest.parse::<usize>().unwrap()]);
            return self.rows(rows);
        }
        match url.path() {
            "/services/oauth2/userinfo" => {
                response("200 OK", "", json!({"user_id": USER}).to_string())
            }
            "/services/data/v65.0/query" => {
                let (_, query) = url.query_pairs().find(|(key, _)| key == "q").unwrap();
                self.query(&query)
            }
            _ => response("404 Not Found", "", error("NOT_FOUND", "not here")),
        }
    }

    fn query(&mut self, query: &str) -> Vec<u8> {
        let object = query.split(" FROM ").nth(1).unwrap().split(' ').next().unwrap();
        if let Some(code) = self.refuses.get(object)
            && (*code != "INVALID_FIELD" || query.contains("Owner.Name"))
        {
            return response("400 Bad Request", "", error(code, &format!("no {object}")));
        }
        let kind = CallKind::ALL.into_iter().find(|kind| kind.object() == object);
        let rows = match kind {
            Some(kind) => self.list(kind, query),
            None => self.rows.get(object).cloned().unwrap_or_default(),
        };
        self.rows(rows)
    }

    /// The rows, or the first of them with a way to the others.
    fn rows(&mut self, mut rows: Vec<Value>) -> Vec<u8> {
        let mut answer = json!({"totalSize": rows.len(), "done": true});
        if let Some(part) = self.part.filter(|part| rows.len() > *part) {
            let rest = format!("/services/data/v65.0/query/rest-{}", self.rests.len());
            self.rests.push(rows.split_off(part));
            answer["done"] = json!(false);
            answer["nextRecordsUrl"] = json!(rest);
        }
        answer["records"] = json!(rows);
        response("200 OK", "", answer.to_string())
    }

    /// Calls of a kind as the query's conditions and limit want them.
    fn list(&self, kind: CallKind, query: &str) -> Vec<Value> {
        let start = if kind == CallKind::Video { "StartDateTime" } else { "CallStartDateTime" };
        let after = |mark: &str| query.split_once(mark).map(|(_, rest)| rest);
        let time = |mark: &str| -> Option<Timestamp> {
            after(mark)?.split([' ', ')']).next()?.parse().ok()
        };
        let last: Option<CallId> = after("Id > '").map(|rest| rest[..18].parse().unwrap());
        let (below, until) = (time(&format!("{start} < ")), time(&format!("{start} <= ")));
        let only_none = query.contains(&format!("{start} = null")) && below.or(until).is_none();
        let limit: usize = after(" LIMIT ").unwrap().parse().unwrap();
        let further = |id| last.is_none_or(|last| id > last);
        let wanted = |call: &&Call| match (call.start, below, until) {
            _ if call.id.kind() != Some(kind) => false,
            (None, _, _) if only_none => further(call.id),
            (Some(_), _, _) if only_none => false,
            (Some(at), Some(below), _) => at < below || (at == below && further(call.id)),
            (Some(at), _, Some(until)) => at <= until,
            _ => true,
        };
        let mut calls: Vec<&Call> = self.calls.iter().filter(wanted).collect();
        calls.sort_by_key(|call| (Reverse(call.start), call.id));
        let row = |call: &Call| {
            json!({
                "attributes": {"type": kind.object()}, "Id": call.id.as_str(), "Name": call.name,
                start: call.start.map(|at| at.strftime("%FT%T.000+0000").to_string()),
                "DurationInSeconds": 90, "CallDurationInSeconds": 60,
                "Owner": {"Name": "Ada Marchetti"}, "RelatedRecord": {"Name": "Corran Bay"},
                "CallType": "Outbound", "FromPhoneNumber": "+44 1632 960001",
            })
        };
        calls.into_iter().take(limit).map(row).collect()
    }
}
