//! Runs an action: one result for each input, in the same order.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::Service;
use super::access::Holder;
use super::errors::{Refusal, answer_size, no_access};
use super::input;
use super::syntax;
use crate::wire::action::{Action, ActionError, ActionResult};

/// The most inputs of one request. The org's own number is not documented; 100 is known to work.
const MOST: usize = 100;
/// Outputs beyond this fail, unless they are the first: 64 MiB.
const LARGEST: usize = 64 << 20;

/// Answers a body: 200, or 400 with the same array when any input failed. No inputs give no
/// results, which is a success; that is invented.
pub(super) fn invoke(
    service: &Service,
    holder: &Holder,
    action: Action,
    body: &[u8],
) -> Result<(StatusCode, Bytes), Refusal> {
    let inputs = syntax::inputs(body)?;
    if inputs.len() > MOST {
        return Err(Refusal::inputs(MOST));
    }
    let responses = inputs.iter().map(|input| response(service, holder, action, input));
    let responses: Vec<_> = responses.collect();
    match &responses[..] {
        [Ok(response)] => Ok((StatusCode::OK, response.clone())),
        _ => joined(action, responses),
    }
}

fn response(
    service: &Service,
    holder: &Holder,
    action: Action,
    input: &Map<String, Value>,
) -> Result<Bytes, ActionError> {
    let wanted = input::read(action, input)?;
    let call = service.call(wanted.id).filter(|_| holder.may_see(wanted.id));
    let call = call.ok_or_else(no_access)?;
    call.response(wanted.outputs)
}

/// One array of the results in several of one each.
fn joined(
    action: Action,
    responses: Vec<Result<Bytes, ActionError>>,
) -> Result<(StatusCode, Bytes), Refusal> {
    let (mut status, mut json) = (StatusCode::OK, vec![b'[']);
    for response in responses {
        if json.len() > 1 {
            json.push(b',');
        }
        let response = response.and_then(|response| {
            let fits = json.len() == 1 || json.len() + response.len() <= LARGEST;
            fits.then_some(response).ok_or_else(answer_size)
        });
        match response {
            Ok(response) => json.extend_from_slice(&response[1..response.len() - 1]),
            Err(error) => {
                status = StatusCode::BAD_REQUEST;
                let result = ActionResult::<Value>::new(action, Err(error));
                serde_json::to_writer(&mut json, &result).map_err(|_| Refusal::unexpected())?;
            }
        }
    }
    json.push(b']');
    Ok((status, json.into()))
}
