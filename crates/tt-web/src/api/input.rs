//! What a program sends, read strictly: unknown fields, texts over their length and NUL are turned away.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tt_domain::assessment::{Grade, Stage};
use tt_domain::briefing::{BriefingKind, ConclusionKind};
use tt_domain::calendar::SpecialKind;
use tt_domain::indicator::{Aggregation, Better, ObservationKind};
use tt_domain::intake::IntakeKind;
use tt_domain::organisation::{AgencyLevel, Role, SuccessionKind};
use tt_domain::people::Holding;
use tt_domain::place::PlaceKind;
use tt_domain::register::Mark;
use tt_domain::reporting_period::PeriodKind;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::problem::Problem;
use crate::routes::WebState;

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<WebState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if essence != "application/json" {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "hãy gửi nội dung JSON (Content-Type: application/json)",
                "send JSON (Content-Type: application/json)",
            ));
        }
        let bytes = bytes(request, state).await?;
        // What is read by names of fields would take a list of their values as well.
        if bytes.trim_ascii_start().starts_with(b"[") {
            return Err(Problem::unreadable("an object, no list"));
        }
        match serde_json::from_slice(&bytes) {
            Ok(body) => Ok(Self(body)),
            Err(error) => with_whole_numbers(&bytes).map(Self).ok_or_else(|| Problem::unreadable(&error.to_string())),
        }
    }
}

/// The body with numbers such as `303.0` taken for the whole numbers JSON says they are.
fn with_whole_numbers<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let mut body: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    make_whole(&mut body);
    serde_json::from_value(body).ok()
}

fn make_whole(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Number(number) => {
            // The reader of numbers may be off by the last binary digit; beyond 2⁵³ none can be told from the next.
            let exact = |float: &f64| float.abs() < 9_007_199_254_740_992.0;
            let whole = |float: &f64| exact(float) && (float - float.round()).abs() <= float.abs() * 2.0 * f64::EPSILON;
            let float = number.as_f64().filter(|float| number.is_f64() && whole(float));
            if let Some(whole) = float.and_then(|float| format!("{float:.0}").parse::<i64>().ok()) {
                *number = whole.into();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_whole),
        Value::Object(fields) => fields.values_mut().for_each(make_whole),
        _ => {}
    }
}

/// The whole body, within the limit of its route.
pub(super) async fn bytes(request: Request, state: &WebState) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|error| match error {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "nội dung gửi lên quá lớn; hãy chia nhỏ",
            "too much was sent; split it",
        ),
        _ => Problem::unreadable("body"),
    })
}

/// An identity in the address; one that is no number names nothing.
pub(super) struct Id(pub(super) i64);

impl FromRequestParts<WebState> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        text.parse().map(Self).map_err(|_| Problem::not_found())
    }
}

/// Two identities in the address, one within the other.
pub(super) struct Ids(pub(super) i64, pub(super) i64);

impl FromRequestParts<WebState> for Ids {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let both = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((of, within)) = both.map_err(|_| Problem::not_found())?;
        match (of.parse(), within.parse()) {
            (Ok(of), Ok(within)) => Ok(Self(of, within)),
            _ => Err(Problem::not_found()),
        }
    }
}

/// The query of an address.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<WebState> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query.map(|Query(query)| Self(query)).map_err(|error| Problem::unreadable(&error.body_text()))
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident, $min:literal, $max:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(super) struct $name(pub(super) String);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                let length = text.chars().count();
                if text.contains('\0') || !($min..=$max).contains(&length) {
                    return Err(D::Error::custom(concat!("a text of ", $min, " to ", $max, " letters, none of them NUL")));
                }
                Ok(Self(text))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let text = ObjectBuilder::new().schema_type(Type::String);
                text.min_length(Some($min)).max_length(Some($max)).pattern(Some("^[^\\u0000]*$")).into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

texts! {
    /// A short text.
    Line, 1, 500;
    /// A long text.
    Prose, 1, 20_000;
    /// What is looked for.
    Words, 0, 400;
}

/// The version a change is made on, as the API's document names it; [`super::tasks::read_version`] reads it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "says what the header holds; its reader answers what does not hold in its own words")]
pub(super) struct WhichVersion {
    /// The `ETag` of the record as it was read; without it nothing is changed (428).
    #[param(rename = "If-Match", required = false, pattern = "^\"?[0-9]{1,18}\"?$")]
    if_match: String,
}

/// A day, written `2019-12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day(pub(super) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let day = Some(text.as_str()).filter(|text| text.len() == 10).and_then(|text| text.parse().ok());
        day.map(Self).ok_or_else(|| D::Error::custom("a day as 2019-12-31"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl PartialSchema for Day {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Date);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Day {}

/// Tells a field that is left out (`None`) from one that is null (`Some(None)`).
#[expect(clippy::option_option, reason = "left out, null and given are three different things")]
pub(super) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident: $of:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) struct $name(pub(super) $of);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = String::deserialize(from)?;
                let known = <$of>::ALL.iter().map(|one| one.code()).collect::<Vec<_>>();
                <$of>::from_code(&text).map(Self).ok_or_else(|| D::Error::custom(format!("one of {}", known.join(", "))))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.code())
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let codes = <$of>::ALL.iter().map(|one| one.code());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

codes! {
    /// A level of agency.
    Level: AgencyLevel;
    /// What a post entitles to.
    RoleCode: Role;
    /// How a post is held.
    HoldingCode: Holding;
    /// How bodies follow one another.
    FollowCode: SuccessionKind;
    /// A kind of place.
    PlaceCode: PlaceKind;
    /// A kind of briefing.
    BriefingCode: BriefingKind;
    /// A kind of conclusion.
    ConclusionCode: ConclusionKind;
    /// What the rows of a file are.
    IntakeCode: IntakeKind;
    /// Whether a day is off or worked.
    SpecialCode: SpecialKind;
    /// Who grades.
    StageCode: Stage;
    /// A grade.
    GradeCode: Grade;
    /// What is said of a stage.
    MarkCode: Mark;
    /// What an observation is.
    ObservationCode: ObservationKind;
    /// How often something is reported.
    PeriodKindCode: PeriodKind;
    /// How the values of parts make that of a whole.
    AggregationCode: Aggregation;
    /// Which way is better.
    BetterCode: Better;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_may_be_written_with_a_point_and_a_broken_one_may_not() {
        let read = |text: &str| with_whole_numbers::<Vec<i64>>(text.as_bytes());
        assert_eq!(read("[303.0, -95.0, 2021976721647493.0, 7]"), Some(vec![303, -95, 2_021_976_721_647_493, 7]));
        assert_eq!(read("[1.5]"), None);
        assert_eq!(read("[-9223372036854775809]"), None, "beyond what is counted in");
    }
}
