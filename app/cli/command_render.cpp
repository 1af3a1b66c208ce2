#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/cli/song.h"

#include "engine/playback/render.h"
#include "engine/playback/soundfonts.h"

#include <cmath>
#include <memory>

namespace partita::cli {
namespace {

struct RenderOptions {
    std::string input;
    std::string output;
    std::string soundfont;
    int sampleRate = 44100;
    std::string depth = "16";
    bool json = false;
};

const std::map<std::string, playback::BitDepth> kDepths{
    {"16", playback::BitDepth::k16}, {"24", playback::BitDepth::k24}, {"float", playback::BitDepth::kFloat}};

Result<void> run(const RenderOptions& options)
{
    const auto document = readSong(options.input);
    if (!document)
        return fail(document);
    const std::filesystem::path soundfont = options.soundfont.empty() ? playback::defaultSoundFont() : std::filesystem::path(options.soundfont);

    catchInterrupt();
    const std::stop_source stop;
    playback::RenderOptions render;
    render.sampleRate = options.sampleRate;
    render.depth = kDepths.at(options.depth);
    const auto report = playback::renderToWav(*document, soundfont, options.output, render, stop.get_token(), [&](double) {
        if (interrupted())
            std::stop_source(stop).request_stop();
    });
    if (!report)
        return fail(report);

    const double seconds = static_cast<double>(report->frames.value) / options.sampleRate;
    if (options.json)
        printJson({{"file", options.output}, {"frames", report->frames.value}, {"seconds", seconds}, {"sample_rate", options.sampleRate},
                   {"peak", report->peak}, {"rms", report->rms}, {"soundfont", soundfont.string()}});
    else
        print("{}: {:.1f} s, peak {:.1f} dBFS", options.output, seconds, 20 * std::log10(std::max(report->peak, 1e-6)));
    return {};
}

} // namespace

Run setupRender(CLI::App& app)
{
    auto options = std::make_shared<RenderOptions>();
    app.add_option("input", options->input, "MIDI file or Partita project")->required();
    app.add_option("output", options->output, "WAV file to write")->required();
    app.add_option("--soundfont", options->soundfont, "SoundFont to play with (default: the one that ships with Partita)");
    app.add_option("--sample_rate", options->sampleRate, "Samples a second")->check(CLI::Range(8000, 96000))->capture_default_str();
    app.add_option("--bit_depth", options->depth, "16, 24 or float")->check(CLI::IsMember(kDepths))->capture_default_str();
    app.add_flag("--json", options->json, "Report as one JSON object");
    return [options] { return run(*options); };
}

} // namespace partita::cli
