#include "engine/generate/primer.h"

#include "engine/events/melody.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace partita::generate {
namespace {

constexpr std::size_t kMostEvents = 100'000;

/// The whole numbers of a Python list, or the place where it is none.
std::expected<std::vector<int>, std::size_t> readList(std::string_view text)
{
    std::size_t at = 0;
    const auto skipBlanks = [&] { at = std::min(text.find_first_not_of(" \t\r\n", at), text.size()); };
    const auto take = [&](char wanted) {
        skipBlanks();
        return at < text.size() && text[at] == wanted && ++at;
    };
    std::vector<int> numbers;
    const char close = take('[') ? ']' : take('(') ? ')' : '\0';
    if (!close)
        return std::unexpected(at);
    while (!take(close)) {
        int number = 0;
        skipBlanks();
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
        if (error != std::errc() || numbers.size() == kMostEvents)
            return std::unexpected(at);
        at = static_cast<std::size_t>(end - text.data());
        numbers.push_back(number);
        skipBlanks();
        if (!take(',') && !(at < text.size() && text[at] == close))
            return std::unexpected(at);
    }
    skipBlanks();
    return at == text.size() ? std::expected<std::vector<int>, std::size_t>(std::move(numbers)) : std::unexpected(at);
}

} // namespace

Result<NoteSequence> melodyPrimer(std::string_view text, double qpm)
{
    const auto events = readList(text);
    if (!events)
        return fail(ErrorCode::kInvalidArgument, fmt::format("The primer melody cannot be read at \"{}\". Write a list such as [60, -2, 62, -2]: pitches, -2 for a step without "
                                                             "a new note, -1 for a note's end.",
                                                             text.substr(events.error(), 20)));
    const auto melody = Melody::fromEvents(*events);
    if (!melody)
        return fail(ErrorCode::kInvalidArgument, "The primer melody holds a number that is no event: pitches go from 0 to 127, -2 is a step without a new note, -1 a note's end.");
    return melody->toNoteSequence({.qpm = qpm});
}

double primerQpm(const NoteSequence& primer)
{
    return primer.tempos.empty() ? kDefaultQuartersPerMinute : primer.tempos.front().qpm;
}

Result<Section> sectionAfter(const NoteSequence& primer, int numSteps, const models::EventRnnConfig& config)
{
    using enum models::EventRnnFamily;
    // In this order: other orders round to other steps.
    const double secondsPerStep = config.stepsPerSecond > 0 ? 1.0 / config.stepsPerSecond : 60.0 / primerQpm(primer) / config.stepsPerQuarter;
    const bool stepwise = config.family == kMelody || config.family == kDrums || config.family == kImprov;
    const auto last = std::ranges::max_element(primer.notes, {}, &NoteSequence::Note::endTime);
    Section section{stepwise ? Seconds(0.0) : primer.totalTime, Seconds(numSteps * secondsPerStep)};
    if (config.stepsPerSecond > 0)
        section.end = Seconds(static_cast<double>(numSteps) / config.stepsPerSecond);
    if (stepwise && last != primer.notes.end())
        section.start = last->endTime + Seconds(secondsPerStep);
    if (section.start >= section.end)
        return fail(ErrorCode::kInvalidArgument, fmt::format("The primer is {:.2f} seconds long, and {} steps end after {:.2f}: nothing is left to generate. Ask for more steps, or shorten "
                                                             "the primer.",
                                                             section.start.value, numSteps, section.end.value));
    return section;
}

} // namespace partita::generate
