//! The call's summary: headings, paragraphs and lists, wrapped.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{More, Scene, Scroll, put, say, say_problem};
use crate::call::{Block, BlockKind, Marker, Part, Run, Summary};
use crate::tui::msg::{CallRef, Origin};
use crate::tui::review::Review;
use crate::tui::theme::Theme;
use crate::tui::wrap::Wrap;

/// Keeps the wrapped rows, which change only with the summary and the width.
#[derive(Debug, Default)]
pub(in crate::tui) struct SummaryPane {
    scroll: Scroll,
    rows: Vec<Row>,
    fitted: Option<(u64, u16)>,
}

/// Pieces of text, each in its style.
pub(in crate::tui) type Row = Vec<(String, Style)>;

const NONE_YET: &str = "No summary yet. A summary usually appears 30 to 60 minutes after the call \
    has ended. If no call has one, summaries may be switched off in the org.";
const PROCESSING: &str = "The org has nothing about this call yet: it is probably still being \
    processed. A summary usually appears 30 to 60 minutes after the call has ended.";

impl SummaryPane {
    /// Wraps the summary again if it or the width is another; `revision` counts summaries.
    pub(in crate::tui) fn refit(&mut self, scene: Scene<'_>, revision: u64, width: u16) {
        if self.fitted.replace((revision, width)) == Some((revision, width)) {
            return;
        }
        let conversation = scene.review.conversation.ready();
        self.rows = match conversation.map(|conversation| &conversation.summary) {
            Some(Part::Ready(Some(summary))) => rows(summary, width, scene.theme),
            _ => Vec::new(),
        };
        self.scroll.by(0, self.rows.len(), 1);
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

    /// Reads from a block of the summary on.
    pub(in crate::tui) fn read_block(&mut self, scene: Scene<'_>, block: usize) {
        let conversation = scene.review.conversation.ready();
        let summary = conversation.and_then(|it| it.summary.ready()).and_then(Option::as_ref);
        let (Some(summary), Some((_, width))) = (summary, self.fitted) else { return };
        let before = summary.blocks.iter().take(block).cloned().collect();
        self.read_from(rows(&Summary { blocks: before }, width, scene.theme).len());
    }

    pub(in crate::tui) fn scroll_by(&mut self, rows: isize, height: u16) {
        self.scroll.by(rows, self.rows.len(), height);
    }

    pub(in crate::tui) fn draw(&self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) -> More {
        let (review, theme) = (scene.review, scene.theme);
        let Some(conversation) = review.conversation.ready() else {
            match review.conversation.problem() {
                Some(problem) => say_problem(buffer, area, problem, theme),
                None => say(buffer, area, "Loading", theme.dim),
            };
            return More::default();
        };
        match &conversation.summary {
            Part::Unreadable(why) => {
                let text = format!("The summary cannot be read ({why}). r asks again.");
                say(buffer, area, &text, theme.problem);
            }
            Part::Ready(None) => {
                let text = match review.call {
                    CallRef::Record(_) if review.is_processing() => waiting(PROCESSING, review),
                    CallRef::Record(_) => waiting(NONE_YET, review),
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
fn waiting(text: &str, review: &Review) -> String {
    let again = match (review.conversation.origin(), review.again.interval()) {
        (Origin::Offline(_), _) => "earmark is offline and does not ask.".to_owned(),
        (_, Some(seconds @ 0..60)) => {
            format!("earmark asks again {seconds} s after the last time; r asks now.")
        }
        (_, Some(seconds)) => {
            format!("earmark asks again {} min after the last time; r asks now.", seconds / 60)
        }
        (_, None) if review.again.has_begun() => {
            "earmark has asked for two hours and asks no more; r asks again.".to_owned()
        }
        (_, None) => "r asks again.".to_owned(),
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

/// Wraps rich text.
pub(in crate::tui) fn rows(summary: &Summary, width: u16, theme: &Theme) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for block in &summary.blocks {
        if block.kind == BlockKind::Heading && !rows.is_empty() {
            rows.push(Vec::new());
        }
        let (first, indent) = lead(block, theme);
        let room = width.saturating_sub(indent).max(1);
        for (i, pieces) in Wrap::new(pieces(block, theme), room).enumerate() {
            let lead = if i == 0 { first.clone() } else { " ".repeat(indent.into()) };
            let mut row = vec![(lead, theme.dim)];
            row.extend(pieces.into_iter().map(|(text, style)| (text.to_owned(), style)));
            rows.push(row);
        }
    }
    rows
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

fn pieces<'a>(block: &'a Block, theme: &Theme) -> Vec<(&'a str, Style)> {
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
        pieces.push((run.text.as_str(), style(run)));
        // A terminal cannot be trusted to show where a link leads, so it is written out.
        if let Some(link) = run.link.as_deref().filter(|link| *link != run.text.as_str()) {
            pieces.extend([(" <", theme.dim), (link, theme.dim), (">", theme.dim)]);
        }
    }
    pieces
}
