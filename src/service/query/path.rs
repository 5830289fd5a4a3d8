//! A field's name, followed through its relationships.

use super::super::errors::Refusal;
use super::super::object::{Cell, Column, Object, Records, Row};

/// Where a field is, from a row of the object that the query is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) steps: Vec<Step>,
    /// The place of the field itself.
    pub(super) place: usize,
}

/// A reference that is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) name: &'static str,
    /// The place of the id.
    pub(super) place: usize,
    pub(super) to: Object,
}

/// The most relationships in a name that an org follows.
const FARTHEST: usize = 5;

impl Path {
    /// With the field's column.
    pub(super) fn find(
        records: &Records,
        object: Object,
        name: &[String],
    ) -> Result<(Self, Column), Refusal> {
        let (last, relations) = name.split_last().ok_or_else(|| Refusal::query("no field"))?;
        if relations.len() > FARTHEST {
            let message =
                format!("'{}' follows more than {FARTHEST} relationships", name.join("."));
            return Err(Refusal::query(message));
        }
        let mut steps = Vec::with_capacity(relations.len());
        let mut at = object;
        for relation in relations {
            let found = records.relation(at, relation);
            let (place, name, to) =
                found.ok_or_else(|| Refusal::relationship(relation, at.name()))?;
            steps.push(Step { name, place, to });
            at = to;
        }
        let place = records.column(at, last).ok_or_else(|| Refusal::field(last, at.name()))?;
        Ok((Self { steps, place }, records.columns(at)[place]))
    }

    /// The field's value; nothing where a reference leads nowhere.
    pub(super) fn cell<'a>(&self, records: &'a Records, row: &'a Row) -> &'a Cell {
        let mut at = row;
        for step in &self.steps {
            match step.row(records, at) {
                Some(next) => at = next,
                None => return &Cell::Nothing,
            }
        }
        &at.cells[self.place]
    }
}

impl Step {
    pub(super) fn row<'a>(&self, records: &'a Records, from: &Row) -> Option<&'a Row> {
        match from.cells[self.place] {
            Cell::Id(id) => records.row(self.to, id),
            _ => None,
        }
    }
}
