#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace partita::encoding {

/// What is known about a kind of events once each is a number, its code: the index in its one-hot vector.
/// A family of events (melody, drums, …) has one file that maps its events to codes and back and gives its vocabulary;
/// everything from here on works on codes alone.
struct Vocabulary {
    int size = 0;        ///< codes are 0 … size − 1
    int defaultCode = 0; ///< what stands where there is no event yet
    /// How many steps of time each code takes; empty: every event is one step.
    std::vector<int> steps;

    std::int64_t stepsOf(int code) const { return steps.empty() ? 1 : steps[static_cast<std::size_t>(code)]; }
};

/// How a sequence of event codes becomes what a network reads (inputs) and what it learns to say next (labels).
///
/// A training pair of n events is input(i) → label(i + 1) for i = 0 … n − 2. In generation a label comes back as a code
/// by `codeOf`, given the codes so far.
/// Most kinds have one code and one label an event; note performance has six of each (`width`), one after the other, and
/// every `codes` or `labels` span here holds whole events.
/// Shapes:  `out` has inputSize elements and is written in full.      Threads: const, any.
/// Source:  magenta/note_seq encoder_decoder.EventSequenceEncoderDecoder.
class EventEncoding {
public:
    virtual ~EventEncoding() = default;

    /// Codes and labels an event.
    virtual int width() const { return 1; }
    virtual int inputSize() const = 0;
    /// Classes of each of the `width` labels; the network's outputs are their sum.
    virtual std::vector<int> labelClasses() const = 0;
    int numClasses() const;

    /// The event that stands where there is none: what a sequence is padded with. `width` codes.
    virtual std::vector<int> defaultCodes() const = 0;
    /// The labels of that event, as the training examples' padding.
    virtual std::vector<int> defaultLabels() const = 0;

    /// The input at event `position` of `codes`.
    virtual void writeInput(std::span<const int> codes, std::size_t position, std::span<float> out) const = 0;
    /// The labels of event `position`, which may hang on the events before it.
    virtual void writeLabels(std::span<const int> codes, std::size_t position, std::span<int> out) const = 0;
    /// The codes of the event that `labels` mean after `codes`.
    virtual void decode(std::span<const int> labels, std::span<const int> codes, std::span<int> out) const = 0;
    /// Steps of time that a run of labels takes, read from the beginning of a sequence.
    virtual std::int64_t labelsToNumSteps(std::span<const int> labels) const = 0;

    /// For encodings of one code an event.
    int label(std::span<const int> codes, std::size_t position) const;
    int codeOf(int label, std::span<const int> codes) const;
};

/// What a network is told beside the events: one row of numbers an event.
struct Controls {
    int width = 0;
    std::vector<float> rows; ///< [events, width], row-major

    std::size_t size() const { return width == 0 ? 0 : rows.size() / static_cast<std::size_t>(width); }
    std::span<const float> row(std::size_t event) const
    {
        return std::span(rows).subspan(event * static_cast<std::size_t>(width), static_cast<std::size_t>(width));
    }
};

/// One sequence as a network learns it.
struct Example {
    int inputSize = 0;
    int width = 1;
    std::vector<float> inputs; ///< [length, inputSize], row-major
    std::vector<int> labels;   ///< [length, width]

    std::size_t length() const { return labels.size() / static_cast<std::size_t>(width); }
};

/// The conditional encoding's input: [the control of event position + 1; the event's own input]. Without controls just
/// the latter. `controls` reach at least to position + 1; `out` has controls.width + inputSize elements.
void writeInput(const EventEncoding& encoding, std::span<const int> codes, const Controls& controls, std::size_t position,
                std::span<float> out);

/// All inputs but the last event's, all labels but the first event's; empty for fewer than two events.
Example encode(const EventEncoding& encoding, std::span<const int> codes, const Controls& controls = {});

/// The inputs of events [from, to), [to − from, controls.width + inputSize].
std::vector<float> inputsOf(const EventEncoding& encoding, std::span<const int> codes, const Controls& controls, std::size_t from,
                            std::size_t to);

} // namespace partita::encoding
