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

/// Whether a checkpoint can play, as an event RNN or as a MusicVAE. Threads: any; reads it.
/// Errors: those of models::openModelFile, or of models::openLatentFile where it is a MusicVAE's.
Result<void> checkPlayable(const QString& path);

/// Opens checkpoints on `device` (auto, cpu, cuda, cuda:n). LibTorch is loaded at the first call, not before.
MorphSession::OpenModel latentOpener(const QString& device);

} // namespace partita::ui
