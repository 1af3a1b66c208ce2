#pragma once

#include "engine/training/options.h"

#include <cstddef>
#include <cstdint>

namespace partita::training {

/// How far an evaluation is, for a sink.
class EvaluationProgress {
public:
    explicit EvaluationProgress(const EventSink& sink) : m_sink(sink) {}

    void reading(std::int64_t files, std::int64_t of) const { tell({{"event", "reading"}, {"files", files}, {"of", of}}); }
    /// So many examples are to be measured in all.
    void expect(std::size_t examples) { m_of = examples; }
    void measured(std::size_t examples)
    {
        m_done += examples;
        tell({{"event", "measuring"}, {"examples", m_done}, {"of", m_of}});
    }

private:
    void tell(const Json& event) const
    {
        if (m_sink)
            m_sink(event);
    }

    const EventSink& m_sink;
    std::size_t m_done = 0, m_of = 0;
};

} // namespace partita::training
