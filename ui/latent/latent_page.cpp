#include "ui/latent/latent_page.h"

#include "ui/bridge/conversions.h"
#include "ui/latent/attribute_sliders.h"
#include "ui/latent/clip_card.h"
#include "ui/latent/morph_panel.h"
#include "ui/latent/phrase_view.h"
#include "ui/settings/folders.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_hint.h"
#include "ui/widgets/form.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/progress_line.h"
#include "ui/widgets/theme.h"

#include <QButtonGroup>
#include <QFileDialog>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kClipsWidth = measure::kTracksWidth + 3 * measure::kGap; ///< the cards and the gaps beside them
constexpr int kWayHeight = 150;

QString letterOf(int clip)
{
    return QString(QChar('A' + clip));
}

/// A switch of several states: buttons side by side, one of them down.
QToolButton* choice(QButtonGroup* group, int id, const QString& text, const QString& toolTip)
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(toolTip);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setMinimumHeight(measure::kHitTarget);
    button->setFocusPolicy(Qt::TabFocus);
    group->addButton(button, id);
    return button;
}

} // namespace

LatentPage::LatentPage(ProjectDocument& document, const Actions& actions, MorphSession::OpenModel openModel, std::shared_ptr<JobThread> inference, QWidget* parent)
    : QWidget(parent), m_document(document), m_actions(actions), m_session(std::move(openModel), std::move(inference))
{
    setAccessibleName(tr("Morph"));
    m_panel = new MorphPanel({.addModel = actions.addModel, .howGood = actions.howGood, .insertBetween = actions.insertBetween, .insertStrip = actions.insertStrip, .offerTake = actions.offerTake});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(measure::kGrid);
    row->addWidget(buildClips());
    row->addWidget(onPanel(buildMiddle(actions)), 1);
    row->addWidget(onPanel(m_panel));

    connect(m_panel, &MorphPanel::modelChanged, this, [this] {
        m_session.setModel(m_panel->model());
        showClips();
        showHint();
    });
    connect(m_panel, &MorphPanel::planChanged, this, &LatentPage::usePlan);
    connect(m_panel, &MorphPanel::keyChanged, this, &LatentPage::useClips);
    connect(&m_document, &ProjectDocument::tracksChanged, this, [this] { m_panel->setTracks(m_document.document()); });
    connect(&m_document, &ProjectDocument::documentReplaced, this, [this] { m_panel->setTracks(m_document.document()); });
    m_panel->setTracks(m_document.document());
    connectSession();
    setShape(LatentMap::Shape::kStrip);
}

LatentPage::~LatentPage()
{
    m_session.disconnect(this);
}

void LatentPage::focusInEvent(QFocusEvent* event)
{
    m_map->setFocus(event->reason());
}

// ---- What stands where

QWidget* LatentPage::buildClips()
{
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(measure::kGap, measure::kGap, measure::kGap, measure::kGap);
    column->setSpacing(measure::kGap);
    column->addWidget(heading(tr("Clips")));
    for (int clip = 0; clip < kClips; ++clip) {
        auto* card = new ClipCard(letterOf(clip));
        m_cards[static_cast<std::size_t>(clip)] = card;
        m_reading[static_cast<std::size_t>(clip)] = std::make_unique<JobRunner>();
        column->addWidget(card);
        connect(card, &ClipCard::sourceChanged, this, [this, clip, card] { setClip(clip, card->source()); });
        connect(card, &ClipCard::selectionRequested, this, [this, clip] { Q_EMIT selectionRequested(clip); });
        connect(card, &ClipCard::fileRequested, this, [this, clip] { chooseFile(clip); });
        connect(card, &ClipCard::fileDropped, this, [this, clip](const QString& path) { openClip(clip, path); });
    }
    column->addStretch();
    QScrollArea* scroll = scrolled(content);
    scroll->setFixedWidth(kClipsWidth);
    return scroll;
}

