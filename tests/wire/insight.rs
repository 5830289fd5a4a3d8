//! Insights about the whole call, whose shape nobody has seen, and what insights say of moments.

use serde_json::{Value, json};

use super::{facts, read, read_text, skipped, timeline, with_moments};

/// `name | text | facts` of an insight.
fn told(insight: &Value) -> String {
    let call = read(&json!({"conversationInsights": [insight]}));
    assert_eq!(call.skipped.count, 0, "{insight}");
    let insight = &call.insights.ready().unwrap()[0];
    format!("{} | {} | {}", insight.name, insight.text, facts(&insight.facts).join(", "))
}

#[test]
fn what_looks_like_a_name_and_a_text_comes_first() {
    for (insight, expected) in [
        (json!({"name": "Mood", "text": "calm"}), "Mood | calm | "),
        (
            json!({"insightText": "Too slow", "InsightConfigName": "Objection", "Scope": "all"}),
            "Objection | Too slow | Scope: all",
        ),
        (
            json!({"Name": "N-1", "category": "Risk", "answer": "none", "score": 0.5}),
            "Risk | none | Name: N-1, score: 0.5",
        ),
        (json!({"title": "", "label": "L", "value": "v"}), "L | v | title: "),
        (json!({"text": "only"}), "Insight | only | "),
        (json!({"name": "only"}), "only |  | "),
        (json!({"name": 5, "text": ["a"]}), r#"Insight |  | name: 5, text: ["a"]"#),
        (
            json!({"odd": {"deep": [1, {"x": "&lt;"}]}, "none": null}),
            r#"Insight |  | odd: {"deep":[1,{"x":"<"}]}"#,
        ),
        (json!({"name": "Two\nlines", "text": "one\ntwo"}), "Two lines | one\ntwo | "),
        (json!({"name": "R&amp;D", "text": "it&amp;#39;s\u{1b}[1m"}), "R&D | it's[1m | "),
        (
            json!({"name": "Nested", "momentTimes": [{"momentOffset": 1}]}),
            r#"Nested |  | momentTimes: [{"momentOffset":1}]"#,
        ),
        (json!({}), "Insight |  | "),
        (json!("a string"), "Insight | a string | "),
    ] {
        assert_eq!(told(&insight), expected, "{insight}");
    }
}

#[test]
fn moments_of_whole_call_insights_are_facts_wherever_they_stand() {
    let text = r#"{"momentInsights":[{"category":"C","momentTimes":[{"momentOffset":1}]}],
        "conversationInsights":[{"momentTimes":[{"momentOffset":2}]}]}"#;
    let call = read_text(text).unwrap();
    assert_eq!(timeline(&call).len(), 1);
    let insight = &call.insights.ready().unwrap()[0];
    assert_eq!(facts(&insight.facts), [r#"momentTimes: [{"momentOffset":2}]"#]);
}

#[test]
fn what_cannot_be_an_insight_is_counted_and_named() {
    let call = read(&json!({"conversationInsights": [1, {"name": "a"}, null, [], true]}));
    assert_eq!(call.insights.ready().unwrap().len(), 1);
    let why = |n: usize, sort: &str| {
        format!("conversationInsights[{n}]: {sort} where an object or a string belongs")
    };
    let expected = vec![why(0, "a number"), why(2, "null"), why(3, "a list"), why(4, "a boolean")];
    assert_eq!(skipped(&call), (4, expected));
}

/// `id label` of the categories, and each moment's `keyword`.
fn categories(insights: &Value) -> (Vec<String>, Vec<String>) {
    let call = read(&json!({"momentInsights": insights}));
    let line = timeline(&call);
    let known = line.categories().iter().map(|c| format!("{} {}", c.id, c.label)).collect();
    (known, line.moments().map(|(_, m)| line.keyword(m).to_string()).collect())
}

fn insight(id: &Value, category: &Value, keyword: &Value, at: f64) -> Value {
    json!({
        "insightTypeId": id, "category": category, "keyword": keyword,
        "momentTimes": [{"momentOffset": at}],
    })
}

#[test]
fn insights_of_one_type_are_one_category_with_keywords_of_their_own() {
    let (known, keywords) = categories(&json!([
        insight(&json!("t-2"), &json!("Rival"), &json!("Acme"), 3.0),
        insight(&json!("t-1"), &json!("Price"), &json!("Price"), 2.0),
        insight(&json!("t-2"), &json!("Rival, translated"), &json!("Globex"), 1.0),
    ]));
    assert_eq!(known, ["t-1 Price", "t-2 Rival"]);
    assert_eq!(keywords, ["Globex", "Price", "Acme"]);
}

#[test]
fn an_insight_is_known_by_what_it_has() {
    for (id, category, keyword, expected) in [
        (json!("t"), json!("C"), json!("K"), "t C"),
        (json!(null), json!(" C "), json!("K"), "C C"),
        (json!("t"), json!(null), json!("K"), "t K"),
        (json!("t"), json!(""), json!("  "), "t t"),
        (json!(1010), json!(5), json!(null), "1010 5"),
        (json!([]), json!({}), json!(null), "Unnamed insight Unnamed insight"),
        (json!("t"), json!("R&amp;amp;D\n2"), json!(null), "t R&D 2"),
    ] {
        let (known, _) = categories(&json!([insight(&id, &category, &keyword, 1.0)]));
        assert_eq!(known, [expected]);
    }
}

#[test]
fn moments_may_come_before_their_category() {
    let text = r#"{"momentInsights":[{"momentTimes":[{"momentOffset":2}],"keyword":"K","category":"C"},
        {"insightTypeId":"a","momentTimes":[],"category":"A"},
        {"momentTimes":[{"momentOffset":1}],"category":"B"}]}"#;
    let call = read_text(text).unwrap();
    let line = timeline(&call);
    let told: Vec<_> =
        line.moments().map(|(_, m)| line.category(m.category).label.to_string()).collect();
    assert_eq!(told, ["B", "C"]);
    assert_eq!(line.categories().len(), 3);
}

#[test]
fn an_insight_of_another_type_costs_only_itself() {
    let mut body = with_moments(&json!([{"momentOffset": 1}]));
    let list = body["momentInsights"].as_array_mut().unwrap();
    list.insert(0, json!("text"));
    list.push(json!({"category": "X", "momentTimes": "none"}));
    list.push(json!({"category": "Y", "momentTimes": {"momentOffset": 3}}));
    let call = read(&body);
    assert_eq!(timeline(&call).len(), 1);
    assert_eq!(
        skipped(&call),
        (
            3,
            vec![
                "momentInsights[0]: a string where an object belongs".to_owned(),
                "momentInsights[2].momentTimes: a string where a list belongs".to_owned(),
                "momentInsights[3].momentTimes: an object where a list belongs".to_owned(),
            ]
        )
    );
}

#[test]
fn a_key_is_the_same_however_it_is_spelled() {
    let text = r#"{"moment\u0049nsights":[{"\u006domentTimes":[{"moment\u004fffset":1}],"category":"C"}]}"#;
    assert_eq!(timeline(&read_text(text).unwrap()).len(), 1);
    let number = r#"{"momentInsights":[{"moment\u0054imes":[99999999999]}]}"#;
    assert_eq!(read_text(number).unwrap().skipped.count, 1);
}
