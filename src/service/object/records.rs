//! Every record of every object, read once.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::access::{Holder, Maker, Right};
use super::super::call_file::{Account, CallFile};
use super::super::tasks::Task;
use super::super::user::{Directory, RecordId, owner};
use super::cell::Cell;
use super::fields::{self, Field, Participant, Summary};
use super::{Column, Kind, Object};
use crate::call::CallKind;

/// The tables of all objects.
#[derive(Debug, Clone)]
pub(in crate::service) struct Records {
    /// In the order of [`Object::ALL`].
    tables: Vec<Arc<Table>>,
}

/// The records of one object.
#[derive(Debug)]
struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
    places: HashMap<RecordId, usize>,
}

/// One record.
#[derive(Debug)]
pub(in crate::service) struct Row {
    pub(in crate::service) id: RecordId,
    /// In the order of the columns.
    pub(in crate::service) cells: Box<[Cell]>,
    gate: Gate,
}

/// Who may see a record.
#[derive(Debug)]
enum Gate {
    Open,
    /// Whoever may see this call.
    Call(RecordId),
    /// Whoever may see one of these calls.
    Calls(Vec<RecordId>),
    /// Whoever shares the tasks of this maker, or of nobody in particular.
    Maker(Option<Maker>),
}

impl Records {
    pub(in crate::service) fn of(calls: &[CallFile], directory: &Directory) -> Self {
        let kind = |kind| calls.iter().filter(move |call| call.kind() == kind);
        let by_call = |call: &CallFile| (call.record_id, Gate::Call(call.record_id));
        let tables = Object::ALL.map(|object| match object {
            Object::VideoCall => {
                Table::of(fields::VIDEO_CALL, kind(CallKind::Video).map(|c| (c, by_call(c))))
            }
            Object::VoiceCall => {
                Table::of(fields::VOICE_CALL, kind(CallKind::Voice).map(|c| (c, by_call(c))))
            }
            Object::VideoCallParticipant => participants(kind(CallKind::Video), directory),
            Object::Summary => summaries(calls),
            Object::User => {
                let users = directory.users().iter();
                Table::of(fields::USER, users.map(|user| (user, (user.id, Gate::Open))))
            }
            Object::Organization => {
                let organisation = &directory.organisation;
                let gate = (organisation.id, Gate::Open);
                Table::of(fields::ORGANIZATION, [(organisation, gate)])
            }
            Object::Account => accounts(calls),
            Object::Task => tasks(&[]),
        });
        Self { tables: tables.into_iter().map(Arc::new).collect() }
    }

    /// The same with other tasks.
    pub(in crate::service) fn with_tasks(&self, made: &[Task]) -> Self {
        let mut records = self.clone();
        records.tables[Object::Task as usize] = Arc::new(tasks(made));
        records
    }

    fn table(&self, object: Object) -> &Table {
        &self.tables[object as usize]
    }

    pub(in crate::service) fn columns(&self, object: Object) -> &[Column] {
        &self.table(object).columns
    }

    pub(in crate::service) fn rows(&self, object: Object) -> &[Row] {
        &self.table(object).rows
    }

    pub(in crate::service) fn row(&self, object: Object, id: RecordId) -> Option<&Row> {
        let table = self.table(object);
        table.places.get(&id).map(|place| &table.rows[*place])
    }

