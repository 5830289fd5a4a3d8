//! Which algorithms are spoken, and why no others.

use std::borrow::Cow;

use russh::keys::Algorithm;
use russh::{Preferred, cipher, compression, kex, mac};

/// Everything is either what current OpenSSH prefers or what it falls back to since 6.5 (2014).
///
/// | part | allowed | why |
/// |---|---|---|
/// | key exchange | `mlkem768x25519-sha256` | what is recorded today stays secret from a quantum computer; the default since OpenSSH 10 |
/// | | `curve25519-sha256`, and its older name | for clients before that: no parameters to choose badly |
/// | | `kex-strict-s-v00@openssh.com` | not an algorithm: sequence numbers start anew with the keys and nothing else may come in between, against Terrapin (CVE-2023-48795) |
/// | host key | `ssh-ed25519` | small, fast, no random numbers to fail at signing |
/// | cipher | `chacha20-poly1305@openssh.com`, `aes256-gcm@openssh.com`, `aes128-gcm@openssh.com` | authenticated encryption; no CBC, and no CTR, so no MAC is used |
/// | MAC | `hmac-sha2-256-etm@openssh.com`, `hmac-sha2-512-etm@openssh.com` | encrypt, then authenticate; a list may not be empty, though the ciphers need none |
/// | compression | `none`, `zlib@openssh.com` | the latter begins after the sign-in, so nobody unknown has bytes inflated |
///
/// SHA-1, finite-field groups and the NIST curves are left out: there is no client that needs them
/// and could do without being updated.
#[must_use]
pub fn preferred() -> Preferred {
    Preferred {
        kex: Cow::Borrowed(&[
            kex::MLKEM768X25519_SHA256,
            kex::CURVE25519,
            kex::CURVE25519_PRE_RFC_8731,
            kex::EXTENSION_SUPPORT_AS_SERVER,
            kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER,
        ]),
        key: Cow::Borrowed(&[Algorithm::Ed25519]),
        host_key_certificates: Cow::Borrowed(&[]),
        cipher: Cow::Borrowed(&[
            cipher::CHACHA20_POLY1305,
            cipher::AES_256_GCM,
            cipher::AES_128_GCM,
        ]),
        mac: Cow::Borrowed(&[mac::HMAC_SHA256_ETM, mac::HMAC_SHA512_ETM]),
        compression: Cow::Borrowed(&[compression::NONE, compression::ZLIB_LEGACY]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_weak_is_spoken() {
        let preferred = preferred();
        let names = preferred.kex.iter().map(AsRef::<str>::as_ref);
        let names = names.chain(preferred.cipher.iter().map(AsRef::<str>::as_ref));
        let names = names.chain(preferred.mac.iter().map(AsRef::<str>::as_ref));
        for name in names {
            for weak in ["sha1", "cbc", "ctr", "nistp", "group", "none", "clear"] {
                assert!(!name.contains(weak), "{name}");
            }
        }
        assert!(preferred.mac.iter().all(|mac| AsRef::<str>::as_ref(mac).contains("-etm@")));
        assert!(preferred.kex.contains(&kex::EXTENSION_OPENSSH_STRICT_KEX_AS_SERVER));
    }
}
