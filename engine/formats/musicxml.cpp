#include "engine/formats/musicxml.h"

#include "engine/core/file_io.h"
#include "engine/formats/archive.h"
#include "engine/formats/fraction.h"
#include "engine/formats/numbers.h"
#include "engine/formats/xml.h"
#include "engine/music/constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace partita::formats {
namespace {

constexpr std::uint64_t kMaxFileSize = 64u << 20;

/// Thrown inside this file only: one bad element ends the whole reading, from any depth.
struct ScoreError {
    std::string message;
};

template <class... Args>
[[noreturn]] void bad(fmt::format_string<Args...> format, Args&&... args)
{
    throw ScoreError{fmt::format(format, std::forward<Args>(args)...)};
}

std::string_view textOf(const XmlElement& element)
{
    return element.text ? std::string_view(*element.text) : std::string_view();
}

std::int64_t integerOf(const XmlElement& element)
{
    const auto value = parseInteger(textOf(element));
    if (!value)
        bad("<{}> should hold an integer, but holds \"{}\"", element.tag, textOf(element));
    return *value;
}

const XmlElement& need(const XmlElement& element, std::string_view name)
{
    const XmlElement* child = element.child(name);
    if (!child)
        bad("<{}> has no <{}>", element.tag, name);
    return *child;
}

// Lengths of note types as fractions of a whole note.
const std::map<std::string_view, Fraction> kNoteTypes{
    {"maxima", {8}},     {"long", {4}},       {"breve", {2}},      {"whole", {1}},       {"half", {1, 2}},
    {"quarter", {1, 4}}, {"eighth", {1, 8}},  {"16th", {1, 16}},   {"32nd", {1, 32}},    {"64th", {1, 64}},
    {"128th", {1, 128}}, {"256th", {1, 256}}, {"512th", {1, 512}}, {"1024th", {1, 1024}}};

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

constexpr std::string_view kSteps = "CDEFGAB";

int mod(std::int64_t a, int b)
{
    return static_cast<int>(((a % b) + b) % b);
}

struct PartRecord {
    std::string name;
    std::int64_t channel = 0;
    std::int64_t program = 0;
};

/// A note while the voice goes on: what later chord members and measures ask of it.
struct PreviousNote {
    std::int64_t duration = 0;
    double onset = 0.0;
};

struct Meter {
    std::int64_t numerator = 4;
    std::int64_t denominator = 4;
    double time = 0.0;
};

struct Key {
    std::int64_t fifths = 0;
    bool minor = false;
    double time = 0.0;
};

/// Walks a partwise score once, as note_seq's parser does, with its one state for the whole document.
class Reader {
public:
    explicit Reader(ScoreReading reading) : m_forPeople(reading == ScoreReading::kForPeople) {}

    ScoreSequence read(const XmlElement& root)
    {
        if (m_forPeople && !root.child("part"))
            bad("it holds no parts (<{}>); only partwise scores can be read: export it as score-partwise", root.tag);
        readHead(root);
        int index = 0;
        for (const auto& element : root.children)
            if (element.tag == "part")
                readPart(element, index++);
        finish();
        return std::move(m_result);
    }

private:
    NoteSequence& out() { return m_result.sequence; }

    // --- what stands above the parts ---

    void readHead(const XmlElement& root)
    {
        NoteSequence::SequenceMetadata metadata;
        if (const auto* work = root.child("work"))
            if (const auto* title = work->child("work-title"))
                metadata.title = textOf(*title);
        if (const auto* identification = root.child("identification"))
            for (const auto& creator : identification->children)
                if (creator.tag == "creator" && creator.text && isComposer(creator))
                    metadata.composers.push_back(*creator.text);
        if (!metadata.title.empty() || !metadata.composers.empty())
            out().sequenceMetadata = std::move(metadata);

        const auto* list = root.child("part-list");
        if (!list)
            return;
        for (const auto& part : list->children) {
            if (part.tag != "score-part")
                continue;
            const std::string* id = part.attribute("id");
            if (!id)
                bad("a <score-part> has no id");
            PartRecord record;
            if (const auto* name = part.child("part-name"))
                record.name = textOf(*name);
            if (const auto* instrument = part.child("midi-instrument")) {
                const auto* channel = instrument->child("midi-channel");
                const auto* program = instrument->child("midi-program");
                if (channel && program) {
                    const int first = m_forPeople ? 1 : 0; // MusicXML counts both from 1
                    record.channel = integerOf(*channel) - first;
                    record.program = integerOf(*program) - first;
                }
            }
            m_records[*id] = std::move(record);
        }
    }

