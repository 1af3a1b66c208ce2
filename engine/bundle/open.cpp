#include "engine/bundle/open.h"

#include "engine/bundle/safetensors.h"

namespace partita::bundle {

Result<Bundle> openBundle(const std::filesystem::path& path)
{
    return readSafetensors(path);
}

} // namespace partita::bundle
