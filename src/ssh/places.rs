//! How many there are, in total and from one address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// Counts what comes from where, up to bounds. Copies count together.
#[derive(Debug, Clone)]
pub(super) struct Places {
    taken: Arc<Mutex<Taken>>,
    total: usize,
    per_address: usize,
}

#[derive(Debug, Default)]
struct Taken {
    total: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// One that is counted until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    taken: Arc<Mutex<Taken>>,
    address: IpAddr,
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Full {
    /// For anybody.
    Total,
    /// For this address.
    Address,
}

impl Places {
    pub(super) fn new(total: usize, per_address: usize) -> Self {
        Self { taken: Arc::default(), total, per_address }
    }

    pub(super) fn take(&self, address: IpAddr) -> Result<Place, Full> {
        let address = neighbourhood(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.total >= self.total {
            return Err(Full::Total);
        }
        let here = taken.by_address.get(&address).copied().unwrap_or(0);
        if here >= self.per_address {
            return Err(Full::Address);
        }
        taken.by_address.insert(address, here + 1);
        taken.total += 1;
        Ok(Place { taken: Arc::clone(&self.taken), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.total -= 1;
        match taken.by_address.get_mut(&self.address) {
            Some(here) if *here > 1 => *here -= 1,
            _ => {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

/// What one customer of a provider is given: an IPv4 address, or 64 bits of IPv6.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn places_are_bounded_in_total_and_by_address_and_come_back() {
        let places = Places::new(3, 2);
        let first = places.take(at("192.0.2.1")).unwrap();
        let _second = places.take(at("::ffff:192.0.2.1")).unwrap();
        assert_eq!(places.take(at("192.0.2.1")).unwrap_err(), Full::Address);
        let _third = places.take(at("192.0.2.2")).unwrap();
        assert_eq!(places.take(at("192.0.2.3")).unwrap_err(), Full::Total);
        drop(first);
        let _again = places.take(at("192.0.2.1")).unwrap();
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let places = Places::new(9, 1);
        let one = places.take(at("2001:db8::1")).unwrap();
        assert_eq!(places.take(at("2001:db8::ffff:1")).unwrap_err(), Full::Address);
        let _other = places.take(at("2001:db8:0:1::1")).unwrap();
        drop(one);
        assert_eq!(places.taken.lock().unwrap().by_address.len(), 1, "nobody is remembered");
    }
}
