//! The HTML of a summary, from whatever editor it came.

use std::time::{Duration, Instant};

use earmark::call::text::{clean, clean_line};
use earmark::call::{Block, BlockKind, Marker};
use earmark::wire::summary;
use proptest::prelude::*;

/// One line a block: `# ` a heading, `0. `, `0- ` an item at its depth, `*strong*`, `/emphasis/`,
/// `text<link>`.
fn told(html: &str) -> Vec<String> {
    summary(html).unwrap().blocks.iter().map(line).collect()
}

fn line(block: &Block) -> String {
    let lead = match block.kind {
        BlockKind::Heading => "# ".to_owned(),
        BlockKind::Paragraph => String::new(),
        BlockKind::Item { depth, marker: Marker::Bullet } => format!("{depth}- "),
        BlockKind::Item { depth, marker: Marker::Number(n) } => format!("{depth}:{n}. "),
    };
    let runs = block.runs.iter().map(|run| {
        let strong = if run.strong { "*" } else { "" };
        let emphasis = if run.emphasis { "/" } else { "" };
        let link = run.link.as_ref().map(|link| format!("<{link}>")).unwrap_or_default();
        format!("{strong}{emphasis}{}{emphasis}{strong}{link}", run.text)
    });
    lead + &runs.collect::<String>()
}

fn check(table: &[(&str, &[&str])]) {
    for (html, expected) in table {
        assert_eq!(told(html), *expected, "{html}");
    }
}

#[test]
fn headings_are_marked_up_or_bold_from_end_to_end() {
    check(&[
        ("<h1>One</h1><h6>Six</h6><p>text</p>", &["# One", "# Six", "text"]),
        (
            "<p><strong> Mood of the call</strong></p><p>Calm.</p>",
            &["# *Mood of the call*", "Calm."],
        ),
        ("<p><b>Two</b> <strong>parts</strong></p>", &["# *Two* *parts*"]),
        ("<p><strong>Budget:</strong> tight</p>", &["*Budget:* tight"]),
        ("<p><strong>Head</strong><br>below</p>", &["# *Head*", "below"]),
        ("<h2><em>Soft</em> start</h2>after", &["# /Soft/ start", "after"]),
    ]);
}

#[test]
fn blank_paragraphs_and_white_space_collapse() {
    check(&[
        ("<p>a</p><p><br></p><p>&nbsp;</p><p> </p><p>b</p>", &["a", "b"]),
        ("<p>\r\n  one\n\ttwo&nbsp;&nbsp; three </p>", &["one two three"]),
        ("<p>a <b> b </b> c</p>", &["a *b *c"]),
        ("<p><b>&nbsp;</b><i> </i> x</p>", &["x"]),
        ("<br/>a<BR>b<br />", &["a", "b"]),
        ("<div>a</div><div>b</div>c", &["a", "b", "c"]),
        ("<p></p>", &[]),
        ("", &[]),
        (" \n ", &[]),
    ]);
}

#[test]
fn lists_keep_their_depth_and_numbers() {
    check(&[
        ("<ul><li>a</li><li>b</li></ul>", &["0- a", "0- b"]),
        (
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
            &["0- a", "1- b", "2- c", "0- d"],
        ),
        ("<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>", &["0- a", "1:1. b", "1:2. c"]),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", &["0:1. a", "1- b", "0:2. c"]),
        ("<ol start=\"3\"><li>a</li><li>b</li></ol>", &["0:3. a", "0:4. b"]),
        ("<ol start='x'><li>a</li></ol>", &["0:1. a"]),
        (
            "<ol start='4294967295'><li>a</li><li>b</li></ol>",
            &["0:4294967295. a", "0:4294967295. b"],
        ),
        (
            "<ol><li><p><strong>Call</strong> Ada</p><p>tomorrow</p></li></ol>",
            &["0:1. *Call* Ada", "tomorrow"],
        ),
        ("<ul><li><b>bold item</b></li></ul>", &["0- *bold item*"]),
        ("<ul><li></li><li>x</li></ul>after", &["0- x", "after"]),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", &["0- a", "1- b"]),
        ("<ul><li>one<li>two</ul>", &["0- one", "0- two"]),
    ]);
    let long = format!("<ol>{}</ol>", "<li>x<ol><li>y</li></ol></li>".repeat(12));
    assert_eq!(told(&long)[22..], ["0:12. x", "1:1. y"]);
}

#[test]
fn styles_and_links_are_kept_and_may_cross() {
    check(&[
        ("<p>a <em>b</em><i>c</i> <b><i>d</i></b></p>", &["a /bc/ */d/*"]),
        ("<p><b>a<i>b</b>c</i>d</p>", &["*a**/b/*/c/d"]),
        (
            "<p>see <a href='https://meet.example/x?a=1&amp;b=2'>notes</a>.</p>",
            &["see notes<https://meet.example/x?a=1&b=2>."],
        ),
        (
            "<a href=http://plain.example>p</a> <a href=' MAILTO:ada@example.org '>m</a>",
            &["p<http://plain.example> m<MAILTO:ada@example.org>"],
        ),
    ]);
}

#[test]
fn a_link_leads_to_a_page_or_a_mailbox_or_nowhere() {
    for bad in [
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "//host/path",
        "\u{1}javascript:x",
        "vbscript:https://",
        "",
    ] {
        assert_eq!(told(&format!("<a href=\"{bad}\">here</a>")), ["here"], "{bad:?}");
    }
    let odd = "https://a.example/\u{202e}b\u{1b}]8;;c&#x1b;&#8238;d\ne";
    assert_eq!(told(&format!("<a href='{odd}'>x</a>")), ["x<https://a.example/b]8;;cde>"]);
    let long = format!("<a href='https://a.example/{}'>x</a>", "y".repeat(3_000));
    assert_eq!(told(&long), ["x"]);
}

