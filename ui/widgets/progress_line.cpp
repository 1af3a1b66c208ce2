#include "ui/widgets/progress_line.h"

#include "ui/widgets/theme.h"

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace {

constexpr int kWhole = 1000;

} // namespace

ProgressLine::ProgressLine(const QString& name, QWidget* parent) : QProgressBar(parent)
{
    setAccessibleName(name);
    setTextVisible(false);
    setFixedHeight(theme::measure::kGrid);
    setRange(0, kWhole);
    keepPlace(this);
    hide();
}

void ProgressLine::setProgress(double progress)
{
    setVisible(progress >= 0.0);
    setValue(static_cast<int>(std::lround(kWhole * std::clamp(progress, 0.0, 1.0))));
}

void keepPlace(QWidget* widget)
{
    QSizePolicy policy = widget->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    widget->setSizePolicy(policy);
}

} // namespace partita::ui
