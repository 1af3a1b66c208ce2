#pragma once

#include "engine/core/quantity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace partita {

/// A piece of music as Magenta means it: notes in seconds, tempos in qpm, a value to copy and compare.
///
/// Field for field the NoteSequence message of note_seq's music.proto, so that nothing is lost between the two;
/// `formats/` reads and writes its bytes. No tempo means 120 qpm, no time signature 4/4, no key signature C major.
/// Repeated fields need not be in time order.
struct NoteSequence {
    struct Note {
        int pitch = 0;    ///< 0–127
        int velocity = 0; ///< 1–127 for a sounding note
        Seconds startTime;
        Seconds endTime;
        int numerator = 0; ///< notated length, as MusicXML gives it
        int denominator = 0;
        int instrument = 0; ///< an index into the sequence's instruments, not a program
        int program = 0;    ///< General MIDI, from 0
        bool isDrum = false;
        int part = 0;
        int pitchName = 0; ///< line of fifths, F♭♭ = 1 … B♯♯ = 35; 0 unknown
        int voice = 0;
        Steps quantizedStartStep;
        Steps quantizedEndStep;

        friend bool operator==(const Note&, const Note&) = default;
    };

    struct TimeSignature {
        Seconds time;
        int numerator = 0;
        int denominator = 0;
        friend bool operator==(const TimeSignature&, const TimeSignature&) = default;
    };

    enum class Mode { kMajor, kMinor, kNotSpecified, kMixolydian, kDorian, kPhrygian, kLydian, kLocrian };
    struct KeySignature {
        Seconds time;
        int key = 0; ///< tonic pitch class, C = 0
        Mode mode = Mode::kMajor;
        friend bool operator==(const KeySignature&, const KeySignature&) = default;
    };

    struct Tempo {
        Seconds time;
        double qpm = 0.0; ///< quarter notes per minute
        friend bool operator==(const Tempo&, const Tempo&) = default;
    };

    struct PitchBend {
        Seconds time;
        int bend = 0; ///< −8192 … 8191
        int instrument = 0;
        int program = 0;
        bool isDrum = false;
        friend bool operator==(const PitchBend&, const PitchBend&) = default;
    };

    struct ControlChange {
        Seconds time;
        int controlNumber = 0;
        int controlValue = 0;
        int instrument = 0;
        int program = 0;
        bool isDrum = false;
        Steps quantizedStep;
        friend bool operator==(const ControlChange&, const ControlChange&) = default;
    };

    struct PartInfo {
        int part = 0;
        std::string name;
        friend bool operator==(const PartInfo&, const PartInfo&) = default;
    };

    struct InstrumentInfo {
        int instrument = 0;
        std::string name;
        friend bool operator==(const InstrumentInfo&, const InstrumentInfo&) = default;
    };

    enum class SourceType { kUnknown, kScoreBased, kPerformanceBased };
    enum class EncodingType { kUnknown, kMusicXml, kAbc, kMidi, kMusicNet };
    enum class Parser { kUnknown, kMusic21, kPrettyMidi, kMagentaMusicXml, kMagentaMusicNet, kMagentaAbc, kToneJsMidiConvert };
    struct SourceInfo {
        SourceType sourceType = SourceType::kUnknown;
        EncodingType encodingType = EncodingType::kUnknown;
        Parser parser = Parser::kUnknown;
        friend bool operator==(const SourceInfo&, const SourceInfo&) = default;
    };

    enum class TextAnnotationType { kUnknown, kChordSymbol, kBeat };
    struct TextAnnotation {
        Seconds time;
        std::string text;
        TextAnnotationType annotationType = TextAnnotationType::kUnknown;
        Steps quantizedStep;
        friend bool operator==(const TextAnnotation&, const TextAnnotation&) = default;
    };

    struct StepsPerQuarter {
        int value = 0;
        friend bool operator==(const StepsPerQuarter&, const StepsPerQuarter&) = default;
    };
    struct StepsPerSecond {
        int value = 0;
        friend bool operator==(const StepsPerSecond&, const StepsPerSecond&) = default;
    };
    using QuantizationInfo = std::variant<StepsPerQuarter, StepsPerSecond>;

    struct SubsequenceInfo {
        Seconds startTimeOffset;
        Seconds endTimeOffset;
        friend bool operator==(const SubsequenceInfo&, const SubsequenceInfo&) = default;
    };

    struct SectionAnnotation {
        Seconds time;
        std::int64_t sectionId = 0;
        friend bool operator==(const SectionAnnotation&, const SectionAnnotation&) = default;
    };

    struct SectionGroup;
    /// A section by its id, or a group of sections (std::vector breaks the recursion).
    struct Section {
        std::optional<std::int64_t> sectionId;
        std::vector<SectionGroup> sectionGroup; ///< empty, or the one group
        friend bool operator==(const Section&, const Section&);
    };
    struct SectionGroup {
        std::vector<Section> sections;
        int numTimes = 0;
        friend bool operator==(const SectionGroup&, const SectionGroup&) = default;
    };

    struct SequenceMetadata {
        std::string title;
        std::string artist;
        std::vector<std::string> genre;
        std::vector<std::string> composers;
        friend bool operator==(const SequenceMetadata&, const SequenceMetadata&) = default;
    };

    std::string id;
    std::string filename;
    std::string collectionName;
    int ticksPerQuarter = 0;
    std::vector<TimeSignature> timeSignatures;
    std::vector<KeySignature> keySignatures;
    std::vector<Tempo> tempos;
    std::vector<Note> notes;
    Seconds totalTime; ///< usually the end of the last note; some producers let it run on
    std::vector<PitchBend> pitchBends;
    std::vector<ControlChange> controlChanges;
    std::vector<PartInfo> partInfos;
    std::optional<SourceInfo> sourceInfo;
    std::vector<TextAnnotation> textAnnotations;
    std::optional<QuantizationInfo> quantizationInfo;
    Steps totalQuantizedSteps;
    std::optional<SubsequenceInfo> subsequenceInfo;
    std::int64_t referenceNumber = 0;
    std::optional<SequenceMetadata> sequenceMetadata;
    std::vector<SectionAnnotation> sectionAnnotations;
    std::vector<SectionGroup> sectionGroups;
    std::vector<InstrumentInfo> instrumentInfos;

    friend bool operator==(const NoteSequence&, const NoteSequence&) = default;
};

inline bool operator==(const NoteSequence::Section& a, const NoteSequence::Section& b)
{
    return a.sectionId == b.sectionId && a.sectionGroup == b.sectionGroup;
}

} // namespace partita
