#include "app/cli/command.h"
#include "app/cli/generation_options.h"
#include "app/cli/song.h"
#include "app/cli/takes.h"

#include <memory>

namespace partita::cli {
namespace {

struct RegenerateOptions {
    std::string bars;
    GenerationOptions generation;
    TakeOptions takes;
};

Result<void> run(const RegenerateOptions& options)
{
    const auto bars = parseBars(options.bars);
    if (!bars)
        return fail(bars);
    auto document = readSong(options.takes.input);
    if (!document)
        return fail(document);
    const auto model = openModel(options.generation);
    if (!model)
        return fail(model);
    return writeTakes(options.generation, options.takes, *model, std::move(*document), generate::Operation::kRegenerate, generate::BarRange{bars->first, bars->second}, 0);
}

} // namespace

Run setupRegenerate(CLI::App& app)
{
    auto options = std::make_shared<RegenerateOptions>();
    auto& takes = options->takes;
    app.add_option("--input", takes.input, "MIDI, MusicXML or ABC file, or Partita project")->required();
    app.add_option("--bars", options->bars, "Bars to write anew, counted from 1: 5-8")->required();
    app.add_option("--track", takes.track, "Track by name or number (default: the first that the model plays and that sounds there)");
    addGenerationOptions(app, options->generation, 64);
    app.add_option("--context_bars", takes.contextBars, "Bars before the region that the model hears")->check(CLI::Range(1, 1000))->capture_default_str();
    app.add_option("--following_bars", takes.followingBars, "Bars after the region that decide the ranking")->check(CLI::Range(0, 1000))->capture_default_str();
    app.add_option("--backing_chords", takes.chords, "Melody over chords: chords for these bars, one each, again and again (default: the song's own)");
    app.add_option("--notes_per_second", takes.notesPerSecond, "Conditioned performance: how dense, such as 8");
    app.add_option("--pitch_class_histogram", takes.pitchClassHistogram, "Conditioned performance: twelve weights, from C to B");
    app.add_option("--disable_conditioning", takes.disableConditioning, "Optionally conditioned performance: True or False");
    return [options] { return run(*options); };
}

} // namespace partita::cli
