//! What the browser shows at the end of a sign-in.

use html_escape::encode_text;

/// A page as a response, without scripts and without anything from elsewhere.
pub(super) fn response(status: &str, heading: &str, text: &str) -> String {
    let (heading, text) = (encode_text(heading), encode_text(text));
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <title>earmark</title></head>\n<body>\n<h1>{heading}</h1>\n<p>{text}</p>\n</body>\n\
         </html>\n"
    );
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: default-src 'none'\r\nCache-Control: no-store\r\n\
         Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n\
         Connection: close\r\n\r\n{page}",
        page.len()
    )
}

/// A response without content.
pub(super) fn bare(status: &str, headers: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_org_says_cannot_become_markup() {
        let page = response("200 OK", "No", "<script>alert(1)</script> & “so”");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; “so”"), "{page}");
        let (head, body) = page.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{head}");
    }
}
