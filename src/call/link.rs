//! What names a call where a person gives one: ids, links, and addresses of the org's pages.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::id::{BadId, CallId};
use super::offset::Offset;
use super::place::Place;
use super::text::{Clean, clean_line};

/// A call, and a time in it: `earmark://call/<id>` or `earmark://call/<id>?t=83.5`.
///
/// `t` is in seconds with at most two decimals; `1:23` is understood too. Other parameters are
/// passed over. A link names no org: the one that is signed in to is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// The call.
    pub call: CallId,
    /// Where to start in it.
    pub at: Option<Offset>,
}

/// A call as a person named it.
///
/// An id of 15 or 18 characters, a [`Link`], or the address of a call's page, such as
/// `https://acme.lightning.force.com/lightning/r/VideoCall/<id>/view`, its shorter form
/// `…/lightning/r/<id>/view`, or `https://acme.my.salesforce.com/<id>`. What follows `?` or `#` in
/// an address is passed over, and an address of Salesforce may lack its `https://`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallName {
    /// What it names.
    pub link: Link,
    /// The host of the page, for an address: the call is in that org and in no other.
    pub host: Option<Clean>,
}

/// Why a text names no call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// The id in it is not one.
    #[error("{0}")]
    Id(#[from] BadId),
    /// It is not an address, or of another scheme.
    #[error("the address of a call starts with https://, http:// or earmark://call/")]
    Scheme,
    /// It is the page of a list.
    #[error(
        "this is the address of a list, not of a call: open the call there and copy its address"
    )]
    List,
    /// It is the page of a record of another kind.
    #[error("this is the page of a record of the kind {0}, not of a video or voice call")]
    Object(Clean),
    /// It has no id where one belongs.
    #[error(
        "no call is named in this address: the page of one is \
         …/lightning/r/VideoCall/<id>/view or …/lightning/r/VoiceCall/<id>/view"
    )]
    Path,
    /// The time of a link is not one.
    #[error("the time in this link is not one: write seconds, such as ?t=83.5")]
    Time,
}

impl CallName {
    /// Whether a text is meant to be an address rather than an id or the name of a file.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        let host = text.trim().split('/').next().unwrap_or_default().to_ascii_lowercase();
        text.contains("://") || is_salesforce(&host)
    }
}

fn is_salesforce(host: &str) -> bool {
    [".force.com", ".salesforce.com"].iter().any(|end| host.ends_with(end))
}

impl FromStr for CallName {
    type Err = BadName;

    fn from_str(text: &str) -> Result<Self, BadName> {
        let text = text.trim();
        if !Self::is_address(text) {
            return Ok(Self { link: Link { call: text.parse()?, at: None }, host: None });
        }
        let url = if text.contains("://") {
            Url::parse(text)
        } else {
            Url::parse(&format!("https://{text}"))
        };
        let url = url.map_err(|_| BadName::Scheme)?;
        match url.scheme() {
            "earmark" => Ok(Self { link: link(&url)?, host: None }),
            "https" | "http" => Ok(Self {
                link: Link { call: page(&url)?, at: None },
                host: url.host_str().map(|host| clean_line(host).boxed()),
            }),
            _ => Err(BadName::Scheme),
        }
    }
}

fn link(url: &Url) -> Result<Link, BadName> {
    if url.host_str().is_none_or(|host| !host.eq_ignore_ascii_case("call")) {
        return Err(BadName::Scheme);
    }
    let call = url.path().trim_matches('/').parse()?;
    let time = url.query_pairs().find(|(key, _)| key == "t");
    let at = time.map(|(_, time)| match time.parse() {
        Ok(Place::At(at)) => Ok(at),
        _ => Err(BadName::Time),
    });
    Ok(Link { call, at: at.transpose()? })
}

/// The call of a page.
fn page(url: &Url) -> Result<CallId, BadName> {
    let path: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    match path[..] {
        ["lightning", "o", ..] => Err(BadName::List),
        ["lightning", "r", "VideoCall" | "VoiceCall" | "sObject", id, ..]
        | ["lightning", "r", id]
        | ["lightning", "r", id, "view"] => Ok(id.parse()?),
        ["lightning", "r", object, _, ..] => {
            Err(BadName::Object(clean_line(&object.chars().take(60).collect::<String>()).boxed()))
        }
        [id] if id.len() >= 15 => Ok(id.parse()?),
        _ => Err(BadName::Path),
    }
}

