#include "engine/datasets/harvest.h"

#include "engine/encoding/chord_codes.h"
#include "engine/encoding/drum_codes.h"
#include "engine/encoding/melody_codes.h"
#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/performance_codes.h"
#include "engine/encoding/performance_controls.h"
#include "engine/encoding/pianoroll_encoding.h"
#include "engine/encoding/polyphony_codes.h"
#include "engine/events/extract_melodies.h"
#include "engine/events/extract_performances.h"
#include "engine/events/lead_sheet.h"
#include "engine/events/pianoroll_sequence.h"
#include "engine/events/polyphonic_sequence.h"
#include "engine/events/transpositions.h"
#include "engine/models/config_encoding.h"
#include "engine/music/quantize.h"
#include "engine/music/split.h"
#include "engine/music/times.h"

#include <array>
#include <numeric>

namespace partita::datasets {
namespace {

using models::EventRnnConfig;
using models::EventRnnFamily;

constexpr std::array kStretches{0.95, 0.975, 1.0, 1.025, 1.05};
constexpr Seconds kPerformancePiece{30.0};
constexpr std::pair kNoTransposition{0, 0};
constexpr std::pair kPolyphonyTranspositions{-4, 4};
constexpr std::pair kPerformanceTranspositions{-3, 3};

std::vector<int> amounts(std::pair<int, int> range)
{
    std::vector<int> all(static_cast<std::size_t>(range.second - range.first + 1));
    std::iota(all.begin(), all.end(), range.first);
    return all;
}

/// One piece's way through the pipeline of a config's family.
class Chain {
public:
    Chain(Part part, const HarvestOptions& options) : m_part(part), m_options(options), m_config(*options.config) {}

    Harvest run(const NoteSequence& sequence)
    {
        switch (m_config.family) {
        case EventRnnFamily::kMelody:
            relative(sequence, transposition(kNoTransposition, kNoTransposition), [this](const auto& piece) { melodies(piece); });
            break;
        case EventRnnFamily::kDrums: // no pitches to move
            relative(sequence, {}, [this](const auto& piece) { drums(piece); });
            break;
        case EventRnnFamily::kImprov: // moved as lead sheets, with their chords
            relative(sequence, {}, [this](const auto& piece) { leadSheets(piece); });
            break;
        case EventRnnFamily::kPolyphony:
            relative(sequence, transposition(kPolyphonyTranspositions, kPolyphonyTranspositions), [this](const auto& piece) { polyphony(piece); });
            break;
        case EventRnnFamily::kPianoroll:
            relative(sequence, transposition(kPolyphonyTranspositions, kPolyphonyTranspositions), [this](const auto& piece) { pianorolls(piece); });
            break;
        case EventRnnFamily::kPerformance:
            absolute(sequence, transposition(kPerformanceTranspositions, kNoTransposition));
            break;
        }
        return std::move(m_harvest);
    }

private:
    std::vector<int> transposition(std::pair<int, int> training, std::pair<int, int> eval) const
    {
        if (m_options.asGiven)
            return amounts(kNoTransposition);
        if (m_options.music.transpose)
            return amounts(m_part == Part::kTraining ? *m_options.music.transpose : kNoTransposition);
        return amounts(m_part == Part::kTraining ? training : eval);
    }

    /// On the grid of quarters. Without `transpositions` the pipeline has no such unit.
    template <class Extract>
    void relative(const NoteSequence& sequence, const std::vector<int>& transpositions, Extract extract)
    {
        const auto pieces = splitOnTimeChanges(sequence);
        if (!pieces) {
            m_harvest.fault = pieces.error();
            return;
        }
        for (const NoteSequence& piece : *pieces) {
            const auto quantized = quantize(piece, m_config.stepsPerQuarter);
            m_harvest.quantizer.push_back(quantized ? std::nullopt : std::optional(quantized.error()));
            if (!quantized)
                m_harvest.fault = quantized.error();
            else if (transpositions.empty())
                extract(*quantized);
            else
                for (const auto& copy : transposed(*quantized, transpositions))
                    extract(copy);
        }
    }

