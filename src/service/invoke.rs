//! Runs an action: one result for each input, in the same order.

use axum::http::StatusCode;
use serde_json::value::RawValue;
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
) -> Result<(StatusCode, Vec<u8>), Refusal> {
    let inputs = syntax::inputs(body)?;
    if inputs.len() > MOST {
        return Err(Refusal::inputs(MOST));
    }
    let mut size = 0;
    let mut results = Vec::with_capacity(inputs.len());
    for input in &inputs {
        let outputs = outputs(service, holder, action, input).and_then(|outputs| {
            let fits = size == 0 || size + outputs.get().len() <= LARGEST;
            fits.then_some(outputs).ok_or_else(answer_size)
        });
        size += outputs.as_ref().map_or(0, |outputs| outputs.get().len());
        results.push(ActionResult::new(action, outputs));
    }
    let all = results.iter().all(|result| result.is_success);
    let status = if all { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let mut json = Vec::with_capacity(size + 256 * results.len() + 2);
    serde_json::to_writer(&mut json, &results).map_err(|_| Refusal::unexpected())?;
    Ok((status, json))
}

fn outputs<'a>(
    service: &'a Service,
    holder: &Holder,
    action: Action,
    input: &Map<String, Value>,
) -> Result<&'a RawValue, ActionError> {
    let wanted = input::read(action, input)?;
    let call = service.call(wanted.id).filter(|_| holder.may_see(wanted.id));
    let call = call.ok_or_else(no_access)?;
    call.outputs(wanted.outputs)
}
