//! The service under load: requests a second when clients ask as fast as they are answered, and
//! how long an answer takes at half that rate.
//!
//! Service and clients share this machine: the service has two threads, as in `earmark serve`, and
//! each client has a thread and a connection of its own that stays open. At half load a client
//! asks by the clock, and a request's time counts from when it was due, so that a slow answer also
//! counts against those that wait behind it.

use std::future;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use earmark::service::{Access, Library, Service, Settings, serve};
use memchr::memmem;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Connections, and threads of clients.
const CLIENTS: u32 = 32;
/// How long a load is kept up, after a while to warm up.
const LASTING: Duration = Duration::from_secs(5);
const WARM: Duration = Duration::from_secs(1);
/// What is aimed at: answers a second at full load, milliseconds at half of it.
const LEAST: f64 = 10_000.0;
const MOST: f64 = 20.0;

const CALL: &str = "6qrWs000004Bn3h";
const TOKEN: &str = "a-token-for-the-benchmark";

/// A call with as much in it as the guide's sample: three insights with nine moments, a summary of
/// 1.5 KB; and five minutes of transcript.
fn call() -> Value {
    let words = "The kiln in Dunmarrow would be free from the second week of May, if it is";
    let entries = (0..60).map(|i| {
        let speaker = if i % 2 == 0 { "ada" } else { "bo" };
        json!({"speaker": speaker, "start": i * 5, "end": i * 5 + 4, "text": words})
    });
    let insight = |category: &str, count: u32| {
        let moments: Vec<_> = (0..count).map(|i| json!({"sequences": [i * 7]})).collect();
        json!({"category": category, "insightTypeId": category, "moments": moments})
    };
    let paragraph = format!("<p><strong>Notes</strong></p><ol><li>{}</li></ol>", words.repeat(6));
    json!({
        "recordId": CALL,
        "speakers": [
            {"key": "ada", "name": "Ada", "role": "Agent", "relatedWhoId": "005Ws000001hRtC"},
            {"key": "bo", "name": "Bo"},
        ],
        "transcript": entries.collect::<Vec<_>>(),
        "summary": paragraph.repeat(3),
        "insights": [insight("Question", 6), insight("Pricing", 1), insight("Next Step", 2)],
    })
}

fn start(runtime: &Runtime) -> SocketAddr {
    let library = Library::from_texts([("call", call().to_string())]).expect("a library");
    let access = Access::from_text(TOKEN).expect("a token");
    let settings = Settings { requests_a_day: u32::MAX, ..Settings::default() };
    let service = Service::with(&library, access, settings);
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
    let address = listener.local_addr().expect("an address");
    runtime.spawn(serve(listener, service, future::pending()));
    address
}

fn request(action: &str) -> Vec<u8> {
    let body = json!({"inputs": [{"recordId": CALL}]}).to_string();
    format!(
        "POST /services/data/v67.0/actions/standard/{action} HTTP/1.1\r\nHost: localhost\r\n\
         Authorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A connection that stays open.
struct Client {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Client {
    fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self { stream, answer: vec![0; 1 << 16] })
    }

    /// Sends a request and reads its answer whole; how many bytes that was.
    fn ask(&mut self, request: &[u8]) -> io::Result<usize> {
        self.stream.write_all(request)?;
        let (mut filled, mut wanted) = (0, usize::MAX);
        while filled < wanted {
            let read = self.stream.read(&mut self.answer[filled..])?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            filled += read;
            if wanted == usize::MAX {
                wanted = length(&self.answer[..filled]).unwrap_or(wanted);
            }
        }
        if self.answer.starts_with(b"HTTP/1.1 200") {
            Ok(filled)
        } else {
            Err(io::ErrorKind::Other.into())
        }
    }
}

/// The length of an answer, once its head is there.
fn length(answer: &[u8]) -> Option<usize> {
    let head = memmem::find(answer, b"\r\n\r\n")?;
    let name = b"content-length: ";
    let value = &answer[memmem::find(&answer[..head], name)? + name.len()..head];
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit());
    let length = digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0'));
    Some(head + 4 + length)
}

/// Runs every client in a thread of its own, and puts together what they measured.
fn together<T: Send>(measure: impl Fn(u32) -> Vec<T> + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS)
            .map(|i| {
                scope.spawn({
                    let m = &measure;
                    move || m(i)
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a client ends well")).collect()
    })
}

/// Answers a second when every client asks again at once.
fn full(address: SocketAddr, request: &[u8], lasting: Duration) -> f64 {
    let since = Instant::now();
    let counts = together(|_| {
        let mut client = Client::connect(address).expect("a connection");
        let mut count = 0_u32;
        while since.elapsed() < lasting {
            client.ask(request).expect("an answer");
            count += 1;
        }
        vec![count]
    });
    let all: u32 = counts.into_iter().sum();
    f64::from(all) / since.elapsed().as_secs_f64()
}

/// How long each answer takes, sorted, when so many are asked for in a second.
fn paced(address: SocketAddr, request: &[u8], rate: f64) -> Vec<Duration> {
    let pause = Duration::from_secs_f64(f64::from(CLIENTS) / rate);
    let mut times = together(|i| {
        let mut client = Client::connect(address).expect("a connection");
        let since = Instant::now();
        let mut due = since + pause.mul_f64(f64::from(i) / f64::from(CLIENTS));
        let mut times = Vec::new();
        while due < since + LASTING {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            client.ask(request).expect("an answer");
            times.push(due.elapsed());
            due += pause;
        }
        times
    });
    times.sort_unstable();
    times
}

fn measure(address: SocketAddr, action: &str) {
    let request = request(action);
    let size = Client::connect(address).and_then(|mut client| client.ask(&request));
    println!("{action}: {} bytes an answer", size.expect("an answer"));
    full(address, &request, WARM);
    let rate = full(address, &request, LASTING);
    let missed = if rate < LEAST { ": missed" } else { "" };
    println!("  full load: {rate:.0} answers/s  at least {LEAST:.0}{missed}");
    let times = paced(address, &request, rate / 2.0);
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].as_secs_f64() * 1_000.0;
    let missed = if at(99) > MOST { ": missed" } else { "" };
    println!(
        "  half load: {:.2} ms in the middle, {:.2} ms for 99 of 100  at most {MOST:.0}{missed}",
        at(50),
        at(99)
    );
}

fn main() {
    if !std::env::args().any(|argument| argument == "--bench") {
        return println!("measures only as a benchmark: cargo bench --bench service");
    }
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let address = start(&runtime);
    println!("{CLIENTS} clients");
    for action in ["getConversationIntelligence", "getConversationTranscript"] {
        measure(address, action);
    }
}
