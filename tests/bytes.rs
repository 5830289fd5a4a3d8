//! What a key costs on the wire: a slow connection is as good as its smallest frames.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../benches/common/call.rs"]
mod call;
#[path = "../benches/common/screen.rs"]
mod screen;

use earmark::call::{Conversation, Part};
use earmark::org::{ApiVersion, Client, Instance};
use earmark::service::{Access, Library, Service, serve};
use earmark::tui::{Answer, CallRef};
use earmark::wire::intelligence;
use screen::Screen;
use tokio::net::TcpListener;

/// The most bytes of half the frames of a walk. A hundred of them and more are the text of the
/// moment, and another hundred its times and names.
const MEDIAN: usize = 400;
/// The most bytes of a frame on average: now and then the list moves on by half a screen.
const MEAN: usize = 700;

/// What a transcript beside the walk may add: from one moment to the next it moves on by most of
/// what it shows.
const FOLLOWING: usize = 1_200;

fn invented() -> Conversation {
    intelligence(&call::response(1_000)[..]).unwrap()
}

fn moments(conversation: &Conversation) -> usize {
    match &conversation.timeline {
        Part::Ready(timeline) => timeline.len(),
        Part::Unreadable(_) => 0,
    }
}

/// The call of the demo that has the most moments, with its names.
async fn longest_of_the_demo() -> Screen {
    let library = Library::demo().unwrap();
    let (access, token) = Access::random().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let instance = Instance::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let client = Client::new(instance, ApiVersion::default(), token).unwrap();
    tokio::spawn(serve(listener, Service::new(&library, access), std::future::pending()));
    let mut calls = Vec::new();
    for record in library.records() {
        calls.push((record.id, client.conversation(record.id).await.unwrap()));
    }
    let (id, conversation) = calls.into_iter().max_by_key(|(_, call)| moments(call)).unwrap();
    assert!(moments(&conversation) > 100, "there are rows to walk over");
    let answers = vec![
        Answer::Conversation(Ok(Box::new(conversation))),
        Answer::Transcript(Ok(Box::new(client.transcript(id).await.unwrap()))),
        Answer::Record(Ok(Box::new(client.record(id).await.unwrap()))),
    ];
    Screen::of(CallRef::Record(id), answers)
}

/// Goes down row by row; checks what the frames weigh.
fn walk(mut screen: Screen, rows: usize, (most_median, most_mean): (usize, usize)) {
    screen.paint();
    let mut bytes: Vec<usize> = (0..rows)
        .map(|_| {
            assert!(screen.press('j').changed);
            screen.paint().len()
        })
        .collect();
    assert!(bytes.iter().all(|&bytes| bytes > 0), "every key moves on");
    bytes.sort_unstable();
    let (median, mean) = (bytes[rows / 2], bytes.iter().sum::<usize>() / rows);
    println!("{rows} rows: median {median}, mean {mean}, most {}", bytes[rows - 1]);
    assert!(median <= most_median, "half the frames have {median} bytes or more");
    assert!(mean <= most_mean, "a frame has {mean} bytes on average");
}

#[test]
fn walking_down_a_call_sends_little() {
    walk(Screen::new(invented()), 200, (MEDIAN, MEAN));
}

#[test]
fn walking_down_a_call_with_hits_and_marks_sends_little() {
    let mut screen = Screen::new(invented());
    for key in "ma:50%⏎mbg/numbers⏎".chars() {
        let outcome = screen.press(key);
        screen.finish(outcome);
    }
    // Hits of their own style are cut into more pieces where the list moves on.
    walk(screen, 200, (MEDIAN + 100, MEAN + 300));
}

#[tokio::test]
async fn walking_down_a_call_of_the_demo_sends_little() {
    walk(longest_of_the_demo().await, 100, (MEDIAN, MEAN));
}

#[tokio::test]
async fn a_transcript_that_follows_sends_no_more_than_its_own_rows() {
    let mut screen = longest_of_the_demo().await;
    screen.press('T');
    walk(screen, 100, (MEDIAN + FOLLOWING, MEAN + FOLLOWING));
}

#[test]
fn nothing_new_is_no_bytes() {
    let mut screen = Screen::new(invented());
    assert!(!screen.paint().is_empty());
    assert_eq!(screen.paint(), b"", "a second frame of the same");
    assert!(!screen.press('ß').changed, "a key without a meaning");
    assert_eq!(screen.paint(), b"");
    screen.press('k');
    assert_eq!(screen.paint(), b"", "a row above the first");
}
