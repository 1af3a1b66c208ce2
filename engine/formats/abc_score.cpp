#include "engine/formats/abc_score.h"
#include "engine/formats/abc_text.h"
#include "engine/formats/abc_tune.h"
#include "engine/formats/numbers.h"
#include "engine/music/constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace partita::formats::abc {
namespace {

constexpr std::size_t kMaxDigits = 4; ///< keeps every product of lengths inside 64 bits
constexpr std::size_t kMaxVoices = 64, kMaxHeads = 32;
constexpr int kMaxEnding = 64;

// How loud the dynamics of abc2midi are.
constexpr std::pair<std::string_view, int> kDynamics[] = {{"pppp", 30}, {"ppp", 30}, {"pp", 45}, {"p", 60}, {"mp", 75}, {"mf", 90}, {"f", 105}, {"ff", 120}, {"fff", 127}, {"ffff", 127}};

std::int64_t number(std::string_view digits)
{
    if (digits.size() > kMaxDigits)
        refuse(AbcFault::kParse, fmt::format("the number {} is too large", digits));
    return *parseInteger(digits);
}

/// `3`, `3/2`, `/`, `//`, `/4`, or nothing for 1.
Fraction takeLength(Cursor& cursor)
{
    const auto before = cursor.digits();
    const auto slashes = cursor.run("/").size();
    const auto after = slashes > 0 ? cursor.digits() : std::string_view();
    if (slashes > 10)
        refuse(AbcFault::kParse, "a note is too short");
    std::int64_t divisor = slashes > 0 ? std::int64_t(1) << (after.empty() ? slashes : slashes - 1) : 1;
    if (!after.empty())
        divisor *= number(after);
    if (divisor == 0)
        refuse(AbcFault::kParse, "a note length is divided by 0");
    return {before.empty() ? 1 : number(before), divisor};
}

/// What `>>` makes of the notes before and after it: of the first 2 − 2⁻ᵏ, of the second 2⁻ᵏ.
struct BrokenRhythm {
    Fraction before{1}, after{1};
};
BrokenRhythm brokenRhythm(char sign, std::size_t count)
{
    const std::int64_t whole = std::int64_t(1) << std::min<std::size_t>(count, 6);
    const Fraction longer(2 * whole - 1, whole), shorter(1, whole);
    return sign == '>' ? BrokenRhythm{longer, shorter} : BrokenRhythm{shorter, longer};
}

/// A voice while it is read.
struct OpenVoice {
    std::size_t index = 0;
    int shift = 0; ///< semitones, of its own
    int keyShift = 0;
    Fraction unit;
    Accidentals key{};
    std::array<std::optional<int>, 7> barAccidentals{};
    MeterChange meter;
    int velocity = 90;
    std::optional<std::size_t> lastSound; ///< among its events
    Fraction broken{1};                   ///< for the next sound
    Fraction tuplet{1};
    std::int64_t tupletLeft = 0; ///< sounds it still holds for
};

class ScoreReader {
public:
    explicit ScoreReader(Score& score) : m_score(score) {}

    void read(const std::vector<std::string_view>& lines)
    {
        for (const auto whole : lines) {
            const auto line = withoutComment(whole);
            if (line.empty())
                continue;
            if (isField(line)) {
                Cursor content{line, 2};
                content.spaces();
                readField(line[0], content.rest());
            } else {
                endHeader();
                readMusic(line);
            }
        }
        endHeader();
    }

private:
    static std::string_view withoutComment(std::string_view line)
    {
        for (std::size_t i = 0; i < line.size(); ++i)
            if (line[i] == '%' && (i == 0 || line[i - 1] != '\\'))
                return trimmed(line.substr(0, i));
        return trimmed(line);
    }

    /// In the body a letter and a colon may be a note and a repeat sign.
    bool isField(std::string_view line) const
    {
        if (line.size() < 2 || line[1] != ':' || !isLetter(line[0]) || (line.size() > 2 && (line[2] == '|' || line[2] == ':')))
            return false;
        return m_inHeader || std::string_view("IKLMmNPQRrsTUVWwX").find(line[0]) != std::string_view::npos;
    }

