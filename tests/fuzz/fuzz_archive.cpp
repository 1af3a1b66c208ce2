#include "engine/bundle/file_source.h"
#include "tests/fuzz/require.h"

#include <filesystem>

/// Any archive: refused, or files whose names stay inside it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto archive = partita::bundle::openArchive(partita::bundle::ownBytes({data, data + size}), "x.tar");
    if (!archive) {
        REQUIRE(!archive.error().message.empty());
        return 0;
    }
    for (const auto& name : (*archive)->names()) {
        const std::filesystem::path path(name);
        REQUIRE(!path.is_absolute() && *path.begin() != "..");
        REQUIRE((*archive)->read(name).has_value());
    }
    return 0;
}
