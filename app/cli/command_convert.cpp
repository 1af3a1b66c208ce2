#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/core/file_io.h"
#include "engine/midi/file.h"

#include <memory>
#include <string>

namespace partita::cli {
namespace {

struct Options {
    std::string input;
    std::string output;
};

Result<void> run(const Options& options)
{
    const auto reading = midi::readFile(options.input);
    if (!reading)
        return fail(reading);
    for (const auto& reason : reading->reasons)
        note("{}: {}", options.input, reason);
    return writeFileAtomically(options.output, midi::write(reading->file));
}

} // namespace

Run setupConvert(CLI::App& app)
{
    auto options = std::make_shared<Options>();
    app.add_option("input", options->input, "MIDI file to read")->required();
    app.add_option("output", options->output, "MIDI file to write: the same events, ticks and bytes; what was damaged is mended")->required();
    return [options] { return run(*options); };
}

} // namespace partita::cli
