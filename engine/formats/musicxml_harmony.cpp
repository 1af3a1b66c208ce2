#include "engine/formats/musicxml_harmony.h"

#include "engine/formats/musicxml_elements.h"
#include "engine/music/constants.h"
#include "engine/music/modulo.h"

#include <map>

namespace partita::formats::musicxml {
namespace {

// Chord kinds and how note_seq abbreviates them.
const std::map<std::string_view, std::string_view> kChordKinds{
    {"", ""}, {"major", ""}, {"augmented", "aug"}, {"aug", "aug"}, {"minor", "m"}, {"min", "m"}, {"diminished", "dim"},
    {"dim", "dim"}, {"dominant", "7"}, {"dominant-seventh", "7"}, {"7", "7"}, {"major-seventh", "maj7"}, {"maj7", "maj7"},
    {"minor-seventh", "m7"}, {"min7", "m7"}, {"diminished-seventh", "dim7"}, {"dim7", "dim7"}, {"augmented-seventh", "aug7"},
    {"augmented-ninth", "aug9"}, {"half-diminished", "m7b5"}, {"m7b5", "m7b5"}, {"major-minor", "m(maj7)"},
    {"minor-major", "m(maj7)"}, {"minMaj7", "m(maj7)"}, {"major-sixth", "6"}, {"6", "6"}, {"minor-sixth", "m6"},
    {"min6", "m6"}, {"maj69", "6(add9)"}, {"power", "5"}, {"dominant-ninth", "9"}, {"9", "9"}, {"major-ninth", "maj9"},
    {"maj9", "maj9"}, {"minor-ninth", "m9"}, {"min9", "m9"}, {"dominant-11th", "11"}, {"major-11th", "maj11"},
    {"minor-11th", "m11"}, {"dominant-13th", "13"}, {"major-13th", "maj13"}, {"minor-13th", "m13"},
    {"suspended-second", "sus2"}, {"suspended-fourth", "sus"}, {"sus47", "sus7"}, {"pedal", "ped"}, {"none", "N.C."}};

std::string alteration(std::int64_t semitones)
{
    constexpr const char* kSigns[] = {"bb", "b", "", "#", "##"};
    if (semitones < -2 || semitones > 2)
        bad("a chord is altered by {} semitones", semitones);
    return kSigns[semitones + 2];
}

/// Root or bass as it is sounding: a transposing part's symbols are written as its notes are.
std::string chordPitch(const XmlElement& element, const char* stepTag, const char* alterTag, std::int64_t transpose, ScoreReading reading)
{
    const XmlElement& step = need(element, stepTag);
    if (!step.text)
        bad("<{}> is empty", stepTag);
    const XmlElement* alter = element.child(alterTag);
    const std::int64_t semitones = alter ? integerOf(*alter) : 0;
    if (transpose == 0)
        return *step.text + alteration(semitones);
    if (reading == ScoreReading::kAsNoteSeq)
        bad("chord symbols of transposing parts are not supported");
    const auto letter = kSteps.find(*step.text);
    if (step.text->size() != 1 || letter == std::string_view::npos)
        bad("\"{}\" is no chord root", *step.text);
    constexpr const char* kNames[] = {"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
    return kNames[modulo<std::int64_t>(kMajorScale[letter] + semitones + transpose, 12)];
}

std::string readDegree(const XmlElement& degree)
{
    const std::int64_t value = integerOf(need(degree, "degree-value"));
    const XmlElement* alter = degree.child("degree-alter");
    const std::string sign = alteration(alter ? integerOf(*alter) : 0);
    const std::string_view type = textOf(need(degree, "degree-type"));
    if (type == "add")
        return fmt::format("{}{}", sign.empty() ? "add" : sign, value);
    if (type == "subtract")
        return fmt::format("no{}", value);
    if (type == "alter" && !sign.empty())
        return fmt::format("{}{}", sign, value);
    bad("a chord degree of type \"{}\" cannot be understood", type);
}

} // namespace

Harmony readHarmony(const XmlElement& element, std::int64_t transpose, std::int64_t divisions, ScoreReading reading)
{
    Harmony harmony;
    std::string root, kind, degrees, bass;
    for (const auto& child : element.children) {
        if (child.tag == "root") {
            root = chordPitch(child, "root-step", "root-alter", transpose, reading);
        } else if (child.tag == "bass") {
            bass = chordPitch(child, "bass-step", "bass-alter", transpose, reading);
        } else if (child.tag == "kind") {
            if (!child.text)
                continue;
            const auto found = kChordKinds.find(trimmed(*child.text));
            if (found == kChordKinds.end())
                bad("\"{}\" is no known kind of chord", *child.text);
            kind = found->second;
        } else if (child.tag == "degree") {
            degrees += "(" + readDegree(child) + ")";
        } else if (child.tag == "offset") {
            if (divisions == 0)
                bad("<divisions> is 0");
            harmony.offsets.push_back(integerOf(child));
        }
    }
    if (kind == "N.C.") {
        harmony.figure = kind;
        return harmony;
    }
    if (root.empty())
        bad("a chord symbol has no root");
    harmony.figure = root + kind + degrees + (bass.empty() ? "" : "/" + bass);
    return harmony;
}

} // namespace partita::formats::musicxml
