#pragma once

#include "engine/core/error.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace partita::devices {

enum class MidiApi { kAlsa, kJack };
const char* apiName(MidiApi api);

/// A place to which MIDI can be sent.
struct MidiPort {
    MidiApi api = MidiApi::kAlsa;
    std::string name; ///< as the system has it
    friend bool operator==(const MidiPort&, const MidiPort&) = default;
};

/// Takes raw MIDI messages.
class MidiSink {
public:
    virtual ~MidiSink() = default;
    /// One whole message. False once the device no longer takes any.
    virtual bool send(std::span<const std::uint8_t> message) = 0;
};

/// The ports of every MIDI system that runs. Cost: some milliseconds.
std::vector<MidiPort> midiOutPorts();

/// Opens by name. ALSA's client numbers at the end of a name may differ: they change when a device is plugged in again.
/// Errors: kNoDevice, with a sentence.
Result<std::unique_ptr<MidiSink>> openMidiOut(const MidiPort& port);

/// Notices devices that come and go by looking again: call `poll` every second or two.
class MidiPortWatch {
public:
    struct Changes {
        std::vector<MidiPort> appeared, vanished;
        bool any() const { return !appeared.empty() || !vanished.empty(); }
    };

    const std::vector<MidiPort>& ports() const { return m_ports; }
    Changes poll() { return update(midiOutPorts()); }
    /// The change from what was seen last to `now`.
    Changes update(std::vector<MidiPort> now);

private:
    std::vector<MidiPort> m_ports;
};

} // namespace partita::devices
