//! From the HTML of a call summary to its structure.

use html2text::config::with_decorator;
use html2text::render::{TaggedLine, TextDecorator};

use super::text::unescaped;
use crate::call::text::{Clean, clean_line};
use crate::call::{Block, BlockKind, Marker, Run, Summary};

/// The longest summary that is read, in bytes: html2text takes time in the square of nesting.
const LONGEST: usize = 256 * 1024;
/// The longest link that is kept, in bytes: what browsers and mail programs agree on.
const LONGEST_LINK: usize = 2048;
/// The deepest nesting of elements.
const DEEPEST: usize = 256;
/// The most cells that tables may come to: html2text makes every row as wide as the widest, and a
/// cell that spans rows one in each of them, and in as many more below.
const CELLS: usize = 1 << 19;

/// Marks that the decorator puts before a block. They are control characters, which no text of
/// ours keeps, and ASCII, because html2text takes a prefix's length in bytes for its width.
const HEADING: char = '\u{1}';
const ITEM: char = '\u{2}';
const END: char = '\u{3}';

/// Reads a summary: HTML, HTML whose markup is escaped once or twice, or plain text.
///
/// # Errors
///
/// A phrase that says why, when it is too long, too deeply nested or has tables too large to read
/// safely.
pub fn summary(html: &str) -> Result<Summary, String> {
    if html.len() > LONGEST {
        return Err("longer than 256 KiB".to_owned());
    }
    let Some(html) = marked_up(html) else {
        let text = unescaped(html);
        return Ok(Summary { blocks: text.lines().filter_map(plain).collect() });
    };
    if depth(&html) > DEEPEST {
        return Err(format!("nested more than {DEEPEST} elements deep"));
    }
    if cells(&html) > CELLS {
        return Err("with larger tables than are read".to_owned());
    }
    // No stranger's marks: the parser would pass them on as ours.
    let html: String = html.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let lines = std::panic::catch_unwind(|| {
        let config = with_decorator(Structure).allow_width_overflow().unicode_strikeout(false);
        config.no_table_borders().lines_from_read(html.as_bytes(), 1 << 20)
    });
    match lines {
        Ok(Ok(lines)) => Ok(Summary { blocks: lines.iter().filter_map(block).collect() }),
        _ => Err("not HTML that can be read".to_owned()),
    }
}

/// The summary with its markup unescaped, if it has any: a text that only shows tags once it is
/// decoded was escaped on its way.
fn marked_up(html: &str) -> Option<String> {
    let mut html = html.to_owned();
    for _ in 0..2 {
        if has_tags(&html) {
            break;
        }
        html = html_escape::decode_html_entities(&html).into_owned();
    }
    has_tags(&html).then_some(html)
}

/// Elements that tell HTML from a text that compares numbers or quotes an address.
const TAGS: &str = "a b blockquote body br code dd div dl dt em font h1 h2 h3 h4 h5 h6 hr html i \
    img li ol p pre s script span strong style sub sup svg table tbody td th thead title tr u ul";

fn has_tags(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = text[at + 1..].trim_start_matches('/');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
        let name = &rest[..end.unwrap_or(rest.len())];
        end.is_some() && TAGS.split(' ').any(|tag| tag.eq_ignore_ascii_case(name))
    })
}

/// How many cells tables may come to at most.
fn cells(html: &str) -> usize {
    let (rows, cells) = (count(html, &["tr"]), count(html, &["td", "th"]));
    let spans = html.to_ascii_lowercase().contains("rowspan");
    (rows + if spans { cells } else { 0 }).saturating_mul(cells)
}

