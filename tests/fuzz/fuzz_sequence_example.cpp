#include "engine/datasets/example_record.h"
#include "engine/formats/sequence_example.h"
#include "tests/fuzz/require.h"

#include <cmath>

using namespace partita;

namespace {

/// An example that was let in comes back from its own record, and is safe to train on.
void readFor(const char* id, std::span<const std::uint8_t> bytes)
{
    const auto& config = **models::findEventRnnConfig(id);
    const auto example = datasets::fromRecord(bytes, config);
    if (!example || example->length() == 0)
        return;
    REQUIRE(example->inputs.size() == example->length() * static_cast<std::size_t>(example->inputSize));
    for (const float input : example->inputs)
        REQUIRE(std::isfinite(input));
    for (const int label : example->labels)
        REQUIRE(label >= 0);
    const auto again = datasets::fromRecord(datasets::toRecord(*example, config), config);
    REQUIRE(again);
    REQUIRE(again->inputs == example->inputs);
    REQUIRE(again->labels == example->labels);
}

} // namespace

/// Any bytes: refused, or steps of one size that survive writing; and what a config takes of them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::span bytes(data, size);
    formats::looksLikeSequenceExample(bytes);
    const auto example = formats::parseSequenceExample(bytes);
    if (!example)
        return 0;
    REQUIRE(example->inputs.size() == example->steps() * static_cast<std::size_t>(example->inputSize));
    REQUIRE(example->labels.size() == example->steps() * static_cast<std::size_t>(example->width));
    if (example->steps() > 0) {
        const auto record = formats::serializeSequenceExample(example->inputs, example->inputSize, example->labels, example->width);
        const auto again = formats::parseSequenceExample(record);
        REQUIRE(again);
        REQUIRE(again->labels == example->labels);
        REQUIRE(formats::serializeSequenceExample(again->inputs, again->inputSize, again->labels, again->width) == record);
    }
    for (const char* id : {"one_drum", "performance_with_dynamics_compact", "performance_with_dynamics_and_note_encoding", "rnn-nade"})
        readFor(id, bytes);
    return 0;
}
