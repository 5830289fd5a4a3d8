//! Cuts a response into its moments as the bytes arrive.
//!
//! Nearly all of a long response is the elements of its `momentTimes` lists. They are handed out
//! one by one and forgotten; what is left, the skeleton, is small and is read as a whole. So a
//! response is never in memory twice, or even once, and a moment that is not even JSON costs only
//! itself.

use std::io::{self, Read};

use memchr::{memchr_iter, memchr2};

/// Bytes asked for at a time.
const CHUNK: usize = 256 * 1024;
/// The largest moment.
const ELEMENT: usize = 8 << 20;
/// The largest skeleton.
const SKELETON: usize = 64 << 20;

/// A response without the elements of the `momentTimes` lists in its `momentInsights`: list number
/// `k`, in the order they were found, has become `[k]`. Lists elsewhere are what they are.
#[derive(Debug, Default)]
pub(super) struct Skeleton {
    pub(super) json: Vec<u8>,
    /// For each list: where in `json` it stands, and how many lines were cut from it.
    cuts: Vec<(usize, usize)>,
    /// The list in which the input ended, and how many of its elements were whole.
    pub(super) cut_short: Option<(usize, usize)>,
}

impl Skeleton {
    /// How many lists were cut.
    pub(super) fn lists(&self) -> usize {
        self.cuts.len()
    }

    /// The input's line for a line of the skeleton, both from 1.
    pub(super) fn line(&self, line: usize) -> usize {
        let mut seen = (0, 1);
        let mut cut = 0;
        for &(at, lines) in &self.cuts {
            seen.1 += memchr_iter(b'\n', &self.json[seen.0..at]).count();
            seen.0 = at;
            if seen.1 <= line {
                cut += lines;
            }
        }
        line + cut
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    /// In the skeleton.
    Outside,
    /// In a string of the skeleton that starts there.
    String(usize),
    /// Between the elements of a list.
    Between,
}

/// What a string is, if it is a key.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Key {
    Insights,
    Times,
    Other,
}

impl Key {
    /// Of a string in its quotes. Escapes are undone, as whoever reads the skeleton does.
    fn of(string: &[u8]) -> Self {
        const LONGEST: usize = "''".len() + r"\u006d".len() * "momentInsights".len();
        if string.len() > LONGEST || !matches!(string.get(1), Some(b'm' | b'\\')) {
            return Self::Other;
        }
        match serde_json::from_slice::<String>(string).as_deref() {
            Ok("momentInsights") => Self::Insights,
            Ok("momentTimes") => Self::Times,
            _ => Self::Other,
        }
    }
}

/// Reads to the end, calling `each(list, element, bytes)` for every element.
pub(super) fn cut(
    mut source: impl Read,
    mut each: impl FnMut(usize, usize, &[u8]),
) -> io::Result<Skeleton> {
    let mut skeleton = Skeleton::default();
    let mut mode = Mode::Outside;
    let mut key = Key::Other;
    // How many brackets are open, and how many are within each `momentInsights` that is.
    let (mut depth, mut insights) = (0_usize, Vec::new());
    let (mut list, mut element) = (0, 0);
    let mut buffer = vec![0; CHUNK];
    let (mut pos, mut filled) = (0, 0);
    loop {
        if pos == filled {
            (pos, filled) = (0, read(&mut source, &mut buffer)?);
            if filled == 0 {
                break;
            }
        }
        match mode {
            Mode::String(start) => {
                pos += string(&buffer[pos..filled], &mut skeleton.json);
                if closed(&skeleton.json[start..]) {
                    key = Key::of(&skeleton.json[start..]);
                    mode = Mode::Outside;
                }
            }
            Mode::Outside => {
                let byte = buffer[pos];
                pos += 1;
                skeleton.json.push(byte);
                match byte {
                    b'"' => mode = Mode::String(skeleton.json.len() - 1),
                    b'[' if key == Key::Times && insights.last() == Some(&depth) => {
                        mode = Mode::Between;
                        skeleton.cuts.push((skeleton.json.len(), 0));
                        element = 0;
                    }
                    b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
                    b'[' | b'{' => {
                        depth += 1;
                        if key == Key::Insights && byte == b'[' {
                            insights.push(depth + 1);
                        }
                        key = Key::Other;
                    }
                    b']' | b'}' => {
                        depth = depth.saturating_sub(1);
                        while insights.last().is_some_and(|&within| within > depth + 1) {
                            insights.pop();
                        }
                        key = Key::Other;
                    }
                    _ => key = Key::Other,
                }
            }
            Mode::Between => match buffer[pos] {
                byte @ (b',' | b' ' | b'\t' | b'\r' | b'\n') => {
                    pos += 1;
                    count_lines(&mut skeleton, &[byte]);
                }
                b']' => {
                    skeleton.json.extend_from_slice(list.to_string().as_bytes());
                    skeleton.json.push(b']');
                    pos += 1;
                    list += 1;
                    (mode, key) = (Mode::Outside, Key::Other);
                }
                _ => {
                    let Some(len) = whole(&mut source, &mut buffer, &mut pos, &mut filled)? else {
                        break;
                    };
                    let bytes = &buffer[pos..pos + len];
                    count_lines(&mut skeleton, bytes);
                    each(list, element, bytes);
                    element += 1;
                    pos += len;
                }
            },
        }
        if skeleton.json.len() > SKELETON {
            return Err(io::Error::other("it is larger than 64 MiB without its moments"));
        }
    }
    skeleton.cut_short = (mode == Mode::Between).then_some((list, element));
    Ok(skeleton)
}

