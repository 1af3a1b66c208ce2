#include "engine/nn/device.h"

#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/types.h>
#include <torch/version.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <thread>

namespace partita::nn {
namespace {

int gpuCount()
{
    return torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
}

const std::filesystem::path kDriver = "/proc/driver/nvidia";

std::string whyNoGpu()
{
#ifdef PARTITA_LIBTORCH_CUDA
    if (!std::filesystem::exists(kDriver))
        return "No NVIDIA driver is running on this machine.";
    return "An NVIDIA driver is running, but LibTorch found no GPU that it can use.";
#else
    return "This LibTorch was built without CUDA.";
#endif
}

/// Model names as the driver lists them, in the order of their bus addresses, which is also CUDA's usual order.
std::vector<std::string> gpuNames()
{
    std::error_code error;
    std::vector<std::filesystem::path> folders;
    for (std::filesystem::directory_iterator it(kDriver / "gpus", error), end; !error && it != end; it.increment(error))
        folders.push_back(it->path());
    std::sort(folders.begin(), folders.end());
    std::vector<std::string> names;
    for (const auto& folder : folders) {
        std::ifstream file(folder / "information");
        for (std::string line; std::getline(file, line);)
            if (line.starts_with("Model:"))
                names.push_back(line.substr(line.find_first_not_of(" \t", 6)));
    }
    return names;
}

} // namespace

Result<torch::Device> chooseDevice(std::string_view name)
{
    const int gpus = gpuCount();
    if (name == "cpu" || (name == "auto" && gpus == 0))
        return torch::Device(torch::kCPU);
    if (name == "auto")
        return torch::Device(torch::kCUDA, 0);

    int index = 0;
    bool understood = name == "cuda";
    if (constexpr std::string_view kPrefix = "cuda:"; name.starts_with(kPrefix)) {
        const char* end = name.data() + name.size();
        const auto [stop, error] = std::from_chars(name.data() + kPrefix.size(), end, index);
        understood = error == std::errc() && stop == end && index >= 0;
    }
    if (!understood)
        return fail(ErrorCode::kInvalidArgument, "There is no device \"" + std::string(name) + "\": use auto, cpu, cuda, or cuda:n with n the number of the GPU.");
    if (gpus == 0)
        return fail(ErrorCode::kNoDevice, "The device \"" + std::string(name) + "\" cannot be used: " + whyNoGpu() + " Use --device=cpu or --device=auto.");
    if (index >= gpus)
        return fail(ErrorCode::kNoDevice, "There is no GPU number " + std::to_string(index) + ": this machine has " + std::to_string(gpus) + ", counted from 0.");
    return torch::Device(torch::kCUDA, static_cast<torch::DeviceIndex>(index));
}

DeviceReport reportDevices()
{
    DeviceReport report;
    report.libTorchVersion = TORCH_VERSION;
    report.threads = at::get_num_threads();
    const int gpus = gpuCount();
    const auto names = gpus > 0 ? gpuNames() : std::vector<std::string>{};
    for (int i = 0; i < gpus; ++i)
        report.gpus.push_back({"cuda:" + std::to_string(i), names.size() == static_cast<std::size_t>(gpus) ? names[i] : std::string()});
    if (gpus == 0)
        report.whyNoGpu = whyNoGpu();
    report.automatic = gpus > 0 ? "cuda:0" : "cpu";
    return report;
}

void setThreads(int count)
{
    at::set_num_threads(count > 0 ? count : static_cast<int>(std::max(1u, std::thread::hardware_concurrency())));
}

torch::Device host()
{
    return torch::Device(torch::kCPU);
}

torch::Tensor hostCopy(const torch::Tensor& tensor)
{
    return tensor.to(host()).contiguous();
}

} // namespace partita::nn
