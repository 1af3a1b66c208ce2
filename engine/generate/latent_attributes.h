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

/// Measures music of `steps` sixteenths at 120 qpm, as models say it. Melodies: the notes that are no drums, of the first
/// instrument that has any. Drums: density and the two syncopations, of steps on which something is struck.
/// Units:  C diatonic, density and syncopation: shares, 0–1; average interval: semitones.
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
