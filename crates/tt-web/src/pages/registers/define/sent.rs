//! What the forms of a register's definition ask for.

use rust_decimal::Decimal;
use tt_app::Language;
use tt_app::registers::define::RegisterChange;
use tt_domain::id::{RegisterFieldId, RegisterMeasureId, RegisterStageId};
use tt_domain::register::definition::{Choice, FieldKind, FieldSpec, MeasureSpec, Measured, StageSpec, Whole, code_of};
use tt_domain::register::notation::read_measure_kind;
use tt_domain::register::{Move, Register};

use crate::forms::Fields;
use crate::show::say;

/// A number of days or decimals that is none: said, never taken for blank.
pub(super) fn odd_number(fields: &Fields, lang: Language) -> Option<String> {
    let wanted = [
        ("thap-phan", 9, "Số chữ số thập phân", "Decimals"),
        ("ngay", 36_500, "Thời gian thông thường (ngày)", "Typically takes (days)"),
    ];
    wanted.iter().find_map(|(name, most, vi, en)| {
        let typed = fields.filled(name).filter(|typed| typed.parse::<u32>().map_or(true, |number| number > *most))?;
        let (vi, en) = (
            format!("{vi}: “{typed}” không dùng được; hãy nhập số nguyên từ 0 đến {most}."),
            format!("{en}: “{typed}” cannot be used; enter a whole number from 0 to {most}."),
        );
        Some(say(lang, &vi, &en).to_owned())
    })
}

/// What the form asks for; `None` when it is none of ours.
pub(super) fn asked(register: &Register, fields: &Fields) -> Option<RegisterChange> {
    let ticked = |name: &str| fields.text(name) == "1";
    Some(match fields.text("viec") {
        "chung" => RegisterChange::Head {
            name: fields.text("ten").to_owned(),
            one: fields.text("mot").to_owned(),
            about: fields.text("ve").to_owned(),
            owner: fields.text("phong").parse().ok(),
            unique_title: ticked("khong-trung"),
            closed: ticked("dong"),
        },
        "them-cot" => RegisterChange::AddField(field(fields, None)),
        "sua-cot" => {
            let id = RegisterFieldId(fields.text("id").parse().ok()?);
            RegisterChange::ChangeField(id, field(fields, Some(&register.field(id)?.spec)))
        }
        "cot-len" => RegisterChange::ShiftField(RegisterFieldId(fields.text("id").parse().ok()?), true),
        "cot-xuong" => RegisterChange::ShiftField(RegisterFieldId(fields.text("id").parse().ok()?), false),
        "them-buoc" => {
            let from = fields.text("tu").parse().ok().map(RegisterStageId).filter(|id| id.0 != 0);
            RegisterChange::AddStage(stage(fields, None), from)
        }
        "sua-buoc" => {
            let id = RegisterStageId(fields.text("id").parse().ok()?);
            RegisterChange::ChangeStage(id, stage(fields, Some(&register.stage(id)?.spec)))
        }
        "buoc-len" => RegisterChange::ShiftStage(RegisterStageId(fields.text("id").parse().ok()?), true),
        "buoc-xuong" => RegisterChange::ShiftStage(RegisterStageId(fields.text("id").parse().ok()?), false),
        "chuyen" => {
            let starts = std::iter::once(None).chain(register.stages.iter().map(|stage| Some(stage.id)));
            let all = starts.flat_map(|from| register.stages.iter().map(move |to| (from, to.id)));
            let moves = all.filter_map(|(from, to)| {
                let usual = match fields.text(&format!("c-{}-{to}", from.map_or(0, |id| id.0))) {
                    "co" => true,
                    "hoi" => false,
                    _ => return None,
                };
                Some(Move { from, to, usual })
            });
            RegisterChange::Moves(moves.collect())
        }
        "them-so-lieu" => RegisterChange::AddMeasure(measure(fields)?),
        "sua-so-lieu" => {
            RegisterChange::ChangeMeasure(RegisterMeasureId(fields.text("id").parse().ok()?), measure(fields)?)
        }
        "bo-so-lieu" => RegisterChange::DropMeasure(RegisterMeasureId(fields.text("id").parse().ok()?)),
        _ => return None,
    })
}

fn field(fields: &Fields, old: Option<&FieldSpec>) -> FieldSpec {
    let name = fields.text("ten");
    let measured =
        || Measured { unit: fields.text("don-vi").to_owned(), decimals: fields.text("thap-phan").parse().unwrap_or(0) };
    let option = |line: &str| {
        let line = line.trim();
        let (code, name) =
            line.split_once('=').map_or_else(|| (code_of(line), line), |(code, name)| (code.trim().to_owned(), name));
        Choice { code, name: name.trim().to_owned() }
    };
    let kind = match fields.text("kieu") {
        "number" => FieldKind::Number(measured()),
        "money" => FieldKind::Money(measured()),
        "area" => FieldKind::Area(measured()),
        "date" => FieldKind::Date,
        "year" => FieldKind::Year,
        "choice" => {
            FieldKind::Choice(fields.text("muc").lines().filter(|line| !line.trim().is_empty()).map(option).collect())
        }
        "yes-no" => FieldKind::YesNo,
        "place" => FieldKind::Place,
        "point" => FieldKind::Point,
        "person" => FieldKind::Person,
        "agency" => FieldKind::Agency,
        "document" => FieldKind::Document,
        "file" => FieldKind::File,
        "entry" => FieldKind::Entry(fields.text("so-khac").to_owned()),
        _ => FieldKind::Text,
    };
    let ticked = |name: &str| fields.text(name) == "1";
    FieldSpec {
        code: old.map_or_else(|| code_of(name), |old| old.code.clone()),
        name: name.to_owned(),
        kind,
        title: ticked("lam-ten"),
        required: ticked("bat-buoc"),
        unique: ticked("khong-trung"),
        listed: ticked("hien"),
        retired: ticked("ngung"),
    }
}

fn stage(fields: &Fields, old: Option<&StageSpec>) -> StageSpec {
    let name = fields.text("ten");
    StageSpec {
        code: old.map_or_else(|| code_of(name), |old| old.code.clone()),
        name: name.to_owned(),
        typical_days: fields.text("ngay").parse().ok(),
        retired: fields.text("ngung") == "1",
    }
}

fn measure(fields: &Fields) -> Option<MeasureSpec> {
    let whole =
        fields.filled("mau").map(|text| match Decimal::from_str_exact(&text.replace('.', "").replace(',', ".")) {
            Ok(number) => Whole::Given(number),
            Err(_) => Whole::Entries(text.to_owned()),
        });
    Some(MeasureSpec {
        code: code_of(fields.text("ten")),
        name: fields.text("ten").to_owned(),
        kind: read_measure_kind(&format!("{} {}", fields.text("kieu"), fields.text("cot")))?,
        unit: fields.text("don-vi").to_owned(),
        decimals: fields.text("thap-phan").parse().unwrap_or(0),
        filter: fields.text("loc").to_owned(),
        whole,
    })
}
