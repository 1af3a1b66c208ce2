/// The work of a morph, one piece after the other on the inference thread.
#include "ui/latent/morph_session.h"

#include "ui/bridge/conversions.h"

#include <algorithm>

namespace partita::ui {
namespace {

constexpr int kPatienceMs = 100;      ///< that a job may go on after it was overtaken
constexpr double kLeastNews = 0.02;   ///< progress is told in steps of this
constexpr Ticks kQuarter{480};
constexpr int kQuartersPerBar = 4;

/// Attribute vectors lie beside their model, under its name.
std::filesystem::path attributesBeside(std::filesystem::path model)
{
    return model.replace_extension(".attributes.json");
}

generate::Phrase phrase(const generate::LatentModel& model, const NoteSequence& music)
{
    return generate::phraseOf(music, kQuarter, kQuarter * static_cast<std::int64_t>(kQuartersPerBar * model.bars()));
}

/// Progress in few words, however often a network counts.
generate::Progress rarely(std::function<void(double)> report)
{
    return [report = std::move(report), last = std::make_shared<double>(-1.0)](int done, int total) {
        const double now = total > 0 ? static_cast<double>(done) / total : 1.0;
        if (now - *last < kLeastNews && done < total)
            return;
        *last = now;
        report(now);
    };
}

} // namespace

struct MorphSession::Shelf {
    struct Entry {
        generate::LatentModel model;
        generate::AttributeVectors vectors;
    };
    std::map<std::filesystem::path, Entry> models;

    Result<Entry*> find(const std::filesystem::path& path, const OpenModel& open)
    {
        if (const auto known = models.find(path); known != models.end())
            return &known->second;
        auto opened = open(path);
        if (!opened)
            return fail(opened);
        Entry entry{.model = std::move(*opened), .vectors = {}};
        if (auto vectors = generate::loadAttributes(attributesBeside(path), entry.model))
            entry.vectors = std::move(*vectors);
        models.clear(); // large ones do not pile up
        return &models.emplace(path, std::move(entry)).first->second;
    }
};

struct MorphSession::Prepared {
    ModelFacts facts;
    generate::AttributeVectors vectors;
    std::vector<std::optional<Aligned>> aligned;
    std::vector<generate::Z> latents;
    std::map<int, QString> faults; ///< by clip
};

/// From a job on the way.
struct MorphSession::News {
    double progress = 0.0;
    std::optional<std::pair<int, Between>> cell;
};

MorphSession::MorphSession(OpenModel openModel, std::shared_ptr<JobThread> inference, QObject* parent)
    : QObject(parent), m_openModel(std::move(openModel)), m_shelf(std::make_shared<Shelf>()), m_jobs(nullptr, std::move(inference))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_jobs.stop();
        pump();
    });
    setPlan({});
}

MorphSession::~MorphSession() = default;

void MorphSession::setOpener(OpenModel openModel)
{
    m_openModel = std::move(openModel);
    forgetModels();
}

void MorphSession::forgetModels()
{
    m_shelf = std::make_shared<Shelf>(); // a running job keeps the one it began with
    startAnew();
}

void MorphSession::overtake()
{
    if (!m_jobs.isRunning())
        pump();
    else if (m_prepared && !m_patience.isActive()) // the model being opened is wanted whatever comes
        m_patience.start();
}

void MorphSession::pump()
{
    if (m_jobs.isRunning())
        return;
    m_patience.stop();
    if (m_model.isEmpty())
        return;
    if (!m_prepared)
        prepare();
    else if (!isReady())
        Q_EMIT progressed(-1.0);
    else if (m_betweenIsOld)
        decodePoint();
    else if (std::ranges::find(m_cellIsOld, true) != m_cellIsOld.end())
        decodeCells();
    else
        Q_EMIT progressed(-1.0);
}

void MorphSession::prepare()
{
    Q_EMIT progressed(0.0);
    m_jobs.run(
        [shelf = m_shelf, openModel = m_openModel, path = toPath(m_model), clips = m_clips, sameKey = m_sameKey](std::stop_token stop) -> Result<Prepared> {
            const auto entry = shelf->find(path, openModel);
            if (!entry)
                return fail(entry);
            const generate::LatentModel& model = (*entry)->model;
            Prepared prepared{.vectors = (*entry)->vectors, .aligned = std::vector<std::optional<Aligned>>(clips.size())};
            prepared.facts = {.config = toQString(std::string(model.config->id)), .fileName = model.fileName, .sha256 = model.sha256, .bars = model.bars(), .attributes = {}};
            for (const auto& [attribute, vector] : prepared.vectors.vectors)
                prepared.facts.attributes.push_back(attribute);

            std::vector<generate::AlignSource> sources;
            std::vector<int> numbers;
            for (std::size_t i = 0; i < clips.size(); ++i)
                if (clips[i]) {
                    sources.push_back(alignSource(*clips[i]));
                    // Each on its own first, so that every clip that cannot be read says so at its place.
                    if (const auto alone = generate::align(model, std::span(&sources.back(), 1), sameKey)) {
                        numbers.push_back(static_cast<int>(i));
                    } else {
                        prepared.faults[static_cast<int>(i)] = toQString(alone.error().message);
                        sources.pop_back();
                    }
                }
            auto aligned = generate::align(model, sources, sameKey);
            if (!aligned)
                return fail(aligned);
            for (std::size_t i = 0; i < aligned->size(); ++i) {
                generate::AlignedClip& clip = (*aligned)[i];
                generate::Phrase heard = phrase(model, clip.clip.music);
                prepared.aligned[static_cast<std::size_t>(numbers[i])] = Aligned{std::move(clip), std::move(heard)};
            }
            if (numbers.size() < clips.size() || clips.empty())
                return prepared;
            for (const auto& clip : prepared.aligned) {
                auto latent = generate::encode(model, clip->clip.clip, stop);
                if (!latent)
                    return fail(latent);
                prepared.latents.push_back(std::move(latent->mu));
            }
            return prepared;
        },
        [this](Result<Prepared> prepared) { show(std::move(prepared)); });
}