    /// On the grid of the clock: the pedal becomes longer notes, tempo varies, long recordings are cut.
    void absolute(const NoteSequence& sequence, const std::vector<int>& transpositions)
    {
        const auto sustained = applySustain(sequence);
        if (!sustained) {
            m_harvest.fault = sustained.error();
            return;
        }
        const auto stretches = m_part == Part::kTraining ? std::span<const double>(kStretches) : std::span<const double>(kStretches).subspan(2, 1);
        for (const double factor : stretches) {
            const auto stretched = stretch(*sustained, factor);
            const auto pieces = stretched ? splitByHop(*stretched, kPerformancePiece) : std::unexpected(stretched.error());
            if (!pieces) {
                m_harvest.fault = pieces.error();
                continue;
            }
            for (const NoteSequence& piece : *pieces) {
                const auto quantized = quantizeAbsolute(piece, m_config.stepsPerSecond);
                if (!quantized) {
                    m_harvest.fault = quantized.error();
                    continue;
                }
                for (const auto& copy : transposed(*quantized, transpositions))
                    m_config.encoding == models::EncodingKind::kNotePerformance ? notePerformances(copy) : performances(copy);
            }
        }
    }

    template <class Quantized>
    std::vector<Quantized> transposed(const Quantized& sequence, const std::vector<int>& by)
    {
        return transpositions(sequence, by, m_harvest.units["TranspositionPipeline"]);
    }

    /// What a unit extracted, its statistics counted; nothing where it gave the piece up.
    template <class Found>
    Found* counted(const std::string& unit, Outcome<Found>& found)
    {
        auto& statistics = m_harvest.units[unit];
        if (found) {
            statistics.merge(found->statistics);
            return &*found;
        }
        m_harvest.fault = found.error();
        if (found.error() == Fault::kNonIntegerStepsPerBar)
            statistics.count("non_integer_steps_per_bar");
        else if (found.error() == Fault::kChordSymbol)
            statistics.count("chord_symbol_exception");
        return nullptr;
    }

    void add(std::span<const int> codes, const encoding::Controls& controls = {}) { m_harvest.sequences.emplace_back(codes, controls); }

    encoding::PitchRange range() const { return {m_config.minNote, m_config.maxNote}; }

    /// Notes that start together are left out only where the caller wants that; how many tracks it concerned is told.
    void noteReduced(const QuantizedSequence& piece, MelodyExtraction options)
    {
        options.ignorePolyphonic = false;
        const auto strict = extractMelodies(piece, options);
        if (!strict)
            return;
        if (const auto found = strict->statistics.counters.find("polyphonic_tracks_discarded"); found != strict->statistics.counters.end())
            m_harvest.remarks.count("polyphonic_tracks_reduced", found->second);
    }

    MelodyExtraction melodyOptions(MelodyExtraction options) const
    {
        options.ignorePolyphonic = m_options.music.keepHighest;
        if (m_options.asGiven) {
            options.minBars = 0;
            options.minUniquePitches = 1;
            options.maxStepsTruncate.reset();
        }
        return options;
    }

    PerformanceExtraction performanceOptions() const
    {
        auto options = PerformanceExtraction::dataset(m_config.numVelocityBins);
        if (m_options.asGiven) {
            options.minEventsDiscard.reset();
            options.maxEventsTruncate.reset();
        }
        return options;
    }

    void melodies(const QuantizedSequence& piece)
    {
        const auto options = melodyOptions(MelodyExtraction::dataset());
        auto extracted = extractMelodies(piece, options);
        const auto* found = counted("MelodyExtractor", extracted);
        if (!found)
            return;
        if (m_options.music.keepHighest)
            noteReduced(piece, options);
        for (Melody melody : found->melodies) {
            melody.squash(m_config.minNote, m_config.maxNote, m_config.transposeToKey);
            if (const auto codes = encoding::melodyCodes(melody.events(), range()))
                add(*codes);
        }
    }

    void drums(const QuantizedSequence& piece)
    {
        auto options = DrumExtraction::dataset();
        if (m_options.asGiven) {
            options.minBars = 0;
            options.maxStepsTruncate.reset();
        }
        auto extracted = extractDrumTracks(piece, options);
        if (const auto* found = counted("DrumsExtractor", extracted))
            for (const DrumTrack& track : found->tracks)
                add(encoding::drumCodes(track.events(), models::drumClasses(m_config)));
    }

