#include "app/cli/command.h"
#include "app/cli/foreign_flags.h"
#include "app/cli/generation_options.h"
#include "app/cli/output.h"
#include "app/cli/rejections.h"
#include "app/cli/song.h"

#include "engine/core/file_io.h"
#include "engine/doctor/convert_folder.h"
#include "engine/doctor/music_file.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"
#include "engine/midi/note_sequence.h"
#include "engine/project/project_file.h"
#include "engine/project/sequences.h"

#include <memory>
#include <optional>
#include <string>

namespace partita::cli {
namespace {

namespace fs = std::filesystem;

struct ConvertOptions {
    std::string input;
    std::string output;
    std::string inputDir;
    std::string outputFile;
    bool recursive = false;
    bool asNoteSeq = false;
    bool forPeople = false;
    std::optional<std::int64_t> tune;
    bool json = false;
};

Result<void> convertDirectory(const ConvertOptions& options)
{
    if (options.outputFile.empty())
        return fail(ErrorCode::kInvalidArgument, "--input_dir needs --output_file: the TFRecord to write.");
    Interruption interruption;
    const auto report = doctor::convertFolder(options.inputDir, options.outputFile, {options.recursive, options.forPeople ? doctor::Convention::kForPeople : doctor::Convention::kAsNoteSeq}, interruption.token(),
                                              [&](std::size_t, std::size_t) { interruption.check(); });
    if (!report)
        return fail(report);
    Rejections rejected(options.json);
    for (const auto& [file, reason] : report->rejected)
        rejected(file, reason);
    if (options.json) {
        printJson({{"output", options.outputFile}, {"files", report->files}, {"sequences", report->sequences}, {"other_files", report->others},
                   {"rejected", rejected.json()}});
        return {};
    }
    print("{}: {} sequences from {} files; {} files were rejected, {} are of other kinds", options.outputFile, report->sequences, report->files,
          report->rejected.size(), report->others);
    return {};
}

/// The one tune that a MIDI file can hold.
Result<const NoteSequence*> oneTune(const doctor::MusicFile& music, const ConvertOptions& options)
{
    std::string numbers;
    for (const auto& tune : music.tunes) {
        if (options.tune ? tune.number == *options.tune : music.tunes.size() == 1)
            return &tune.sequence;
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(tune.number);
    }
    if (music.tunes.empty())
        return fail(ErrorCode::kDamaged, partita::quoted(fs::path(options.input)) + " holds no tune that can be read.");
    return fail(ErrorCode::kInvalidArgument, partita::quoted(fs::path(options.input)) + " holds the tunes " + numbers + ". Choose one with --tune=N.");
}

Result<void> writeRecords(const doctor::MusicFile& music, const ConvertOptions& options)
{
    auto writer = formats::TfRecordWriter::open(options.output);
    if (!writer)
        return fail(writer);
    for (const auto& tune : music.tunes) {
        NoteSequence sequence = tune.sequence;
        sequence.filename = fs::path(options.input).filename().string();
        if (auto written = writer->write(formats::serialize(sequence)); !written)
            return written;
    }
    return writer->finish();
}

Result<void> convertFile(const ConvertOptions& options)
{
    const fs::path output = options.output;
    const bool isDocument = fs::path(options.input).extension() == ".partita" || !doctor::kindOf(options.input) ||
                            doctor::kindOf(options.input) == doctor::MusicKind::kMidi;
    if (isDocument && output.extension() != ".tfrecord") {
        const auto document = readSong(options.input); // MIDI to MIDI by way of the document: nothing is lost
        if (!document)
            return fail(document);
        if (output.extension() == ".partita")
            return project::saveProject(*document, output);
        return writeFileAtomically(output, midi::write(project::toMidi(*document)));
    }

    const auto music = doctor::readMusic(options.input, options.asNoteSeq ? doctor::Convention::kAsNoteSeq : doctor::Convention::kForPeople);
    if (!music)
        return fail(music);
    for (const auto* remarks : {&music->remarks, &music->rejectedTunes})
        for (const auto& remark : *remarks)
            note("{}: {}", options.input, remark);
    if (output.extension() == ".tfrecord")
        return writeRecords(*music, options);
    const auto tune = oneTune(*music, options);
    if (!tune)
        return fail(tune);
    if (output.extension() == ".partita") {
        const auto document = project::documentOf(**tune);
        return document ? project::saveProject(*document, output) : fail(document);
    }
    const auto file = midi::fromNoteSequence(**tune);
    if (!file)
        return fail(file);
    return writeFileAtomically(output, midi::write(*file));
}

Result<void> run(const ConvertOptions& options)
{
    if (!options.inputDir.empty())
        return convertDirectory(options);
    if (options.input.empty() || options.output.empty())
        return fail(ErrorCode::kInvalidArgument, "Name a file to read and a file to write, or --input_dir and --output_file.");
    return convertFile(options);
}

} // namespace

Run setupConvert(CLI::App& app)
{
    auto options = std::make_shared<ConvertOptions>();
    app.add_option("input", options->input, "MIDI (.mid), score (.xml, .mxl, .musicxml), tunebook (.abc) or project (.partita)");
    app.add_option("output", options->output, "MIDI (.mid), project (.partita) or NoteSequences (.tfrecord)");
    app.add_option("--input_dir", options->inputDir, "Folder whose music becomes one TFRecord of NoteSequences");
    app.add_option("--output_file", options->outputFile, "That TFRecord");
    app.add_flag("--recursive,!--norecursive", options->recursive, "Folders in the folder, too");
    auto* exact = app.add_flag("--as_note_seq", options->asNoteSeq, "Of one file: read scores exactly as note_seq does, its faults included");
    app.add_flag("--for_people", options->forPeople, "Of a folder: read files as they are meant, mended where damaged, and not exactly as note_seq does")->excludes(exact);
    app.add_option("--tune", options->tune, "Reference number of the tune, of a tunebook with several");
    acceptFlag(app, "--log", "It changes nothing: results go to standard output, remarks to standard error.");
    app.add_flag("--json", options->json, "Report of a folder as one JSON object");
    return [options] { return run(*options); };
}

} // namespace partita::cli
