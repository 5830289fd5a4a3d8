//! JSON or XML, by the request's `Accept`.

use axum::http::header::{ACCEPT, HeaderMap, HeaderValue};

/// The format of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    /// Certain for errors; an approximation for the rest, see [`xml`](super::xml).
    Xml,
}

impl Format {
    /// Whichever of the two is named first; JSON when neither is.
    pub(super) fn accepted(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
        for range in values.flat_map(|value| value.split(',')) {
            let media_type = range.split(';').next().unwrap_or_default().trim();
            if media_type.eq_ignore_ascii_case("application/xml") {
                return Self::Xml;
            }
            if media_type.eq_ignore_ascii_case("application/json") {
                return Self::Json;
            }
        }
        Self::Json
    }

    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json;charset=UTF-8",
            Self::Xml => "application/xml;charset=UTF-8",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_unless_xml_comes_first() {
        let format = |accept: &'static str| {
            let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]);
            Format::accepted(&headers)
        };
        assert_eq!(Format::accepted(&HeaderMap::new()), Format::Json);
        for json in ["", "*/*", "text/html", "application/json, application/xml", "nonsense;;,"] {
            assert_eq!(format(json), Format::Json, "{json}");
        }
        for xml in ["application/xml", "text/html, Application/XML;q=0.9, */*"] {
            assert_eq!(format(xml), Format::Xml, "{xml}");
        }
    }
}
