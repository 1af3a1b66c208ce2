#include "engine/formats/abc_tune.h"

#include "engine/formats/abc_key.h"
#include "engine/formats/abc_text.h"
#include "engine/formats/fraction.h"
#include "engine/formats/numbers.h"
#include "engine/music/constants.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

namespace partita::formats::abc {
namespace {

constexpr int kVelocity = 90;
constexpr std::size_t kMaxFractionDigits = 6; ///< keeps every product of fractions inside 64 bits

std::int64_t tuneNumber(std::string_view digits)
{
    return numberOf(digits, kMaxFractionDigits);
}

class Tune {
public:
    std::int64_t referenceNumber() const { return m_sequence.referenceNumber; }

    NoteSequence read(const std::vector<std::string_view>& lines)
    {
        m_sequence.sourceInfo = {NoteSequence::SourceType::kScoreBased, NoteSequence::EncodingType::kAbc, NoteSequence::Parser::kMagentaAbc};
        m_sequence.ticksPerQuarter = kStandardPpq;
        for (std::string_view line : lines) {
            line = trimmed(line.substr(0, line.find('%')));
            if (line.empty())
                continue;
            if (line.size() >= 2 && isLetter(line[0]) && line[1] == ':') {
                Cursor content{line, 2};
                content.spaces();
                readField(line[0], content.rest());
            } else {
                endHeader();
                readMusic(line);
            }
        }
        endHeader();
        finish();
        return std::move(m_sequence);
    }

private:
    // --- fields ---

    NoteSequence::SequenceMetadata& metadata()
    {
        if (!m_sequence.sequenceMetadata)
            m_sequence.sequenceMetadata.emplace();
        return *m_sequence.sequenceMetadata;
    }

    void readField(char letter, std::string_view content)
    {
        switch (letter) {
        case 'X': {
            const auto reference = parseInteger(content);
            if (!reference)
                throw FileError{fmt::format("the reference number \"{}\" is no number", content)};
            m_sequence.referenceNumber = *reference;
            break;
        }
        case 'T':
            if (m_inHeader) {
                auto& title = metadata().title;
                title += (title.empty() ? "" : "; ") + std::string(content);
            }
            break;
        case 'C':
            metadata().composers.emplace_back(content);
            if (metadata().artist.empty())
                metadata().artist = content;
            break;
        case 'M': readMeter(content); break;
        case 'L': readUnitLength(content); break;
        case 'K': {
            const Key key = parseKeyAsNoteSeq(content);
            m_keyAccidentals = key.accidentals;
            m_sequence.keySignatures.push_back({Seconds(m_now), key.tonic, key.mode});
            break;
        }
        case 'Q': readTempo(content); break;
        case 'P': refuse(AbcFault::kPart, "parts (P:) are not supported");
        case 'V': refuse(AbcFault::kMultiVoice, "several voices (V:) are not supported");
        default: break;
        }
    }

    void readMeter(std::string_view content)
    {
        const std::string folded = lowered(content);
        if (folded == "none")
            return;
        std::optional<std::int64_t> numerator, denominator;
        if (folded == "c")
            numerator = denominator = 4;
        else if (folded == "c|")
            numerator = denominator = 2;
        else if (const auto slash = content.find('/'); slash != std::string_view::npos) {
            numerator = parseInteger(content.substr(0, slash));
            denominator = parseInteger(content.substr(slash + 1));
        }
        if (!numerator || !denominator)
            refuse(AbcFault::kParse, fmt::format("the meter \"{}\" cannot be understood", content));
        m_sequence.timeSignatures.push_back({Seconds(m_now), static_cast<int>(*numerator), static_cast<int>(*denominator)});
    }