    /// A column's place by its name, which is taken without regard to case.
    pub(in crate::service) fn column(&self, object: Object, name: &str) -> Option<usize> {
        self.columns(object).iter().position(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The place of the reference that a path follows by this name, and where it leads.
    pub(in crate::service) fn relation(
        &self,
        object: Object,
        name: &str,
    ) -> Option<(usize, &'static str, Object)> {
        let columns = self.columns(object).iter().enumerate();
        columns
            .filter_map(|(place, column)| followed(column).map(|(n, to)| (place, n, to)))
            .find(|(_, relation, _)| relation.eq_ignore_ascii_case(name))
    }
}

fn followed(column: &Column) -> Option<(&'static str, Object)> {
    match column.kind {
        Kind::Reference(relation) => relation.name.zip(relation.to.first().copied()),
        _ => None,
    }
}

impl Row {
    pub(in crate::service) fn open_to(&self, holder: &Holder) -> bool {
        match &self.gate {
            Gate::Open => true,
            Gate::Call(call) => holder.may_see(*call),
            Gate::Maker(maker) => holder.may(Right::Tasks) && holder.maker == *maker,
            Gate::Calls(calls) => calls.iter().any(|call| holder.may_see(*call)),
        }
    }
}

impl Table {
    fn of<'a, T: 'a>(
        fields: &[Field<T>],
        sources: impl IntoIterator<Item = (&'a T, (RecordId, Gate))>,
    ) -> Self {
        let columns = fields.iter().map(|field| Column { name: field.name, kind: field.kind });
        let row = |(source, (id, gate))| Row {
            id,
            gate,
            cells: fields.iter().map(|field| (field.read)(source)).collect(),
        };
        let rows: Vec<Row> = sources.into_iter().map(row).collect();
        let mut places = HashMap::with_capacity(rows.len());
        for (place, row) in rows.iter().enumerate() {
            places.entry(row.id).or_insert(place);
        }
        Self { columns: columns.collect(), rows, places }
    }
}

/// An id for the n-th record of an object that the library gives none.
fn numbered(object: Object, n: usize) -> Option<RecordId> {
    format!("{}Ws{n:010}", object.key_prefix()).parse().ok()
}

fn participants<'a>(calls: impl Iterator<Item = &'a CallFile>, directory: &Directory) -> Table {
    let object = Object::VideoCallParticipant;
    let mut found = Vec::new();
    for call in calls {
        for speaker in &call.speakers {
            let written = speaker.own_id.as_deref().and_then(|id| id.parse::<RecordId>().ok());
            let own = written.filter(|id| id.as_str().starts_with(object.key_prefix()));
            let Some(id) = own.or_else(|| numbered(object, found.len())) else { continue };
            let user = speaker.user_id();
            let email = user.and_then(|id| directory.user(id)).map(|user| user.email.clone());
            let person = speaker.related_who_id.as_deref().and_then(|id| id.parse().ok());
            found.push(Participant {
                id,
                call: call.record_id,
                name: speaker.name.clone(),
                email,
                person,
                organises: user == Some(owner(call)),
            });
        }
    }
    Table::of(fields::PARTICIPANT, found.iter().map(|who| (who, (who.id, Gate::Call(who.call)))))
}

fn summaries(calls: &[CallFile]) -> Table {
    let of = |(n, call)| Summary::of(call, numbered(Object::Summary, n)?);
    let found: Vec<_> = calls.iter().enumerate().filter_map(of).collect();
    let gate = |summary: &Summary| (summary.id, Gate::Call(summary.call));
    Table::of(fields::SUMMARY, found.iter().map(|summary| (summary, gate(summary))))
}

fn tasks(made: &[Task]) -> Table {
    Table::of(fields::TASK, made.iter().map(|task| (task, (task.id, Gate::Maker(task.maker)))))
}

/// In the order in which the calls first name them; the first name of an account stays.
fn accounts(calls: &[CallFile]) -> Table {
    let mut places = HashMap::new();
    let mut found: Vec<(&Account, Vec<RecordId>)> = Vec::new();
    for call in calls {
        let Some(account) = &call.account else { continue };
        let place = *places.entry(account.id).or_insert(found.len());
        if place == found.len() {
            found.push((account, Vec::new()));
        }
        found[place].1.push(call.record_id);
    }
    let gated =
        found.into_iter().map(|(account, calls)| (account, (account.id, Gate::Calls(calls))));
    Table::of(fields::ACCOUNT, gated)
}
