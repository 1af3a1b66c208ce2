#include "engine/converters/converter_spec.h"

namespace partita::converters {

const encoding::DrumClasses& drumClasses(DrumSet set)
{
    switch (set) {
    case DrumSet::kReduced: return encoding::nineDrumClasses();
    case DrumSet::kFull: return encoding::fullDrumClasses();
    case DrumSet::kRoland: return encoding::rolandDrumClasses();
    }
    return encoding::nineDrumClasses();
}

} // namespace partita::converters
