//! A page of the list of calls as bytes: it is put together from several answers, so there is no
//! one body to keep.

use serde::{Deserialize, Serialize};

use crate::call::text::{Clean, clean_line};
use crate::call::{Cursor, Listed, Offset, Page, Progress};

/// What a page is kept as, beside the parts of calls.
pub const LIST: &str = "calls";

#[derive(Serialize, Deserialize)]
struct Rows {
    calls: Vec<Row>,
    next: Option<Place>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    title: Option<String>,
    start: Option<String>,
    centis: Option<u32>,
    account: Option<String>,
    people: Vec<String>,
    owner: Option<String>,
    progress: String,
}

#[derive(Serialize, Deserialize)]
struct Place {
    before: Option<String>,
    seen: Vec<String>,
}

const PROGRESS: [(Progress, &str); 4] = [
    (Progress::Unknown, "unknown"),
    (Progress::Processing, "processing"),
    (Progress::NoSummary, "no summary"),
    (Progress::Ready, "ready"),
];

/// The bytes of a page. What is missing of it is not kept: that is asked for again.
#[must_use]
pub fn page_bytes(page: &Page) -> Vec<u8> {
    let text = |text: &Option<Clean>| text.as_ref().map(ToString::to_string);
    let row = |call: &Listed| Row {
        id: call.id.to_string(),
        title: text(&call.title),
        start: call.start.map(|at| at.to_string()),
        centis: call.duration.map(Offset::centis),
        account: text(&call.account),
        people: call.people.iter().map(ToString::to_string).collect(),
        owner: text(&call.owner),
        progress: PROGRESS.iter().find(|it| it.0 == call.progress).map_or("", |it| it.1).to_owned(),
    };
    let place = |cursor: &Cursor| Place {
        before: cursor.before.map(|at| at.to_string()),
        seen: cursor.seen.iter().map(ToString::to_string).collect(),
    };
    let calls = page.calls.iter().map(row).collect();
    let rows = Rows { calls, next: page.next.as_ref().map(place) };
    serde_json::to_vec(&rows).unwrap_or_default()
}

/// The page of such bytes; nothing if another version made them.
#[must_use]
pub fn page_of(bytes: &[u8]) -> Option<Page> {
    let rows: Rows = serde_json::from_slice(bytes).ok()?;
    let text = |text: Option<String>| text.map(|text| clean_line(&text).boxed());
    let call = |row: Row| {
        Some(Listed {
            id: row.id.parse().ok()?,
            title: text(row.title),
            start: row.start.and_then(|at| at.parse().ok()),
            duration: row.centis.map(Offset::from_centis),
            account: text(row.account),
            people: row.people.iter().map(|person| clean_line(person).boxed()).collect(),
            owner: text(row.owner),
            progress: PROGRESS
                .iter()
                .find(|it| it.1 == row.progress)
                .map_or_else(Progress::default, |it| it.0),
        })
    };
    let next = |place: Place| {
        let before = match place.before {
            Some(at) => Some(at.parse().ok()?),
            None => None,
        };
        let seen = place.seen.iter().map(|id| id.parse().ok()).collect::<Option<Vec<_>>>()?;
        Some(Cursor { before, seen })
    };
    Some(Page {
        calls: rows.calls.into_iter().map(call).collect::<Option<_>>()?,
        next: rows.next.and_then(next),
        missing: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_back_as_it_was() {
        let id = "6qrAAC000000BGPYB2".parse().unwrap();
        let start = "2026-11-20T10:00:00.123Z".parse().unwrap();
        let call = Listed {
            id,
            title: Some(clean_line("Two kilns").boxed()),
            start: Some(start),
            duration: Offset::from_seconds(299.0),
            account: None,
            people: vec![clean_line("Ada").boxed(), clean_line("Kit").boxed()],
            owner: Some(clean_line("Ada").boxed()),
            progress: Progress::Processing,
        };
        let bare = Listed {
            title: None,
            start: None,
            duration: None,
            people: Vec::new(),
            owner: None,
            progress: Progress::Ready,
            ..call.clone()
        };
        let next = Some(Cursor { before: Some(start), seen: vec![id] });
        let page = Page { calls: vec![call, bare], next, missing: Vec::new() };
        let back = page_of(&page_bytes(&page)).unwrap();
        assert_eq!((back.calls, back.next), (page.calls, page.next));
    }

    #[test]
    fn what_was_kept_is_cleaned_as_if_it_came_from_outside() {
        let id = "6qrAAC000000BGPYB2".parse().unwrap();
        let call = Listed {
            id,
            title: Some(clean_line("harmless").boxed()),
            start: None,
            duration: None,
            account: None,
            people: Vec::new(),
            owner: None,
            progress: Progress::Unknown,
        };
        let page = Page { calls: vec![call], ..Page::default() };
        let changed = String::from_utf8(page_bytes(&page)).unwrap();
        let changed = changed.replace("harmless", "\\u001b]0;evil\\u0007");
        let title = page_of(changed.as_bytes()).unwrap().calls.remove(0).title.unwrap();
        assert_eq!(title.as_str(), "]0;evil");
        assert!(page_of(b"{\"calls\": 7}").is_none());
    }
}
