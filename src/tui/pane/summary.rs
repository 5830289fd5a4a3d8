//! The call's summary: headings, paragraphs and lists, wrapped.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{More, Scene, Scroll, put, say, say_problem};
use crate::call::{Block, BlockKind, Marker, Part, Run, Summary};
use crate::tui::action::Action;
use crate::tui::msg::{CallRef, Origin};
use crate::tui::review::Review;
use crate::tui::theme::Theme;
use crate::tui::wrap::{Piece, Wrap};

/// Keeps the wrapped rows, which change only with the summary and the width.
#[derive(Debug, Default)]
pub(in crate::tui) struct SummaryPane {
    scroll: Scroll,
    rows: Vec<Row>,
    /// The first row of each block.
    starts: Vec<usize>,
    fitted: Option<(u64, u64, u16)>,
    /// A block to have in sight.
    wanted: Option<usize>,
}

/// Pieces of text, each in its style.
pub(in crate::tui) type Row = Vec<(String, Style)>;

const NONE_YET: &str = "No summary yet. A summary usually appears 30 to 60 minutes after the call \
    has ended. If no call has one, summaries may be switched off in the org.";
const PROCESSING: &str = "The org has nothing about this call yet: it is probably still being \
    processed. A summary usually appears 30 to 60 minutes after the call has ended.";

impl SummaryPane {
    /// Wraps the summary again if it or the width is another; `revision` counts summaries.
    pub(in crate::tui) fn refit(&mut self, scene: Scene<'_>, revision: u64, area: Rect) {
        let key = (revision, scene.review.find.revision(), area.width);
        if self.fitted.replace(key) != Some(key) {
            let conversation = scene.review.conversation.ready();
            let summary = conversation.and_then(|conversation| conversation.summary.ready());
            let summary = summary.and_then(Option::as_ref);
            (self.rows, self.starts) = summary.map_or_else(Default::default, |summary| {
                let found = |text, style| scene.found(text, style);
                rows(summary, area.width, scene.theme, found)
            });
            self.scroll.by(0, self.rows.len(), 1);
        }
        if let Some(row) = self.wanted.take().and_then(|block| self.starts.get(block)) {
            let seen = self.scroll.0..self.scroll.0 + usize::from(area.height);
            if !seen.contains(row) {
                self.scroll = Scroll(row.saturating_sub(1));
                self.scroll.by(0, self.rows.len(), area.height);
            }
        }
    }

    /// Has a block in sight, once it is known where it is.
    pub(in crate::tui) fn show(&mut self, block: usize) {
        self.wanted = Some(block);
    }

    /// Rows above the first that is seen.
    pub(in crate::tui) fn top(&self) -> usize {
        self.scroll.0
    }

    /// Reads from a row on, as far as there is one.
    pub(in crate::tui) fn read_from(&mut self, row: usize) {
        self.scroll = Scroll(row);
        // Before it is wrapped, it is not known how many rows there will be.
        if self.fitted.is_some() {
            self.scroll.by(0, self.rows.len(), 1);
        }
    }