    bool isComposer(const XmlElement& creator) const
    {
        const std::string* type = creator.attribute("type");
        return !m_forPeople || !type || *type == "composer";
    }

    // --- parts and measures ---

    void readPart(const XmlElement& part, int index)
    {
        PartRecord record;
        if (const std::string* id = part.attribute("id"))
            if (const auto found = m_records.find(*id); found != m_records.end())
                record = found->second;
        out().partInfos.push_back({index, record.name});
        m_part = index;
        m_channel = record.channel;
        m_program = record.program;
        m_now = 0.0;
        m_transpose = 0;
        m_tied.clear();
        if (m_forPeople) {
            m_meter.reset();
            m_soundingMeter.reset();
            m_velocity = kDefaultVelocity;
        }
        for (const auto& measure : part.children)
            if (measure.tag == "measure")
                readMeasure(measure);
        m_totalTime = std::max(m_totalTime, m_now);
    }

    void readMeasure(const XmlElement& measure)
    {
        m_measureStart = m_now;
        m_measureDuration = 0;
        m_measureMeter.reset();
        m_measureKey.reset();

        // A measure of one <forward> and no notes is meant as a whole-measure rest, and comes last.
        const auto isTag = [](const char* tag) { return [tag](const XmlElement& element) { return element.tag == tag; }; };
        const XmlElement* forward = nullptr;
        if (std::ranges::none_of(measure.children, isTag("note")) && std::ranges::count_if(measure.children, isTag("forward")) == 1)
            forward = measure.child("forward");

        for (const auto& element : measure.children) {
            if (&element == forward)
                continue;
            if (element.tag == "attributes")
                readAttributes(element);
            else if (element.tag == "backup")
                m_now -= seconds(integerOf(need(element, "duration")));
            else if (element.tag == "forward")
                m_now += seconds(integerOf(need(element, "duration")));
            else if (element.tag == "direction")
                readDirection(element);
            else if (element.tag == "sound" && m_forPeople)
                readSound(element);
            else if (element.tag == "note")
                readNote(element);
            else if (element.tag == "harmony")
                readHarmony(element);
            else if (element.tag == "barline" && element.child("repeat") && !m_warnedOfRepeats && m_forPeople) {
                m_warnedOfRepeats = true;
                m_result.warnings.push_back("Repeats are written out once, not played again.");
            }
        }
        if (forward) {
            const std::int64_t duration = integerOf(need(*forward, "duration"));
            m_previous = {duration, m_now};
            m_now += seconds(duration);
            m_measureDuration += duration;
        }
        fixMeter();
        if (m_measureMeter)
            addOnce(out().timeSignatures, {Seconds(m_measureMeter->time), static_cast<int>(m_measureMeter->numerator),
                                           static_cast<int>(m_measureMeter->denominator)});
        if (m_measureKey)
            addKey(*m_measureKey);
    }

    template <class Signature>
    static void addOnce(std::vector<Signature>& list, const Signature& signature)
    {
        if (std::ranges::find(list, signature) == list.end())
            list.push_back(signature);
    }

