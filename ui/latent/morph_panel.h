#pragma once

#include "ui/generate/model_menu.h"
#include "ui/latent/morph_session.h"

#include <QWidget>

class QAction;
class QComboBox;
class QDoubleSpinBox;
class QSlider;
class QSpinBox;

namespace partita::ui {

class AttributeSliders;
class Form;
class SeedField;

/// The settings of Morph: the model, the way, chance, attributes, and, always in sight below them, where the music goes.
/// A form: it holds values.
class MorphPanel : public QWidget {
    Q_OBJECT

public:
    struct Actions {
        QAction* addModel;
        QAction* howGood;
        QAction* insertBetween;
        QAction* insertStrip;
        QAction* offerTake;
    };
    /// Where in the song: a track, or none for a new one, and a bar from 1.
    struct Target {
        std::optional<project::TrackId> track;
        int bar = 1;
    };

    explicit MorphPanel(const Actions& actions, QWidget* parent = nullptr);

    void setModels(const std::vector<ModelChoice>& models) { m_model->setModels(models); }
    const std::vector<ModelChoice>& models() const { return m_model->models(); }
    QString model() const { return m_model->path(); }
    void chooseModel(const QString& path) { m_model->choose(path); }
    const ModelChoice* chosenModel() const { return m_model->chosen(); }

    void setShape(LatentMap::Shape shape);
    MorphSession::Plan plan() const;
    bool sameKey() const;
    AttributeSliders& attributes() { return *m_attributes; }

    /// The tracks to choose from; keeps the choice.
    void setTracks(const project::Document& document);
    Target target() const;
    void setTarget(const Target& target);

Q_SIGNALS:
    void modelChanged();
    void planChanged();
    void keyChanged();

private:
    QWidget* buildModel(const Actions& actions);
    QWidget* buildWay();
    QWidget* buildTarget(const Actions& actions);

    LatentMap::Shape m_shape = LatentMap::Shape::kStrip;
    ModelMenu* m_model;
    Form* m_form; ///< of the way
    QSpinBox* m_steps;
    QComboBox* m_path;
    QSlider* m_likeThis;
    QComboBox* m_key;
    QDoubleSpinBox* m_temperature;
    SeedField* m_seed;
    AttributeSliders* m_attributes;
    QComboBox* m_track;
    QSpinBox* m_bar;
};

} // namespace partita::ui
