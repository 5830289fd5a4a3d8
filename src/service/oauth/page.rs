//! The pages that a person sees: plain HTML, without a script, that nothing can be put into.

use axum::body::Body;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{StatusCode, header};
use axum::response::Response;
use html_escape::{encode_double_quoted_attribute, encode_text};

/// What a person is asked.
pub(super) struct Question<'a> {
    pub(super) client_id: &'a str,
    /// Name and username of the one who is to sign in, if the app named one.
    pub(super) user: Option<(&'a str, &'a str)>,
    pub(super) scopes: &'a [&'a str],
    /// Where the browser goes from here.
    pub(super) origin: &'a str,
    pub(super) nonce: &'a str,
    /// What was wrong with the last answer.
    pub(super) fault: Option<&'a str>,
}

const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}\
    input{width:100%;box-sizing:border-box;font:inherit}button{font:inherit;margin:1rem 1rem 0 0}";

/// Asks whether an app may act for someone. Whoever has a token of the service can say so.
pub(super) fn question(question: &Question<'_>) -> Response {
    let Question { client_id, user, scopes, origin, nonce, fault } = question;
    let user = match user {
        Some((name, username)) => {
            format!("{} ({})", encode_text(name), encode_text(username))
        }
        None => "the user of the token".to_owned(),
    };
    let scopes: String =
        scopes.iter().map(|scope| format!("<li>{}</li>", encode_text(scope))).collect();
    let fault = fault.map(|fault| format!("<p role=\"alert\">{}</p>", encode_text(fault)));
    let body = format!(
        "<h1>Allow access?</h1>{}<p>The app <strong>{}</strong> asks to act for <strong>{user}\
         </strong>. It could:</p><ul>{scopes}</ul><p>Then you go back to {}.</p>\
         <form method=\"post\"><input type=\"hidden\" name=\"nonce\" value=\"{}\">\
         <label>A token of this service, from its token file: <input type=\"password\" \
         name=\"token\" autocomplete=\"off\" required autofocus></label>\
         <button name=\"answer\" value=\"allow\">Allow</button>\
         <button name=\"answer\" value=\"deny\" formnovalidate>Deny</button></form>",
        fault.unwrap_or_default(),
        encode_text(client_id),
        encode_text(origin),
        encode_double_quoted_attribute(nonce),
    );
    // Browsers hold the way on after a form to what forms may reach.
    page(StatusCode::OK, &body, &format!("'self' {origin}"))
}

/// Says why there is no way on. The browser is not sent back: there is nobody to trust with that.
pub(super) fn refused(why: &str) -> Response {
    let body = format!(
        "<h1>Not allowed</h1><p>{}</p><p>Go back to the app and sign in again from there.</p>",
        encode_text(why)
    );
    page(StatusCode::BAD_REQUEST, &body, "'none'")
}

fn page(status: StatusCode, body: &str, forms: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>earmark</title><style>{STYLE}</style>{body}"
    );
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; form-action {forms}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    let mut set = |name: HeaderName, value: &'static str| {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    };
    set(CONTENT_TYPE, "text/html; charset=utf-8");
    set(header::CACHE_CONTROL, "no-store");
    // The form's own request keeps its origin, which is checked.
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // An origin is written in ASCII.
    if let Ok(policy) = policy.parse() {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
