//! Where a command finds the records, and the runtime it waits in.

use std::future::Future;
use std::path::PathBuf;

use tt_app::{App, DataPlace, wording};

use crate::failure::Result;

/// Where the records are.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Place {
    /// Folder of the embedded database.
    #[arg(long, default_value = "data", conflicts_with = "database")]
    data: PathBuf,
    /// Database URL instead of a folder: sqlite://… or postgres://…
    #[arg(long, env = "TRONGTAM_DATABASE")]
    database: Option<String>,
}

impl Place {
    /// Opens the application there.
    pub(crate) async fn open(&self) -> Result<App> {
        let place = match &self.database {
            Some(url) => DataPlace::Url(url.clone()),
            None => DataPlace::Folder(self.data.clone()),
        };
        App::open(&place).await.map_err(|error| error.message())
    }
}

/// Runs an asynchronous command to its end.
pub(crate) fn wait<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        wording::say(
            format!("không khởi động được ({error}); hãy kiểm tra giới hạn tiến trình của máy"),
            format!("cannot start ({error}); check the machine's process limits"),
        )
    })?;
    runtime.block_on(work)
}
