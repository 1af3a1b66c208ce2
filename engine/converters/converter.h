#pragma once

#include "engine/converters/converter_spec.h"
#include "engine/converters/dropped.h"
#include "engine/core/rng.h"
#include "engine/music/note_sequence.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace partita::converters {

/// Training draws which examples of a long sequence are taken; the others take the first ones. Inference may read and
/// write other drums.
enum class Mode { kTrain, kEval, kInfer };

/// One example, as the networks read it.
struct LatentExample {
    std::size_t steps = 0;       ///< rows; zero rows are padding
    std::vector<float> inputs;   ///< [steps, inputDepth], row-major
    std::vector<float> outputs;  ///< [steps, outputDepth]; empty where a converter's outputs are its inputs: see `targets`
    std::vector<float> controls; ///< [steps, controlDepth]; empty without controls
    std::vector<int> lengths;    ///< rows that count: one number, or one for each track
    Seconds start;               ///< where in the sequence it begins
    std::optional<int> instrument; ///< whose notes it holds, where it is one's

    /// What the decoder learns to say.
    std::span<const float> targets() const { return outputs.empty() ? inputs : outputs; }
};

/// What a sequence gave.
struct Conversion {
    std::vector<LatentExample> examples;
    std::vector<Dropped> dropped; ///< in the order in which it was noticed
};

/// Facts that networks are built by.
struct ConverterShape {
    int inputDepth = 0;
    int outputDepth = 0;
    int controlDepth = 0;           ///< 0 without controls
    std::optional<int> endToken{};  ///< the class that ends a sequence
    int numLengths = 1;             ///< of LatentExample::lengths
    bool outputsAreInputs = false;  ///< LatentExample::outputs stays empty
    std::optional<int> maxExamples{}; ///< of one sequence
};

/// Uniform numbers in [0, 1).
using Draw = std::function<double()>;

/// Turns music into a network's numbers and back. Threads: const, any.
class DataConverter {
public:
    virtual ~DataConverter() = default;

    const ConverterShape& shape() const { return m_shape; }
    Mode mode() const { return m_mode; }

    /// Every example that `sequence` holds, at most `shape().maxExamples`, and why there are not more. `draw` is called
    /// in training, and by note dropout in every mode.
    virtual Conversion toTensors(const NoteSequence& sequence, const Draw& draw) const = 0;
    Conversion toTensors(const NoteSequence& sequence, Rng& rng) const
    {
        return toTensors(sequence, [&rng] { return rng.uniform(); });
    }

    /// The music that a decoder's samples mean, at 120 qpm. `samples`: [rows, outputDepth], any number of rows (multitrack:
    /// all of an example's). `controls`: [rows, controlDepth], or empty; their chords are written beside the notes.
    virtual NoteSequence fromTensors(std::span<const float> samples, std::span<const float> controls = {}) const = 0;

protected:
    DataConverter(const ConverterShape& shape, Mode mode) : m_shape(shape), m_mode(mode) {}

private:
    ConverterShape m_shape;
    Mode m_mode;
};

std::unique_ptr<DataConverter> makeConverter(const ConverterSpec& spec, Mode mode);

} // namespace partita::converters
