#include "engine/project/chords.h"

#include "engine/music/chord_inference.h"
#include "engine/music/chord_symbol.h"
#include "engine/music/constants.h"
#include "engine/music/quantize.h"
#include "engine/project/sequences.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace partita::project {
namespace {

constexpr std::string_view kPrefix = "Chord: ";
constexpr int kMostParts = 16; ///< of a bar's text
constexpr std::string_view kGoesOn = ".";

std::string_view textOf(const midi::Event& event)
{
    return {reinterpret_cast<const char*>(event.payload.data()), event.payload.size()};
}

std::vector<std::string> words(std::string_view text)
{
    std::vector<std::string> found;
    const auto blank = " \t\r\n|";
    for (std::size_t at = text.find_first_not_of(blank); at < text.size(); at = text.find_first_not_of(blank, at)) {
        found.emplace_back(text.substr(at, text.find_first_of(blank, at) - at));
        at += found.back().size();
    }
    return found;
}

Ticks partStart(Ticks start, Ticks end, int part, int parts)
{
    return start + Ticks((end - start).value * part / parts);
}

} // namespace

Result<void> checkFigure(const std::string& figure)
{
    if (figure == kNoChord || ChordSymbol::parse(figure))
        return {};
    return fail(ErrorCode::kInvalidArgument, fmt::format("\"{}\" is no chord symbol. Write symbols such as C, Am, F#m7b5 or Bb/D, with blanks between them, and {} for none.", figure, kNoChord));
}

midi::Event chordEvent(const Chord& chord)
{
    midi::Event event{.tick = chord.tick, .status = 0xff, .data1 = midi::meta::kText};
    const auto text = std::string(kPrefix) + chord.figure;
    event.payload.assign(text.begin(), text.end());
    return event;
}

bool isChord(const midi::Event& event)
{
    return event.isMeta(midi::meta::kText) && textOf(event).starts_with(kPrefix) && checkFigure(std::string(textOf(event).substr(kPrefix.size())));
}

std::vector<Chord> chordsOf(const Document& document)
{
    std::vector<Chord> chords;
    for (const Chunk& chunk : conductors(document))
        for (const auto& [event, order] : chunk.events)
            if (isChord(event))
                chords.push_back({event.tick, std::string(textOf(event).substr(kPrefix.size()))});
    std::ranges::stable_sort(chords, {}, &Chord::tick);
    // Of one tick the last counts.
    const auto doubled = std::unique(chords.rbegin(), chords.rend(), [](const Chord& a, const Chord& b) { return a.tick == b.tick; });
    chords.erase(chords.begin(), doubled.base());
    return chords;
}

std::string_view chordAt(std::span<const Chord> chords, Ticks tick)
{
    const auto after = std::ranges::upper_bound(chords, tick, {}, &Chord::tick);
    return after == chords.begin() ? std::string_view() : std::string_view(std::prev(after)->figure);
}

Change setChords(const Document& document, Ticks start, Ticks end, std::span<const Chord> chords)
{
    Change change{.nextId = document.nextId};
    if (document.chunks.empty())
        return change;
    const auto within = [&](Ticks tick) { return tick >= start && tick < end; };
    Chunk first = document.chunks.front(); // as it becomes, to know where the new ones go
    const std::span chunks = conductors(document);
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const auto& events = chunks[i].events;
        for (std::size_t at = events.size(); at-- > 0;) { // from the back, so that places stay
            if (!isChord(events[at].event) || !within(events[at].event.tick))
                continue;
            EventStep step;
            step.chunk = static_cast<int>(i);
            step.index = at;
            step.removed = events[at];
            change.steps.push_back(std::move(step));
            if (i == 0)
                first.events.erase(first.events.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    for (const Chord& chord : chords) {
        if (!within(chord.tick))
            continue;
        EventStep step;
        step.index = insertionIndex(first, chord.tick);
        step.added = PlacedEvent{chordEvent(chord)};
        first.events.insert(first.events.begin() + static_cast<std::ptrdiff_t>(step.index), *step.added);
        change.steps.push_back(std::move(step));
    }
    return change;
}

std::string chordText(std::span<const Chord> chords, Ticks start, Ticks end)
{
    std::vector<Chord> own;
    for (const Chord& chord : chords)
        if (chord.tick >= start && chord.tick < end)
            own.push_back(chord);
    if (own.empty())
        return {};
    const auto fits = [&](int parts) {
        return std::ranges::all_of(own, [&](const Chord& chord) {
            for (int part = 0; part < parts; ++part)
                if (partStart(start, end, part, parts) == chord.tick)
                    return true;
            return false;
        });
    };
    int parts = 1;
    while (parts < kMostParts && !fits(parts))
        ++parts;
    std::vector<std::string> figures(static_cast<std::size_t>(parts), std::string(kGoesOn));
    for (const Chord& chord : own) {
        const auto part = ((chord.tick - start).value * parts * 2 + (end - start).value) / ((end - start).value * 2);
        figures[static_cast<std::size_t>(std::min<std::int64_t>(part, parts - 1))] = chord.figure;
    }
    return fmt::format("{}", fmt::join(figures, " "));
}

Result<std::vector<Chord>> chordsFromText(std::string_view text, Ticks start, Ticks end)
{
    const auto figures = words(text);
    if (figures.size() > kMostParts)
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} chords in one bar are too many; write up to {}.", figures.size(), kMostParts));
    std::vector<Chord> chords;
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (figures[i] == kGoesOn)
            continue;
        if (auto checked = checkFigure(figures[i]); !checked)
            return std::unexpected(checked.error());
        chords.push_back({partStart(start, end, static_cast<int>(i), static_cast<int>(figures.size())), figures[i]});
    }
    return chords;
}

Result<std::vector<Chord>> chordsInNotes(const Document& document)
{
    NoteSequence sequence = musicalSequence(document);
    sequence.textAnnotations.clear();
    auto quantized = quantize(std::move(sequence), kDefaultStepsPerQuarter);
    if (!quantized)
        return std::unexpected(toError(quantized.error(), "The song"));
    const auto inferred = inferChords(*quantized);
    if (!inferred)
        return std::unexpected(toError(inferred.error(), "The song"));
    std::vector<Chord> chords;
    for (const auto& annotation : inferred->sequence.textAnnotations)
        chords.push_back({ticksPerQuarter(document) * annotation.quantizedStep.value / kDefaultStepsPerQuarter, annotation.text});
    return chords;
}

} // namespace partita::project