    void readUnitLength(std::string_view content)
    {
        const auto slash = content.find('/');
        const auto numerator = parseInteger(content.substr(0, slash));
        const auto denominator = slash == std::string_view::npos ? std::optional<std::int64_t>(1) : parseInteger(content.substr(slash + 1));
        if (!numerator || !denominator)
            refuse(AbcFault::kParse, fmt::format("the unit length \"{}\" cannot be understood", content));
        if (*denominator == 0)
            throw FileError{"a unit length has denominator 0"};
        m_unit = Fraction(*numerator, *denominator);
    }

    /// A tempo as written; without a unit it counts unit lengths.
    struct Tempo {
        std::optional<Fraction> unit;
        std::int64_t rate = 0;
    };

    static std::optional<Tempo> parseBeats(std::string_view content)
    {
        Cursor cursor{content};
        if (cursor.take('"')) {
            const auto end = content.find('"', cursor.at);
            if (end == std::string_view::npos)
                return std::nullopt;
            cursor.at = end + 1;
        }
        cursor.spaces();
        Tempo tempo;
        while (isDigit(cursor.peek())) {
            const auto numerator = cursor.digits();
            if (!cursor.take('/') || !isDigit(cursor.peek()))
                return std::nullopt;
            const auto denominator = cursor.digits();
            cursor.spaces();
            if (tuneNumber(denominator) == 0)
                throw FileError{"a tempo has a beat of denominator 0"};
            tempo.unit = tempo.unit.value_or(Fraction(0)) + Fraction(tuneNumber(numerator), tuneNumber(denominator));
        }
        if (!tempo.unit || !cursor.take('='))
            return std::nullopt;
        cursor.spaces();
        if (!isDigit(cursor.peek()))
            return std::nullopt;
        tempo.rate = tuneNumber(cursor.digits());
        return tempo;
    }

    static std::optional<Tempo> parseRate(std::string_view content)
    {
        Cursor cursor{content};
        cursor.take('C');
        cursor.spaces();
        cursor.take('=');
        cursor.spaces();
        const auto digits = cursor.digits();
        if (digits.empty() || !cursor.atEnd())
            return std::nullopt;
        return Tempo{std::nullopt, tuneNumber(digits)};
    }

    void readTempo(std::string_view content)
    {
        auto tempo = parseBeats(content);
        if (!tempo)
            tempo = parseRate(content);
        if (!tempo) {
            const bool isText = content.size() >= 2 && content.front() == '"' && content.find('"', 1) == content.size() - 1;
            if (isText)
                return;
            refuse(AbcFault::kParse, fmt::format("the tempo \"{}\" cannot be understood", content));
        }
        if (m_inHeader)
            m_headerTempo = tempo;
        else
            addTempo(*tempo);
    }

    void addTempo(const Tempo& tempo)
    {
        m_qpm = (Fraction(4) * tempo.unit.value_or(*m_unit) * Fraction(tempo.rate)).toDouble();
        m_sequence.tempos.push_back({Seconds(m_now), m_qpm});
    }

    void endHeader()
    {
        if (!std::exchange(m_inHeader, false))
            return;
        if (!m_unit || m_unit->numerator == 0) {
            const auto& meters = m_sequence.timeSignatures;
            if (meters.size() > 1)
                refuse(AbcFault::kParse, "several meters and no unit length (L:) stand in the header");
            const bool fine = meters.size() == 1 && static_cast<double>(meters[0].numerator) / meters[0].denominator < 0.75;
            m_unit = Fraction(1, fine ? 16 : 8);
        }
        if (m_headerTempo && m_headerTempo->rate != 0)
            addTempo(*m_headerTempo);
    }

    // --- music ---

