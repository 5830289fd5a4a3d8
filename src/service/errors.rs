//! Every way in which a whole request is refused, and every way in which one input fails.
//!
//! Codes and messages are those of the REST API guide's "Status Codes and Error Responses" and of
//! bodies seen from orgs, except where a function says that it is invented.

use axum::http::{Method, StatusCode};

use super::object::Object;
use crate::wire::action::{ActionError, RestError};

/// A request that is not answered.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) error: RestError,
    pub(super) header: Option<(&'static str, &'static str)>,
}

impl Refusal {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let error =
            RestError { message: message.into(), error_code: code.to_owned(), fields: Vec::new() };
        Self { status, error, header: None }
    }

    /// No token, or none of ours.
    pub(super) fn session() -> Self {
        let challenge = Some(("www-authenticate", "Bearer"));
        let message = "Session expired or invalid";
        Self {
            header: challenge,
            ..Self::new(StatusCode::UNAUTHORIZED, "INVALID_SESSION_ID", message)
        }
    }

    /// The day's requests are used up.
    pub(super) fn limit() -> Self {
        let message = "TotalRequests Limit exceeded.";
        Self::new(StatusCode::FORBIDDEN, "REQUEST_LIMIT_EXCEEDED", message)
    }

    /// No such resource, or not for this token.
    pub(super) fn not_found() -> Self {
        let message = "The requested resource does not exist";
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", message)
    }

    /// No such action, or not in this version, or not for this token. The code beside the message
    /// is invented; that a right which is missing looks like an action which is, and not like a
    /// record without access, is how an org without the licence is known to answer.
    pub(super) fn action(name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", format!("Invalid Action Type: {name}"))
    }

    /// A version older than all on offer. Code and message are invented.
    pub(super) fn retired() -> Self {
        let message = "This version of the API has been retired; use a newer one.";
        Self::new(StatusCode::GONE, "UNSUPPORTED_API_VERSION", message)
    }

    /// A method that the resource does not have.
    pub(super) fn method(method: &Method, allowed: &'static str) -> Self {
        let message = format!("HTTP Method '{method}' not allowed. Allowed are {allowed}");
        Self {
            header: Some(("allow", allowed)),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message)
        }
    }

    /// A body that is not JSON, or in an encoding other than gzip. The message is invented.
    pub(super) fn media_type(what: &str) -> Self {
        let message = format!("Unsupported Media Type: {what}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message)
    }

    /// A `POST` without a body.
    pub(super) fn no_body() -> Self {
        let message = "The HTTP entity body is required, but this request has no entity body.";
        Self::json(message)
    }

    /// A body that cannot be parsed.
    pub(super) fn json(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "JSON_PARSER_ERROR", message)
    }

    /// A body without `inputs`. Invented.
    pub(super) fn no_inputs() -> Self {
        let message = "Required fields are missing: [inputs]";
        let mut refusal = Self::new(StatusCode::BAD_REQUEST, "REQUIRED_FIELD_MISSING", message);
        refusal.error.fields.push("inputs".to_owned());
        refusal
    }

    /// More inputs than are answered at once. Invented.
    pub(super) fn inputs(most: usize) -> Self {
        let message = format!("At most {most} inputs can be sent at once; send fewer.");
        Self::new(StatusCode::BAD_REQUEST, "LIMIT_EXCEEDED", message)
    }

    /// A field that the object does not have.
    pub(super) fn field(name: &str, object: &str) -> Self {
        let message = format!("No such column '{name}' on sobject of type {object}");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD", message)
    }

    /// A query that cannot be read.
    pub(super) fn query(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "MALFORMED_QUERY", message)
    }

    /// An object that there is not.
    pub(super) fn object(name: &str) -> Self {
        let names = Object::ALL.map(Object::name).join(", ");
        let message = format!("sObject type '{name}' is not supported; these are: {names}.");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_TYPE", message)
    }

    /// An object that the token may not query, which is then told as if there were none.
    pub(super) fn hidden_object(name: &str) -> Self {
        let message = format!("sObject type '{name}' is not supported for this user.");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_TYPE", message)
    }

    /// A relationship that the object does not have. The message is invented, as are those of the
    /// next four.
    pub(super) fn relationship(name: &str, object: &str) -> Self {
        let message =
            format!("No relationship '{name}' can be followed from sobject type {object}");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD", message)
    }

    /// A field that is selected more than once.
    pub(super) fn twice(name: &str) -> Self {
        let message = format!("The field '{name}' is selected twice");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD", message)
    }

    /// A field of long text, which cannot be filtered or sorted by.
    pub(super) fn use_of(name: &str, verb: &str) -> Self {
        let message = format!("The field '{name}' cannot be {verb} in a query");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD", message)
    }

    /// A value of another type than the field's.
    pub(super) fn literal(name: &str, wanted: &str) -> Self {
        let message = format!("The field '{name}' can only be compared to {wanted}");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD", message)
    }

    /// An operator that a field does not have.
    pub(super) fn operator(name: &str, operator: &str) -> Self {
        let message = format!("The operator {operator} does not apply to the field '{name}'");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_QUERY_FILTER_OPERATOR", message)
    }

    /// A value that is no id, compared to one.
    pub(super) fn id(value: &str) -> Self {
        let message = format!("invalid ID field: {value}");
        Self::new(StatusCode::BAD_REQUEST, "INVALID_QUERY_FILTER_OPERATOR", message)
    }

    /// An offset beyond what an org takes.
    pub(super) fn offset(most: usize) -> Self {
        let message = format!("The largest OFFSET is {most}; filter or follow nextRecordsUrl.");
        Self::new(StatusCode::BAD_REQUEST, "NUMBER_OUTSIDE_VALID_RANGE", message)
    }

    /// A record that may not be made. That the right is missing is told like this is invented.
    pub(super) fn no_right() -> Self {
        let message = "insufficient access rights on object: Task";
        Self::new(StatusCode::FORBIDDEN, "INSUFFICIENT_ACCESS_OR_READONLY", message)
    }

    /// A reference to a record that the token may not see, or that there is not.
    pub(super) fn cross_reference() -> Self {
        let message = "insufficient access rights on cross-reference id";
        let code = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY";
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// A field that is no external id.
    pub(super) fn external_id(field: &str) -> Self {
        let message =
            format!("Provided external ID field does not exist or is not accessible: {field}");
        Self::new(StatusCode::NOT_FOUND, "NOT_FOUND", message)
    }

    /// A field that nobody may write.
    pub(super) fn read_only(field: &str) -> Self {
        let message = format!(
            "Unable to create/update fields: {field}. Please check the security settings of this \
             field and verify that it is read/write for your profile or permission set."
        );
        Self::new(StatusCode::BAD_REQUEST, "INVALID_FIELD_FOR_INSERT_UPDATE", message)
    }

    /// A text that is too long for its field.
    pub(super) fn too_long(field: &str, most: usize) -> Self {
        let message = format!("{field}: data value too large (max length={most})");
        Self::new(StatusCode::BAD_REQUEST, "STRING_TOO_LONG", message)
    }

    /// A value of another type than its field. The message is invented.
    pub(super) fn type_of(field: &str, value: &serde_json::Value) -> Self {
        let value: String = value.to_string().chars().take(80).collect();
        Self::json(format!("Cannot deserialize {field} from {value}"))
    }

    /// No more records are kept.
    pub(super) fn storage() -> Self {
        let message = "storage limit exceeded";
        Self::new(StatusCode::BAD_REQUEST, "STORAGE_LIMIT_EXCEEDED", message)
    }

    /// A cursor that was not written for this token.
    pub(super) fn locator() -> Self {
        let message = "invalid query locator";
        Self::new(StatusCode::BAD_REQUEST, "INVALID_QUERY_LOCATOR", message)
    }

    /// A body of more than is read. Code and message are invented, as are those of the next two:
    /// the guide documents the statuses 414 and 431 only.
    pub(super) fn body_size() -> Self {
        let message = "The request body is larger than 1 MiB.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "REQUEST_TOO_LARGE", message)
    }

    /// A URI of more than 16,384 bytes.
    pub(super) fn uri_size() -> Self {
        let message = "The URI is longer than 16,384 bytes.";
        Self::new(StatusCode::URI_TOO_LONG, "URI_TOO_LONG", message)
    }

    /// A URI and headers of more than 16,384 bytes together.
    pub(super) fn header_size() -> Self {
        let message = "The URI and headers are longer than 16,384 bytes.";
        Self::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "HEADERS_TOO_LARGE", message)
    }

    /// A body that did not arrive in time. Invented.
    pub(super) fn slow() -> Self {
        let message = "The request body did not arrive in time.";
        Self::new(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", message)
    }

    /// An answer of more than is written as XML. Invented.
    pub(super) fn xml_size() -> Self {
        let message = "The response is larger than 1 MiB, the most that is sent as XML; accept \
                       application/json, or ask for less at once.";
        Self::new(StatusCode::BAD_REQUEST, "LIMIT_EXCEEDED", message)
    }

    /// A fault of the service itself.
    pub(super) fn unexpected() -> Self {
        let message = "An unexpected error occurred.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "UNKNOWN_EXCEPTION", message)
    }
}

