//! Categories and speakers with their counts, flags, insights about the whole call.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_width::UnicodeWidthStr;

use super::{Scene, put, put_cut, say, say_problem};
use crate::call::{Choice, Part, Skipped};
use crate::tui::review::Review;
use crate::tui::wrap::{Wrap, fit};

/// Keeps which row is chosen.
#[derive(Debug, Default)]
pub(in crate::tui) struct InsightsPane {
    row: usize,
    top: usize,
}

/// A row of the pane.
enum Row {
    Heading(String),
    Choice(Choice),
    Text(String, Tone),
    Blank,
}

#[derive(Clone, Copy)]
enum Tone {
    Name,
    Plain,
    Quiet,
    Problem,
}

impl InsightsPane {
    /// What the chosen row would filter by.
    pub(in crate::tui) fn choice(&self, review: &Review) -> Option<Choice> {
        choices(review).nth(self.row)
    }

    /// Moves down or up by rows.
    pub(in crate::tui) fn step(&mut self, rows: isize, scene: Scene<'_>, area: Rect) {
        let last = choices(scene.review).count().saturating_sub(1);
        let before = self.row;
        self.row = self.row.saturating_add_signed(rows).min(last);
        let all = Self::rows(scene, area.width);
        let height = usize::from(area.height).max(1);
        let most = all.len().saturating_sub(height);
        if before == last && self.row == last && rows > 0 {
            // Past the choices there is only text to read.
            self.top = (self.top + rows.unsigned_abs()).min(most);
            return;
        }
        let chosen = self.choice(scene.review);
        let is_it = |row: &Row| matches!(row, Row::Choice(choice) if Some(*choice) == chosen);
        let at = all.iter().position(is_it).unwrap_or(0);
        if at < self.top || self.row == 0 {
            self.top = at.saturating_sub(2);
        }
        self.top = self.top.max((at + 1).saturating_sub(height)).min(most);
    }

    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        focused: bool,
        buffer: &mut Buffer,
    ) {
        let (review, theme) = (scene.review, scene.theme);
        if review.conversation.ready().is_none() {
            match review.conversation.problem() {
                Some(problem) => say_problem(buffer, area, problem, theme),
                None => say(buffer, area, "Loading…", theme.dim),
            };
            return;
        }
        let chosen = self.choice(review).filter(|_| focused);
        let rows = Self::rows(scene, area.width);
        for (row, y) in rows.iter().skip(self.top).zip(area.y..area.bottom()) {
            let style = |tone: Tone| match tone {
                Tone::Name => theme.strong,
                Tone::Plain => theme.text,
                Tone::Quiet => theme.dim,
                Tone::Problem => theme.problem,
            };
            match row {
                Row::Blank => {}
                Row::Heading(text) => {
                    put_cut(buffer, area, y, text, (theme.strong, theme.glyphs.more));
                }
                Row::Text(text, tone) => {
                    put(buffer, area, y, &[(text, style(*tone))]);
                }
                Row::Choice(choice) => {
                    let line = Rect { y, height: 1, ..area };
                    draw_choice(scene, *choice, Some(*choice) == chosen, line, buffer);
                }
            }
        }
    }

    fn rows(scene: Scene<'_>, width: u16) -> Vec<Row> {
        let review = scene.review;
        let timeline = review.timeline();
        let mut rows = Vec::new();
        let heading = |text: &str| Row::Heading(text.to_owned());
        if !timeline.is_empty() {
            rows.push(Row::Heading(format!("Categories{}", columns(review, width))));
            rows.extend(timeline.category_ixs().map(|ix| Row::Choice(Choice::Category(ix))));
            rows.extend([Row::Blank, heading("Speakers")]);
            rows.extend(timeline.speaker_ixs().map(|ix| Row::Choice(Choice::Speaker(ix))));
            if let Some(problem) = review.transcript.problem() {
                let text = format!("No names: {}", problem.what);
                text_rows(&mut rows, &text, Tone::Quiet, width);
            }
            rows.extend([Row::Blank, Row::Choice(Choice::Flagged)]);
        }
        let Some(conversation) = review.conversation.ready() else { return rows };
        rows.extend([Row::Blank, heading("Whole call")]);
        match &conversation.insights {
            Part::Unreadable(why) => {
                text_rows(&mut rows, &format!("Cannot be read ({why})."), Tone::Problem, width);
            }
            Part::Ready(list) if list.is_empty() => {
                text_rows(
                    &mut rows,
                    "None; generative insights may be switched off.",
                    Tone::Quiet,
                    width,
                );
            }
            Part::Ready(list) => {
                for insight in list {
                    text_rows(&mut rows, &insight.name, Tone::Name, width);
                    text_rows(&mut rows, &insight.text, Tone::Plain, width);
                    for fact in &insight.facts {
                        let text = format!("{}: {}", fact.name, fact.value);
                        text_rows(&mut rows, &text, Tone::Quiet, width);
                    }
                }
            }
        }
        for fact in &conversation.facts {
            text_rows(&mut rows, &format!("{}: {}", fact.name, fact.value), Tone::Quiet, width);
        }
        left_out(&mut rows, &conversation.skipped, width);
        rows
    }
}

