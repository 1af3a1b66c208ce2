#include "engine/devices/midi_out.h"

#include "engine/devices/jack_server.h"

#include <fmt/format.h>
#include <rtmidi/RtMidi.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include <unistd.h>

namespace partita::devices {
namespace {

constexpr const char* kClientName = "Partita";

RtMidi::Api rtApi(MidiApi api)
{
    return api == MidiApi::kAlsa ? RtMidi::LINUX_ALSA : RtMidi::UNIX_JACK;
}

/// RtMidi prints, or crashes, where a system is not there: ask first.
bool isRunning(MidiApi api)
{
    if (api == MidiApi::kJack)
        return findJackServer().has_value();
    return ::access("/dev/snd/seq", R_OK | W_OK) == 0;
}

/// RtMidi with its errors kept as text instead of thrown or printed.
class RtOut {
public:
    /// Nothing when the system does not answer; then `why` says what it said.
    static std::unique_ptr<RtOut> create(MidiApi api, std::string& why)
    {
        if (!isRunning(api)) {
            why = fmt::format("{} is not running", apiName(api));
            return nullptr;
        }
        try {
            std::unique_ptr<RtOut> out(new RtOut(api));
            out->m_midi.setErrorCallback(&RtOut::keep, out.get());
            return out;
        } catch (const RtMidiError& error) {
            why = error.getMessage();
            return nullptr;
        }
    }

    RtMidiOut& midi() { return m_midi; }
    const std::string& error() const { return m_error; }

private:
    explicit RtOut(MidiApi api) : m_midi(rtApi(api), kClientName) {}

    static void keep(RtMidiError::Type type, const std::string& text, void* self)
    {
        if (type != RtMidiError::WARNING && type != RtMidiError::DEBUG_WARNING)
            static_cast<RtOut*>(self)->m_error = text;
    }

    std::string m_error;
    RtMidiOut m_midi;
};

/// "Piano 24:0" without its numbers: "Piano".
std::string_view withoutNumbers(std::string_view name)
{
    const auto end = name.find_last_not_of("0123456789:");
    return end == std::string_view::npos || name[end] != ' ' ? name : name.substr(0, end);
}

std::optional<unsigned> indexOf(RtMidiOut& midi, const std::string& name)
{
    std::optional<unsigned> similar;
    for (unsigned i = 0; i < midi.getPortCount(); ++i) {
        const std::string candidate = midi.getPortName(i);
        if (candidate == name)
            return i;
        if (!similar && withoutNumbers(candidate) == withoutNumbers(name))
            similar = i;
    }
    return similar;
}

class RtMidiSink final : public MidiSink {
public:
    RtMidiSink(MidiApi api, std::unique_ptr<RtOut> out) : m_api(api), m_out(std::move(out)) {}
    ~RtMidiSink() override
    {
        if (hasLostServer())
            static_cast<void>(m_out.release()); // see endedJackServers
        else if (m_api == MidiApi::kJack)
            std::this_thread::sleep_for(kJackDelivery);
    }

    bool send(std::span<const std::uint8_t> message) override
    {
        if (hasLostServer())
            return false;
        m_out->midi().sendMessage(message.data(), message.size());
        return m_out->error().empty();
    }

private:
    /// JACK hands messages over once a period (21 ms, usually); a connection cut in the same period takes the last of them,
    /// the ones that end notes, back from a receiver that is late.
    static constexpr std::chrono::milliseconds kJackDelivery{150};

    bool hasLostServer() const { return m_api == MidiApi::kJack && m_endedServers != endedJackServers(); }

    MidiApi m_api;
    int m_endedServers = endedJackServers();
    std::unique_ptr<RtOut> m_out;
};

} // namespace

const char* apiName(MidiApi api)
{
    return api == MidiApi::kAlsa ? "ALSA" : "JACK";
}

std::vector<MidiPort> midiOutPorts()
{
    std::vector<MidiPort> ports;
    for (const MidiApi api : {MidiApi::kAlsa, MidiApi::kJack}) {
        std::string ignored;
        if (const auto out = RtOut::create(api, ignored))
            for (unsigned i = 0; i < out->midi().getPortCount(); ++i)
                ports.push_back({api, out->midi().getPortName(i)});
    }
    return ports;
}

Result<std::unique_ptr<MidiSink>> openMidiOut(const MidiPort& port)
{
    const auto refuse = [&](const std::string& why) {
        return fail(ErrorCode::kNoDevice,
            fmt::format("The MIDI port \"{}\" ({}) cannot be opened: {}. Plug its device in, or choose another port.", port.name,
                apiName(port.api), why));
    };
    std::string why;
    auto out = RtOut::create(port.api, why);
    if (!out)
        return refuse(why);
    const auto index = indexOf(out->midi(), port.name);
    if (!index)
        return refuse("it is not there");
    out->midi().openPort(*index, "out");
    if (!out->error().empty())
        return refuse(out->error());
    return std::make_unique<RtMidiSink>(port.api, std::move(out));
}

MidiPortWatch::Changes MidiPortWatch::update(std::vector<MidiPort> now)
{
    const auto missingFrom = [](const std::vector<MidiPort>& list, const std::vector<MidiPort>& other) {
        std::vector<MidiPort> missing;
        std::ranges::copy_if(list, std::back_inserter(missing), [&](const MidiPort& port) { return std::ranges::find(other, port) == other.end(); });
        return missing;
    };
    Changes changes{missingFrom(now, m_ports), missingFrom(m_ports, now)};
    m_ports = std::move(now);
    return changes;
}

} // namespace partita::devices
