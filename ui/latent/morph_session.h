#pragma once

#include "engine/generate/latent_align.h"
#include "engine/generate/latent_attributes.h"
#include "engine/generate/latent_music.h"
#include "engine/generate/phrase.h"
#include "ui/bridge/job_runner.h"
#include "ui/latent/clip_source.h"
#include "ui/latent/latent_map.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace partita::ui {

/// What a model makes of clips, and of every place between them: encoding and decoding on the inference thread, results here.
///
/// Nothing here waits. What is wanted is set, and what is missing is made one after the other: first the model and the
/// clips' places in its latent space, then the place under the handle, then the rolls of the map. A newer wish takes the
/// place of an older one; a job that is overtaken has a moment to end, so that a moving hand sees something, and is
/// stopped after it.
/// Threads: GUI thread.
class MorphSession : public QObject {
    Q_OBJECT

public:
    /// Opens a checkpoint; called on the inference thread.
    using OpenModel = std::function<Result<generate::LatentModel>(const std::filesystem::path& path)>;
    using Shape = LatentMap::Shape;

    /// How to go through latent space, and how places become music.
    struct Plan {
        Shape shape = Shape::kStrip;
        int side = 7; ///< in-betweens from end to end, ends included
        generate::Path path = generate::Path::kSpherical;
        double temperature = 0.5;
        quint64 seed = 1;      ///< of the draws, and of a pad's directions
        double likeThis = 0.6; ///< of a pad's rim: 1 is the clip itself
        std::map<generate::Attribute, double> attributes{}; ///< how far along each
        friend bool operator==(const Plan&, const Plan&) = default;
    };

    /// What is known about the opened model.
    struct ModelFacts {
        QString config;
        std::string fileName, sha256;
        int bars = 0;
        std::vector<generate::Attribute> attributes; ///< that have vectors beside the model
    };

    /// One place and what it became.
    struct Between {
        QPointF position;
        generate::Phrase phrase;
        generate::AttributeValues measured;
    };

    /// How many clips a shape lies between.
    static int clipsOf(Shape shape) { return shape == Shape::kStrip ? 2 : shape == Shape::kSquare ? 4 : 1; }

    explicit MorphSession(OpenModel openModel, std::shared_ptr<JobThread> inference = nullptr, QObject* parent = nullptr);
    ~MorphSession() override;

    void setOpener(OpenModel openModel);
    /// Models are opened anew: a file has changed.
    void forgetModels();
    void setModel(const QString& path);
    /// Those that are there; the shape says how many are needed.
    void setClips(std::vector<std::optional<ClipSource>> clips, bool sameKey);
    void setPlan(const Plan& plan);
    void setPosition(QPointF position);

    const Plan& plan() const { return m_plan; }
    const std::optional<ModelFacts>& model() const { return m_facts; }
    bool isReady() const { return !m_latents.empty(); } ///< all clips have their places
    /// A clip as the model hears it; nothing where it could not be read.
    struct Aligned {
        generate::AlignedClip clip;
        generate::Phrase phrase;
    };
    const std::optional<Aligned>& aligned(int clip) const;
    const std::optional<Between>& between() const { return m_between; } ///< the latest; see `isCurrent`
    bool isCurrent() const { return m_between && !m_betweenIsOld; }
    const std::optional<Between>& cell(int index) const { return m_cells.at(static_cast<std::size_t>(index)); }
    int cellCount() const { return static_cast<int>(m_cells.size()); }
    QPointF positionOf(int cell) const;
    bool isWorking() const { return m_jobs.isRunning(); }
    void stop();

    /// The clips' notes at once, as a piano roll would mix them at `position`; nothing for a pad.
    std::optional<generate::Phrase> naiveMix(QPointF position) const;

Q_SIGNALS:
    void modelOpened();
    /// Clips were aligned and have their places, or one of them has none.
    void clipsChanged();
    void clipFailed(int clip, const QString& sentence);
    /// Something else went wrong.
    void failed(const QString& sentence);
    void betweenChanged();
    void cellsCleared();
    void cellReady(int cell);
    /// 0–1 of what is being made for the eye; below 0 when idle.
    void progressed(double progress);

private:
    struct Shelf; ///< the models; touched by the inference thread alone
    struct Prepared;
    struct News;

    void pump();
    void overtake();
    void startAnew();
    void prepare();
    void decodePoint();
    void decodeCells();
    void show(Result<Prepared> prepared);
    void showBetween(Between between);
    generate::Z placeOf(QPointF position) const;
    generate::DecodeOptions decodeOptions() const;

    OpenModel m_openModel;
    std::shared_ptr<Shelf> m_shelf;
    QString m_model;
    std::vector<std::optional<ClipSource>> m_clips;
    bool m_sameKey = true;
    Plan m_plan;
    QPointF m_position{0.5, 0.5};

    std::optional<ModelFacts> m_facts;
    generate::AttributeVectors m_vectors;
    std::vector<std::optional<Aligned>> m_aligned;
    std::vector<generate::Z> m_latents; ///< means, of all clips in their order; else none
    bool m_prepared = false;            ///< the present clips were tried
    std::optional<Between> m_between;
    bool m_betweenIsOld = true;
    std::vector<std::optional<Between>> m_cells;
    quint64 m_planNumber = 0;             ///< counts plans, so that a late roll knows whether it is still wanted
    std::vector<bool> m_cellIsOld;

    QTimer m_patience; ///< until a running job that is overtaken is stopped
    JobRunner m_jobs;
};

} // namespace partita::ui
