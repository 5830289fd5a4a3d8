//! What a visitor can do, and what nobody can.

use earmark::session::LEAVE;

use crate::client::{Person, run, signed_in};
use crate::world::World;

#[tokio::test]
async fn a_visitor_reviews_resizes_and_leaves_with_the_screen_restored() {
    let world = World::open().await;
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("They talked.").await;
    ada.press("?").await;
    ada.until("previous moment").await;
    ada.press("q").await;
    ada.resize(80, 24).await;
    ada.until("kiln").await;
    ada.press("q").await;
    ada.end().await;
    assert_eq!(ada.status, Some(0));
    assert!(ada.bytes.ends_with(LEAVE), "the screen is given back");
    world.until_open(0).await;
    world.until_told("earmark_ssh_endings_total{ending=\"left\"} 1").await;
}

#[tokio::test]
async fn two_visitors_have_a_screen_each() {
    let world = World::open().await;
    let mut ada = Person::visits(world.address, "ada").await;
    let mut kit = Person::visits(world.address, "kit").await;
    ada.until("kiln").await;
    kit.until("kiln").await;
    assert_eq!(world.counts.open(), 2);
    ada.press("?").await;
    ada.until("previous moment").await;
    kit.quiet().await;
    assert!(!kit.screen().contains("previous moment"));
    drop(ada);
    world.until_open(1).await;
    kit.press("?").await;
    kit.until("previous moment").await;
}

#[tokio::test]
async fn one_connection_may_have_several_screens() {
    let world = World::open().await;
    let handle = signed_in(world.address, "demo").await;
    let mut first = Person::at(handle, (120, 40), &[]).await;
    first.until("kiln").await;
    let done = run(&first.handle, Some("show Corran Bay --format json")).await;
    assert_eq!(done.out, "Corran Bay of the demo as Json\n");
    assert_eq!((done.status, done.error.as_str()), (Some(0), ""));
    first.press("?").await;
    first.until("previous moment").await;
}

#[tokio::test]
async fn the_environment_of_the_visitor_decides_colours_and_glyphs() {
    let world = World::open().await;
    let screen = async |vars: &[(&str, &str)]| {
        let handle = signed_in(world.address, "demo").await;
        let mut person = Person::at(handle, (80, 24), vars).await;
        person.until("kiln").await;
        (String::from_utf8(person.bytes.clone()).unwrap(), person.screen())
    };
    let (bytes, _) = screen(&[("COLORTERM", "truecolor")]).await;
    assert!(bytes.contains("38;2;"), "any colour");
    let (bytes, text) = screen(&[("LANG", "C.UTF-8")]).await;
    assert!(bytes.contains("38;5;") && !bytes.contains("38;2;"), "256 colours");
    assert!(text.contains('─'));
    let (bytes, text) = screen(&[("NO_COLOR", "1"), ("LANG", "C")]).await;
    assert!(!bytes.contains("38;"), "no colours");
    assert!(text.is_ascii(), "{text}");
}

#[tokio::test]
async fn a_terminal_that_does_not_say_how_large_it_is_has_24_rows_of_80() {
    let world = World::open().await;
    let handle = signed_in(world.address, "demo").await;
    let mut person = Person::at(handle, (0, 0), &[]).await;
    person.until("kiln").await;
    let rows: Vec<_> = person.screen().lines().map(str::to_owned).collect();
    assert_eq!(rows.len(), 24, "{rows:?}");
}

#[tokio::test]
async fn suspending_does_nothing() {
    let world = World::open().await;
    let mut ada = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    ada.press("\x1a").await;
    ada.press("?").await;
    ada.until("previous moment").await;
}

#[tokio::test]
async fn without_a_terminal_there_is_one_sentence() {
    let world = World::open().await;
    let handle = signed_in(world.address, "demo").await;
    let done = run(&handle, None).await;
    assert_eq!((done.status, done.out.as_str()), (Some(1), ""));
    assert!(done.error.contains("needs a terminal") && done.error.contains("ssh -t"));
    assert_eq!(done.error.lines().count(), 1);
}

#[tokio::test]
async fn no_other_command_is_run() {
    let world = World::open().await;
    let handle = signed_in(world.address, "demo").await;
    for command in ["sh", "cat /etc/passwd", "show; sh", "scp -t /tmp", ""] {
        let done = run(&handle, Some(command)).await;
        assert_eq!(done.status, Some(1), "{command}: {done:?}");
        assert!(done.error.starts_with("earmark: ") && done.out.is_empty(), "{command}: {done:?}");
    }
    let done = run(&handle, Some("show missing")).await;
    assert_eq!(done.error.trim_end(), "earmark: There is none. Ask again.");
    assert_eq!(done.status, Some(1));
}

#[tokio::test]
async fn nothing_else_can_be_asked_for() {
    let world = World::open().await;
    let handle = signed_in(world.address, "demo").await;
    let mut channel = handle.channel_open_session().await.unwrap();
    let failed = async |channel: &mut russh::Channel<russh::client::Msg>| {
        matches!(channel.wait().await, Some(russh::ChannelMsg::Failure))
    };
    channel.request_subsystem(true, "sftp").await.unwrap();
    assert!(failed(&mut channel).await, "sftp");
    channel.request_x11(true, false, "MIT-MAGIC-COOKIE-1", "00", 0).await.unwrap();
    assert!(failed(&mut channel).await, "x11");
    channel.agent_forward(true).await.unwrap();
    assert!(failed(&mut channel).await, "agent");
    channel.set_env(true, "LD_PRELOAD", "/tmp/x.so").await.unwrap();
    assert!(failed(&mut channel).await, "environment");
    assert!(handle.channel_open_direct_tcpip("127.0.0.1", 80, "127.0.0.1", 1).await.is_err());
    assert!(handle.channel_open_direct_streamlocal("/run/docker.sock").await.is_err());
    assert!(handle.channel_open_x11("127.0.0.1", 1).await.is_err());
    assert!(handle.tcpip_forward("127.0.0.1", 0).await.is_err());
    assert!(handle.streamlocal_forward("/tmp/socket").await.is_err());
    // The connection is as good as before.
    drop(channel);
    assert_eq!(run(&handle, Some("show x")).await.status, Some(0));
}

#[tokio::test]
async fn a_host_that_stops_tells_everybody_and_waits_for_them() {
    let mut world = World::within(earmark::ssh::Limits {
        farewell: std::time::Duration::from_secs(2),
        ..Default::default()
    })
    .await;
    let mut ada = Person::visits(world.address, "demo").await;
    let mut kit = Person::visits(world.address, "demo").await;
    ada.until("kiln").await;
    kit.until("kiln").await;
    world.stop();
    ada.until("This host stops in 2 seconds.").await;
    kit.until("This host stops in 2 seconds.").await;
    assert!(crate::client::connect(world.address).await.is_err(), "nobody new comes in");
    ada.press("?").await;
    ada.until("previous moment").await;
    ada.press("qq").await;
    ada.end().await;
    assert_eq!(ada.status, Some(0));
    kit.end().await;
    assert_eq!(kit.status, Some(1));
    let told = String::from_utf8_lossy(&kit.bytes);
    assert!(told.ends_with("earmark: The host has stopped; connect again in a while.\r\n"));
    world.stopped().await;
}
