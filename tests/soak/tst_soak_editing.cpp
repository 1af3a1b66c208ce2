// label: soak
#include "engine/project/edit.h"
#include "engine/project/project_file.h"
#include "tests/soak/soak.h"
#include "tests/soak/sound_document.h"
#include "tests/support/documents.h"

using namespace partita;
using namespace partita::project;
using namespace partita::test;

namespace {

Ticks tickBelow(Rng& rng, int most)
{
    return Ticks(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(most))));
}

int between(Rng& rng, int least, int most)
{
    return least + static_cast<int>(rng.below(static_cast<std::uint64_t>(most - least + 1)));
}

TrackId anyTrack(Rng& rng, const Document& document)
{
    return document.tracks.empty() ? 0 : document.tracks[rng.below(document.tracks.size())].id;
}

/// Some of the notes that are there, and now and then one that is not.
std::vector<NoteId> someNotes(Rng& rng, const Document& document)
{
    std::vector<NoteId> chosen;
    const std::uint64_t oneIn = 1 + rng.below(30);
    for (const NoteId id : noteIds(document))
        if (rng.below(oneIn) == 0)
            chosen.push_back(id);
    if (rng.below(20) == 0)
        chosen.push_back(document.nextId + 7);
    return chosen;
}

std::vector<Note> newNotesAt(Rng& rng, int count)
{
    std::vector<Note> notes(static_cast<std::size_t>(count));
    for (Note& note : notes)
        note = {.start = tickBelow(rng, 8000), .length = Ticks(between(rng, 0, 900)), .pitch = static_cast<std::uint8_t>(rng.below(128)), .velocity = static_cast<std::uint8_t>(between(rng, 1, 127))};
    return notes;
}

using Edit = Change (*)(Rng&, const Document&);

/// Every edit that the window knows, with arguments beyond what it would give.
constexpr Edit kEdits[] = {
    [](Rng& rng, const Document& document) { return addNotes(document, anyTrack(rng, document), newNotesAt(rng, between(rng, 1, 8))); },
    [](Rng& rng, const Document& document) { return removeNotes(document, someNotes(rng, document)); },
    [](Rng& rng, const Document& document) { return moveNotes(document, someNotes(rng, document), Ticks(between(rng, -2000, 2000)), between(rng, -30, 30)); },
    [](Rng& rng, const Document& document) { return transposeNotes(document, someNotes(rng, document), between(rng, -130, 130)); },
    [](Rng& rng, const Document& document) { return duplicateNotes(document, someNotes(rng, document), Ticks(between(rng, -500, 2000)), between(rng, -12, 12)); },
    [](Rng& rng, const Document& document) { return resizeNotes(document, someNotes(rng, document), rng.below(2) ? Edge::kStart : Edge::kEnd, Ticks(between(rng, -600, 600))); },
    [](Rng& rng, const Document& document) { return splitNotes(document, someNotes(rng, document), tickBelow(rng, 8000)); },
    [](Rng& rng, const Document& document) { return setVelocity(document, someNotes(rng, document), between(rng, -10, 200)); },
    [](Rng& rng, const Document& document) { return changeVelocity(document, someNotes(rng, document), between(rng, -200, 200)); },
    [](Rng& rng, const Document& document) { return muteNotes(document, someNotes(rng, document), rng.below(2)); },
    [](Rng& rng, const Document& document) {
        return quantizeNotes(document, someNotes(rng, document), {.grid = Ticks(between(rng, 1, 960)), .ends = rng.below(2) == 0, .strength = rng.uniform()});
    },
    [](Rng& rng, const Document& document) {
        const Ticks start = tickBelow(rng, 6000);
        return insertCandidate(document, anyTrack(rng, document), start, start + Ticks(between(rng, 1, 2000)), newNotesAt(rng, 5), {.model = "m", .config = "basic_rnn", .seed = rng.next()});
    },
    [](Rng& rng, const Document& document) { return setTempo(document, tickBelow(rng, 8000), 10 + rng.uniform() * 300); },
    [](Rng& rng, const Document& document) { return setMeter(document, tickBelow(rng, 8000), between(rng, 0, 20), 1 << rng.below(8)); },
    [](Rng& rng, const Document& document) { return removeTempo(document, tickBelow(rng, 10)); },
    [](Rng& rng, const Document& document) { return removeMeter(document, tickBelow(rng, 10)); },
    [](Rng& rng, const Document& document) { return setLoop(document, {rng.below(2) == 0, tickBelow(rng, 4000), tickBelow(rng, 8000)}); },
    [](Rng& rng, const Document& document) {
        return document.tracks.size() > 20 ? Change() : addTrack(document, {.name = "New", .program = between(rng, 0, 127), .isDrum = rng.below(4) == 0});
    },
    [](Rng& rng, const Document& document) { return rng.below(4) ? Change() : removeTrack(document, anyTrack(rng, document)); },
    [](Rng& rng, const Document& document) { return moveTrack(document, anyTrack(rng, document), rng.below(document.tracks.size() + 2)); },
    [](Rng& rng, const Document& document) {
        return setLook(document, anyTrack(rng, document), {.name = "Näme", .color = between(rng, 0, kTrackColors - 1), .mute = rng.below(2) == 0, .solo = rng.below(2) == 0});
    },
    [](Rng& rng, const Document& document) { return setSetting(document, anyTrack(rng, document), static_cast<Setting>(rng.below(3)), between(rng, -20, 200)); },
    [](Rng&, const Document& document) { return setTitle(document, document.title + "!"); },
};

} // namespace

/// Edits of all kinds, undone and redone, for a long time.
class tst_SoakEditing : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingCanBeTakenBackAndKept()
    {
        Rng rng(soakSeed());
        const SoakTime time;
        FlatMemory memory;
        long edits = 0, rounds = 0;
        for (; time.isLeft(); ++rounds) {
            const Document first = smallDocument();
            Document document = first;
            std::vector<Change> history;
            for (int i = 0; i < 300; ++i) {
                Change change = kEdits[rng.below(std::size(kEdits))](rng, document);
                if (change.isEmpty())
                    continue;
                apply(document, change);
                const char* flaw = flawOf(document);
                QVERIFY2(!flaw, flaw);
                // Two in a row are one, too.
                if (!history.empty() && rng.below(8) == 0) {
                    change = combined(std::move(history.back()), std::move(change));
                    history.pop_back();
                }
                history.push_back(std::move(change));
                ++edits;
            }
            const Document last = document;
            const auto again = readProject(writeProject(last), "soak");
            QVERIFY2(again, again ? "" : again.error().message.c_str());
            QVERIFY(*again == last);

            // The way of MIDI: what is played and exported reads back as it sounds.
            const midi::File file = toMidi(last);
            QVERIFY(toMidi(fromMidi(file)) == file);

            for (std::size_t i = history.size(); i-- > 0;)
                apply(document, inverse(history[i]));
            QVERIFY(document == withNextId(first, document.nextId));
            for (const Change& change : history)
                apply(document, change);
            QVERIFY(document == last);
            memory.look(time);
        }
        qInfo("%ld edits in %ld documents; %.1f MB more at the end than at the half", edits, rounds, static_cast<double>(memory.growth()) / 1e6);
        QVERIFY(memory.growth() < 8'000'000);
    }
};

QTEST_GUILESS_MAIN(tst_SoakEditing)
#include "tst_soak_editing.moc"
