//! Changing the catalogue of indicators: what an entry must say, and that its formula holds together with all others.

use std::collections::BTreeMap;

use tt_domain::id::IndicatorId;
use tt_domain::indicator::formula::{Formula, cycle_from};
use tt_domain::indicator::{Indicator, Terms};
use tt_domain::permission::Action;
use tt_domain::reporting_period::PeriodKind;
use tt_store::{Tx, divisions, indicators};

use crate::app::App;
use crate::error::AppError;
use crate::indicators::own;
use crate::sign_in::CurrentUser;

/// Longest code, name and other texts, in letters.
const LONGEST: [usize; 3] = [30, 300, 2000];

impl App {
    /// Adds an indicator, or changes one from the version it was looked at.
    ///
    /// # Errors
    /// Not theirs to change; a field that cannot stand, named; someone else changed it meanwhile.
    pub async fn save_indicator(
        &self,
        current: &CurrentUser,
        known: Option<(IndicatorId, i64)>,
        mut terms: Terms,
        origin: &str,
    ) -> Result<IndicatorId, AppError> {
        current.require(Action::ManageIndicators)?;
        tidy(&mut terms)?;
        let mut tx = self.db.begin_write().await?;
        let before = match known {
            Some((id, _)) => Some(own(&mut tx, current, id).await?),
            None => None,
        };
        hold_together(&mut tx, current, before.as_ref(), &mut terms).await?;
        let id = match (&before, known) {
            (Some(before), Some((id, version))) => {
                if before.terms == terms {
                    return Ok(id);
                }
                let changed = Indicator { terms: terms.clone(), version, ..before.clone() };
                indicators::update(&mut tx, &changed).await.map_err(taken)?;
                id
            }
            _ => indicators::insert(&mut tx, current.agency.id, &terms).await.map_err(taken)?,
        };
        let (action, earlier) = match &before {
            Some(before) => ("indicator.changed", serde_json::json!(words(&before.terms))),
            None => ("indicator.added", serde_json::Value::Null),
        };
        let details = serde_json::json!({ "before": earlier, "after": words(&terms) });
        self.noted(&mut tx, current, origin, action, &format!("indicator-{id}"), &details).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Terms as the chain keeps them.
fn words(terms: &Terms) -> BTreeMap<&'static str, String> {
    let mut words = BTreeMap::from([
        ("code", terms.code.clone()),
        ("name", terms.name.clone()),
        ("frequency", terms.frequency.code().to_owned()),
        ("over_time", terms.over_time.code().to_owned()),
        ("over_units", terms.over_units.code().to_owned()),
        ("better", terms.better.code().to_owned()),
    ]);
    let mut put = |name, value: Option<String>| {
        if let Some(value) = value {
            words.insert(name, value);
        }
    };
    put("unit", terms.unit.clone());
    put("population", terms.population.clone());
    put("formula", terms.formula.clone());
    put("decimals", terms.decimals.map(|decimals| decimals.to_string()));
    put("division", terms.division.map(|division| division.to_string()));
    put("valid_from", terms.validity.from.map(|day| day.to_string()));
    put("valid_to", terms.validity.to.map(|day| day.to_string()));
    put("note", terms.note.clone());
    words
}

fn taken(error: tt_store::StoreError) -> AppError {
    if error.conflicts_on("indicators_agency_id_code_key") {
        return AppError::refused_at(
            "ma",
            "đã có chỉ tiêu khác dùng mã này; hãy chọn mã khác",
            "another indicator has this code; choose another",
        );
    }
    if error.conflicts_on("indicators_agency_id_folded_key") {
        return AppError::refused_at(
            "ten",
            "đã có chỉ tiêu cùng tên, đơn vị và phạm vi; hãy sửa chỉ tiêu đó hoặc ghi rõ phạm vi",
            "there is an indicator of this name, unit and population; change that one or tell the population",
        );
    }
    error.into()
}

/// Trims what was typed and refuses what cannot stand by itself.
fn tidy(terms: &mut Terms) -> Result<(), AppError> {
    terms.code = terms.code.trim().to_uppercase();
    terms.name = tt_text::one_line(&terms.name);
    for text in [&mut terms.unit, &mut terms.population, &mut terms.formula, &mut terms.note] {
        *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    }
    let starts = terms.code.starts_with(|first: char| first.is_ascii_alphabetic());
    let letters = terms.code.chars().all(|found| found.is_ascii_alphanumeric() || matches!(found, '_' | '.'));
    if !starts || !letters || terms.code.len() > LONGEST[0] {
        return Err(AppError::refused_at(
            "ma",
            "mã bắt đầu bằng chữ cái, gồm chữ không dấu, số, dấu chấm và gạch dưới, tối đa 30 ký tự, ví dụ XNK_TONG",
            "a code starts with a letter and has plain letters, digits, points and underscores, 30 at most",
        ));
    }
    if terms.name.is_empty() || terms.name.chars().count() > LONGEST[1] {
        return Err(AppError::refused_at("ten", "tên chỉ tiêu có từ 1 đến 300 ký tự", "a name has 1 to 300 letters"));
    }
    if terms.decimals.is_some_and(|decimals| decimals > 6) {
        return Err(AppError::refused_at("so_le", "số chữ số phần lẻ từ 0 đến 6", "0 to 6 decimals"));
    }
    let long = |text: &Option<String>, most: usize| text.as_ref().is_some_and(|text| text.chars().count() > most);
    if long(&terms.unit, 60) || long(&terms.population, LONGEST[1]) || long(&terms.note, LONGEST[2]) {
        return Err(AppError::refused_at(
            "ghi_chu",
            "đơn vị tối đa 60, phạm vi 300, ghi chú 2.000 ký tự; hãy rút gọn",
            "a unit has at most 60, a population 300, a note 2,000 letters",
        ));
    }
    if terms.frequency == PeriodKind::FirstMonths {
        return Err(AppError::refused_at(
            "tan_suat",
            "chỉ tiêu được nhập theo tuần, tháng, quý, 6 tháng, năm hoặc giai đoạn; số lũy kế được tính từ đó",
            "an indicator is entered by week, month, quarter, half, year or term; running totals follow from it",
        ));
    }
    if terms.validity.from.zip(terms.validity.to).is_some_and(|(from, to)| from >= to) {
        return Err(AppError::refused_at(
            "den",
            "ngày thôi dùng phải sau ngày bắt đầu dùng",
            "the day it ends must come after the day it begins",
        ));
    }
    Ok(())
}

/// Reads a formula, its fault in words.
pub(crate) fn formula_of(text: &str) -> Result<Formula, AppError> {
    Formula::parse(text).map_err(|fault| {
        AppError::refused_at(
            "cong_thuc",
            format!("ký tự thứ {}: {}", fault.at, fault.vi),
            format!("character {}: {}", fault.at, fault.en),
        )
    })
}

/// Holds the terms against the rest of the catalogue: the division is the agency's, the formula knows its codes, goes in no
/// circle and its units fit, and no other formula is broken by the change.
async fn hold_together(
    tx: &mut Tx,
    current: &CurrentUser,
    before: Option<&Indicator>,
    terms: &mut Terms,
) -> Result<(), AppError> {
    if let Some(division) = terms.division {
        let known = divisions::list(tx, current.agency.id).await?;
        if !known.iter().any(|one| one.id == division) {
            return Err(AppError::refused_at(
                "phong",
                "không có phòng này; hãy chọn lại",
                "no such division; choose again",
            ));
        }
    }
    let mut rest = indicators::list(tx, current.agency.id).await?;
    rest.retain(|other| before.is_none_or(|before| before.id != other.id));
    let mut rest = Rest { formulas: BTreeMap::new(), indicators: rest };
    for other in &rest.indicators {
        if let Some(text) = &other.terms.formula {
            rest.formulas.insert(other.terms.code.clone(), formula_of(text)?);
        }
    }
    if let Some(before) = before.filter(|before| before.terms.code != terms.code) {
        rest.lets_go_of(&before.terms.code)?;
    }
    if let Some(text) = terms.formula.clone() {
        let formula = formula_of(&text)?;
        rest.bears(terms, &formula)?;
        terms.formula = Some(formula.to_string());
        rest.formulas.insert(terms.code.clone(), formula);
    }
    if let Some(way) = cycle_from(&terms.code, &rest.formulas) {
        let way = way.join(" → ");
        return Err(AppError::refused_at(
            "cong_thuc",
            format!("công thức đi vòng: {way}; hãy bỏ một mắt xích"),
            format!("the formula goes in a circle: {way}; take one step out"),
        ));
    }
    if before.is_some_and(|before| before.terms.unit != terms.unit) {
        rest.takes_unit(terms)?;
    }
    Ok(())
}

/// The catalogue without the indicator that is changed, with the formulas of all.
struct Rest {
    indicators: Vec<Indicator>,
    formulas: BTreeMap<String, Formula>,
}

impl Rest {
    /// The unit of a code, that of the indicator in hand as it is to be.
    fn unit_of(&self, terms: &Terms, code: &str) -> Option<String> {
        if code == terms.code {
            return terms.unit.clone();
        }
        self.indicators.iter().find(|other| other.terms.code == code).and_then(|other| other.terms.unit.clone())
    }

