//! Which algorithms are spoken, and why no others.

use std::borrow::Cow;

use russh::keys::Algorithm;
use russh::{Preferred, cipher, compression, kex, mac};

/// How keys may be exchanged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Exchange {
    /// As well as the client can.
    #[default]
    Best,
    /// Only so that a quantum computer will not read it later: with OpenSSH from 9.9 on (2024).
    PostQuantum,
}

/// Everything is what current OpenSSH prefers, or what it could do in 2017.
///
/// | part | allowed | why |
/// |---|---|---|
/// | key exchange | `mlkem768x25519-sha256` | what is recorded today stays secret from a quantum computer; the default since OpenSSH 10 |
/// | | `curve25519-sha256` | for clients before that, unless [`Exchange::PostQuantum`] is wanted: no parameters to choose badly |
/// | | `kex-strict-s-v00@openssh.com` | not an algorithm: sequence numbers start anew with the keys and nothing else may come in between, against Terrapin (CVE-2023-48795) |
/// | host key | `ssh-ed25519` | small, fast, no random numbers to fail at signing |
/// | cipher | `aes256-gcm@openssh.com`, `aes128-gcm@openssh.com` | authenticated encryption that Terrapin cannot touch, even where the client does not know the strict exchange; that excludes `chacha20-poly1305@openssh.com`, and CBC and CTR with a MAC beside them |
/// | MAC | `hmac-sha2-256-etm@openssh.com`, `hmac-sha2-512-etm@openssh.com` | the ciphers need none, but a list may not be empty |
/// | compression | `none`, `zlib@openssh.com` | the latter begins after the sign-in, so nobody unknown has bytes inflated |
///
/// SHA-1, finite-field groups and the NIST curves are left out: there is no client that needs them
/// and could not be updated.
#[must_use]
pub fn preferred(exchange: Exchange) -> Preferred {
    let kex: &[kex::Name] = match exchange {
        Exchange::Best => &[
            kex::MLKEM768X25519_SHA256,
            kex::CURVE25519,
            kex::EXTENSION_SUPPORT_AS_SERVER,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
        ],
        Exchange::PostQuantum => &[
            kex::MLKEM768X25519_SHA256,
            kex::EXTENSION_SUPPORT_AS_SERVER,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
        ],
    };
    Preferred {
        kex: Cow::Borrowed(kex),
        key: Cow::Borrowed(&[Algorithm::Ed25519]),
        host_key_certificates: Cow::Borrowed(&[]),
        cipher: Cow::Borrowed(&[cipher::AES_256_GCM, cipher::AES_128_GCM]),
        mac: Cow::Borrowed(&[mac::HMAC_SHA256_ETM, mac::HMAC_SHA512_ETM]),
        compression: Cow::Borrowed(&[compression::NONE, compression::ZLIB_LEGACY]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_weak_is_spoken() {
        let preferred = preferred(Exchange::Best);
        let names = preferred.kex.iter().map(AsRef::<str>::as_ref);
        let names = names.chain(preferred.cipher.iter().map(AsRef::<str>::as_ref));
        let names = names.chain(preferred.mac.iter().map(AsRef::<str>::as_ref));
        for name in names {
            for weak in ["sha1", "cbc", "ctr", "chacha", "nistp", "group", "none", "clear"] {
                assert!(!name.contains(weak), "{name}");
            }
        }
        assert!(preferred.mac.iter().all(|mac| AsRef::<str>::as_ref(mac).contains("-etm@")));
        assert!(preferred.kex.contains(&kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER));
        assert!(!super::preferred(Exchange::PostQuantum).kex.contains(&kex::CURVE25519));
    }
}
