#include "engine/music/chord_symbol.h"

#include "engine/music/constants.h"
#include "engine/music/modulo.h"
#include "engine/music/python_set.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace partita {
namespace {

struct Kind {
    std::string_view text;    ///< between root and changes
    std::string_view degrees; ///< apart by one space
};

// The order decides twice: which reading of a figure is tried first, and which kind wins among equals in naming.
constexpr auto kKinds = std::to_array<Kind>({
    {"", "1 3 5"},
    {"maj", "1 3 5"},
    {"M", "1 3 5"},
    {"m", "1 b3 5"},
    {"min", "1 b3 5"},
    {"-", "1 b3 5"},
    {"+", "1 3 #5"},
    {"aug", "1 3 #5"},
    {"o", "1 b3 b5"},
    {"dim", "1 b3 b5"},
    {"7", "1 3 5 b7"},
    {"maj7", "1 3 5 7"},
    {"M7", "1 3 5 7"},
    {"m7", "1 b3 5 b7"},
    {"min7", "1 b3 5 b7"},
    {"-7", "1 b3 5 b7"},
    {"o7", "1 b3 b5 bb7"},
    {"dim7", "1 b3 b5 bb7"},
    {"+7", "1 3 #5 b7"},
    {"aug7", "1 3 #5 b7"},
    {"m7b5", "1 b3 b5 b7"},
    {"-7b5", "1 b3 b5 b7"},
    {"/o", "1 b3 b5 b7"},
    {"/o7", "1 b3 b5 b7"},
    {"mmaj7", "1 b3 5 7"},
    {"mM7", "1 b3 5 7"},
    {"minmaj7", "1 b3 5 7"},
    {"minM7", "1 b3 5 7"},
    {"-maj7", "1 b3 5 7"},
    {"-M7", "1 b3 5 7"},
    {"m(maj7)", "1 b3 5 7"},
    {"m(M7)", "1 b3 5 7"},
    {"min(maj7)", "1 b3 5 7"},
    {"min(M7)", "1 b3 5 7"},
    {"-(maj7)", "1 b3 5 7"},
    {"-(M7)", "1 b3 5 7"},
    {"6", "1 3 5 6"},
    {"m6", "1 b3 5 6"},
    {"min6", "1 b3 5 6"},
    {"-6", "1 b3 5 6"},
    {"9", "1 3 5 b7 9"},
    {"maj9", "1 3 5 7 9"},
    {"M9", "1 3 5 7 9"},
    {"m9", "1 b3 5 b7 9"},
    {"min9", "1 b3 5 b7 9"},
    {"-9", "1 b3 5 b7 9"},
    {"+9", "1 3 #5 b7 9"},
    {"aug9", "1 3 #5 b7 9"},
    {"6/9", "1 3 5 6 9"},
    {"11", "1 3 5 b7 9 11"},
    {"maj11", "1 3 5 7 9 11"},
    {"M11", "1 3 5 7 9 11"},
    {"m11", "1 b3 5 b7 9 11"},
    {"min11", "1 b3 5 b7 9 11"},
    {"-11", "1 b3 5 b7 9 11"},
    {"13", "1 3 5 b7 9 11 13"},
    {"maj13", "1 3 5 7 9 11 13"},
    {"M13", "1 3 5 7 9 11 13"},
    {"m13", "1 b3 5 b7 9 11 13"},
    {"min13", "1 b3 5 b7 9 11 13"},
    {"-13", "1 b3 5 b7 9 11 13"},
    {"sus2", "1 2 5"},
    {"sus", "1 4 5"},
    {"sus4", "1 4 5"},
    {"sus7", "1 4 5 b7"},
    {"7sus", "1 4 5 b7"},
    {"ped", "1"},
    {"5", "1 5"},
});

/// What each pitch class above a root may be called, its plainest name first.
constexpr std::array<std::string_view, kNotesPerOctave> kDegreesAbove{
    "1", "b2 b9", "2 9", "b3 #9", "3", "4 11", "b5 #11", "5", "#5 b13", "6 bb7 13", "b7", "7"};

enum class Change { kAdd, kRemove, kAlter };
struct ChangeWord {
    std::string_view text;
    Change change;
    int alteration;
};
constexpr std::array<ChangeWord, 6> kChangeWords{{{"add", Change::kAdd, 0},
                                                  {"add#", Change::kAdd, 1},
                                                  {"addb", Change::kAdd, -1},
                                                  {"no", Change::kRemove, 0},
                                                  {"#", Change::kAlter, 1},
                                                  {"b", Change::kAlter, -1}}};

constexpr std::string_view kLetters = "ABCDEFG";
constexpr std::array<int, 7> kPitchClassOfLetter{9, 11, 0, 2, 4, 5, 7};
constexpr std::array<int, 7> kOffsetOfDegree{0, 2, 4, 5, 7, 9, 11};
constexpr std::size_t kMaxDigits = 6; ///< of a degree; the longest meaningful one has two

std::size_t letterIndex(char letter)
{
    return static_cast<std::size_t>(letter - 'A');
}

std::string accidentals(int alteration)
{
    return std::string(static_cast<std::size_t>(std::abs(alteration)), alteration >= 0 ? '#' : 'b');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Reads a letter and its accidentals from the front of `text`. One kind of accidental only.
std::optional<ChordSymbol::Spelling> takeSpelling(std::string_view& text)
{
    if (text.empty() || !kLetters.contains(text.front()))
        return {};
    ChordSymbol::Spelling spelling{.letter = text.front()};
    text.remove_prefix(1);
    const char accidental = text.empty() ? '\0' : text.front();
    if (accidental == '#' || accidental == 'b') {
        const std::size_t count = std::min(text.find_first_not_of(accidental), text.size());
        text.remove_prefix(count);
        spelling.alteration = static_cast<int>(count) * (accidental == '#' ? 1 : -1);
        if (!text.empty() && (text.front() == '#' || text.front() == 'b'))
            return {};
    }
    return spelling;
}

struct ParsedChange {
    const ChangeWord* word;
    int degree;
};

/// Reads one change, "(add9)" with or without either parenthesis; leaves `text` alone where there is none.
std::optional<ParsedChange> takeChange(std::string_view& text)
{
    std::string_view rest = text;
    if (rest.starts_with('('))
        rest.remove_prefix(1);
    for (const ChangeWord& word : kChangeWords) {
        if (!rest.starts_with(word.text))
            continue;
        const std::string_view digits = rest.substr(word.text.size());
        const auto length = static_cast<std::size_t>(std::ranges::find_if_not(digits, isDigit) - digits.begin());
        if (length == 0 || length > kMaxDigits)
            continue;
        ParsedChange parsed{.word = &word, .degree = 0};
        std::from_chars(digits.data(), digits.data() + length, parsed.degree);
        text = digits.substr(length);
        if (text.starts_with(')'))
            text.remove_prefix(1);
        return parsed;
    }
    return {};
}

/// A degree as the tables write it: "b3".
struct DegreeName {
    std::string_view text;
    int number = 0;
    int alteration = 0;
};

std::vector<DegreeName> namesIn(std::string_view list)
{
    std::vector<DegreeName> names;
    while (!list.empty()) {
        const std::size_t space = std::min(list.find(' '), list.size());
        DegreeName name{.text = list.substr(0, space)};
        for (char c : name.text) {
            if (isDigit(c))
                name.number = name.number * 10 + (c - '0');
            else
                name.alteration += c == '#' ? 1 : -1;
        }
        names.push_back(name);
        list.remove_prefix(std::min(space + 1, list.size()));
    }
    return names;
}

/// The kinds' degrees, parsed once.
const std::vector<DegreeName>& degreesOfKind(std::size_t kind)
{
    static const auto kParsed = [] {
        std::array<std::vector<DegreeName>, kKinds.size()> all;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = namesIn(kKinds[i].degrees);
        return all;
    }();
    return kParsed[kind];
}

bool contains(const std::vector<DegreeName>& degrees, std::string_view text)
{
    return std::ranges::find(degrees, text, &DegreeName::text) != degrees.end();
}

const DegreeName* withNumber(const std::vector<DegreeName>& degrees, int number)
{
    const auto found = std::ranges::find(degrees, number, &DegreeName::number);
    return found == degrees.end() ? nullptr : &*found;
}

struct Naming {
    std::size_t kind;
    std::vector<DegreeName> degrees; ///< all degrees above the root, as spelled
};

/// The largest kind wholly among `degrees`, the earliest of equals. A pedal is always there.
std::optional<std::size_t> largestKind(const std::vector<DegreeName>& degrees)
{
    std::optional<std::size_t> best;
    for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
        const auto& wanted = degreesOfKind(kind);
        if ((!best || wanted.size() > degreesOfKind(*best).size())
            && std::ranges::all_of(wanted, [&](const DegreeName& degree) { return contains(degrees, degree.text); }))
            best = kind;
    }
    return best;
}

/// Tries every spelling of the pitch classes above a root; the last class's spelling changes fastest.
std::optional<Naming> nameAbove(const std::vector<int>& relative)
{
    std::vector<std::vector<DegreeName>> choices;
    for (int pitchClass : relative)
        choices.push_back(namesIn(kDegreesAbove[static_cast<std::size_t>(pitchClass)]));

    std::optional<Naming> best;
    std::vector<std::size_t> choice(choices.size(), 0);
    while (true) {
        std::vector<DegreeName> degrees;
        bool distinct = true;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            distinct = distinct && !withNumber(degrees, choices[i][choice[i]].number);
            degrees.push_back(choices[i][choice[i]]);
        }
        if (distinct) {
            const auto kind = largestKind(degrees);
            if (kind && (!best || degreesOfKind(*kind).size() > degreesOfKind(best->kind).size()))
                best = Naming{*kind, std::move(degrees)};
        }
        std::size_t digit = choices.size();
        while (digit > 0 && ++choice[digit - 1] == choices[digit - 1].size())
            choice[--digit] = 0;
        if (digit == 0)
            return best;
    }
}

