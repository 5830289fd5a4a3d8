//! The calls that the program brings along.

use super::library::{Library, LibraryError};

const CALLS: [(&str, &str); 7] = [
    ("1-corran-bay-renewal.json", include_str!("../../assets/demo/1-corran-bay-renewal.json")),
    ("2-fennimore-evaluation.json", include_str!("../../assets/demo/2-fennimore-evaluation.json")),
    ("3-vet-fridge-support.json", include_str!("../../assets/demo/3-vet-fridge-support.json")),
    (
        "4-ravensholt-first-look.json",
        include_str!("../../assets/demo/4-ravensholt-first-look.json"),
    ),
    ("5-fennimore-check-in.json", include_str!("../../assets/demo/5-fennimore-check-in.json")),
    ("6-kirigase-sake.json", include_str!("../../assets/demo/6-kirigase-sake.json")),
    (
        "7-bellweather-negotiation.json",
        include_str!("../../assets/demo/7-bellweather-negotiation.json"),
    ),
];

impl Library {
    /// The calls of `assets/demo`, which are compiled in. Everyone and everything in them is
    /// invented.
    ///
    /// # Errors
    ///
    /// None as built: a test reads them.
    pub fn demo() -> Result<Self, LibraryError> {
        Self::from_texts(CALLS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_folder_is_compiled_in_and_reads() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        let mut names: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, CALLS.map(|(name, _)| name));
        assert_eq!(Library::demo().unwrap().records().len(), CALLS.len());
    }
}
