#pragma once

#include "engine/neural/neural.h"

#include <QStringList>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <vector>

namespace partita::test {

/// What a training run said and how it ended.
struct TrainingRun {
    Result<void> outcome;
    std::vector<training::Json> events;

    std::vector<training::Json> of(std::string_view kind) const
    {
        std::vector<training::Json> found;
        std::ranges::copy_if(events, std::back_inserter(found), [kind](const training::Json& event) { return event.at("event") == kind; });
        return found;
    }

    /// What must not differ between equal runs: all that events of these kinds say but times, in their order.
    QStringList numbers(std::initializer_list<std::string_view> kinds) const
    {
        QStringList lines;
        for (training::Json event : events) {
            if (std::ranges::none_of(kinds, [&event](std::string_view kind) { return event.at("event") == kind; }))
                continue;
            event.erase("seconds");
            event.erase("steps_per_second");
            lines << QString::fromStdString(event.dump());
        }
        return lines;
    }
};

/// Trains in this process and keeps every event; `also` hears each as it comes.
inline TrainingRun train(const training::TrainOptions& options, const std::function<void(const training::Json&)>& also = {}, std::stop_token stop = {})
{
    TrainingRun run;
    run.outcome = neural::open().value()->train(
        options,
        [&](const training::Json& event) {
            run.events.push_back(event);
            if (also)
                also(event);
        },
        stop);
    return run;
}

} // namespace partita::test