/// What must be written after a kind so that it has just these degrees.
std::string changesTo(const std::vector<DegreeName>& kind, const std::vector<DegreeName>& degrees)
{
    std::string changes;
    for (const DegreeName& degree : degrees) {
        const DegreeName* there = withNumber(kind, degree.number);
        if (there && there->alteration == degree.alteration)
            continue;
        const bool altered = there || (degree.alteration != 0 && degree.number > 7);
        changes += std::string(altered ? "(" : "(add") + accidentals(degree.alteration) + std::to_string(degree.number) + ")";
    }
    for (const DegreeName& degree : kind)
        if (!withNumber(degrees, degree.number))
            changes += "(no" + std::to_string(degree.number) + ")";
    return changes;
}

} // namespace

int ChordSymbol::Spelling::pitchClass() const
{
    return modulo(kPitchClassOfLetter[letterIndex(letter)] + alteration, kNotesPerOctave);
}

std::string ChordSymbol::Spelling::text() const
{
    return letter + accidentals(alteration);
}

ChordSymbol::Spelling ChordSymbol::Spelling::transposed(int semitones) const
{
    Spelling moved = *this;
    const auto next = [](char from) { return kLetters[(letterIndex(from) + 1) % kLetters.size()]; };
    const auto gap = [&](char from) {
        return modulo(kPitchClassOfLetter[letterIndex(next(from))] - kPitchClassOfLetter[letterIndex(from)], kNotesPerOctave);
    };
    int rest = modulo(semitones, kNotesPerOctave);
    for (; rest >= gap(moved.letter); moved.letter = next(moved.letter))
        rest -= gap(moved.letter);
    if (rest > 0 && moved.alteration >= 0) {
        moved.alteration -= gap(moved.letter) - rest;
        moved.letter = next(moved.letter);
    } else {
        moved.alteration += rest;
    }
    return moved;
}

