//! One search over all of a call, against a naive one.

use earmark::call::search::{Extra, Index, Query, Search, Searched, Spot};
use earmark::call::text::clean;
use earmark::call::{
    CallInsight, Corrections, Described, Entry, Filter, Flags, Mention, Offset, Participant,
    Record, Selection, Spoken, Summary, Timeline, TimelineBuilder, Transcript, Window,
};
use proptest::prelude::*;

/// A call with a little of everything.
struct Told {
    timeline: Timeline,
    transcript: Transcript,
    spoken: Spoken,
    insights: Vec<CallInsight>,
    extras: Vec<Extra>,
}

impl Told {
    fn new(
        moments: &[(u32, String)],
        entries: &[String],
        extras: &[(Option<u32>, String)],
    ) -> Self {
        let text = |text: &str| clean(text).boxed();
        let mut builder = TimelineBuilder::default();
        for (i, (at, said)) in moments.iter().enumerate() {
            let at = Offset::from_centis(*at);
            let (window, flags) = (Window { start: at, end: at }, Flags::default());
            let speaker = clean(if i % 2 == 0 { "Ada Ébel" } else { "Kit" });
            let speaker = speaker.borrowed();
            builder
                .mention(i % 2, Mention { at, window, speaker, role: None, flags })
                .entry(clean(said).borrowed());
        }
        let insight = |id: &str, keyword: &str| {
            Some(Described { id: text(id), label: text(id), keyword: text(keyword) })
        };
        let timeline = builder.build(&[insight("Abc", "Abc"), insight("Ccb", "bÉ a")]);
        let entry = |(i, said): (usize, &String)| Entry {
            sequence: u32::try_from(i).unwrap(),
            speaker: text("Kit"),
            text: text(said),
            start: Some(format!("2026-11-20T14:00:{:02}Z", i % 60).parse().unwrap()),
            end: None,
        };
        let transcript = Transcript {
            entries: entries.iter().enumerate().map(entry).collect(),
            participants: vec![Participant { id: text("bab"), name: text("Abe"), role: None }],
            ..Transcript::default()
        };
        let record = Record {
            id: "6qrWs000004Tb7KIAS".parse().unwrap(),
            name: None,
            start: Some("2026-11-20T14:00:00Z".parse().unwrap()),
            duration: None,
        };
        let none = Corrections::default();
        let spoken = Spoken::of(&timeline, Some(&transcript), Some(&record), &none);
        let insights = vec![CallInsight { name: text("Bac"), text: text("éa B"), facts: vec![] }];
        let extra = |(at, said): &(Option<u32>, String)| Extra {
            at: at.map(Offset::from_centis),
            text: text(said),
            kind: "Note",
        };
        let extras = extras.iter().map(extra).collect();
        Self { timeline, transcript, spoken, insights, extras }
    }

    fn searched(&self) -> Searched<'_> {
        Searched {
            timeline: &self.timeline,
            summary: None::<&Summary>,
            insights: &self.insights,
            transcript: Some(&self.transcript),
            placement: &self.spoken.placement,
            people: &self.spoken.people,
            extras: &self.extras,
        }
    }

    fn index(&self) -> Index {
        let mut index = Index::of(&self.searched());
        while !index.is_whole() {
            index.grow(&self.searched());
        }
        index
    }

    /// Every place there is, one text after another, as anybody would look through them.
    fn naive(&self, query: &str, shown: &Selection) -> Vec<Spot> {
        let searched = self.searched();
        let voices = self.spoken.people.voices();
        let mut spots: Vec<Spot> = (0..voices.len())
            .filter(|&i| self.spoken.people.person(&voices[i].id) == Some(i))
            .map(Spot::Person)
            .collect();
        spots.extend((0..self.insights.len()).map(Spot::Insight));
        spots.extend((0..self.extras.len()).map(Spot::Extra));
        spots.extend((0..self.timeline.len()).filter(|&ix| shown.contains(ix)).map(Spot::Moment));
        spots.extend((0..self.transcript.entries.len()).map(Spot::Entry));
        let plain = |text: &str| text.replace('É', "E").replace('é', "e");
        let has = |spot: &Spot, word: &str| {
            let mut texts = Vec::new();
            searched.texts(*spot, |text| texts.push(plain(text)));
            texts.iter().any(|text| match word.chars().any(char::is_uppercase) {
                true => text.contains(&plain(word)),
                false => text.to_lowercase().contains(&plain(word)),
            })
        };
        let words: Vec<&str> = query.split_whitespace().collect();
        spots.retain(|spot| !words.is_empty() && words.iter().all(|word| has(spot, word)));
        spots
    }
}

