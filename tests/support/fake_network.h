#pragma once

#include "engine/models/event_network.h"

#include <cmath>
#include <vector>

namespace partita::test {

/// A tiny recurrent network in plain arithmetic: its logits hang on everything it was fed, and each row of a batch on
/// its own inputs alone. Enough to tell whether the right things are fed in the right order.
class FakeNetwork : public models::EventNetwork {
public:
    FakeNetwork(int inputSize, int numClasses) : m_inputSize(inputSize), m_numClasses(numClasses) {}

    int inputSize() const override { return m_inputSize; }
    int numClasses() const override { return m_numClasses; }

    std::unique_ptr<models::NetworkState> initialState(int batch) const override { return std::make_unique<State>(std::vector<double>(batch)); }

    std::unique_ptr<models::NetworkState> select(const models::NetworkState& state, std::span<const int> rows) const override
    {
        std::vector<double> values;
        for (int row : rows)
            values.push_back(static_cast<const State&>(state).values.at(row));
        return std::make_unique<State>(std::move(values));
    }

    std::span<const float> run(models::NetworkState& state, std::span<const float> inputs, int steps, bool lastOnly) override
    {
        auto& values = static_cast<State&>(state).values;
        m_logits.clear();
        for (std::size_t row = 0; row < values.size(); ++row) {
            for (int step = 0; step < steps; ++step) {
                double fed = 0.0;
                for (int i = 0; i < m_inputSize; ++i)
                    fed += inputs[(row * steps + step) * m_inputSize + i] * (i + 1);
                values[row] = std::fmod(values[row] * 0.7 + fed, 100.0);
                if (!lastOnly || step + 1 == steps)
                    for (int c = 0; c < m_numClasses; ++c)
                        m_logits.push_back(logit(c, values[row]));
            }
        }
        ++runs;
        return m_logits;
    }

    int runs = 0;

protected:
    virtual float logit(int c, double state) const { return static_cast<float>(2.0 * std::sin(1.7 * c + 0.9 * state)); }

private:
    struct State : models::NetworkState {
        explicit State(std::vector<double> v) : values(std::move(v)) {}
        std::vector<double> values;
    };

    int m_inputSize;
    int m_numClasses;
    std::vector<float> m_logits;
};

} // namespace partita::test