fn failure(code: &str, message: impl Into<String>, field: Option<&str>) -> ActionError {
    let fields = field.into_iter().map(str::to_owned).collect();
    ActionError { status_code: code.to_owned(), message: message.into(), fields }
}

/// An input without its `recordId`.
pub(super) fn required(field: &str) -> ActionError {
    let message = format!("Missing required input parameter: {field}");
    failure("REQUIRED_FIELD_MISSING", message, Some(field))
}

/// A `recordId` that is no id. Which code the action uses is not documented; this is the one of
/// record resources.
pub(super) fn malformed_id(id: &str) -> ActionError {
    let message = format!("Record ID: id value of incorrect type: {id}");
    failure("MALFORMED_ID", message, Some("recordId"))
}

/// A call that does not exist, or that the token may not see: which of the two is not told. That
/// the action uses this code is invented.
pub(super) fn no_access() -> ActionError {
    failure("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", None)
}

/// An input that the action does not take, or not like this. Invented.
pub(super) fn invalid_input(field: &str, message: impl Into<String>) -> ActionError {
    failure("INVALID_API_INPUT", message, Some(field))
}

/// The transcript of a call that is still being processed, or a question about it: the guide says that it must exist, but
/// not what happens when it does not. Invented.
pub(super) fn no_transcript() -> ActionError {
    let message = "The transcript isn't available yet: the call is still being processed.";
    failure("NOT_FOUND", message, None)
}

/// What no longer fits into one response. Invented.
pub(super) fn answer_size() -> ActionError {
    let message = "The response would be larger than 64 MiB; send fewer inputs at once.";
    failure("LIMIT_EXCEEDED", message, None)
}
