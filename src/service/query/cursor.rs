//! Where to go on in what a query finds. A cursor holds all that is needed for that, so the
//! service remembers nothing; what may be seen is asked again for every batch.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::super::access::{Holder, Visible};
use super::super::errors::Refusal;
use super::super::user::RecordId;

/// The longest cursor: it is part of a URI, which may have 16,384 bytes together with the headers.
const LONGEST: usize = 12_288;

const CHECK: usize = 8;

/// A query and how far it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) query: String,
    /// When it was first asked: date literals mean the same in every batch.
    pub(super) asked: Timestamp,
    pub(super) done: u32,
    pub(super) batch: u32,
}

impl Cursor {
    /// As it stands in a URI; nothing when the query is too long for that.
    pub(super) fn write(&self, holder: &Holder, acting: RecordId) -> Option<String> {
        let mut bytes = vec![0; CHECK];
        bytes.extend(self.asked.as_second().to_be_bytes());
        bytes.extend(self.done.to_be_bytes());
        bytes.extend(self.batch.to_be_bytes());
        bytes.extend(self.query.as_bytes());
        let check = check(holder, acting, &bytes[CHECK..]);
        bytes[..CHECK].copy_from_slice(&check);
        let written = URL_SAFE_NO_PAD.encode(bytes);
        (written.len() <= LONGEST).then_some(written)
    }

    /// Only one that was written for the same user and the same calls is read.
    pub(super) fn read(text: &str, holder: &Holder, acting: RecordId) -> Result<Self, Refusal> {
        let read = || {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            let (own, rest) = bytes.split_first_chunk::<CHECK>()?;
            if *own != check(holder, acting, rest) {
                return None;
            }
            let (asked, rest) = rest.split_first_chunk()?;
            let (done, rest) = rest.split_first_chunk()?;
            let (batch, query) = rest.split_first_chunk()?;
            Some(Self {
                query: String::from_utf8(query.to_vec()).ok()?,
                asked: Timestamp::from_second(i64::from_be_bytes(*asked)).ok()?,
                done: u32::from_be_bytes(*done),
                batch: u32::from_be_bytes(*batch),
            })
        };
        read().ok_or_else(Refusal::locator)
    }
}

/// Tells a cursor of somebody else, or a mistyped one, from an own one. It keeps no secret: a
/// cursor shows nothing that its query would not.
fn check(holder: &Holder, acting: RecordId, rest: &[u8]) -> [u8; CHECK] {
    let mut hash = Sha256::new();
    hash.update(acting.as_str());
    if let Visible::Only(calls) = &holder.calls {
        for call in calls {
            hash.update(call.as_str());
        }
    }
    hash.update([0]);
    hash.update(rest);
    let mut check = [0; CHECK];
    check.copy_from_slice(&hash.finalize()[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::super::super::access::Access;
    use super::*;
    use crate::service::digest::Digest;

    #[test]
    fn a_cursor_is_read_by_whom_it_was_written_for() {
        let access = Access::from_text("all\none 6qrWs000004Tb7K").unwrap();
        let [all, one] = ["all", "one"].map(|token| access.holder(&Digest::of(token)).unwrap());
        let [ada, joel] = ["005Ws000001hRtC", "005Ws000001hRtH"].map(|id| id.parse().unwrap());
        let cursor = Cursor {
            query: "SELECT Id FROM VideoCall".to_owned(),
            asked: "2026-11-20T14:00:00Z".parse().unwrap(),
            done: 200,
            batch: 200,
        };
        let written = cursor.write(all, ada).unwrap();
        assert_eq!(Cursor::read(&written, all, ada).unwrap(), cursor);
        for (holder, acting) in [(one, ada), (all, joel)] {
            let refusal = Cursor::read(&written, holder, acting).unwrap_err();
            assert_eq!(refusal.error.error_code, "INVALID_QUERY_LOCATOR");
        }
        for wrong in ["", "AAAA", "01gWs000004Tb7K-2000", &written[1..], &format!("{written}AAAA")]
        {
            assert!(Cursor::read(wrong, all, ada).is_err(), "{wrong}");
        }
        let long = Cursor { query: "x".repeat(10_000), ..cursor };
        assert_eq!(long.write(all, ada), None);
    }
}
