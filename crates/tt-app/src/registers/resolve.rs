//! Reading values that name records: places, people, agencies, documents, entries of other registers.

use std::collections::HashMap;

use jiff::civil::Date;
use tt_domain::document::NewDocument;
use tt_domain::id::{AgencyId, DocumentId, EntryId, PersonId, PlaceId, RegisterFieldId, RegisterId};
use tt_domain::register::definition::FieldKind;
use tt_domain::register::value::{Fault, Named, key_of_words};
use tt_domain::register::{EntryAt, Field, Register, Value};
use tt_store::{Tx, agencies, documents, entries, persons, places, registers};

use super::{Trouble, words};
use crate::error::AppError;

/// Records by the words they are called, read once for many values.
#[derive(Debug, Default)]
pub(crate) struct Records {
    places: Option<HashMap<String, PlaceId>>,
    persons: Option<HashMap<String, PersonId>>,
    agencies: Option<HashMap<String, AgencyId>>,
    registers: HashMap<String, Option<RegisterId>>,
    entries: HashMap<(RegisterId, String), Option<EntryId>>,
    documents: HashMap<String, Option<DocumentId>>,
}

/// What was typed into the fields, read.
#[derive(Debug, Default)]
pub(crate) struct ReadValues {
    /// What each field named is to hold.
    pub(crate) values: Vec<(RegisterFieldId, Option<Value>)>,
    /// What is wrong, and what is asked about.
    pub(crate) troubles: Vec<Trouble>,
}

/// Reads what was typed, field by field; `before` is what the entry holds, and a field that stays as it was is left out.
pub(crate) async fn read_values(
    tx: &mut Tx,
    records: &mut Records,
    register: &Register,
    typed: &[(RegisterFieldId, String)],
    before: Option<&EntryAt>,
    today: Date,
) -> Result<ReadValues, AppError> {
    let mut read = ReadValues::default();
    let trouble = |field: &Field, message, asked| Trouble { field: field.spec.code.clone(), message, asked };
    for field in register.open_fields() {
        let was = before.and_then(|entry| entry.values.get(&field.id));
        let Some((_, text)) = typed.iter().find(|(id, _)| *id == field.id) else {
            if field.spec.required && was.is_none() {
                read.troubles.push(trouble(field, words::fault(field, "", &Fault::Missing), false));
            }
            continue;
        };
        let value = match Value::read(&field.spec.kind, text, today) {
            Err(fault) => {
                read.troubles.push(trouble(field, words::fault(field, text.trim(), &fault), false));
                continue;
            }
            Ok(None) => None,
            Ok(Some((value, doubts))) => {
                let new = was != Some(&value);
                let leap = value.leap(was);
                for doubt in doubts.iter().chain(&leap).filter(|_| new) {
                    read.troubles.push(trouble(field, words::doubt(field, doubt), true));
                }
                match records.resolve(tx, register, field, value).await? {
                    Ok(value) => Some(value),
                    Err(fault) => {
                        read.troubles.push(trouble(field, words::fault(field, text.trim(), &fault), false));
                        continue;
                    }
                }
            }
        };
        if value.is_none() && field.spec.required {
            read.troubles.push(trouble(field, words::fault(field, "", &Fault::Missing), false));
        }
        if let Some(value) = value.as_ref().filter(|_| field.spec.unique) {
            if let Some(other) = entries::holder(tx, field.id, value, before.map(|entry| entry.id)).await? {
                read.troubles.push(trouble(field, words::fault(field, text.trim(), &Fault::Taken(other)), false));
            }
        }
        if value.as_ref() != was {
            read.values.push((field.id, value));
        }
    }
    Ok(read)
}