    void leadSheets(const QuantizedSequence& piece)
    {
        auto options = LeadSheetExtraction::dataset();
        options.allTranspositions = !m_config.transposeToKey && !m_options.asGiven;
        options.melody = melodyOptions(options.melody);
        auto extracted = extractLeadSheets(piece, options);
        const auto* found = counted("LeadSheetExtractor", extracted);
        if (!found)
            return;
        if (m_options.music.keepHighest)
            noteReduced(piece, options.melody);
        for (LeadSheet sheet : found->leadSheets) {
            const auto squashed = sheet.squash(m_config.minNote, m_config.maxNote, m_config.transposeToKey);
            const auto controls = squashed ? encoding::chordControls(sheet.chords().events(), models::chordKind(m_config)) : std::unexpected(squashed.error());
            const auto codes = encoding::melodyCodes(sheet.melody().events(), range());
            if (controls && codes)
                add(*codes, *controls);
            else // Magenta's encoder leaves them out without counting
                m_harvest.remarks.count("lead_sheets_with_unknown_chords");
        }
    }

    void polyphony(const QuantizedSequence& piece)
    {
        auto extracted = extractPolyphony(piece, m_options.asGiven ? PolyphonicExtraction() : PolyphonicExtraction::dataset());
        if (const auto* found = counted("PolyExtractor", extracted))
            for (const PolyphonicSequence& voices : found->sequences)
                add(encoding::polyphonyCodes(voices.events()));
    }

    void pianorolls(const QuantizedSequence& piece)
    {
        auto extracted = extractPianorolls(piece, m_options.asGiven ? PianorollExtraction() : PianorollExtraction::dataset());
        if (const auto* found = counted("PianorollExtractor", extracted))
            for (const PianorollSequence& roll : found->sequences)
                add(encoding::pianorollCodes(roll.frames(), roll.keys().count()));
    }

    void performances(const AbsoluteQuantizedSequence& piece)
    {
        auto extracted = extractPerformances(piece, performanceOptions());
        const auto* found = counted("PerformanceExtractor", extracted);
        if (!found)
            return;
        for (const Performance& performance : found->performances) {
            const auto codes = encoding::performanceCodes(performance.events(), {.numVelocityBins = m_config.numVelocityBins});
            if (!codes)
                continue;
            for (const auto& controls : controlsOf(performance))
                add(*codes, controls);
        }
    }

    void notePerformances(const AbsoluteQuantizedSequence& piece)
    {
        auto extracted = extractNotePerformances(piece, performanceOptions());
        if (const auto* found = counted("PerformanceExtractor", extracted))
            for (const NotePerformance& performance : found->performances)
                add(encoding::notePerformanceCodes(performance.events()));
    }

    /// A table for each example that is made of a performance.
    std::vector<encoding::Controls> controlsOf(const Performance& performance) const
    {
        using enum models::PerformanceControls;
        const auto density = [&] { return encoding::densityControls(encoding::noteDensities(performance)); };
        const auto histogram = [&] { return encoding::histogramControls(encoding::pitchHistograms(performance)); };
        const auto both = [&] { return encoding::joined(std::array{density(), histogram()}); };
        switch (m_config.controls) {
        case kNone: break;
        case kDensity: return {density()};
        case kPitchHistogram: return {histogram()};
        case kDensityAndPitchHistogram: return {both()};
        case kOptionalDensityAndPitchHistogram: {
            const auto controls = both();
            return {encoding::optional(controls, std::vector(performance.size(), false)), encoding::optional(controls, std::vector(performance.size(), true))};
        }
        }
        return {{}};
    }

    Part m_part;
    const HarvestOptions& m_options;
    const EventRnnConfig& m_config;
    Harvest m_harvest;
};

} // namespace

Harvest harvest(const NoteSequence& sequence, Part part, const HarvestOptions& options)
{
    return Chain(part, options).run(sequence);
}

} // namespace partita::datasets
