//! Views of the working list under a name: kept, shared, forgotten.

use tt_domain::filter;
use tt_domain::id::SavedViewId;
use tt_domain::permission::Action;
use tt_domain::saved_view::{NewSavedView, SavedView, Sharing};
use tt_store::saved_views;

use crate::app::App;
use crate::error::AppError;
use crate::sign_in::CurrentUser;

/// Longest name of a view, in letters.
pub const NAME_LETTERS: usize = 60;

/// A view to be kept.
#[derive(Clone, Debug)]
pub struct ViewToKeep {
    /// What to call it.
    pub name: String,
    /// The list's address after the question mark, without year and page.
    pub query: String,
    /// The filter in it.
    pub filter: String,
    /// Who else sees it.
    pub shared: Sharing,
}

impl App {
    /// The views for the person looking: their own, and those shared with their division or agency.
    ///
    /// # Errors
    /// The database failed.
    pub async fn saved_views(&self, current: &CurrentUser) -> Result<Vec<SavedView>, AppError> {
        let mut tx = self.db.begin_read().await?;
        let mut views = saved_views::list(&mut tx, current.user.id, current.agency.id).await?;
        views.retain(|one| is_for(current, &one.view));
        Ok(views)
    }

    /// Keeps a view; one's own of the same name is replaced.
    ///
    /// # Errors
    /// A name missing or too long, a filter that is none, or sharing with a division by someone who is in none.
    pub async fn keep_view(
        &self,
        current: &CurrentUser,
        view: &ViewToKeep,
        origin: &str,
    ) -> Result<SavedViewId, AppError> {
        current.require(Action::ReadRecords)?;
        let name = tt_text::one_line(&view.name);
        if name.is_empty() {
            return Err(AppError::refused("chưa đặt tên cho bộ lọc", "the view's name is missing"));
        }
        if name.chars().count() > NAME_LETTERS {
            return Err(AppError::refused(
                format!("tên bộ lọc dài quá {NAME_LETTERS} chữ; hãy rút ngắn"),
                format!("the name is longer than {NAME_LETTERS} letters; shorten it"),
            ));
        }
        if filter::parse(&view.filter).is_err() {
            return Err(AppError::refused("bộ lọc đang sai; hãy sửa rồi lưu", "the filter is wrong; correct it first"));
        }
        let division = current.standing.posts.iter().find_map(|post| post.division);
        if view.shared == Sharing::Division && division.is_none() {
            return Err(AppError::refused(
                "bạn không thuộc phòng nào nên không chia sẻ với phòng được",
                "you are in no division to share it with",
            ));
        }
        let new = NewSavedView {
            owner: current.user.id,
            agency: current.agency.id,
            division: division.filter(|_| view.shared == Sharing::Division),
            name,
            query: view.query.clone(),
            shared: view.shared,
            created_at: self.clock.now(),
        };
        let mut tx = self.db.begin_write().await?;
        let id = saved_views::put(&mut tx, &new).await?;
        let details = serde_json::json!({ "name": new.name, "query": new.query, "shared": new.shared.code() });
        self.noted(&mut tx, current, origin, "view.kept", &format!("view-{id}"), &details).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Forgets a view of one's own.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one that is not there or not for them, [`AppError::Forbidden`] for another's.
    pub async fn forget_view(&self, current: &CurrentUser, id: SavedViewId, origin: &str) -> Result<(), AppError> {
        let mut tx = self.db.begin_write().await?;
        let view = saved_views::get(&mut tx, id).await?.view;
        if view.owner != current.user.id {
            return Err(if is_for(current, &view) { AppError::Forbidden } else { AppError::NotFound });
        }
        saved_views::delete(&mut tx, id).await?;
        let details = serde_json::json!({ "name": view.name, "query": view.query });
        self.noted(&mut tx, current, origin, "view.forgotten", &format!("view-{id}"), &details).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether a view is for the person looking.
fn is_for(current: &CurrentUser, view: &NewSavedView) -> bool {
    let in_division =
        || view.division.is_some() && current.standing.posts.iter().any(|post| post.division == view.division);
    view.owner == current.user.id
        || match view.shared {
            Sharing::Own => false,
            Sharing::Division => in_division(),
            Sharing::Agency => view.agency == current.agency.id,
        }
}
