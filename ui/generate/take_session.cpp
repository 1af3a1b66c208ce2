#include "ui/generate/take_session.h"

#include "engine/project/chords.h"
#include "ui/bridge/conversions.h"
#include "ui/document/track_title.h"
#include "ui/generate/candidate_tray.h"

#include <algorithm>
#include <map>
#include <set>

namespace partita::ui {
namespace {

constexpr int kMostRequested = 64; ///< of one request: writeBars refuses more

} // namespace

struct TakeSession::Shelf {
    std::map<std::filesystem::path, generate::Model> models;
};

TakeSession::TakeSession(ProjectDocument& document, GeneratePanel& panel, CandidateTray& tray, OpenModel openModel, QObject* parent)
    : QObject(parent), m_document(document), m_panel(panel), m_tray(tray), m_openModel(std::move(openModel)), m_shelf(std::make_shared<Shelf>())
{
    showTask();
    connect(&m_document, &ProjectDocument::documentReplaced, this, &TakeSession::discard);
    connect(&m_document, &ProjectDocument::changed, this, &TakeSession::showTask);
    connect(&m_panel, &GeneratePanel::modelChanged, this, &TakeSession::stateChanged);
    connect(&m_panel, &GeneratePanel::taskChanged, this, [this] {
        showTask();
        Q_EMIT stateChanged();
    });
    connect(&m_tray, &CandidateTray::acceptRequested, this, &TakeSession::accept);
    connect(&m_tray, &CandidateTray::chosenChanged, this, &TakeSession::stateChanged);
    connect(&m_jobs, &JobRunner::runningChanged, this, &TakeSession::stateChanged);
}

TakeSession::~TakeSession() = default;

void TakeSession::setTarget(project::TrackId track, std::optional<generate::BarRange> selected)
{
    if (track == m_track && selected == m_selected)
        return;
    m_track = track;
    m_selected = selected;
    showTask();
    Q_EMIT stateChanged();
}

std::optional<generate::BarRange> TakeSession::bars(generate::Operation operation) const
{
    return generate::barsToWrite(m_document.document(), m_track, operation, m_selected, m_panel.options().bars);
}

void TakeSession::showTask()
{
    const project::Track* track = project::findTrack(m_document.document(), m_track);
    if (!track)
        return;
    const QString name = trackTitle(m_document.document(), *track);
    if (!m_shown || m_shown->id != track->id || m_shown->channel != track->channel || toQString(m_shown->name) != name) {
        m_shown = project::Track{.id = track->id, .channel = track->channel, .name = name.toStdString()};
        m_panel.setTrack(*m_shown);
    }
    const auto range = bars(m_panel.operation());
    const bool countable = !m_selected || m_panel.operation() == generate::Operation::kContinue;
    if (!range)
        m_panel.setRegion(tr("Drag in the ruler to select bars."), false);
    else if (range->first == range->last)
        m_panel.setRegion(tr("Bar %1 of %2").arg(range->first).arg(name), countable);
    else
        m_panel.setRegion(tr("Bars %1–%2 of %3").arg(range->first).arg(range->last).arg(name), countable);
    m_panel.setChords(range ? chordsText(*range) : QString());
}

QString TakeSession::chordsText(const generate::BarRange& range) const
{
    const auto chords = project::chordsOf(m_document.document());
    const MeterMap& meters = m_document.meterMap();
    QStringList bars;
    for (int bar = range.first; bar <= range.last; ++bar)
        bars << toQString(project::chordText(chords, meters.barStart(bar), meters.barEnd(bar)));
    const std::string_view held = project::chordAt(chords, meters.barStart(range.first));
    if (bars.front().isEmpty() && !held.empty())
        bars.front() = toQString(std::string(held));
    const bool none = std::ranges::all_of(bars, &QString::isEmpty);
    return none ? QString() : bars.join(QStringLiteral(" | "));
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

QString TakeSession::fault(generate::Operation operation) const
{
    if (isWriting())
        return tr("Takes are being written; stop them first.");
    const auto* config = m_panel.config();
    if (!config)
        return tr("There is no model yet: train one, or add a checkpoint.");
    if (const QString misfit = m_panel.misfit(); !misfit.isEmpty())
        return misfit;
    if (!bars(operation))
        return tr("Select bars first: drag in the ruler.");
    if (config->family == models::EventRnnFamily::kImprov && project::chordsOf(m_document.document()).empty())
        return tr("This model plays over chords: write some above the roll first.");
    return {};
}

QString TakeSession::moreFault() const
{
    if (isWriting())
        return tr("Takes are being written; stop them first.");
    if (m_tray.count() == 0)
        return tr("There are no takes yet.");
    if (!m_last)
        return tr("Grooves and in-betweens have no more like them: make them again with another seed.");
    if (m_tray.count() + m_last->options.takes > kMostRequested)
        return tr("%n takes are the most; accept one or discard them.", nullptr, kMostRequested);
    return {};
}

void TakeSession::write(generate::Operation operation)
{
    m_panel.setOperation(operation);
    m_tray.clear();
    write({m_track, *bars(operation), m_panel.options()}, 0);
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

    generate::WriteOptions options{.operation = request.options.operation, .numOutputs = takesKept + request.options.takes, .seed = request.options.seed};
    options.sampling.temperature = request.options.temperature;
    options.notesPerSecond = request.options.notesPerSecond;
    options.pitchClassHistogram = request.options.pitchClassHistogram;
    options.disableConditioning = request.options.disableConditioning;

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
            return generate::writeBars(document, request.track, request.bars.first, request.bars.last, options, model->second, stop,
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
        m_panel.setMessage(tr("%1", "why no takes were written").arg(toQString(candidates.error().message)));
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

void TakeSession::offer(const std::vector<project::Take>& takes)
{
    discard();
    for (const project::Take& take : takes)
        m_tray.setTake(m_tray.expect(1), take, barsWithin(take));
    m_tray.choose(0);
    Q_EMIT stateChanged();
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

std::optional<project::Document> TakeSession::asItIs() const
{
    const project::Take* take = m_tray.take(std::max(m_tray.chosen(), 0));
    if (!take)
        return std::nullopt;
    project::Document document = m_document.document();
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