QWidget* LatentPage::buildMiddle(const Actions& actions)
{
    using Shape = LatentMap::Shape;
    auto* head = new QHBoxLayout;
    head->setSpacing(measure::kGrid);
    m_shapes = new QButtonGroup(this);
    head->addWidget(choice(m_shapes, static_cast<int>(Shape::kStrip), tr("Strip"), tr("The way from one clip to another.")));
    head->addWidget(choice(m_shapes, static_cast<int>(Shape::kSquare), tr("Square"), tr("All places between four clips.")));
    head->addWidget(choice(m_shapes, static_cast<int>(Shape::kPad), tr("Pad"), tr("The surroundings of one clip.")));
    connect(m_shapes, &QButtonGroup::idClicked, this, [this](int id) { setShape(static_cast<Shape>(id)); });
    head->addStretch();
    m_kinds = new QButtonGroup(this);
    head->addWidget(choice(m_kinds, 0, tr("Model"), tr("What the model writes at each place.")));
    head->addWidget(choice(m_kinds, 1, tr("Mixed notes"), tr("The notes of the clips at once, each the louder the nearer: how it sounds without a model.")));
    m_kinds->button(0)->setChecked(true);
    connect(m_kinds, &QButtonGroup::idClicked, this, [this](int id) { setNaive(id == 1); });
    head->addSpacing(measure::kGap);
    head->addWidget(toolButton(actions.hear, true));

    m_hint = new EmptyHint({});
    m_view = new PhraseView;
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_hint);
    m_pages->addWidget(m_view);
    m_place = new ElidedLabel;
    m_place->setForegroundRole(QPalette::PlaceholderText);
    m_map = new LatentMap;
    m_progress = new ProgressLine(tr("Progress of the in-betweens"));
    m_message = dimText();

    auto* middle = new QWidget;
    m_middle = new QVBoxLayout(middle);
    m_middle->setContentsMargins(measure::kGap, measure::kGap, measure::kGap, measure::kGap);
    m_middle->setSpacing(measure::kGap);
    m_middle->addLayout(head);
    m_middle->addWidget(m_pages, 1);
    m_middle->addWidget(m_place);
    m_middle->addWidget(m_map);
    m_middle->addWidget(m_progress);
    m_middle->addWidget(m_message);

    connect(m_map, &LatentMap::moved, this, [this](QPointF position) {
        m_session.setPosition(position);
        if (m_naive || m_hearing == Hearing::kRow)
            showBetween();
        m_place->setFullText(m_map->accessibleDescription());
    });
    connect(m_map, &LatentMap::heldChanged, this, [this](bool held) {
        if (held && m_hearing == Hearing::kNothing) {
            m_heldHearing = true;
            hearPlace();
        } else if (!held && std::exchange(m_heldHearing, false)) {
            Q_EMIT silenceRequested();
        }
    });
    connect(m_map, &LatentMap::hearRequested, this, [this] {
        m_heldHearing = false;
        if (m_hearing == Hearing::kPlace)
            Q_EMIT silenceRequested();
        else
            hearPlace();
    });
    return middle;
}

void LatentPage::connectSession()
{
    connect(&m_session, &MorphSession::modelOpened, this, [this] {
        m_panel->attributes().setAvailable(m_session.model()->attributes);
        for (ClipCard* card : m_cards)
            card->setModelBars(m_session.model()->bars);
    });
    connect(&m_session, &MorphSession::clipsChanged, this, [this] {
        say({});
        showClips();
        showHint();
        Q_EMIT stateChanged();
    });
    connect(&m_session, &MorphSession::clipFailed, this, [this](int clip, const QString& sentence) {
        m_cards.at(static_cast<std::size_t>(clip))->showFault(sentence);
        showHint();
    });
    connect(&m_session, &MorphSession::failed, this, &LatentPage::say);
    connect(&m_session, &MorphSession::betweenChanged, this, &LatentPage::showBetween);
    connect(&m_session, &MorphSession::cellsCleared, this, &LatentPage::showCells);
    connect(&m_session, &MorphSession::cellReady, this, [this](int cell) {
        showCell(cell);
        Q_EMIT stateChanged();
    });
    connect(&m_session, &MorphSession::progressed, this, [this](double progress) {
        m_progress->setProgress(progress);
        m_map->setProgress(progress);
        showHint();
    });
}