    void addKey(const Key& key)
    {
        const std::int64_t fifths = key.fifths < -7 ? key.fifths + 15 : key.fifths;
        if (fifths > 7 || fifths < -7)
            bad("a key of {} fifths does not exist", key.fifths);
        const int tonic = mod(7 * fifths - (key.minor ? 3 : 0), 12);
        addOnce(out().keySignatures, {Seconds(key.time), tonic, key.minor ? NoteSequence::Mode::kMinor : NoteSequence::Mode::kMajor});
    }

    /// A measure shorter or longer than its meter gets a meter of its own, so that bar lines stay where they are written.
    void fixMeter()
    {
        if (m_divisions == 0)
            bad("<divisions> is 0");
        const Fraction length(m_measureDuration, 4 * m_divisions);
        if (!m_meter) {
            m_meter = m_measureMeter = Meter{length.numerator, length.denominator, 0.0};
            return;
        }
        if (m_meter->denominator == 0)
            bad("a meter has denominator 0");
        const Fraction meter(m_meter->numerator, m_meter->denominator);
        if (m_forPeople) {
            Meter meant{m_meter->numerator, m_meter->denominator, m_measureStart};
            if (m_measureDuration != 0 && length != meter)
                meant = spelled(length, meant);
            const bool isNew = !m_soundingMeter || m_soundingMeter->numerator != meant.numerator || m_soundingMeter->denominator != meant.denominator;
            m_measureMeter = isNew ? std::optional(meant) : std::nullopt;
            m_soundingMeter = meant;
            return;
        }
        const bool isShort = m_measureDuration < m_meter->numerator; // divisions against beats, as in the original
        Meter made{length.numerator, length.denominator, m_measureStart};
        if (length == Fraction(1) && !isShort)
            made.numerator = made.denominator = m_meter->denominator;
        if (isShort || (!m_measureMeter && length != meter))
            m_meter = m_measureMeter = made;
    }

    /// A pickup of three eighths in 6/8 is 3/8: with the meter's own beats where it comes out even.
    static Meter spelled(Fraction length, const Meter& meter)
    {
        if (meter.denominator % length.denominator != 0)
            return {length.numerator, length.denominator, meter.time};
        return {length.numerator * (meter.denominator / length.denominator), meter.denominator, meter.time};
    }

    // --- attributes and directions ---

    void readAttributes(const XmlElement& attributes)
    {
        for (const auto& element : attributes.children) {
            if (element.tag == "divisions")
                m_divisions = integerOf(element);
            else if (element.tag == "key")
                readKey(element);
            else if (element.tag == "time")
                readTime(element);
            else if (element.tag == "transpose")
                readTranspose(element);
        }
    }

    void readKey(const XmlElement& element)
    {
        Key key{integerOf(need(element, "fifths")), false, m_now};
        if (const auto* mode = element.child("mode"); mode && m_forPeople)
            key.minor = trimmed(textOf(*mode)) == "minor";
        m_measureKey = key;
    }

    void readTime(const XmlElement& element)
    {
        if (m_measureMeter)
            bad("a measure has more than one time signature");
        const auto count = [&](std::string_view tag) {
            return std::ranges::count_if(element.children, [tag](const XmlElement& child) { return child.tag == tag; });
        };
        if (count("beats") > 1 || count("beat-type") > 1)
            bad("alternating time signatures are not supported");
        m_meter = m_measureMeter = Meter{integerOf(need(element, "beats")), integerOf(need(element, "beat-type")), m_now};
    }

    void readTranspose(const XmlElement& element)
    {
        m_transpose = integerOf(need(element, "chromatic"));
        if (m_forPeople)
            if (const auto* octaves = element.child("octave-change"))
                m_transpose += 12 * integerOf(*octaves);
        if (!m_measureKey)
            return;
        std::int64_t key = m_measureKey->fifths + mod(-5 * m_transpose, 12);
        if (key > 6)
            key = m_forPeople ? key - 12 : -mod(-key, 6);
        m_measureKey->fifths = key;
    }

    void readDirection(const XmlElement& direction)
    {
        for (const auto& element : direction.children)
            if (element.tag == "sound")
                readSound(element);
    }

