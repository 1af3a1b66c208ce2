#pragma once

#include "engine/core/error.h"
#include "engine/models/event_network.h"
#include "engine/models/latent_network.h"
#include "engine/models/recognition.h"
#include "engine/models/vae_recognition.h"
#include "engine/nn/device_report.h"
#include "engine/training/options.h"
#include "engine/training/trainer.h"
#include "engine/training/vae_trainer.h"

#include <memory>
#include <stop_token>
#include <string_view>

namespace partita::neural {

/// Everything that needs LibTorch, behind one door. LibTorch takes 0.4 s to load, so it lies in a library of its own
/// (partita-neural) that `open` loads at the first call; the rest of the program links without it.
///
/// `device` is `auto`, `cpu`, `cuda` or `cuda:n` everywhere. Errors: kNoDevice where there is no such GPU.
class Neural {
public:
    virtual ~Neural() = default;

    virtual nn::DeviceReport devices() const = 0;
    /// Threads of one network operation; 0 means all cores.
    virtual void setThreads(int count) = 0;

    /// The recognised model, ready to generate.
    /// Errors: kMismatch, with the first of its problems, when it is not usable.
    virtual Result<std::unique_ptr<models::EventNetwork>> openEventNetwork(const models::Recognition& model, std::string_view device = "auto") = 0;

    /// A recognised MusicVAE, ready to encode and decode, on the processor: there its few rows are bound by reading the
    /// weights, which stay where the file has them.
    /// Errors: kMismatch, with the first of its problems, when it is not usable.
    virtual Result<std::unique_ptr<models::LatentNetwork>> openLatentNetwork(const models::VaeRecognition& model, std::string_view device = "auto") = 0;

    /// training::Trainer::resume: a network in training, step by step.
    virtual Result<std::unique_ptr<training::Trainer>> openTrainer(const training::TrainerOptions& options, const training::Tensors& weights,
                                                                   const training::Tensors& optimizer, std::int64_t step) = 0;

    /// training::train and training::evaluate (engine/training/train.h), which say all about themselves.
    virtual Result<void> train(const training::TrainOptions& options, const training::EventSink& sink, std::stop_token stop = {}) = 0;
    virtual Result<training::Json> evaluate(const training::EvaluateOptions& options, const training::EventSink& sink = {}, std::stop_token stop = {}) = 0;

    /// A MusicVAE in training, step by step: fresh, or with `weights`, Adam's state and the step they have reached
    /// (training::resumeVaeTrainer).
    virtual Result<std::unique_ptr<training::VaeTrainer>> startVaeTrainer(const training::VaeTrainerOptions& options) = 0;
    virtual Result<std::unique_ptr<training::VaeTrainer>> resumeVaeTrainer(const training::VaeTrainerOptions& options, const training::Tensors& weights, const training::Tensors& optimizer,
                                                                           std::int64_t step) = 0;
};

/// The one instance. Errors: kNotFound when partita-neural or LibTorch is missing (the sentence says which).
/// Threads: any; the first call may take half a second.
Result<Neural*> open();

} // namespace partita::neural