// ---- What goes in

void LatentPage::setModels(const std::vector<ModelChoice>& models)
{
    m_session.forgetModels();
    m_panel->setModels(models);
}

void LatentPage::setClip(int clip, const std::optional<ClipSource>& source)
{
    const auto index = static_cast<std::size_t>(clip);
    m_reading.at(index)->stop();
    m_clips.at(index) = source;
    if (m_cards[index]->source() != source)
        m_cards[index]->setSource(source);
    useClips();
}

void LatentPage::addClip(const ClipSource& source)
{
    const int count = MorphSession::clipsOf(m_session.plan().shape);
    int clip = 0;
    while (clip + 1 < count && m_clips[static_cast<std::size_t>(clip)])
        ++clip;
    setClip(clip, source);
}

void LatentPage::openClip(int clip, const QString& path)
{
    m_reading.at(static_cast<std::size_t>(clip))
        ->run([path](std::stop_token) { return clipOfFile(toPath(path)); },
              [this, clip](Result<ClipSource> source) {
                  if (source)
                      setClip(clip, *source);
                  else
                      say(toQString(source.error().message));
              });
}

void LatentPage::chooseFile(int clip)
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Clip %1").arg(letterOf(clip)), lastFolder(Folder::kMusic), tr("Music (*.mid *.midi *.partita *.xml *.musicxml *.mxl *.abc);;All files (*)"));
    if (path.isEmpty())
        return;
    rememberFolder(Folder::kMusic, path);
    openClip(clip, path);
}

void LatentPage::useClips()
{
    const auto count = static_cast<std::size_t>(MorphSession::clipsOf(m_session.plan().shape));
    m_session.setClips({m_clips.begin(), m_clips.begin() + static_cast<std::ptrdiff_t>(count)}, m_panel->sameKey());
    showClips();
    showHint();
    Q_EMIT stateChanged();
}

void LatentPage::usePlan()
{
    m_session.setPlan(m_panel->plan());
    m_session.setPosition(m_map->position());
    Q_EMIT stateChanged();
}

void LatentPage::setShape(LatentMap::Shape shape)
{
    m_shapes->button(static_cast<int>(shape))->setChecked(true);
    m_panel->setShape(shape);
    const int count = MorphSession::clipsOf(shape);
    QStringList letters;
    for (int clip = 0; clip < kClips; ++clip) {
        m_cards[static_cast<std::size_t>(clip)]->setVisible(clip < count);
        if (clip < count)
            letters << letterOf(clip);
    }
    // A strip lies below the notes; a field needs the height.
    const bool strip = shape == LatentMap::Shape::kStrip;
    m_map->setMinimumHeight(strip ? kWayHeight : 2 * kWayHeight);
    m_map->setMaximumHeight(strip ? kWayHeight : QWIDGETSIZE_MAX);
    m_middle->setStretchFactor(m_map, strip ? 0 : 2);
    m_kinds->button(0)->setVisible(shape != LatentMap::Shape::kPad); // around one clip there is nothing to mix
    m_kinds->button(1)->setVisible(shape != LatentMap::Shape::kPad);
    m_map->setShape(shape, m_panel->plan().side);
    m_map->setCorners(letters);
    if (shape == LatentMap::Shape::kPad)
        setNaive(false);
    usePlan();
    useClips();
    m_place->setFullText(m_map->accessibleDescription());
}

void LatentPage::setNaive(bool naive)
{
    m_naive = naive;
    m_kinds->button(naive ? 1 : 0)->setChecked(true);
    showCells();
    showBetween();
}

} // namespace partita::ui
