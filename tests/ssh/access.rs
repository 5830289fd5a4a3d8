//! Who comes in, and to what.

use std::fs;
use std::path::Path;

use earmark::ssh::{Access, Limits};
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{PrivateKey, PublicKey};

use crate::client::{connect, run, with_key};
use crate::world::World;

/// A key made of a number.
pub(crate) fn key(number: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[number; 32]))
}

fn public(key: &PrivateKey) -> String {
    PublicKey::from(key).to_openssh().unwrap()
}

fn write(path: &Path, lines: &[String]) -> Access {
    fs::write(path, lines.join("\n")).unwrap();
    Access::from_file(path).unwrap()
}

#[tokio::test]
async fn nobody_comes_in_without_a_key_of_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let access = write(&dir.path().join("keys"), &[public(&key(1))]);
    let world = World::with(access, Limits::default()).await;
    let mut handle = connect(world.address).await.unwrap();
    assert!(!handle.authenticate_none("demo").await.unwrap().success());
    assert!(!handle.authenticate_password("demo", "demo").await.unwrap().success());
    assert!(!with_key(&mut handle, "demo", &key(2)).await.unwrap().success());
    assert!(with_key(&mut handle, "demo", &key(1)).await.unwrap().success());
    assert_eq!(run(&handle, Some("show x")).await.out, "x of the demo as Text\n");
}

#[tokio::test]
async fn a_name_sees_the_library_that_its_key_is_granted_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let (ada, kit) = (dir.path().join("ada's calls"), dir.path().join("kit"));
    fs::create_dir(&ada).unwrap();
    fs::create_dir(&kit).unwrap();
    let lines = [
        format!("user=\"ada\",library=\"ada's calls\" {}", public(&key(1))),
        format!("user=\"kit\",library=\"{}\" {}", kit.display(), public(&key(2))),
    ];
    let access = write(&dir.path().join("keys"), &lines).open();
    let world = World::with(access, Limits::default()).await;
    let seen = async |user: &str, number: u8| {
        let mut handle = connect(world.address).await.unwrap();
        let asked_first = handle.authenticate_none(user).await.unwrap().success();
        let comes_in =
            asked_first || with_key(&mut handle, user, &key(number)).await.unwrap().success();
        if comes_in { Some(run(&handle, Some("show x")).await.out) } else { None }
    };
    let of =
        |path: &Path| Some(format!("x of {} as Text\n", path.canonicalize().unwrap().display()));
    assert_eq!(seen("ada", 1).await, of(&ada));
    assert_eq!(seen("kit", 2).await, of(&kit));
    assert_eq!(seen("kit", 1).await, None);
    assert_eq!(seen("ada", 3).await, None);
    assert_eq!(seen("ADA", 3).await, Some("x of the demo as Text\n".to_owned()));
    assert_eq!(seen("demo", 1).await, Some("x of the demo as Text\n".to_owned()));
}
