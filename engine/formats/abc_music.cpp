#include "engine/formats/abc_open_score.h"

#include "engine/formats/numbers.h"
#include "engine/music/constants.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::formats::abc {
namespace {

constexpr std::size_t kMaxHeads = 32;
constexpr int kMaxEnding = 64;

// How loud the dynamics of abc2midi are.
constexpr std::pair<std::string_view, int> kDynamics[] = {{"pppp", 30}, {"ppp", 30}, {"pp", 45}, {"p", 60}, {"mp", 75}, {"mf", 90}, {"f", 105}, {"ff", 120}, {"fff", 127}, {"ffff", 127}};

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

/// One line of music, sign by sign.
class MusicReader {
public:
    MusicReader(OpenScore& score, std::string_view line) : m_score(score), m_cursor{line} {}

    void read()
    {
        while (!m_cursor.atEnd())
            readToken();
    }

private:
    void readToken()
    {
        const char c = m_cursor.peek();
        if (isNoteStart(c)) {
            const auto head = takeHead();
            return addSound({head}, takeLength(m_cursor));
        }
        switch (c) {
        case 'z':
        case 'x':
            ++m_cursor.at;
            return addSound({}, takeLength(m_cursor));
        case 'Z':
        case 'X': {
            ++m_cursor.at;
            const auto digits = m_cursor.digits();
            m_score.add(BarRests{digits.empty() ? 1 : shortNumber(digits)});
            return;
        }
        case 'y':
            ++m_cursor.at;
            takeLength(m_cursor);
            return;
        case '[': return readBracket();
        case '|':
        case ']':
        case ':': return readBar();
        case '(': return readTuplet();
        case '<':
        case '>': return readBroken();
        case '-': // a tie that stands apart from its note
            ++m_cursor.at;
            tieLast();
            return;
        case '"': return readText();
        case '{': // grace notes
            takeInside('}');
            return;
        case '!':
        case '+': return readDecoration(c);
        case '&':
            ++m_cursor.at;
            m_score.add(Overlay{});
            return;
        default: break;
        }
        ++m_cursor.at;
        const bool isSilent = isSpace(c) || isLetter(c) || std::string_view(").~\\`$*,'/").find(c) != std::string_view::npos;
        if (!isSilent)
            m_score.warn(fmt::format("The sign \"{}\" was not understood and left out.", static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "of no ASCII"));
    }

    static bool isNoteStart(char c) { return isPitchLetter(c) || c == '^' || c == '_' || c == '='; }

    Head takeHead()
    {
        auto& voice = m_score.current();
        const char sign = m_cursor.peek();
        std::optional<int> accidental;
        if (sign == '=')
            accidental = 0;
        else if (sign == '^' || sign == '_')
            accidental = (sign == '^' ? 1 : -1) * (m_cursor.peek(1) == sign ? 2 : 1);
        if (accidental)
            m_cursor.run(std::string_view(&sign, 1));
        const auto letter = letterIndex(m_cursor.peek());
        if (letter == std::string_view::npos)
            refuse(AbcFault::kParse, "an accidental stands before no note");
        const bool high = m_cursor.text[m_cursor.at++] >= 'a';
        if (accidental)
            voice.barAccidentals[letter] = accidental;
        std::int64_t pitch = 60 + kMajorScale[letter] + (high ? 12 : 0) + voice.shift + voice.keyShift + voice.barAccidentals[letter].value_or(voice.key[letter]);
        for (const char mark : m_cursor.run("',"))
            pitch += mark == '\'' ? 12 : -12;
        if (pitch < kMinMidiPitch || pitch > kMaxMidiPitch)
            refuse(AbcFault::kParse, fmt::format("a note lies outside the range of MIDI (pitch {})", pitch));
        return {static_cast<int>(pitch), false};
    }

    void addSound(std::vector<Head> heads, Fraction length)
    {
        auto& voice = m_score.current();
        Fraction whole = voice.unit * length * voice.broken;
        voice.broken = Fraction(1);
        if (voice.tupletLeft > 0) {
            --voice.tupletLeft;
            whole = whole * voice.tuplet;
        }
        voice.lastSound = m_score.events(voice).size();
        m_score.add(voice, Sound{whole, std::move(heads), voice.velocity});
        if (m_cursor.take('-'))
            tieLast();
    }

    Sound* lastSound()
    {
        auto& voice = m_score.current();
        return voice.lastSound ? &std::get<Sound>(m_score.events(voice)[*voice.lastSound]) : nullptr;
    }

    void tieLast()
    {
        if (auto* sound = lastSound())
            for (auto& head : sound->heads)
                head.tied = true;
    }

    /// A chord, an inline field, an ending, or a bar line.
    void readBracket()
    {
        const char next = m_cursor.peek(1);
        if (next == '|' || next == ']')
            return readBar();
        if (isDigit(next)) {
            ++m_cursor.at;
            return readEnding();
        }
        if (isLetter(next) && m_cursor.peek(2) == ':') {
            return readField(m_score, next, trimmed(takeInside(']').substr(2)));
        }
        readChord();
    }

