//! Tasks are made once, whatever happens to an answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use earmark::call::task::{Made, Origin, Task, drafts};
use earmark::call::{Block, BlockKind, Conversation, Part, People, Run, Summary};
use earmark::org::{ApiVersion, Client, Instance, KeyField, OrgError, TaskRefusal};
use earmark::service::{Access, Library, Service, serve};
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::server::{Reply, Server, bounded, error, limits, response};

/// A task out of a summary.
fn task(text: &str) -> Task {
    let block = |kind, text: &str| {
        let text = earmark::call::text::clean_line(text).boxed();
        Block { kind, runs: vec![Run { text, strong: false, emphasis: false, link: None }] }
    };
    let blocks = vec![block(BlockKind::Heading, "Next steps"), block(BlockKind::Paragraph, text)];
    let summary = Part::Ready(Some(Summary { blocks }));
    let conversation = Conversation { summary, ..Conversation::default() };
    drafts(None, &conversation, &People::default(), None)[0].task(Origin::default())
}

/// The service behind something that loses the answers to the first requests that write.
async fn losing(answers: usize) -> (Client, Client) {
    let access = Access::from_text("a-token-for-tests\n").unwrap();
    let service = Service::new(&Library::demo().unwrap(), access);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let behind = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, service, std::future::pending()));
    let front = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = front.local_addr().unwrap();
    let left = Arc::new(AtomicUsize::new(answers));
    tokio::spawn(async move {
        while let Ok((socket, _)) = front.accept().await {
            tokio::spawn(relay(socket, behind, left.clone()));
        }
    });
    let client = |address: std::net::SocketAddr| {
        let instance = Instance::parse(&format!("http://{address}")).unwrap();
        let token = SecretString::from("a-token-for-tests");
        Client::new(instance, ApiVersion::default(), token).unwrap()
    };
    (client(address), client(behind))
}

async fn relay(mut near: TcpStream, to: std::net::SocketAddr, left: Arc<AtomicUsize>) {
    let mut far = TcpStream::connect(to).await.unwrap();
    let (mut asked, mut said) = (vec![0; 65_536], vec![0; 65_536]);
    let mut loses = false;
    loop {
        tokio::select! {
            read = near.read(&mut asked) => match read {
                Ok(n) if n > 0 => {
                    let text = String::from_utf8_lossy(&asked[..n]);
                    let writes = text.starts_with("POST") || text.starts_with("PATCH");
                    loses |= writes && left.load(Ordering::SeqCst) > 0;
                    far.write_all(&asked[..n]).await.unwrap();
                }
                _ => return,
            },
            read = far.read(&mut said) => match read {
                // What was asked for is done, and nobody hears of it.
                Ok(_) if loses => {
                    left.fetch_sub(1, Ordering::SeqCst);
                    return;
                }
                Ok(n) if n > 0 => {
                    if near.write_all(&said[..n]).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
        }
    }
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_task() {
    let field = KeyField::new("EarmarkKey__c");
    for field in [None, field.as_ref()] {
        let (near, _) = losing(1).await;
        let first = bounded(near.make_task(&task("Send the quote"), field)).await.unwrap();
        let again = bounded(near.make_task(&task("Send the quote"), field)).await.unwrap();
        let other = bounded(near.make_task(&task("Ring Callum"), field)).await.unwrap();
        let id = |made| match made {
            Made::Created(id) | Made::Updated(id) => id.unwrap(),
            Made::WasThere(id) => id,
        };
        assert_eq!(id(first), id(again));
        assert_ne!(id(first), id(other));
        assert!(matches!(other, Made::Created(_)), "{other:?}");
        assert!(!matches!(again, Made::Created(_)), "{again:?}");
    }
}

#[tokio::test]
async fn when_nobody_can_tell_the_next_try_looks_first() {
    let none = r#"{"totalSize":0,"done":true,"records":[]}"#;
    let gone = || Reply::Bytes(Vec::new());
    let found = |body: &str| Reply::Bytes(response("200 OK", "", body));
    // Looked for, sent and lost, looked for in vain.
    let server = Server::start([found(none), gone(), found(none)]).await;
    let failed = bounded(server.client().make_task(&task("Send it"), None)).await.unwrap_err();
    assert!(matches!(failed, OrgError::Task(TaskRefusal::Lost(_))), "{failed:?}");
    assert!(failed.problem().next.contains("looks for the task first"));
    let posts = server.requests().iter().filter(|request| request.starts_with("POST")).count();
    assert_eq!(posts, 1, "sent once");
    let task = task("Send it");
    let key = task.key.as_str();
    let there =
        format!(r#"{{"records":[{{"Id":"00TWs000004Tb7KMAS","Description":"x\n[{key}]"}}]}}"#);
    let server = Server::start([found(&there)]).await;
    let made = bounded(server.client().make_task(&task, None)).await.unwrap();
    assert!(matches!(made, Made::WasThere(_)));
    assert_eq!(server.requests().len(), 1);
    assert!(server.requests()[0].contains("Subject+%3D+%27Send+it%27"), "{:?}", server.requests());
}

#[tokio::test]
async fn each_refusal_has_its_sentence() {
    let field = KeyField::new("No_Such__c");
    for (code, status, says) in [
        ("INSUFFICIENT_ACCESS_OR_READONLY", "403 Forbidden", "does not let this user"),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "400 Bad Request", "does not take the task"),
        ("REQUIRED_FIELD_MISSING", "400 Bad Request", "does not take the task"),
        ("NOT_FOUND", "404 Not Found", "does not know a field"),
        ("INVALID_FIELD", "400 Bad Request", "does not know a field"),
    ] {
        let body = error(code, "A reason.");
        let server = Server::start([Reply::Bytes(response(status, "", body))]).await;
        let client = server.client().with_limits(limits());
        let failed = bounded(client.make_task(&task("Send it"), field.as_ref())).await;
        let problem = failed.unwrap_err().problem();
        assert!(problem.what.contains(says) && problem.what.contains("A reason"), "{problem}");
    }
}