    void readMusic(std::string_view line)
    {
        Cursor cursor{line};
        m_broken = {};
        while (!cursor.atEnd()) {
            if (readNote(cursor) || readBracket(cursor) || readBroken(cursor) || readBar(cursor) || readQuoted(cursor))
                continue;
            const char c = cursor.peek();
            if (std::string_view(".~HLMOPSTuv)-").find(c) != std::string_view::npos) {
                ++cursor.at; // decorations, slurs and ties change nothing
            } else if (c == '(') {
                if (isDigit(cursor.peek(1)))
                    refuse(AbcFault::kTuplet, "tuplets are not supported");
                ++cursor.at;
            } else if (isSpace(c) || (c == '\\' && cursor.at + 1 == line.size())) {
                ++cursor.at;
            } else {
                refuse(AbcFault::kInvalidCharacter, fmt::format("\"{}\" is not supported (rests, grace notes and decorations by name are not)",
                                                                cursor.rest().substr(0, 1)));
            }
        }
    }

    struct WrittenNote {
        std::string_view accidental;
        char letter = 'C';
        std::string_view octaves;
        std::string_view before, slashes, after; ///< of the length: digits, slashes, digits
    };

    static std::optional<WrittenNote> takeNote(Cursor& cursor)
    {
        Cursor c = cursor;
        WrittenNote note;
        if (c.peek() == '=')
            note.accidental = c.text.substr(c.at++, 1);
        else if (c.peek() == '_' || c.peek() == '^') {
            const std::size_t count = c.peek(1) == c.peek() ? 2 : 1;
            note.accidental = c.text.substr(c.at, count);
            c.at += count;
        }
        if (!isPitchLetter(c.peek()))
            return std::nullopt;
        note.letter = c.text[c.at++];
        note.octaves = c.run("',");
        note.before = c.digits();
        note.slashes = c.run("/");
        note.after = c.digits();
        cursor = c;
        return note;
    }

    Fraction lengthOf(const WrittenNote& note) const
    {
        const auto divided = [](std::int64_t n, std::int64_t d) {
            if (d == 0)
                throw FileError{"a note length is divided by 0"};
            return Fraction(n, d);
        };
        Fraction factor(1);
        if (note.slashes.empty()) {
            if (!note.before.empty())
                factor = Fraction(tuneNumber(note.before));
        } else if (!note.before.empty()) {
            if (note.slashes.size() > 1)
                refuse(AbcFault::kParse, fmt::format("the note length {}{} cannot be understood", note.before, note.slashes));
            factor = divided(tuneNumber(note.before), note.after.empty() ? 2 : tuneNumber(note.after));
        } else if (!note.after.empty()) {
            if (note.slashes.size() > 1)
                throw FileError{fmt::format("the note length {}{} cannot be understood", note.slashes, note.after)};
            factor = divided(1, tuneNumber(note.after));
        } else {
            if (note.slashes.size() > 20)
                refuse(AbcFault::kParse, "a note is too short");
            factor = Fraction(1, std::int64_t(1) << note.slashes.size());
        }
        return *m_unit * factor;
    }

    int pitchOf(const WrittenNote& note)
    {
        const std::size_t letter = letterIndex(note.letter);
        if (note.accidental.size() == 2)
            refuse(AbcFault::kParse, "double accidentals are not supported");
        if (!note.accidental.empty())
            m_barAccidentals[letter] = static_cast<int>(std::string_view("_=^").find(note.accidental[0])) - 1;
        std::int64_t pitch = 60 + kMajorScale[letter] + (note.letter >= 'a' ? 12 : 0);
        pitch += m_barAccidentals[letter].value_or(m_keyAccidentals[letter]);
        for (const char mark : note.octaves)
            pitch += mark == '\'' ? 12 : -12;
        if (pitch < kMinMidiPitch || pitch > kMaxMidiPitch)
            refuse(AbcFault::kParse, fmt::format("a note lies outside the range of MIDI (pitch {})", pitch));
        return static_cast<int>(pitch);
    }

