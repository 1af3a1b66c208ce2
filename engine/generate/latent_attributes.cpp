#include "engine/generate/latent_attributes.h"

#include "engine/core/file_io.h"
#include "engine/music/constants.h"
#include "engine/music/modulo.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

namespace partita::generate {
namespace {

constexpr double kStepsPerSecond = kDefaultStepsPerQuarter * kDefaultQuartersPerMinute / 60.0;
constexpr std::size_t kLeastValues = 8;           ///< two clips a quartile
constexpr std::uint64_t kLargestFile = 64 << 20;  ///< bytes
constexpr const char* kNames[] = {"c_diatonic", "note_density", "average_interval", "16th_syncopation", "8th_syncopation"};

std::size_t indexOf(Attribute attribute)
{
    return static_cast<std::size_t>(attribute);
}

/// What is measured: the melody, or of music without tones the drums.
std::vector<NoteSequence::Note> voiceOf(const NoteSequence& music)
{
    const bool tones = std::ranges::any_of(music.notes, [](const NoteSequence::Note& note) { return !note.isDrum; });
    std::vector<NoteSequence::Note> voice;
    for (const NoteSequence::Note& note : music.notes)
        if (tones ? !note.isDrum && note.instrument == 0 : note.isDrum)
            voice.push_back(note);
    std::ranges::stable_sort(voice, {}, &NoteSequence::Note::startTime);
    return voice;
}

/// Share of the onsets on `place` of every `period` steps before which `free` steps have none.
double syncopation(const std::set<long>& onsets, long period, long place, long free)
{
    const auto isSyncope = [&](long onset) {
        return onset % period == place && onsets.lower_bound(onset - free) == onsets.find(onset);
    };
    return static_cast<double>(std::ranges::count_if(onsets, isSyncope)) / static_cast<double>(onsets.size());
}

Z meanOf(std::span<const Z> places, std::span<const std::size_t> which)
{
    std::vector<double> sums(places.front().size());
    for (const std::size_t i : which)
        for (std::size_t k = 0; k < sums.size(); ++k)
            sums[k] += places[i][k];
    Z mean(sums.size());
    std::ranges::transform(sums, mean.begin(), [&](double sum) { return static_cast<float>(sum / static_cast<double>(which.size())); });
    return mean;
}

/// What `z` has beside a set of directions of length 1 at right angles to each other.
Z without(Z z, std::span<const Z> directions)
{
    for (const Z& direction : directions)
        z = moved(z, direction, -dot(z, direction));
    return z;
}

std::optional<Z> numbersFrom(const nlohmann::json& json, std::size_t size)
{
    if (!json.is_array() || json.size() != size || !std::ranges::all_of(json, [](const auto& value) { return value.is_number(); }))
        return std::nullopt;
    return json.get<Z>();
}

} // namespace

std::string_view nameOf(Attribute attribute)
{
    return kNames[indexOf(attribute)];
}

std::optional<Attribute> attributeNamed(std::string_view name)
{
    for (const Attribute attribute : kAttributes)
        if (nameOf(attribute) == name)
            return attribute;
    return std::nullopt;
}

AttributeValues measure(const NoteSequence& music, int steps)
{
    const auto voice = voiceOf(music);
    std::set<long> onsets;
    double diatonic = 0.0, intervals = 0.0;
    for (std::size_t i = 0; i < voice.size(); ++i) {
        onsets.insert(std::max(std::lround(voice[i].startTime.value * kStepsPerSecond), 0L));
        diatonic += std::ranges::count(kMajorScale, modulo(voice[i].pitch, kNotesPerOctave)) > 0 ? 1.0 : 0.0;
        intervals += i > 0 ? std::abs(voice[i].pitch - voice[i - 1].pitch) : 0.0;
    }
    AttributeValues values;
    const auto set = [&](Attribute attribute, double value) { values[indexOf(attribute)] = value; };
    set(Attribute::kNoteDensity, static_cast<double>(onsets.size()) / std::max(steps, 1));
    if (voice.empty())
        return values;
    if (!voice.front().isDrum) {
        set(Attribute::kCDiatonic, diatonic / static_cast<double>(voice.size()));
        set(Attribute::kAverageInterval, intervals / static_cast<double>(std::max<std::size_t>(voice.size() - 1, 1)));
    }
    set(Attribute::kSyncopation16, syncopation(onsets, 2, 1, 1));
    set(Attribute::kSyncopation8, syncopation(onsets, 4, 2, 2));
    return values;
}

AttributeVectors learnAttributes(const LatentModel& model, std::span<const Z> places, std::span<const AttributeValues> values)
{
    AttributeVectors learnt{.config = std::string(model.config->id), .sha256 = model.sha256, .clips = places.size()};
    for (const Attribute attribute : kAttributes) {
        const auto valueOf = [&](std::size_t i) { return *values[i][indexOf(attribute)]; };
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < places.size(); ++i)
            if (values[i][indexOf(attribute)])
                order.push_back(i);
        if (order.size() < kLeastValues)
            continue;
        std::ranges::stable_sort(order, {}, valueOf);
        if (valueOf(order.front()) == valueOf(order.back()))
            continue;
        const std::span all = order;
        const std::size_t quarter = order.size() / 4;
        learnt.vectors[attribute] = moved(meanOf(places, all.last(quarter)), meanOf(places, all.first(quarter)), -1.0);
    }
    return learnt;
}

