#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/devices/audio_output.h"
#include "engine/devices/midi_out.h"
#include "engine/neural/neural.h"
#include "engine/playback/soundfonts.h"

#include <memory>

namespace partita::cli {
namespace {

/// What there is to compute and to sound with; what is missing is said, not hidden.
nlohmann::json gather()
{
    nlohmann::json report;
    if (const auto networks = neural::open()) {
        const nn::DeviceReport devices = (*networks)->devices();
        auto gpus = nlohmann::json::array();
        for (const auto& gpu : devices.gpus)
            gpus.push_back({{"device", gpu.device}, {"name", gpu.name}});
        report["libtorch"] = {{"version", devices.libTorchVersion}, {"threads", devices.threads}, {"auto", devices.automatic},
                              {"gpus", gpus}, {"why_no_gpu", devices.whyNoGpu}};
    } else {
        report["libtorch"] = {{"missing", networks.error().message}};
    }
    report["audio_drivers"] = devices::audioDrivers();
    report["midi_out"] = nlohmann::json::array();
    for (const auto& port : devices::midiOutPorts())
        report["midi_out"].push_back({{"api", devices::apiName(port.api)}, {"name", port.name}});
    report["soundfonts"] = nlohmann::json::array();
    for (const auto& font : playback::findSoundFonts())
        report["soundfonts"].push_back({{"name", font.name}, {"path", font.path.string()}, {"bytes", font.bytes}, {"shipped", font.shipped}});
    return report;
}

void printForPeople(const nlohmann::json& report)
{
    const auto& torch = report["libtorch"];
    if (torch.contains("missing")) {
        print("Networks       {}", torch["missing"].get<std::string>());
    } else {
        print("LibTorch       {}, {} threads, \"auto\" is {}", torch["version"].get<std::string>(), torch["threads"].get<int>(),
              torch["auto"].get<std::string>());
        for (const auto& gpu : torch["gpus"])
            print("GPU            {} {}", gpu["device"].get<std::string>(), gpu["name"].get<std::string>());
        if (torch["gpus"].empty())
            print("GPU            none: {}", torch["why_no_gpu"].get<std::string>());
    }
    for (const auto& driver : report["audio_drivers"])
        print("Audio driver   {}", driver.get<std::string>());
    for (const auto& port : report["midi_out"])
        print("MIDI out       {} ({})", port["name"].get<std::string>(), port["api"].get<std::string>());
    if (report["midi_out"].empty())
        print("MIDI out       none: no device or program that takes MIDI is running");
    for (const auto& font : report["soundfonts"])
        print("SoundFont      {} ({:.1f} MB{})  {}", font["name"].get<std::string>(), font["bytes"].get<double>() / 1e6,
              font["shipped"].get<bool>() ? ", shipped" : "", font["path"].get<std::string>());
}

} // namespace

Run setupDevices(CLI::App& app)
{
    auto json = std::make_shared<bool>(false);
    app.add_flag("--json", *json, "As one JSON object");
    return [json]() -> Result<void> {
        const nlohmann::json report = gather();
        if (*json)
            printJson(report);
        else
            printForPeople(report);
        return {};
    };
}

} // namespace partita::cli
