//! Who one is to the API, and what holds for the whole of its document.

use axum::Json;
use serde::Serialize;
use tt_domain::api_token::TokenScope;
use utoipa::ToSchema;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder, ServerBuilder};

use super::caller::{Anything, Caller};
use super::problem::ProblemBody;
use utoipa::PartialSchema as _;

/// Who a token stands for.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// The account.
    user: i64,
    /// Name to sign in with.
    login: String,
    /// Full name.
    full_name: String,
    /// The person; null for an account that stands for nobody.
    person: Option<i64>,
    /// Agency one works for.
    agency: i64,
    /// Its symbol.
    agency_symbol: String,
    /// Posts held today, delegated ones included.
    posts: Vec<PostOut>,
    /// What the token is made for.
    scopes: Vec<&'static str>,
}

/// A post held today.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PostOut {
    /// Agency it is in.
    agency: i64,
    /// Division it is in.
    division: Option<i64>,
    /// `leader`, `planning_officer`, `division_head`, `officer`, `clerk`, `supervisor`, `administrator`.
    role: &'static str,
    /// Whose post it is, when held by delegation.
    delegated_from: Option<i64>,
}

/// Who the token stands for, the posts held today and the token's scopes.
#[utoipa::path(get, path = "/api/v1/me", tag = "access", responses((status = 200, body = Me)))]
pub(super) async fn me(caller: Caller<Anything>) -> Json<Me> {
    let current = caller.current;
    let posts = current.standing.posts.iter().map(|post| PostOut {
        agency: post.agency.0,
        division: post.division.map(|id| id.0),
        role: post.role.code(),
        delegated_from: post.delegated_from.map(|id| id.0),
    });
    Json(Me {
        user: current.user.id.0,
        login: current.user.login.clone(),
        full_name: current.user.full_name.clone(),
        person: current.user.person.map(|id| id.0),
        agency: current.agency.id.0,
        agency_symbol: current.agency.symbol.clone(),
        posts: posts.collect(),
        scopes: caller.scopes.iter().map(|scope| scope.code()).collect(),
    })
}

/// What every operation may answer besides its own.
const FAILURES: [(&str, &str); 7] = [
    ("400", "The request cannot be read."),
    ("401", "No token in force."),
    ("403", "Not permitted to this user or token."),
    ("404", "No such record, or one that may not be known of."),
    ("409", "Another request stands against it."),
    ("415", "The body is not of a media type that is taken."),
    ("422", "What is asked does not hold; `detail` says why and what to do."),
];

/// What an answer to a change made on an old version says.
const STALE: &str = "Someone else changed it since it was read: `current` is as it stands, `yours` as it was sent.";

/// The document with what the handlers do not say: title, security, failures, words for the scopes.
pub(super) fn completed(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("Trọng Tâm")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(format!(
            "Nhiệm vụ trọng tâm: giao, thực hiện, đôn đốc, báo cáo. Key tasks: assign, follow, urge, report.\n\n\
             `Authorization: Bearer tt_…`; scopes: {}. `Idempotency-Key` on a POST makes it count once. Failures are \
             problem documents (RFC 9457), in Vietnamese or, with `Accept-Language: en`, in English.",
            TokenScope::ALL.iter().map(|scope| format!("`{}`", scope.code())).collect::<Vec<_>>().join(", ")
        )))
        .build();
    document.servers = Some(vec![ServerBuilder::new().url("/").build()]);
    let components = document.components.get_or_insert_with(Components::new);
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    components.add_security_scheme("token", SecurityScheme::Http(scheme));
    components.schemas.insert("ProblemBody".to_owned(), ProblemBody::schema());
    components.schemas.values_mut().for_each(close_variants);
    document.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    for (path, item) in &mut document.paths.paths {
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                complete(operation, method, path);
            }
        }
    }
    document
}

fn complete(operation: &mut Operation, method: &str, path: &str) {
    operation.operation_id = Some(operation_id(method, path));
    let responses = &mut operation.responses.responses;
    if let Some(RefOr::T(stale)) = responses.get_mut("412")
        && stale.description.is_empty()
    {
        STALE.clone_into(&mut stale.description);
    }
    for (status, description) in FAILURES {
        let content = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("ProblemBody")))).build();
        let response =
            ResponseBuilder::new().description(description).content("application/problem+json", content).build();
        responses.entry(status.to_owned()).or_insert_with(|| RefOr::T(response));
    }
}

/// A name of an operation that no other has: `get_reports_id_steps`. Those of the handlers are unique in their module only.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| *word != "api" && *word != "v1").fold(method.to_owned(), |id, word| id + "_" + word)
}

/// Says of each variant of a tagged type what is true of all that is read here: unknown fields are turned away.
fn close_variants(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::OneOf(variants)) = schema else { return };
    for variant in &mut variants.items {
        if let RefOr::T(Schema::Object(object)) = variant
            && object.additional_properties.is_none()
        {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        }
    }
}
