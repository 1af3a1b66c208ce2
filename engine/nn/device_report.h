#pragma once

#include <string>
#include <vector>

namespace partita::nn {

/// What the networks can run on here, for people to read.
struct DeviceReport {
    struct Gpu {
        std::string device; ///< what `--device` takes: "cuda:0"
        std::string name;   ///< e.g. "NVIDIA H100 PCIe"; empty where the driver does not say
    };

    std::string libTorchVersion;
    int threads = 1; ///< of one network operation
    std::vector<Gpu> gpus;
    std::string whyNoGpu; ///< a sentence, where `gpus` is empty
    std::string automatic; ///< what `auto` means here: "cpu", "cuda:0"
};

DeviceReport reportDevices();

/// Threads of one network operation on the processor; 0 means all cores. Holds for the whole program.
void setThreads(int count);

} // namespace partita::nn
