#pragma once

#include <QString>

#include <string_view>

namespace partita::ui {

/// A config's description (models::EventRnnConfig, models::VaeConfig) in the person's language; as it is where the catalogue
/// lacks it.
QString configText(std::string_view description);

} // namespace partita::ui
