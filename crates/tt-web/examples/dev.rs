use tt_app::{App, DataPlace};
#[tokio::main]
async fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let port = std::env::args().nth(2).unwrap();
    let app = App::open(&DataPlace::Folder(dir.into())).await.unwrap();
    let l = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
    tt_web::serve(l, app, tt_web::WebConfig::default(), std::future::pending()).await.unwrap();
}
