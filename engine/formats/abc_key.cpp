#include "engine/formats/abc_key.h"

#include "engine/formats/abc_text.h"
#include "engine/formats/numbers.h"
#include "engine/music/constants.h"

#include <fmt/format.h>

#include <cstdlib>
#include <vector>

namespace partita::formats::abc {
namespace {

struct Mode {
    std::string_view name; ///< first three letters, normalised
    int fifths;            ///< against the major key on the same tonic
    NoteSequence::Mode mode;
};
constexpr Mode kModes[] = {
    {"", 0, NoteSequence::Mode::kMajor},        {"m", -3, NoteSequence::Mode::kMinor},     {"mix", -1, NoteSequence::Mode::kMixolydian},
    {"dor", -2, NoteSequence::Mode::kDorian},   {"phr", -4, NoteSequence::Mode::kPhrygian}, {"lyd", 1, NoteSequence::Mode::kLydian},
    {"loc", -5, NoteSequence::Mode::kLocrian},
};
constexpr std::array<int, 7> kFifths{0, 2, 4, -1, 1, 3, 5}; // of the letters' major keys

/// The row of a mode by its first letters in lower case; one past the last if there is none.
const Mode* modeOf(std::string_view name)
{
    if (name == "min" || name == "aeo")
        name = "m";
    if (name == "maj" || name == "ion")
        name = "";
    return std::ranges::find(kModes, name, &Mode::name);
}

/// Of keys with more than seven signs the first letters have two.
Accidentals signature(int fifths)
{
    constexpr std::string_view kOrder = "FCGDAEB";
    Accidentals accidentals{};
    for (int i = 0; i < std::abs(fifths); ++i)
        accidentals[letterIndex(kOrder[static_cast<std::size_t>(fifths > 0 ? i % 7 : 6 - i % 7)])] += fifths > 0 ? 1 : -1;
    return accidentals;
}

// --- for people ---

constexpr std::string_view kSigns = "_=^";

/// `^f`, `__b`, `=c` anywhere in the words.
void readAccidentals(std::string_view text, Accidentals& accidentals)
{
    for (Cursor cursor{text}; !cursor.atEnd();) {
        const auto sign = kSigns.find(cursor.peek());
        if (sign == std::string_view::npos) {
            ++cursor.at;
            continue;
        }
        const auto run = cursor.run(kSigns.substr(sign, 1));
        if (!isPitchLetter(cursor.peek()))
            continue;
        const int count = static_cast<int>(std::min<std::size_t>(run.size(), 2));
        accidentals[letterIndex(cursor.text[cursor.at++])] = (static_cast<int>(sign) - 1) * count;
    }
}

bool isClef(std::string_view word)
{
    constexpr std::string_view kClefs[] = {"treble", "bass", "tenor", "alto", "baritone", "soprano", "mezzo", "perc", "none", "auto"};
    return std::ranges::any_of(kClefs, [word](std::string_view clef) {
        return word.starts_with(clef) && word.find_first_not_of("0123456789+-", clef.size()) == std::string_view::npos;
    });
}

int octaveOfClef(std::string_view clef)
{
    return clef.ends_with("-8") ? -12 : clef.ends_with("+8") ? 12 : 0;
}

std::vector<std::string_view> wordsOf(std::string_view text)
{
    std::vector<std::string_view> words;
    for (Cursor cursor{text};;) {
        cursor.spaces();
        if (cursor.atEnd())
            return words;
        const auto start = cursor.at;
        bool quoted = false;
        for (; !cursor.atEnd() && (quoted || !isSpace(cursor.peek())); ++cursor.at)
            quoted ^= cursor.peek() == '"';
        words.push_back(text.substr(start, cursor.at - start));
    }
}

} // namespace

Key parseKeyAsNoteSeq(std::string_view content)
{
    Cursor cursor{content};
    const auto letter = letterIndex(cursor.peek());
    if (letter == std::string_view::npos)
        refuse(AbcFault::kParse, fmt::format("the key \"{}\" cannot be understood", content));
    ++cursor.at;
    cursor.spaces();
    const int sign = cursor.take('#') ? 1 : lower(cursor.peek()) == 'b' ? (++cursor.at, -1) : 0;

    // The mode takes its whole word; without a known beginning it takes nothing.
    Cursor word = cursor;
    word.spaces();
    std::string mode;
    for (std::size_t i = 0; i < 3 && word.peek(i) && word.peek(i) != ' '; ++i)
        mode += lower(word.peek(i));
    constexpr std::string_view kBeginnings[] = {"maj", "ion", "min", "aeo", "mix", "dor", "phr", "lyd", "loc"};
    const bool known = mode.starts_with('m') || std::ranges::find(kBeginnings, mode) != std::end(kBeginnings);
    cursor = word;
    if (known)
        cursor.at = std::min(content.find(' ', cursor.at), content.size());
    else
        mode.clear();

    const auto* row = modeOf(mode);
    // C♭, F♭, E♯ and B♯ are no tonics in the original, whatever their signature.
    const bool noTonic = (sign < 0 && (kLetters[letter] == 'C' || kLetters[letter] == 'F')) ||
                         (sign > 0 && (kLetters[letter] == 'E' || kLetters[letter] == 'B'));
    const int fifths = row == std::end(kModes) ? 99 : kFifths[letter] + 7 * sign + row->fifths;
    if (noTonic || std::abs(fifths) > 7)
        throw FileError{fmt::format("the key \"{}\" does not exist", content)};

    Key key{(kMajorScale[letter] + sign + 12) % 12, row->mode, signature(fifths)};
    std::string_view rest = cursor.rest();
    if (const auto explicitOnly = rest.find("exp"); explicitOnly != std::string_view::npos) {
        key.accidentals = {};
        rest.remove_prefix(explicitOnly + 3);
    }
    for (std::size_t i = 0; i + 1 < rest.size(); ++i) {
        const auto value = kSigns.find(rest[i]);
        if (value == std::string_view::npos)
            continue;
        const std::size_t doubled = rest[i] != '=' && rest[i + 1] == rest[i] ? 1 : 0;
        const char name = i + 1 + doubled < rest.size() ? rest[i + 1 + doubled] : '\0';
        if (!isPitchLetter(name))
            continue;
        if (doubled)
            refuse(AbcFault::kParse, "double accidentals in a key are not supported");
        key.accidentals[letterIndex(name)] = static_cast<int>(value) - 1;
        ++i;
    }
    return key;
}

KeyField parseKeyForPeople(std::string_view content)
{
    KeyField field;
    std::string words; // what is left when clefs and properties are gone
    for (const auto word : wordsOf(content)) {
        const auto equals = word.find('=');
        const auto name = lowered(word.substr(0, equals));
        const bool isProperty = equals != std::string_view::npos && equals >= 2 && std::ranges::all_of(name, isLetter);
        if (!isProperty) {
            if (isClef(lowered(word)))
                field.shift += octaveOfClef(word);
            else
                words += (words.empty() ? "" : " ") + std::string(word);
            continue;
        }
        const auto value = word.substr(equals + 1);
        const auto whole = parseInteger(value).value_or(0);
        if (std::abs(whole) <= 127)
            field.shift += static_cast<int>(name == "transpose" ? whole : name == "octave" ? 12 * whole : 0);
        if (name == "clef")
            field.shift += octaveOfClef(value);
    }
    if (words.empty())
        return field;
    if (lowered(words) == "none" || words == "HP" || words == "Hp") { // bagpipes: Hp is written with two sharps
        field.key = words == "Hp" ? Key{2, NoteSequence::Mode::kMajor, signature(2)} : Key{};
        return field;
    }

    Cursor cursor{words};
    const auto letter = letterIndex(cursor.peek());
    field.understood = letter != std::string_view::npos;
    if (!field.understood)
        return field;
    ++cursor.at;
    const int sign = cursor.take('#') ? 1 : cursor.take('b') ? -1 : 0;
    cursor.spaces();
    const auto name = cursor.rest().substr(0, cursor.rest().find_first_of(" _=^"));
    auto mode = lowered(name.substr(0, 3));
    if (mode == "exp")
        mode.clear();
    const auto* row = modeOf(mode);
    field.understood = row != std::end(kModes);
    if (!field.understood)
        return field;
    field.key = Key{(kMajorScale[letter] + sign + 12) % 12, row->mode, signature(kFifths[letter] + 7 * sign + row->fifths)};
    if (cursor.rest().find("exp") != std::string_view::npos)
        field.key->accidentals = {};
    readAccidentals(cursor.rest(), field.key->accidentals);
    return field;
}

} // namespace partita::formats::abc
