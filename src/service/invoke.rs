//! Runs an action: one result for each input, in the same order.

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::Service;
use super::access::Holder;
use super::errors::{Refusal, answer_size, no_access};
use super::input;
use super::reply::Reply;
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
) -> Result<Reply, Refusal> {
    let inputs = syntax::inputs(body)?;
    if inputs.len() > MOST {
        return Err(Refusal::inputs(MOST));
    }
    let responses = inputs.iter().map(|input| response(service, holder, action, input));
    let responses: Vec<_> = responses.collect();
    match &responses[..] {
        [Ok(response)] => Ok(Reply::new(StatusCode::OK, response.clone())),
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

/// One array of the results in several of one each, which are shared: a copy for each request would
/// let one peer fill the memory.
fn joined(action: Action, responses: Vec<Result<Bytes, ActionError>>) -> Result<Reply, Refusal> {
    let (mut status, mut json, mut length) = (StatusCode::OK, Vec::new(), 0);
    for response in responses {
        let response = response.and_then(|response| {
            let fits = json.is_empty() || length + response.len() <= LARGEST;
            fits.then_some(response).ok_or_else(answer_size)
        });
        let result = match response {
            Ok(response) => response.slice(1..response.len() - 1),
            Err(error) => {
                status = StatusCode::BAD_REQUEST;
                let result = ActionResult::<Value>::new(action, Err(error));
                serde_json::to_vec(&result).map_err(|_| Refusal::unexpected())?.into()
            }
        };
        json.push(Bytes::from_static(if json.is_empty() { b"[" } else { b"," }));
        length += 1 + result.len();
        json.push(result);
    }
    json.push(Bytes::from_static(if json.is_empty() { b"[]" } else { b"]" }));
    Ok(Reply::in_pieces(status, json))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_of_a_call_is_shared_by_all_inputs_that_name_it() {
        let call = Bytes::from(vec![b'x'; 1 << 20]);
        let joined = |count| {
            let responses = (0..count).map(|_| Ok(call.clone())).collect();
            joined(Action::Intelligence, responses).unwrap().json
        };
        let length = |json: &[Bytes]| json.iter().map(Bytes::len).sum::<usize>();
        let mut json = joined(50);
        assert_eq!(length(&json), 50 * (call.len() - 2) + 51);
        let own = call.as_ptr_range();
        json.retain(|piece| !own.contains(&piece.as_ptr()));
        assert_eq!(length(&json), 51, "only the signs between them are not");
        assert!(length(&joined(100)) <= LARGEST + (1 << 20));
    }
}
