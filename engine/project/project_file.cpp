#include "engine/project/project_file.h"

#include "engine/core/file_io.h"
#include "engine/project/json_limits.h"
#include "engine/project/text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace partita::project {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxFileSize = 128 << 20;
constexpr std::size_t kMaxValues = 8'000'000; // 700,000 notes
constexpr int kMaxDepth = 12;
constexpr std::int64_t kMaxTick = std::int64_t(1) << 60;
constexpr std::uint64_t kMaxId = std::uint64_t(1) << 62;
constexpr const char* kKind = "project";

// ---- Writing. The numbers of a note and of an event stand in the order of these functions.

enum NoteFlag { kOffIsNoteOn = 1, kMuted = 2 };

/// −1 takes less room than 2³² − 1.
std::int64_t orderNumber(std::uint32_t order) { return order == kNoOrder ? -1 : std::int64_t(order); }

json noteJson(const Note& note)
{
    const int flags = (note.offIsNoteOn ? kOffIsNoteOn : 0) | (note.muted ? kMuted : 0);
    return {note.id, note.start.value, note.length.value, note.pitch, note.velocity, note.offVelocity, flags, note.recipe,
        orderNumber(note.onOrder), orderNumber(note.offOrder)};
}

json eventJson(const PlacedEvent& placed)
{
    const midi::Event& event = placed.event;
    json numbers{event.tick.value, orderNumber(placed.order), event.status, event.data1, event.data2};
    if (!event.payload.empty())
        numbers.push_back(fmt::format("{:02x}", fmt::join(event.payload, "")));
    return numbers;
}

template <class Items, class Write>
json list(const Items& items, Write write)
{
    json values = json::array();
    for (const auto& item : items)
        values.push_back(write(item));
    return values;
}

json recipeJson(const Recipe& recipe)
{
    return {{"id", recipe.id}, {"model", recipe.model}, {"modelSha256", recipe.modelSha256}, {"config", recipe.config},
        {"operation", recipe.operation}, {"seed", recipe.seed}, {"temperature", recipe.temperature},
        {"logLikelihood", recipe.logLikelihood}, {"score", recipe.score}, {"details", recipe.details}};
}

json takeJson(const Take& take)
{
    return {{"track", take.track}, {"start", take.start.value}, {"end", take.end.value}, {"recipe", recipeJson(take.recipe)},
        {"notes", list(take.notes, noteJson)}};
}

json trackJson(const Track& track)
{
    return {{"id", track.id}, {"chunk", track.chunk}, {"channel", track.channel}, {"name", track.name}, {"color", track.color},
        {"mute", track.mute}, {"solo", track.solo}, {"notes", list(track.notes, noteJson)}};
}

// ---- Reading. What does not fit is thrown and caught in readProject; messages say where.

struct Damage {
    std::string what;
};

[[noreturn]] void damaged(std::string what) { throw Damage{std::move(what)}; }

const json& field(const json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end())
        damaged(fmt::format("\"{}\" is missing", name));
    return *found;
}

std::int64_t whole(const json& value, std::int64_t least, std::int64_t most, const char* what)
{
    const bool fits = value.is_number_integer() && (!value.is_number_unsigned() || value.get<std::uint64_t>() <= std::uint64_t(most));
    const auto number = fits ? value.get<std::int64_t>() : 0;
    if (!fits || number < least || number > most)
        damaged(fmt::format("{} is not a whole number from {} to {}", what, least, most));
    return number;
}

std::int64_t whole(const json& object, const char* name, std::int64_t least, std::int64_t most) { return whole(field(object, name), least, most, name); }

std::uint64_t id(const json& value, const char* what) { return static_cast<std::uint64_t>(whole(value, 0, kMaxId, what)); }

bool flag(const json& object, const char* name)
{
    const json& value = field(object, name);
    if (!value.is_boolean())
        damaged(fmt::format("\"{}\" is neither true nor false", name));
    return value.get<bool>();
}

std::string text(const json& object, const char* name)
{
    const json& value = field(object, name);
    if (!value.is_string())
        damaged(fmt::format("\"{}\" is not a text", name));
    return value.get<std::string>();
}

double number(const json& object, const char* name)
{
    const json& value = field(object, name);
    if (value.is_null()) // JSON has no infinity
        return 0.0;
    if (!value.is_number())
        damaged(fmt::format("\"{}\" is not a number", name));
    return value.get<double>();
}

template <class Read>
auto items(const json& object, const char* name, Read read)
{
    const json& values = field(object, name);
    if (!values.is_array())
        damaged(fmt::format("\"{}\" is not a list", name));
    std::vector<decltype(read(values))> result;
    result.reserve(values.size());
    for (const json& value : values)
        result.push_back(read(value));
    return result;
}

