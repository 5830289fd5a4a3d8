//! What surrounds every request: compression both ways, and a panic that stays its own.

use std::any::Any;

use axum::Router;
use axum::response::Response;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;

use super::Service;
use super::answer::answer;
use super::errors::Refusal;
use super::format::Format;

/// Less than this fits into one packet anyway, in bytes.
const WORTH_IT: u16 = 1_024;

/// The whole service: one function answers every path, because what a path and a method mean
/// depends on the version in it, and every refusal has the same form.
pub(super) fn router(service: Service) -> Router {
    surrounded(Router::new().fallback(answer).with_state(service))
}

fn surrounded(router: Router) -> Router {
    let decompression = RequestDecompressionLayer::new().gzip(true).pass_through_unaccepted(true);
    let compression = CompressionLayer::new()
        .gzip(true)
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(WORTH_IT)));
    router.layer(CatchPanicLayer::custom(panicked)).layer(decompression).layer(compression)
}

/// The panic's own words stay here: they may hold anything.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    Refusal::unexpected().response(Format::Json)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    async fn panics() -> &'static str {
        panic!("a secret")
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_and_the_service_goes_on() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let router = surrounded(Router::new().fallback(panics));
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        for _ in 0..2 {
            let response = reqwest::get(&url).await.unwrap();
            assert_eq!(response.status(), 500);
            let text = response.text().await.unwrap();
            let body =
                r#"[{"message":"An unexpected error occurred.","errorCode":"UNKNOWN_EXCEPTION"}]"#;
            assert_eq!(text, body);
        }
        server.abort();
    }
}
