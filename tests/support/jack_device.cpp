#include "tests/support/jack_device.h"

#include "engine/devices/jack_server.h"

#include <rtmidi/RtMidi.h>

#include <mutex>

namespace partita::test {

struct JackDevice::Port {
    explicit Port(const std::string& name) : in(RtMidi::UNIX_JACK, name)
    {
        in.ignoreTypes(false, true, true);
        in.setCallback(
            [](double, std::vector<unsigned char>* bytes, void* self) {
                auto* port = static_cast<Port*>(self);
                const std::lock_guard lock(port->mutex);
                port->received.emplace_back(bytes->begin(), bytes->end());
            },
            this);
        in.openVirtualPort("in");
    }

    int endedServers = devices::endedJackServers();
    std::mutex mutex;
    std::vector<Bytes> received;
    RtMidiIn in; ///< last: it stops calling back before the rest goes
};

JackDevice::JackDevice(const std::string& name) : m_port(std::make_unique<Port>(name)) {}

JackDevice::~JackDevice()
{
    if (m_port->endedServers != devices::endedJackServers())
        static_cast<void>(m_port.release());
}


std::vector<Bytes> JackDevice::received() const
{
    const std::lock_guard lock(m_port->mutex);
    return m_port->received;
}

} // namespace partita::test
