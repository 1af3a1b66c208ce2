#include "engine/generate/latent_groove.h"

#include "engine/music/bar_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace partita::generate {
namespace {

using converters::GrooveSpec;

constexpr int kTapPitch = 46; ///< the drum that models of taps read
constexpr double kQuartersPerSecond = kDefaultQuartersPerMinute / 60.0; ///< of what a model says

/// The notes that are to be grooved: those of a track that was named, the drums, or for models of taps all.
Result<NoteSequence> strokesOf(const LatentModel& model, const GrooveSpec& spec, NoteSequence piece, std::string_view name, const std::string& track)
{
    const bool drums = std::ranges::any_of(piece.notes, &NoteSequence::Note::isDrum);
    if (track.empty() && drums)
        std::erase_if(piece.notes, [](const auto& note) { return !note.isDrum; });
    else if (track.empty() && !spec.tapify)
        return fail(ErrorCode::kMismatch, fmt::format("{} has no drums, and {} needs a drum pattern. Choose drum bars, or make drums of a rhythm with groovae_2bar_tap_fixed_velocity.", name, model.config->id));
    if (spec.tapify)
        for (auto& note : piece.notes)
            note.pitch = kTapPitch;
    return piece;
}

/// The windows of a piece in which something is struck.
Result<std::vector<Clip>> drumWindows(const LatentModel& model, const NoteSequence& piece, std::string_view name, ClipOptions options)
{
    options.pad = true;
    auto fitted = fitClips(model, piece, options);
    if (!fitted)
        return fail(fitted);
    if (fitted->search.clips.empty())
        return std::unexpected(refusal(model, fitted->search, name));
    std::erase_if(fitted->search.clips, [](const Clip& clip) { return std::ranges::all_of(clip.example.targets(), [](float value) { return value == 0.0f; }); });
    return std::move(fitted->search.clips);
}

/// What each window is told: its own hits, or those of another piece, over and over.
Result<std::vector<float>> hitsFor(const LatentModel& model, const std::vector<Clip>& windows, const NoteSequence* other)
{
    std::vector<float> hits;
    if (!model.takesControls())
        return other ? Result<std::vector<float>>(fail(ErrorCode::kInvalidArgument, fmt::format("{} makes its own hits and cannot play given ones. groovae_2bar_hits_control can.", model.config->id))) : hits;
    const auto played = other ? drumWindows(model, *other, "The pattern to be played", {}) : windows;
    if (!played)
        return fail(played);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        const auto& controls = (*played)[i % played->size()].example.controls;
        hits.insert(hits.end(), controls.begin(), controls.end());
    }
    return hits;
}

} // namespace

Result<Groove> groove(const LatentModel& model, const NoteSequence& piece, std::string_view name, const GrooveOptions& options)
{
    const auto* spec = std::get_if<GrooveSpec>(&model.config->converter);
    if (!spec)
        return fail(ErrorCode::kMismatch, fmt::format("{} makes {}; only GrooVAE models groove drums. Choose one of those whose names begin with groovae.", model.config->id,
                                                      models::musicOf(model.config->converter)));
    const auto strokes = strokesOf(model, *spec, piece, name, options.clip.track);
    if (!strokes)
        return fail(strokes);
    const auto windows = drumWindows(model, *strokes, name, options.clip);
    if (!windows)
        return fail(windows);
    auto hits = hitsFor(model, *windows, options.hits);
    if (!hits)
        return fail(hits);

    std::vector<converters::LatentExample> examples;
    for (const auto& window : *windows)
        examples.push_back(window.example);
    const auto latents = encode(model, examples, options.stop);
    if (!latents)
        return fail(latents);
    std::vector<Z> places;
    for (std::size_t i = 0; i < latents->size(); ++i)
        places.push_back(drawn((*latents)[i], Rng::stream(options.seed, fmt::format("groove {}", i)), options.spread));
    const auto made = decode(model, places, {.temperature = options.temperature, .seed = options.seed, .controls = std::move(*hits), .progress = options.progress, .stop = options.stop});
    if (!made)
        return fail(made);

    const BarLines lines(piece);
    Seconds lastStroke;
    for (const auto& note : strokes->notes)
        lastStroke = std::max(lastStroke, note.startTime);
    const auto bars = options.clip.bars.value_or(BarRange{windows->front().bars.first, lines.barAt(lastStroke)});
    Groove result{.start = lines.start(bars.first), .end = lines.start(bars.last + 1)};
    result.sequence.tempos = piece.tempos;
    result.sequence.timeSignatures = piece.timeSignatures;
    for (std::size_t i = 0; i < made->size(); ++i) {
        const double from = lines.quarters((*windows)[i].start);
        const auto at = [&](Seconds time) { return std::max(lines.time(from + time.value * kQuartersPerSecond), Seconds(0.0)); };
        for (auto note : (*made)[i].sequence.notes) {
            note.startTime = at(note.startTime);
            note.endTime = at(note.endTime);
            if (note.startTime < result.end && note.velocity > 0) // what a model plays into the rests behind the last bar is not asked for
                result.sequence.notes.push_back(note);
        }
    }
    std::ranges::stable_sort(result.sequence.notes, {}, &NoteSequence::Note::startTime);
    result.sequence.totalTime = result.end;
    return result;
}

} // namespace partita::generate
