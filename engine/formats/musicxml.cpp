#include "engine/formats/musicxml.h"

#include "engine/core/file_io.h"
#include "engine/formats/archive.h"
#include "engine/formats/fraction.h"
#include "engine/formats/musicxml_container.h"
#include "engine/formats/musicxml_elements.h"
#include "engine/formats/musicxml_harmony.h"
#include "engine/formats/xml.h"
#include "engine/music/constants.h"
#include "engine/music/modulo.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace partita::formats {
namespace {

using namespace musicxml;

constexpr std::uint64_t kMaxScoreSize = 64u << 20;

// Lengths of note types as fractions of a whole note.
const std::map<std::string_view, Fraction> kNoteTypes{
    {"maxima", {8}},     {"long", {4}},       {"breve", {2}},      {"whole", {1}},       {"half", {1, 2}},
    {"quarter", {1, 4}}, {"eighth", {1, 8}},  {"16th", {1, 16}},   {"32nd", {1, 32}},    {"64th", {1, 64}},
    {"128th", {1, 128}}, {"256th", {1, 256}}, {"512th", {1, 512}}, {"1024th", {1, 1024}}};

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
                addChord(element);
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
        const auto tonic = static_cast<int>(modulo<std::int64_t>(7 * fifths - (key.minor ? 3 : 0), 12));
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
        std::int64_t key = m_measureKey->fifths + modulo<std::int64_t>(-5 * m_transpose, 12);
        if (key > 6)
            key = m_forPeople ? key - 12 : -modulo<std::int64_t>(-key, 6);
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
        const std::int64_t pitch = 12 * (octave + 1) + (m_forPeople ? inOctave : modulo<std::int64_t>(inOctave, 12)) + m_transpose;
        if (m_forPeople && (pitch < kMinMidiPitch || pitch > kMaxMidiPitch))
            bad("a note lies outside the range of MIDI (pitch {})", pitch);
        return pitch;
    }

    void addChord(const XmlElement& element)
    {
        auto harmony = readHarmony(element, m_transpose, m_divisions, m_forPeople ? ScoreReading::kForPeople : ScoreReading::kAsNoteSeq);
        double time = m_now;
        for (const auto offset : harmony.offsets) {
            const double ticks = static_cast<double>(offset * kStandardPpq) / static_cast<double>(m_divisions);
            time += (ticks / kStandardPpq) * m_secondsPerQuarter;
        }
        out().textAnnotations.push_back({Seconds(time), std::move(harmony.figure), NoteSequence::TextAnnotationType::kChordSymbol, {}});
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
    const auto bytes = readFile(path, kMaxScoreSize);
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