AttributeVectors orthogonal(AttributeVectors vectors)
{
    const auto original = vectors.vectors;
    for (auto& [attribute, vector] : vectors.vectors) {
        std::vector<Z> others;
        for (const auto& [other, direction] : original) {
            if (other == attribute)
                continue;
            Z rest = without(direction, others);
            const double length = std::sqrt(dot(rest, rest));
            if (length > 1e-6 * std::sqrt(dot(direction, direction))) // else the others before it say it all
                others.push_back(moved(Z(rest.size()), rest, 1.0 / length));
        }
        vector = without(std::move(vector), others);
    }
    return vectors;
}

Result<void> saveAttributes(const AttributeVectors& vectors, const std::filesystem::path& path)
{
    nlohmann::json directions = nlohmann::json::object();
    for (const auto& [attribute, vector] : vectors.vectors)
        directions[std::string(nameOf(attribute))] = vector;
    return writeFileAtomically(path, nlohmann::json{{"config", vectors.config}, {"model_sha256", vectors.sha256}, {"clips", vectors.clips}, {"vectors", directions}}.dump(1) + "\n");
}

Result<AttributeVectors> loadAttributes(const std::filesystem::path& path, const LatentModel& model)
{
    const auto bytes = readFile(path, kLargestFile);
    if (!bytes)
        return fail(bytes);
    const auto json = nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, /*allow_exceptions=*/false);
    const auto damaged = [&](std::string_view why) {
        return fail(ErrorCode::kDamaged, fmt::format("{} holds no attribute vectors: {}. \"partita attributes\" learns them from a folder.", quoted(path), why));
    };
    if (!json.is_object() || !json.value("vectors", nlohmann::json()).is_object())
        return damaged("it is not what that command writes");
    const auto text = [&](const char* key) { return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string(); };
    AttributeVectors vectors{.config = text("config"), .sha256 = text("model_sha256")};
    if (json.contains("clips") && json["clips"].is_number_unsigned())
        vectors.clips = json["clips"].get<std::size_t>();
    if (vectors.config != model.config->id || vectors.sha256 != model.sha256)
        return fail(ErrorCode::kMismatch, fmt::format("{} was learnt in the space of another model ({}), so its directions mean nothing in that of \"{}\" ({}). Learn them again with this model.",
                                                      quoted(path), vectors.config, model.fileName, model.config->id));
    for (const auto& [name, numbers] : json["vectors"].items()) {
        const auto attribute = attributeNamed(name);
        if (!attribute)
            return damaged(fmt::format("\"{}\" is no attribute; there are {}", name, fmt::join(kNames, ", ")));
        auto vector = numbersFrom(numbers, static_cast<std::size_t>(model.zSize()));
        if (!vector)
            return damaged(fmt::format("\"{}\" is not {} numbers", name, model.zSize()));
        vectors.vectors[*attribute] = std::move(*vector);
    }
    return vectors;
}

Z withAttributes(std::span<const float> z, const AttributeVectors& vectors, const std::map<Attribute, double>& amounts)
{
    Z place(z.begin(), z.end());
    for (const auto& [attribute, amount] : amounts)
        if (const auto vector = vectors.vectors.find(attribute); vector != vectors.vectors.end())
            place = moved(place, vector->second, amount);
    return place;
}

} // namespace partita::generate
