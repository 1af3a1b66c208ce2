#include "ui/latent/groove_session.h"

#include "engine/generate/groove_takes.h"
#include "ui/bridge/conversions.h"
#include "ui/document/track_title.h"

#include <algorithm>

namespace partita::ui {

struct GrooveSession::Shelf {
    std::filesystem::path path;
    std::optional<generate::LatentModel> model;
};

GrooveSession::GrooveSession(ProjectDocument& document, GroovePanel& panel, MorphSession::OpenModel openModel, std::shared_ptr<JobThread> inference, QObject* parent)
    : QObject(parent), m_document(document), m_panel(panel), m_openModel(std::move(openModel)), m_shelf(std::make_shared<Shelf>()), m_jobs(nullptr, std::move(inference))
{
    showTarget();
    connect(&m_document, &ProjectDocument::changed, this, &GrooveSession::showTarget);
    connect(&m_panel, &GroovePanel::modelChanged, this, [this] {
        showTarget();
        Q_EMIT stateChanged();
    });
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

void GrooveSession::setTarget(project::TrackId track, std::optional<generate::BarRange> bars)
{
    m_track = track;
    m_bars = bars;
    showTarget();
    Q_EMIT stateChanged();
}

QString GrooveSession::fault() const
{
    if (isWriting())
        return tr("Takes are being written; stop them first.");
    if (m_panel.options().model.isEmpty())
        return tr("There is no GrooVAE yet: train one, or add a checkpoint.");
    const project::Track* track = project::findTrack(m_document.document(), m_track);
    if (track && !track->isDrum())
        return tr("“%1” is no drum track. Select bars of one that is.").arg(trackTitle(m_document.document(), *track));
    if (!track || !m_bars)
        return tr("Select drum bars first: drag in the ruler of a drum track.");
    const Ticks start = m_document.meterMap().barStart(m_bars->first), end = m_document.meterMap().barEnd(m_bars->last);
    if (std::ranges::none_of(track->notes, [&](const project::Note& note) { return note.start >= start && note.start < end; }))
        return tr("These bars of “%1” are empty; a groove needs a beat to play.").arg(trackTitle(m_document.document(), *track));
    return {};
}

void GrooveSession::showTarget()
{
    const project::Track* track = project::findTrack(m_document.document(), m_track);
    if (!track || !track->isDrum() || !m_bars)
        m_panel.setRegion(tr("No drum bars selected"));
    else if (m_bars->first == m_bars->last)
        m_panel.setRegion(tr("Bar %1 of %2").arg(m_bars->first).arg(trackTitle(m_document.document(), *track)));
    else
        m_panel.setRegion(tr("Bars %1–%2 of %3").arg(m_bars->first).arg(m_bars->last).arg(trackTitle(m_document.document(), *track)));
    if (!isWriting())
        m_panel.setMessage(fault()); // what to do first, in sight and not only in the button's tool tip
}

void GrooveSession::write()
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
        [shelf = m_shelf, openModel = m_openModel, path = toPath(wish.model), document = m_document.document(), track = m_track, bars = *m_bars, options](std::stop_token stop, const std::function<void(double)>& report) mutable -> Answer {
            if (!shelf->model || shelf->path != path) {
                auto opened = openModel(path);
                if (!opened)
                    return fail(opened);
                shelf->model = std::move(*opened);
                shelf->path = path;
            }
            options.stop = stop;
            options.progress = [&report](int done, int total) { report(static_cast<double>(done) / std::max(total, 1)); };
            return generate::grooveTakes(*shelf->model, document, track, bars.first, bars.last, options);
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