    void readChord()
    {
        std::vector<Head> heads;
        Fraction length(1); // the first note's is the chord's
        for (++m_cursor.at; !m_cursor.atEnd() && !m_cursor.take(']');) {
            if (isNoteStart(m_cursor.peek())) {
                auto head = takeHead();
                const auto own = takeLength(m_cursor);
                if (heads.empty())
                    length = own;
                head.tied = m_cursor.take('-');
                if (heads.size() >= kMaxHeads)
                    refuse(AbcFault::kChord, fmt::format("a chord has more than {} notes", kMaxHeads));
                heads.push_back(head);
            } else if (m_cursor.peek() == '"') {
                readText();
            } else {
                ++m_cursor.at; // decorations, and rests, which add nothing to a chord
            }
        }
        const auto outer = takeLength(m_cursor);
        if (!heads.empty())
            addSound(std::move(heads), length * outer);
    }

    void readTuplet()
    {
        ++m_cursor.at;
        if (!isDigit(m_cursor.peek()))
            return; // a slur
        auto& voice = m_score.current();
        const auto p = shortNumber(m_cursor.digits());
        std::optional<std::int64_t> q, r;
        for (auto* value : {&q, &r})
            if (m_cursor.take(':'))
                if (const auto digits = m_cursor.digits(); !digits.empty())
                    *value = shortNumber(digits);
        const bool isCompound = voice.meter.denominator == 8 && voice.meter.numerator % 3 == 0;
        constexpr int kInTheTimeOf[] = {0, 0, 3, 2, 3, 0, 2, 0, 3, 0}; // 0: by the meter
        const auto usual = p < 10 ? kInTheTimeOf[p] : 0;
        const auto time = q.value_or(usual != 0 ? usual : isCompound ? 3 : 2);
        if (p <= 0 || p > 99 || time <= 0 || time > 99) {
            m_score.warn("A tuplet was not understood; its notes have their full length.");
            return;
        }
        voice.tuplet = Fraction(time, p);
        voice.tupletLeft = r.value_or(p);
    }

    void readBroken()
    {
        const char sign = m_cursor.peek();
        const auto broken = brokenRhythm(sign, m_cursor.run(std::string_view(&sign, 1)).size());
        auto* sound = lastSound();
        if (!sound || m_score.current().broken != Fraction(1))
            return;
        sound->length = sound->length * broken.before;
        m_score.current().broken = broken.after;
    }

    void readText()
    {
        const auto text = takeInside('"');
        if (!text.empty())
            m_score.add(Text{std::string(text), text[0] >= 'A' && text[0] <= 'G'});
    }

    /// What stands between the sign here and `last`, or the line's end; goes on behind that.
    std::string_view takeInside(char last)
    {
        const auto begin = m_cursor.at + 1, end = std::min(m_cursor.text.find(last, begin), m_cursor.text.size());
        m_cursor.at = std::min(end + 1, m_cursor.text.size());
        return m_cursor.text.substr(begin, end - begin);
    }

    /// `!mf!`, `+trill+`; a single `!` was a line break once.
    void readDecoration(char mark)
    {
        const auto end = m_cursor.text.find(mark, m_cursor.at + 1);
        const auto name = end == std::string_view::npos ? std::string_view() : m_cursor.text.substr(m_cursor.at + 1, end - m_cursor.at - 1);
        if (name.empty() || name.find_first_of(" |") != std::string_view::npos) {
            ++m_cursor.at;
            return;
        }
        m_cursor.at = end + 1;
        const auto dynamic = std::ranges::find(kDynamics, name, &std::pair<std::string_view, int>::first);
        if (dynamic != std::end(kDynamics))
            m_score.current().velocity = dynamic->second;
        else if (name.starts_with("D.") || name == "dacapo" || name == "dacoda" || name == "fine" || name == "coda" || name == "segno")
            m_score.warn("Jumps (D.C., D.S., coda) are written out once, not played.");
    }

    void readBar()
    {
        const auto before = m_cursor.run(":").size();
        std::size_t lines = 0;
        for (; !m_cursor.atEnd(); ++m_cursor.at, ++lines) {
            const char c = m_cursor.peek();
            if (c != '|' && c != ']' && !(c == '[' && (m_cursor.peek(1) == '|' || m_cursor.peek(1) == ']')))
                break;
        }
        const auto after = lines > 0 ? m_cursor.run(":").size() : before / 2; // `::` stands for `:||:`
        Bar bar;
        bar.plays = before == 0 || (lines == 0 && before == 1) ? 0 : static_cast<int>(std::min<std::size_t>(lines > 0 ? before : before - before / 2, 8)) + 1;
        bar.opens = after > 0;
        bar.heavy = lines > 1;
        auto& voice = m_score.current();
        voice.barAccidentals = {};
        m_score.add(voice, bar);
        if (isDigit(m_cursor.peek()))
            readEnding();
    }

    void readEnding()
    {
        Ending ending;
        while (isDigit(m_cursor.peek())) {
            const auto first = static_cast<int>(std::min<std::int64_t>(shortNumber(m_cursor.digits()), kMaxEnding));
            auto last = first;
            if (m_cursor.peek() == '-' && isDigit(m_cursor.peek(1))) {
                ++m_cursor.at;
                last = static_cast<int>(std::min<std::int64_t>(shortNumber(m_cursor.digits()), kMaxEnding));
            }
            ending.times.emplace_back(first, last);
            if (!(m_cursor.peek() == ',' && isDigit(m_cursor.peek(1))))
                break;
            ++m_cursor.at;
        }
        m_score.add(std::move(ending));
    }

    OpenScore& m_score;
    Cursor m_cursor;
};

} // namespace

void readMusic(OpenScore& score, std::string_view line)
{
    MusicReader(score, line).read();
}

} // namespace partita::formats::abc
