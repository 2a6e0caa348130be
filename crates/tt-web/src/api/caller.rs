//! Who calls: a program with a token, or a page of ours with the session's cookie.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use tt_app::CurrentUser;
use tt_domain::api_token::TokenScope;

use super::problem::Problem;
use crate::access::same;
use crate::cookies;
use crate::routes::WebState;

/// A scope as a type, so that no handler can be written without one.
pub(super) trait Needs: Send + Sync {
    /// What the token must be made for.
    const SCOPE: Option<TokenScope>;
}

macro_rules! needs {
    ($($name:ident: $scope:expr;)*) => {$(
        /// See the scope of that name.
        #[derive(Debug)]
        pub(super) struct $name;
        impl Needs for $name {
            const SCOPE: Option<TokenScope> = $scope;
        }
    )*};
}

needs! {
    Anything: None;
    TasksRead: Some(TokenScope::TasksRead);
    TasksWrite: Some(TokenScope::TasksWrite);
    DocumentsRead: Some(TokenScope::DocumentsRead);
    ReportsRead: Some(TokenScope::ReportsRead);
    ReportsWrite: Some(TokenScope::ReportsWrite);
    OrganisationRead: Some(TokenScope::OrganisationRead);
    OrganisationWrite: Some(TokenScope::OrganisationWrite);
    BriefingsRead: Some(TokenScope::BriefingsRead);
    BriefingsWrite: Some(TokenScope::BriefingsWrite);
    Notifications: Some(TokenScope::Notifications);
    SearchRead: Some(TokenScope::SearchRead);
    FiguresWrite: Some(TokenScope::FiguresWrite);
    AuditRead: Some(TokenScope::AuditRead);
    RegistersRead: Some(TokenScope::RegistersRead);
    RegistersWrite: Some(TokenScope::RegistersWrite);
}

/// Who calls, once it is clear that the token is made for what the handler does.
#[derive(Debug)]
pub(super) struct Caller<S> {
    /// The user.
    pub(super) current: CurrentUser,
    /// What the token is made for.
    pub(super) scopes: Vec<TokenScope>,
    /// Address the request came from, for the audit chain.
    pub(super) origin: String,
    scope: PhantomData<S>,
}

impl<S: Needs> FromRequestParts<WebState> for Caller<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Problem> {
        let (current, scopes) = authenticate(parts, state).await?;
        if let Some(scope) = S::SCOPE
            && !scopes.contains(&scope)
        {
            let code = scope.code();
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                format!("thẻ truy cập không có quyền {code}; hãy tạo thẻ có quyền này"),
                format!("the token lacks the scope {code}; make one that has it"),
            ));
        }
        Ok(Self { current, scopes, origin: cookies::origin(parts, &state.config), scope: PhantomData })
    }
}

/// Who calls, by token or by cookie; a cookie changes something only together with the session's own token.
pub(super) async fn authenticate(parts: &Parts, state: &WebState) -> Result<(CurrentUser, Vec<TokenScope>), Problem> {
    if let Some(value) = parts.headers.get(AUTHORIZATION) {
        let secret = value.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
        let Some(secret) = secret else { return Err(Problem::unauthorised()) };
        let caller = state.app.api_caller(secret.trim()).await?.ok_or_else(Problem::unauthorised)?;
        return Ok((caller.current, caller.scopes));
    }
    let token = cookies::get(&parts.headers, cookies::SESSION).ok_or_else(Problem::unauthorised)?;
    let current = state.app.session(token).await?.ok_or_else(Problem::unauthorised)?;
    if current.user.must_change_password {
        return Err(Problem::unauthorised());
    }
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        let given = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !same(given, &current.csrf_token) {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "phiên đăng nhập chỉ được thay đổi dữ liệu kèm tiêu đề X-CSRF-Token; chương trình hãy dùng thẻ truy cập",
                "a session changes something only with the header X-CSRF-Token; programs use a token",
            ));
        }
    }
    Ok((current, TokenScope::ALL.to_vec()))
}