    void warn(std::string sentence)
    {
        if (std::ranges::find(m_score.warnings, sentence) == m_score.warnings.end() && m_score.warnings.size() < 20)
            m_score.warnings.push_back(std::move(sentence));
    }

    // --- fields ---

    void readField(char letter, std::string_view content)
    {
        switch (letter) {
        case 'X': m_score.referenceNumber = parseInteger(content).value_or(m_score.referenceNumber); break;
        case 'T':
            if (m_inHeader)
                m_score.titles.emplace_back(content);
            break;
        case 'C': m_score.composers.emplace_back(content); break;
        case 'M': readMeter(content); break;
        case 'L': readUnitLength(content); break;
        case 'K':
            readKey(content);
            endHeader();
            break;
        case 'Q': readTempo(content); break;
        case 'P': readParts(content); break;
        case 'V': readVoice(content); break;
        default: break; // what is said about the tune, words, and symbols of one's own
        }
    }

    /// A field before the music speaks for all voices, later for the one that it stands in.
    template <class Apply>
    void forVoices(Apply&& apply)
    {
        if (m_inHeader) {
            apply(m_start);
            for (auto& voice : m_open)
                apply(voice);
        } else {
            apply(current());
        }
    }

    std::vector<Event>& events(const OpenVoice& voice) { return m_score.voices[voice.index].events; }
    template <class Written>
    void add(const OpenVoice& voice, Written&& event)
    {
        events(voice).emplace_back(std::in_place_type<std::decay_t<Written>>, std::forward<Written>(event));
    }

    void readMeter(std::string_view content)
    {
        const auto folded = lowered(content);
        MeterChange meter{0, 0};
        if (folded == "c") {
            meter = {4, 4};
        } else if (folded == "c|") {
            meter = {2, 2};
        } else if (folded != "none" && !folded.empty()) {
            const auto slash = content.find('/');
            const auto denominator = slash == std::string_view::npos ? 0 : parseInteger(content.substr(slash + 1)).value_or(0);
            std::int64_t numerator = 0; // (2+3)/8
            for (Cursor cursor{content.substr(0, slash)}; !cursor.atEnd();)
                if (const auto digits = cursor.digits(); !digits.empty())
                    numerator += number(digits);
                else
                    ++cursor.at;
            if (denominator <= 0 || denominator > 64 || numerator <= 0 || numerator > 255) {
                warn(fmt::format("The meter \"{}\" was not understood and left out.", content));
                return;
            }
            meter = {static_cast<int>(numerator), static_cast<int>(denominator)};
        }
        forVoices([&](OpenVoice& voice) { voice.meter = meter; });
        if (!m_inHeader)
            add(current(), meter);
    }