std::uint32_t orderFrom(const json& value)
{
    const std::int64_t order = whole(value, -1, kNoOrder - 1, "an event's order");
    return order < 0 ? kNoOrder : static_cast<std::uint32_t>(order);
}

std::uint8_t byte(const json& value, int most, const char* what) { return static_cast<std::uint8_t>(whole(value, 0, most, what)); }

Note noteFrom(const json& value)
{
    if (!value.is_array() || value.size() < 10)
        damaged("a note is not a list of ten numbers");
    const std::int64_t flags = whole(value[6], 0, 255, "a note's flags");
    return {
        .id = id(value[0], "a note's id"),
        .start = Ticks(whole(value[1], 0, kMaxTick, "a note's start")),
        .length = Ticks(whole(value[2], 0, kMaxTick, "a note's length")),
        .pitch = byte(value[3], 127, "a note's pitch"),
        .velocity = std::max<std::uint8_t>(byte(value[4], 127, "a note's velocity"), 1),
        .offVelocity = byte(value[5], 127, "a note's release velocity"),
        .offIsNoteOn = (flags & kOffIsNoteOn) != 0,
        .muted = (flags & kMuted) != 0,
        .recipe = id(value[7], "a note's recipe"),
        .onOrder = orderFrom(value[8]),
        .offOrder = orderFrom(value[9]),
    };
}

Bytes bytesFrom(const json& value)
{
    const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    if (!value.is_string())
        damaged("an event's bytes are not a text");
    const auto& hex = value.get_ref<const std::string&>();
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]), low = i + 1 < hex.size() ? digit(hex[i + 1]) : -1;
        if (high < 0 || low < 0)
            damaged("an event's bytes are not hexadecimal");
        bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return bytes;
}

PlacedEvent eventFrom(const json& value)
{
    if (!value.is_array() || value.size() < 5)
        damaged("an event is not a list of five numbers");
    PlacedEvent placed;
    midi::Event& event = placed.event;
    event.tick = Ticks(whole(value[0], 0, kMaxTick, "an event's tick"));
    placed.order = orderFrom(value[1]);
    event.status = static_cast<std::uint8_t>(whole(value[2], 0x80, 0xff, "an event's status"));
    event.data1 = byte(value[3], 127, "an event's first data byte");
    event.data2 = byte(value[4], 127, "an event's second data byte");
    const bool hasPayload = event.status == 0xf0 || event.status == 0xf7 || event.status == 0xff;
    if (value.size() > 5 && hasPayload)
        event.payload = bytesFrom(value[5]);
    return placed;
}

std::uint64_t seedFrom(const json& value) // the one number that takes all 64 bits
{
    if (!value.is_number_unsigned())
        damaged("a recipe's seed is not a whole number");
    return value.get<std::uint64_t>();
}

Recipe recipeFrom(const json& value)
{
    return {
        .id = id(field(value, "id"), "a recipe's id"),
        .model = text(value, "model"),
        .modelSha256 = text(value, "modelSha256"),
        .config = text(value, "config"),
        .operation = text(value, "operation"),
        .seed = seedFrom(field(value, "seed")),
        .temperature = number(value, "temperature"),
        .logLikelihood = number(value, "logLikelihood"),
        .score = number(value, "score"),
        .details = text(value, "details"),
    };
}

Take takeFrom(const json& value)
{
    return {
        .track = id(field(value, "track"), "a take's track"),
        .start = Ticks(whole(value, "start", 0, kMaxTick)),
        .end = Ticks(whole(value, "end", 0, kMaxTick)),
        .recipe = recipeFrom(field(value, "recipe")),
        .notes = items(value, "notes", noteFrom),
    };
}

Chunk chunkFrom(const json& value)
{
    Chunk chunk{items(value, "events", eventFrom)};
    const auto end = chunk.events.begin() + static_cast<std::ptrdiff_t>(eventsBeforeEnd(chunk));
    std::stable_sort(chunk.events.begin(), end, [](const PlacedEvent& a, const PlacedEvent& b) { return a.event.tick < b.event.tick; });
    return chunk;
}

Track trackFrom(const json& value, std::size_t chunks)
{
    if (chunks == 0)
        damaged("it has tracks, but no chunk that they could lie in");
    Track track{
        .id = id(field(value, "id"), "a track's id"),
        .chunk = static_cast<int>(whole(value, "chunk", 0, static_cast<std::int64_t>(chunks) - 1)),
        .channel = static_cast<int>(whole(value, "channel", 0, 15)),
        .name = text(value, "name"),
        .color = static_cast<int>(whole(value, "color", 0, kTrackColors - 1)),
        .mute = flag(value, "mute"),
        .solo = flag(value, "solo"),
        .notes = items(value, "notes", noteFrom),
    };
    std::sort(track.notes.begin(), track.notes.end(), notesInOrder);
    return track;
}

