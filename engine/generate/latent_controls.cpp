#include "engine/generate/latent_controls.h"

#include "engine/converters/conditions.h"

#include "engine/music/chord_symbol.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <variant>

namespace partita::generate {
namespace {

/// What the model is told about chords; nothing where it is told of none.
std::optional<encoding::ChordKind> chordKindOf(const converters::ConverterSpec& spec)
{
    return std::visit([](const auto& kind) -> std::optional<encoding::ChordKind> {
        if constexpr (requires { kind.condition; })
            return kind.condition.chords;
        else if constexpr (requires { kind.chords; })
            return kind.chords;
        else
            return std::nullopt;
    }, spec);
}

} // namespace

Result<std::vector<float>> chordControls(const LatentModel& model, std::string_view chords)
{
    const auto kind = chordKindOf(model.config->converter);
    if (!kind)
        return fail(ErrorCode::kInvalidArgument, fmt::format("{} takes no chords. Models over chords have \"chords\" in their name.", model.config->id));
    std::vector<std::string> figures;
    std::istringstream words{std::string(chords)};
    for (std::string figure; words >> figure;)
        figures.push_back(figure);
    const auto* multitrack = std::get_if<converters::MultitrackSpec>(&model.config->converter);
    const auto steps = static_cast<std::size_t>(model.steps());
    if (figures.empty() || figures.size() > (multitrack ? 1 : steps))
        return fail(ErrorCode::kInvalidArgument, multitrack ? fmt::format("{} plays one bar over one chord: give one symbol, such as Am.", model.config->id)
                                                            : fmt::format("Give {} chords from 1 to {}, with blanks between them, such as \"C G Am F\".", model.config->id, steps));
    const auto rows = encoding::chordControls(figures, *kind);
    for (const auto& figure : figures)
        if (!encoding::chordControls(std::span(&figure, 1), *kind))
            return fail(ErrorCode::kInvalidArgument, fmt::format("\"{}\" is no chord that {} knows. Write major, minor, augmented and diminished triads such as C, Am, Faug, Bdim, or {} for none.",
                                                                 figure, model.config->id, kNoChord));
    const auto depth = static_cast<std::size_t>(model.network->spec().controlDepth);
    std::vector<float> controls(steps * depth);
    for (std::size_t step = 0; step < steps; ++step) {
        float* row = controls.data() + step * depth;
        if (multitrack && step % static_cast<std::size_t>(multitrack->maxEventsPerInstrument) == 0)
            row[0] = 1.0f; // the program's row says "no chord", class 0
        else
            std::copy_n(rows->rows.data() + step * figures.size() / steps * depth, depth, row);
    }
    return controls;
}

std::vector<float> controlsOf(const LatentModel& model, const Clip& clip)
{
    const auto depth = static_cast<std::size_t>(model.network->spec().controlDepth);
    std::vector<float> controls = clip.example.controls;
    if (controls.empty())
        return controls;
    const std::vector<float> last(controls.end() - static_cast<std::ptrdiff_t>(depth), controls.end());
    const auto size = static_cast<std::size_t>(model.steps()) * depth;
    while (controls.size() < size)
        controls.insert(controls.end(), last.begin(), last.end());
    controls.resize(size);
    return controls;
}

} // namespace partita::generate
