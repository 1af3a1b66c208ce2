#include "ui/training/curves_plot.h"

#include "ui/training/qcustomplot_no_keywords.h"
#include "ui/widgets/theme.h"

#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace partita::ui {
namespace {

/// One row a curve: its name and its value in a point; a uniform guess among n classes.
struct Measure {
    const char* name;
    double RunLog::Point::*value;
    double (*uniform)(double classes);
    bool isShare = false; ///< written in per cent
};
constexpr std::size_t kPanels = 3;
using Measures = std::array<Measure, kPanels>;
constexpr Measures kEventRnn = {{
    {QT_TRANSLATE_NOOP("partita::ui::CurvesPlot", "Loss"), &RunLog::Point::loss, [](double n) { return std::log(n); }},
    {QT_TRANSLATE_NOOP("partita::ui::CurvesPlot", "Perplexity"), &RunLog::Point::perplexity, [](double n) { return n; }},
    {QT_TRANSLATE_NOOP("partita::ui::CurvesPlot", "Accuracy"), &RunLog::Point::accuracy, [](double n) { return 1.0 / n; }, true},
}};
constexpr Measures kLatent = {{kEventRnn[0], {QT_TRANSLATE_NOOP("partita::ui::CurvesPlot", "KL in bits"), &RunLog::Point::klBits, nullptr}, kEventRnn[2]}};

constexpr double kRoomAtTheEnd = 1.02; ///< of the steps: the last point, often the only one held out, is seen whole

/// Labels of an axis whose values are shares of 1.
class ShareTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return QStringLiteral("%1 %").arg(std::round(1000.0 * tick) / 10.0); }
};

/// Whole circles, though their line is dashed.
QCPScatterStyle heldOutDot()
{
    return {QCPScatterStyle::ssCircle, QPen(theme::track(0), 1.5), Qt::NoBrush, 6};
}

QString figureText(const Measure& measure, double value)
{
    return measure.isShare ? QStringLiteral("%1 %").arg(100.0 * value, 0, 'f', 1) : QString::number(value, 'f', 3);
}

QSharedPointer<QCPGraphDataContainer> dataOf(const std::vector<RunLog::Point>& points, double RunLog::Point::*value)
{
    QVector<QCPGraphData> data;
    data.reserve(static_cast<qsizetype>(points.size()));
    for (const RunLog::Point& point : points)
        data.push_back({static_cast<double>(point.step), point.*value});
    auto container = QSharedPointer<QCPGraphDataContainer>::create();
    container->set(data, true);
    return container;
}

} // namespace

struct CurvesPlot::Plot {
    struct Panel {
        QCPAxisRect* rect;
        QCPGraph* train;
        QCPGraph* heldOut;
        QCPGraph* uniform;
        QCPItemStraightLine* hair;
    };

    QCustomPlot* widget;
    std::array<Panel, kPanels> panels;
    const Measures* measures = &kEventRnn; ///< of the run that is shown
};

