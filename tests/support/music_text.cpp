#include "tests/support/music_text.h"

#include <QStringList>

#include <algorithm>

namespace partita::test {

NoteSequence notesAt(const std::vector<Played>& notes)
{
    NoteSequence sequence;
    for (const Played& note : notes) {
        sequence.notes.push_back({.pitch = note.pitch, .velocity = note.velocity, .startTime = Seconds(note.start), .endTime = Seconds(note.end)});
        sequence.totalTime = std::max(sequence.totalTime, Seconds(note.end));
    }
    return sequence;
}

QString eventsText(const Melody& melody)
{
    return numbersText(melody.events());
}

QString numbersText(std::span<const int> numbers)
{
    QStringList words;
    for (int number : numbers)
        words << QString::number(number);
    return words.join(' ');
}

QString notesText(const NoteSequence& sequence)
{
    QStringList notes;
    for (const auto& note : sequence.notes)
        notes << QStringLiteral("%1 %2..%3").arg(note.pitch).arg(note.startTime.value).arg(note.endTime.value);
    return notes.join(QStringLiteral(" | "));
}

} // namespace partita::test
