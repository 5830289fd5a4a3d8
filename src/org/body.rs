//! What an answer holds, as far as it may.

use reqwest::Response;

use super::error::OrgError;
use super::transport::Peer;
use crate::wire::ReadError;

/// Bytes read of an answer that refuses: enough for its reasons.
const REFUSAL: usize = 64 * 1024;
/// An answer of more bytes is read where it holds up nobody else.
const LARGE: usize = 64 * 1024;

/// The whole content, decompressed. Stops at the limit, before what is beyond it is decompressed,
/// and closes the connection.
pub(super) async fn whole(mut response: Response, peer: Peer<'_>) -> Result<Vec<u8>, OrgError> {
    let limit = peer.limits.body;
    let too_large = || OrgError::TooLarge { host: peer.host(), limit };
    // Told only when it is not compressed.
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| peer.no_end(&error))? {
        if chunk.len() > limit - body.len() {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The start of a refusal's content: as much as came well. The status alone says enough.
pub(super) async fn start(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < REFUSAL
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk[..chunk.len().min(REFUSAL - body.len())]);
    }
    body
}

/// Whether it is a web page, by its first character: JSON never starts so, and proxies do not
/// always say what they send.
pub(super) fn is_web_page(body: &[u8]) -> bool {
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    text.trim_ascii_start().starts_with(b"<")
}

/// Reads the content, a large one on a thread that may block, and gives it back.
pub(super) async fn read<T: Send + 'static>(
    body: Vec<u8>,
    reader: impl FnOnce(&[u8]) -> Result<T, ReadError> + Send + 'static,
) -> Result<(T, Vec<u8>), ReadError> {
    let is_small = body.len() <= LARGE;
    let work = move || Ok((reader(&body)?, body));
    if is_small {
        return work();
    }
    let reading = tokio::task::spawn_blocking(work);
    // It fails only if the program is ending or the reader has a fault; what it was reading when
    // that happened is not for a message.
    reading.await.unwrap_or_else(|_| Err(std::io::Error::other("reading it failed").into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_is_known_by_its_start() {
        assert!(is_web_page(b"\xef\xbb\xbf \r\n<!DOCTYPE html>"));
        assert!(!is_web_page(b"[{}]") && !is_web_page(b"") && !is_web_page(b"Bad_OAuth_Token"));
    }

    #[tokio::test]
    async fn a_large_answer_is_read_as_a_small_one() {
        for length in [10, LARGE + 1] {
            let count = |body: &[u8]| Ok(body.len());
            let (count, body) = read(vec![b' '; length], count).await.unwrap();
            assert_eq!((count, body.len()), (length, length));
        }
    }

    #[tokio::test]
    async fn a_reader_with_a_fault_is_an_error() {
        let read = read::<()>(vec![0; LARGE + 1], |_| panic!("secret")).await;
        assert_eq!(read.unwrap_err().to_string(), "reading it failed");
    }
}
