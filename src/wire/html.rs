//! From the HTML of a call summary to its structure.
//!
//! A summary is a page that a person may have edited in any editor, so nothing is taken for
//! granted: elements may be unclosed or crossed, and what no rule knows keeps its text.

use std::mem::take;

use super::markup::{Piece, Pieces, Tag, name_of};
use super::text::unescaped;
use crate::call::text::{Clean, clean_line};
use crate::call::{Block, BlockKind, Marker, Run, Summary};

/// The longest summary that is read, in bytes.
const LONGEST: usize = 256 * 1024;
/// The longest link that is kept, in bytes: what browsers and mail programs agree on.
const LONGEST_LINK: usize = 2048;

/// Elements that stand on lines of their own, besides headings, lists and items.
const BLOCKS: &str = "address article aside blockquote body br caption center dd details div dl dt \
    fieldset figcaption figure footer form header hr html legend main nav option p pre section \
    summary table tbody tfoot thead tr";
const HEADINGS: &str = "h1 h2 h3 h4 h5 h6";
/// Other elements that tell HTML from plain text.
const INLINE: &str = "a b code em font i img li menu ol s span strong td th u ul";

/// Reads a summary: HTML, HTML whose markup is escaped once or twice, or plain text.
///
/// # Errors
///
/// A phrase that says why, when it is too long.
pub fn summary(html: &str) -> Result<Summary, String> {
    if html.len() > LONGEST {
        return Err("longer than 256 KiB".to_owned());
    }
    let mut page = Page::default();
    if let Some(html) = marked_up(html) {
        Pieces::of(&html).for_each(|piece| page.add(piece));
    } else {
        for line in unescaped(html).lines() {
            page.text(line);
            page.finish();
        }
    }
    page.finish();
    Ok(Summary { blocks: page.blocks })
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

fn has_tags(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let name = name_of(text[at + 1..].trim_start_matches('/')).to_ascii_lowercase();
        [BLOCKS, HEADINGS, INLINE].iter().any(|names| is_among(&name, names))
    })
}

fn is_among(name: &str, names: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

/// The blocks so far, and the one that is being filled.
#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    runs: Vec<(String, Style)>,
    /// The style of what comes next: how many elements ask for it.
    strong: usize,
    emphasis: usize,
    link: Option<Clean>,
    heading: bool,
    /// Lists around what comes next: the number of the next item, or nothing for bullets.
    lists: Vec<Option<u32>>,
    /// What the next block is, while an item has no text yet.
    item: Option<BlockKind>,
}

#[derive(PartialEq)]
struct Style {
    strong: bool,
    emphasis: bool,
    link: Option<Clean>,
}

impl Page {
    fn add(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) => self.text(&unescaped(text)),
            Piece::Open(tag) => self.open(&tag),
            Piece::Close(name) => self.close(&name),
        }
    }

    fn text(&mut self, text: &str) {
        let style =
            Style { strong: self.strong > 0, emphasis: self.emphasis > 0, link: self.link.clone() };
        if self.runs.last().is_none_or(|(_, last)| *last != style) {
            self.runs.push((String::new(), style));
        }
        if let Some((last, _)) = self.runs.last_mut() {
            last.push_str(text);
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "strong" | "b" => self.strong += 1,
            "em" | "i" => self.emphasis += 1,
            "a" => self.link = tag.attribute("href").as_deref().and_then(safe),
            "img" => self.text(&tag.attribute("alt").unwrap_or_default()),
            "td" | "th" if !self.runs.is_empty() => self.text(" | "),
            "li" => {
                self.finish();
                self.item = Some(self.next_item());
            }
            "ul" | "menu" => self.list(None),
            "ol" => {
                let start = tag.attribute("start").and_then(|start| start.trim().parse().ok());
                self.list(start.or(Some(1)));
            }
            name if is_among(name, HEADINGS) => {
                self.finish();
                self.heading = true;
            }
            name if is_among(name, BLOCKS) => self.finish(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "strong" | "b" => self.strong = self.strong.saturating_sub(1),
            "em" | "i" => self.emphasis = self.emphasis.saturating_sub(1),
            "a" => self.link = None,
            "li" => {
                self.finish();
                self.item = None;
            }
            "ul" | "ol" | "menu" => {
                self.finish();
                self.item = None;
                self.lists.pop();
            }
            name if is_among(name, HEADINGS) => {
                self.finish();
                self.heading = false;
            }
            name if is_among(name, BLOCKS) => self.finish(),
            _ => {}
        }
    }

    fn list(&mut self, first: Option<u32>) {
        self.finish();
        self.lists.push(first);
    }

    fn next_item(&mut self) -> BlockKind {
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let marker = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = *next;
                *next = next.saturating_add(1);
                Marker::Number(number)
            }
            _ => Marker::Bullet,
        };
        BlockKind::Item { depth, marker }
    }

    /// Ends the block, unless it says nothing.
    fn finish(&mut self) {
        let runs = tidy(take(&mut self.runs));
        if runs.is_empty() {
            return;
        }
        let strong = runs.iter().all(|run| run.strong || run.text.is_blank());
        let kind = match self.item.take() {
            Some(item) => item,
            None if self.heading || strong => BlockKind::Heading,
            None => BlockKind::Paragraph,
        };
        self.blocks.push(Block { kind, runs });
    }
}

/// Clean runs, where white space is one space between words and none around the block.
fn tidy(runs: Vec<(String, Style)>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::new();
    let mut spaced = true;
    for (text, style) in runs {
        let mut single = String::with_capacity(text.len());
        for c in clean_line(&text).chars() {
            match c.is_whitespace() {
                true if spaced => {}
                true => single.push(' '),
                false => single.push(c),
            }
            spaced = c.is_whitespace();
        }
        let Style { strong, emphasis, link } = style;
        if !single.is_empty() {
            tidy.push(Run { text: clean_line(&single).boxed(), strong, emphasis, link });
        }
    }
    if let Some(last) = tidy.last_mut() {
        last.text = clean_line(last.text.trim_end()).boxed();
        if last.text.is_empty() {
            tidy.pop();
        }
    }
    tidy
}

/// A link that is worth showing: a page or a mailbox, never a script.
fn safe(url: &str) -> Option<Clean> {
    // As browsers do, so that a line break in a scheme hides nothing.
    let url: String = url.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let url = clean_line(&url);
    let lower = url.to_lowercase();
    let allowed = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    (allowed && url.len() <= LONGEST_LINK).then(|| url.boxed())
}
