#include "engine/generate/latent_clip.h"

#include "engine/generate/latent_source.h"

#include "engine/music/bar_lines.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace partita::generate {
namespace {

using converters::Dropped;
using converters::DropReason;
using converters::GrooveSpec;
using converters::LatentExample;
using converters::MelodySpec;

constexpr std::size_t kListed = 8; ///< clips that a sentence names

/// Rows [from, from + length) of `rows`, filled up with zeros.
std::vector<float> stretch(std::span<const float> rows, std::size_t depth, std::size_t from, std::size_t length)
{
    std::vector<float> cut(length * depth);
    const auto there = rows.subspan(std::min(from * depth, rows.size()));
    std::ranges::copy(there.first(std::min(there.size(), cut.size())), cut.begin());
    return cut;
}

/// One example of everything as windows of `length` rows, the last one filled up with rests.
std::vector<LatentExample> windowsOf(const LatentExample& whole, std::size_t length, Seconds secondsPerStep, const converters::ConverterShape& shape)
{
    std::vector<LatentExample> windows;
    for (std::size_t from = 0; from < whole.steps; from += length) {
        const auto cut = [&](const std::vector<float>& rows, int depth) {
            return rows.empty() ? std::vector<float>{} : stretch(rows, static_cast<std::size_t>(depth), from, length);
        };
        windows.push_back({.steps = length, .inputs = cut(whole.inputs, shape.inputDepth), .outputs = cut(whole.outputs, shape.outputDepth),
                           .controls = cut(whole.controls, shape.controlDepth), .lengths = {static_cast<int>(length)},
                           .start = whole.start + secondsPerStep * static_cast<double>(from)});
    }
    return windows;
}

/// Every example of a prepared piece.
converters::Conversion examplesOf(const LatentModel& model, const LatentSource& source, bool pad)
{
    const auto converter = converters::makeConverter(converterFor(model, pad), converters::Mode::kInfer);
    Rng rng; // of note dropout, where the model has it: equal music gives equal clips
    auto found = converter->toTensors(source.sequence, rng);
    if (const auto* grooves = std::get_if<GrooveSpec>(&model.config->converter); grooves && pad && !found.examples.empty()) {
        const double stepsPerSecond = BarLines(source.sequence).qpmAt(Seconds(0.0)) / 60.0 * grooves->stepsPerQuarter;
        found.examples = windowsOf(found.examples.front(), static_cast<std::size_t>(model.steps()), Seconds(1.0 / stepsPerSecond), converter->shape());
    }
    return found;
}

std::string trackName(const ClipTrack& track)
{
    return track.name.empty() ? fmt::format("track {}", track.number) : fmt::format("track {} “{}”", track.number, track.name);
}

/// In the order of ClipFix.
constexpr std::array<std::string_view, 5> kFixClauses{"choose bars", "choose a track", "take the top voice of all tracks", "fill it up with rests",
                                                      "lay its beats on one tempo, in bars of four quarters"};

} // namespace

std::vector<ClipTrack> tracksOf(const NoteSequence& piece)
{
    std::map<int, std::size_t> notes;
    for (const auto& note : piece.notes)
        ++notes[note.instrument];
    std::vector<ClipTrack> tracks;
    for (const auto& [instrument, count] : notes) {
        const auto info = std::ranges::find(piece.instrumentInfos, instrument, &NoteSequence::InstrumentInfo::instrument);
        tracks.push_back({.number = static_cast<int>(tracks.size()) + 1, .instrument = instrument,
                          .name = info == piece.instrumentInfos.end() ? std::string() : info->name, .notes = count});
    }
    return tracks;
}

std::string describe(const Clip& clip)
{
    const auto seconds = static_cast<long>(std::max(clip.start.value, 0.0));
    return fmt::format("{}{} (from {}:{:02})", clip.bars.first == clip.bars.last ? fmt::format("bar {}", clip.bars.first) : fmt::format("bars {}–{}", clip.bars.first, clip.bars.last),
                       clip.track ? " of " + trackName(*clip.track) : "", seconds / 60, seconds % 60);
}

Result<ClipSearch> findClips(const LatentModel& model, const NoteSequence& piece, const ClipOptions& options)
{
    ClipSearch search{.tracks = tracksOf(piece)};
    const auto source = prepare(model, piece, search.tracks, options);
    if (!source)
        return fail(source);
    auto found = examplesOf(model, *source, options.pad);
    search.dropped = std::move(found.dropped);
    const BarLines lines(piece);
    for (auto& example : found.examples) {
        Clip clip{.music = model.converter->fromTensors(example.targets(), example.controls)};
        clip.start = source->inPiece(example.start);
        clip.qpm = lines.qpmAt(clip.start);
        const double end = lines.quarters(clip.start) + 4.0 * model.bars();
        clip.bars = {lines.barAt(clip.start), lines.barAt(lines.time(end - 0.01))};
        for (const auto& track : search.tracks)
            if (source->track ? track.instrument == *source->track : !options.topVoice && example.instrument == track.instrument)
                clip.track = track;
        clip.example = std::move(example);
        search.clips.push_back(std::move(clip));
    }
    return search;
}