fn count_lines(skeleton: &mut Skeleton, bytes: &[u8]) {
    if let Some((_, lines)) = skeleton.cuts.last_mut() {
        *lines += memchr_iter(b'\n', bytes).count();
    }
}

/// Copies a string's bytes up to its closing quote or the end; returns how many.
fn string(bytes: &[u8], out: &mut Vec<u8>) -> usize {
    let len = memchr::memchr(b'"', bytes).map_or(bytes.len(), |quote| quote + 1);
    out.extend_from_slice(&bytes[..len]);
    len
}

/// Whether a string, from its opening quote, ends in a quote that is not escaped.
fn closed(string: &[u8]) -> bool {
    let Some((b'"', rest)) = string.split_last() else { return false };
    let escapes = rest.iter().rev().take_while(|&&byte| byte == b'\\').count();
    !rest.is_empty() && escapes.is_multiple_of(2)
}

/// The length of the element at `pos`, reading more until it is whole; nothing if it never is.
fn whole(
    source: &mut impl Read,
    buffer: &mut Vec<u8>,
    pos: &mut usize,
    filled: &mut usize,
) -> io::Result<Option<usize>> {
    let mut scan = Scan::default();
    loop {
        if let Some(len) = scan.on(&buffer[*pos..*filled]) {
            return Ok(Some(len));
        }
        buffer.copy_within(*pos..*filled, 0);
        *filled -= *pos;
        *pos = 0;
        if *filled > ELEMENT {
            return Err(io::Error::other("one of its moments is larger than 8 MiB"));
        }
        if *filled == buffer.len() {
            buffer.resize(buffer.len() * 2, 0);
        }
        let more = read(source, &mut buffer[*filled..])?;
        if more == 0 {
            return Ok(None);
        }
        *filled += more;
    }
}

/// Finds the end of one JSON value without judging it. Brackets of the kind that it starts with
/// count, so that one too many or too few of the other kind harms nothing else.
#[derive(Default)]
struct Scan {
    at: usize,
    brackets: Option<(u8, u8)>,
    depth: usize,
    in_string: bool,
}

