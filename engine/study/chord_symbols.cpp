// Chord symbols: read, named, transposed, and as a network's input.
#include "engine/encoding/chord_codes.h"
#include "engine/music/chord_symbol.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"

#include <algorithm>
#include <array>

namespace partita::study {
namespace {

using nlohmann::json;

/// As the golden file writes it: the value, or the exception's name.
template <class T>
json asGolden(const Outcome<T>& outcome)
{
    return outcome ? json(*outcome) : json(std::string(faultName(outcome.error())));
}

/// The places of the ones in a row of controls.
Outcome<std::vector<int>> onesOf(const std::string& figure)
{
    const std::array figures{figure};
    const auto controls = encoding::chordControls(figures, encoding::ChordKind::kPitches);
    if (!controls)
        return std::unexpected(controls.error());
    std::vector<int> ones;
    for (std::size_t i = 0; i < controls->rows.size(); ++i)
        if (controls->rows[i] != 0.0f)
            ones.push_back(static_cast<int>(i));
    return ones;
}

void compareSymbol(Comparison& comparison, const json& row)
{
    const auto figure = row.at("symbol").get<std::string>();
    const auto symbol = ChordSymbol::parse(figure);
    const auto ask = [&](auto property) { return symbol ? json(property(*symbol)) : json(std::string(faultName(symbol.error()))); };
    comparison.equal("root", ask([](const ChordSymbol& s) { return s.root().pitchClass(); }), row.at("root"));
    comparison.equal("bass", ask([](const ChordSymbol& s) { return s.bass().pitchClass(); }), row.at("bass"));
    comparison.equal("pitches", ask([](const ChordSymbol& s) { return asGolden(s.pitchClasses()); }), row.at("pitches"));
    comparison.equal("quality", ask([](const ChordSymbol& s) {
                         const auto quality = s.quality();
                         return quality ? json(static_cast<int>(*quality)) : json(std::string(faultName(quality.error())));
                     }), row.at("quality"));
    comparison.equal("majmin", asGolden(encoding::chordCode(figure, encoding::ChordKind::kMajorMinor)), row.at("majmin"));
    comparison.equal("triad", asGolden(encoding::chordCode(figure, encoding::ChordKind::kTriad)), row.at("triad"));
    comparison.equal("pitch_chords", asGolden(onesOf(figure)), row.at("pitch_chords"));
    for (int k = -6; k <= 12; ++k) {
        const auto moved = symbol ? symbol->transposed(k).text() : "!" + std::string(faultName(symbol.error()));
        comparison.equal("transposed", moved, row.at("transposed").at(static_cast<std::size_t>(k + 6)).get<std::string>());
    }
}

} // namespace

void checkChordSymbols(const std::filesystem::path& file, Examiner& examiner)
{
    const json golden = readJson(file);
    for (const auto& row : golden.at("symbols"))
        examiner.examine(row.value("symbol", ""), [&](Comparison& comparison) { compareSymbol(comparison, row); });
    for (const auto& row : golden.at("pitches_to_symbol"))
        examiner.examine(row.at(0).dump(), [&](Comparison& comparison) {
            const auto name = nameChord(row.at(0).get<std::vector<int>>());
            comparison.equal("name", name ? *name : "!" + std::string(faultName(name.error())), row.at(1).get<std::string>());
        });
}

} // namespace partita::study
