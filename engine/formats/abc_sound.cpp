#include "engine/formats/abc_score.h"
#include "engine/formats/abc_text.h"
#include "engine/music/constants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

namespace partita::formats::abc {
namespace {

constexpr double kMaxQuarters = 1e6;

/// What is placed in quarters until all tempos are known.
struct Place {
    double quarter = 0.0;
};
struct PlacedNote : Place {
    double end = 0.0;
    int pitch = 60, velocity = 90, instrument = 0;
};
template <class Value>
struct Placed : Place {
    Value value;
};

struct Placement {
    std::vector<PlacedNote> notes;
    std::vector<Placed<TempoChange>> tempos;
    std::vector<Placed<Key>> keys;
    std::vector<Placed<MeterChange>> meters;
    std::vector<Placed<Text>> texts;
    double end = 0.0;
};

/// Puts one voice's events one after the other.
class Placer {
public:
    Placer(Placement& out, int instrument) : m_out(out), m_instrument(instrument) {}

    void run(const std::vector<Event>& events)
    {
        for (const auto& event : events) {
            std::visit([this](const auto& e) { place(e); }, event);
            m_reached = std::max(m_reached, m_now);
            if (m_reached > kMaxQuarters)
                refuse(AbcFault::kParse, fmt::format("it is longer than {:.0f} quarters", kMaxQuarters));
        }
        m_out.end = std::max(m_out.end, m_reached);
    }

private:
    void place(const Sound& sound)
    {
        const double end = m_now + 4.0 * sound.length.toDouble();
        std::vector<std::size_t> tied;
        for (const auto& head : sound.heads) {
            const auto from = std::ranges::find_if(m_tied, [&](std::size_t i) { return m_out.notes[i].pitch == head.pitch; });
            std::size_t note = m_out.notes.size();
            if (from != m_tied.end()) {
                note = *from;
                m_out.notes[note].end = end;
            } else {
                m_out.notes.push_back({{m_now}, end, head.pitch, sound.velocity, m_instrument});
            }
            if (head.tied)
                tied.push_back(note);
        }
        m_tied = std::move(tied);
        m_now = end;
    }
    void place(const BarRests& rests)
    {
        m_tied.clear();
        const auto& [numerator, denominator] = m_meter;
        m_now += static_cast<double>(rests.bars) * (denominator > 0 ? 4.0 * numerator / denominator : 4.0);
    }
    void place(const Bar&) { m_barStart = m_now = m_reached; }
    void place(const Overlay&)
    {
        m_tied.clear();
        m_now = m_barStart;
    }
    void place(const MeterChange& meter)
    {
        m_meter = meter;
        if (meter.denominator > 0)
            m_out.meters.push_back({{m_now}, meter});
    }
    void place(const Key& key) { m_out.keys.push_back({{m_now}, key}); }
    void place(const TempoChange& tempo) { m_out.tempos.push_back({{m_now}, tempo}); }
    void place(const Text& text) { m_out.texts.push_back({{m_now}, text}); }
    void place(const Ending&) {}
    void place(const PartLabel&) {}

    Placement& m_out;
    const int m_instrument;
    double m_now = 0.0, m_barStart = 0.0, m_reached = 0.0;
    MeterChange m_meter;
    std::vector<std::size_t> m_tied; ///< notes that go on in the next sound
};

/// From quarters to seconds.
class Clock {
public:
    explicit Clock(const std::vector<Placed<TempoChange>>& tempos)
    {
        m_changes.push_back({0.0, 0.0, kDefaultQuartersPerMinute});
        for (const auto& tempo : tempos) {
            const Change next{tempo.quarter, seconds(tempo.quarter), tempo.value.qpm};
            if (next.quarter == m_changes.back().quarter)
                m_changes.back() = next;
            else
                m_changes.push_back(next);
        }
    }

    double seconds(double quarter) const
    {
        const auto after = std::ranges::upper_bound(m_changes, quarter, {}, &Change::quarter);
        const auto& change = *std::prev(after);
        return change.seconds + (quarter - change.quarter) * 60.0 / change.qpm;
    }

private:
    struct Change {
        double quarter, seconds, qpm;
    };
    std::vector<Change> m_changes;
};

} // namespace

NoteSequence sounding(const Score& score)
{
    Placement placed;
    NoteSequence sequence;
    for (std::size_t i = 0; i < score.voices.size(); ++i) {
        const auto& voice = score.voices[i];
        Placer(placed, static_cast<int>(i)).run(playedOut(voice.events, score.order));
        if (score.voices.size() > 1)
            sequence.instrumentInfos.push_back({static_cast<int>(i), voice.name.empty() ? voice.id : voice.name});
    }
    std::ranges::stable_sort(placed.tempos, {}, &Place::quarter);
    std::ranges::stable_sort(placed.keys, {}, &Place::quarter);
    std::ranges::stable_sort(placed.meters, {}, &Place::quarter);
    std::ranges::stable_sort(placed.texts, {}, &Place::quarter);
    std::ranges::stable_sort(placed.notes, {}, &Place::quarter);

    const Clock clock(placed.tempos);
    const auto at = [&clock](const Place& place) { return Seconds(clock.seconds(place.quarter)); };
    // What every voice says of itself is kept once, and what changes nothing is left out.
    const auto say = [](auto& list, auto signature) {
        auto before = list.empty() ? signature : list.back();
        before.time = signature.time;
        if (!list.empty() && list.back().time == signature.time)
            list.back() = signature;
        else if (list.empty() || before != signature)
            list.push_back(signature);
    };
    for (const auto& tempo : placed.tempos)
        say(sequence.tempos, NoteSequence::Tempo{at(tempo), tempo.value.qpm});
    for (const auto& key : placed.keys)
        say(sequence.keySignatures, NoteSequence::KeySignature{at(key), key.value.tonic, key.value.mode});
    for (const auto& meter : placed.meters)
        say(sequence.timeSignatures, NoteSequence::TimeSignature{at(meter), meter.value.numerator, meter.value.denominator});
    for (const auto& text : placed.texts)
        sequence.textAnnotations.push_back({at(text), text.value.text, text.value.isChord ? NoteSequence::TextAnnotationType::kChordSymbol : NoteSequence::TextAnnotationType::kUnknown, {}});
    for (const auto& placedNote : placed.notes) {
        NoteSequence::Note note;
        note.pitch = placedNote.pitch;
        note.velocity = placedNote.velocity;
        note.instrument = placedNote.instrument;
        note.startTime = at(placedNote);
        note.endTime = Seconds(clock.seconds(placedNote.end));
        sequence.notes.push_back(note);
    }
    sequence.totalTime = Seconds(clock.seconds(placed.end));
    sequence.referenceNumber = score.referenceNumber;
    sequence.sourceInfo = {NoteSequence::SourceType::kScoreBased, NoteSequence::EncodingType::kAbc, NoteSequence::Parser::kMagentaAbc};
    sequence.ticksPerQuarter = kStandardPpq;
    if (!score.titles.empty() || !score.composers.empty()) {
        auto& metadata = sequence.sequenceMetadata.emplace();
        metadata.title = fmt::format("{}", fmt::join(score.titles, "; "));
        metadata.composers = score.composers;
        if (!score.composers.empty())
            metadata.artist = score.composers.front();
    }
    return sequence;
}

} // namespace partita::formats::abc
