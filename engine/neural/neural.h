#pragma once

#include "engine/bundle/bundle.h"
#include "engine/core/error.h"
#include "engine/models/event_network.h"
#include "engine/models/rnn_spec.h"
#include "engine/nn/device_report.h"

#include <memory>
#include <string_view>

namespace partita::neural {

/// Everything that needs LibTorch, behind one door. LibTorch takes 0.4 s to load, so it lies in a library of its own
/// (partita-neural) that `open` loads at the first call; the rest of the program links without it.
///
/// `device` is `auto`, `cpu`, `cuda` or `cuda:n` everywhere. Errors: kNoDevice where there is no such GPU.
class Neural {
public:
    virtual ~Neural() = default;

    virtual nn::DeviceReport devices() const = 0;
    /// Threads of one network operation; 0 means all cores.
    virtual void setThreads(int count) = 0;

    /// A network ready to generate, from the tensors of `bundle` (others that it holds are ignored).
    /// Errors: kMismatch names the tensor that is missing or has another shape.
    virtual Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const bundle::Bundle& bundle, const models::RnnSpec& spec, std::string_view device = "auto") = 0;
};

/// The one instance. Errors: kNotFound when partita-neural or LibTorch is missing (the sentence says which).
/// Threads: any; the first call may take half a second.
Result<Neural*> open();

} // namespace partita::neural
