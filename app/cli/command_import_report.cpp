#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/midi/file.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace partita::cli {
namespace {

struct ImportReportOptions {
    std::vector<std::string> files;
    bool json = false;
};

/// What a person wants to know of one file before anything is done with it.
struct Report {
    std::string file;
    midi::Reading reading;
};

const char* name(midi::Verdict verdict)
{
    switch (verdict) {
    case midi::Verdict::kComplete: return "complete";
    case midi::Verdict::kRepaired: return "repaired";
    case midi::Verdict::kPartial: return "partial";
    case midi::Verdict::kRefused: break;
    }
    return "refused";
}

Report examine(const std::string& file)
{
    auto reading = midi::readFile(file);
    if (reading)
        return {file, std::move(*reading)};
    return {file, {midi::Verdict::kRefused, {reading.error().message}, {.format = 0, .division = 0, .tracks = {}}}};
}

std::size_t countNotes(const midi::File& file)
{
    std::size_t notes = 0;
    for (const auto& track : file.tracks)
        notes += std::ranges::count_if(track.events, &midi::Event::isNoteOn);
    return notes;
}

nlohmann::json toJson(const Report& report)
{
    const auto& file = report.reading.file;
    return {{"file", report.file},
            {"verdict", name(report.reading.verdict)},
            {"reasons", report.reading.reasons},
            {"format", file.format},
            {"tracks", file.tracks.size()},
            {"ticks_per_quarter", file.ticksPerQuarter()},
            {"notes", countNotes(file)}};
}

Result<void> run(const ImportReportOptions& options)
{
    auto array = nlohmann::json::array();
    for (const auto& file : options.files) {
        const Report report = examine(file);
        if (options.json) {
            array.push_back(toJson(report));
            continue;
        }
        print("{}: {}", report.file, name(report.reading.verdict));
        if (report.reading.verdict != midi::Verdict::kRefused)
            print("  format {}, {} tracks, {} notes, {}", report.reading.file.format, report.reading.file.tracks.size(),
                  countNotes(report.reading.file),
                  report.reading.file.isSmpte() ? std::string("SMPTE time")
                                                : fmt::format("{} ticks per quarter", report.reading.file.ticksPerQuarter()));
        for (const auto& reason : report.reading.reasons)
            print("  {}", reason);
    }
    if (options.json)
        printJson(array);
    return {};
}

} // namespace

Run setupImportReport(CLI::App& app)
{
    auto options = std::make_shared<ImportReportOptions>();
    app.add_option("files", options->files, "MIDI files")->required();
    app.add_flag("--json", options->json, "An array with file, verdict, reasons, tracks, ticks_per_quarter");
    return [options] { return run(*options); };
}

} // namespace partita::cli
