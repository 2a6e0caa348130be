//! Serving over a socket.

use std::future::Future;
use std::net::SocketAddr;

use tokio::net::TcpListener;
use tt_app::App;

use crate::config::WebConfig;
use crate::routes::router;

/// Serves until `stop` is done, then lets running requests finish.
///
/// # Errors
/// The socket failed.
pub async fn serve(
    listener: TcpListener,
    app: App,
    config: WebConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app, config).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
