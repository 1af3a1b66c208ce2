/// The far side of the door: compiled into partita-neural, the only library that links LibTorch.
#include "engine/neural/neural.h"

#include "engine/nn/event_network.h"
#include "engine/nn/vae_network.h"
#include "engine/training/train.h"

namespace partita::neural {
namespace {

class TorchNeural final : public Neural {
public:
    nn::DeviceReport devices() const override { return nn::reportDevices(); }
    void setThreads(int count) override { nn::setThreads(count); }

    Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const models::Recognition& model, std::string_view device) override
    {
        if (!model.usable())
            return fail(ErrorCode::kMismatch, model.problems.empty() ? "No known model fits the checkpoint." : model.problems.front());
        return nn::openEventNetwork(model.weights, model.spec, device);
    }

    Result<std::unique_ptr<models::LatentNetwork>> openLatentNetwork(const models::VaeRecognition& model, std::string_view device) override
    {
        if (!model.usable())
            return fail(ErrorCode::kMismatch, model.problems.front());
        return nn::openLatentNetwork(model.weights, model.spec, device);
    }

    Result<std::unique_ptr<training::Trainer>> openTrainer(const training::TrainerOptions& options, const training::Tensors& weights, const training::Tensors& optimizer,
                                                           std::int64_t step) override
    {
        return training::Trainer::resume(options, weights, optimizer, step);
    }

    Result<void> train(const training::TrainOptions& options, const training::EventSink& sink, std::stop_token stop) override
    {
        return training::train(options, sink, stop);
    }

    Result<training::Json> evaluate(const training::EvaluateOptions& options, const training::EventSink& sink, std::stop_token stop) override
    {
        return training::evaluate(options, sink, stop);
    }

    Result<std::unique_ptr<training::VaeTrainer>> startVaeTrainer(const training::VaeTrainerOptions& options) override { return training::startVaeTrainer(options); }
    Result<std::unique_ptr<training::VaeTrainer>> resumeVaeTrainer(const training::VaeTrainerOptions& options, const training::Tensors& weights, const training::Tensors& optimizer,
                                                                   std::int64_t step) override
    {
        return training::resumeVaeTrainer(options, weights, optimizer, step);
    }
};

} // namespace
} // namespace partita::neural

extern "C" partita::neural::Neural* partitaNeural()
{
    static partita::neural::TorchNeural instance;
    return &instance;
}
