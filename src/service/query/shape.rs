//! Which fields a record of the answer has, nested by relationship.

use serde_json::{Map, Value, json};

use super::super::object::{Object, Records, Row, attributes};
use super::super::version::Version;
use super::path::{Path, Step};

#[derive(Debug, Default)]
pub(super) struct Shape {
    places: Vec<usize>,
    relations: Vec<(Step, Shape)>,
}

impl Shape {
    /// Adds a field, unless it is there already.
    pub(super) fn add(&mut self, path: &Path) -> bool {
        let mut at = self;
        for step in &path.steps {
            let known = at.relations.iter().position(|(known, _)| known == step);
            let place = known.unwrap_or_else(|| {
                at.relations.push((*step, Self::default()));
                at.relations.len() - 1
            });
            at = &mut at.relations[place].1;
        }
        let new = !at.places.contains(&path.place);
        if new {
            at.places.push(path.place);
        }
        new
    }

    /// What it selects, as `columns=true` asks for it: relationships hold what is selected of the
    /// related record.
    pub(super) fn columns(&self, records: &Records, object: Object) -> Vec<Value> {
        let column = |name: &str, joined: Vec<Value>| json!({"aggregate": false, "columnName": name, "displayName": name, "joinColumns": joined});
        let columns = records.columns(object);
        let own = self.places.iter().map(|&place| column(columns[place].name, Vec::new()));
        let related = self.relations.iter();
        let related =
            related.map(|(step, shape)| column(step.name, shape.columns(records, step.to)));
        own.chain(related).collect()
    }

    pub(super) fn record(
        &self,
        records: &Records,
        version: Version,
        object: Object,
        row: &Row,
    ) -> Value {
        let mut record = Map::new();
        record.insert("attributes".to_owned(), attributes(version, object, row.id));
        let columns = records.columns(object);
        for &place in &self.places {
            record.insert(columns[place].name.to_owned(), row.cells[place].json());
        }
        for (step, shape) in &self.relations {
            let related = step.row(records, row);
            let nested = related.map(|row| shape.record(records, version, step.to, row));
            record.insert(step.name.to_owned(), nested.unwrap_or_default());
        }
        Value::Object(record)
    }
}
