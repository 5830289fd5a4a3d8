//! Who a token acts for: `/services/oauth2/userinfo` and `/id/<org>/<user>`.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};

use super::{json as answer, plain};
use crate::service::Service;
use crate::service::user::User;

/// The address of a user, which is also the user's name to other services.
pub(super) fn identity_url(service: &Service, instance: &str, user: &User) -> String {
    format!("{instance}/id/{}/{}", service.directory().organisation.id, user.id)
}

/// The claims of `OpenID` Connect.
pub(super) fn user_info(service: &Service, instance: &str, user: &User) -> Response {
    let sub = identity_url(service, instance, user);
    let mut claims = common(service, instance, user);
    let own = json!({
        "email_verified": true,
        "name": user.name,
        "nickname": user.alias,
        "preferred_username": user.username,
        "profile": format!("{instance}/{}", user.id),
        "sub": sub,
        "zoneinfo": "UTC",
    });
    extend(&mut claims, own);
    answer(StatusCode::OK, &claims)
}

/// The identity of the token's own user; of nobody else.
pub(super) fn identity(service: &Service, instance: &str, user: &User, path: &str) -> Response {
    let (org, id) = path.split_once('/').unwrap_or((path, ""));
    if org.parse() != Ok(service.directory().organisation.id) {
        return plain(StatusCode::FORBIDDEN, "Wrong_Org");
    }
    if id.parse() != Ok(user.id) {
        return plain(StatusCode::NOT_FOUND, "Bad_Id");
    }
    let mut identity = common(service, instance, user);
    let own = json!({
        "asserted_user": true,
        "display_name": user.name,
        "id": identity_url(service, instance, user),
        "nick_name": user.alias,
        "timezone": "UTC",
        "username": user.username,
    });
    extend(&mut identity, own);
    answer(StatusCode::OK, &identity)
}

/// What both say; the values beside ids, names and addresses are invented. The version in an
/// address is for the app to fill in.
fn common(service: &Service, instance: &str, user: &User) -> Value {
    let rest = format!("{instance}/services/data/v{{version}}/");
    json!({
        "active": true,
        "email": user.email,
        "language": "en_US",
        "locale": "en_US",
        "organization_id": service.directory().organisation.id.as_str(),
        "urls": {
            "query": format!("{rest}query/"),
            "rest": rest,
            "sobjects": format!("{rest}sobjects/"),
        },
        "user_id": user.id.as_str(),
        "user_type": "STANDARD",
        "utcOffset": 0,
    })
}

fn extend(object: &mut Value, with: Value) {
    if let (Value::Object(object), Value::Object(with)) = (object, with) {
        object.extend(with);
    }
}
