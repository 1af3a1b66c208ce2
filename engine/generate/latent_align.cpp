#include "engine/generate/latent_align.h"

#include "engine/music/bar_lines.h"
#include "engine/music/modulo.h"
#include "engine/music/transpose.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace partita::generate {
namespace {

using Kind = Adjustment::Kind;
using Profile = std::array<double, kNotesPerOctave>;

constexpr double kKeepsToKey = 0.9;  ///< share of sound within a signature's scale for it to be believed
constexpr int kTritone = 6;

constexpr Profile kMajor{6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88};
constexpr Profile kMinor{6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17};

/// How long each pitch class sounds, in seconds.
Profile soundOf(const NoteSequence& music)
{
    Profile sound{};
    for (const auto& note : music.notes)
        if (!note.isDrum)
            sound[static_cast<std::size_t>(modulo(note.pitch, kNotesPerOctave))] += std::max((note.endTime - note.startTime).value, 0.0);
    return sound;
}

double correlation(const Profile& sound, const Profile& profile, int tonic)
{
    const auto mean = [](const Profile& values) { return std::accumulate(values.begin(), values.end(), 0.0) / kNotesPerOctave; };
    const double meanSound = mean(sound), meanProfile = mean(profile);
    double product = 0.0, squares = 0.0; // the profile's own are the same for every tonic
    for (int i = 0; i < kNotesPerOctave; ++i) {
        const double deviation = profile[static_cast<std::size_t>(modulo(i - tonic, kNotesPerOctave))] - meanProfile;
        product += (sound[static_cast<std::size_t>(i)] - meanSound) * deviation;
        squares += deviation * deviation;
    }
    return product / std::sqrt(squares);
}

int relativeMajor(const NoteSequence::KeySignature& signature)
{
    using enum NoteSequence::Mode;
    constexpr std::array<std::pair<NoteSequence::Mode, int>, 6> kSteps{{{kMinor, 3}, {kMixolydian, 5}, {kDorian, 10}, {kPhrygian, 8}, {kLydian, 7}, {kLocrian, 1}}};
    const auto mode = std::ranges::find(kSteps, signature.mode, &std::pair<NoteSequence::Mode, int>::first);
    return modulo(signature.key + (mode == kSteps.end() ? 0 : mode->second), kNotesPerOctave);
}

bool keepsTo(const Profile& sound, int key)
{
    double within = 0.0;
    for (const int degree : kMajorScale)
        within += sound[static_cast<std::size_t>(modulo(key + degree, kNotesPerOctave))];
    return within >= kKeepsToKey * std::accumulate(sound.begin(), sound.end(), 0.0);
}

/// The signature in force where a clip begins.
std::optional<NoteSequence::KeySignature> signatureAt(const NoteSequence& piece, Seconds time)
{
    std::optional<NoteSequence::KeySignature> last;
    for (const auto& signature : piece.keySignatures)
        if (signature.time <= time && (!last || signature.time >= last->time))
            last = signature;
    return last;
}

double barsOf(const NoteSequence& music)
{
    Seconds end;
    for (const auto& note : music.notes)
        end = std::max(end, note.endTime);
    const BarLines lines(music);
    return std::max(std::ceil(lines.quarters(end) / 4.0 - 0.01), 1.0);
}

/// The clip with what was done to make it, its key apart.
AlignedClip alignedClip(const LatentModel& model, FittedClips fitted, const ClipOptions& asked)
{
    AlignedClip aligned{.clip = std::move(fitted.search.clips.front())};
    const auto did = [&](Kind kind, double from = 0.0, double to = 0.0) { aligned.adjustments.push_back({.kind = kind, .from = from, .to = to}); };
    if (fitted.options.quantize && !asked.quantize)
        did(Kind::kSteady);
    if (fitted.options.topVoice && !asked.topVoice)
        did(Kind::kTopVoice);
    if (fitted.options.pad && !asked.pad)
        did(Kind::kPadded, std::min(barsOf(aligned.clip.music), static_cast<double>(model.bars())), model.bars());
    if (fitted.search.clips.size() > 1)
        aligned.adjustments.push_back({.kind = Kind::kChosen, .count = static_cast<int>(fitted.search.clips.size())});
    if (std::abs(aligned.clip.qpm - kDefaultQuartersPerMinute) > 0.005)
        did(Kind::kTempo, aligned.clip.qpm, kDefaultQuartersPerMinute);
    return aligned;
}

/// The way to `key` that keeps all tones within what models of melodies know.
int transpositionTo(int key, int from, const NoteSequence& music)
{
    int semitones = modulo(key - from, kNotesPerOctave);
    if (semitones > kTritone)
        semitones -= kNotesPerOctave;
    return clampTransposition(music, semitones, 21, 108) == semitones ? semitones : semitones > 0 ? semitones - kNotesPerOctave : semitones + kNotesPerOctave;
}

} // namespace