    void readSound(const XmlElement& sound)
    {
        const std::string* tempo = sound.attribute("tempo");
        const std::string* dynamics = sound.attribute("dynamics");
        if (tempo) {
            auto qpm = parseReal(*tempo);
            if (!qpm)
                bad("a tempo should be a number, but is \"{}\"", *tempo);
            if (*qpm == 0.0)
                qpm = kDefaultQuartersPerMinute;
            m_qpm = *qpm;
            m_secondsPerQuarter = 60.0 / m_qpm;
            if (m_part == 0)
                out().tempos.push_back({Seconds(m_now), m_qpm});
        }
        if (!dynamics)
            return;
        if (m_forPeople) {
            if (const auto percent = parseReal(*dynamics); percent && std::isfinite(*percent))
                m_velocity = static_cast<std::int64_t>(std::clamp(std::round(*percent * 0.9), 1.0, 127.0));
        } else if (tempo) {
            const auto velocity = parseInteger(*dynamics);
            if (!velocity)
                bad("dynamics should be an integer, but is \"{}\"", *dynamics);
            m_velocity = *velocity;
        }
    }

    // --- notes ---

    double seconds(std::int64_t divisions) const
    {
        if (m_divisions == 0)
            bad("<divisions> is 0");
        const double ticks = static_cast<double>(divisions) * (kStandardPpq / static_cast<double>(m_divisions));
        return (ticks / kStandardPpq) * m_secondsPerQuarter;
    }

    void readNote(const XmlElement& element)
    {
        bool inChord = false, isRest = false, unpitched = false, tieStart = false, tieStop = false, grace = true;
        std::int64_t duration = 0, voice = 1, dots = 0;
        double onset = m_forPeople ? m_now : 0.0, length = 0.0;
        Fraction type(1, 4), tuplet(1);
        std::optional<std::int64_t> pitch;

        for (const auto& child : element.children) {
            const std::string_view tag = child.tag;
            if (tag == "chord") {
                inChord = true;
            } else if (tag == "duration") {
                duration = integerOf(child);
                grace = false;
                if (inChord) {
                    if (!m_previous)
                        bad("a chord member has no note before it");
                    duration = m_previous->duration;
                    onset = m_previous->onset;
                }
                length = seconds(duration);
                if (!inChord) {
                    onset = m_now;
                    m_now += length;
                }
            } else if (tag == "pitch") {
                pitch = readPitch(child);
            } else if (tag == "rest") {
                isRest = true;
            } else if (tag == "voice") {
                voice = integerOf(child);
            } else if (tag == "dot") {
                ++dots;
            } else if (tag == "type") {
                const auto found = kNoteTypes.find(textOf(child));
                if (found == kNoteTypes.end())
                    bad("\"{}\" is no note type", textOf(child));
                type = found->second;
            } else if (tag == "time-modification") {
                const auto actual = integerOf(need(child, "actual-notes")), normal = integerOf(need(child, "normal-notes"));
                if (normal == 0)
                    bad("a tuplet has 0 normal notes");
                tuplet = Fraction(actual, normal);
            } else if (tag == "unpitched") {
                if (!m_forPeople)
                    bad("unpitched notes are not supported");
                unpitched = true;
            } else if (tag == "tie") {
                const std::string* kind = child.attribute("type");
                tieStart |= kind && *kind == "start";
                tieStop |= kind && *kind == "stop";
            }
        }

        m_previous = {duration, onset};
        if (voice == 1 && !inChord)
            m_measureDuration += duration;
        if (unpitched && !m_warnedOfUnpitched) {
            m_warnedOfUnpitched = true;
            m_result.warnings.push_back("Notes without pitch (percussion) were left out.");
        }
        if (isRest || unpitched || (grace && m_forPeople))
            return;
        if (!pitch)
            bad("a note has no pitch");

        const double start = std::max(onset, 0.0);
        if (m_forPeople && joinTie(*pitch, voice, start, length, tieStart, tieStop))
            return;

        NoteSequence::Note note;
        note.part = m_part;
        note.voice = static_cast<int>(voice);
        note.instrument = static_cast<int>(m_channel);
        note.program = static_cast<int>(m_program);
        note.isDrum = m_forPeople && m_channel == 9;
        note.startTime = Seconds(start);
        note.endTime = Seconds(start + length);
        note.pitch = static_cast<int>(*pitch);
        note.velocity = static_cast<int>(m_velocity);
        const Fraction notated = grace ? Fraction(0) : notatedLength(type, tuplet, dots);
        note.numerator = static_cast<int>(notated.numerator);
        note.denominator = static_cast<int>(notated.denominator);
        if (tieStart)
            m_tied[{*pitch, voice}] = out().notes.size();
        out().notes.push_back(note);
    }