/// How many elements of these names begin.
fn count(html: &str, names: &[&str]) -> usize {
    let begins = |at: &usize| {
        let rest = &html[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        names.iter().any(|name| name.eq_ignore_ascii_case(&rest[..end]))
    };
    memchr::memchr_iter(b'<', html.as_bytes()).filter(begins).count()
}

/// Elements that have no end, and those that end where another of the same begins.
const VOID: &str = "area base br col embed hr img input link meta source track wbr";
const IMPLIED: &str = "dd dt li option p td th tr";

/// The deepest that elements are nested, by their tags alone.
fn depth(html: &str) -> usize {
    let is_among = |name: &str, names: &str| names.split(' ').any(|n| n.eq_ignore_ascii_case(name));
    let mut open: Vec<&str> = Vec::new();
    let mut deepest = 0;
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let (is_end, rest) = match html[at + 1..].strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, &html[at + 1..]),
        };
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = &rest[..end];
        if name.is_empty() || is_among(name, VOID) {
            continue;
        }
        if is_end {
            let own = open.iter().rposition(|other| other.eq_ignore_ascii_case(name));
            open.truncate(own.unwrap_or(open.len()));
        } else if !(is_among(name, IMPLIED) && open.last().is_some_and(|last| *last == name)) {
            open.push(name);
        }
        deepest = deepest.max(open.len());
        if deepest > DEEPEST {
            break;
        }
    }
    deepest
}

fn plain(line: &str) -> Option<Block> {
    let mut runs = Vec::new();
    push(&mut runs, line, &[]);
    tidy(&mut runs);
    (!runs.is_empty()).then_some(Block { kind: BlockKind::Paragraph, runs })
}

fn block(line: &TaggedLine<Vec<Style>>) -> Option<Block> {
    let whole: String = line.tagged_strings().map(|part| part.s.as_str()).collect();
    let is_mark = |c: char| matches!(c, ' ' | HEADING | ITEM | END) || c.is_ascii_digit();
    let prefix = whole.rsplit_once(END).map_or("", |(prefix, _)| prefix);
    let prefix = if prefix.chars().all(is_mark) { prefix } else { "" };
    let mut skip = if prefix.is_empty() { 0 } else { prefix.len() + END.len_utf8() };
    let mut runs: Vec<Run> = Vec::new();
    for part in line.tagged_strings() {
        let skipped = skip.min(part.s.len());
        skip -= skipped;
        push(&mut runs, &part.s[skipped..], &part.tag);
    }
    tidy(&mut runs);
    if runs.is_empty() {
        return None;
    }
    let is_strong = runs.iter().all(|run| run.strong || run.text.is_blank());
    let kind = match prefix.rfind(ITEM) {
        Some(at) => item(prefix, at),
        None if prefix.contains(HEADING) || is_strong => BlockKind::Heading,
        None => BlockKind::Paragraph,
    };
    Some(Block { kind, runs })
}

/// An item's number and depth, from its marks: outer lists have left their indentation before it,
/// or, in front of a list that begins an item, marks of their own.
fn item(prefix: &str, at: usize) -> BlockKind {
    let number: String = prefix[at..].chars().filter(char::is_ascii_digit).collect();
    let count = |mark: char| prefix[..at].chars().filter(|&c| c == mark).count();
    let depth = count(' ') / INDENT + count(ITEM);
    BlockKind::Item {
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
        marker: match number.parse::<u64>() {
            Ok(number) => Marker::Number(u32::try_from(number).unwrap_or(u32::MAX)),
            Err(_) => Marker::Bullet,
        },
    }
}

fn push(runs: &mut Vec<Run>, text: &str, styles: &[Style]) {
    let text = unescaped(text);
    let text = clean_line(&text);
    if text.is_empty() {
        return;
    }
    let link = styles.iter().find_map(|style| match style {
        Style::Link(url) => safe(url),
        _ => None,
    });
    let (strong, emphasis) = (styles.contains(&Style::Strong), styles.contains(&Style::Emphasis));
    match runs.last_mut() {
        Some(last) if (last.strong, last.emphasis, &last.link) == (strong, emphasis, &link) => {
            last.text = clean_line(&format!("{}{text}", last.text)).boxed();
        }
        _ => runs.push(Run { text: text.boxed(), strong, emphasis, link }),
    }
}

