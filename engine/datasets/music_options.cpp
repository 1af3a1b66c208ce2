#include "engine/datasets/music_options.h"

#include <nlohmann/json.hpp>

namespace partita::datasets {
namespace {

constexpr const char* kForPeople = "for_people";
constexpr const char* kKeepHighest = "keep_highest";
constexpr const char* kTranspose = "transpose";

} // namespace

std::string textOf(const MusicOptions& options)
{
    auto json = nlohmann::json::object();
    if (options.convention == doctor::Convention::kForPeople)
        json[kForPeople] = true;
    if (options.keepHighest)
        json[kKeepHighest] = true;
    if (options.transpose)
        json[kTranspose] = *options.transpose;
    return json.dump();
}

Result<MusicOptions> musicOptionsFrom(const std::string& text)
{
    MusicOptions options;
    try {
        const auto json = nlohmann::json::parse(text);
        if (json.value(kForPeople, false))
            options.convention = doctor::Convention::kForPeople;
        options.keepHighest = json.value(kKeepHighest, false);
        if (json.contains(kTranspose))
            options.transpose = json[kTranspose].get<std::pair<int, int>>();
    } catch (const nlohmann::json::exception&) {
        return fail(ErrorCode::kDamaged, "What says how music was read is damaged: " + text.substr(0, 200));
    }
    return options;
}

} // namespace partita::datasets