    static Fraction notatedLength(Fraction type, Fraction tuplet, std::int64_t dots)
    {
        if (tuplet.numerator == 0)
            bad("a tuplet has 0 actual notes");
        if (dots > 16)
            bad("a note has {} dots", dots);
        Fraction factor(1);
        for (std::int64_t dot = 1; dot <= dots; ++dot)
            factor = factor + Fraction(1, std::int64_t(1) << dot);
        return type / tuplet * factor;
    }

    /// The end of a tie lengthens the note that it began with.
    bool joinTie(std::int64_t pitch, std::int64_t voice, double start, double length, bool tieStart, bool tieStop)
    {
        const auto open = m_tied.find({pitch, voice});
        if (!tieStop || open == m_tied.end() || std::abs(out().notes[open->second].endTime.value - start) > 1e-6)
            return false;
        out().notes[open->second].endTime = Seconds(start + length);
        if (!tieStart)
            m_tied.erase(open);
        return true;
    }

    std::int64_t readPitch(const XmlElement& element)
    {
        const std::string_view step = textOf(need(element, "step"));
        const auto index = step.size() == 1 ? kSteps.find(step) : std::string_view::npos;
        if (index == std::string_view::npos)
            bad("\"{}\" is no pitch step", step);
        std::int64_t alter = 0;
        if (const auto* altered = element.child("alter"); altered && altered->text) {
            const auto value = parseReal(*altered->text);
            if (!value || !std::isfinite(*value) || std::abs(*value) > 1e6)
                bad("an alteration should be a number, but is \"{}\"", *altered->text);
            alter = static_cast<std::int64_t>(*value);
        }
        const std::int64_t octave = integerOf(need(element, "octave"));
        const std::int64_t inOctave = kMajorScale[index] + alter;
        const std::int64_t pitch = 12 * (octave + 1) + (m_forPeople ? inOctave : mod(inOctave, 12)) + m_transpose;
        if (m_forPeople && (pitch < kMinMidiPitch || pitch > kMaxMidiPitch))
            bad("a note lies outside the range of MIDI (pitch {})", pitch);
        return pitch;
    }

    // --- chord symbols ---

    static std::string alteration(std::int64_t semitones)
    {
        constexpr const char* kSigns[] = {"bb", "b", "", "#", "##"};
        if (semitones < -2 || semitones > 2)
            bad("a chord is altered by {} semitones", semitones);
        return kSigns[semitones + 2];
    }

