//! One thing to filter by, as a row: its key, its name, how many moments it has, and by whom.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr;

use super::{Scene, put};
use crate::call::{CategoryIx, Choice};
use crate::tui::review::Review;

/// What can be chosen, in the order of the rows.
pub(in crate::tui) fn choices(review: &Review) -> impl Iterator<Item = Choice> + '_ {
    let timeline = review.timeline();
    let flagged = (!timeline.is_empty()).then_some(Choice::Flagged);
    (timeline.category_ixs().map(Choice::Category))
        .chain(timeline.speaker_ixs().map(Choice::Speaker))
        .chain(flagged)
        .chain(noted(review))
}

/// What is noted can be filtered by once there is something.
pub(in crate::tui) fn noted(review: &Review) -> impl Iterator<Item = Choice> + use<> {
    let is_any = !review.noted.notes().is_empty() || review.filter.asks_notes();
    let any = is_any && !review.timeline().is_empty();
    [Choice::Noted, Choice::WithoutDismissed].into_iter().filter(move |_| any)
}

/// The keys of what is noted, where letters and digits are those of categories and speakers.
pub(in crate::tui) const NOTED_KEYS: [(char, Choice); 2] =
    [('#', Choice::Noted), ('-', Choice::WithoutDismissed)];

/// The widths of the numbers, which all rows share.
#[derive(Debug, Clone, Copy)]
pub(in crate::tui) struct Tally {
    count: usize,
    split: usize,
}

/// The most speakers whose counts stand beside a category's.
const SPLIT: usize = 4;
/// What is left for a name at least; narrower, and the split goes.
const NAME: usize = 9;

impl Tally {
    pub(in crate::tui) fn of(review: &Review, width: u16) -> Self {
        let timeline = review.timeline();
        let count = timeline.len().to_string().len() + 1;
        let splits = timeline.category_ixs().map(|ix| split(review, ix).width());
        let split = splits.chain([heading(review).width()]).max().unwrap_or(0) + 2;
        let fits = usize::from(width) >= count + split + NAME + 4;
        let is_said = timeline.speakers().len() > 1 && fits;
        Self { count, split: if is_said { split } else { 0 } }
    }

    /// The heading of the split, over its column.
    pub(in crate::tui) fn heading(self, review: &Review, width: u16) -> String {
        let room = usize::from(width).saturating_sub("Categories".len());
        let heading = if self.split > 0 { heading(review) } else { String::new() };
        format!("Categories{heading:>room$}")
    }
}

/// Names the parts of a split: the speakers' digits.
fn heading(review: &Review) -> String {
    let speakers = review.timeline().speakers().len();
    let digits: Vec<_> = (1..=speakers.min(SPLIT)).map(|n| n.to_string()).collect();
    format!("by {}{}", digits.join("/"), if speakers > SPLIT { "+" } else { "" })
}

fn split(review: &Review, category: CategoryIx) -> String {
    let timeline = review.timeline();
    let more = if timeline.speakers().len() > SPLIT { "+" } else { "" };
    let counts =
        timeline.speaker_ixs().take(SPLIT).map(|s| timeline.count(category, s).to_string());
    format!("{}{more}", counts.collect::<Vec<_>>().join("/"))
}

/// A choice, and whether the cursor is on it.
#[derive(Debug, Clone, Copy)]
pub(in crate::tui) struct Item {
    pub(in crate::tui) choice: Choice,
    pub(in crate::tui) under_cursor: bool,
    pub(in crate::tui) tally: Tally,
}

impl Item {
    pub(in crate::tui) fn draw(self, scene: Scene<'_>, area: Rect, buffer: &mut Buffer) {
        let (review, theme) = (scene.review, scene.theme);
        let timeline = review.timeline();
        let kept = review.filter.has(self.choice);
        let style = match (kept, review.filter.is_empty()) {
            (true, _) => theme.strong,
            (false, true) => theme.text,
            (false, false) => theme.dim,
        };
        let (key, colour, count, split) = match self.choice {
            Choice::Category(ix) => {
                let key = timeline.category(ix).letter.unwrap_or(' ');
                let split = if self.tally.split > 0 { split(review, ix) } else { String::new() };
                (key, scene.colours[ix.get()], timeline.category_count(ix), split)
            }
            Choice::Speaker(ix) => {
                let digit = u32::try_from(ix.get() + 1).ok().and_then(|n| char::from_digit(n, 10));
                (digit.unwrap_or(' '), theme.strong, timeline.speaker_count(ix), String::new())
            }
            Choice::Flagged => ('!', theme.notice, timeline.flagged_count(), String::new()),
            Choice::Noted => {
                let key = NOTED_KEYS[0].0;
                (key, theme.notice, review.noted.placed().noted_count(), String::new())
            }
            Choice::WithoutDismissed => {
                let left = timeline.len() - review.noted.placed().dismissed_count();
                (NOTED_KEYS[1].0, theme.notice, left, String::new())
            }
        };
        let Tally { count: count_width, split: split_width } = self.tally;
        let numbers = format!("{count:>count_width$}{split:>split_width$}");
        let numbers_width = u16::try_from(numbers.width()).unwrap_or(area.width).min(area.width);
        let left = Rect { width: area.width - numbers_width, ..area };
        let right = Rect { x: left.right(), width: numbers_width, ..area };
        put(buffer, right, area.y, &[(&numbers, style)]);
        let sign = if kept { theme.glyphs.cursor } else { " " };
        let mut x = put(
            buffer,
            left,
            area.y,
            &[(sign, theme.strong), (key.encode_utf8(&mut [0; 4]), colour), (" ", style)],
        );
        let rest = |x: u16| Rect { x, width: left.right().saturating_sub(x), ..left };
        if matches!(self.choice, Choice::Category(_)) {
            x = put(buffer, rest(x), area.y, &[(theme.glyphs.dot, colour), (" ", style)]);
        }
        let style = match self.under_cursor {
            true => style.add_modifier(Modifier::REVERSED),
            false => style,
        };
        let name = self.name(review, rest(x).width);
        scene.put_found(&name, style, rest(x), buffer);
    }

    fn name(self, review: &Review, room: u16) -> String {
        match self.choice {
            Choice::Category(ix) => review.timeline().category(ix).label.to_string(),
            Choice::Speaker(ix) => {
                let name = review.name(ix);
                let role = review.role(ix).map(|role| format!(" ({role})")).unwrap_or_default();
                let both = name.width() + role.width();
                format!("{name}{}", if both <= room.into() { &role } else { "" })
            }
            // As long a name as fits.
            Choice::Flagged => match room {
                34.. => "Flagged: attention or follow-up".to_owned(),
                _ => "Flagged".to_owned(),
            },
            Choice::Noted => match room {
                20.. => "With notes or tags".to_owned(),
                _ => "Noted".to_owned(),
            },
            Choice::WithoutDismissed => match room {
                20.. => "Without dismissed".to_owned(),
                _ => "Undismissed".to_owned(),
            },
        }
    }
}
