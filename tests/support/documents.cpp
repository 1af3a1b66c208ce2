#include "tests/support/documents.h"

#include <QStringList>

#include <algorithm>

namespace partita::test {
namespace {

midi::Event channelEvent(int tick, int kind, int channel, int data1, int data2 = 0)
{
    return {Ticks(tick), std::uint8_t(kind | channel), std::uint8_t(data1), std::uint8_t(data2), {}};
}

} // namespace

midi::Event noteOn(int tick, int pitch, int velocity, int channel) { return channelEvent(tick, 0x90, channel, pitch, velocity); }
midi::Event noteOff(int tick, int pitch, int velocity, int channel) { return channelEvent(tick, 0x80, channel, pitch, velocity); }
midi::Event control(int tick, int controller, int value, int channel) { return channelEvent(tick, 0xb0, channel, controller, value); }
midi::Event program(int tick, int number, int channel) { return channelEvent(tick, 0xc0, channel, number); }

midi::Event metaEvent(int tick, int type, std::string payload)
{
    return {Ticks(tick), 0xff, std::uint8_t(type), 0, Bytes(payload.begin(), payload.end())};
}
midi::Event tempo(int tick, int microseconds)
{
    return metaEvent(tick, midi::meta::kSetTempo, {char(microseconds >> 16), char(microseconds >> 8), char(microseconds)});
}
midi::Event meter(int tick, int numerator, int denominatorPower)
{
    return metaEvent(tick, midi::meta::kTimeSignature, {char(numerator), char(denominatorPower), 24, 8});
}
midi::Event endOfTrack(int tick) { return metaEvent(tick, midi::meta::kEndOfTrack); }

midi::File smallFile()
{
    const midi::Event sysex{Ticks(480), 0xf0, 0, 0, {0x7e, 0x7f, 0x09, 0x01, 0xf7}};
    return {1, 480,
        {
            {{metaEvent(0, midi::meta::kTrackName, "A small song"), tempo(0, 600000), meter(0, 3, 2), endOfTrack(0)}},
            {{metaEvent(0, midi::meta::kTrackName, "Flute"), program(0, 73), control(0, 7, 90), noteOn(0, 60), metaEvent(0, midi::meta::kLyric, "la"),
                noteOff(480, 60), sysex, noteOn(480, 62, 80), noteOn(960, 62, 0), noteOn(960, 64), control(1000, 1, 5), noteOff(1440, 64), endOfTrack(1440)}},
            {{metaEvent(0, midi::meta::kTrackName, "Rhythm"), program(0, 33, 1), noteOn(0, 36, 100, 1), noteOn(0, 38, 110, 9), noteOff(240, 38, 0, 9),
                noteOff(960, 36, 64, 1), endOfTrack(1920)}},
        }};
}

project::Document smallDocument() { return project::fromMidi(smallFile()); }

QString notesText(const project::Track& track)
{
    QStringList words;
    for (const project::Note& note : track.notes) {
        const QString word = QString("%1@%2+%3").arg(note.pitch).arg(note.start.value).arg(note.length.value);
        words << (note.muted ? '(' + word + ')' : word);
    }
    return words.join(' ');
}

QString notesText(const project::Document& document)
{
    QStringList lines;
    for (const project::Track& track : document.tracks)
        lines << notesText(track);
    return lines.join('\n');
}

std::vector<project::NoteId> noteIds(const project::Track& track)
{
    std::vector<project::NoteId> ids;
    for (const project::Note& note : track.notes)
        ids.push_back(note.id);
    return ids;
}

std::vector<project::NoteId> noteIds(const project::Document& document)
{
    std::vector<project::NoteId> ids;
    for (const project::Track& track : document.tracks)
        for (const project::Note& note : track.notes)
            ids.push_back(note.id);
    return ids;
}

QString eventsText(const midi::Track& track)
{
    QStringList lines;
    for (const midi::Event& event : track.events) {
        QString line = QString("%1 %2 %3 %4").arg(event.tick.value).arg(event.status, 0, 16).arg(event.data1).arg(event.data2);
        if (!event.payload.empty())
            line += ' ' + QByteArray(reinterpret_cast<const char*>(event.payload.data()), qsizetype(event.payload.size())).toHex();
        lines << line;
    }
    return lines.join('\n');
}

std::vector<std::filesystem::path> midiFilesBelow(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string suffix = QString::fromStdString(entry.path().extension().string()).toLower().toStdString();
        if (entry.is_regular_file() && (suffix == ".mid" || suffix == ".midi" || suffix == ".kar"))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace partita::test
