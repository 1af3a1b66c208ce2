#include "engine/training/place.h"

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace partita::training {
namespace {

constexpr int kMostProcesses = 4096;

Result<int> readNumber(const char* name, std::string_view text, int least, int most)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        return fail(ErrorCode::kInvalidArgument, std::string(name) + " is \"" + std::string(text) + "\", and must be a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    return value;
}

} // namespace

Result<std::optional<Place>> readPlace(const Variables& variables)
{
    const char* const rankText = variables("RANK");
    const char* const sizeText = variables("WORLD_SIZE");
    if (!rankText && !sizeText)
        return std::nullopt;
    if (!rankText || !sizeText)
        return fail(ErrorCode::kInvalidArgument, std::string(rankText ? "RANK is set, and WORLD_SIZE is not" : "WORLD_SIZE is set, and RANK is not")
                                                     + ". Processes that train together need both, and MASTER_ADDR and MASTER_PORT; a run of one process needs none of them.");
    Place place;
    const auto size = readNumber("WORLD_SIZE", sizeText, 1, kMostProcesses);
    if (!size)
        return fail(size);
    const auto rank = readNumber("RANK", rankText, 0, *size - 1);
    if (!rank)
        return fail(ErrorCode::kInvalidArgument, rank.error().message + " WORLD_SIZE is " + std::to_string(*size) + ".");
    place.share = {*rank, *size};
    if (*size == 1)
        return std::nullopt;

    const char* const address = variables("MASTER_ADDR");
    if (!address || !*address)
        return fail(ErrorCode::kInvalidArgument, "MASTER_ADDR is not set. Give all processes of the run the name or address of the machine where the one with RANK=0 runs.");
    place.address = address;
    const char* const port = variables("MASTER_PORT");
    if (!port)
        return fail(ErrorCode::kInvalidArgument, "MASTER_PORT is not set. Give all processes of the run the same free port, for example MASTER_PORT=29500.");
    const auto number = readNumber("MASTER_PORT", port, 1, 65535);
    if (!number)
        return fail(number);
    place.port = *number;
    if (const char* const local = variables("LOCAL_RANK")) {
        const auto device = readNumber("LOCAL_RANK", local, 0, kMostProcesses);
        if (!device)
            return fail(device);
        place.device = *device;
    }
    const auto text = [&](const char* name) { return std::string_view(variables(name) ? variables(name) : ""); };
    place.hostedElsewhere = text("TORCHELASTIC_USE_AGENT_STORE") == "True";
    place.prefix = "partita/" + std::string(text("TORCHELASTIC_RESTART_COUNT"));
    return place;
}

Result<std::optional<Place>> readPlace()
{
    return readPlace([](const char* name) { return std::getenv(name); });
}

} // namespace partita::training