std::optional<int> keyOf(const NoteSequence& music, std::optional<NoteSequence::KeySignature> signature)
{
    const Profile sound = soundOf(music);
    if (std::ranges::all_of(sound, [](double seconds) { return seconds == 0.0; }))
        return std::nullopt;
    if (signature && keepsTo(sound, relativeMajor(*signature)))
        return relativeMajor(*signature);
    std::pair<double, int> best{-1e300, 0};
    for (int tonic = 0; tonic < kNotesPerOctave; ++tonic) {
        best = std::max(best, {correlation(sound, kMajor, tonic), tonic});
        best = std::max(best, {correlation(sound, kMinor, tonic), modulo(tonic + 3, kNotesPerOctave)});
    }
    return best.second;
}

std::string describe(const Adjustment& adjustment)
{
    switch (adjustment.kind) {
    case Kind::kChosen: return fmt::format("the first of {} clips that could be taken", adjustment.count);
    case Kind::kPadded:
        return adjustment.from < adjustment.to ? fmt::format("filled up with rests, from {:g} to {:g} bars", adjustment.from, adjustment.to) : std::string("its rests kept as part of the music");
    case Kind::kSteady: return "its beats laid on one tempo, in bars of four quarters";
    case Kind::kTopVoice: return "of all its tracks the highest voice";
    case Kind::kTempo: return fmt::format("from {:.4g} to {:g} quarters a minute", adjustment.from, adjustment.to);
    case Kind::kTransposed:
        return fmt::format("moved {} by {:g} semitone{}, into the key of the first", adjustment.to > 0 ? "up" : "down", std::abs(adjustment.to), std::abs(adjustment.to) == 1 ? "" : "s");
    }
    return {};
}

Result<std::vector<AlignedClip>> align(const LatentModel& model, std::span<const AlignSource> sources, bool sameKey)
{
    std::vector<AlignedClip> aligned;
    std::optional<int> key;
    for (const auto& source : sources) {
        auto fitted = fitClips(model, source.piece, source.options);
        if (!fitted)
            return fail(fitted);
        if (fitted->search.clips.empty())
            return std::unexpected(refusal(model, fitted->search, source.name));
        const auto options = fitted->options;
        auto clip = alignedClip(model, std::move(*fitted), source.options);
        const auto found = keyOf(clip.clip.music, signatureAt(source.piece, clip.clip.start));
        if (!key)
            key = found;
        const int semitones = sameKey && key && found ? transpositionTo(*key, *found, clip.clip.music) : 0;
        if (semitones != 0) {
            const auto moved = transpose(source.piece, semitones);
            auto search = moved ? findClips(model, moved->sequence, options) : Result<ClipSearch>(ClipSearch{});
            if (!search)
                return fail(search);
            if (!search->clips.empty()) { // as many as before, unless the model's range has cut some
                clip.clip = std::move(search->clips.front());
                clip.adjustments.push_back({.kind = Kind::kTransposed, .to = static_cast<double>(semitones)});
            }
        }
        aligned.push_back(std::move(clip));
    }
    return aligned;
}

NoteSequence naiveMix(const NoteSequence& start, const NoteSequence& end, double t)
{
    using Note = NoteSequence::Note;
    NoteSequence mix = start;
    mix.notes.clear();
    const auto add = [&](const NoteSequence& music, double share) {
        for (Note note : music.notes) {
            note.velocity = static_cast<int>(std::lround(note.velocity * share));
            const auto same = std::ranges::find_if(mix.notes, [&](const Note& other) {
                return other.pitch == note.pitch && other.isDrum == note.isDrum && other.startTime == note.startTime;
            });
            if (same == mix.notes.end())
                mix.notes.push_back(note);
            else {
                same->velocity = std::min(same->velocity + note.velocity, kMaxMidiVelocity);
                same->endTime = std::max(same->endTime, note.endTime);
            }
        }
    };
    add(start, 1.0 - t);
    add(end, t);
    std::erase_if(mix.notes, [](const Note& note) { return note.velocity < kMinMidiVelocity; });
    std::ranges::stable_sort(mix.notes, {}, &Note::startTime);
    mix.totalTime = std::max(start.totalTime, end.totalTime);
    return mix;
}

} // namespace partita::generate
