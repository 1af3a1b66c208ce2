#pragma once

#include "engine/models/latent_network.h"

#include <cmath>

namespace partita::test {

/// A MusicVAE in a few lines of arithmetic: mu hangs on every number of the input and on how long it is, what is decoded
/// on z, the controls, the step and what was drawn before. Enough to tell whether the right things go in and come out.
class FakeLatentNetwork : public models::LatentNetwork {
public:
    explicit FakeLatentNetwork(models::VaeSpec spec) : m_spec(std::move(spec)) {}

    const models::VaeSpec& spec() const override { return m_spec; }

    Result<models::Posterior> encode(const models::EncodeRequest& request) override
    {
        ++encodes;
        const std::size_t depth = m_spec.inputDepth + m_spec.controlDepth, size = m_spec.z_size;
        const std::size_t lengths = request.lengths.size() / request.batch;
        models::Posterior posterior;
        for (std::size_t row = 0; row < static_cast<std::size_t>(request.batch); ++row) {
            for (std::size_t k = 0; k < size; ++k) {
                double sum = 0.0;
                for (std::size_t step = 0; step < static_cast<std::size_t>(request.steps); ++step)
                    if (lengths > 1 || step < static_cast<std::size_t>(request.lengths[row]))
                        for (std::size_t i = 0; i < depth; ++i)
                            sum += request.inputs[(row * request.steps + step) * depth + i] * std::sin(1.0 + 0.37 * i * (k + 1) + 0.11 * step * (k + 2));
                posterior.mu.push_back(static_cast<float>(std::tanh(0.3 * sum)));
                posterior.sigma.push_back(0.5f);
            }
        }
        return posterior;
    }

    Result<models::Decoded> decode(const models::DecodeRequest& request) override
    {
        ++decodes;
        if (request.stop.stop_requested())
            return fail(ErrorCode::kStopped, "Stopped.");
        models::Decoded decoded;
        for (int row = 0; row < request.batch; ++row) {
            double state = 0.0;
            for (int step = 0; step < request.steps; ++step) {
                for (int k = 0; k < m_spec.z_size; ++k)
                    state = std::fmod(state * 0.9 + request.z[row * m_spec.z_size + k] * (k + 1) * 3.0, 50.0);
                for (int i = 0; i < m_spec.controlDepth; ++i) {
                    const std::size_t at = request.controls.size() > static_cast<std::size_t>(request.steps * m_spec.controlDepth) ? row * request.steps + step : step;
                    state += request.controls[at * m_spec.controlDepth + i] * (i + 1);
                }
                for (const auto& core : m_spec.cores)
                    for (const int width : core)
                        m_spec.head == models::VaeHead::kGroove ? strokes(width / 3, state, decoded.samples) : choose(width, state, request, row, decoded.samples);
            }
            decoded.lengths.push_back(request.steps);
        }
        if (request.progress)
            request.progress(request.steps);
        return decoded;
    }

    int encodes = 0;
    int decodes = 0;

private:
    void choose(int width, double& state, const models::DecodeRequest& request, int row, std::vector<float>& out) const
    {
        std::vector<double> share;
        double sum = 0.0;
        for (int c = 0; c < width; ++c)
            sum += share.emplace_back(std::exp(8.0 * std::sin(1.7 * c + state) / std::max(request.temperature, 0.01)));
        const double wanted = request.temperature > 0.0 ? request.draw(row) * sum : 0.5 * sum;
        int chosen = 0;
        for (double so = share[0]; so <= wanted && chosen + 1 < width; so += share[chosen])
            ++chosen;
        state += 0.1 * chosen;
        for (int c = 0; c < width; ++c)
            out.push_back(c == chosen ? 1.0f : 0.0f);
    }

    static void strokes(int drums, double state, std::vector<float>& out)
    {
        for (int i = 0; i < drums; ++i)
            out.push_back(std::sin(state + i) > 0.3 ? 1.0f : 0.0f);
        for (int i = 0; i < drums; ++i)
            out.push_back(static_cast<float>(0.5 + 0.4 * std::sin(2.0 * state + i)));
        for (int i = 0; i < drums; ++i)
            out.push_back(static_cast<float>(0.5 * std::sin(3.0 * state + i)));
    }

    models::VaeSpec m_spec;
};

} // namespace partita::test
