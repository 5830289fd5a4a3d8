//! Where a browser may be sent back to.

use url::{Host, Url};

/// An address that a code may be sent to: on this machine, or one that the service was told of.
/// Anything else would hand codes to strangers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Redirect {
    /// As it was given: the token request must repeat it.
    pub(super) given: String,
    url: Url,
}

impl Redirect {
    /// `http` to loopback with any port and path, or exactly one of `allowed`.
    pub(super) fn allowed(given: &str, allowed: &[String]) -> Option<Self> {
        let url = Url::parse(given).ok()?;
        let plain = url.username().is_empty() && url.password().is_none();
        let here = url.scheme() == "http" && is_loopback(&url);
        let known = allowed.iter().any(|known| known == given);
        let sendable = plain && url.fragment().is_none() && (here || known);
        sendable.then(|| Self { given: given.to_owned(), url })
    }

    /// The address with an answer in its query.
    pub(super) fn with(&self, answer: &[(&str, &str)], state: Option<&str>) -> String {
        let mut url = self.url.clone();
        url.query_pairs_mut()
            .extend_pairs(answer)
            .extend_pairs(state.map(|state| ("state", state)));
        url.into()
    }

    /// Its scheme, host and port.
    pub(super) fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_and_what_is_named_are_sent_to() {
        let known = ["https://app.example/callback".to_owned()];
        for well in [
            "http://localhost:1717/OauthRedirect",
            "http://127.0.0.1/",
            "http://[::1]:9/x?y=1",
            "https://app.example/callback",
        ] {
            assert!(Redirect::allowed(well, &known).is_some(), "{well}");
        }
        for bad in [
            "",
            "/callback",
            "https://app.example/callback/",
            "https://app.example/callback?x",
            "https://evil.example/",
            "http://localhost.evil.example/",
            "http://localhost@evil.example/",
            "http://user@localhost/",
            "http://localhost/#fragment",
            "https://localhost/",
            "http://10.0.0.1/",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://[::2]/",
        ] {
            assert!(Redirect::allowed(bad, &known).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_answer_is_added_to_the_query() {
        let redirect = Redirect::allowed("http://localhost:1717/cb?x=1", &[]).unwrap();
        assert_eq!(
            redirect.with(&[("code", "a&b")], Some("s t")),
            "http://localhost:1717/cb?x=1&code=a%26b&state=s+t"
        );
        assert_eq!(redirect.origin(), "http://localhost:1717");
    }
}