    /// Refuses to give a code up that a formula names.
    fn lets_go_of(&self, code: &str) -> Result<(), AppError> {
        match self.formulas.iter().find(|(_, formula)| formula.codes().contains(code)) {
            None => Ok(()),
            Some((user, _)) => Err(AppError::refused_at(
                "ma",
                format!("mã {code} đang dùng trong công thức của {user}; hãy sửa công thức đó trước"),
                format!("the formula of {user} uses {code}; change that formula first"),
            )),
        }
    }

    /// Refuses a formula that names what is not there, or whose units do not go together.
    fn bears(&self, terms: &Terms, formula: &Formula) -> Result<(), AppError> {
        let known = |code: &&str| *code == terms.code || self.indicators.iter().any(|other| other.terms.code == *code);
        if let Some(unknown) = formula.codes().into_iter().find(|code| !known(code)) {
            return Err(AppError::refused_at(
                "cong_thuc",
                format!("không có chỉ tiêu mã {unknown}; hãy kiểm tra mã hoặc thêm chỉ tiêu đó trước"),
                format!("there is no indicator {unknown}; check the code or add it first"),
            ));
        }
        let unit_of = |code: &str| self.unit_of(terms, code);
        formula.check_units(terms.unit.as_deref(), &unit_of).map_err(|fault| {
            AppError::refused_at("cong_thuc", fault.words(), format!("the units do not go together: {fault:?}"))
        })
    }

    /// Refuses a unit with which a formula that uses the indicator no longer fits.
    fn takes_unit(&self, terms: &Terms) -> Result<(), AppError> {
        let unit_of = |code: &str| self.unit_of(terms, code);
        for other in &self.indicators {
            let Some(formula) = self.formulas.get(&other.terms.code) else { continue };
            if !formula.codes().contains(terms.code.as_str()) {
                continue;
            }
            formula.check_units(other.terms.unit.as_deref(), &unit_of).map_err(|fault| {
                AppError::refused_at(
                    "don_vi",
                    format!("đổi đơn vị làm sai công thức của {}: {}", other.terms.code, fault.words()),
                    format!("with this unit the formula of {} no longer fits", other.terms.code),
                )
            })?;
        }
        Ok(())
    }
}
