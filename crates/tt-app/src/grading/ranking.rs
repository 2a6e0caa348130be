//! Agencies of one level below a superior, ranked, with the quota.

use jiff::civil::Date;
use tt_domain::assessment::{Grade, Stage};
use tt_domain::grading::CriteriaSet;
use tt_domain::grading::ranking::{Contender, Quota, rank};
use tt_domain::organisation::{Agency, AgencyLevel};
use tt_domain::permission::Action;
use tt_store::agencies;

use super::year::{GradedYear, load, newest, set_for};
use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// A group of agencies of one level, ranked.
#[derive(Clone, Debug)]
pub struct RankedGroup {
    /// Their level.
    pub level: AgencyLevel,
    /// They, in order.
    pub rows: Vec<RankedAgency>,
    /// The quota.
    pub quota: Quota,
    /// The criteria it follows.
    pub set: Option<CriteriaSet>,
}

/// An agency in its place.
#[derive(Clone, Debug)]
pub struct RankedAgency {
    /// Which.
    pub agency: Agency,
    /// Its place; `None` without a grade.
    pub place: Option<u32>,
    /// The grade it is ranked by.
    pub grade: Option<Grade>,
    /// The stage that gave it: the final one, else the appraised, else what evidence suggests.
    pub stage: Option<Stage>,
    /// Whether it is excellent beyond the quota.
    pub beyond_quota: bool,
    /// Everything about its year.
    pub graded: GradedYear,
}

impl App {
    /// The agencies below one's own, ranked by level.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] for who neither appraises nor decides below, or the database failed.
    pub async fn grade_ranking(
        &self,
        current: &CurrentUser,
        year: i16,
        as_of: Option<Date>,
        outstanding: bool,
    ) -> Result<Vec<RankedGroup>, AppError> {
        let as_of = as_of.unwrap_or_else(|| self.clock.today());
        let mut tx = self.db.begin_read().await?;
        let mut years: Vec<GradedYear> = Vec::new();
        for agency in agencies::list(&mut tx).await? {
            if agency.id == current.agency.id || !agency.validity().holds_on(as_of) {
                continue;
            }
            if !agencies::superiors(&mut tx, agency.id).await?.contains(&current.agency.id) {
                continue;
            }
            match load(&mut tx, current, agency.id, (Some(year), None), as_of).await {
                Ok(graded) if graded.rights.appraise || graded.rights.decide => years.push(graded),
                Ok(_) | Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        if years.is_empty() && !current.may(Action::AppraiseGrade) && !current.may(Action::DecideGrade) {
            return Err(AppError::Forbidden);
        }
        let mut groups = Vec::new();
        for level in AgencyLevel::ALL {
            let group: Vec<GradedYear> = years.extract_if(.., |graded| graded.agency.level == *level).collect();
            let Some(first) = group.first() else { continue };
            let set = set_for(&mut tx, &first.agency, &first.superiors, year).await?;
            if let Some(set) = set {
                groups.push(ranked(*level, set, group, outstanding));
            }
        }
        Ok(groups)
    }
}

fn ranked(level: AgencyLevel, set: CriteriaSet, mut group: Vec<GradedYear>, outstanding: bool) -> RankedGroup {
    let contenders = group.iter().map(|graded| Contender {
        agency: graded.agency.id,
        grade: grade_of(graded).map(|(_, grade)| grade),
        score: graded.unit.score,
    });
    let (places, quota) = rank(&set.criteria, contenders.collect(), outstanding);
    let mut rows = Vec::with_capacity(places.len());
    for place in places {
        let Some(graded) = group.extract_if(.., |graded| graded.agency.id == place.unit.agency).next() else {
            continue;
        };
        let grade = grade_of(&graded);
        rows.push(RankedAgency {
            agency: graded.agency.clone(),
            place: place.place,
            grade: grade.map(|(_, grade)| grade),
            stage: grade.map(|(stage, _)| stage),
            beyond_quota: place.beyond_quota,
            graded,
        });
    }
    RankedGroup { level, rows, quota, set: Some(set) }
}

/// The grade an agency is ranked by, and the stage that gave it.
fn grade_of(graded: &GradedYear) -> Option<(Stage, Grade)> {
    let given = |stage| newest(&graded.entries, stage).and_then(|entry| Some((stage, entry.grade?)));
    given(Stage::Final)
        .or_else(|| given(Stage::Appraised))
        .or_else(|| graded.unit.grade.map(|grade| (Stage::Suggested, grade)))
}
