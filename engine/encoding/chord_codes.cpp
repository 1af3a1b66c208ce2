#include "engine/encoding/chord_codes.h"

#include "engine/music/chord_symbol.h"
#include "engine/music/constants.h"

#include <array>

namespace partita::encoding {
namespace {

constexpr std::array<std::string_view, kNotesPerOctave> kRoots{"C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"};
constexpr std::array<std::string_view, 4> kQualities{"", "m", "aug", "dim"}; // in the order of ChordQuality
constexpr int kPitchesWidth = 1 + 3 * kNotesPerOctave;

int numQualities(ChordKind kind)
{
    return kind == ChordKind::kMajorMinor ? 2 : static_cast<int>(kQualities.size());
}

Outcome<void> writePitches(std::string_view figure, std::span<float> row)
{
    if (figure == kNoChord) {
        row[0] = 1.0f;
        return {};
    }
    const auto symbol = ChordSymbol::parse(figure);
    if (!symbol)
        return std::unexpected(symbol.error());
    const auto classes = symbol->pitchClasses();
    if (!classes)
        return std::unexpected(classes.error());
    row[static_cast<std::size_t>(1 + symbol->root().pitchClass())] = 1.0f;
    for (int pitchClass : *classes)
        row[static_cast<std::size_t>(1 + kNotesPerOctave + pitchClass)] = 1.0f;
    row[static_cast<std::size_t>(1 + 2 * kNotesPerOctave + symbol->bass().pitchClass())] = 1.0f;
    return {};
}

} // namespace

Vocabulary chordVocabulary(ChordKind kind)
{
    return {.size = 1 + numQualities(kind) * kNotesPerOctave, .defaultCode = 0};
}

Outcome<int> chordCode(std::string_view figure, ChordKind kind)
{
    if (figure == kNoChord)
        return 0;
    const auto symbol = ChordSymbol::parse(figure);
    if (!symbol)
        return std::unexpected(symbol.error());
    const auto quality = symbol->quality();
    if (!quality)
        return std::unexpected(quality.error());
    if (static_cast<int>(*quality) >= numQualities(kind))
        return std::unexpected(Fault::kChordEncoding);
    return 1 + static_cast<int>(*quality) * kNotesPerOctave + symbol->root().pitchClass();
}

std::string chordFigure(int code, ChordKind)
{
    if (code == 0)
        return std::string(kNoChord);
    return std::string(kRoots[static_cast<std::size_t>((code - 1) % kNotesPerOctave)])
        + std::string(kQualities[static_cast<std::size_t>((code - 1) / kNotesPerOctave)]);
}

Outcome<Controls> chordControls(std::span<const std::string> figures, ChordKind kind)
{
    Controls controls{.width = kind == ChordKind::kPitches ? kPitchesWidth : chordVocabulary(kind).size};
    const auto width = static_cast<std::size_t>(controls.width);
    controls.rows.resize(figures.size() * width);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const auto row = std::span(controls.rows).subspan(i * width, width);
        if (kind == ChordKind::kPitches) {
            if (auto written = writePitches(figures[i], row); !written)
                return std::unexpected(written.error());
        } else {
            const auto code = chordCode(figures[i], kind);
            if (!code)
                return std::unexpected(code.error());
            row[static_cast<std::size_t>(*code)] = 1.0f;
        }
    }
    return controls;
}

} // namespace partita::encoding
