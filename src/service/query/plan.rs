//! A query whose names and values are known, and what it finds.

use std::cmp::Ordering;
use std::ops::Range;

use jiff::Timestamp;

use super::super::access::Holder;
use super::super::errors::Refusal;
use super::super::object::{Cell, Kind, Object, Records, Row};
use super::filter::Filter;
use super::parse::{Name, Order, Select};
use super::path::Path;
use super::shape::Shape;
use super::tree::Tree;

#[derive(Debug)]
pub(super) struct Plan {
    pub(super) object: Object,
    /// Nothing for `COUNT()`.
    pub(super) shape: Option<Shape>,
    condition: Option<Tree<Filter>>,
    order: Vec<Order<Path>>,
    limit: usize,
    offset: usize,
}

/// A part of what a query finds.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// How many it finds in all.
    pub(super) total: usize,
    pub(super) rows: Vec<&'a Row>,
}

impl Plan {
    pub(super) fn new(records: &Records, select: Select, now: Timestamp) -> Result<Self, Refusal> {
        let Select { names, object, condition, order, limit, offset } = select;
        let object = Object::find(&object).ok_or_else(|| Refusal::object(&object))?;
        let shape = names.map(|names| shape(records, object, &names)).transpose()?;
        let mut filter = |comparison| Filter::new(records, object, &comparison, now);
        let condition = condition.map(|condition| condition.map(&mut filter)).transpose()?;
        let order = order.into_iter().map(|order| {
            let Order { by, descending, nulls_last } = order;
            let (by, column) = Path::find(records, object, &by)?;
            if column.kind == Kind::LongText {
                return Err(Refusal::use_of(column.name, "sorted by"));
            }
            Ok(Order { by, descending, nulls_last })
        });
        let order = order.collect::<Result<_, _>>()?;
        Ok(Self { object, shape, condition, order, limit: limit.unwrap_or(usize::MAX), offset })
    }

    /// The rows of one batch, of those that a token may see. Only as many are sorted as come
    /// before its end, and equal ones keep their order, so that batches fit together.
    pub(super) fn find<'a>(
        &self,
        records: &'a Records,
        holder: &Holder,
        batch: Range<usize>,
    ) -> Found<'a> {
        let all = records.rows(self.object);
        let wanted = |row: &Row| {
            let condition = self.condition.as_ref();
            let holds = |filter: &Filter| filter.holds(records, row);
            row.open_to(holder) && condition.is_none_or(|condition| condition.holds(&holds))
        };
        let places = (0..all.len()).filter(|place| wanted(&all[*place]));
        let end = self.offset.saturating_add(self.limit);
        let mut places: Vec<usize> = match self.order.is_empty() {
            true => places.take(end).collect(),
            false => places.collect(),
        };
        let total = places.len().saturating_sub(self.offset).min(self.limit);
        let batch = batch.start.min(total)..batch.end.min(total);
        let end = (self.offset + batch.end).min(places.len());
        if !self.order.is_empty() {
            let order =
                |a: &usize, b: &usize| self.compared(records, &all[*a], &all[*b]).then(a.cmp(b));
            if end < places.len() {
                places.select_nth_unstable_by(end, order);
                places.truncate(end);
            }
            places.sort_unstable_by(order);
        }
        let start = (self.offset + batch.start).min(end);
        Found { total, rows: places[start..end].iter().map(|place| &all[*place]).collect() }
    }

    fn compared(&self, records: &Records, a: &Row, b: &Row) -> Ordering {
        let compared = |order: &Order<Path>| {
            let (a, b) = (order.by.cell(records, a), order.by.cell(records, b));
            let nulls = (*b == Cell::Nothing).cmp(&(*a == Cell::Nothing));
            let nulls = if order.nulls_last { nulls.reverse() } else { nulls };
            let values = a.order(b);
            nulls.then(if order.descending { values.reverse() } else { values })
        };
        let mut compared = self.order.iter().map(compared);
        compared.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

fn shape(records: &Records, object: Object, names: &[Name]) -> Result<Shape, Refusal> {
    let mut shape = Shape::default();
    for name in names {
        let (path, _) = Path::find(records, object, name)?;
        if !shape.add(&path) {
            return Err(Refusal::twice(&name.join(".")));
        }
    }
    Ok(shape)
}