    pub(in crate::tui) fn scroll_by(&mut self, rows: isize, height: u16) {
        self.scroll.by(rows, self.rows.len(), height);
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> More {
        let (review, theme) = (scene.review, scene.theme);
        let Some(conversation) = review.conversation.ready() else {
            match review.conversation.problem() {
                Some(problem) => say_problem(buffer, area, problem, (theme, scene.keys)),
                None => say(buffer, area, "Loading", theme.dim),
            };
            return More::default();
        };
        let again = scene.keys.key_of(Action::Reload);
        match &conversation.summary {
            Part::Unreadable(why) => {
                let text = format!("The summary cannot be read ({why}). {again} asks again.");
                say(buffer, area, &text, theme.problem);
            }
            Part::Ready(None) => {
                let text = match review.call {
                    CallRef::Record(_) if review.is_processing() => {
                        waiting(PROCESSING, &again, review)
                    }
                    CallRef::Record(_) => waiting(NONE_YET, &again, review),
                    CallRef::File(_) | CallRef::Stdin => "The response has no summary.".to_owned(),
                };
                say(buffer, area, &text, theme.dim);
            }
            Part::Ready(Some(_)) => {
                draw_rows(&self.rows, self.scroll, area, buffer);
            }
        }
        More::of(self.scroll.0, self.rows.len(), area.height)
    }
}

/// When the org is asked again. No clock runs here, so it is told as from the last time.
fn waiting(text: &str, key: &str, review: &Review) -> String {
    let again = match (review.conversation.origin(), review.again.interval()) {
        (Origin::Offline(_), _) => "earmark is offline and does not ask.".to_owned(),
        (_, Some(seconds @ 0..60)) => {
            format!("earmark asks again {seconds} s after the last time; {key} asks now.")
        }
        (_, Some(seconds)) => {
            format!("earmark asks again {} min after the last time; {key} asks now.", seconds / 60)
        }
        (_, None) if review.again.has_begun() => {
            format!("earmark has asked for two hours and asks no more; {key} asks again.")
        }
        (_, None) => format!("{key} asks again."),
    };
    format!("{text} {again}")
}

/// Draws wrapped rows from where they are scrolled to.
pub(in crate::tui) fn draw_rows(rows: &[Row], scroll: Scroll, area: Rect, buffer: &mut Buffer) {
    let rows = rows.iter().skip(scroll.0).take(area.height.into());
    for (row, y) in rows.zip(area.y..) {
        let mut area = area;
        for (text, style) in row {
            let x = put(buffer, area, y, &[(text, *style)]);
            area = Rect { x, width: area.right().saturating_sub(x), ..area };
        }
    }
}

/// Wraps rich text; also tells the first row of each block.
pub(in crate::tui) fn rows<'a>(
    summary: &'a Summary,
    width: u16,
    theme: &Theme,
    found: impl Fn(&'a str, Style) -> Vec<Piece<'a>>,
) -> (Vec<Row>, Vec<usize>) {
    let (mut rows, mut starts): (Vec<Row>, _) = (Vec::new(), Vec::new());
    for block in &summary.blocks {
        if block.kind == BlockKind::Heading && !rows.is_empty() {
            rows.push(Vec::new());
        }
        starts.push(rows.len());
        let (first, indent) = lead(block, theme);
        let room = width.saturating_sub(indent).max(1);
        for (i, pieces) in Wrap::new(pieces(block, theme, &found), room).enumerate() {
            let lead = if i == 0 { first.clone() } else { " ".repeat(indent.into()) };
            let mut row = vec![(lead, theme.dim)];
            row.extend(pieces.into_iter().map(|(text, style)| (text.to_owned(), style)));
            rows.push(row);
        }
    }
    (rows, starts)
}

/// What stands before a block's first row, and how far its other rows are indented.
fn lead(block: &Block, theme: &Theme) -> (String, u16) {
    match block.kind {
        BlockKind::Heading => (String::new(), 0),
        BlockKind::Paragraph => (" ".to_owned(), 1),
        BlockKind::Item { depth, marker } => {
            let mark = match marker {
                Marker::Bullet => theme.glyphs.bullet.to_owned(),
                Marker::Number(n) => format!("{n}."),
            };
            let indent = 1 + 3 * u16::from(depth.min(6));
            let lead = format!("{:indent$}{mark} ", "", indent = usize::from(indent));
            (lead, indent + u16::try_from(mark.chars().count()).unwrap_or(1) + 1)
        }
    }
}

fn pieces<'a>(
    block: &'a Block,
    theme: &Theme,
    found: &impl Fn(&'a str, Style) -> Vec<Piece<'a>>,
) -> Vec<Piece<'a>> {
    let style = |run: &Run| {
        let mut style = if run.link.is_some() { theme.link } else { theme.text };
        if run.strong || block.kind == BlockKind::Heading {
            style = style.add_modifier(Modifier::BOLD);
        }
        if run.emphasis {
            style = style.add_modifier(Modifier::ITALIC);
        }
        style
    };
    let mut pieces = Vec::new();
    for run in &block.runs {
        pieces.extend(found(&run.text, style(run)));
        // A terminal cannot be trusted to show where a link leads, so it is written out.
        if let Some(link) = run.link.as_deref().filter(|link| *link != run.text.as_str()) {
            pieces.extend([(" <", theme.dim), (link, theme.dim), (">", theme.dim)]);
        }
    }
    pieces
}
