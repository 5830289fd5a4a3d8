//! Date literals: `TODAY`, `LAST_MONTH`, `LAST_N_DAYS:30`. Days begin at midnight UTC, weeks on
//! Sunday.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A stretch of time by where it lies from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    unit: Unit,
    /// Its first unit, counted from the current one.
    from: i64,
    /// The unit after its last.
    to: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    /// From a name in upper case and the number after its colon.
    pub(super) fn named(name: &str, number: Option<usize>) -> Option<Self> {
        let Some(number) = number else { return Self::fixed(name) };
        let n = i64::try_from(number).ok().filter(|n| *n <= 1_000_000)?;
        if let Some(unit) = name.strip_prefix("LAST_N_").and_then(Unit::several) {
            // The last days include today; other units end with the one before the current.
            let to = i64::from(unit == Unit::Day);
            return Some(Self { unit, from: -n, to });
        }
        if let Some(unit) = name.strip_prefix("NEXT_N_").and_then(Unit::several) {
            return Some(Self { unit, from: 1, to: n + 1 });
        }
        let unit = name.strip_prefix("N_")?.strip_suffix("_AGO").and_then(Unit::several)?;
        Some(Self { unit, from: -n, to: 1 - n })
    }

    fn fixed(name: &str) -> Option<Self> {
        let period = |unit, from, to| Some(Self { unit, from, to });
        match name {
            "YESTERDAY" => return period(Unit::Day, -1, 0),
            "TODAY" => return period(Unit::Day, 0, 1),
            "TOMORROW" => return period(Unit::Day, 1, 2),
            "LAST_90_DAYS" => return period(Unit::Day, -90, 1),
            "NEXT_90_DAYS" => return period(Unit::Day, 1, 91),
            _ => {}
        }
        let (which, unit) = name.split_once('_')?;
        let from = ["LAST", "THIS", "NEXT"].iter().zip(-1..).find(|(word, _)| **word == which)?.1;
        period(Unit::one(unit)?, from, from + 1)
    }

    /// From its first moment to the one after its last; nothing outside of the calendar.
    pub(super) fn window(self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let current = self.unit.start(now.to_zoned(TimeZone::UTC).date())?;
        let at = |n| -> Option<Timestamp> {
            let day = current.checked_add(self.unit.span(n)?).ok()?;
            Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
        };
        Some((at(self.from)?, at(self.to)?))
    }
}

impl Unit {
    fn one(name: &str) -> Option<Self> {
        match name {
            "WEEK" => Some(Self::Week),
            "MONTH" => Some(Self::Month),
            "QUARTER" => Some(Self::Quarter),
            "YEAR" => Some(Self::Year),
            _ => None,
        }
    }

    fn several(name: &str) -> Option<Self> {
        let one = name.strip_suffix('S')?;
        if one == "DAY" { Some(Self::Day) } else { Self::one(one) }
    }

    /// The first day of the unit that a day is in.
    fn start(self, day: Date) -> Option<Date> {
        match self {
            Self::Day => Some(day),
            Self::Week => {
                let since = i64::from(day.weekday().to_sunday_zero_offset());
                day.checked_sub(Span::new().try_days(since).ok()?).ok()
            }
            Self::Month => Some(day.first_of_month()),
            Self::Quarter => Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok(),
            Self::Year => Some(day.first_of_year()),
        }
    }

    fn span(self, n: i64) -> Option<Span> {
        let span = Span::new();
        match self {
            Self::Day => span.try_days(n),
            Self::Week => span.try_weeks(n),
            Self::Month => span.try_months(n),
            Self::Quarter => span.try_months(n * 3),
            Self::Year => span.try_years(n),
        }
        .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On Friday, 20 November 2026, at two in the afternoon.
    fn window(name: &str, number: Option<usize>) -> Option<(String, String)> {
        let now = "2026-11-20T14:00:00Z".parse().unwrap();
        let (from, to) = Period::named(name, number)?.window(now)?;
        let day = |at: Timestamp| at.to_string().replace("T00:00:00Z", "");
        Some((day(from), day(to)))
    }

    #[test]
    fn each_lies_where_its_name_says() {
        for (name, number, from, to) in [
            ("TODAY", None, "2026-11-20", "2026-11-21"),
            ("YESTERDAY", None, "2026-11-19", "2026-11-20"),
            ("TOMORROW", None, "2026-11-21", "2026-11-22"),
            ("THIS_WEEK", None, "2026-11-15", "2026-11-22"),
            ("LAST_MONTH", None, "2026-10-01", "2026-11-01"),
            ("NEXT_QUARTER", None, "2027-01-01", "2027-04-01"),
            ("THIS_YEAR", None, "2026-01-01", "2027-01-01"),
            ("LAST_90_DAYS", None, "2026-08-22", "2026-11-21"),
            ("LAST_N_DAYS", Some(30), "2026-10-21", "2026-11-21"),
            ("NEXT_N_DAYS", Some(2), "2026-11-21", "2026-11-23"),
            ("N_DAYS_AGO", Some(2), "2026-11-18", "2026-11-19"),
            ("LAST_N_WEEKS", Some(2), "2026-11-01", "2026-11-15"),
            ("N_QUARTERS_AGO", Some(1), "2026-07-01", "2026-10-01"),
            ("NEXT_N_YEARS", Some(2), "2027-01-01", "2029-01-01"),
        ] {
            let expected = Some((from.to_owned(), to.to_owned()));
            assert_eq!(window(name, number), expected, "{name}");
        }
    }

    #[test]
    fn other_names_and_numbers_are_none() {
        for (name, number) in [
            ("TODAY", Some(1)),
            ("LAST_N_DAYS", None),
            ("LAST_N_DAY", Some(1)),
            ("LAST_DAY", None),
            ("SOMETIME", None),
            ("N_DAYS_AGO", Some(usize::MAX)),
            ("LAST_N_YEARS", Some(900_000)),
        ] {
            assert_eq!(window(name, number), None, "{name}");
        }
    }
}
