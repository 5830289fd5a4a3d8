//! When the org wants to be asked again.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// Nobody waits longer; what asks for more is a clock that is wrong.
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// What `Retry-After` asks to wait: seconds, or a date (RFC 9110, 10.2.3). A date is measured from
/// the answer's own `Date`, so that a clock that is wrong on either side does no harm; without
/// one, from `now`.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    asked(headers, now).filter(|wait| *wait <= LONGEST)
}

fn asked(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let until = date(headers, RETRY_AFTER)?;
    let from = date(headers, DATE).unwrap_or(now);
    Some(Duration::try_from(until.duration_since(from)).unwrap_or_default())
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    let text = headers.get(name)?.to_str().ok()?;
    rfc2822::parse(text).ok().map(|date| date.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(after: &str, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, after.parse().unwrap());
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        let now = "2026-02-20T10:00:00Z".parse().unwrap();
        retry_after(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(wait("120", None), Some(120));
        assert_eq!(wait("Fri, 20 Feb 2026 10:02:00 GMT", None), Some(120));
        let date = Some("Fri, 20 Feb 2026 10:01:30 GMT");
        assert_eq!(wait("Fri, 20 Feb 2026 10:02:00 GMT", date), Some(30));
    }

    #[test]
    fn the_past_is_now_and_nonsense_is_nothing() {
        assert_eq!(wait("Fri, 20 Feb 2026 09:00:00 GMT", None), Some(0));
        for text in ["", "soon", "-5", "99999999999999", "4294967295", "1.5"] {
            assert_eq!(wait(text, None), None, "{text}");
        }
        assert_eq!(wait("Thu, 01 Jan 2099 00:00:00 GMT", None), None);
        assert_eq!(retry_after(&HeaderMap::new(), Timestamp::UNIX_EPOCH), None);
    }
}
