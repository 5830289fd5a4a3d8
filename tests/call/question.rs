//! Questions that a filter answers, and moments that bear on an answer.

use earmark::call::{Offer, Reply, Timeline, offer};
use earmark::wire;
use proptest::prelude::*;
use serde_json::json;

const NAMES: [&str; 3] = ["Ada Marchetti", "Kit Buyer", "Kit Laidlaw"];

/// Questions, prices, next steps and a competitor, by three speakers in turn.
fn timeline() -> Timeline {
    let insight = |(i, (id, label, texts)): (usize, &(&str, &str, &[&str]))| {
        let moment = |(n, text): (usize, &&str)| {
            json!({"momentOffset": i * 60 + n * 10, "entries": [text], "sequences": [n],
                   "speakerId": format!("Speaker {}", n % 3 + 1), "needsAttention": i == 1})
        };
        let times: Vec<_> = texts.iter().enumerate().map(moment).collect();
        json!({"category": label, "insightTypeId": id, "keyword": label, "momentTimes": times})
    };
    let insights = [
        (
            "00000000-0000-0000-0000-000000001010",
            "Question",
            &["How long have you been with them?", "What does the island cost?", "Who decides?"][..],
        ),
        ("00000000-0000-0000-0000-000000001001", "Pricing", &["Nine pounds fifty a tag, a month."]),
        (
            "00000000-0000-0000-0000-000000001000",
            "Next Step",
            &["I will send the quote by Tuesday.", "Kit rings on Thursday."],
        ),
        ("own-1", "Competitor Named", &["We looked at Brightlane too."]),
    ];
    let insights: Vec<_> = insights.iter().enumerate().map(insight).collect();
    let outputs = json!({"momentInsights": insights}).to_string();
    wire::intelligence(outputs.as_bytes()).unwrap().timeline.ready().unwrap().clone()
}

fn offered(question: &str) -> Option<(String, usize)> {
    offer(&timeline(), &NAMES, question).map(|Offer { name, moments, .. }| (name, moments))
}

#[test]
fn categories_speakers_and_flags_are_recognised() {
    for (question, name, moments) in [
        ("who asked about price?", "Pricing", 1),
        ("How much does it cost?", "Pricing", 1),
        ("what did they ask", "Question", 3),
        ("Which questions were asked?", "Question", 3),
        ("Which questions about the price?", "Pricing or Question", 4),
        ("What did we promise?", "Next Step", 2),
        ("next steps?", "Next Step", 2),
        ("Did they name competitors? Any competitor named?", "Competitor Named", 1),
        ("What did Ada ask?", "Question by Ada Marchetti", 1),
        ("What about Marchetti?", "By Ada Marchetti", 4),
        ("Anything that needs attention?", "Flagged", 1),
        ("Is there a follow-up?", "Flagged", 1),
    ] {
        let found = offered(question);
        assert_eq!(found, Some((name.to_owned(), moments)), "{question}");
    }
}

#[test]
fn other_questions_are_for_the_org() {
    for question in [
        "",
        "?",
        "Why was the alert late?",
        "What did Ada say about the island?",
        "What about Kit?",
        "Next Tuesday?",
        "What price did Kit Laidlaw offer?",
        "How long does it take?",
    ] {
        assert_eq!(offered(question), None, "{question}");
    }
    assert_eq!(offer(&Timeline::default(), &[], "What about the price?"), None);
}

fn reply(html: &str) -> Reply {
    wire::reply(json!({"answer": html}).to_string().as_bytes()).unwrap()
}

fn evidence(question: &str, html: &str) -> Vec<String> {
    let line = timeline();
    let found = reply(html).evidence(question, &line);
    found.iter().map(|&ix| line.text(line.moment(ix)).to_string()).collect()
}

#[test]
fn quotes_and_times_go_before_shared_words() {
    let found = evidence("When is the quote sent?", "<p>See 2:10, and “Who decides?”.</p>");
    assert_eq!(found[0], "Kit rings on Thursday.");
    assert_eq!(found[1], "I will send the quote by Tuesday.");
    let html = "<p>“We looked at Brightlane too.”</p>";
    assert_eq!(evidence("Whom else?", html), ["We looked at Brightlane too."]);
}

#[test]
fn an_answer_that_says_nothing_has_no_evidence() {
    assert!(evidence("Which zeppelins?", "<p>Nothing in this call bears on that.</p>").is_empty());
    assert!(evidence("What price?", "").is_empty());
}

proptest! {
    #[test]
    fn any_question_and_any_answer_end(question in any::<String>(), answer in any::<String>()) {
        let line = timeline();
        let offer = offer(&line, &NAMES, &question);
        if let Some(offer) = offer {
            prop_assert_eq!(offer.filter.select(&line).len(), offer.moments);
            prop_assert!(!offer.name.is_empty());
        }
        let found = reply(&answer).evidence(&question, &line);
        prop_assert!(found.len() <= 9 && found.iter().all(|&ix| ix < line.len()));
    }
}
