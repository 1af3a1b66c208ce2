#include "engine/converters/conditions.h"

#include "engine/converters/one_hot.h"
#include "engine/events/chord_progression.h"
#include "engine/music/chord_inference.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

namespace partita::converters {
namespace {

bool isChord(const NoteSequence::TextAnnotation& annotation)
{
    return annotation.annotationType == NoteSequence::TextAnnotationType::kChordSymbol;
}

int chordColumns(const ConditionSpec& spec)
{
    return spec.chords ? encoding::chordVocabulary(*spec.chords).size : 0;
}

} // namespace

int controlDepth(const ConditionSpec& spec)
{
    return chordColumns(spec) + (spec.key ? kKeyColumns : 0);
}

Outcome<QuantizedSequence> Conditions::completed(QuantizedSequence piece, const ConditionSpec& spec)
{
    const bool noChords = spec.chords && std::ranges::none_of(piece->textAnnotations, isChord);
    const bool noKey = spec.key && piece->keySignatures.empty();
    if (!noChords && !noKey)
        return piece;
    auto inferred = inferChords(piece, {.addKeySignatures = spec.key});
    if (!inferred)
        return std::unexpected(inferred.error());
    return QuantizedSequence::from(std::move(inferred->sequence));
}

Outcome<Conditions> Conditions::of(const QuantizedSequence& piece, const ConditionSpec& spec, std::int64_t steps)
{
    Conditions conditions(spec);
    if (!conditions.any())
        return conditions;
    std::vector<std::int64_t> all(static_cast<std::size_t>(steps));
    std::iota(all.begin(), all.end(), std::int64_t{0});
    conditions.m_steps.resize(all.size());
    if (spec.chords) {
        const auto figures = chordsAtSteps(piece, all);
        if (!figures)
            return std::unexpected(figures.error());
        std::unordered_map<std::string, int> places;
        for (std::size_t step = 0; step < all.size(); ++step) {
            const auto [place, isNew] = places.try_emplace((*figures)[step], static_cast<int>(places.size()));
            if (isNew) {
                conditions.m_figures.push_back((*figures)[step]);
                conditions.m_codes.push_back(encoding::chordCode((*figures)[step], *spec.chords));
            }
            conditions.m_steps[step].chord = place->second;
        }
    }
    if (spec.key) {
        const double stepsPerSecond = stepsPerQuarterToStepsPerSecond(piece.resolution(), piece->tempos.front().qpm);
        const auto keys = keysAtSteps(*piece, all, stepsPerSecond);
        if (!keys)
            return std::unexpected(keys.error());
        for (std::size_t step = 0; step < all.size(); ++step)
            conditions.m_steps[step].key = (*keys)[step];
    }
    return conditions;
}

Outcome<std::vector<float>> Conditions::rows(std::span<const Condition> conditions) const
{
    const auto depth = static_cast<std::size_t>(controlDepth(m_spec));
    const int chords = chordColumns(m_spec);
    std::vector<float> rows(conditions.size() * depth);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        if (m_spec.chords) {
            const auto& code = m_codes[static_cast<std::size_t>(conditions[i].chord)];
            if (!code)
                return std::unexpected(code.error());
            rows[i * depth + static_cast<std::size_t>(*code)] = 1.0f;
        }
        if (m_spec.key)
            rows[i * depth + static_cast<std::size_t>(chords + conditions[i].key)] = 1.0f;
    }
    return rows;
}

void Conditions::write(NoteSequence& sequence, std::span<const float> controls, const ConditionSpec& spec, double secondsPerStep)
{
    const int depth = controlDepth(spec);
    if (depth == 0 || controls.empty())
        return;
    if (spec.chords) {
        // Not as Magenta, which leaves out twelve columns here even where no key stands behind the chords, and so loses
        // the diminished ones.
        const auto codes = argmaxRows(controls, depth, 0, chordColumns(spec));
        std::vector<std::pair<double, std::string>> timed;
        for (std::size_t step = 0; step < codes.size(); ++step)
            timed.emplace_back(static_cast<double>(step) * secondsPerStep, encoding::chordFigure(codes[step], *spec.chords));
        writeChords(sequence, timed);
    }
    if (spec.key) {
        const auto keys = argmaxRows(controls, depth, chordColumns(spec), kKeyColumns);
        for (std::size_t step = 0; step < keys.size(); ++step)
            if (step == 0 || keys[step] != keys[step - 1])
                sequence.keySignatures.push_back({.time = Seconds(static_cast<double>(step) * secondsPerStep), .key = keys[step]});
    }
}

void writeChords(NoteSequence& sequence, const std::vector<std::pair<double, std::string>>& timed)
{
    for (std::size_t i = 0; i < timed.size(); ++i)
        if (i == 0 || timed[i].second != timed[i - 1].second)
            sequence.textAnnotations.push_back({.time = Seconds(timed[i].first), .text = timed[i].second,
                                                .annotationType = NoteSequence::TextAnnotationType::kChordSymbol});
}

} // namespace partita::converters
