#pragma once

#include "engine/core/file_io.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

/// Protobuf's wire format: fields one after another, each a tag (number and type) and a value.
namespace partita::formats::wire {

static_assert(std::endian::native == std::endian::little, "floating-point numbers are copied as they lie in the file");

enum Type { kVarint = 0, kFixed64 = 1, kLengthDelimited = 2, kFixed32 = 5 };

constexpr std::uint64_t kLargestNumber = (1 << 29) - 1;

constexpr std::uint64_t tagOf(int number, Type type) { return static_cast<std::uint64_t>(number) << 3 | type; }

constexpr std::size_t varintSize(std::uint64_t number)
{
    return (static_cast<std::size_t>(std::bit_width(number | 1)) + 6) / 7;
}

/// Bytes of a text or message of `length` bytes with its head, under a number below 16.
constexpr std::size_t fieldSize(std::size_t length) { return 1 + varintSize(length) + length; }

/// Counts what a Writer would write.
class Counter {
public:
    void varint(std::uint64_t number) { m_size += varintSize(number); }
    void raw(const void*, std::size_t size) { m_size += size; }
    void head(int number, std::size_t length)
    {
        varint(tagOf(number, kLengthDelimited));
        varint(length);
    }
    std::size_t size() const { return m_size; }

private:
    std::size_t m_size = 0;
};

/// Writes a message of known size.
class Writer {
public:
    explicit Writer(std::size_t size) : m_bytes(size) {}

    void varint(std::uint64_t number)
    {
        for (; number >= 0x80; number >>= 7)
            m_bytes[m_at++] = static_cast<std::uint8_t>(number | 0x80);
        m_bytes[m_at++] = static_cast<std::uint8_t>(number);
    }
    void raw(const void* from, std::size_t size)
    {
        if (size > 0)
            std::memcpy(m_bytes.data() + m_at, from, size);
        m_at += size;
    }
    /// Before a text or a message of `length` bytes.
    void head(int number, std::size_t length)
    {
        varint(tagOf(number, kLengthDelimited));
        varint(length);
    }
    Bytes take() { return std::move(m_bytes); }

private:
    Bytes m_bytes;
    std::size_t m_at = 0;
};

/// Walks the fields of a message. What makes no sense ends the walk, and `good` says so.
class Fields {
public:
    explicit Fields(std::span<const std::uint8_t> bytes) : m_rest(bytes) {}

    bool next()
    {
        if (m_rest.empty() || !m_good)
            return false;
        const std::uint64_t tag = varint();
        m_number = static_cast<int>(tag >> 3);
        m_type = static_cast<Type>(tag & 7);
        if (tag >> 3 == 0 || tag >> 3 > kLargestNumber)
            return m_good = false;
        switch (m_type) {
        case kVarint: m_integer = varint(); break;
        case kFixed64: m_value = take(8); break;
        case kLengthDelimited: m_value = take(varint()); break;
        case kFixed32: m_value = take(4); break;
        default: m_good = false;
        }
        return m_good;
    }
    int number() const { return m_number; }
    bool is(int number, Type type) const { return m_number == number && m_type == type; }
    std::span<const std::uint8_t> value() const { return m_value; }
    std::uint64_t integer() const { return m_integer; }
    bool good() const { return m_good; }

    /// A packed list is a row of them.
    std::uint64_t varint()
    {
        std::uint64_t number = 0;
        for (int shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
            const std::uint8_t byte = m_rest.front();
            m_rest = m_rest.subspan(1);
            number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return number;
        }
        m_good = false;
        return 0;
    }
    bool atEnd() const { return m_rest.empty() || !m_good; }

private:
    std::span<const std::uint8_t> take(std::uint64_t count)
    {
        if (count > m_rest.size()) {
            m_good = false;
            return {};
        }
        const auto taken = m_rest.first(static_cast<std::size_t>(count));
        m_rest = m_rest.subspan(static_cast<std::size_t>(count));
        return taken;
    }

    std::span<const std::uint8_t> m_rest;
    std::span<const std::uint8_t> m_value;
    std::uint64_t m_integer = 0;
    int m_number = 0;
    Type m_type = kVarint;
    bool m_good = true;
};

} // namespace partita::formats::wire