impl Records {
    /// Finds the record a value names; unknown ones stay words, but an entry has to be there.
    async fn resolve(
        &mut self,
        tx: &mut Tx,
        register: &Register,
        field: &Field,
        value: Value,
    ) -> Result<Result<Value, Fault>, AppError> {
        Ok(Ok(match value {
            Value::Place(named) => Value::Place(Named { id: self.place(tx, &named.text).await?, ..named }),
            Value::Person(named) => Value::Person(Named { id: self.person(tx, register, &named.text).await?, ..named }),
            Value::Agency(named) => Value::Agency(Named { id: self.agency(tx, &named.text).await?, ..named }),
            Value::Document(named) => {
                Value::Document(Named { id: self.document(tx, register.agency, &named.text).await?, ..named })
            }
            Value::Entry(named) => {
                let FieldKind::Entry(key) = &field.spec.kind else { return Ok(Err(Fault::NoSuchRecord)) };
                match self.entry(tx, register.agency, key, &named.text).await? {
                    Some(id) => Value::Entry(Named { id: Some(id), ..named }),
                    None => return Ok(Err(Fault::NoSuchRecord)),
                }
            }
            value => value,
        }))
    }

    async fn place(&mut self, tx: &mut Tx, text: &str) -> Result<Option<PlaceId>, AppError> {
        if self.places.is_none() {
            let all = places::list(tx).await?.into_iter();
            self.places = Some(all.map(|unit| (key_of_words(&unit.details.name), unit.id)).collect());
        }
        // `xã Vân Mộng, huyện Văn Quan` is first of all `xã Vân Mộng`.
        let known = self.places.as_ref();
        let first = text.split(',').next().unwrap_or(text);
        Ok(known.and_then(|known| known.get(&key_of_words(text)).or_else(|| known.get(&key_of_words(first))).copied()))
    }

    async fn person(&mut self, tx: &mut Tx, register: &Register, text: &str) -> Result<Option<PersonId>, AppError> {
        if self.persons.is_none() {
            let all = persons::list(tx, register.agency).await?.into_iter();
            self.persons = Some(all.map(|one| (key_of_words(&one.details.full_name), one.id)).collect());
        }
        Ok(self.persons.as_ref().and_then(|known| known.get(&key_of_words(text)).copied()))
    }

    async fn agency(&mut self, tx: &mut Tx, text: &str) -> Result<Option<AgencyId>, AppError> {
        if self.agencies.is_none() {
            let all = agencies::list(tx).await?.into_iter();
            self.agencies = Some(all.map(|one| (key_of_words(&one.name), one.id)).collect());
        }
        Ok(self.agencies.as_ref().and_then(|known| known.get(&key_of_words(text)).copied()))
    }

    /// The document a text cites, recorded if new.
    pub(crate) async fn document(
        &mut self,
        tx: &mut Tx,
        agency: AgencyId,
        text: &str,
    ) -> Result<Option<DocumentId>, AppError> {
        if let Some(known) = self.documents.get(text) {
            return Ok(*known);
        }
        let id = match cited(agency, text) {
            Some(document) => Some(documents::ensure(tx, &document).await?.0),
            None => None,
        };
        self.documents.insert(text.to_owned(), id);
        Ok(id)
    }

    async fn entry(
        &mut self,
        tx: &mut Tx,
        agency: AgencyId,
        key: &str,
        text: &str,
    ) -> Result<Option<EntryId>, AppError> {
        let register = match self.registers.get(key) {
            Some(known) => *known,
            None => {
                let found = registers::find(tx, agency, key).await?.map(|register| register.id);
                self.registers.insert(key.to_owned(), found);
                found
            }
        };
        let Some(register) = register else { return Ok(None) };
        let key = (register, key_of_words(text));
        if let Some(known) = self.entries.get(&key) {
            return Ok(*known);
        }
        let found = match entries::titled(tx, register, text).await?.as_slice() {
            [one] => Some(one.id),
            _ => None,
        };
        self.entries.insert(key, found);
        Ok(found)
    }
}

/// The document a short text cites, by its number.
fn cited(agency: AgencyId, text: &str) -> Option<NewDocument> {
    let document = tt_document::read(format!("Căn cứ {text}.").as_bytes()).ok()?;
    let citation = tt_document::extract(&document).citations.into_iter().find(|citation| citation.number.is_some())?;
    Some(NewDocument {
        agency,
        kind: citation.kind,
        number: citation.number,
        date: citation.date,
        issuer: citation.issuer,
        subject: citation.subject,
    })
}