void MorphSession::show(Result<Prepared> prepared)
{
    m_prepared = true;
    if (!prepared) {
        Q_EMIT failed(toQString(prepared.error().message));
        return pump();
    }
    m_facts = std::move(prepared->facts);
    m_vectors = std::move(prepared->vectors);
    m_aligned = std::move(prepared->aligned);
    m_latents = std::move(prepared->latents);
    Q_EMIT modelOpened();
    Q_EMIT clipsChanged();
    for (const auto& [clip, sentence] : prepared->faults)
        Q_EMIT clipFailed(clip, sentence);
    pump();
}

void MorphSession::decodePoint()
{
    m_jobs.runReporting<double>(
        [shelf = m_shelf, openModel = m_openModel, path = toPath(m_model), z = placeOf(m_position), options = decodeOptions(), position = m_position](
            std::stop_token stop, const std::function<void(double)>& report) mutable -> Result<Between> {
            const auto entry = shelf->find(path, openModel);
            if (!entry)
                return fail(entry);
            options.stop = stop;
            options.progress = rarely(report);
            const auto music = generate::decode((*entry)->model, std::span(&z, 1), options);
            if (!music)
                return fail(music);
            const NoteSequence& sequence = music->front().sequence;
            return Between{position, phrase((*entry)->model, sequence), generate::measure(sequence, (*entry)->model.steps())};
        },
        [this](double progress) { Q_EMIT progressed(progress); },
        [this, position = m_position, number = m_planNumber](Result<Between> between) {
            // Overtaken, it is still something to see and hear while the hand moves.
            if (between)
                showBetween(std::move(*between));
            else
                Q_EMIT failed(toQString(between.error().message));
            m_betweenIsOld = position != m_position || number != m_planNumber;
            pump();
        });
}

void MorphSession::decodeCells()
{
    std::vector<int> wanted;
    std::vector<generate::Z> places;
    for (int i = 0; i < cellCount(); ++i)
        if (m_cellIsOld[static_cast<std::size_t>(i)]) {
            wanted.push_back(i);
            places.push_back(placeOf(positionOf(i)));
        }
    std::vector<QPointF> positions;
    std::ranges::transform(wanted, std::back_inserter(positions), [this](int cell) { return positionOf(cell); });

    m_jobs.runReporting<News>(
        [shelf = m_shelf, openModel = m_openModel, path = toPath(m_model), wanted, positions, places, options = decodeOptions()](std::stop_token stop, const std::function<void(News)>& report) mutable
        -> Result<void> {
            const auto entry = shelf->find(path, openModel);
            if (!entry)
                return fail(entry);
            const generate::LatentModel& model = (*entry)->model;
            options.stop = stop;
            options.progress = rarely([&report](double progress) { report({.progress = progress, .cell = {}}); });
            options.each = [&](std::size_t index, const generate::LatentMusic& music) {
                report({.progress = 0.0, .cell = std::pair(wanted[index], Between{positions[index], phrase(model, music.sequence), generate::measure(music.sequence, model.steps())})});
            };
            if (const auto music = generate::decode(model, places, options); !music)
                return fail(music);
            return {};
        },
        [this, number = m_planNumber](News news) {
            if (!news.cell) {
                Q_EMIT progressed(news.progress);
                return;
            }
            if (number != m_planNumber)
                return;
            const auto index = static_cast<std::size_t>(news.cell->first);
            m_cells[index] = std::move(news.cell->second);
            m_cellIsOld[index] = false;
            Q_EMIT cellReady(news.cell->first);
        },
        [this, number = m_planNumber](Result<void> done) {
            if (number == m_planNumber)
                m_cellIsOld.assign(m_cells.size(), false); // those that failed are asked for again when something changes
            if (!done)
                Q_EMIT failed(toQString(done.error().message));
            pump();
        });
}

void MorphSession::showBetween(Between between)
{
    m_between = std::move(between);
    m_betweenIsOld = false;
    Q_EMIT betweenChanged();
}

} // namespace partita::ui
