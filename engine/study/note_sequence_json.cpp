#include "engine/study/note_sequence_json.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

namespace partita::study {
namespace {

using nlohmann::json;

std::int64_t integer(const json& parent, const char* name)
{
    const auto found = parent.find(name);
    if (found == parent.end() || found->is_null())
        return 0;
    return found->is_string() ? std::stoll(found->get<std::string>()) : static_cast<std::int64_t>(found->get<double>());
}

int small(const json& parent, const char* name)
{
    return static_cast<int>(integer(parent, name));
}

double number(const json& parent, const char* name)
{
    const auto found = parent.find(name);
    return found == parent.end() || found->is_null() ? 0.0 : found->get<double>();
}

std::string text(const json& parent, const char* name)
{
    return parent.value(name, std::string());
}

Seconds seconds(const json& parent, const char* name)
{
    return Seconds(number(parent, name));
}

template <std::size_t N>
int named(const json& parent, const char* name, const std::array<std::string_view, N>& names)
{
    const auto found = parent.find(name);
    if (found == parent.end())
        return 0;
    if (found->is_number())
        return found->get<int>();
    const auto at = std::ranges::find(names, found->get<std::string>());
    if (at == names.end())
        throw std::runtime_error("unknown name in the JSON of a NoteSequence: " + found->get<std::string>());
    return static_cast<int>(at - names.begin());
}

constexpr std::array<std::string_view, 12> kKeys{"C", "C_SHARP", "D", "D_SHARP", "E", "F", "F_SHARP", "G", "G_SHARP", "A", "A_SHARP", "B"};
constexpr std::array<std::string_view, 12> kFlatKeys{"", "D_FLAT", "", "E_FLAT", "", "", "G_FLAT", "", "A_FLAT", "", "B_FLAT", ""};
constexpr std::array<std::string_view, 8> kModes{"MAJOR", "MINOR", "NOT_SPECIFIED", "MIXOLYDIAN", "DORIAN", "PHRYGIAN", "LYDIAN", "LOCRIAN"};
constexpr std::array<std::string_view, 3> kAnnotations{"UNKNOWN", "CHORD_SYMBOL", "BEAT"};
constexpr std::array<std::string_view, 3> kSources{"UNKNOWN", "SCORE_BASED", "PERFORMANCE_BASED"};
constexpr std::array<std::string_view, 5> kEncodings{"UNKNOWN", "MUSIC_XML", "ABC", "MIDI", "MUSICNET"};
constexpr std::array<std::string_view, 7> kParsers{"UNKNOWN", "MUSIC21", "PRETTY_MIDI", "MAGENTA_MUSIC_XML", "MAGENTA_MUSICNET", "MAGENTA_ABC", "TONEJS_MIDI_CONVERT"};

int key(const json& parent)
{
    const auto found = parent.find("key");
    if (found != parent.end() && found->is_string()) {
        const auto flat = std::ranges::find(kFlatKeys, found->get<std::string>());
        if (flat != kFlatKeys.end())
            return static_cast<int>(flat - kFlatKeys.begin());
    }
    return named(parent, "key", kKeys);
}

/// The line of fifths from double flats to double sharps, seven letters each; 0 is unknown.
int pitchName(const json& parent)
{
    constexpr std::string_view kLetters = "FCGDAEB";
    constexpr std::array<std::string_view, 5> kAccidentals{"_FLAT_FLAT", "_FLAT", "", "_SHARP", "_SHARP_SHARP"};
    const auto found = parent.find("pitchName");
    if (found == parent.end() || !found->is_string())
        return small(parent, "pitchName");
    const auto name = found->get<std::string>();
    const auto letter = name.empty() ? std::string_view::npos : kLetters.find(name.front());
    const auto accidental = name.empty() ? kAccidentals.end() : std::ranges::find(kAccidentals, name.substr(1));
    if (letter == std::string_view::npos || accidental == kAccidentals.end())
        throw std::runtime_error("unknown name in the JSON of a NoteSequence: " + name);
    return static_cast<int>(1 + 7 * (accidental - kAccidentals.begin()) + static_cast<std::ptrdiff_t>(letter));
}

template <class Event, class Read>
void readAll(const json& parent, const char* name, std::vector<Event>& out, Read read)
{
    if (const auto found = parent.find(name); found != parent.end())
        for (const json& item : *found)
            out.push_back(read(item));
}

NoteSequence::SectionGroup sectionGroup(const json& j)
{
    NoteSequence::SectionGroup group{.numTimes = small(j, "numTimes")};
    readAll(j, "sections", group.sections, [](const json& item) {
        NoteSequence::Section section;
        if (item.contains("sectionGroup"))
            section.sectionGroup = {sectionGroup(item["sectionGroup"])};
        else
            section.sectionId = integer(item, "sectionId");
        return section;
    });
    return group;
}

std::vector<std::string> texts(const json& parent, const char* name)
{
    std::vector<std::string> all;
    readAll(parent, name, all, [](const json& item) { return item.get<std::string>(); });
    return all;
}

} // namespace

NoteSequence noteSequenceFromJson(const json& j)
{
    NoteSequence s;
    s.id = text(j, "id");
    s.filename = text(j, "filename");
    s.collectionName = text(j, "collectionName");
    s.ticksPerQuarter = small(j, "ticksPerQuarter");
    readAll(j, "timeSignatures", s.timeSignatures, [](const json& e) {
        return NoteSequence::TimeSignature{seconds(e, "time"), small(e, "numerator"), small(e, "denominator")};
    });
    readAll(j, "keySignatures", s.keySignatures, [](const json& e) {
        return NoteSequence::KeySignature{seconds(e, "time"), key(e), static_cast<NoteSequence::Mode>(named(e, "mode", kModes))};
    });
    readAll(j, "tempos", s.tempos, [](const json& e) { return NoteSequence::Tempo{seconds(e, "time"), number(e, "qpm")}; });
    readAll(j, "notes", s.notes, [](const json& e) {
        return NoteSequence::Note{.pitch = small(e, "pitch"), .velocity = small(e, "velocity"), .startTime = seconds(e, "startTime"),
                                  .endTime = seconds(e, "endTime"), .numerator = small(e, "numerator"),
                                  .denominator = small(e, "denominator"), .instrument = small(e, "instrument"),
                                  .program = small(e, "program"), .isDrum = e.value("isDrum", false), .part = small(e, "part"),
                                  .pitchName = pitchName(e), .voice = small(e, "voice"),
                                  .quantizedStartStep = Steps(integer(e, "quantizedStartStep")),
                                  .quantizedEndStep = Steps(integer(e, "quantizedEndStep"))};
    });
    s.totalTime = seconds(j, "totalTime");
    readAll(j, "pitchBends", s.pitchBends, [](const json& e) {
        return NoteSequence::PitchBend{seconds(e, "time"), small(e, "bend"), small(e, "instrument"), small(e, "program"),
                                       e.value("isDrum", false)};
    });
    readAll(j, "controlChanges", s.controlChanges, [](const json& e) {
        return NoteSequence::ControlChange{seconds(e, "time"), small(e, "controlNumber"), small(e, "controlValue"),
                                           small(e, "instrument"), small(e, "program"), e.value("isDrum", false),
                                           Steps(integer(e, "quantizedStep"))};
    });
    readAll(j, "partInfos", s.partInfos, [](const json& e) { return NoteSequence::PartInfo{small(e, "part"), text(e, "name")}; });
    if (const auto found = j.find("sourceInfo"); found != j.end())
        s.sourceInfo = {static_cast<NoteSequence::SourceType>(named(*found, "sourceType", kSources)),
                        static_cast<NoteSequence::EncodingType>(named(*found, "encodingType", kEncodings)),
                        static_cast<NoteSequence::Parser>(named(*found, "parser", kParsers))};
    readAll(j, "textAnnotations", s.textAnnotations, [](const json& e) {
        return NoteSequence::TextAnnotation{seconds(e, "time"), text(e, "text"),
                                            static_cast<NoteSequence::TextAnnotationType>(named(e, "annotationType", kAnnotations)),
                                            Steps(integer(e, "quantizedStep"))};
    });
    if (const auto found = j.find("quantizationInfo"); found != j.end()) {
        if (found->contains("stepsPerQuarter"))
            s.quantizationInfo = NoteSequence::StepsPerQuarter{small(*found, "stepsPerQuarter")};
        else
            s.quantizationInfo = NoteSequence::StepsPerSecond{small(*found, "stepsPerSecond")};
    }
    s.totalQuantizedSteps = Steps(integer(j, "totalQuantizedSteps"));
    if (const auto found = j.find("subsequenceInfo"); found != j.end())
        s.subsequenceInfo = {seconds(*found, "startTimeOffset"), seconds(*found, "endTimeOffset")};
    s.referenceNumber = integer(j, "referenceNumber");
    if (const auto found = j.find("sequenceMetadata"); found != j.end())
        s.sequenceMetadata = {text(*found, "title"), text(*found, "artist"), texts(*found, "genre"), texts(*found, "composers")};
    readAll(j, "sectionAnnotations", s.sectionAnnotations, [](const json& e) {
        return NoteSequence::SectionAnnotation{seconds(e, "time"), integer(e, "sectionId")};
    });
    readAll(j, "sectionGroups", s.sectionGroups, sectionGroup);
    readAll(j, "instrumentInfos", s.instrumentInfos,
            [](const json& e) { return NoteSequence::InstrumentInfo{small(e, "instrument"), text(e, "name")}; });
    return s;
}

} // namespace partita::study
