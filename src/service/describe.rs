//! What `GET` says of a version and of the actions.
//!
//! The keys are those of the guide's example; labels, descriptions and `maxOccurs` are invented.
//! Parameters of Apex types are described one level deep, so their fields are not.

use serde_json::{Value, json};

use super::version::Version;
use crate::wire::action::Action;

/// The version itself: where its resources are.
pub(super) fn root(version: Version) -> Value {
    let url = |name: &str| format!("/services/data/{version}/{name}");
    let names = ["actions", "limits", "query", "queryAll", "sobjects"];
    names.into_iter().map(|name| (name.to_owned(), Value::from(url(name)))).collect()
}

/// `…/actions`.
pub(super) fn actions(version: Version) -> Value {
    let url = format!("/services/data/{version}/actions");
    json!({"custom": format!("{url}/custom"), "standard": format!("{url}/standard")})
}

/// `…/actions/standard`: those that the version has.
pub(super) fn standard(version: Version) -> Value {
    let offered = Action::ALL.into_iter().filter(|action| version.has(*action));
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
    }
}

/// By the pattern of documented ones, such as `CHOOSE_PRICEBOOK`.
fn kind(action: Action) -> &'static str {
    match action {
        Action::Intelligence => "GET_CONVERSATION_INTELLIGENCE",
        Action::Transcript => "GET_CONVERSATION_TRANSCRIPT",
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
            let listed = standard(Version::find(version).unwrap());
            let actions = listed["actions"].as_array().unwrap().clone();
            actions.iter().map(|a| a["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names("v65.0"), ["getConversationIntelligence", "getConversationTranscript"]);
        assert_eq!(names("v64.0"), ["getConversationTranscript"]);
        assert!(names("v62.0").is_empty());
    }
}
