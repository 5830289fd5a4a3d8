//! Where things are, as a pure function of the screen's size.

use ratatui::layout::{Rect, Size};
use serde::{Deserialize, Serialize};

/// The panes, in the order of `Tab`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Pane {
    /// The call's summary.
    Summary,
    /// Categories, speakers, whole-call insights.
    Insights,
    /// One line a moment.
    #[default]
    Timeline,
    /// What was said, entry by entry.
    Transcript,
    /// One moment in full.
    Moment,
}

impl Pane {
    pub(super) const ALL: [Self; 5] =
        [Self::Summary, Self::Insights, Self::Timeline, Self::Transcript, Self::Moment];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Insights => "Insights",
            Self::Timeline => "Timeline",
            Self::Transcript => "Transcript",
            Self::Moment => "Moment",
        }
    }

    pub(super) fn next(self) -> Self {
        match self {
            Self::Summary => Self::Insights,
            Self::Insights => Self::Timeline,
            Self::Timeline => Self::Transcript,
            Self::Transcript => Self::Moment,
            Self::Moment => Self::Summary,
        }
    }

    pub(super) fn previous(self) -> Self {
        self.next().next().next().next()
    }
}

/// Who has the column that the timeline and the transcript are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Both, one above the other, where it is tall enough.
    Shared,
    /// The one that has the focus, or else the timeline.
    Alone,
}

impl Column {
    /// Both where the window is wide. A transcript that follows moves on by most of its rows with
    /// each moment, which would be most of what a key costs on a slow line.
    pub(super) fn by_room(size: Size) -> Self {
        if size.width >= WIDE { Self::Shared } else { Self::Alone }
    }
}

/// The least width of a window whose timeline shares its column unasked.
const WIDE: u16 = 160;

/// The least height of a column that is shared.
const SHARED: u16 = 18;

/// The smallest screen that shows anything but a request for more room.
pub(super) const SMALLEST: Size = Size::new(40, 8);

/// The regions of a screen. A pane's region begins with its title row; a pane without a region
/// is not on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Areas {
    pub(super) title: Rect,
    /// The axis and, below it, the lanes.
    pub(super) ruler: Rect,
    /// The row of pane names, where panes take turns.
    pub(super) tabs: Option<Rect>,
    panes: [Option<Rect>; 5],
    pub(super) status: Rect,
}

impl Areas {
    /// A pane's region, with its title row.
    pub(super) fn pane(&self, pane: Pane) -> Option<Rect> {
        self.panes[pane as usize]
    }

    /// A pane's region below its title row.
    pub(super) fn body(&self, pane: Pane) -> Option<Rect> {
        self.pane(pane).map(|area| {
            let top = u16::from(self.tabs.is_none() || pane == Pane::Moment);
            Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area }
        })
    }
}

/// Lays out a screen: columns where there is room, else tabs, else the timeline alone; nothing
/// when even that does not fit.
pub(super) fn areas(size: Size, focus: Pane, lanes: usize, column: Column) -> Option<Areas> {
    let Size { width, height } = size;
    if width < SMALLEST.width || height < SMALLEST.height {
        return None;
    }
    let row = |y, height| Rect::new(0, y, width, height);
    let mut areas = Areas { title: row(0, 1), status: row(height - 1, 1), ..Areas::default() };
    if width < 72 || height < 18 {
        areas.panes[Pane::Timeline as usize] = Some(row(1, height - 2));
        if focus != Pane::Timeline {
            areas.panes = [None; 5];
            areas.panes[focus as usize] = Some(row(1, height - 2));
        }
        return Some(areas);
    }
    let lanes = lanes.min(most_lanes(size));
    areas.ruler = row(1, 1 + u16::try_from(lanes).unwrap_or(u16::MAX));
    let top = areas.ruler.bottom();
    let moment = (height / 5).clamp(5, 12);
    let body = height - 1 - top - moment;
    areas.panes[Pane::Moment as usize] = Some(row(height - 1 - moment, moment));
    if width >= 110 {
        let summary = (width * 27 / 100).min(72);
        let insights = (width / 4).clamp(28, 48);
        let gap = 2;
        let mut x = 0;
        for (pane, columns) in [(Pane::Summary, summary), (Pane::Insights, insights)] {
            areas.panes[pane as usize] = Some(Rect::new(x, top, columns, body));
            x += columns + gap;
        }
        let right = Rect::new(x, top, width - x, body);
        if column == Column::Shared && body >= SHARED {
            let upper = body / 2;
            let lower = Rect { y: top + upper, height: body - upper, ..right };
            areas.panes[Pane::Timeline as usize] = Some(Rect { height: upper, ..right });
            areas.panes[Pane::Transcript as usize] = Some(lower);
        } else {
            let shown = if focus == Pane::Transcript { focus } else { Pane::Timeline };
            areas.panes[shown as usize] = Some(right);
        }
    } else {
        areas.tabs = Some(row(top, 1));
        let shown = if focus == Pane::Moment { Pane::Timeline } else { focus };
        areas.panes[shown as usize] = Some(row(top + 1, body - 1));
    }
    Some(areas)
}

/// How many lanes leave enough room for the panes.
pub(super) fn most_lanes(size: Size) -> usize {
    usize::from(size.height / 6).clamp(1, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_screens_show_everything() {
        for (width, height) in [(110, 24), (120, 36), (200, 50)] {
            let size = Size::new(width, height);
            let shared = areas(size, Pane::Timeline, 4, Column::Shared).unwrap();
            let shown = |pane: &&Pane| shared.pane(**pane).is_some();
            let most = if height < 30 { 4 } else { 5 };
            assert_eq!(Pane::ALL.iter().filter(shown).count(), most, "{width}×{height}");
            assert_eq!(shared.tabs, None);
            for (focus, other) in
                [(Pane::Timeline, Pane::Transcript), (Pane::Transcript, Pane::Timeline)]
            {
                let alone = areas(size, focus, 4, Column::Alone).unwrap();
                assert_eq!(alone.pane(other), None);
                assert!(alone.body(focus).unwrap().height > 10);
            }
        }
    }

    #[test]
    fn the_standard_terminal_takes_turns() {
        let areas = areas(Size::new(80, 24), Pane::Summary, 2, Column::Shared).unwrap();
        assert!(areas.tabs.is_some() && areas.pane(Pane::Summary).is_some());
        assert_eq!(areas.pane(Pane::Timeline), None);
        assert!(areas.body(Pane::Summary).unwrap().height >= 10);
    }

    proptest! {
        #[test]
        fn regions_are_on_the_screen_and_apart(
            width in 0u16..300, height in 0u16..120, lanes in 0usize..40, focus in 0usize..5,
            shared in any::<bool>(),
        ) {
            let focus = Pane::ALL[focus];
            let column = if shared { Column::Shared } else { Column::Alone };
            let Some(areas) = areas(Size::new(width, height), focus, lanes, column) else {
                prop_assert!(width < SMALLEST.width || height < SMALLEST.height);
                return Ok(());
            };
            prop_assert!(areas.pane(focus).is_some());
            let panes = Pane::ALL.iter().filter_map(|&pane| areas.pane(pane));
            let all: Vec<Rect> =
                panes.chain([areas.title, areas.ruler, areas.status]).chain(areas.tabs).collect();
            for (i, a) in all.iter().enumerate() {
                prop_assert!(a.right() <= width && a.bottom() <= height, "{a}");
                for b in &all[i + 1..] {
                    prop_assert!(a.intersection(*b).is_empty(), "{a} {b}");
                }
            }
            let body = areas.body(focus).unwrap();
            prop_assert!(body.height >= 3, "{body}");
        }
    }
}
