#include "engine/models/config_encoding.h"

#include "engine/encoding/melody_codes.h"
#include "engine/encoding/one_hot_encoding.h"

#include <fmt/format.h>

namespace partita::models {

Result<std::unique_ptr<encoding::EventEncoding>> makeEncoding(const EventRnnConfig& config)
{
    const encoding::PitchRange range{config.minNote, config.maxNote};
    switch (config.encoding) {
    case EncodingKind::kMelodyOneHot:
        return std::make_unique<encoding::OneHotEncoding>(encoding::melodyVocabulary(range));
    default:
        return fail(ErrorCode::kUnsupported, fmt::format("The events of {} cannot be encoded by this version of Partita.", config.id));
    }
}

} // namespace partita::models
