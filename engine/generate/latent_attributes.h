#pragma once

#include "engine/generate/latent_music.h"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Attribute vectors: directions in latent space along which a measurable quality of music grows.
/// Source: the MusicVAE paper, section 5.5.
namespace partita::generate {

enum class Attribute { kCDiatonic, kNoteDensity, kAverageInterval, kSyncopation16, kSyncopation8 };
inline constexpr std::array kAttributes{Attribute::kCDiatonic, Attribute::kNoteDensity, Attribute::kAverageInterval, Attribute::kSyncopation16,
                                        Attribute::kSyncopation8};

/// "c_diatonic", "note_density", "average_interval", "16th_syncopation", "8th_syncopation": for commands and files.
std::string_view nameOf(Attribute attribute);
std::optional<Attribute> attributeNamed(std::string_view name);

/// A value for each attribute; nothing where it is undefined (no notes), or is not for this music (drums have no pitches).
using AttributeValues = std::array<std::optional<double>, kAttributes.size()>;

/// Measures music of `steps` sixteenths at 120 qpm, as models say it: its melody (instrument 0). Of music without tones the
/// drums: density and the two syncopations, of steps on which something is struck.
///   C diatonic: notes of C D E F G A B, of all notes.     Note density: onsets, of all steps.
///   Average interval: between consecutive notes, in semitones; 0 for a single note.
///   16th syncopation: onsets on odd steps with none a step before, of all onsets.
///   8th syncopation: onsets on the second eighth of a quarter with none one or two steps before, of all onsets.
AttributeValues measure(const NoteSequence& music, int steps);

/// What was learnt from a set of clips.
struct AttributeVectors {
    std::string config;  ///< id of the model's row
    std::string sha256;  ///< of the model's bytes: directions mean nothing to another
    std::size_t clips = 0;
    std::map<Attribute, Z> vectors; ///< mean z of the top quartile less that of the bottom one
};

/// Learns from clips and where they lie. Attributes that do not differ among the clips, or have fewer than eight values,
/// are left out. Ties keep the order of the clips.
AttributeVectors learnAttributes(const LatentModel& model, std::span<const Z> places, std::span<const AttributeValues> values);

/// The same vectors, each less what it has of the others.
AttributeVectors orthogonal(AttributeVectors vectors);

/// As JSON, and back. Errors: as readFile and writeFileAtomically; kDamaged, kMismatch for vectors of another model.
Result<void> saveAttributes(const AttributeVectors& vectors, const std::filesystem::path& path);
Result<AttributeVectors> loadAttributes(const std::filesystem::path& path, const LatentModel& model);

/// z moved along each attribute by its amount. Attributes without a vector change nothing.
Z withAttributes(std::span<const float> z, const AttributeVectors& vectors, const std::map<Attribute, double>& amounts);

} // namespace partita::generate