CurvesPlot::CurvesPlot(QWidget* parent) : QWidget(parent), m(std::make_unique<Plot>())
{
    auto* plot = m->widget = new QCustomPlot(this);
    plot->setFocusPolicy(Qt::NoFocus);
    setAccessibleName(tr("Curves of loss, perplexity and accuracy"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(plot);

    plot->plotLayout()->clear();
    plot->plotLayout()->setRowSpacing(theme::measure::kGap);
    auto* margins = new QCPMarginGroup(plot);
    for (std::size_t i = 0; i < m->panels.size(); ++i) {
        Plot::Panel& panel = m->panels[i];
        panel.rect = new QCPAxisRect(plot);
        plot->plotLayout()->addElement(static_cast<int>(i), 0, panel.rect);
        panel.rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
        panel.rect->setMinimumMargins({0, 0, theme::measure::kGroupGap, 0});
        QCPAxis* steps = panel.rect->axis(QCPAxis::atBottom);
        QCPAxis* values = panel.rect->axis(QCPAxis::atLeft);
        if (kEventRnn[i].isShare) // the same panel shows shares of both kinds of models
            values->setTicker(QSharedPointer<ShareTicker>::create());
        values->ticker()->setTickCount(4);
        steps->setTickLabels(i + 1 == m->panels.size());
        steps->setNumberFormat("f");
        steps->setNumberPrecision(0);
        if (i + 1 == m->panels.size())
            steps->setLabel(tr("Step"));
        panel.uniform = plot->addGraph(steps, values);
        panel.train = plot->addGraph(steps, values);
        panel.heldOut = plot->addGraph(steps, values);
        panel.hair = new QCPItemStraightLine(plot);
        panel.hair->setClipAxisRect(panel.rect);
        for (QCPItemPosition* end : {panel.hair->point1, panel.hair->point2}) {
            end->setAxes(steps, values);
            end->setAxisRect(panel.rect);
            end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        panel.hair->setVisible(false);
    }
    connect(plot, &QCustomPlot::mouseMove, this, &CurvesPlot::point);
    applyTheme();
}

CurvesPlot::~CurvesPlot() = default;

void CurvesPlot::show(const RunLog& log)
{
    m->measures = log.isLatent ? &kLatent : &kEventRnn;
    const double end = static_cast<double>(std::max<qint64>({log.totalSteps, log.step(), 1}));
    for (std::size_t i = 0; i < m->panels.size(); ++i) {
        const Measure& measure = (*m->measures)[i];
        Plot::Panel& panel = m->panels[i];
        panel.train->setData(dataOf(log.train, measure.value));
        panel.heldOut->setData(dataOf(log.heldOut, measure.value));
        panel.train->setScatterStyle(log.train.size() == 1 ? QCPScatterStyle(QCPScatterStyle::ssDisc, 5) : QCPScatterStyle());
        panel.heldOut->setScatterStyle(log.heldOut.size() < 30 ? heldOutDot() : QCPScatterStyle());
        panel.uniform->data()->clear();
        if (log.numClasses > 1 && measure.uniform)
            panel.uniform->setData({0.0, end}, {measure.uniform(log.numClasses), measure.uniform(log.numClasses)});

        QCPAxis* values = panel.rect->axis(QCPAxis::atLeft);
        values->setLabel(tr(measure.name));
        values->rescale();
        const QCPRange range = values->range();
        const double margin = std::max({0.06 * range.size(), 0.04 * range.upper, 1e-3}); // a first point, or a level, is no steep hill
        values->setRange(std::max(0.0, range.lower - margin), range.upper + margin);
        panel.rect->axis(QCPAxis::atBottom)->setRange(0.0, end * kRoomAtTheEnd);
    }
    m->widget->replot(QCustomPlot::rpQueuedReplot);
}

std::optional<RunLog::Point> CurvesPlot::lastPlotted() const
{
    RunLog::Point last;
    for (std::size_t i = 0; i < m->panels.size(); ++i) {
        const auto data = m->panels[i].train->data();
        if (data->isEmpty())
            return std::nullopt;
        const QCPGraphData& point = *(data->constEnd() - 1);
        last.step = std::llround(point.key);
        last.*(*m->measures)[i].value = point.value;
    }
    return last;
}

void CurvesPlot::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m)
        applyTheme();
}

void CurvesPlot::applyTheme()
{
    const theme::Tokens& colors = theme::tokens();
    m->widget->setBackground(colors.panel);
    for (Plot::Panel& panel : m->panels) {
        for (QCPAxis* axis : panel.rect->axes()) {
            axis->setBasePen(colors.gridBar);
            axis->setTickPen(colors.gridBar);
            axis->setSubTickPen(Qt::NoPen);
            axis->setTickLabelColor(colors.dimText);
            axis->setLabelColor(colors.text);
            axis->setTickLabelFont(theme::labelFont());
            axis->setLabelFont(theme::labelFont());
            axis->grid()->setPen(QPen(colors.gridStep, 1.0));
            axis->grid()->setZeroLinePen(Qt::NoPen);
        }
        panel.train->setPen(QPen(theme::track(0), 1.5));
        panel.heldOut->setPen(QPen(theme::track(0), 1.5, Qt::DashLine));
        if (!panel.heldOut->scatterStyle().isNone())
            panel.heldOut->setScatterStyle(heldOutDot());
        panel.uniform->setPen(QPen(colors.dimText, 1.0, Qt::DotLine));
        panel.hair->setPen(QPen(colors.dimText, 1.0));
    }
    m->widget->replot(QCustomPlot::rpQueuedReplot);
}

void CurvesPlot::point(const QMouseEvent* event)
{
    const QCPAxis* steps = m->panels[0].rect->axis(QCPAxis::atBottom);
    const auto data = m->panels[0].train->data();
    const bool over = !data->isEmpty() && steps->range().contains(steps->pixelToCoord(event->pos().x()));
    QString text;
    if (over) {
        const double key = data->findBegin(steps->pixelToCoord(event->pos().x()))->key;
        QStringList figures{tr("step %1").arg(key, 0, 'f', 0)};
        for (std::size_t i = 0; i < m->panels.size(); ++i) {
            const auto at = m->panels[i].train->data()->findBegin(key, false);
            figures << QStringLiteral("%1 %2").arg(tr((*m->measures)[i].name), figureText((*m->measures)[i], at->value));
            m->panels[i].hair->point1->setCoords(key, 0.0);
            m->panels[i].hair->point2->setCoords(key, 1.0);
        }
        text = figures.join(QStringLiteral(" · "));
    }
    for (Plot::Panel& panel : m->panels)
        panel.hair->setVisible(over);
    Q_EMIT pointed(text);
    m->widget->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace partita::ui
