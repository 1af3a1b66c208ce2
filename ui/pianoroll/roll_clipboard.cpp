#include "ui/pianoroll/roll_clipboard.h"

#include "ui/pianoroll/pitch_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace partita::ui {
namespace {

const QString kType = QStringLiteral("application/x-partita-notes");
constexpr std::size_t kMostNotes = 1'000'000;
constexpr std::int64_t kMostTicks = 1'000'000'000;

} // namespace

std::unique_ptr<QMimeData> toMimeData(const std::vector<project::Note>& notes, Ticks origin, Ticks ticksPerQuarter)
{
    nlohmann::json list = nlohmann::json::array();
    QString text;
    for (const project::Note& note : notes) {
        list.push_back({(note.start - origin).value, note.length.value, note.pitch, note.velocity, note.muted});
        text += pitchName(note.pitch) + QLatin1Char(' ');
    }
    auto data = std::make_unique<QMimeData>();
    const std::string json = nlohmann::json{{"ticksPerQuarter", ticksPerQuarter.value}, {"notes", list}}.dump();
    data->setData(kType, QByteArray::fromStdString(json));
    data->setText(text.trimmed());
    return data;
}

std::vector<project::Note> fromMimeData(const QMimeData& data, Ticks origin, Ticks ticksPerQuarter)
{
    const QByteArray bytes = data.data(kType);
    const nlohmann::json json = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    std::vector<project::Note> notes;
    try {
        const auto division = json.at("ticksPerQuarter").get<std::int64_t>();
        const auto& list = json.at("notes");
        if (division < 1 || list.size() > kMostNotes)
            return {};
        const auto ticks = [&](const nlohmann::json& value) {
            const double scaled = value.get<double>() * static_cast<double>(ticksPerQuarter.value) / static_cast<double>(division);
            return Ticks(std::llround(std::clamp(scaled, 0.0, static_cast<double>(kMostTicks))));
        };
        for (const auto& item : list) {
            project::Note note;
            note.start = origin + ticks(item.at(0));
            note.length = std::max(ticks(item.at(1)), Ticks(1));
            note.pitch = static_cast<std::uint8_t>(std::clamp(item.at(2).get<int>(), 0, 127));
            note.velocity = static_cast<std::uint8_t>(std::clamp(item.at(3).get<int>(), 1, 127));
            note.muted = item.at(4).get<bool>();
            notes.push_back(note);
        }
    } catch (const nlohmann::json::exception&) { // another program's data under our name
        return {};
    }
    return notes;
}

} // namespace partita::ui