/// Makes one space of any white space, and none of it around the block.
fn tidy(runs: &mut Vec<Run>) {
    let mut after_space = true;
    for run in runs.iter_mut() {
        let mut text = String::with_capacity(run.text.len());
        for c in run.text.chars() {
            match c.is_whitespace() {
                true if after_space => {}
                true => text.push(' '),
                false => text.push(c),
            }
            after_space = c.is_whitespace();
        }
        run.text = clean_line(&text).boxed();
    }
    runs.retain(|run| !run.text.is_empty());
    while let Some(last) = runs.last_mut() {
        last.text = clean_line(last.text.trim_end()).boxed();
        if !last.text.is_empty() {
            break;
        }
        runs.pop();
    }
}

/// A link that is worth showing: a page or a mailbox, never a script.
fn safe(url: &str) -> Option<Clean> {
    let url: String = clean_line(url).chars().filter(|c| !c.is_whitespace()).collect();
    let (url, lower) = (clean_line(&url), url.to_lowercase());
    let allowed = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    (allowed && url.len() <= LONGEST_LINK).then(|| url.boxed())
}

/// Spaces that a nested list stands in by, at least: the width of an item's prefix.
const INDENT: usize = 3;

/// Styles as annotations, structure as marks at the start of a line.
#[derive(Clone)]
struct Structure;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Style {
    #[default]
    Normal,
    Strong,
    Emphasis,
    Link(String),
}

impl TextDecorator for Structure {
    type Annotation = Style;

    fn decorate_link_start(&mut self, url: &str) -> (String, Style) {
        (String::new(), Style::Link(url.to_owned()))
    }
    fn decorate_link_end(&mut self) -> String {
        String::new()
    }
    fn decorate_em_start(&self) -> (String, Style) {
        (String::new(), Style::Emphasis)
    }
    fn decorate_em_end(&self) -> String {
        String::new()
    }
    fn decorate_strong_start(&self) -> (String, Style) {
        (String::new(), Style::Strong)
    }
    fn decorate_strong_end(&self) -> String {
        String::new()
    }
    fn decorate_strikeout_start(&self) -> (String, Style) {
        (String::new(), Style::Normal)
    }
    fn decorate_strikeout_end(&self) -> String {
        String::new()
    }
    fn decorate_code_start(&self) -> (String, Style) {
        (String::new(), Style::Normal)
    }
    fn decorate_code_end(&self) -> String {
        String::new()
    }
    fn decorate_preformat_first(&self) -> Style {
        Style::Normal
    }
    fn decorate_preformat_cont(&self) -> Style {
        Style::Normal
    }
    fn decorate_image(&mut self, _: &str, title: &str) -> (String, Style) {
        (title.to_owned(), Style::Normal)
    }
    fn header_prefix(&self, _: usize) -> String {
        format!("{HEADING}{END}")
    }
    fn quote_prefix(&self) -> String {
        String::new()
    }
    fn unordered_item_prefix(&self) -> String {
        format!("{ITEM} {END}")
    }
    fn ordered_item_prefix(&self, i: i64) -> String {
        format!("{ITEM}{i}{END}")
    }
    fn make_subblock_decorator(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(html: &str) -> Vec<String> {
        let blocks = summary(html).unwrap().blocks;
        let line = |block: &Block| match block.kind {
            BlockKind::Heading => format!("# {}", block.text()),
            BlockKind::Paragraph => block.text(),
            BlockKind::Item { depth, marker: Marker::Bullet } => {
                format!("{depth}- {}", block.text())
            }
            BlockKind::Item { depth, marker: Marker::Number(n) } => {
                format!("{depth}{n}. {}", block.text())
            }
        };
        blocks.iter().map(line).collect()
    }

    #[test]
    fn headings_paragraphs_and_lists_keep_their_structure() {
        let html = "<p><strong> Next Steps</strong></p><p>Two things:</p><ol><li>Send it<ul>\
            <li>by <b>Tuesday</b></li><li>signed</li></ul></li><li>Ring her</li></ol><p><br></p><h3>Risk</h3>";
        assert_eq!(
            shape(html),
            [
                "# Next Steps",
                "Two things:",
                "01. Send it",
                "1- by Tuesday",
                "1- signed",
                "02. Ring her",
                "# Risk"
            ]
        );
    }
}
