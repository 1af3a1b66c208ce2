#include "tests/support/sequence_example.h"

#include "tests/support/shared.h"

#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace partita::test {
namespace {

/// Walks the fields of a protobuf message.
class Fields {
public:
    explicit Fields(std::string_view bytes) : m_rest(bytes) {}

    bool next()
    {
        if (m_rest.empty())
            return false;
        const std::uint64_t tag = takeVarint();
        m_number = static_cast<int>(tag >> 3);
        if ((tag & 7) == 2)
            m_value = take(takeVarint());
        else
            throw std::runtime_error("a SequenceExample holds only messages and packed numbers");
        return true;
    }
    int number() const { return m_number; }
    std::string_view value() const { return m_value; }

    std::uint64_t takeVarint()
    {
        std::uint64_t number = 0;
        for (int shift = 0;; shift += 7) {
            const auto byte = static_cast<std::uint8_t>(take(1).front());
            number |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return number;
        }
    }
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view take(std::uint64_t count)
    {
        if (count > m_rest.size())
            throw std::runtime_error("a SequenceExample ends early");
        const auto taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

    std::string_view m_rest;
    std::string_view m_value;
    int m_number = 0;
};

/// The value of the only field of a message that has one, or nothing.
std::string_view only(std::string_view message)
{
    Fields fields(message);
    return fields.next() ? fields.value() : std::string_view{};
}

void readFeature(std::string_view feature, const std::string& key, SequenceExample& out)
{
    const std::string_view packed = only(only(feature)); // the list of numbers, of either type
    if (key == "inputs") {
        std::vector<float> numbers(packed.size() / sizeof(float));
        std::memcpy(numbers.data(), packed.data(), packed.size());
        out.inputs.push_back(std::move(numbers));
    } else {
        std::vector<std::int64_t> numbers;
        for (Fields varints(packed); !varints.atEnd();)
            numbers.push_back(static_cast<std::int64_t>(varints.takeVarint()));
        out.labels.push_back(std::move(numbers));
    }
}

SequenceExample parse(std::string_view message)
{
    SequenceExample example;
    for (Fields fields(message); fields.next();) {
        if (fields.number() != 2) // feature_lists
            continue;
        for (Fields entries(fields.value()); entries.next();) {
            std::string key;
            for (Fields entry(entries.value()); entry.next();) {
                if (entry.number() == 1)
                    key = entry.value();
                else
                    for (Fields list(entry.value()); list.next();)
                        readFeature(list.value(), key, example);
            }
        }
    }
    return example;
}

} // namespace

std::vector<SequenceExample> readSequenceExamples(const std::filesystem::path& path)
{
    const QByteArray bytes = readBytes(path);
    std::string_view rest(bytes.data(), static_cast<std::size_t>(bytes.size()));
    std::vector<SequenceExample> examples;
    constexpr std::size_t kHead = 12;
    constexpr std::size_t kTail = 4;
    while (rest.size() > kHead + kTail) {
        std::uint64_t length = 0;
        std::memcpy(&length, rest.data(), sizeof length);
        examples.push_back(parse(rest.substr(kHead, length)));
        rest.remove_prefix(std::min(rest.size(), kHead + length + kTail));
    }
    return examples;
}

} // namespace partita::test