fn found(search: &mut Search, told: &Told, index: &Index, shown: &Selection) -> Vec<Spot> {
    while !search.is_done() {
        search.step(index, &told.searched());
    }
    let hits = search.hits(shown);
    let spots: Vec<Spot> = (0..hits.len()).map(|i| hits.get(index, i).unwrap()).collect();
    assert_eq!(hits.get(index, hits.len()), None);
    for (rank, &spot) in spots.iter().enumerate() {
        assert_eq!(hits.rank(index, spot), rank, "{spot:?}");
        assert!(hits.has(index, spot));
        let at = index.at(spot).unwrap_or_default();
        assert!(hits.before(index, at) <= rank || index.at(spot).is_none());
    }
    let times: Vec<_> = spots.iter().map(|&spot| index.at(spot)).collect();
    assert!(times.is_sorted(), "{times:?}");
    spots
}

fn text() -> impl Strategy<Value = String> {
    "[abcABé \n]{0,12}"
}

proptest! {
    #[test]
    fn hits_are_those_of_a_naive_scan(
        moments in prop::collection::vec((0u32..3_000, text()), 0..24),
        entries in prop::collection::vec(text(), 0..24),
        extras in prop::collection::vec((prop::option::of(0u32..3_000), text()), 0..4),
        queries in prop::collection::vec("[abcABé ]{0,5}", 1..4),
        (first, hides) in (0usize..30, any::<bool>()),
    ) {
        let told = Told::new(&moments, &entries, &extras);
        let index = told.index();
        let bytes: usize = moments.iter().map(|(_, text)| text.len()).sum();
        prop_assert!(index.memory() >= bytes);
        let mut filter = Filter::default();
        filter.categories.extend(told.timeline.category_ixs().take(usize::from(hides)));
        let shown = filter.select(&told.timeline);
        let all = Filter::default().select(&told.timeline);
        let mut search = Search::new(&index, first);
        for query in &queries {
            // As if typed, from whatever was there before.
            for (end, _) in query.char_indices() {
                search.look_for(Query::new(&query[..end]));
                search.step(&index, &told.searched());
            }
            search.look_for(Query::new(query));
            let mut spots = found(&mut search, &told, &index, &shown);
            let mut naive = told.naive(query, &shown);
            let hidden = told.naive(query, &all).len() - naive.len();
            prop_assert_eq!(search.hits(&shown).hidden(), hidden);
            spots.sort_by_key(|spot| format!("{spot:?}"));
            naive.sort_by_key(|spot| format!("{spot:?}"));
            prop_assert_eq!(spots, naive, "{}", query);
        }
    }
}

#[test]
fn a_long_call_takes_steps_and_the_first_are_from_where_the_reader_is() {
    let said = "word ".repeat(400);
    let moments: Vec<_> = (0..10_000).map(|i| (i * 10, format!("{said}{i}"))).collect();
    let told = Told::new(&moments, &[], &[]);
    let index = told.index();
    let all = Filter::default().select(&told.timeline);
    let mut search = Search::new(&index, 6_000);
    search.look_for(Query::new("word"));
    search.step(&index, &told.searched());
    let hits = search.hits(&all);
    assert!(!search.is_done() && hits.has_moments(6_000, 6_001) && !hits.has_moments(5_999, 6_000));
    // What was found narrows while the rest is still to be looked at.
    search.look_for(Query::new("word 59"));
    let spots = found(&mut search, &told, &index, &all);
    let with = (0..10_000).filter(|i| i.to_string().contains("59")).count();
    assert_eq!(spots.len(), with);
}