/// The link, in a form that reads back as the same.
impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "earmark://call/{}", self.call)?;
        let Some(at) = self.at else { return Ok(()) };
        let (seconds, centis) = (at.centis() / 100, at.centis() % 100);
        match (centis, centis % 10) {
            (0, _) => write!(f, "?t={seconds}"),
            (_, 0) => write!(f, "?t={seconds}.{}", centis / 10),
            _ => write!(f, "?t={seconds}.{centis:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "6qrAAC000000BGPYB2";

    fn read(text: &str) -> Result<CallName, BadName> {
        text.parse()
    }

    #[test]
    fn ids_links_and_pages_name_a_call() {
        let plain = |text: &str| {
            let name = read(text).unwrap();
            assert_eq!((name.link.call.as_str(), name.link.at), (ID, None), "{text}");
            name.host.map(|host| host.to_string())
        };
        for text in [ID, &ID[..15], " 6qrAAC000000BGPYB2\n"] {
            assert_eq!(plain(text), None);
        }
        for text in ["earmark://call/6qrAAC000000BGP", "EARMARK://CALL/6qrAAC000000BGPYB2/?x=1#y"] {
            assert_eq!(plain(text), None);
        }
        for path in [
            "lightning/r/VideoCall/6qrAAC000000BGPYB2/view",
            "lightning/r/VideoCall/6qrAAC000000BGPYB2/view?ws=%2Flightning%2Fr%2FAccount#top",
            "lightning/r/sObject/6qrAAC000000BGPYB2/view",
            "lightning/r/6qrAAC000000BGP/view",
            "lightning/r/6qrAAC000000BGPYB2",
            "6qrAAC000000BGPYB2",
            "6qrAAC000000BGP?nooverride=1",
        ] {
            for host in ["acme.lightning.force.com", "acme--dev.sandbox.my.salesforce.com"] {
                for scheme in ["https://", "http://", ""] {
                    assert_eq!(plain(&format!("{scheme}{host}/{path}")).as_deref(), Some(host));
                }
            }
        }
        assert_eq!(plain("http://127.0.0.1:80/6qrAAC000000BGP").as_deref(), Some("127.0.0.1"));
    }

    #[test]
    fn a_link_may_have_a_time() {
        let at = |time: &str| read(&format!("earmark://call/{ID}?x=1&t={time}")).map(|n| n.link.at);
        assert_eq!(at("83.5"), Ok(Some(Offset::from_centis(8_350))));
        assert_eq!(at("1:23"), Ok(Some(Offset::from_centis(8_300))));
        for bad in ["", "soon", "-5", "50%", "%2B3", "1e3", "NaN", "99999999999"] {
            assert_eq!(at(bad), Err(BadName::Time), "{bad}");
        }
    }

    #[test]
    fn what_names_no_call_is_told_apart() {
        let page = |path: &str| read(&format!("https://acme.lightning.force.com/{path}"));
        assert_eq!(page("lightning/o/VideoCall/list?filterName=Recent"), Err(BadName::List));
        assert_eq!(page("lightning/page/home"), Err(BadName::Path));
        assert_eq!(page(""), Err(BadName::Path));
        assert_eq!(page("lightning/r/VideoCall/6qrAAC/view"), Err(BadName::Id(BadId::Shape)));
        assert_eq!(page("6qraac000000bgpYB2"), Err(BadName::Id(BadId::Checksum)));
        let account = page("lightning/r/Account/001SG000000gNTF/view").unwrap_err();
        assert!(account.to_string().contains("of the kind Account"), "{account}");
        for text in ["ftp://acme.com/6qrAAC000000BGP", "://", "earmark://list/6qrAAC000000BGP"] {
            assert_eq!(read(text), Err(BadName::Scheme), "{text}");
        }
        assert_eq!(read("renewal"), Err(BadName::Id(BadId::Shape)));
        let hostile = page("lightning/r/\u{202e}%1b%5b/x/view").unwrap_err().to_string();
        assert!(!hostile.contains(['\u{1b}', '\u{202e}']), "{hostile:?}");
    }

    proptest! {
        #[test]
        fn a_link_reads_back(id in "[0-9A-Za-z]{15}", centis in prop::option::of(0u32..200_000_000)) {
            let link = Link { call: id.parse().unwrap(), at: centis.map(Offset::from_centis) };
            let name = CallName { link, host: None };
            prop_assert_eq!(read(&link.to_string()), Ok(name));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), id in "[0-9A-Za-z]{15}") {
            let _ = read(&text);
            let _ = read(&format!("earmark://call/{text}"));
            let _ = read(&format!("https://{text}/{id}"));
        }
    }
}