Outcome<ChordSymbol> ChordSymbol::parse(std::string_view figure)
{
    ChordSymbol symbol;
    const auto root = takeSpelling(figure);
    if (!root)
        return std::unexpected(Fault::kChordSymbol);
    symbol.m_root = *root;

    for (symbol.m_kind = 0; symbol.m_kind < kKinds.size(); ++symbol.m_kind) {
        const std::string_view kind = kKinds[symbol.m_kind].text;
        if (!figure.starts_with(kind))
            continue;
        std::string_view rest = figure.substr(kind.size());
        const std::string_view changes = rest;
        while (takeChange(rest)) { }
        symbol.m_changes = changes.substr(0, changes.size() - rest.size());
        symbol.m_bass.reset();
        if (rest.starts_with('/')) {
            rest.remove_prefix(1);
            symbol.m_bass = takeSpelling(rest);
            if (!symbol.m_bass)
                continue;
        }
        if (rest.empty())
            return symbol;
    }
    return std::unexpected(Fault::kChordSymbol);
}

Outcome<std::vector<ChordSymbol::Degree>> ChordSymbol::degrees() const
{
    std::vector<Degree> degrees;
    for (const DegreeName& name : degreesOfKind(m_kind))
        degrees.push_back({name.number, name.alteration});
    std::string_view text = m_changes;
    while (const auto change = takeChange(text)) {
        const auto there = std::ranges::find(degrees, change->degree, &Degree::number);
        const bool present = there != degrees.end();
        switch (change->word->change) {
        case Change::kAdd:
            if (present)
                return std::unexpected(Fault::kChordSymbol);
            // An added seventh is the minor one.
            degrees.push_back({change->degree, change->word->alteration - (change->degree == 7 ? 1 : 0)});
            break;
        case Change::kRemove:
            if (!present)
                return std::unexpected(Fault::kChordSymbol);
            degrees.erase(there);
            break;
        case Change::kAlter:
            if (present)
                there->alteration += change->word->alteration;
            else
                degrees.push_back({change->degree, change->word->alteration});
            break;
        }
    }
    return degrees;
}

