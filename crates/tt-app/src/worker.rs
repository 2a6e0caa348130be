//! The work that goes on beside requests: reminding each morning, sending the outbox, proving the audit
//! chains each night.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tt_domain::outgoing::Channel;

use crate::app::App;
use crate::clock;
use crate::error::AppError;
use crate::outbox::Sender;

/// How long the worker rests when nothing is due: a message leaves within that time.
const REST: Duration = Duration::from_secs(5);

/// The running worker.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    tasks: tokio::task::JoinSet<()>,
}

impl Worker {
    /// Starts working for an application. Requests never wait for it: it shares only the database with them.
    pub fn start(app: &App) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = tokio::task::JoinSet::new();
        for &channel in Channel::ALL {
            // A loop of its own for each channel: a slow mail server holds up no webhook.
            let app = app.clone();
            tasks.spawn(repeat(stopped.clone(), move || send(app.clone(), channel)));
        }
        let (reminding, checking) = (app.clone(), app.clone());
        tasks.spawn(repeat(stopped.clone(), move || remind(reminding.clone())));
        tasks.spawn(repeat(stopped, move || check(checking.clone())));
        Self { stop, tasks }
    }

    /// Lets what is under way end, begins nothing more, and returns when all is still.
    pub async fn stop(mut self) {
        // Nobody listening means that all has ended.
        let _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Whether there may be more to do at once.
enum Next {
    More,
    Rest,
}

async fn send(app: App, channel: Channel) -> Result<Next, AppError> {
    let sender = Sender::new(Timestamp::now())?;
    let done = app.send_some(&sender, channel).await?;
    Ok(if done.tried() > 0 { Next::More } else { Next::Rest })
}

/// The hour of the morning in Viet Nam from which people are reminded.
const MORNING: i8 = 6;

async fn remind(app: App) -> Result<Next, AppError> {
    let now = app.clock().now();
    // First what the day brings, so that it is among what people are reminded of.
    app.make_instances(now).await?;
    if clock::hour_of(now) >= MORNING {
        // What changed state comes first, so that it is in the digests.
        app.watch(now).await?;
        app.watch_reports(now).await?;
        app.remind(now).await?;
    }
    Ok(Next::Rest)
}

async fn check(app: App) -> Result<Next, AppError> {
    app.check_audit_nightly(app.clock().now()).await?;
    Ok(Next::Rest)
}

/// Does a piece of work again and again until told to stop; a failure is logged and waited out.
async fn repeat<F: Future<Output = Result<Next, AppError>>>(mut stopped: watch::Receiver<bool>, work: impl Fn() -> F) {
    while !*stopped.borrow() {
        match work().await {
            Ok(Next::More) => continue,
            Ok(Next::Rest) => {}
            Err(error) => tracing::warn!(%error, "the worker could not do a piece of its work; it goes on"),
        }
        tokio::select! {
            () = tokio::time::sleep(REST) => {}
            _ = stopped.changed() => {}
        }
    }
}
