#include "tests/support/digest.h"

#include "tests/support/shared.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace partita::test {
namespace {

std::string nine(double value)
{
    const std::string text = fmt::format("{:.9f}", value);
    return text == "-0.000000000" ? text.substr(1) : text;
}

std::string nine(Seconds time) { return nine(time.value); }

std::string hex(const std::string& text)
{
    std::string digits;
    for (const unsigned char byte : text)
        digits += fmt::format("{:02x}", byte);
    return digits;
}

/// The printed time as an integer of nanoseconds, by which the tables sort.
long long nanoseconds(Seconds time)
{
    std::string text = nine(time);
    std::erase(text, '.');
    return std::stoll(text);
}

} // namespace

std::string notesText(const NoteSequence& sequence)
{
    auto notes = sequence.notes;
    const auto key = [](const NoteSequence::Note& note) {
        return std::tuple(nanoseconds(note.startTime), note.pitch, note.instrument, nanoseconds(note.endTime), note.velocity, note.program,
                          note.isDrum);
    };
    std::ranges::stable_sort(notes, {}, key);
    std::string text;
    for (const auto& note : notes)
        text += fmt::format("{} {} {} {} {} {} {}\n", note.pitch, note.velocity, note.program, int(note.isDrum), note.instrument,
                            nine(note.startTime), nine(note.endTime));
    return text;
}

std::string exactText(const NoteSequence& sequence)
{
    std::string text;
    for (const auto& note : sequence.notes)
        text += fmt::format("{} {} {} {} {} {} {}\n", note.pitch, note.velocity, note.program, int(note.isDrum), note.instrument,
                            doubleBits(note.startTime.value), doubleBits(note.endTime.value));
    return text;
}

std::string eventsText(const NoteSequence& sequence)
{
    std::string text;
    for (const auto& tempo : sequence.tempos)
        text += fmt::format("T {} {}\n", nine(tempo.time), nine(tempo.qpm));
    for (const auto& meter : sequence.timeSignatures)
        text += fmt::format("S {} {} {}\n", nine(meter.time), meter.numerator, meter.denominator);
    for (const auto& key : sequence.keySignatures)
        text += fmt::format("K {} {} {}\n", nine(key.time), key.key, int(key.mode));
    for (const auto& bend : sequence.pitchBends)
        text += fmt::format("B {} {} {} {} {}\n", nine(bend.time), bend.bend, bend.instrument, bend.program, int(bend.isDrum));
    for (const auto& change : sequence.controlChanges)
        text += fmt::format("C {} {} {} {} {} {}\n", nine(change.time), change.controlNumber, change.controlValue, change.instrument,
                            change.program, int(change.isDrum));
    for (const auto& info : sequence.instrumentInfos)
        text += fmt::format("I {} {}\n", info.instrument, hex(info.name));
    for (const auto& annotation : sequence.textAnnotations)
        text += fmt::format("A {} {} {}\n", nine(annotation.time), int(annotation.annotationType), hex(annotation.text));
    for (const auto& part : sequence.partInfos)
        text += fmt::format("P {} {}\n", part.part, hex(part.name));
    for (const auto& section : sequence.sectionAnnotations)
        text += fmt::format("X {} {}\n", nine(section.time), section.sectionId);
    return text;
}

} // namespace partita::test
