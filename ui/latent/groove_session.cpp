#include "ui/latent/groove_session.h"

#include "engine/generate/groove_takes.h"
#include "ui/bridge/conversions.h"

#include <algorithm>

namespace partita::ui {

struct GrooveSession::Shelf {
    std::filesystem::path path;
    std::optional<generate::LatentModel> model;
};

GrooveSession::GrooveSession(ProjectDocument& document, GroovePanel& panel, MorphSession::OpenModel openModel, std::shared_ptr<JobThread> inference, QObject* parent)
    : QObject(parent), m_document(document), m_panel(panel), m_openModel(std::move(openModel)), m_shelf(std::make_shared<Shelf>()), m_jobs(nullptr, std::move(inference))
{
    connect(&m_panel, &GroovePanel::modelChanged, this, &GrooveSession::stateChanged);
    connect(&m_jobs, &JobRunner::runningChanged, this, &GrooveSession::stateChanged);
}

GrooveSession::~GrooveSession() = default;

void GrooveSession::setOpener(MorphSession::OpenModel openModel)
{
    m_openModel = std::move(openModel);
    forgetModels();
}

void GrooveSession::forgetModels()
{
    m_shelf = std::make_shared<Shelf>(); // a running job keeps the one it began with
}

QString GrooveSession::fault(const std::optional<BarRegion>& region) const
{
    if (isWriting())
        return tr("Takes are being written; stop them first.");
    if (m_panel.options().model.isEmpty())
        return tr("There is no GrooVAE yet: train one, or add a checkpoint.");
    const project::Track* track = region ? project::findTrack(m_document.document(), region->track) : nullptr;
    if (!track)
        return tr("Select drum bars first: drag in the ruler of a drum track.");
    if (!track->isDrum())
        return tr("“%1” is no drum track. Select bars of one that is.").arg(toQString(track->name));
    return {};
}

QString GrooveSession::describe(const std::optional<BarRegion>& region) const
{
    const project::Track* track = region ? project::findTrack(m_document.document(), region->track) : nullptr;
    if (!track || !track->isDrum())
        return tr("Drag in the ruler of a drum track.");
    if (region->firstBar == region->lastBar)
        return tr("Bar %1 of %2").arg(region->firstBar).arg(toQString(track->name));
    return tr("Bars %1–%2 of %3").arg(region->firstBar).arg(region->lastBar).arg(toQString(track->name));
}

void GrooveSession::write(const BarRegion& region)
{
    const GroovePanel::Options wish = m_panel.options();
    generate::GrooveTakesOptions options;
    options.takes = wish.takes;
    options.amount = wish.amount;
    options.temperature = wish.temperature;
    options.spread = wish.spread;
    options.seed = wish.seed;
    m_panel.setMessage({});
    m_panel.setProgress(0.0);

    using Answer = Result<std::vector<project::Take>>;
    m_jobs.runReporting<double>(
        [shelf = m_shelf, openModel = m_openModel, path = toPath(wish.model), document = m_document.document(), region, options](std::stop_token stop, const std::function<void(double)>& report) mutable -> Answer {
            if (!shelf->model || shelf->path != path) {
                auto opened = openModel(path);
                if (!opened)
                    return fail(opened);
                shelf->model = std::move(*opened);
                shelf->path = path;
            }
            options.stop = stop;
            options.progress = [&report](int done, int total) { report(static_cast<double>(done) / std::max(total, 1)); };
            return generate::grooveTakes(*shelf->model, document, region.track, region.firstBar, region.lastBar, options);
        },
        [this](double progress) { m_panel.setProgress(progress); },
        [this](Answer takes) {
            m_panel.setProgress(-1.0);
            if (takes)
                Q_EMIT written(*takes);
            else if (takes.error().code != ErrorCode::kStopped)
                m_panel.setMessage(toQString(takes.error().message));
            Q_EMIT stateChanged();
        });
}

void GrooveSession::stop()
{
    m_jobs.stop();
    m_panel.setProgress(-1.0);
}

} // namespace partita::ui
