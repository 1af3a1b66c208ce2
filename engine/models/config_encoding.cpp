#include "engine/models/config_encoding.h"

#include "engine/encoding/drum_codes.h"
#include "engine/encoding/key_melody_encoding.h"
#include "engine/encoding/lookback_encoding.h"
#include "engine/encoding/modulo_performance_encoding.h"
#include "engine/encoding/note_performance_encoding.h"
#include "engine/encoding/one_hot_encoding.h"
#include "engine/encoding/pianoroll_encoding.h"
#include "engine/encoding/polyphony_codes.h"

#include <fmt/format.h>

namespace partita::models {
namespace {

constexpr int kDrumCounterBits = 6;

} // namespace

Result<std::unique_ptr<encoding::EventEncoding>> makeEncoding(const EventRnnConfig& config)
{
    using namespace encoding;
    const PitchRange range{config.minNote, config.maxNote};
    const PerformanceRanges performance{.numVelocityBins = config.numVelocityBins};
    switch (config.encoding) {
    case EncodingKind::kMelodyOneHot:
    case EncodingKind::kTriadMelodyOneHot:
    case EncodingKind::kPitchChordsMelodyOneHot:
        return std::make_unique<OneHotEncoding>(melodyVocabulary(range));
    case EncodingKind::kMelodyLookback:
        return std::make_unique<LookbackEncoding>(melodyVocabulary(range));
    case EncodingKind::kMelodyKey:
    case EncodingKind::kTriadMelodyKey:
        return std::make_unique<KeyMelodyEncoding>(range);
    case EncodingKind::kDrumsOneHot:
        return std::make_unique<OneHotEncoding>(drumVocabulary(drumClasses(config)));
    case EncodingKind::kDrumsLookback: // counters, but nothing to look back to
        return std::make_unique<LookbackEncoding>(drumVocabulary(drumClasses(config)), std::vector<int>{}, kDrumCounterBits);
    case EncodingKind::kPolyphonyOneHot:
        return std::make_unique<OneHotEncoding>(polyphonyVocabulary());
    case EncodingKind::kPerformanceOneHot:
        return std::make_unique<OneHotEncoding>(performanceVocabulary(performance));
    case EncodingKind::kPerformanceOneHotIndex:
        return std::make_unique<OneHotEncoding>(performanceVocabulary(performance), OneHotEncoding::Input::kIndex);
    case EncodingKind::kPerformanceModulo:
        return std::make_unique<ModuloPerformanceEncoding>(performance);
    case EncodingKind::kNotePerformance:
        return std::make_unique<NotePerformanceEncoding>(config.numVelocityBins);
    case EncodingKind::kPianorollFrames:
        return std::make_unique<PianorollEncoding>(config.inputSize);
    }
    return fail(ErrorCode::kUnsupported, fmt::format("The events of {} cannot be encoded by this version of Partita.", config.id));
}

const encoding::DrumClasses& drumClasses(const EventRnnConfig& config)
{
    return config.encoding == EncodingKind::kDrumsOneHot ? encoding::singleDrumClass() : encoding::nineDrumClasses();
}

encoding::ChordKind chordKind(const EventRnnConfig& config)
{
    return config.encoding == EncodingKind::kPitchChordsMelodyOneHot ? encoding::ChordKind::kPitches : encoding::ChordKind::kTriad;
}

} // namespace partita::models
