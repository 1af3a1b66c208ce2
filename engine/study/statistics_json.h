#pragma once

#include "engine/events/statistics.h"

#include <nlohmann/json.hpp>

namespace partita::study {

/// As the golden tables write statistics: counters that are not zero, histograms without empty buckets.
nlohmann::json asJson(const Statistics& statistics);

} // namespace partita::study