fn left_out(rows: &mut Vec<Row>, skipped: &Skipped, width: u16) {
    if skipped.count == 0 {
        return;
    }
    rows.extend([Row::Blank, Row::Heading(format!("Left out: {} unreadable", skipped.count))]);
    for unreadable in &skipped.first {
        text_rows(rows, &unreadable.to_string(), Tone::Quiet, width);
    }
}

fn text_rows(rows: &mut Vec<Row>, text: &str, tone: Tone, width: u16) {
    for row in Wrap::text(text, Style::new(), width) {
        let text = row.iter().map(|(text, _)| *text).collect();
        rows.push(Row::Text(text, tone));
    }
}

/// What can be chosen, in the order of the rows.
pub(in crate::tui) fn choices(review: &Review) -> impl Iterator<Item = Choice> + '_ {
    let timeline = review.timeline();
    let flagged = (!timeline.is_empty()).then_some(Choice::Flagged);
    (timeline.category_ixs().map(Choice::Category))
        .chain(timeline.speaker_ixs().map(Choice::Speaker))
        .chain(flagged)
}

/// A choice: its key, its name, how many moments it has and, for a category, by whom.
pub(in crate::tui) fn draw_choice(
    scene: Scene<'_>,
    choice: Choice,
    chosen: bool,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (review, theme) = (scene.review, scene.theme);
    let timeline = review.timeline();
    let (key, name, colour, count) = match choice {
        Choice::Category(ix) => {
            let category = timeline.category(ix);
            let key = category.letter.unwrap_or(' ').to_string();
            let count = timeline.category_count(ix);
            (key, category.label.to_string(), Some(scene.colours[ix.get()]), count)
        }
        Choice::Speaker(ix) => {
            let key = if ix.get() < 9 { (ix.get() + 1).to_string() } else { " ".to_owned() };
            let role = review.role(ix).map(|role| format!(" ({role})")).unwrap_or_default();
            let name = format!("{}{role}", review.name(ix));
            (key, name, None, timeline.speaker_count(ix))
        }
        Choice::Flagged => {
            let count = timeline.flagged().count_ones(..);
            ("!".to_owned(), "Attention or follow-up".to_owned(), Some(theme.notice), count)
        }
    };
    let filtered = !review.filter.is_empty();
    let kept = review.filter.has(choice);
    let sign = if kept { theme.glyphs.cursor } else { " " };
    let mut style = if filtered && !kept { theme.dim } else { theme.text };
    if chosen {
        style = style.patch(theme.cursor);
    }
    let split = match choice {
        Choice::Category(ix) => split(review, ix, area.width),
        _ => String::new(),
    };
    let numbers = format!("{count:>5}{split}");
    let room = area.width.saturating_sub(u16::try_from(numbers.width() + 1).unwrap_or(u16::MAX));
    let dot = if matches!(choice, Choice::Category(_)) { theme.glyphs.dot } else { "" };
    let left = Rect { width: room, ..area };
    let x = put(
        buffer,
        left,
        area.y,
        &[(sign, theme.strong), (&key, colour.unwrap_or(theme.strong)), (" ", style)],
    );
    let x = match colour.filter(|_| !dot.is_empty()) {
        Some(colour) => put(
            buffer,
            Rect { x, width: left.right() - x, ..left },
            area.y,
            &[(dot, colour), (" ", style)],
        ),
        None => x,
    };
    let rest = Rect { x, width: left.right().saturating_sub(x), ..left };
    put_cut(buffer, rest, area.y, &name, (style, theme.glyphs.more));
    let right = Rect { x: left.right() + 1, width: area.width - room - 1, ..area };
    put(buffer, right, area.y, &[(&numbers, style.remove_modifier(Modifier::REVERSED))]);
}

/// The most speakers whose counts stand beside a category's.
const SPLIT: usize = 4;

fn split(review: &Review, category: crate::call::CategoryIx, width: u16) -> String {
    let timeline = review.timeline();
    let speakers = timeline.speakers().len();
    if speakers < 2 || width < 26 {
        return String::new();
    }
    let counts =
        timeline.speaker_ixs().take(SPLIT).map(|s| timeline.count(category, s).to_string());
    let more = if speakers > SPLIT { "+" } else { "" };
    format!("{:>9}", format!("{}{more}", counts.collect::<Vec<_>>().join("·")))
}

/// Names the columns of counts: the speakers' digits.
fn columns(review: &Review, width: u16) -> String {
    let speakers = review.timeline().speakers().len();
    if speakers < 2 || width < 26 {
        return String::new();
    }
    let digits: Vec<_> = (1..=speakers.min(SPLIT)).map(|n| n.to_string()).collect();
    let more = if speakers > SPLIT { "+" } else { "" };
    let by = format!("by {}{more}", digits.join("·"));
    let room = usize::from(width).saturating_sub("Categories".len());
    let (by, _) = fit(&by, u16::try_from(room).unwrap_or(u16::MAX));
    format!("{by:>room$}")
}
