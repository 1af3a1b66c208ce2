#pragma once

#include "engine/generate/latent_clip.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Clips of unlike length, key, tempo and number of tracks made alike, so that a way between them makes sense.
namespace partita::generate {

/// One of the pieces, and what its owner asks for.
struct AlignSource {
    NoteSequence piece;
    std::string name; ///< for sentences: the file's or the track's
    ClipOptions options{};
};

/// Something that was done to a piece.
struct Adjustment {
    enum class Kind {
        kChosen,     ///< of `count` clips the first was taken: see AlignedClip::clip
        kPadded,     ///< rests fill it up to `to` bars (it had `from`); where these are equal, rests within it were kept
        kSteady,     ///< its beats were laid on one tempo, in bars of four quarters
        kTopVoice,   ///< its tracks were read as one voice, the highest
        kTempo,      ///< from `from` to `to` qpm
        kTransposed, ///< by `to` semitones, into the first clip's key
    };
    Kind kind = Kind::kChosen;
    int count = 0;
    double from = 0.0;
    double to = 0.0;
    friend bool operator==(const Adjustment&, const Adjustment&) = default;
};

/// A clause for people without a full stop, e.g. "moved up by 3 semitones, into the key of the first".
std::string describe(const Adjustment& adjustment);

struct AlignedClip {
    Clip clip; ///< `clip.music` is what is heard; its reconstruction is the end point of an interpolation
    std::vector<Adjustment> adjustments; ///< in the order in which they were made; empty where nothing was to do
};

/// Takes of every piece one clip that the model can read, with as little done to it as possible, and moves all melodies
/// and basses into the key of the first one (`sameKey`), the shorter way.
/// Errors:  as onlyClip, where no clip can be made of a piece.
Result<std::vector<AlignedClip>> align(const LatentModel& model, std::span<const AlignSource> sources, bool sameKey = true);

/// The major key (its tonic's pitch class; of minor keys the relative major's) that the music is in: the signature's, where
/// the music keeps to it, else by its tones and how long they sound. Nothing where there are no tones.
/// Source: Krumhansl and Kessler 1982 (profiles of keys).
std::optional<int> keyOf(const NoteSequence& music, std::optional<NoteSequence::KeySignature> signature = {});

/// The notes of both clips at once, the louder the nearer: what the mean of two piano rolls is, and what a latent space is
/// better at. Notes that both have sound in full. `t` 0 is `start`, 1 is `end`.
/// Source: the MusicVAE paper, figure 1 and section 5.4 (interpolation in data space).
NoteSequence naiveMix(const NoteSequence& start, const NoteSequence& end, double t);

} // namespace partita::generate
