//! The body of a request: JSON or a form, bounded in size and in time.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use futures::StreamExt;

use super::errors::Refusal;

/// The largest body, once decompressed: 1 MiB, far above any number of inputs that is answered.
const LARGEST: usize = 1 << 20;
/// The largest form: no code or token is nearly as long.
const LARGEST_FORM: usize = 16 << 10;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads a body whose gzip, if any, is already being undone.
pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refusal> {
    let bytes = collect(body, LARGEST).await?;
    if bytes.is_empty() {
        return Err(Refusal::no_body());
    }
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // What is left here was not gzip.
    if let Some(encoding) = text(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        return Err(Refusal::media_type(&format!("Content-Encoding {encoding}")));
    }
    of_type(headers, "application/json")?;
    Ok(bytes)
}

/// Reads a form.
pub(super) async fn form(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refusal> {
    of_type(headers, "application/x-www-form-urlencoded")?;
    collect(body, LARGEST_FORM).await
}

fn of_type(headers: &HeaderMap, wanted: &str) -> Result<(), Refusal> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or("no Content-Type");
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(wanted) {
        return Err(Refusal::media_type(content_type));
    }
    Ok(())
}

async fn collect(body: Body, most: usize) -> Result<Vec<u8>, Refusal> {
    let bytes = tokio::time::timeout(PATIENCE, all(body, most));
    bytes.await.map_err(|_| Refusal::slow())?
}

async fn all(body: Body, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::json("The request body could not be read"))?;
        if bytes.len() + chunk.len() > most {
            return Err(Refusal::body_size());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
