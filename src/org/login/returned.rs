//! What comes back from the browser: a code, or a refusal.

use secrecy::SecretString;
use subtle::ConstantTimeEq;
use url::{Url, form_urlencoded};

use super::error::LoginError;
use super::printed::said;
use crate::org::Said;

/// Why an address is not the answer to this sign-in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotAnAnswer {
    /// It has neither code nor error.
    #[error("This is not the address that the browser was sent to: it has no code in it.")]
    NoCode,
    /// Its `state` is missing or another one.
    #[error("This is the answer to another sign-in.")]
    OtherSignIn,
}

/// The answer to the sign-in with this state: the code, or the org's refusal.
pub(super) fn answer(
    query: &str,
    state: &str,
) -> Result<Result<SecretString, LoginError>, NotAnAnswer> {
    let [mut code, mut error, mut description, mut theirs] = [const { None }; 4];
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "code" => code = Some(value),
            "error" => error = Some(value),
            "error_description" => description = Some(value),
            "state" => theirs = Some(value),
            _ => {}
        }
    }
    if code.is_none() && error.is_none() {
        return Err(NotAnAnswer::NoCode);
    }
    let is_ours =
        theirs.is_some_and(|theirs| bool::from(theirs.as_bytes().ct_eq(state.as_bytes())));
    if !is_ours {
        return Err(NotAnAnswer::OtherSignIn);
    }
    Ok(match (error, code) {
        (Some(error), _) if error == "access_denied" => Err(LoginError::Denied),
        (Some(error), _) => {
            let message = said(description.as_deref().unwrap_or_default());
            Err(LoginError::Refused(Said { code: said(&error), message }))
        }
        (None, code) => Ok(SecretString::from(code.unwrap_or_default().into_owned())),
    })
}

/// The query of an address as it is copied from a browser, whole or from its `?`.
pub(super) fn query(line: &str) -> String {
    let line = line.trim();
    match Url::parse(line) {
        Ok(url) => url.query().unwrap_or_default().to_owned(),
        Err(_) => line.split_once('?').map_or(line, |(_, query)| query).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(line: &str) -> Result<Result<SecretString, LoginError>, NotAnAnswer> {
        answer(&query(line), "s t/te")
    }

    #[test]
    fn the_code_is_found_in_what_was_pasted() {
        for line in [
            " http://localhost:1717/OauthRedirect?code=aPrx%3D%3D&state=s%20t%2Fte \n",
            "localhost:1717/OauthRedirect?state=s+t%2Fte&code=aPrx==",
            "?code=aPrx%3D%3D&state=s+t/te&sfdc_community_url=x",
            "code=aPrx==&state=s+t/te",
        ] {
            assert_eq!(read(line).unwrap().unwrap().expose_secret(), "aPrx==", "{line}");
        }
    }

    #[test]
    fn another_state_or_none_is_no_answer() {
        for line in ["code=a&state=other", "code=a", "error=access_denied", "code=a&state="] {
            assert_eq!(read(line).unwrap_err(), NotAnAnswer::OtherSignIn, "{line}");
        }
        for line in ["", "hello", "https://acme.my.salesforce.com/", "state=s+t/te"] {
            assert_eq!(read(line).unwrap_err(), NotAnAnswer::NoCode, "{line}");
        }
    }

    #[test]
    fn a_refusal_is_told_in_the_orgs_words() {
        let denied = read("error=access_denied&state=s+t/te").unwrap().unwrap_err();
        assert_eq!(denied, LoginError::Denied);
        let blocked = read(
            "error=OAUTH_APP_BLOCKED&error_description=this+app%1b[31m+is+blocked&state=s+t/te",
        );
        let text = blocked.unwrap().unwrap_err().to_string();
        assert!(text.contains("“this app is blocked” (OAUTH_APP_BLOCKED)"), "{text}");
    }
}