    bool readNote(Cursor& cursor)
    {
        const auto written = takeNote(cursor);
        if (!written)
            return false;
        NoteSequence::Note note;
        note.pitch = pitchOf(*written);
        note.velocity = kVelocity;
        note.startTime = Seconds(m_now);
        const Fraction length = lengthOf(*written);
        const double quartersPerSecond = m_qpm / 60.0;
        if (quartersPerSecond == 0.0)
            throw FileError{"the tempo is 0"};
        m_now += (1 / quartersPerSecond) * (length * Fraction(4)).toDouble();
        note.endTime = Seconds(m_now);
        m_sequence.notes.push_back(note);
        applyBrokenRhythm();
        return true;
    }

    void applyBrokenRhythm()
    {
        const std::string_view broken = std::exchange(m_broken, {});
        if (broken.empty())
            return;
        if (m_sequence.notes.size() < 2)
            refuse(AbcFault::kParse, "a broken rhythm has no note before it");
        auto& second = m_sequence.notes.back();
        auto& first = m_sequence.notes[m_sequence.notes.size() - 2];
        const double length = second.endTime.value - second.startTime.value;
        if (first.endTime.value - first.startTime.value != length)
            refuse(AbcFault::kParse, "a broken rhythm stands between notes of unequal length");
        double shift = std::ldexp(length, -static_cast<int>(std::min<std::size_t>(broken.size(), 1000)));
        if (broken[0] == '<')
            shift = -shift;
        first.endTime += Seconds(shift);
        second.startTime += Seconds(shift);
    }

    bool readBroken(Cursor& cursor)
    {
        const char sign = cursor.peek();
        if (sign != '<' && sign != '>')
            return false;
        const auto run = cursor.run(std::string_view(sign == '<' ? "<" : ">"));
        if (!m_broken.empty())
            refuse(AbcFault::kParse, "two broken rhythms stand before one note");
        m_broken = run;
        return true;
    }

    /// What a `[` may begin besides a bar: a chord or an inline field.
    bool readBracket(Cursor& cursor)
    {
        if (cursor.peek() != '[')
            return false;
        Cursor chord{cursor.text, cursor.at + 1};
        bool any = false;
        while (takeNote(chord))
            any = true;
        if (any && chord.peek() == ']')
            refuse(AbcFault::kChord, "chords are not supported");

        Cursor field{cursor.text, cursor.at + 1};
        const char letter = field.peek();
        if (!isLetter(letter) || field.peek(1) != ':')
            return false;
        field.at += 2;
        const auto end = cursor.text.find(']', field.at);
        if (end == std::string_view::npos || end == field.at)
            return false;
        field.spaces();
        if (field.at >= end)
            field.at = end - 1; // white space alone: its last character is the content
        cursor.at = end + 1;
        readField(letter, cursor.text.substr(field.at, end - field.at));
        return true;
    }

    bool readQuoted(Cursor& cursor)
    {
        if (cursor.peek() != '"')
            return false;
        const auto end = cursor.text.find('"', cursor.at + 1);
        if (end == std::string_view::npos)
            return false;
        const auto text = cursor.text.substr(cursor.at + 1, end - cursor.at - 1);
        cursor.at = end + 1;
        const bool isChord = !text.empty() && isPitchLetter(text[0]);
        m_sequence.textAnnotations.push_back({Seconds(m_now), std::string(text),
                                              isChord ? NoteSequence::TextAnnotationType::kChordSymbol
                                                      : NoteSequence::TextAnnotationType::kUnknown,
                                              {}});
        return true;
    }

    // --- bars, repeats, sections ---

