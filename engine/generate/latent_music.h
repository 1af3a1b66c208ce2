#pragma once

#include "engine/generate/latent_clip.h"
#include "engine/generate/latent_model.h"
#include "engine/generate/latent_space.h"
#include "engine/generate/progress.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

/// Music to latent space and back.
/// Threads: the inference thread, one call at a time on one model.     Errors: kStopped; those of LatentNetwork.
namespace partita::generate {

/// Where a clip lies: q(z | clip).
struct Latent {
    Z mu;
    Z sigma; ///< standard deviations
};

Result<std::vector<Latent>> encode(const LatentModel& model, std::span<const converters::LatentExample> examples, std::stop_token stop = {});
Result<Latent> encode(const LatentModel& model, const Clip& clip, std::stop_token stop = {});

/// mu + spread · sigma · N(0, I).
Z drawn(const Latent& latent, Rng rng, double spread = 1.0);

/// Music that came out of a model.
struct LatentMusic {
    NoteSequence sequence; ///< at 120 qpm
    Z z;
    std::vector<float> samples; ///< [steps, outputDepth], up to its end where it has one
};

/// How z becomes music.
struct DecodeOptions {
    double temperature = 0.5; ///< 0 takes the likeliest
    /// Number i of the result has a generator of its own, seeded from this and i: it does not depend on the others.
    std::uint64_t seed = 0;
    /// Each number i draws as number 0 does: places that lie close then sound alike, and one place sounds the same
    /// wherever it stands in the request.
    bool sameDraws = false;
    std::vector<float> controls{}; ///< [steps, controlDepth] of all, or [number, steps, controlDepth]; see latent_controls.h
    int batchSize = 64; ///< rows that go through the network together
    /// Decoded alone before all others, so that something can be seen early; large models take long. Past the end: none.
    std::optional<std::size_t> firstAlone{};
    std::function<void(std::size_t index, const LatentMusic& music)> each{}; ///< called as music is ready
    Progress progress{}; ///< rows · steps done
    std::stop_token stop{};
};

/// Errors: also kInvalidArgument for controls that the model wants and are not there, or are of another size.
Result<std::vector<LatentMusic>> decode(const LatentModel& model, std::span<const Z> places, const DecodeOptions& options = {});

/// `count` pieces from the prior, or variations of one place (`sameZ`).
Result<std::vector<LatentMusic>> sample(const LatentModel& model, int count, bool sameZ, const DecodeOptions& options = {});

/// The music on the way from one clip to another, both ends' reconstructions included.
Result<std::vector<LatentMusic>> interpolate(const LatentModel& model, const Latent& start, const Latent& end, int steps, Path path,
                                             const DecodeOptions& options = {});

/// What the streams of the model's music are called in reports: "melody", "bass" and "drums" of a trio, else one.
std::vector<std::string_view> streamNames(const LatentModel& model);

/// Share of an example's steps that `music` repeats: one number for each stream, in the order of `streamNames`. Grooves: share of places, drum by drum, where a hit is or is not as it was. Steps
/// behind the example's end do not count.
std::vector<double> accuracy(const LatentModel& model, const converters::LatentExample& example, const LatentMusic& music);

} // namespace partita::generate
