//! A comparison whose field and values are known to fit.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::super::errors::Refusal;
use super::super::object::{Cell, Column, Kind, Object, Records, Row, fold};
use super::super::user::RecordId;
use super::literal::{Glyph, Literal};
use super::parse::{Comparison, Operator};
use super::path::Path;
use super::pattern::Pattern;

/// What a row has to be for a comparison to hold.
#[derive(Debug)]
pub(super) struct Filter {
    path: Path,
    is: Is,
}

#[derive(Debug)]
enum Is {
    Like(Pattern),
    Compared(Operator, Operand),
    /// One of these, which are sorted; or, when `or` says so, nothing.
    In {
        sorted: Vec<Operand>,
        or_nothing: bool,
    },
    NotIn {
        sorted: Vec<Operand>,
        nor_nothing: bool,
    },
}

/// A value that a field is compared to.
#[derive(Debug, Clone, PartialEq)]
enum Operand {
    Nothing,
    Id(RecordId),
    Text(String),
    Number(f64),
    Boolean(bool),
    /// From the first moment to the one after the last.
    Time(Timestamp, Timestamp),
}

impl Filter {
    pub(super) fn new(
        records: &Records,
        object: Object,
        comparison: &Comparison,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let Comparison { name, operator, literals } = comparison;
        let (path, column) = Path::find(records, object, name)?;
        if column.kind == Kind::LongText {
            return Err(Refusal::use_of(column.name, "filtered"));
        }
        if *operator == Operator::Like {
            let pattern = match (column.kind, literals.as_slice()) {
                (Kind::Text, [Literal::Text(glyphs)]) => Pattern::new(glyphs),
                (Kind::Text, _) => return Err(Refusal::literal(column.name, "a quoted string")),
                _ => return Err(Refusal::operator(column.name, operator.sign())),
            };
            return Ok(Self { path, is: Is::Like(pattern) });
        }
        let mut operands = Vec::with_capacity(literals.len());
        for literal in literals {
            operands.push(operand(column, literal, now)?);
        }
        let is = match operator {
            Operator::In | Operator::NotIn => {
                let nothing = operands.contains(&Operand::Nothing);
                operands.retain(|operand| *operand != Operand::Nothing);
                operands.sort_by(Operand::order);
                match operator {
                    Operator::In => Is::In { sorted: operands, or_nothing: nothing },
                    _ => Is::NotIn { sorted: operands, nor_nothing: nothing },
                }
            }
            _ => {
                let operand = operands.pop().unwrap_or(Operand::Nothing);
                let sorts = !matches!(operand, Operand::Nothing | Operand::Boolean(_));
                if !sorts && !matches!(operator, Operator::Equal | Operator::NotEqual) {
                    return Err(Refusal::operator(column.name, operator.sign()));
                }
                Is::Compared(*operator, operand)
            }
        };
        Ok(Self { path, is })
    }

    pub(super) fn holds(&self, records: &Records, row: &Row) -> bool {
        let cell = self.path.cell(records, row);
        match &self.is {
            Is::Like(pattern) => match cell {
                Cell::Text(text) => pattern.matches(&text.folded),
                _ => false,
            },
            Is::In { sorted, or_nothing } => among(cell, sorted, *or_nothing),
            Is::NotIn { sorted, nor_nothing } => !among(cell, sorted, *nor_nothing),
            Is::Compared(operator, operand) => {
                let order = operand.compared(cell);
                match operator {
                    Operator::NotEqual => order != Some(Ordering::Equal),
                    Operator::Less => order == Some(Ordering::Less),
                    Operator::LessOrEqual => order.is_some_and(Ordering::is_le),
                    Operator::Greater => order == Some(Ordering::Greater),
                    Operator::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
                    _ => order == Some(Ordering::Equal),
                }
            }
        }
    }
}

/// Of times the operands may overlap, so that each has to be looked at.
fn among(cell: &Cell, sorted: &[Operand], nothing: bool) -> bool {
    let same = |operand: &Operand| operand.compared(cell) == Some(Ordering::Equal);
    match cell {
        Cell::Nothing => nothing,
        Cell::Time(_) => sorted.iter().any(same),
        _ => {
            let from_cell = |operand: &Operand| operand.compared(cell).map(Ordering::reverse);
            sorted.binary_search_by(|o| from_cell(o).unwrap_or(Ordering::Less)).is_ok()
        }
    }
}

impl Operand {
    /// How a field's value lies to this; nothing when only one of them is nothing.
    fn compared(&self, cell: &Cell) -> Option<Ordering> {
        match (cell, self) {
            (Cell::Id(a), Self::Id(b)) => Some(a.cmp(b)),
            (Cell::Text(a), Self::Text(b)) => Some((*a.folded).cmp(b)),
            (Cell::Integer(a), Self::Number(b)) => Some(f64::from(*a).total_cmp(b)),
            (Cell::Boolean(a), Self::Boolean(b)) => Some(a.cmp(b)),
            (Cell::Time(at), Self::Time(from, _)) if at < from => Some(Ordering::Less),
            (Cell::Time(at), Self::Time(_, to)) if at >= to => Some(Ordering::Greater),
            (Cell::Time(_), Self::Time(..)) | (Cell::Nothing, Self::Nothing) => {
                Some(Ordering::Equal)
            }
            _ => None,
        }
    }

    /// For sorting those of one field.
    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Id(a), Self::Id(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Boolean(a), Self::Boolean(b)) => a.cmp(b),
            _ => Ordering::Equal,
        }
    }
}

/// A literal as a value of a field; an empty string is nothing, as in an org.
fn operand(column: Column, literal: &Literal, now: Timestamp) -> Result<Operand, Refusal> {
    let wrong = |kind| Err(Refusal::literal(column.name, kind));
    match (column.kind, literal) {
        (_, Literal::Null) => Ok(Operand::Nothing),
        (Kind::Text | Kind::Id | Kind::Reference(_), Literal::Text(glyphs)) => {
            let text: String = glyphs.iter().copied().map(Glyph::plain).collect();
            if text.is_empty() {
                return Ok(Operand::Nothing);
            }
            if matches!(column.kind, Kind::Text) {
                return Ok(Operand::Text(fold(&text)));
            }
            text.parse().map(Operand::Id).map_err(|_| Refusal::id(&text))
        }
        (Kind::Integer, Literal::Number(number)) => Ok(Operand::Number(*number)),
        (Kind::Boolean, Literal::Boolean(truth)) => Ok(Operand::Boolean(*truth)),
        (Kind::DateTime, Literal::Time(at)) => {
            let next = at.checked_add(std::time::Duration::from_nanos(1));
            Ok(Operand::Time(*at, next.unwrap_or(Timestamp::MAX)))
        }
        (Kind::DateTime, Literal::Period(period)) => {
            let window = period.window(now).map(|(from, to)| Operand::Time(from, to));
            window.ok_or_else(|| Refusal::query("a date literal lies outside of the calendar"))
        }
        (Kind::Integer, _) => wrong("a number without quotes"),
        (Kind::Boolean, _) => wrong("TRUE or FALSE"),
        (Kind::DateTime, _) => wrong("a datetime without quotes, such as 2026-11-20T14:00:00Z"),
        (Kind::Text | Kind::LongText | Kind::Id | Kind::Reference(_), _) => {
            wrong("a quoted string")
        }
    }
}
