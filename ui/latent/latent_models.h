#pragma once

#include "ui/generate/generate_panel.h"
#include "ui/latent/morph_session.h"

#include <QStringList>

#include <vector>

namespace partita::ui {

/// A MusicVAE to choose from, with what it takes.
struct LatentChoice {
    ModelChoice choice;
    bool isGroove = false; ///< reads and writes drumming: for Groove
};

/// The models to choose from: shipped ones, the user's, those of training runs, and the files in `added`, as far as they are
/// MusicVAEs. Threads: any; reads files.
std::vector<LatentChoice> latentChoices(const QStringList& added);

/// Where in the window a model is used.
enum class ModelUse { kGenerate, kMorph, kGroove };

/// What a checkpoint can be used for: an event RNN, a MusicVAE, or one that plays drums. Threads: any; reads it.
/// Errors: those of models::openModelFile, or of models::openLatentFile where it is a MusicVAE's.
Result<ModelUse> useOf(const QString& path);

/// Opens checkpoints on `device` (auto, cpu, cuda, cuda:n). LibTorch is loaded at the first call, not before.
MorphSession::OpenModel latentOpener(const QString& device);

} // namespace partita::ui