    bool readBar(Cursor& cursor)
    {
        const auto left = cursor.run(":");
        const auto bars = cursor.run("[]|");
        if (bars.empty()) {
            if (left.empty())
                return false;
            if (left.size() % 2 != 0)
                refuse(AbcFault::kRepeatParse, "an odd number of colons stands alone");
            const auto times = static_cast<int>(left.size() / 2 + 1);
            endSection(times, times);
            return true;
        }
        Cursor ending = cursor;
        ending.spaces();
        if (!ending.run("0123456789,-").empty())
            refuse(AbcFault::kVariantEnding, "variant endings are not supported");
        const auto right = cursor.run(":");
        m_barAccidentals = {};
        if (!left.empty() || !right.empty()) {
            endSection(left.empty() ? 0 : static_cast<int>(left.size()) + 1, right.empty() ? 0 : static_cast<int>(right.size()) + 1);
        } else if (bars.size() >= 2 && m_expectedRepeat == 0 && m_now > 0) {
            if (beginSection())
                playPrevious(1);
        }
        return true;
    }

    /// A repeat sign: the section before it was played `backward` times (0: not marked), the next one is to be `forward` times.
    void endSection(int backward, int forward)
    {
        if (m_expectedRepeat != 0 && backward != m_expectedRepeat)
            refuse(AbcFault::kRepeatParse, "the repeat signs do not match");
        const bool isNew = beginSection();
        if (backward != 0) {
            if (m_now == 0)
                refuse(AbcFault::kRepeatParse, "a repeat ends before any note");
            playPrevious(backward);
        } else if (m_now > 0 && isNew) {
            playPrevious(1);
        }
        m_expectedRepeat = forward;
    }

    bool beginSection()
    {
        auto& sections = m_sequence.sectionAnnotations;
        if (sections.empty() && m_now > 0)
            sections.push_back({Seconds(0.0), 0});
        if (!sections.empty() && sections.back().time.value == m_now)
            return false;
        sections.push_back({Seconds(m_now), sections.empty() ? 0 : sections.back().sectionId + 1});
        return true;
    }

    void play(std::int64_t section, int times)
    {
        NoteSequence::SectionGroup group;
        group.sections.push_back({section, {}});
        group.numTimes = times;
        m_sequence.sectionGroups.push_back(std::move(group));
    }

    void playPrevious(int times)
    {
        const auto& sections = m_sequence.sectionAnnotations;
        if (sections.size() < 2)
            refuse(AbcFault::kRepeatParse, "a repeat has no section before it");
        play(sections[sections.size() - 2].sectionId, times);
    }

    void finish()
    {
        if (m_expectedRepeat != 0)
            refuse(AbcFault::kRepeatParse, "a repeat begins and never ends");
        auto& sections = m_sequence.sectionAnnotations;
        const auto& notes = m_sequence.notes;
        if (!sections.empty() && !notes.empty() && sections.back().time == notes.back().endTime)
            sections.pop_back();
        auto& groups = m_sequence.sectionGroups;
        if (!sections.empty() && !groups.empty() && groups.back().sections.front().sectionId != sections.back().sectionId)
            play(sections.back().sectionId, 1);
        if (!notes.empty())
            m_sequence.totalTime = notes.back().endTime;
    }

    NoteSequence m_sequence;
    bool m_inHeader = true;
    double m_now = 0.0;
    double m_qpm = kDefaultQuartersPerMinute;
    std::optional<Fraction> m_unit;
    std::optional<Tempo> m_headerTempo;
    Accidentals m_keyAccidentals{};
    std::array<std::optional<int>, 7> m_barAccidentals{};
    std::string_view m_broken;  ///< `>` or `<` signs waiting for the next note of the line
    int m_expectedRepeat = 0;   ///< how often the open section must be played; 0: no repeat is open
};

} // namespace

TuneOutcome readTuneAsNoteSeq(const std::vector<std::string_view>& lines)
{
    Tune tune;
    try {
        NoteSequence sequence = tune.read(lines);
        return {tune.referenceNumber(), std::move(sequence), {}};
    } catch (const TuneError& error) {
        return {tune.referenceNumber(), AbcFailure{tune.referenceNumber(), error.fault, error.message}, {}};
    } catch (const FileError& error) {
        throw FileError{fmt::format("tune {}: {}", tune.referenceNumber(), error.message)};
    }
}

} // namespace partita::formats::abc
