#include "engine/study/statistics_json.h"

#include <fmt/format.h>

#include <cmath>

namespace partita::study {

nlohmann::json asJson(const Statistics& statistics)
{
    auto json = nlohmann::json::object();
    const auto bound = [](double value) { return std::isinf(value) ? std::string(value < 0 ? "-inf" : "inf") : fmt::format("{}", value); };
    for (const auto& [name, count] : statistics.counters)
        if (count != 0)
            json[name] = count;
    for (const auto& [name, histogram] : statistics.histograms) {
        const auto& bounds = histogram.bounds();
        for (std::size_t i = 0; i < bounds.size(); ++i)
            if (histogram.counts()[i] != 0)
                json[name][fmt::format("[{},{})", bound(bounds[i]), i + 1 < bounds.size() ? bound(bounds[i + 1]) : "inf")] = histogram.counts()[i];
    }
    return json;
}

} // namespace partita::study
