//! Text in lines of a given width.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A piece of a line in one style.
pub(super) type Piece<'a> = (&'a str, Style);

/// Breaks styled text into rows, as they are asked for: what is below the screen costs nothing.
///
/// Breaks at spaces and between wide characters, which have none; a word longer than a row is
/// broken where the row ends; `\n` ends a row.
pub(super) struct Wrap<'a> {
    pieces: Vec<Piece<'a>>,
    /// Where the next row starts: a piece, and a byte of it.
    at: (usize, usize),
    width: usize,
    done: bool,
}

impl<'a> Wrap<'a> {
    pub(super) fn new(pieces: Vec<Piece<'a>>, width: u16) -> Self {
        let done = pieces.iter().all(|(text, _)| text.is_empty());
        Self { pieces, at: (0, 0), width: usize::from(width.max(1)), done }
    }

    pub(super) fn text(text: &'a str, style: Style, width: u16) -> Self {
        Self::new(vec![(text, style)], width)
    }

    fn slice(&self, from: Place, to: Place) -> Vec<Piece<'a>> {
        let mut row = Vec::new();
        for piece in from.0..=to.0.min(self.pieces.len().saturating_sub(1)) {
            let (text, style) = self.pieces[piece];
            let start = if piece == from.0 { from.1 } else { 0 };
            let end = if piece == to.0 { to.1 } else { text.len() };
            if start < end {
                row.push((&text[start..end], style));
            }
        }
        row
    }
}

type Place = (usize, usize);

impl<'a> Iterator for Wrap<'a> {
    type Item = Vec<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let start = self.at;
        let (end, next) = self.row_end(start);
        self.done = next.is_none();
        self.at = next.unwrap_or(end);
        Some(self.slice(start, end))
    }
}

impl Wrap<'_> {
    /// Where the row that begins at `start` ends, and where the next one begins, if there is one.
    fn row_end(&self, start: Place) -> (Place, Option<Place>) {
        let mut used = 0;
        // Where the row could end, and where the next one would begin.
        let mut cut: Option<(Place, Place)> = None;
        let mut last_wide = false;
        for (at, cluster, after) in clusters(&self.pieces, start) {
            if cluster == "\n" {
                return (at, Some(after));
            }
            let width = cluster.width();
            let is_wide = width > 1;
            if cluster == " " {
                cut = Some((at, after));
            } else if used > 0 && (is_wide || last_wide) && !clings(cluster) {
                cut = Some((at, at));
            }
            if used + width > self.width && used > 0 && cluster != " " {
                let (end, next) = cut.filter(|(end, _)| *end > start).unwrap_or((at, at));
                return (end, Some(next));
            }
            used += width;
            last_wide = is_wide;
        }
        let last = self.pieces.len() - 1;
        ((last, self.pieces[last].0.len()), None)
    }
}

/// The clusters from a place on, each with where it is and where the next one is.
fn clusters<'a>(
    pieces: &[Piece<'a>],
    from: Place,
) -> impl Iterator<Item = (Place, &'a str, Place)> {
    pieces[from.0..].iter().enumerate().flat_map(move |(i, &(text, _))| {
        let (piece, skip) = (from.0 + i, if i == 0 { from.1 } else { 0 });
        text[skip..].grapheme_indices(true).map(move |(at, cluster)| {
            let start = (piece, skip + at);
            (start, cluster, (piece, skip + at + cluster.len()))
        })
    })
}

/// Closing marks of East Asian text, which must not start a row.
fn clings(cluster: &str) -> bool {
    matches!(
        cluster,
        "、" | "。" | "，" | "．" | "」" | "』" | "）" | "！" | "？" | "：" | "；" | "ー" | "…"
    )
}

/// As much of a text as fits into `width` columns, and whether that is all of it.
pub(super) fn fit(text: &str, width: u16) -> (&str, bool) {
    let width = usize::from(width);
    // One byte more than fits: ASCII there is no mark on what stands before it.
    if text.as_bytes()[..text.len().min(width + 1)].is_ascii() {
        return (&text[..text.len().min(width)], text.len() <= width);
    }
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += cluster.width();
        if used > width {
            return (&text[..at], false);
        }
    }
    (text, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, width: u16) -> Vec<String> {
        let rows = Wrap::text(text, Style::new(), width);
        rows.map(|row| row.iter().map(|(text, _)| *text).collect()).collect()
    }

    #[test]
    fn rows_break_at_spaces() {
        assert_eq!(rows("how long have you been", 9), ["how long", "have you", "been"]);
        assert_eq!(rows("a\n\nb", 9), ["a", "", "b"]);
        assert_eq!(rows("incomprehensible", 6), ["incomp", "rehens", "ible"]);
        assert_eq!(rows("", 6), Vec::<String>::new());
    }

    #[test]
    fn wide_characters_break_anywhere_but_before_closing_marks() {
        assert_eq!(rows("温度管理のご相談です。", 8), ["温度管理", "のご相談", "です。"]);
        assert_eq!(rows("ご相談です。", 10), ["ご相談で", "す。"]);
    }

    #[test]
    fn styles_stay_with_their_text() {
        let bold = Style::new().bold();
        let rows: Vec<_> =
            Wrap::new(vec![("ask ", Style::new()), ("for terms", bold)], 7).collect();
        assert_eq!(rows, [vec![("ask ", Style::new()), ("for", bold)], vec![("terms", bold)]]);
    }

    proptest! {
        #[test]
        fn rows_fit_and_nothing_is_lost(text in "[a-z 語の。é\u{301}\n]{0,120}", width in 2u16..30) {
            let rows = rows(&text, width);
            for row in &rows {
                prop_assert!(row.trim_end().width() <= usize::from(width), "{row:?}");
            }
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&rows.join(" ")), squeeze(&text));
        }

        #[test]
        fn any_text_at_any_width_ends(text in any::<String>(), width in 0u16..5) {
            prop_assert!(rows(&text, width).len() <= text.len() + 1);
        }

        #[test]
        fn what_fits_fits(text in any::<String>(), width in 0u16..40) {
            let (part, all) = fit(&text, width);
            prop_assert!(part.width() <= usize::from(width) || part.graphemes(true).count() <= usize::from(width));
            prop_assert_eq!(all, part == text);
        }
    }
}