/// Ids name one thing each, and the next one names none yet.
void checkIds(Document& document)
{
    std::unordered_set<std::uint64_t> seen;
    const auto take = [&](std::uint64_t value) {
        if (value == 0 || !seen.insert(value).second)
            damaged(fmt::format("the id {} is used twice or not allowed", value));
        document.nextId = std::max(document.nextId, value + 1);
    };
    for (const Track& track : document.tracks) {
        take(track.id);
        for (const Note& note : track.notes)
            take(note.id);
    }
    for (const Recipe& recipe : document.recipes)
        take(recipe.id);
}

Document documentFrom(const json& value)
{
    Document document;
    document.format = static_cast<int>(whole(value, "format", 0, 2));
    document.division = static_cast<std::uint16_t>(whole(value, "division", 1, 0xffff));
    document.chunks = items(value, "chunks", chunkFrom);
    document.tracks = items(value, "tracks", [&](const json& track) { return trackFrom(track, document.chunks.size()); });
    document.recipes = items(value, "recipes", recipeFrom);
    document.takes = items(value, "takes", takeFrom);
    document.arrangement = items(value, "arrangement", [](const json& form) { return form.get<std::string>(); });
    const json& loop = field(value, "loop");
    document.loop = {flag(loop, "enabled"), Ticks(whole(loop, "start", 0, kMaxTick)), Ticks(whole(loop, "end", 0, kMaxTick))};
    document.title = text(value, "title");
    document.nextId = id(field(value, "nextId"), "\"nextId\"");
    if (document.format == 0 && document.chunks.size() > 1)
        document.format = 1;
    checkIds(document);
    return document;
}

} // namespace

std::string writeProject(const Document& document)
{
    const json value{
        {"partita", kKind},
        {"schema", kProjectSchema},
        {"program", PARTITA_VERSION},
        {"format", document.format},
        {"division", document.division},
        {"title", document.title},
        {"chunks", list(document.chunks, [](const Chunk& chunk) { return json{{"events", list(chunk.events, eventJson)}}; })},
        {"tracks", list(document.tracks, trackJson)},
        {"recipes", list(document.recipes, recipeJson)},
        {"takes", list(document.takes, takeJson)},
        {"arrangement", list(document.arrangement, [](const std::string& form) { return json(form); })},
        {"loop", {{"enabled", document.loop.enabled}, {"start", document.loop.start.value}, {"end", document.loop.end.value}}},
        {"nextId", document.nextId},
    };
    return value.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

Result<Document> readProject(std::string_view content, const std::string& name)
{
    const auto broken = [&](const std::string& what) {
        return fail(ErrorCode::kDamaged, fmt::format("{} is a damaged Partita project: {}. Try its backup, the file of the same name that ends in .bak.", name, what));
    };
    switch (measureJson(content, kMaxValues, kMaxDepth)) {
    case JsonSize::kTooLarge:
        return fail(ErrorCode::kTooLarge, fmt::format("{} holds more than a Partita project can: over {} values, or lists within lists within lists.", name, kMaxValues));
    case JsonSize::kMalformed:
        if (content.find("\"partita\"") == std::string_view::npos)
            return fail(ErrorCode::kNotRecognized, fmt::format("{} is not a Partita project. Open a .partita file, or a MIDI file.", name));
        return broken("it breaks off or is not JSON");
    case JsonSize::kFits:
        break;
    }
    try {
        const json value = json::parse(content);
        if (!value.is_object() || value.value("partita", json()) != kKind)
            return fail(ErrorCode::kNotRecognized, fmt::format("{} is JSON, but not a Partita project. Open a .partita file, or a MIDI file.", name));
        const std::int64_t schema = whole(value, "schema", 1, INT32_MAX);
        if (schema > kProjectSchema)
            return fail(ErrorCode::kUnsupported, fmt::format("{} was saved by a newer Partita (project schema {}; this one reads up to {}). Update Partita to open it.",
                                                     name, schema, kProjectSchema));
        return documentFrom(value);
    } catch (const Damage& damage) {
        return broken(damage.what);
    } catch (const json::exception&) {
        return broken("a value is not of the kind that belongs in its place");
    }
}

Result<void> saveProject(const Document& document, const std::filesystem::path& path)
{
    return writeFileAtomically(path, std::string_view(writeProject(document)), true);
}

Result<Document> loadProject(const std::filesystem::path& path)
{
    const Result<Bytes> bytes = readFile(path, kMaxFileSize);
    if (!bytes)
        return fail(bytes);
    return readProject({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, quoted(path));
}

} // namespace partita::project