    /// Root or bass as it is sounding: a transposing part's symbols are written as its notes are.
    std::string chordPitch(const XmlElement& element, const char* stepTag, const char* alterTag)
    {
        const XmlElement& step = need(element, stepTag);
        if (!step.text)
            bad("<{}> is empty", stepTag);
        const XmlElement* alter = element.child(alterTag);
        const std::int64_t semitones = alter ? integerOf(*alter) : 0;
        if (m_transpose == 0)
            return *step.text + alteration(semitones);
        if (!m_forPeople)
            bad("chord symbols of transposing parts are not supported");
        const auto letter = kSteps.find(*step.text);
        if (step.text->size() != 1 || letter == std::string_view::npos)
            bad("\"{}\" is no chord root", *step.text);
        constexpr const char* kNames[] = {"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
        return kNames[mod(kMajorScale[letter] + semitones + m_transpose, 12)];
    }

    void readHarmony(const XmlElement& harmony)
    {
        double time = m_now;
        std::string root, kind, degrees, bass;
        for (const auto& element : harmony.children) {
            if (element.tag == "root") {
                root = chordPitch(element, "root-step", "root-alter");
            } else if (element.tag == "bass") {
                bass = chordPitch(element, "bass-step", "bass-alter");
            } else if (element.tag == "kind") {
                if (!element.text)
                    continue;
                const auto found = kChordKinds.find(trimmed(*element.text));
                if (found == kChordKinds.end())
                    bad("\"{}\" is no known kind of chord", *element.text);
                kind = found->second;
            } else if (element.tag == "degree") {
                degrees += "(" + readDegree(element) + ")";
            } else if (element.tag == "offset") {
                if (m_divisions == 0)
                    bad("<divisions> is 0");
                const double ticks = static_cast<double>(integerOf(element) * kStandardPpq) / static_cast<double>(m_divisions);
                time += (ticks / kStandardPpq) * m_secondsPerQuarter;
            }
        }
        if (kind == "N.C.")
            return addChord(time, kind);
        if (root.empty())
            bad("a chord symbol has no root");
        addChord(time, root + kind + degrees + (bass.empty() ? "" : "/" + bass));
    }

    void addChord(double time, std::string figure)
    {
        out().textAnnotations.push_back({Seconds(time), std::move(figure), NoteSequence::TextAnnotationType::kChordSymbol, {}});
    }

    static std::string readDegree(const XmlElement& degree)
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

    void finish()
    {
        NoteSequence& sequence = out();
        sequence.sourceInfo = {NoteSequence::SourceType::kScoreBased, NoteSequence::EncodingType::kMusicXml,
                               NoteSequence::Parser::kMagentaMusicXml};
        sequence.ticksPerQuarter = kStandardPpq;
        sequence.totalTime = Seconds(m_totalTime);
        if (sequence.tempos.empty())
            sequence.tempos.push_back({Seconds(0.0), m_qpm});
        if (sequence.keySignatures.empty())
            sequence.keySignatures.push_back({Seconds(0.0), 0, NoteSequence::Mode::kMajor});
    }

    static constexpr std::int64_t kDefaultVelocity = 64;

    const bool m_forPeople;
    ScoreSequence m_result;
    std::map<std::string, PartRecord> m_records;
    bool m_warnedOfRepeats = false;
    bool m_warnedOfUnpitched = false;

    // The state that note_seq keeps through the whole document.
    std::int64_t m_divisions = 1;
    double m_qpm = kDefaultQuartersPerMinute;
    double m_secondsPerQuarter = 0.5;
    std::int64_t m_velocity = kDefaultVelocity;
    std::optional<Meter> m_meter;
    std::optional<Meter> m_soundingMeter; ///< for people: the meter of the measure before
    std::optional<PreviousNote> m_previous;
    double m_totalTime = 0.0;

    // Of the part being read.
    int m_part = 0;
    double m_now = 0.0;
    std::int64_t m_channel = 0;
    std::int64_t m_program = 0;
    std::int64_t m_transpose = 0;
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> m_tied; ///< (pitch, voice) → note that goes on

    // Of the measure being read.
    double m_measureStart = 0.0;
    std::int64_t m_measureDuration = 0; ///< divisions of voice 1
    std::optional<Meter> m_measureMeter;
    std::optional<Key> m_measureKey;
};

// --- the container of compressed files ---

constexpr std::string_view kScoreMediaType = "application/vnd.recordare.musicxml+xml";

const ArchiveMember* find(const std::vector<ArchiveMember>& members, std::string_view name)
{
    const auto found = std::ranges::find(members, name, &ArchiveMember::name);
    return found == members.end() ? nullptr : &*found;
}

/// The name of the score as META-INF/container.xml gives it.
Result<std::string> scoreName(const ArchiveMember& container)
{
    const auto root = parseXml(container.bytes);
    if (!root)
        return fail(root.error().code, "its META-INF/container.xml is broken: " + root.error().message);
    std::optional<std::string> name;
    for (const auto& files : root->children) {
        if (files.tag != "rootfiles")
            continue;
        for (const auto& file : files.children) {
            const std::string* type = file.attribute("media-type");
            if (file.tag != "rootfile" || (type && *type != kScoreMediaType))
                continue;
            if (name)
                return fail(ErrorCode::kDamaged, "its container names several scores");
            const std::string* path = file.attribute("full-path");
            if (!path)
                return fail(ErrorCode::kDamaged, "its container names a score without its path");
            name = *path;
        }
    }
    if (!name)
        return fail(ErrorCode::kDamaged, "its container names no score");
    return *name;
}

/// The score in the archive. For people a broken container is no reason to give up where only one score can be meant.
Result<const ArchiveMember*> findScore(const std::vector<ArchiveMember>& members, ScoreReading reading, std::vector<std::string>& warnings)
{
    const ArchiveMember* container = find(members, "META-INF/container.xml");
    auto name = container ? scoreName(*container) : Result<std::string>(fail(ErrorCode::kDamaged, "it has no META-INF/container.xml"));
    if (name)
        if (const ArchiveMember* score = find(members, *name))
            return score;
    const Result<const ArchiveMember*> failure =
        name ? fail(ErrorCode::kDamaged, "its container names \"" + *name + "\", which is not in the archive") : fail(name);
    if (reading == ScoreReading::kAsNoteSeq)
        return failure;

    const ArchiveMember* only = nullptr;
    for (const auto& member : members) {
        const bool isScore = (member.name.ends_with(".xml") || member.name.ends_with(".musicxml")) && !member.name.starts_with("META-INF/");
        if (isScore && only)
            return failure;
        if (isScore)
            only = &member;
    }
    if (!only)
        return failure;
    warnings.push_back("The container is broken (" + failure.error().message + "); its only score was taken.");
    return only;
}

} // namespace

Result<ScoreSequence> readMusicXml(std::span<const std::uint8_t> bytes, bool compressed, ScoreReading reading)
{
    std::vector<ArchiveMember> members;
    std::vector<std::string> warnings;
    if (compressed) {
        auto unpacked = readZip(bytes);
        if (!unpacked)
            return fail(unpacked);
        members = std::move(*unpacked);
        const auto score = findScore(members, reading, warnings);
        if (!score)
            return fail(score);
        bytes = (*score)->bytes;
    }
    const auto root = parseXml(bytes);
    if (!root)
        return fail(root);
    try {
        ScoreSequence result = Reader(reading).read(*root);
        result.warnings.insert(result.warnings.begin(), warnings.begin(), warnings.end());
        return result;
    } catch (const ScoreError& error) {
        return fail(ErrorCode::kDamaged, error.message);
    }
}

Result<ScoreSequence> readMusicXmlFile(const std::filesystem::path& path, ScoreReading reading)
{
    const auto bytes = readFile(path, kMaxFileSize);
    if (!bytes)
        return fail(bytes);
    const bool isZip = bytes->size() >= 4 && (*bytes)[0] == 'P' && (*bytes)[1] == 'K';
    const bool compressed = reading == ScoreReading::kAsNoteSeq ? path.string().ends_with(".mxl") : isZip;
    auto result = readMusicXml(*bytes, compressed, reading);
    if (!result)
        return fail(result.error().code, quoted(path) + " cannot be read as MusicXML: " + result.error().message + ". Export the score again.");
    return result;
}

} // namespace partita::formats
