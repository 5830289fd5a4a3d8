//! Where an org is.

use std::fmt;

use url::{Host, Url};

use crate::call::text::{Clean, clean_line};

/// The origin of an org's API: scheme, host, and a port if it is not the scheme's own.
///
/// The host of an org's API is its My Domain, such as `acme.my.salesforce.com`. Plain HTTP is for
/// this machine alone, where the embedded service listens.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Instance(Url);

/// Why a text is not an org's address. Each is a sentence that ends with the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadInstance {
    /// It is not a URL.
    #[error(
        "This is not the address of an org: {0}. Give its My Domain, such as \
         https://acme.my.salesforce.com."
    )]
    NotUrl(Clean),
    /// Its scheme is neither `https` nor `http`.
    #[error("An org is reached over https, not {0}. Give an address that starts with https://.")]
    Scheme(Clean),
    /// Plain HTTP to another machine would show the token to the network.
    #[error("Plain http would show the access token to the network. Use https://{0} instead.")]
    Insecure(Clean),
    /// It has a user name or password in it.
    #[error(
        "The org's address has a user name or password in it. Leave out everything between // \
         and @: sign-in is by access token only."
    )]
    Credentials,
    /// It has a path, query or fragment.
    #[error("The org's address ends after its host. Use {0} without what follows.")]
    Path(Clean),
    /// It is where the org's pages are, not its API.
    #[error("This host serves the org's pages, not its API. Use {0} instead.")]
    Pages(Clean),
}

/// The host of an org's pages is its My Domain with this end instead of `.my.salesforce.com`.
const PAGES: &str = ".lightning.force.com";
const API: &str = ".my.salesforce.com";

impl Instance {
    /// Reads an org's address.
    ///
    /// A bare host name gets `https`, or `http` if it is a loopback host (`localhost`,
    /// 127.0.0.0/8, `::1`). White space around it and one slash after the host are dropped; any
    /// other path is refused, because what was meant by it cannot be known.
    ///
    /// # Errors
    ///
    /// [`BadInstance`], which does not quote credentials.
    pub fn parse(url: &str) -> Result<Self, BadInstance> {
        let text = url.trim();
        let url = if text.contains("://") {
            parse(text)?
        } else {
            let secure = parse(&format!("https://{text}"))?;
            if is_loopback(&secure) { parse(&format!("http://{text}"))? } else { secure }
        };
        if !matches!(url.scheme(), "https" | "http") {
            return Err(BadInstance::Scheme(clean_line(url.scheme()).boxed()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadInstance::Credentials);
        }
        let instance = Self(origin(&url));
        if let Some(domain) = url.host_str().and_then(|host| host.strip_suffix(PAGES)) {
            let api = format!("https://{domain}.my.salesforce.com");
            return Err(BadInstance::Pages(clean_line(&api).boxed()));
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(BadInstance::Insecure(clean_line(instance.host()).boxed()));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(BadInstance::Path(clean_line(instance.as_str()).boxed()));
        }
        Ok(instance)
    }

    /// The origin without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// The host without the port.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The host, with the port where it is not the usual one: what tells two orgs apart.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// Whether a host belongs to the org: its own, or that of its pages.
    #[must_use]
    pub fn serves(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        host == self.host() || domain(&host).is_some_and(|of| domain(self.host()) == Some(of))
    }

    /// Whether requests are encrypted; if not, they do not leave this machine.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// A resource of the org.
    pub(super) fn at(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url.set_query(query);
        url
    }

    /// Whether a URL is at the same scheme, host and port.
    pub(super) fn owns(&self, url: &Url) -> bool {
        self.0.origin() == url.origin()
    }
}

/// What the hosts of one org have in common.
fn domain(host: &str) -> Option<&str> {
    [PAGES, API].iter().find_map(|end| host.strip_suffix(end))
}

fn parse(text: &str) -> Result<Url, BadInstance> {
    let not_url = |why: &str| BadInstance::NotUrl(clean_line(why).boxed());
    let url = Url::parse(text).map_err(|why| not_url(&why.to_string()))?;
    url.has_host().then_some(url).ok_or_else(|| not_url("empty host"))
}

fn origin(url: &Url) -> Url {
    let mut origin = url.clone();
    origin.set_path("/");
    origin.set_query(None);
    origin.set_fragment(None);
    origin
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        Instance::parse(text).map_or_else(|error| error.to_string(), |org| org.to_string())
    }

    #[test]
    fn an_address_becomes_an_origin() {
        let org = "https://acme.my.salesforce.com";
        for text in [org, "https://acme.my.salesforce.com/", " ACME.my.salesforce.com\n"] {
            assert_eq!(read(text), org);
        }
        assert_eq!(read("https://acme.my.salesforce.com:443"), org);
        assert_eq!(read("http://127.8.0.1:8080/"), "http://127.8.0.1:8080");
        assert_eq!(read("http://[::1]:80"), "http://[::1]");
        assert_eq!(read("localhost:8080"), "http://localhost:8080");
        assert_eq!(read("https://localhost"), "https://localhost");
    }

    #[test]
    fn what_it_must_not_have_is_refused_with_the_next_step() {
        let http = read("http://acme.my.salesforce.com");
        assert!(http.ends_with("Use https://acme.my.salesforce.com instead."), "{http}");
        let path = read("https://acme.my.salesforce.com/services/data?x#y");
        assert!(path.contains("Use https://acme.my.salesforce.com without"), "{path}");
        let pages = read("https://acme--dev.sandbox.lightning.force.com/lightning/r/VideoCall/x");
        assert!(pages.contains("https://acme--dev.sandbox.my.salesforce.com"), "{pages}");
        assert!(read("ftp://acme.com").contains("not ftp"));
        for text in ["", "https://", "two words", "calls/one.json:x", "http://localhost.evil.com"] {
            assert!(Instance::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pages_and_api_of_one_domain_are_one_org() {
        let org = Instance::parse("https://acme--dev.sandbox.my.salesforce.com").unwrap();
        for host in ["acme--dev.sandbox.lightning.force.com", "ACME--dev.sandbox.my.salesforce.com"]
        {
            assert!(org.serves(host), "{host}");
        }
        for host in ["acme.lightning.force.com", "acme--dev.sandbox", "evil.com", ""] {
            assert!(!org.serves(host), "{host}");
        }
        assert!(Instance::parse("localhost:80").unwrap().serves("localhost"));
    }

    #[test]
    fn credentials_are_refused_and_not_quoted() {
        let said = read("https://ada:geheim@acme.my.salesforce.com/path");
        assert!(!said.contains("geheim") && said.contains("access token"), "{said}");
        assert!(!read("ada:geheim@acme.my.salesforce.com").contains("geheim"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            if let Ok(org) = Instance::parse(&text) {
                let again = Instance::parse(org.as_str());
                prop_assert_eq!(again, Ok(org));
            }
        }
    }
}