#[test]
fn markup_may_be_escaped_once_or_twice() {
    let html = "<p><strong>Mood</strong></p><ol><li>Ada&#39;s &lt;plan&gt; &amp; more</li></ol>";
    let once = html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let twice = once.replace('&', "&amp;");
    for html in [html, &once, &twice] {
        assert_eq!(told(html), ["# *Mood*", "0:1. Ada's <plan> & more"], "{html}");
    }
    assert_eq!(told("<p>it&amp;#39;s</p>"), ["it's"]);
    assert_eq!(told("Intro &lt;b&gt;bold&lt;/b&gt;"), ["Intro *bold*"]);
}

#[test]
fn plain_text_is_text_whatever_it_looks_like() {
    check(&[
        ("First line\n\nR&amp;D agreed\r\nlast", &["First line", "R&D agreed", "last"]),
        ("budget < 5k, x <y and z", &["budget < 5k, x <y and z"]),
        ("budget &lt; 5k, x &lt;y and z", &["budget < 5k, x <y and z"]),
        ("a <ada@example.org> b", &["a <ada@example.org> b"]),
        ("<p>2 < 3 and <4", &["2 < 3 and <4"]),
        ("ends in <b", &["ends in <b"]),
    ]);
}

#[test]
fn tables_and_other_parts_are_read_in_order() {
    check(&[
        (
            "<table><tr><th>Item</th><th>Cost</th></tr><tr><td>Seats</td><td>40</td></tr></table>",
            &["Item Cost", "Seats 40"],
        ),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", &["/Term/", "Meaning"]),
        (
            "<blockquote>said <img src=x alt='a chart'></blockquote><hr><pre>x</pre>",
            &["said a chart", "x"],
        ),
        ("<custom>kept</custom><p>x<sup>2</sup></p>", &["kept", "x²"]),
    ]);
}

#[test]
fn what_is_not_for_reading_is_not_shown() {
    let html = "<style>p{color:red}</style><!-- note --><script>if (a<b) '</p>'</script>\
        <title>t</title><template>t</template><p title='</p>'>shown</p><svg><text>no</text></svg>";
    assert_eq!(told(html), ["shown"]);
    assert_eq!(told("<p>a</p><svg/><p>b</p>"), ["a", "b"]);
}

#[test]
fn size_is_bounded_and_nesting_costs_nothing() {
    let limit = 256 * 1024;
    let page = |len: usize| format!("<p>{}", "x".repeat(len - 3));
    assert_eq!(summary(&page(limit)).unwrap().blocks.len(), 1);
    assert_eq!(summary(&page(limit + 1)), Err("longer than 256 KiB".to_owned()));
    let start = Instant::now();
    for html in [
        "<div>".repeat(50_000),
        "<div></x>".repeat(29_000),
        "<ul><li>x".repeat(29_000),
        "<a href='https://a.example'>".repeat(9_000),
    ] {
        assert_eq!(
            summary(&html),
            Err("nested more than 256 elements deep".to_owned()),
            "{}",
            &html[..40]
        );
    }
    let spans: String = (2..9_000).map(|i| format!("<td rowspan={i}>x")).collect();
    for html in [
        format!(
            "<table><tr>{}</tr>{}",
            "<td rowspan=9999>".repeat(7_500),
            "<tr><td></tr>".repeat(9_000)
        ),
        format!("<table><tr>{spans}"),
        format!("<table><tr>{}{}", "<td>".repeat(30_000), "<tr>".repeat(30_000)),
    ] {
        assert_eq!(summary(&html), Err("with larger tables than are read".to_owned()));
    }
    let rows = "<tr><td>a</td><td rowspan=2>b</td></tr>".repeat(200);
    assert!(summary(&format!("<table>{rows}</table>")).is_ok());
    for html in [
        "<b><p></b>x".repeat(23_000),
        "<a href='".repeat(29_000),
        "<a x='>".repeat(37_000),
        "<!--".repeat(65_000),
        "<b>\u{a0}<i>\u{a0}</i></b>".repeat(10_000),
        "&amp;lt;".repeat(32_000),
        "<hr>".repeat(65_000),
    ] {
        // Whatever it makes of them, it does so in time.
        let _ = summary(&html);
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    let deep = summary(&"<ul><li>x".repeat(100)).unwrap();
    assert_eq!(deep.blocks[99].kind, BlockKind::Item { depth: 99, marker: Marker::Bullet });
}

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "<(/)?(p|b|i|ul|ol|li|h2|a href='[a-z:/]{0,12}'|br|td|script|x)( )?>",
        "&(amp;)?(lt|gt|amp|nbsp|#39|#x202e|#xfdd1|#x1b|#1114112|#xd800);",
        any::<String>(),
        "[ <>&a\u{a0}\u{301}\u{200d}\u{202e}]{0,6}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_reads_as_clean_runs(html in markup()) {
        for block in summary(&html).unwrap().blocks {
            prop_assert!(!block.runs.is_empty());
            let text = block.text();
            prop_assert_eq!(text.trim(), text.as_str());
            prop_assert!(!text.contains("  "));
            for run in &block.runs {
                let once = clean_line(&run.text);
                prop_assert_eq!(once.as_str(), run.text.as_str());
                prop_assert!(!run.text.is_empty());
                if let Some(link) = &run.link {
                    let once = clean(link);
                    prop_assert_eq!(once.as_str(), link.as_str());
                }
            }
        }
    }

    #[test]
    fn words_in_paragraphs_are_never_lost(words in prop::collection::vec("[a-z]{1,8}", 1..20)) {
        let html: String = words.iter().map(|word| format!("<p>{word}</p>")).collect();
        prop_assert_eq!(told(&html), words);
    }
}
