#include "ui/generate/take_session.h"

#include "ui/bridge/conversions.h"
#include "ui/generate/candidate_tray.h"

#include <algorithm>
#include <map>
#include <set>

namespace partita::ui {
namespace {

constexpr int kMostTakes = 64; ///< of one request: writeBars refuses more

} // namespace

struct TakeSession::Shelf {
    std::map<std::filesystem::path, generate::Model> models;
};

TakeSession::TakeSession(ProjectDocument& document, GeneratePanel& panel, CandidateTray& tray, OpenModel openModel, QObject* parent)
    : QObject(parent), m_document(document), m_panel(panel), m_tray(tray), m_openModel(std::move(openModel)), m_shelf(std::make_shared<Shelf>())
{
    showRegion();
    connect(&m_document, &ProjectDocument::documentReplaced, this, &TakeSession::discard);
    connect(&m_document, &ProjectDocument::tracksChanged, this, &TakeSession::showRegion);
    connect(&m_panel, &GeneratePanel::modelChanged, this, &TakeSession::stateChanged);
    connect(&m_tray, &CandidateTray::acceptRequested, this, &TakeSession::accept);
    connect(&m_tray, &CandidateTray::chosenChanged, this, &TakeSession::stateChanged);
    connect(&m_jobs, &JobRunner::runningChanged, this, &TakeSession::stateChanged);
}

TakeSession::~TakeSession() = default;

void TakeSession::setRegion(std::optional<BarRegion> region)
{
    if (region == m_region)
        return;
    m_region = region;
    showRegion();
    Q_EMIT stateChanged();
}

void TakeSession::showRegion()
{
    const project::Track* track = m_region ? project::findTrack(m_document.document(), m_region->track) : nullptr;
    if (!track)
        m_panel.setRegion(tr("Drag in the ruler to select bars."));
    else if (m_region->firstBar == m_region->lastBar)
        m_panel.setRegion(tr("Bar %1 of %2").arg(m_region->firstBar).arg(toQString(track->name)));
    else
        m_panel.setRegion(tr("Bars %1–%2 of %3").arg(m_region->firstBar).arg(m_region->lastBar).arg(toQString(track->name)));
}

void TakeSession::forgetModels()
{
    // The running job keeps the shelf it began with.
    m_shelf = std::make_shared<Shelf>();
}

void TakeSession::setOpener(OpenModel openModel)
{
    m_openModel = std::move(openModel);
    forgetModels();
}

bool TakeSession::hasTakes() const
{
    return m_tray.count() > 0 && !isWriting();
}

QString TakeSession::regenerateFault() const
{
    if (isWriting())
        return tr("Takes are being written; stop them first.");
    if (m_panel.options().model.isEmpty())
        return tr("There is no model yet: train one, or add a checkpoint.");
    if (!m_region)
        return tr("Select bars first: drag in the ruler.");
    return {};
}

QString TakeSession::moreFault() const
{
    if (isWriting())
        return tr("Takes are being written; stop them first.");
    if (!m_last || m_tray.count() == 0)
        return tr("There are no takes yet.");
    if (m_tray.count() + m_last->options.takes > kMostTakes)
        return tr("%n takes are the most; accept one or discard them.", nullptr, kMostTakes);
    return {};
}

void TakeSession::regenerate()
{
    m_tray.clear();
    write({*m_region, m_panel.options()}, 0);
}

void TakeSession::more()
{
    write(*m_last, m_tray.count());
}

void TakeSession::write(const Request& request, int takesKept)
{
    m_last = request;
    m_tray.expect(request.options.takes);
    m_panel.setMessage({});
    m_panel.setProgress(0.0);

    generate::WriteOptions options;
    options.numOutputs = takesKept + request.options.takes;
    options.sampling.temperature = request.options.temperature;
    options.seed = request.options.seed;

    using Answer = Result<std::vector<generate::Candidate>>;
    m_jobs.runReporting<double>(
        [shelf = m_shelf, openModel = m_openModel, document = m_document.document(), request, options](std::stop_token stop, const std::function<void(double)>& report) -> Answer {
            const std::filesystem::path path = toPath(request.options.model);
            auto model = shelf->models.find(path);
            if (model == shelf->models.end()) {
                Result<generate::Model> opened = openModel(path);
                if (!opened)
                    return fail(opened);
                model = shelf->models.emplace(path, std::move(*opened)).first;
            }
            return generate::writeBars(document, request.region.track, request.region.firstBar, request.region.lastBar, options, model->second, stop,
                                            [&report](int done, int total) { report(static_cast<double>(done) / std::max(total, 1)); });
        },
        [this](double progress) {
            m_panel.setProgress(progress);
            m_tray.setProgress(progress);
        },
        [this, takesKept](Answer candidates) { show(std::move(candidates), takesKept); });
}

void TakeSession::show(Result<std::vector<generate::Candidate>> candidates, int takesKept)
{
    m_panel.setProgress(-1.0);
    if (candidates) {
        // Asked for more, the model writes the first ones again: those are in the tray already.
        std::set<std::uint64_t> known;
        for (int i = 0; i < takesKept; ++i)
            known.insert(m_tray.take(i)->recipe.seed);
        int index = takesKept;
        for (const generate::Candidate& candidate : *candidates)
            if (index < m_tray.count() && !known.contains(candidate.recipe.seed))
                m_tray.setTake(index++, candidate, barsWithin(candidate));
        if (takesKept == 0) {
            m_panel.rollSeed();
            m_tray.choose(0);
        }
    } else if (candidates.error().code != ErrorCode::kStopped) {
        m_panel.setMessage(toQString(candidates.error().message));
    }
    m_tray.dropWaiting();
    Q_EMIT stateChanged();
}

void TakeSession::stop()
{
    m_jobs.stop();
    m_panel.setProgress(-1.0);
    m_tray.dropWaiting();
}

void TakeSession::accept(int index)
{
    const project::Take* take = m_tray.take(index);
    if (!take)
        return;
    const auto notes = m_document.perform(EditKind::kAcceptTake, project::insertCandidate(m_document.document(), take->track, take->start, take->end, take->notes, take->recipe));
    m_tray.choose(-1); // the others stay: a second thought is one click away
    Q_EMIT accepted(notes);
}

void TakeSession::discard()
{
    if (isWriting())
        stop();
    m_last.reset();
    m_tray.clear();
    Q_EMIT stateChanged();
}

std::optional<project::Document> TakeSession::inContext(int index) const
{
    const project::Take* take = m_tray.take(index);
    if (!take)
        return std::nullopt;
    project::Document document = generate::applyCandidate(m_document.document(), *take);
    document.loop = {true, take->start, take->end};
    return document;
}

std::vector<Ticks> TakeSession::barsWithin(const project::Take& take) const
{
    std::vector<Ticks> bars;
    const MeterMap& meters = m_document.meterMap();
    for (int bar = meters.barAt(take.start) + 1; meters.barStart(bar) < take.end; ++bar)
        bars.push_back(meters.barStart(bar));
    return bars;
}

} // namespace partita::ui
