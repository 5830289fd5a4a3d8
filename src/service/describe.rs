//! What `GET` says of a version and of the actions.
//!
//! The keys are those of the guide's example; labels, descriptions and `maxOccurs` are invented.
//! Parameters of Apex types are described one level deep, so their fields are not.

use serde_json::{Value, json};

use super::version::Version;
use crate::wire::action::Action;

/// The version itself: where its resources are, and the address of the one who asks.
pub(super) fn root(version: Version, identity: Option<String>) -> Value {
    let url = |name: &str| format!("/services/data/{version}/{name}");
    let names = ["actions", "limits", "query", "queryAll", "sobjects"];
    let resources = names.map(|name| (name.to_owned(), Value::from(url(name))));
    let identity = identity.map(|identity| ("identity".to_owned(), Value::from(identity)));
    resources.into_iter().chain(identity).collect()
}

/// `…/actions`.
pub(super) fn actions(version: Version) -> Value {
    let url = format!("/services/data/{version}/actions");
    json!({"custom": format!("{url}/custom"), "standard": format!("{url}/standard")})
}

/// `…/actions/standard`: those that the version has and the token may use.
pub(super) fn standard(version: Version, may_use: impl Fn(Action) -> bool) -> Value {
    let offered = Action::ALL.into_iter().filter(|action| version.has(*action) && may_use(*action));
    let actions: Vec<_> = offered
        .map(|action| {
            let name = action.name();
            json!({
                "label": label(action),
                "name": name,
                "type": kind(action),
                "url": format!("/services/data/{version}/actions/standard/{name}"),
            })
        })
        .collect();
    json!({"actions": actions})
}

/// `…/actions/standard/<name>`.
pub(super) fn action(action: Action) -> Value {
    let record_id = input("recordId", "Record ID", "The ID of the voice or video call.", true);
    let (description, inputs, outputs) = match action {
        Action::Intelligence => (
            "Gets the summary and the insights of a voice or video call.",
            vec![record_id],
            vec![
                output("conversationInsights", "Conversation Insights", "APEX", 2000),
                output("conversationIntelligence", "Conversation Intelligence", "APEX", 1),
                output("momentInsights", "Moment Insights", "APEX", 2000),
            ],
        ),
        Action::Transcript => (
            "Gets the transcript of a voice or video call.",
            vec![record_id, input("transcriptType", "Transcript Type", "RAW or PROCESSED.", false)],
            vec![
                output("structuredTranscript", "Structured Transcript", "APEX", 1),
                output("unformattedTextTranscript", "Unformatted Text Transcript", "STRING", 1),
            ],
        ),
        Action::Explore => (
            "Answers a question about a voice or video call.",
            vec![
                record_id,
                input("question", "Question", "What to ask about the call.", true),
                input("promptVersion", "Prompt Version", "The newest unless given.", false),
            ],
            vec![
                output("answer", "Answer", "STRING", 1),
                output("requestId", "Request ID", "STRING", 1),
                output("responseId", "Response ID", "STRING", 1),
                output("type", "Type", "STRING", 1),
            ],
        ),
    };
    json!({
        "description": description,
        "inputs": inputs,
        "label": label(action),
        "name": action.name(),
        "outputs": outputs,
        "standard": true,
        "targetEntityName": null,
        "type": kind(action),
    })
}

fn label(action: Action) -> &'static str {
    match action {
        Action::Intelligence => "Get Conversation Intelligence",
        Action::Transcript => "Get Conversation Transcript",
        Action::Explore => "Explore Conversation",
    }
}

/// By the pattern of documented ones, such as `CHOOSE_PRICEBOOK`.
fn kind(action: Action) -> &'static str {
    match action {
        Action::Intelligence => "GET_CONVERSATION_INTELLIGENCE",
        Action::Transcript => "GET_CONVERSATION_TRANSCRIPT",
        Action::Explore => "EXPLORE_CONVERSATION",
    }
}

fn input(name: &str, label: &str, description: &str, required: bool) -> Value {
    json!({
        "byteLength": 0, "description": description, "label": label, "maxOccurs": 1,
        "name": name, "picklistValues": null, "required": required, "sobjectType": null,
        "type": "STRING",
    })
}

fn output(name: &str, label: &str, kind: &str, most: u32) -> Value {
    json!({"label": label, "maxOccurs": most, "name": name, "type": kind})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_version_has_is_listed() {
        let names = |version| {
            let listed = standard(Version::find(version).unwrap(), |_| true);
            let actions = listed["actions"].as_array().unwrap().clone();
            actions.iter().map(|a| a["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let [insights, transcript, explore] =
            ["getConversationIntelligence", "getConversationTranscript", "exploreConversation"];
        assert_eq!(names("v65.0"), [insights, transcript, explore]);
        assert_eq!(names("v64.0"), [transcript, explore]);
        assert_eq!(names("v62.0"), [explore]);
        assert!(names("v59.0").is_empty());
    }
}
