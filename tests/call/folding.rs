//! More categories and speakers than there are places.

use earmark::call::text::{Clean, clean_line};
use earmark::call::{
    Described, Flags, KINDS, Mention, OTHERS, Offset, Timeline, TimelineBuilder, Window,
};

/// Moment `i` is of category `i` by speaker `i`, and so is moment `i + n`.
fn crowd(n: usize) -> Timeline {
    let mut builder = TimelineBuilder::default();
    for i in (0..n).chain(0..n) {
        let at = Offset::from_centis(u32::try_from(i).unwrap());
        let speaker = clean_line(&format!("p-{i:05}")).boxed();
        builder.mention(
            i,
            Mention {
                at,
                window: Window { start: at, end: at },
                speaker: speaker.borrowed(),
                role: Some(Clean::ours("Agent")),
                flags: Flags::default(),
            },
        );
    }
    let described = |i| {
        let text = clean_line(&format!("c-{i:05}")).boxed();
        Some(Described { id: text.clone(), label: text.clone(), keyword: text })
    };
    builder.build(&(0..n).map(described).collect::<Vec<_>>())
}

#[test]
fn as_many_as_there_are_places_are_told_apart() {
    let line = crowd(KINDS);
    assert_eq!((line.categories().len(), line.speakers().len()), (KINDS, KINDS));
    assert_eq!(line.categories()[KINDS - 1].id.as_str(), "c-00254");
    assert_eq!(line.speakers()[KINDS - 1].id.as_str(), "p-00254");
    assert!(line.speaker_ixs().all(|ix| line.speaker_count(ix) == 2));
}

#[test]
fn those_beyond_share_the_last_place() {
    for n in [KINDS + 1, 300, 70_000] {
        let line = crowd(n);
        assert_eq!((line.categories().len(), line.speakers().len()), (KINDS, KINDS));
        let others = n - (KINDS - 1);
        let (category, speaker) =
            (line.category_ixs().last().unwrap(), line.speaker_ixs().last().unwrap());
        assert_eq!(line.category(category).label.as_str(), OTHERS.text());
        assert_eq!(line.speaker(speaker).id.as_str(), OTHERS.text());
        assert_eq!(line.speaker(speaker).role, None);
        assert_eq!(line.category_count(category), 2 * others);
        assert_eq!(line.speaker_count(speaker), 2 * others);
        assert_eq!(line.count(category, speaker), 2 * others);
        for (category, speaker) in line.category_ixs().zip(line.speaker_ixs()).take(KINDS - 1) {
            assert_eq!(line.count(category, speaker), 2);
        }
        // Folded or not, every moment keeps its keyword.
        let last = line.moment(line.len() - 1);
        assert_eq!(line.keyword(last).as_str(), format!("c-{:05}", n - 1));
    }
}

#[test]
fn mentions_of_another_call_leave_no_trace() {
    let mut builder = TimelineBuilder::default();
    for (insight, speaker) in [(0, "theirs"), (1, "ours"), (7, "theirs too"), (1, "ours")] {
        let at = Offset::from_centis(100);
        let mut filling = builder.mention(
            insight,
            Mention {
                at,
                window: Window { start: at, end: at },
                speaker: Clean::ours(speaker),
                role: None,
                flags: Flags::default(),
            },
        );
        filling.entry(Clean::ours(speaker));
    }
    let text = |text: &'static str| Clean::ours(text).boxed();
    let ours = Described { id: text("a"), label: text("A"), keyword: text("A") };
    let line = builder.build(&[None, Some(ours)]);
    assert_eq!((line.len(), line.speakers().len(), line.categories().len()), (2, 1, 1));
    assert!(line.moments().all(|(_, moment)| line.text(moment).as_str() == "ours"));
}