    void readUnitLength(std::string_view content)
    {
        const auto slash = content.find('/');
        const auto numerator = parseInteger(content.substr(0, slash));
        const auto denominator = slash == std::string_view::npos ? std::optional<std::int64_t>(1) : parseInteger(content.substr(slash + 1));
        const auto fits = [](std::optional<std::int64_t> value) { return value && *value > 0 && *value < 10'000; };
        if (!fits(numerator) || !fits(denominator)) {
            warn(fmt::format("The unit length \"{}\" was not understood and left out.", content));
            return;
        }
        forVoices([&](OpenVoice& voice) { voice.unit = Fraction(*numerator, *denominator); });
    }

    void readKey(std::string_view content)
    {
        const auto field = parseKeyForPeople(content);
        if (!field.understood)
            warn(fmt::format("The key \"{}\" was not understood and left out.", content));
        forVoices([&](OpenVoice& voice) {
            voice.keyShift = field.shift;
            if (field.key)
                voice.key = field.key->accidentals;
        });
        if (!field.key)
            return;
        if (m_inHeader)
            m_startKey = field.key;
        else
            add(current(), *field.key);
    }

    /// `"Allegro" 1/4 3/8=120`, `1/4=120 "Allegro"`, `120` of unit lengths; words alone say nothing that can be played.
    void readTempo(std::string_view content)
    {
        std::string text;
        bool quoted = false;
        for (const char c : content) {
            quoted ^= c == '"';
            if (!quoted && c != '"')
                text += c;
        }
        if (trimmed(text).empty())
            return;
        const auto equals = text.find('=');
        Fraction beat(0);
        for (Cursor cursor{std::string_view(text).substr(0, equals == std::string::npos ? 0 : equals)}; !cursor.atEnd();) {
            if (!isDigit(cursor.peek())) {
                ++cursor.at;
                continue;
            }
            const auto length = takeLength(cursor);
            beat = beat + Fraction(std::min<std::int64_t>(length.numerator, 99), std::min<std::int64_t>(length.denominator, 99));
        }
        const auto rate = parseReal(std::string_view(text).substr(equals == std::string::npos ? 0 : equals + 1));
        m_tempo = {beat, rate.value_or(0.0)};
        if (!(m_tempo->rate >= 1.0 && m_tempo->rate <= 10'000.0)) {
            m_tempo.reset();
            warn(fmt::format("The tempo \"{}\" was not understood and left out.", content));
        } else if (!m_inHeader) {
            addTempo(current());
        }
    }

    void addTempo(OpenVoice& voice)
    {
        const auto beat = m_tempo->beat.numerator == 0 ? voice.unit : m_tempo->beat;
        add(voice, TempoChange{std::clamp(4.0 * beat.toDouble() * m_tempo->rate, 1.0, 10'000.0)});
    }

    void readParts(std::string_view content)
    {
        if (m_inHeader) {
            Cursor cursor{content};
            m_score.order = partsOf(cursor, 0);
            return;
        }
        // Each voice has what belongs to the part since its last label, whichever voice comes first.
        for (const char c : content)
            if (isLetter(c)) {
                for (auto& voice : m_open)
                    add(voice, PartLabel{c});
                return;
            }
    }

    /// `A(BC)2A` → ABCBCA.
    static std::string partsOf(Cursor& cursor, int depth)
    {
        std::string parts;
        while (!cursor.atEnd() && !(depth > 0 && cursor.peek() == ')')) {
            std::string unit;
            if (isLetter(cursor.peek()))
                unit = cursor.text[cursor.at++];
            else if (depth < 8 && cursor.take('(')) {
                unit = partsOf(cursor, depth + 1);
                cursor.take(')');
            } else {
                ++cursor.at;
                continue;
            }
            const auto digits = cursor.digits();
            const auto times = digits.empty() ? 1 : number(digits);
            if ((parts.size() + unit.size()) * static_cast<std::size_t>(times) > 1000)
                refuse(AbcFault::kPart, "its parts are played more than a thousand times");
            for (std::int64_t i = 0; i < times; ++i)
                parts += unit;
        }
        return parts;
    }

    void readVoice(std::string_view content)
    {
        const auto end = std::min(content.find_first_of(" \t"), content.size());
        const auto id = content.substr(0, end);
        const auto properties = content.substr(end);
        if (id.empty() || id == "*")
            return;
        const auto known = std::ranges::find(m_score.voices, id, &Voice::id);
        m_current = static_cast<std::size_t>(known - m_score.voices.begin());
        if (known == m_score.voices.end())
            addVoice(std::string(id));
        auto& voice = m_open[m_current];
        if (const auto name = propertyOf(properties, "name", "nm"); !name.empty())
            m_score.voices[m_current].name = name;
        if (!properties.empty())
            voice.shift = parseKeyForPeople(properties).shift;
    }

    /// The value of `name="Violin 1"` or `name=Violin`.
    static std::string_view propertyOf(std::string_view text, std::string_view name, std::string_view shortName)
    {
        for (const auto wanted : {name, shortName}) {
            auto at = text.find(fmt::format(" {}=", wanted));
            if (at == std::string_view::npos)
                continue;
            at += wanted.size() + 2;
            const bool isQuoted = at < text.size() && text[at] == '"';
            const auto end = text.find(isQuoted ? '"' : ' ', at + 1);
            return text.substr(at + (isQuoted ? 1 : 0), std::min(end, text.size()) - at - (isQuoted ? 1 : 0));
        }
        return {};
    }

    void addVoice(std::string id)
    {
        if (m_open.size() >= kMaxVoices)
            refuse(AbcFault::kMultiVoice, fmt::format("it has more than {} voices", kMaxVoices));
        OpenVoice voice = m_start;
        voice.index = m_open.size();
        m_open.push_back(voice);
        m_score.voices.push_back({std::move(id), {}, {}});
        if (!m_inHeader)
            beginVoice(m_open.back());
    }

    OpenVoice& current()
    {
        if (m_open.empty())
            addVoice("1");
        return m_open[m_current];
    }

    /// What the header said stands at the beginning of every voice.
    void beginVoice(OpenVoice& voice)
    {
        if (voice.meter.denominator > 0)
            add(voice, voice.meter);
        if (m_startKey)
            add(voice, *m_startKey);
    }

    void endHeader()
    {
        if (!std::exchange(m_inHeader, false))
            return;
        if (m_start.unit.numerator == 0) {
            const auto& meter = m_start.meter;
            const bool fine = meter.denominator > 0 && 4 * meter.numerator < 3 * meter.denominator;
            const Fraction unit(1, fine ? 16 : 8);
            m_start.unit = unit;
            for (auto& voice : m_open)
                voice.unit = unit;
        }
        m_current = 0;
        if (m_open.empty())
            current();
        else
            for (auto& voice : m_open)
                beginVoice(voice);
        if (m_tempo)
            addTempo(m_open.front());
    }

    // --- music ---

    void readMusic(std::string_view line)
    {
        Cursor cursor{line};
        while (!cursor.atEnd())
            readToken(cursor);
    }

    void readToken(Cursor& cursor)
    {
        const char c = cursor.peek();
        if (isNoteStart(c)) {
            const auto head = takeHead(cursor);
            return addSound({head}, takeLength(cursor), cursor);
        }
        switch (c) {
        case 'z':
        case 'x':
            ++cursor.at;
            return addSound({}, takeLength(cursor), cursor);
        case 'Z':
        case 'X': {
            ++cursor.at;
            const auto digits = cursor.digits();
            add(current(), BarRests{digits.empty() ? 1 : number(digits)});
            return;
        }
        case 'y':
            ++cursor.at;
            takeLength(cursor);
            return;
        case '[': return readBracket(cursor);
        case '|':
        case ']':
        case ':': return readBar(cursor);
        case '(': return readTuplet(cursor);
        case '<':
        case '>': return readBroken(cursor);
        case '-': // a tie that stands apart from its note
            ++cursor.at;
            tieLast();
            return;
        case '"': return readText(cursor);
        case '{': return skipTo(cursor, '}');
        case '!':
        case '+': return readDecoration(cursor, c);
        case '&':
            ++cursor.at;
            add(current(), Overlay{});
            return;
        default: break;
        }
        ++cursor.at;
        const bool isSilent = isSpace(c) || isLetter(c) || std::string_view(").~\\`$*,'/").find(c) != std::string_view::npos;
        if (!isSilent)
            warn(fmt::format("The sign \"{}\" was not understood and left out.", static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "of no ASCII"));
    }

    static bool isNoteStart(char c) { return isPitchLetter(c) || c == '^' || c == '_' || c == '='; }

    Head takeHead(Cursor& cursor)
    {
        auto& voice = current();
        const char sign = cursor.peek();
        std::optional<int> accidental;
        if (sign == '=')
            accidental = 0;
        else if (sign == '^' || sign == '_')
            accidental = (sign == '^' ? 1 : -1) * (cursor.peek(1) == sign ? 2 : 1);
        if (accidental)
            cursor.run(std::string_view(&sign, 1));
        const auto letter = letterIndex(cursor.peek());
        if (letter == std::string_view::npos)
            refuse(AbcFault::kParse, "an accidental stands before no note");
        const bool high = cursor.text[cursor.at++] >= 'a';
        if (accidental)
            voice.barAccidentals[letter] = accidental;
        std::int64_t pitch = 60 + kMajorScale[letter] + (high ? 12 : 0) + voice.shift + voice.keyShift + voice.barAccidentals[letter].value_or(voice.key[letter]);
        for (const char mark : cursor.run("',"))
            pitch += mark == '\'' ? 12 : -12;
        if (pitch < kMinMidiPitch || pitch > kMaxMidiPitch)
            refuse(AbcFault::kParse, fmt::format("a note lies outside the range of MIDI (pitch {})", pitch));
        return {static_cast<int>(pitch), false};
    }

    void addSound(std::vector<Head> heads, Fraction length, Cursor& cursor)
    {
        auto& voice = current();
        Fraction whole = voice.unit * length * voice.broken;
        voice.broken = Fraction(1);
        if (voice.tupletLeft > 0) {
            --voice.tupletLeft;
            whole = whole * voice.tuplet;
        }
        voice.lastSound = events(voice).size();
        add(voice, Sound{whole, std::move(heads), voice.velocity});
        if (cursor.take('-'))
            tieLast();
    }

    Sound* lastSound()
    {
        auto& voice = current();
        return voice.lastSound ? &std::get<Sound>(events(voice)[*voice.lastSound]) : nullptr;
    }

    void tieLast()
    {
        if (auto* sound = lastSound())
            for (auto& head : sound->heads)
                head.tied = true;
    }

    /// A chord, an inline field, an ending, or a bar line.
    void readBracket(Cursor& cursor)
    {
        const char next = cursor.peek(1);
        if (next == '|' || next == ']')
            return readBar(cursor);
        if (isDigit(next)) {
            ++cursor.at;
            return readEnding(cursor);
        }
        if (isLetter(next) && cursor.peek(2) == ':') {
            const auto end = cursor.text.find(']', cursor.at);
            const auto content = cursor.text.substr(cursor.at + 3, std::min(end, cursor.text.size()) - std::min(cursor.at + 3, end));
            cursor.at = end == std::string_view::npos ? cursor.text.size() : end + 1;
            return readField(next, trimmed(content));
        }
        readChord(cursor);
    }

    void readChord(Cursor& cursor)
    {
        std::vector<Head> heads;
        Fraction length(1); // the first note's is the chord's
        for (++cursor.at; !cursor.atEnd() && !cursor.take(']');) {
            if (isNoteStart(cursor.peek())) {
                auto head = takeHead(cursor);
                const auto own = takeLength(cursor);
                if (heads.empty())
                    length = own;
                head.tied = cursor.take('-');
                if (heads.size() >= kMaxHeads)
                    refuse(AbcFault::kChord, fmt::format("a chord has more than {} notes", kMaxHeads));
                heads.push_back(head);
            } else if (cursor.peek() == '"') {
                readText(cursor);
            } else {
                ++cursor.at; // decorations, and rests, which add nothing to a chord
            }
        }
        const auto outer = takeLength(cursor);
        if (!heads.empty())
            addSound(std::move(heads), length * outer, cursor);
    }

    void readTuplet(Cursor& cursor)
    {
        ++cursor.at;
        if (!isDigit(cursor.peek()))
            return; // a slur
        auto& voice = current();
        const auto p = number(cursor.digits());
        std::optional<std::int64_t> q, r;
        for (auto* value : {&q, &r})
            if (cursor.take(':'))
                if (const auto digits = cursor.digits(); !digits.empty())
                    *value = number(digits);
        const bool isCompound = voice.meter.denominator == 8 && voice.meter.numerator % 3 == 0;
        constexpr int kInTheTimeOf[] = {0, 0, 3, 2, 3, 0, 2, 0, 3, 0}; // 0: by the meter
        const auto usual = p < 10 ? kInTheTimeOf[p] : 0;
        const auto time = q.value_or(usual != 0 ? usual : isCompound ? 3 : 2);
        if (p <= 0 || p > 99 || time <= 0 || time > 99) {
            warn("A tuplet was not understood; its notes have their full length.");
            return;
        }
        voice.tuplet = Fraction(time, p);
        voice.tupletLeft = r.value_or(p);
    }

    void readBroken(Cursor& cursor)
    {
        const char sign = cursor.peek();
        const auto broken = brokenRhythm(sign, cursor.run(std::string_view(&sign, 1)).size());
        auto* sound = lastSound();
        if (!sound || current().broken != Fraction(1))
            return;
        sound->length = sound->length * broken.before;
        current().broken = broken.after;
    }

    void readText(Cursor& cursor)
    {
        const auto end = cursor.text.find('"', cursor.at + 1);
        const auto text = cursor.text.substr(cursor.at + 1, std::min(end, cursor.text.size()) - cursor.at - 1);
        cursor.at = end == std::string_view::npos ? cursor.text.size() : end + 1;
        if (!text.empty())
            add(current(), Text{std::string(text), text[0] >= 'A' && text[0] <= 'G'});
    }

    static void skipTo(Cursor& cursor, char last)
    {
        const auto end = cursor.text.find(last, cursor.at + 1);
        cursor.at = end == std::string_view::npos ? cursor.text.size() : end + 1;
    }

    /// `!mf!`, `+trill+`; a single `!` was a line break once.
    void readDecoration(Cursor& cursor, char mark)
    {
        const auto end = cursor.text.find(mark, cursor.at + 1);
        const auto name = end == std::string_view::npos ? std::string_view() : cursor.text.substr(cursor.at + 1, end - cursor.at - 1);
        if (name.empty() || name.find_first_of(" |") != std::string_view::npos) {
            ++cursor.at;
            return;
        }
        cursor.at = end + 1;
        const auto dynamic = std::ranges::find(kDynamics, name, &std::pair<std::string_view, int>::first);
        if (dynamic != std::end(kDynamics))
            current().velocity = dynamic->second;
        else if (name.starts_with("D.") || name == "dacapo" || name == "dacoda" || name == "fine" || name == "coda" || name == "segno")
            warn("Jumps (D.C., D.S., coda) are written out once, not played.");
    }

    // --- bars ---

    void readBar(Cursor& cursor)
    {
        const auto before = cursor.run(":").size();
        std::size_t lines = 0;
        for (; !cursor.atEnd(); ++cursor.at, ++lines) {
            const char c = cursor.peek();
            if (c != '|' && c != ']' && !(c == '[' && (cursor.peek(1) == '|' || cursor.peek(1) == ']')))
                break;
        }
        const auto after = lines > 0 ? cursor.run(":").size() : before / 2; // `::` stands for `:||:`
        Bar bar;
        bar.plays = before == 0 || (lines == 0 && before == 1) ? 0 : static_cast<int>(std::min<std::size_t>(lines > 0 ? before : before - before / 2, 8)) + 1;
        bar.opens = after > 0;
        bar.heavy = lines > 1;
        auto& voice = current();
        voice.barAccidentals = {};
        add(voice, bar);
        if (isDigit(cursor.peek()))
            readEnding(cursor);
    }

    void readEnding(Cursor& cursor)
    {
        Ending ending;
        while (isDigit(cursor.peek())) {
            const auto first = static_cast<int>(std::min<std::int64_t>(number(cursor.digits()), kMaxEnding));
            auto last = first;
            if (cursor.peek() == '-' && isDigit(cursor.peek(1))) {
                ++cursor.at;
                last = static_cast<int>(std::min<std::int64_t>(number(cursor.digits()), kMaxEnding));
            }
            ending.times.emplace_back(first, last);
            if (!(cursor.peek() == ',' && isDigit(cursor.peek(1))))
                break;
            ++cursor.at;
        }
        add(current(), std::move(ending));
    }

    Score& m_score;
    bool m_inHeader = true;
    OpenVoice m_start; ///< how a voice begins
    std::optional<Key> m_startKey;
    struct Tempo {
        Fraction beat; ///< of a whole note; 0: the unit length
        double rate = 0.0;
    };
    std::optional<Tempo> m_tempo;
    std::vector<OpenVoice> m_open; ///< in the order of m_score.voices
    std::size_t m_current = 0;
};

} // namespace

void readScore(const std::vector<std::string_view>& lines, Score& score)
{
    ScoreReader(score).read(lines);
}

TuneOutcome readTuneForPeople(const std::vector<std::string_view>& lines)
{
    Score score;
    try {
        readScore(lines, score);
        auto sequence = sounding(score);
        if (sequence.notes.empty())
            refuse(AbcFault::kParse, "it holds no notes");
        return {score.referenceNumber, std::move(sequence), std::move(score.warnings)};
    } catch (const TuneError& error) {
        return {score.referenceNumber, AbcFailure{score.referenceNumber, error.fault, error.message}, {}};
    }
}

} // namespace partita::formats::abc
