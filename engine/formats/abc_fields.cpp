#include "engine/formats/abc_open_score.h"

#include "engine/formats/numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::formats::abc {
namespace {

void readMeter(OpenScore& score, std::string_view content)
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
                numerator += shortNumber(digits);
            else
                ++cursor.at;
        if (denominator <= 0 || denominator > 64 || numerator <= 0 || numerator > 255) {
            score.warn(fmt::format("The meter \"{}\" was not understood and left out.", content));
            return;
        }
        meter = {static_cast<int>(numerator), static_cast<int>(denominator)};
    }
    score.forVoices([&](OpenVoice& voice) { voice.meter = meter; });
    if (!score.inHeader())
        score.add(meter);
}

void readUnitLength(OpenScore& score, std::string_view content)
{
    const auto slash = content.find('/');
    const auto numerator = parseInteger(content.substr(0, slash));
    const auto denominator = slash == std::string_view::npos ? std::optional<std::int64_t>(1) : parseInteger(content.substr(slash + 1));
    const auto fits = [](std::optional<std::int64_t> value) { return value && *value > 0 && *value < 10'000; };
    if (!fits(numerator) || !fits(denominator)) {
        score.warn(fmt::format("The unit length \"{}\" was not understood and left out.", content));
        return;
    }
    score.forVoices([&](OpenVoice& voice) { voice.unit = Fraction(*numerator, *denominator); });
}

void readKey(OpenScore& score, std::string_view content)
{
    const auto field = parseKeyForPeople(content);
    if (!field.understood)
        score.warn(fmt::format("The key \"{}\" was not understood and left out.", content));
    score.forVoices([&](OpenVoice& voice) {
        voice.keyShift = field.shift;
        if (field.key)
            voice.key = field.key->accidentals;
    });
    if (field.key)
        score.setKey(*field.key);
}

/// `"Allegro" 1/4 3/8=120`, `1/4=120 "Allegro"`, `120` of unit lengths; words alone say nothing that can be played.
void readTempo(OpenScore& score, std::string_view content)
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
    const WrittenTempo tempo{beat, rate.value_or(0.0)};
    const bool isTempo = tempo.rate >= 1.0 && tempo.rate <= 10'000.0;
    if (!isTempo)
        score.warn(fmt::format("The tempo \"{}\" was not understood and left out.", content));
    score.setTempo(isTempo ? std::optional(tempo) : std::nullopt);
}

/// `A(BC)2A` → ABCBCA.
std::string partsOf(Cursor& cursor, int depth)
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
        const auto times = digits.empty() ? 1 : shortNumber(digits);
        if ((parts.size() + unit.size()) * static_cast<std::size_t>(times) > 1000)
            refuse(AbcFault::kPart, "its parts are played more than a thousand times");
        for (std::int64_t i = 0; i < times; ++i)
            parts += unit;
    }
    return parts;
}

void readParts(OpenScore& score, std::string_view content)
{
    if (score.inHeader()) {
        Cursor cursor{content};
        score.score().order = partsOf(cursor, 0);
        return;
    }
    // Each voice has what belongs to the part since its last label, whichever voice comes first.
    for (const char c : content)
        if (isLetter(c)) {
            for (auto& voice : score.voices())
                score.add(voice, PartLabel{c});
            return;
        }
}

/// The value of `name="Violin 1"` or `name=Violin`.
std::string_view propertyOf(std::string_view text, std::string_view name, std::string_view shortName)
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

void readVoice(OpenScore& score, std::string_view content)
{
    const auto end = std::min(content.find_first_of(" \t"), content.size());
    const auto id = content.substr(0, end);
    const auto properties = content.substr(end);
    if (id.empty() || id == "*")
        return;
    auto& voice = score.choose(id);
    if (const auto name = propertyOf(properties, "name", "nm"); !name.empty())
        score.score().voices[voice.index].name = name;
    if (!properties.empty())
        voice.shift = parseKeyForPeople(properties).shift;
}

} // namespace

void readField(OpenScore& score, char letter, std::string_view content)
{
    auto& tune = score.score();
    switch (letter) {
    case 'X': tune.referenceNumber = parseInteger(content).value_or(tune.referenceNumber); break;
    case 'T':
        if (score.inHeader())
            tune.titles.emplace_back(content);
        break;
    case 'C': tune.composers.emplace_back(content); break;
    case 'M': readMeter(score, content); break;
    case 'L': readUnitLength(score, content); break;
    case 'K':
        readKey(score, content);
        score.endHeader();
        break;
    case 'Q': readTempo(score, content); break;
    case 'P': readParts(score, content); break;
    case 'V': readVoice(score, content); break;
    default: break; // what is said about the tune, words, and symbols of one's own
    }
}

} // namespace partita::formats::abc