Result<FittedClips> fitClips(const LatentModel& model, const NoteSequence& piece, const ClipOptions& options)
{
    struct Further {
        bool pad, quantize, topVoice;
    };
    constexpr Further kFurther[] = {{true, false, false}, {false, true, false}, {true, true, false}, {true, false, true}, {true, true, true}};
    auto asked = findClips(model, piece, options);
    if (!asked)
        return fail(asked);
    if (asked->clips.empty()) {
        const bool melodies = std::holds_alternative<MelodySpec>(model.config->converter);
        for (const auto& [pad, quantize, topVoice] : kFurther) {
            ClipOptions more = options;
            more.pad |= pad;
            more.quantize |= quantize;
            more.topVoice |= topVoice;
            if (topVoice && !melodies)
                continue;
            if (auto found = findClips(model, piece, more); found && !found->clips.empty())
                return FittedClips{std::move(*found), more};
        }
    }
    return FittedClips{std::move(*asked), options};
}

std::vector<ClipFix> fixesFor(const LatentModel& model, const ClipSearch& search, const ClipOptions& options)
{
    std::set<ClipFix> fixes;
    const bool melodies = std::holds_alternative<MelodySpec>(model.config->converter);
    if (search.clips.size() > 1) {
        const auto differ = [&](auto same) { return !std::ranges::all_of(search.clips, [&](const Clip& clip) { return same(clip, search.clips.front()); }); };
        if (differ([](const Clip& a, const Clip& b) { return a.bars == b.bars; }))
            fixes.insert(ClipFix::kBars);
        if (differ([](const Clip& a, const Clip& b) { return a.track.has_value() == b.track.has_value() && (!a.track || a.track->number == b.track->number); })) {
            fixes.insert(ClipFix::kTrack);
            if (melodies)
                fixes.insert(ClipFix::kTopVoice);
        }
    } else if (search.clips.empty()) {
        for (const Dropped& dropped : search.dropped) {
            switch (dropped.reason) {
            case DropReason::kTooShort:
            case DropReason::kUnfinishedWindow:
            case DropReason::kNeverTogether: fixes.insert(ClipFix::kPad); break;
            case DropReason::kNoFittingNotes:
                if (melodies)
                    fixes.insert(ClipFix::kTrack);
                break;
            case DropReason::kPolyphonic: fixes.insert(ClipFix::kTopVoice); break;
            case DropReason::kOtherMeter: fixes.insert(ClipFix::kQuantize); break;
            case DropReason::kFault:
                if (dropped.fault == Fault::kMultipleTempos || dropped.fault == Fault::kMultipleTimeSignatures || dropped.fault == Fault::kBadTimeSignature)
                    fixes.insert(ClipFix::kQuantize);
                break;
            default: break;
            }
        }
    }
    if (!options.track.empty())
        fixes.erase(ClipFix::kTrack);
    for (const auto& [given, fix] : {std::pair{options.topVoice, ClipFix::kTopVoice}, std::pair{options.pad, ClipFix::kPad}, std::pair{options.quantize, ClipFix::kQuantize}})
        if (given)
            fixes.erase(fix);
    return {fixes.begin(), fixes.end()};
}

Error refusal(const LatentModel& model, const ClipSearch& search, std::string_view name)
{
    const std::string wanted = fmt::format("{} ({})", model.config->id, model.config->description);
    std::vector<std::string> words;
    if (search.clips.empty()) {
        for (const Dropped& dropped : search.dropped)
            words.push_back(describe(dropped));
        return {ErrorCode::kMismatch, fmt::format("{} holds nothing that {} can take: {}.", name, wanted, fmt::join(words, "; "))};
    }
    for (std::size_t i = 0; i < std::min(search.clips.size(), kListed); ++i)
        words.push_back(describe(search.clips[i]));
    if (search.clips.size() > kListed)
        words.push_back(fmt::format("and {} more", search.clips.size() - kListed));
    return {ErrorCode::kMismatch, fmt::format("{} holds {} clips that {} can take, and one is wanted: {}.", name, search.clips.size(), wanted, fmt::join(words, "; "))};
}

Result<Clip> onlyClip(const LatentModel& model, const NoteSequence& piece, std::string_view name, const ClipOptions& options)
{
    auto search = findClips(model, piece, options);
    if (!search)
        return fail(search);
    if (search->clips.size() == 1)
        return std::move(search->clips.front());
    Error error = refusal(model, *search, name);
    std::vector<std::string_view> help;
    for (const auto fix : fixesFor(model, *search, options))
        help.push_back(kFixClauses[static_cast<std::size_t>(fix)]);
    if (!help.empty())
        error.message += fmt::format(" You can {}.", fmt::join(help, ", or "));
    return std::unexpected(std::move(error));
}

} // namespace partita::generate
