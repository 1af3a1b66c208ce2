#pragma once

#include "engine/bundle/sorted_table.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>

/// A table out of a fuzzer's bytes. The first byte says how: 0, they are the table itself; else they are its entries, each
/// a byte of key length, the key, two bytes of value length, the value; the table around them is then sound, check sums
/// included, so that the fuzzer gets past them.
inline partita::Bytes tableOf(std::span<const std::uint8_t> input)
{
    if (input.empty())
        return {};
    const bool raw = input.front() == 0;
    input = input.subspan(1);
    if (raw)
        return {input.begin(), input.end()};
    std::map<std::string, std::string> entries;
    const auto take = [&](std::size_t size) {
        const auto part = input.first(std::min(size, input.size()));
        input = input.subspan(part.size());
        return std::string(part.begin(), part.end());
    };
    while (input.size() >= 3) {
        const std::size_t keySize = input.front();
        input = input.subspan(1);
        auto key = take(keySize);
        const auto length = take(2);
        if (length.size() < 2)
            break;
        entries[std::move(key)] = take(static_cast<std::uint8_t>(length[0]) | static_cast<std::uint8_t>(length[1]) << 8);
    }
    partita::bundle::TableWriter writer;
    for (const auto& [key, value] : entries)
        writer.add(key, value);
    return writer.finish();
}
