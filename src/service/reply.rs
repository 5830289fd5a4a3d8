//! What is answered, and how it is sent.

use std::convert::Infallible;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::response::Response;
use futures::stream;
use serde_json::Value;
use tokio::task::spawn_blocking;

use super::errors::Refusal;
use super::format::Format;
use super::xml::{self, ERRORS, Names, RESULTS};

/// The most JSON that is written anew as XML: 1 MiB. The XML is held for one reader alone, and a
/// slow one has it held for long.
const LARGEST_XML: usize = 1 << 20;

/// A status and a body in JSON.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    /// In pieces: those of calls are shared by all replies that have them.
    pub(super) json: Vec<Bytes>,
}

impl Reply {
    pub(super) fn new(status: StatusCode, json: impl Into<Bytes>) -> Self {
        Self::in_pieces(status, vec![json.into()])
    }

    pub(super) fn in_pieces(status: StatusCode, json: Vec<Bytes>) -> Self {
        Self { status, json }
    }

    /// In a format. XML is written on a thread that keeps nobody waiting.
    pub(super) async fn response(self, format: Format) -> Result<Response, Refusal> {
        let Self { status, json } = self;
        match format {
            Format::Json => Ok(response(format, status, json)),
            Format::Xml if length(&json) > LARGEST_XML => Err(Refusal::xml_size()),
            Format::Xml => {
                let written = spawn_blocking(move || as_xml(&json.concat(), RESULTS)).await;
                let written = written.ok().flatten().ok_or_else(Refusal::unexpected)?;
                Ok(response(format, status, vec![written]))
            }
        }
    }
}

impl Refusal {
    pub(super) fn response(self, format: Format) -> Response {
        let json = serde_json::to_vec(&[self.error]).unwrap_or_default();
        let body = match format {
            Format::Json => json.into(),
            Format::Xml => as_xml(&json, ERRORS).unwrap_or_default(),
        };
        let mut response = response(format, self.status, vec![body]);
        if let Some((name, value)) = self.header {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

fn response(format: Format, status: StatusCode, pieces: Vec<Bytes>) -> Response {
    let length = length(&pieces);
    let body = match <[Bytes; 1]>::try_from(pieces) {
        Ok([whole]) => Body::from(whole),
        Err(pieces) => Body::from_stream(stream::iter(pieces.into_iter().map(Ok::<_, Infallible>))),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, format.content_type());
    // A stream does not tell it.
    headers.insert(CONTENT_LENGTH, length.into());
    response
}

fn length(pieces: &[Bytes]) -> usize {
    pieces.iter().map(Bytes::len).sum()
}

/// What was written as JSON; nothing if that failed.
fn as_xml(json: &[u8], names: Names) -> Option<Bytes> {
    let value: Value = serde_json::from_slice(json).ok()?;
    xml::document(&value, names).ok().map(Bytes::from)
}
