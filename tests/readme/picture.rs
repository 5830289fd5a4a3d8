//! A screen as an SVG picture.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Points of a cell.
const CELL: (f32, f32) = (8.4, 18.0);
const GROUND: &str = "#16161a";
const TEXT: &str = "#dcdce0";

/// Draws every run of cells in one style as a text of exactly its width, whatever the font.
pub(crate) fn svg(buffer: &Buffer) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 16.0, rows * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{GROUND}\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let mut text = String::new();
            let start = x;
            while x < buffer.area.width && style(&buffer[(x, y)]) == style(first) {
                text.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            draw(&mut out, first, &text, (start, y));
        }
    }
    out.push_str("</svg>\n");
    out
}

fn style(cell: &Cell) -> (Color, Modifier) {
    (cell.fg, cell.modifier)
}

fn draw(out: &mut String, cell: &Cell, text: &str, (x, y): (u16, u16)) {
    let blank = text.len() - text.trim_start().len();
    let shown = text.trim();
    let is_reversed = cell.modifier.contains(Modifier::REVERSED);
    if shown.is_empty() && !is_reversed {
        return;
    }
    let count = |text: &str| f32::from(u16::try_from(text.chars().count()).unwrap());
    let left = 8.0 + (f32::from(x) + f32::from(u16::try_from(blank).unwrap())) * CELL.0;
    let (top, length) = (8.0 + f32::from(y) * CELL.1, count(shown) * CELL.0);
    let mut fill = colour(cell.fg);
    if is_reversed {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"{fill}\"/>",
            CELL.1
        );
        GROUND.clone_into(&mut fill);
    }
    let weight = if cell.modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let shown = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\" fill=\"{fill}\"{weight}>{shown}</text>",
        top + 13.5
    );
}

fn colour(colour: Color) -> String {
    match colour {
        Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
        // The upper end of the palette of 256 is a ramp of greys.
        Color::Indexed(n @ 232..) => {
            let grey = 8 + 10 * (n - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
        _ => TEXT.to_owned(),
    }
}
