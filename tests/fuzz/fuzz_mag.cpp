#include "engine/bundle/mag.h"
#include "tests/fuzz/require_bundle.h"
#include "tests/fuzz/table_input.h"

/// Any message as a Magenta bundle, with a sound and empty checkpoint behind it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const partita::Bytes checkpoint = [] {
        partita::bundle::TableWriter writer;
        writer.add("", std::string("\x0a\x00", 2)); // a list of no tensors
        return writer.finish();
    }();
    partita::Bytes bytes(data, data + size);
    if (checkpoint.size() < 16384 && size % 2 == 0) { // odd sizes stay as they are
        bytes.push_back(0x12);
        bytes.push_back(static_cast<std::uint8_t>(0x80 | (checkpoint.size() & 0x7f)));
        bytes.push_back(static_cast<std::uint8_t>(checkpoint.size() >> 7));
        bytes.insert(bytes.end(), checkpoint.begin(), checkpoint.end());
    }
    requireSound(partita::bundle::parseMag(partita::bundle::ownBytes(std::move(bytes)), "x.mag"));
    return 0;
}
