#include "app/cli/takes.h"

#include "app/cli/output.h"
#include "app/cli/song.h"

#include "engine/core/file_io.h"
#include "engine/generate/control_text.h"
#include "engine/midi/file.h"
#include "engine/project/chords.h"
#include "engine/project/edit.h"

#include <fmt/format.h>

namespace partita::cli {
namespace {

Result<generate::WriteOptions> writeOptions(const GenerationOptions& generation, const TakeOptions& options)
{
    generate::WriteOptions write{.numOutputs = generation.numOutputs, .sampling = generation.sampling, .seed = generation.seed};
    write.contextBars = options.contextBars;
    write.followingBars = options.followingBars;
    const auto read = [](const std::string& text, auto from, auto& values) -> Result<void> {
        if (text.empty())
            return {};
        auto given = from(text);
        if (!given)
            return fail(given);
        values = std::move(*given);
        return {};
    };
    for (const auto& done : {read(options.notesPerSecond, generate::notesPerSecondFrom, write.notesPerSecond),
                             read(options.pitchClassHistogram, generate::pitchClassHistogramFrom, write.pitchClassHistogram),
                             read(options.disableConditioning, generate::disableConditioningFrom, write.disableConditioning)})
        if (!done)
            return fail(done);
    return write;
}

/// One chord a bar, again and again.
Result<void> layChords(project::Document& document, const std::string& text, const generate::BarRange& bars)
{
    const auto meters = project::meterMap(document);
    const auto given = project::chordsFromText(text, Ticks(0), Ticks(1 << 20));
    if (!given)
        return fail(given);
    std::vector<project::Chord> chords;
    for (int bar = bars.first; bar <= bars.last && !given->empty(); ++bar)
        chords.push_back({meters.barStart(bar), (*given)[static_cast<std::size_t>(bar - bars.first) % given->size()].figure});
    project::apply(document, project::setChords(document, meters.barStart(bars.first), meters.barEnd(bars.last), chords));
    return {};
}

} // namespace

project::Document newSong(const models::EventRnnConfig& config, double qpm)
{
    project::Document document = project::newDocument();
    if (config.family == models::EventRnnFamily::kDrums) {
        project::apply(document, project::addTrack(document, {.name = "Drums", .isDrum = true}));
        project::apply(document, project::removeTrack(document, document.tracks.front().id));
    }
    project::apply(document, project::setTempo(document, Ticks(0), qpm));
    return document;
}

Result<void> writeTakes(const GenerationOptions& generation, const TakeOptions& options, const generate::Model& model, project::Document document,
                        generate::Operation operation, std::optional<generate::BarRange> selected, int count)
{
    auto write = writeOptions(generation, options);
    if (!write)
        return fail(write);
    write->operation = operation;
    const auto track = options.input.empty() ? Result<project::TrackId>(document.tracks.front().id)
                                             : findTrack(document, options.track, selected.value_or(generate::BarRange{}), *model.config);
    if (!track)
        return fail(track);
    const auto bars = generate::barsToWrite(document, *track, operation, selected, count).value();
    if (!options.chords.empty())
        if (auto laid = layChords(document, options.chords, bars); !laid)
            return laid;
    Interruption interruption;
    const auto candidates = generate::writeBars(document, *track, bars.first, bars.last, *write, model, interruption.token(), [&](int, int) { interruption.check(); });
    if (!candidates)
        return fail(candidates);

    if (auto made = makeFolder(generation.outputDir); !made)
        return made;
    const std::string stem = options.input.empty() ? "new" : std::filesystem::path(options.input).stem().string();
    auto takes = nlohmann::json::array();
    for (std::size_t i = 0; i < candidates->size(); ++i) {
        const auto& candidate = (*candidates)[i];
        const auto path = std::filesystem::path(generation.outputDir) / fmt::format("{}_bars_{}-{}_take_{}.mid", stem, bars.first, bars.last, i + 1);
        if (auto written = writeFileAtomically(path, midi::write(project::toMidi(generate::applyCandidate(document, candidate)))); !written)
            return written;
        const auto& recipe = candidate.recipe;
        takes.push_back({{"file", path.string()}, {"seed", recipe.seed}, {"temperature", recipe.temperature}, {"score", recipe.score},
                         {"log_likelihood", recipe.logLikelihood}, {"notes", candidate.notes.size()}});
        if (!generation.json)
            print("{}  score {:.3f}  log-likelihood {:.3f}  seed {}  {} notes", path.string(), recipe.score, recipe.logLikelihood, recipe.seed, candidate.notes.size());
    }
    if (generation.json)
        printJson({{"model", model.fileName}, {"config", model.config->id}, {"takes", takes}});
    return {};
}

} // namespace partita::cli
