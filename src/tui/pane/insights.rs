//! Categories and speakers with their counts, flags, insights about the whole call.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::choice::{Item, Tally, choices, noted};
use super::{More, Scene, put, put_cut, say, say_problem};
use crate::call::{Choice, Part, Skipped};
use crate::tui::overlay::notes::about;
use crate::tui::review::Review;
use crate::tui::theme::Theme;
use crate::tui::wrap::Wrap;

/// Keeps its rows, which change only with what arrives and the width, and which is chosen.
#[derive(Debug, Default)]
pub(in crate::tui) struct InsightsPane {
    row: usize,
    top: usize,
    rows: Vec<Row>,
    /// The first row of each insight about the whole call.
    starts: Vec<usize>,
    fitted: Option<(u64, u16)>,
    /// An insight to have in sight.
    wanted: Option<usize>,
}

#[derive(Debug)]
enum Row {
    Categories,
    Heading(String),
    Choice(Choice),
    Text(String, Tone),
    Blank,
}

#[derive(Debug, Clone, Copy)]
enum Tone {
    Name,
    Plain,
    Quiet,
    Problem,
}

impl Tone {
    fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Name => theme.strong,
            Self::Plain => theme.text,
            Self::Quiet => theme.dim,
            Self::Problem => theme.problem,
        }
    }
}

impl InsightsPane {
    /// What the chosen row would filter by.
    pub(in crate::tui) fn choice(&self, review: &Review) -> Option<Choice> {
        choices(review).nth(self.row)
    }

    /// Chooses the row on a row of the screen; says what it would filter by, if it is one that can
    /// be chosen.
    pub(in crate::tui) fn choose_at(&mut self, row: u16, review: &Review) -> Option<Choice> {
        let Some(Row::Choice(choice)) = self.rows.get(self.top + usize::from(row)) else {
            return None;
        };
        self.row = choices(review).position(|other| other == *choice)?;
        Some(*choice)
    }

    /// Draws the rows up again if something arrived or the width is another.
    pub(in crate::tui) fn refit(&mut self, scene: Scene<'_>, arrivals: u64, area: Rect) {
        let key = (arrivals, area.width);
        if self.fitted.replace(key) != Some(key) {
            (self.rows, self.starts) = rows(scene, area.width);
            self.top = self.top.min(self.rows.len().saturating_sub(1));
        }
        if let Some(row) = self.wanted.take().and_then(|insight| self.starts.get(insight)) {
            let height = usize::from(area.height);
            if !(self.top..self.top + height).contains(row) {
                self.top = row.saturating_sub(1).min(self.rows.len().saturating_sub(height));
            }
        }
    }

    /// Has an insight about the whole call in sight, once it is known where it is.
    pub(in crate::tui) fn show(&mut self, insight: usize) {
        self.wanted = Some(insight);
    }

    /// The chosen row, and rows above the first that is seen.
    pub(in crate::tui) fn place(&self) -> (usize, usize) {
        (self.row, self.top)
    }

    /// Goes back to such a place, as far as there is one.
    pub(in crate::tui) fn go_back(&mut self, (row, top): (usize, usize), review: &Review) {
        self.row = row.min(choices(review).count().saturating_sub(1));
        // Before rows are drawn up, it is not known how many there will be.
        let last = self.rows.len().saturating_sub(1);
        self.top = if self.fitted.is_some() { top.min(last) } else { top };
    }

    /// Moves down or up by rows.
    pub(in crate::tui) fn step(&mut self, rows: isize, review: &Review, height: u16) {
        let last = choices(review).count().saturating_sub(1);
        let height = usize::from(height).max(1);
        let most = self.rows.len().saturating_sub(height);
        let is_above = self.chosen_row(review).is_none_or(|at| at < self.top);
        if (is_above && rows != isize::MIN) || (self.row == last && rows > 0) {
            // Past the choices there is only text to read, and on the way back to them too.
            self.top = self.top.saturating_add_signed(rows).min(most);
            return;
        }
        self.row = self.row.saturating_add_signed(rows).min(last);
        let at = self.chosen_row(review).unwrap_or(0);
        if at < self.top || self.row == 0 {
            self.top = at.saturating_sub(2);
        }
        self.top = self.top.max((at + 1).saturating_sub(height)).min(most);
    }

    fn chosen_row(&self, review: &Review) -> Option<usize> {
        let chosen = self.choice(review)?;
        self.rows.iter().position(|row| matches!(row, Row::Choice(choice) if *choice == chosen))
    }

