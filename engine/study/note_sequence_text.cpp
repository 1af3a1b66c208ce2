#include "engine/study/note_sequence_text.h"

#include "engine/core/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cmath>
#include <cstdlib>
#include <tuple>

namespace partita::study {
namespace {

std::string hex(const std::string& text)
{
    std::string digits;
    for (unsigned char byte : text)
        digits += fmt::format("{:02x}", byte);
    return digits;
}

} // namespace

std::string hashOf(std::string_view text)
{
    return sha256(text).substr(0, 32);
}

std::string doubleBits(double value)
{
    return fmt::format("{:016x}", std::bit_cast<std::uint64_t>(value));
}

std::string timeText(double seconds)
{
    const std::string text = fmt::format("{:.9f}", seconds);
    return text == "-0.000000000" ? "0.000000000" : text;
}

std::string noteText(const NoteSequence& sequence)
{
    struct Line {
        std::int64_t start, end; ///< nanoseconds as printed
        const NoteSequence::Note* note;
    };
    const auto printed = [](Seconds time) {
        std::string digits = timeText(time.value);
        std::erase(digits, '.');
        return static_cast<std::int64_t>(std::strtoll(digits.c_str(), nullptr, 10));
    };
    std::vector<Line> lines;
    for (const auto& note : sequence.notes)
        lines.push_back({printed(note.startTime), printed(note.endTime), &note});
    std::ranges::stable_sort(lines, {}, [](const Line& line) {
        const auto& note = *line.note;
        return std::tuple(line.start, note.pitch, note.instrument, line.end, note.velocity, note.program, note.isDrum);
    });
    std::string text;
    for (const Line& line : lines) {
        const auto& note = *line.note;
        text += fmt::format("{} {} {} {} {} {} {}\n", note.pitch, note.velocity, note.program, int(note.isDrum), note.instrument,
                            timeText(note.startTime.value), timeText(note.endTime.value));
    }
    return text;
}

std::string exactNoteText(const NoteSequence& sequence)
{
    std::string text;
    for (const auto& note : sequence.notes)
        text += fmt::format("{} {} {} {} {} {} {}\n", note.pitch, note.velocity, note.program, int(note.isDrum), note.instrument,
                            doubleBits(note.startTime.value), doubleBits(note.endTime.value));
    return text;
}

std::string quantizedText(const NoteSequence& sequence)
{
    std::vector<std::tuple<std::int64_t, int, int, std::int64_t, int, int, int>> lines;
    for (const auto& note : sequence.notes)
        lines.emplace_back(note.quantizedStartStep.value, note.pitch, note.instrument, note.quantizedEndStep.value, note.velocity,
                           note.program, int(note.isDrum));
    std::ranges::sort(lines);
    std::string text;
    for (const auto& [start, pitch, instrument, end, velocity, program, drum] : lines)
        text += fmt::format("{} {} {} {} {} {} {}\n", start, end, pitch, velocity, instrument, program, drum);
    for (const auto& control : sequence.controlChanges)
        text += fmt::format("c {}\n", control.quantizedStep.value);
    for (const auto& annotation : sequence.textAnnotations)
        text += fmt::format("a {}\n", annotation.quantizedStep.value);
    return text;
}

std::string eventText(const NoteSequence& sequence)
{
    std::string text;
    for (const auto& e : sequence.tempos)
        text += fmt::format("T {} {}\n", timeText(e.time.value), timeText(e.qpm));
    for (const auto& e : sequence.timeSignatures)
        text += fmt::format("S {} {} {}\n", timeText(e.time.value), e.numerator, e.denominator);
    for (const auto& e : sequence.keySignatures)
        text += fmt::format("K {} {} {}\n", timeText(e.time.value), e.key, int(e.mode));
    for (const auto& e : sequence.pitchBends)
        text += fmt::format("B {} {} {} {} {}\n", timeText(e.time.value), e.bend, e.instrument, e.program, int(e.isDrum));
    for (const auto& e : sequence.controlChanges)
        text += fmt::format("C {} {} {} {} {} {}\n", timeText(e.time.value), e.controlNumber, e.controlValue, e.instrument, e.program,
                            int(e.isDrum));
    for (const auto& e : sequence.instrumentInfos)
        text += fmt::format("I {} {}\n", e.instrument, hex(e.name));
    for (const auto& e : sequence.textAnnotations)
        text += fmt::format("A {} {} {}\n", timeText(e.time.value), int(e.annotationType), hex(e.text));
    for (const auto& e : sequence.partInfos)
        text += fmt::format("P {} {}\n", e.part, hex(e.name));
    for (const auto& e : sequence.sectionAnnotations)
        text += fmt::format("X {} {}\n", timeText(e.time.value), e.sectionId);
    return text;
}

} // namespace partita::study
