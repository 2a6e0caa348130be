//! `trongtam serve`: the product itself.

use std::net::SocketAddr;

use tokio::net::TcpListener;
use tt_app::demo::Demo;
use tt_app::worker::Worker;
use tt_app::{Language, wording};

use crate::delivery;
use crate::failure::{Outcome, Result, note, print};
use crate::place::{Place, wait};

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Mark cookies as secure: set it behind a proxy that speaks HTTPS.
    #[arg(long)]
    secure_cookies: bool,
    /// Address people reach the site by (https://…), where a proxy changes the Host header.
    #[arg(long)]
    public_origin: Option<String>,
    /// Make an agency from the real report, with a user for every role.
    #[arg(long)]
    demo: bool,
    #[command(flatten)]
    delivery: delivery::Args,
    #[command(flatten)]
    place: Place,
}

/// Runs `serve` until it is told to stop.
pub(crate) fn run(args: &Args, language: Language) -> Result {
    log();
    wait(async {
        // The port first: a port in use must not cost a migration or a demo.
        let listener = TcpListener::bind(args.listen).await.map_err(|error| {
            let address = args.listen;
            wording::say(
                format!("{address}: không mở được cổng ({error}); hãy chọn cổng khác bằng --listen"),
                format!("{address}: cannot listen ({error}); choose another with --listen"),
            )
        })?;
        let delivery = args.delivery.delivery(args.public_origin.clone())?;
        let app = args.place.open().await?.with_delivery(delivery);
        if args.demo {
            let demo = app.ensure_demo().await.map_err(|error| error.message())?;
            print(&told(&demo, language))?;
        }
        let address = listener.local_addr().unwrap_or(args.listen);
        print(&format!("http://{address}\n"))?;
        let config = tt_web::WebConfig {
            secure_cookies: args.secure_cookies,
            public_origin: args.public_origin.clone(),
            ..tt_web::WebConfig::default()
        };
        let worker = Worker::start(&app);
        let served = tt_web::serve(listener, app.clone(), config, told_to_stop()).await;
        worker.stop().await;
        app.close().await;
        served.map_err(|error| {
            wording::say(format!("máy chủ dừng vì lỗi: {error}"), format!("the server stopped: {error}"))
        })?;
        note(language.pick(&wording::say("đã dừng", "stopped")));
        Ok(Outcome::Done)
    })
}

/// Sends the log to standard error: warnings and errors, or what `TRONGTAM_LOG` asks for (`info`, `debug`…).
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TRONGTAM_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber in one process is refused; the first one goes on.
    let _ = subscriber.try_init();
}

fn told(demo: &Demo, language: Language) -> String {
    let Demo { agency, year, .. } = demo;
    let head = if demo.created {
        wording::say(
            format!("Dữ liệu dùng thử: báo cáo năm {year} của {agency} đã nhập. Tài khoản:"),
            format!("Demo data: the {year} report of {agency} is imported. Sign-ins:"),
        )
    } else {
        wording::say(
            format!("Dữ liệu dùng thử của {agency} năm {year} đã có, giữ nguyên. Tài khoản:"),
            format!("The demo data of {agency}, {year} are there and stay as they are. Sign-ins:"),
        )
    };
    let kept = language.pick(&wording::say("(mật khẩu đã cấp trước đây)", "(password given before)")).to_owned();
    let mut text = format!("{}\n", language.pick(&head));
    for sign_in in &demo.sign_ins {
        let password = sign_in.password.as_deref().unwrap_or(&kept);
        let line = format!("  {:<12} {password}\n", sign_in.login);
        text.push_str(&line);
    }
    text
}

/// Resolves when the process is asked to end.
async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
