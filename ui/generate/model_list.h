#pragma once

#include "engine/generate/model.h"
#include "ui/generate/generate_panel.h"
#include "ui/generate/take_session.h"

#include <QStringList>

namespace partita::ui {

/// The models to choose from: shipped ones, the user's, those of training runs, and the files in `added`, as far as they
/// can play. Threads: any; reads files.
std::vector<ModelChoice> modelChoices(const QStringList& added);

/// Opens checkpoints on `device` (auto, cpu, cuda, cuda:n). LibTorch is loaded at the first call, not before.
TakeSession::OpenModel opener(const QString& device);

} // namespace partita::ui
