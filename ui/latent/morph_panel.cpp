#include "ui/latent/morph_panel.h"

#include "ui/bridge/conversions.h"
#include "ui/document/track_title.h"
#include "ui/generate/take_fields.h"
#include "ui/latent/attribute_sliders.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/form.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/theme.h"

#include <QDoubleSpinBox>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <initializer_list>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kLeastSteps = 3, kMostSteps = 15, kSteps = 7;
constexpr int kLeastSide = 3, kMostSide = 7, kSide = 4;
constexpr int kMostClipBars = 9999;

} // namespace

MorphPanel::MorphPanel(const Actions& actions, QWidget* parent) : QWidget(parent), m_attributes(new AttributeSliders)
{
    auto* settings = new QWidget;
    auto* column = panelColumn(settings);
    column->setSpacing(measure::kGroupGap);
    column->addWidget(buildModel(actions));
    column->addWidget(buildWay());
    column->addWidget(m_attributes);
    column->addStretch();
    auto* target = buildTarget(actions);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(scrolled(settings), 1);
    all->addWidget(target);
    setFixedWidth(measure::kInspectorWidth);
    connect(m_attributes, &AttributeSliders::changed, this, &MorphPanel::planChanged);
    setShape(m_shape);
}

QWidget* MorphPanel::buildModel(const Actions& actions)
{
    auto* group = new QWidget;
    auto* column = new QVBoxLayout(group);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGap);
    m_model = new ModelMenu(actions.addModel, actions.howGood, tr("No MusicVAE model yet. Train one, or add a checkpoint."));
    column->addWidget(heading(tr("Model")));
    column->addWidget(m_model);
    connect(m_model, &ModelMenu::changed, this, &MorphPanel::modelChanged);
    return group;
}

QWidget* MorphPanel::buildWay()
{
    auto* group = new QWidget;
    m_form = new Form(group);
    m_steps = new QSpinBox;
    m_path = new ChoiceBox;
    m_path->addItem(tr("along the arc"), static_cast<int>(generate::Path::kSpherical));
    m_path->addItem(tr("straight"), static_cast<int>(generate::Path::kLinear));
    m_key = new ChoiceBox;
    m_key->addItem(tr("into the key of clip A"), true);
    m_key->addItem(tr("as they are"), false);
    m_temperature = new QDoubleSpinBox;
    m_temperature->setRange(0.0, 2.0);
    m_temperature->setSingleStep(0.1);
    m_temperature->setValue(0.5);
    m_temperature->setSpecialValueText(tr("likeliest"));
    m_seed = new SeedField;
    m_seed->setSeed(1);
    m_likeThis = new QSlider(Qt::Horizontal);
    m_likeThis->setRange(0, 95);
    m_likeThis->setValue(60);

    m_form->add(tr("Steps"), m_steps, tr("Rolls from one clip to the other, both ends included."));
    m_form->add(tr("Way"), m_path, tr("Along the arc is Magenta's way, straight that of magenta-js."));
    m_form->add(tr("Like this"), m_likeThis, tr("How much of the clip is left at the rim of the pad."));
    m_form->add(tr("Keys"), m_key, tr("Clips in other keys are moved the shorter way, so that the in-betweens have one key."));
    m_form->add(tr("Temperature"), m_temperature, tr("0 writes what is likeliest; more dares more."));
    m_form->add(tr("Seed"), m_seed, tr("The same seed gives the same music again."));

    connect(m_steps, &QSpinBox::valueChanged, this, &MorphPanel::planChanged);
    connect(m_path, &QComboBox::currentIndexChanged, this, &MorphPanel::planChanged);
    connect(m_likeThis, &QSlider::valueChanged, this, &MorphPanel::planChanged);
    connect(m_temperature, &QDoubleSpinBox::valueChanged, this, &MorphPanel::planChanged);
    connect(m_seed, &SeedField::changed, this, &MorphPanel::planChanged);
    connect(m_key, &QComboBox::currentIndexChanged, this, &MorphPanel::keyChanged);
    return group;
}

QWidget* MorphPanel::buildTarget(const Actions& actions)
{
    auto* group = new QWidget;
    auto* column = panelColumn(group);
    m_track = new ChoiceBox;
    m_bar = new QSpinBox;
    m_bar->setRange(1, kMostClipBars);
    auto* form = new Form;
    form->add(tr("Track"), m_track, tr("What lies there is replaced. Music of several instruments always gets new tracks."));
    form->add(tr("From bar"), m_bar, tr("Where in the song the music goes."));
    column->addWidget(heading(tr("Into the song")));
    column->addLayout(form);
    column->addWidget(pushButton(actions.insertBetween, true));
    column->addWidget(pushButton(actions.insertStrip)); // side by side their words would not fit
    column->addWidget(pushButton(actions.offerTake));
    return group;
}

void MorphPanel::setShape(LatentMap::Shape shape)
{
    m_shape = shape;
    const QSignalBlocker silent(m_steps);
    const bool square = shape == LatentMap::Shape::kSquare;
    m_steps->setRange(square ? kLeastSide : kLeastSteps, square ? kMostSide : kMostSteps);
    m_steps->setValue(square ? kSide : kSteps);
    const bool pad = shape == LatentMap::Shape::kPad;
    for (QWidget* field : std::initializer_list<QWidget*>{m_steps, m_path, m_key})
        m_form->setRowVisible(field, !pad);
    m_form->setRowVisible(m_likeThis, pad);
}

MorphSession::Plan MorphPanel::plan() const
{
    return {.shape = m_shape,
            .side = m_steps->value(),
            .path = static_cast<generate::Path>(m_path->currentData().toInt()),
            .temperature = m_temperature->value(),
            .seed = m_seed->seed(),
            .likeThis = m_likeThis->value() / 100.0,
            .attributes = m_attributes->amounts()};
}

bool MorphPanel::sameKey() const
{
    return m_key->currentData().toBool();
}

void MorphPanel::setTracks(const project::Document& document)
{
    const auto before = m_track->currentData();
    const QSignalBlocker silent(m_track);
    m_track->clear();
    for (const project::Track& track : document.tracks)
        m_track->addItem(trackTitle(document, track), QVariant::fromValue(quint64(track.id)));
    m_track->addItem(tr("a new track"), QVariant::fromValue(quint64(0)));
    m_track->setCurrentIndex(std::max(0, m_track->findData(before)));
}

MorphPanel::Target MorphPanel::target() const
{
    const auto track = static_cast<project::TrackId>(m_track->currentData().toULongLong());
    return {track == 0 ? std::nullopt : std::optional(track), m_bar->value()};
}

void MorphPanel::setTarget(const Target& target)
{
    m_track->setCurrentIndex(std::max(0, m_track->findData(QVariant::fromValue(quint64(target.track.value_or(0))))));
    m_bar->setValue(target.bar);
}

} // namespace partita::ui