Outcome<std::vector<int>> ChordSymbol::pitchClasses() const
{
    const auto all = degrees();
    if (!all)
        return std::unexpected(all.error());
    std::vector<int> classes;
    for (const Degree& degree : *all) {
        const int offset = kOffsetOfDegree[static_cast<std::size_t>(modulo(degree.number - 1, 7))];
        classes.push_back(modulo(m_root.pitchClass() + offset + degree.alteration, kNotesPerOctave));
    }
    return classes;
}

Outcome<ChordQuality> ChordSymbol::quality() const
{
    const auto all = degrees();
    if (!all)
        return std::unexpected(all.error());
    std::array<std::optional<int>, 3> triad;
    for (const Degree& degree : *all)
        if (degree.number == 1 || degree.number == 3 || degree.number == 5)
            triad[static_cast<std::size_t>(degree.number / 2)] = degree.alteration;
    if (triad[0] != 0 || !triad[1] || !triad[2])
        return ChordQuality::kOther;
    const auto is = [&](int third, int fifth) { return *triad[1] == third && *triad[2] == fifth; };
    return is(0, 0) ? ChordQuality::kMajor
        : is(-1, 0) ? ChordQuality::kMinor
        : is(0, 1)  ? ChordQuality::kAugmented
        : is(-1, -1) ? ChordQuality::kDiminished
                     : ChordQuality::kOther;
}

ChordSymbol ChordSymbol::transposed(int semitones) const
{
    ChordSymbol moved = *this;
    moved.m_root = m_root.transposed(semitones);
    if (m_bass)
        moved.m_bass = m_bass->transposed(semitones);
    return moved;
}

std::string ChordSymbol::text() const
{
    return m_root.text() + std::string(kKinds[m_kind].text) + m_changes + (m_bass ? "/" + m_bass->text() : "");
}

Outcome<std::string> transposeChord(std::string_view figure, int semitones)
{
    if (figure == kNoChord)
        return std::string(figure);
    const auto symbol = ChordSymbol::parse(figure);
    if (!symbol)
        return std::unexpected(symbol.error());
    return symbol->transposed(semitones).text();
}

Outcome<std::string> nameChord(std::span<const int> pitches)
{
    if (pitches.empty())
        return std::string(kNoChord);
    PythonSet distinct;
    for (int pitch : pitches)
        distinct.add(modulo(pitch, kNotesPerOctave));
    const int bass = modulo(std::ranges::min(pitches), kNotesPerOctave);
    std::vector<int> classes = distinct.numbers();
    std::erase(classes, bass);
    classes = PythonSet(classes).numbers();
    classes.insert(classes.begin(), bass);

    std::optional<Naming> best;
    int root = bass;
    for (int candidate : classes) {
        std::vector<int> relative;
        for (int pitchClass : classes)
            relative.push_back(modulo(pitchClass - candidate, kNotesPerOctave));
        auto naming = nameAbove(PythonSet(relative).numbers());
        if (naming && (!best || degreesOfKind(naming->kind).size() > degreesOfKind(best->kind).size())) {
            best = std::move(naming);
            root = candidate;
        }
    }
    if (!best)
        return std::unexpected(Fault::kChordSymbol);

    // Magenta leaves out a bass that its kind does not hold, but reads the bass as if it were a degree above C.
    const auto& kind = degreesOfKind(best->kind);
    const auto bassNames = namesIn(kDegreesAbove[static_cast<std::size_t>(bass)]);
    const auto isBass = [&](const DegreeName& degree) { return contains(bassNames, degree.text); };
    if (std::ranges::none_of(kind, isBass))
        std::erase_if(best->degrees, isBass);

    const ChordSymbol::Spelling c;
    return c.transposed(root).text() + std::string(kKinds[best->kind].text) + changesTo(kind, best->degrees)
        + (root == bass ? "" : "/" + c.transposed(bass).text());
}

} // namespace partita