impl Scan {
    /// The value's length, once `bytes`, which start with it, hold all of it.
    fn on(&mut self, bytes: &[u8]) -> Option<usize> {
        while self.at < bytes.len() {
            if self.in_string {
                let Some(skip) = memchr2(b'"', b'\\', &bytes[self.at..]) else {
                    self.at = bytes.len();
                    return None;
                };
                let found = self.at + skip;
                if bytes[found] == b'\\' {
                    if found + 1 == bytes.len() {
                        self.at = found;
                        return None;
                    }
                    self.at = found + 2;
                    continue;
                }
                self.in_string = false;
                self.at = found + 1;
                continue;
            }
            match (bytes[self.at], self.brackets) {
                (b'"', _) => self.in_string = true,
                (b'{', None) => (self.brackets, self.depth) = (Some((b'{', b'}')), 1),
                (b'[', None) => (self.brackets, self.depth) = (Some((b'[', b']')), 1),
                (b',' | b']' | b'}', None) => return Some(self.at.max(1)),
                (byte, Some((open, _))) if byte == open => self.depth += 1,
                (byte, Some((_, close))) if byte == close => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Some(self.at + 1);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
        None
    }
}

fn read(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn cut_up(text: &[u8]) -> (String, Vec<(usize, usize, String)>) {
        let mut found = Vec::new();
        let skeleton = cut(text, |list, element, bytes| {
            found.push((list, element, String::from_utf8_lossy(bytes).trim().to_owned()));
        });
        (String::from_utf8_lossy(&skeleton.unwrap().json).into_owned(), found)
    }

    #[test]
    fn lists_become_their_numbers() {
        let (skeleton, found) = cut_up(
            br#"{"momentInsights":[{"momentTimes":[{"x":"]}\""}, [1,2] ,3]},{"moment\u0054imes" : [ ],"b":1}]}"#,
        );
        assert_eq!(
            skeleton,
            r#"{"momentInsights":[{"momentTimes":[0]},{"moment\u0054imes" : [1],"b":1}]}"#
        );
        let texts: Vec<_> = found.iter().map(|(l, e, t)| (*l, *e, t.as_str())).collect();
        assert_eq!(texts, [(0, 0, r#"{"x":"]}\""}"#), (0, 1, "[1,2]"), (0, 2, "3")]);
    }

    #[test]
    fn the_word_elsewhere_is_not_a_list() {
        for text in [
            r#"{"a":"momentTimes","b":[1]}"#,
            r#"["momentTimes",[1]]"#,
            r#"{"momentInsights":[{"momentTimes":{"a":[1]}}]}"#,
            r#"{"momentInsights":[{"a":"momentTimes","b":[1]},{"c":{"momentTimes":[1]}}]}"#,
            r#"{"momentInsights":[["momentTimes",[1]]],"a":{"momentTimes":[1]}}"#,
            r#"{"momentInsights":[{"b":1}],"a":[{"momentTimes":[1]}]}"#,
            r#"{"momentInsights":{"a":{"momentTimes":[1]}},"momentTimes":[1]}"#,
        ] {
            assert_eq!(cut_up(text.as_bytes()), (text.to_owned(), vec![]), "{text}");
        }
    }

    #[test]
    fn insights_within_insights_end_neither() {
        let (skeleton, found) = cut_up(
            br#"{"momentInsights":[{"x":{"momentInsights":[{"momentTimes":[7]}]},"momentTimes":[8]}]}"#,
        );
        assert_eq!(
            skeleton,
            r#"{"momentInsights":[{"x":{"momentInsights":[{"momentTimes":[0]}]},"momentTimes":[1]}]}"#
        );
        let lists: Vec<_> = found.iter().map(|(list, _, text)| (*list, text.as_str())).collect();
        assert_eq!(lists, [(0, "7"), (1, "8")]);
    }

    #[test]
    fn nesting_costs_no_more_than_it_is_long() {
        let (open, shut) = (r#"{"momentInsights":["#, "[],");
        let text = format!("{}{}", open.repeat(200_000), shut.repeat(200_000));
        let began = std::time::Instant::now();
        let _ = cut_up(text.as_bytes());
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }

    #[test]
    fn an_input_that_ends_early_says_where() {
        let text = br#"{"momentInsights":[{"momentTimes":[{"a":1},{"b":"#;
        let skeleton = cut(&text[..], |_, _, _| {}).unwrap();
        assert_eq!(skeleton.cut_short, Some((0, 1)));
    }

    #[test]
    fn lines_count_what_was_cut() {
        let text = b"{\"momentInsights\":[{\n\"momentTimes\": [\n{\n},\n{}\n],\n\"broken\": ?\n}";
        let skeleton = cut(&text[..], |_, _, _| {}).unwrap();
        let error = serde_json::from_slice::<Value>(&skeleton.json).unwrap_err();
        assert_eq!(skeleton.line(error.line()), 7);
    }

    /// Hands out its bytes a few at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    proptest! {
        #[test]
        fn any_split_of_the_bytes_gives_the_same(
            texts in proptest::collection::vec(any::<String>(), 0..6), step in 1usize..9,
        ) {
            let moments: Vec<Value> = texts.iter().map(|text| json!({"t": text, text: [1]})).collect();
            let insights = json!([{"s": texts, "momentTimes": moments, "z": texts}]);
            let whole = json!({"momentInsights": insights}).to_string();
            let mut found = Vec::new();
            let skeleton = cut(Drip(whole.as_bytes(), step), |_, _, bytes| {
                found.push(serde_json::from_slice::<Value>(bytes).unwrap());
            }).unwrap();
            prop_assert_eq!(found, moments);
            let rest: Value = serde_json::from_slice(&skeleton.json).unwrap();
            let rest = &rest["momentInsights"][0];
            prop_assert_eq!(&rest["momentTimes"], &json!([0]));
            prop_assert_eq!(&rest["z"], &json!(texts));
        }

        #[test]
        fn no_input_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut text = br#"{"momentInsights":[{"momentTimes":["#.to_vec();
            text.extend(bytes);
            let _ = cut(&text[..], |_, _, _| {}).unwrap();
        }
    }
}
