//! The host's numbers over HTTP, for Prometheus.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use super::Counts;

/// Answers `GET /metrics` for as long as it is polled.
pub async fn metrics(listener: TcpListener, counts: Arc<Counts>) {
    let router = Router::new().route("/metrics", get(text)).with_state(counts);
    // It ends only when it is dropped.
    let _ = axum::serve(listener, router).await;
}

async fn text(State(counts): State<Arc<Counts>>) -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], counts.to_string())
}
