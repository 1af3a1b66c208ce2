#pragma once

#include "engine/core/file_io.h"

#include <memory>
#include <string>
#include <vector>

namespace partita::test {

/// A MIDI device as JACK has it: a port "NAME:in" that keeps the messages it is sent. Needs a running server.
class JackDevice {
public:
    explicit JackDevice(const std::string& name);
    ~JackDevice();

    std::vector<Bytes> received() const;

private:
    struct Port;
    std::unique_ptr<Port> m_port;
};

} // namespace partita::test
