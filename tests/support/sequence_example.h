#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace partita::test {

/// A tf.train.SequenceExample of an event RNN's data set, parsed without protobuf.
struct SequenceExample {
    std::vector<std::vector<float>> inputs;
    std::vector<std::vector<std::int64_t>> labels;
};

/// All examples of a TFRecord file, gunzipped where it is. The sums are not checked.
std::vector<SequenceExample> readSequenceExamples(const std::filesystem::path& path);

} // namespace partita::test