    pub(in crate::tui) fn draw(
        &self,
        scene: Scene<'_>,
        area: Rect,
        focused: bool,
        buffer: &mut Buffer,
    ) -> More {
        let (review, theme) = (scene.review, scene.theme);
        if review.conversation.ready().is_none() {
            match review.conversation.problem() {
                Some(problem) => say_problem(buffer, area, problem, (theme, scene.keys)),
                None => say(buffer, area, "Loading", theme.dim),
            };
            return More::default();
        }
        let chosen = self.choice(review).filter(|_| focused);
        let tally = Tally::of(review, area.width);
        for (row, y) in self.rows.iter().skip(self.top).zip(area.y..area.bottom()) {
            let heading = (theme.strong, theme.glyphs.more);
            match row {
                Row::Blank => {}
                Row::Categories => {
                    put_cut(buffer, area, y, &tally.heading(review, area.width), heading);
                }
                Row::Heading(text) => {
                    put_cut(buffer, area, y, text, heading);
                }
                Row::Text(text, tone) => {
                    put(buffer, area, y, &scene.found(text, tone.style(theme)));
                }
                Row::Choice(choice) => {
                    let under_cursor = Some(*choice) == chosen;
                    let item = Item { choice: *choice, under_cursor, tally };
                    item.draw(scene, Rect { y, height: 1, ..area }, buffer);
                }
            }
        }
        More::of(self.top, self.rows.len(), area.height)
    }
}

/// The rows, and the first of each insight about the whole call.
fn rows(scene: Scene<'_>, width: u16) -> (Vec<Row>, Vec<usize>) {
    let review = scene.review;
    let timeline = review.timeline();
    let (mut rows, mut starts) = (Vec::new(), Vec::new());
    let heading = |text: &str| Row::Heading(text.to_owned());
    if !timeline.is_empty() {
        rows.push(Row::Categories);
        rows.extend(timeline.category_ixs().map(|ix| Row::Choice(Choice::Category(ix))));
        rows.extend([Row::Blank, heading("Speakers")]);
        rows.extend(timeline.speaker_ixs().map(|ix| Row::Choice(Choice::Speaker(ix))));
        evidence(&mut rows, review, width);
        if let Some(problem) = review.transcript.problem() {
            text_rows(&mut rows, &format!("No names: {problem}"), Tone::Quiet, width);
        }
        rows.extend([Row::Blank, Row::Choice(Choice::Flagged)]);
        rows.extend(noted(review).map(Row::Choice));
        rows.push(Row::Blank);
        precision(&mut rows, review, width);
    }
    let Some(conversation) = review.conversation.ready() else { return (rows, starts) };
    on_call(&mut rows, review, width);
    rows.push(heading("Whole call"));
    match &conversation.insights {
        Part::Unreadable(why) => {
            text_rows(&mut rows, &format!("Cannot be read ({why})."), Tone::Problem, width);
        }
        Part::Ready(list) if list.is_empty() => {
            let text = "None found. If no call has any, generative insights may be switched off.";
            text_rows(&mut rows, text, Tone::Quiet, width);
        }
        Part::Ready(list) => {
            for insight in list {
                starts.push(rows.len());
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
    (rows, starts)
}

/// Why speakers that the insights only number have names.
fn evidence(rows: &mut Vec<Row>, review: &Review, width: u16) {
    let timeline = review.timeline();
    let voices = timeline.speaker_ixs().filter_map(|ix| review.spoken.people.speaker(ix));
    for voice in voices {
        let text = match &voice.evidence {
            _ if voice.by_hand => format!("{}: {}, by hand.", voice.id, voice.name),
            Some(evidence) if evidence.is_clear() => format!("{}: {evidence}.", voice.id),
            Some(evidence) => format!("{}: {evidence}, no majority.", voice.id),
            None => continue,
        };
        text_rows(rows, &text, Tone::Quiet, width);
    }
}

/// What is noted about the call as a whole.
fn on_call(rows: &mut Vec<Row>, review: &Review, width: u16) {
    let notes = review.noted.notes();
    // Those without a time come first.
    let about_all = review.noted.order().iter().take_while(|(at, _)| at.is_none());
    let about_all: Vec<_> = about_all.filter_map(|(_, id)| notes.note(*id)).collect();
    if about_all.is_empty() {
        return;
    }
    rows.push(Row::Heading("Notes on the call".to_owned()));
    for note in about_all {
        text_rows(rows, &note.text, Tone::Plain, width);
        text_rows(rows, &about(review, note), Tone::Quiet, width);
    }
    rows.push(Row::Blank);
}

/// How far the insights of each category are right, as far as somebody said so.
fn precision(rows: &mut Vec<Row>, review: &Review, width: u16) {
    let timeline = review.timeline();
    let judged = timeline.category_ixs().filter_map(|ix| {
        let precision = review.noted.placed().precision(ix);
        Some((timeline.category(ix), precision, precision.percent()?))
    });
    let lines: Vec<String> = judged
        .map(|(category, precision, percent)| {
            format!(
                "{}: {percent} %, {} of {} judged",
                category.label,
                precision.confirmed,
                precision.judged()
            )
        })
        .collect();
    if lines.is_empty() {
        return;
    }
    rows.push(Row::Heading("Precision (confirmed of judged)".to_owned()));
    for line in &lines {
        text_rows(rows, line, Tone::Plain, width);
    }
    rows.push(Row::Blank);
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
