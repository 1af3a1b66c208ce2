#include "ui/pianoroll/roll_header.h"

#include "ui/pianoroll/piano_roll_view.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QActionGroup>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace partita::ui {
namespace {

QString withKeys(const QString& text, RollCommand command)
{
    const QString keys = QString::fromLatin1(row(command).keys).section(QLatin1Char(' '), 0, 0);
    return QStringLiteral("%1 (%2)").arg(text, QKeySequence(keys).toString(QKeySequence::NativeText));
}

} // namespace

RollHeader::RollHeader(PianoRollView& view)
    : QWidget(&view)
    , m_view(view)
    , m_model(view.model())
{
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme::measure::kGap, 2, theme::measure::kGap, 2);
    layout->setSpacing(theme::measure::kGrid / 2);
    addTools();
    layout->addSpacing(theme::measure::kGroupGap);
    addSnap();
    layout->addStretch();
    addSwitches();
    connect(&m_model, &RollModel::snapChanged, this, &RollHeader::refresh);
    connect(&m_model, &RollModel::pictureChanged, this, &RollHeader::refresh);
    refresh();
}

QToolButton* RollHeader::addButton(const QString& iconName, const QString& text, const QString& tip)
{
    auto* const button = new QToolButton(this);
    button->setIcon(icon(iconName));
    button->setIconSize({theme::measure::kIcon, theme::measure::kIcon});
    button->setFixedSize(theme::measure::kHitTarget, theme::measure::kHitTarget);
    button->setCheckable(true);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::TabFocus); // a click leaves the focus with the notes
    layout()->addWidget(button);
    return button;
}

void RollHeader::addTools()
{
    m_tools = new QButtonGroup(this);
    for (const Tool& tool : tools()) {
        const QString name = QCoreApplication::translate("Tool", tool.name);
        auto* const button = addButton(QString::fromLatin1(tool.icon), name,
            QStringLiteral("%1 (%2)\n%3").arg(name, QKeySequence(tool.key).toString(QKeySequence::NativeText), QCoreApplication::translate("Tool", tool.tip)));
        m_tools->addButton(button, static_cast<int>(tool.id));
    }
    connect(m_tools, &QButtonGroup::idClicked, this, [this](int id) { m_view.setTool(static_cast<ToolId>(id)); });
}

void RollHeader::showTool(ToolId tool)
{
    m_tools->button(static_cast<int>(tool))->setChecked(true);
}

void RollHeader::addSnap()
{
    m_snap = new QToolButton(this);
    m_snap->setIcon(icon(QStringLiteral("snap")));
    m_snap->setIconSize({theme::measure::kIcon, theme::measure::kIcon});
    m_snap->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_snap->setPopupMode(QToolButton::InstantPopup);
    m_snap->setToolTip(withKeys(tr("Grid that gestures keep to; Alt ignores it during a drag"), RollCommand::kSnapOff));
    m_snap->setAccessibleName(tr("Snap"));
    m_snap->setFocusPolicy(Qt::TabFocus);
    m_snap->setFixedHeight(theme::measure::kHitTarget);
    m_snap->setMinimumWidth(118); // of "1/16 triplet": nothing moves when the grid changes
    m_snapMenu = new QMenu(m_snap);
    m_snap->setMenu(m_snapMenu);
    connect(m_snapMenu, &QMenu::aboutToShow, this, &RollHeader::fillSnapMenu);
    layout()->addWidget(m_snap);
}

void RollHeader::fillSnapMenu()
{
    m_snapMenu->clear();
    const Snap now = m_model.snap();
    const auto add = [this](const QString& text, RollCommand command, bool checked, auto change) {
        QAction* const action = m_snapMenu->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        action->setShortcut(QKeySequence(QString::fromLatin1(row(command).keys)));
        action->setShortcutContext(Qt::WidgetShortcut); // shown here; the roll itself listens
        connect(action, &QAction::triggered, this, [this, change] {
            Snap snap = m_model.snap();
            change(snap);
            m_model.setSnap(snap);
        });
    };
    const std::pair<int, RollCommand> values[] = {{1, RollCommand::kSnap1}, {2, RollCommand::kSnap2}, {4, RollCommand::kSnap4}, {8, RollCommand::kSnap8},
        {16, RollCommand::kSnap16}, {32, RollCommand::kSnap32}, {64, RollCommand::kSnap64}};
    for (const auto& [denominator, command] : values)
        add(QStringLiteral("1/%1").arg(denominator), command, now.enabled && now.unit == Snap::Unit::kNote && now.denominator == denominator,
            [denominator = denominator](Snap& snap) {
                snap.enabled = true;
                snap.unit = Snap::Unit::kNote;
                snap.denominator = denominator;
            });
    for (const auto& [text, unit] : {std::pair(tr("Beat"), Snap::Unit::kBeat), std::pair(tr("Bar"), Snap::Unit::kBar)}) {
        QAction* const action = m_snapMenu->addAction(text);
        action->setCheckable(true);
        action->setChecked(now.enabled && now.unit == unit);
        connect(action, &QAction::triggered, this, [this, unit = unit] { m_model.setSnap({.unit = unit}); });
    }
    m_snapMenu->addSeparator();
    add(tr("Triplet"), RollCommand::kSnapTriplet, now.triplet, [](Snap& snap) {
        snap.triplet = !snap.triplet;
        snap.dotted = false;
    });
    add(tr("Dotted"), RollCommand::kSnapDotted, now.dotted, [](Snap& snap) {
        snap.dotted = !snap.dotted;
        snap.triplet = false;
    });
    m_snapMenu->addSeparator();
    add(tr("Off"), RollCommand::kSnapOff, !now.enabled, [](Snap& snap) { snap.enabled = !snap.enabled; });
}

void RollHeader::addSwitches()
{
    m_fold = addButton(QStringLiteral("fold"), tr("Only rows in use"), withKeys(tr("Show only rows in use"), RollCommand::kFold));
    m_ghosts = addButton(QStringLiteral("ghosts"), tr("Other tracks"), withKeys(tr("Show the other tracks' notes behind"), RollCommand::kGhosts));
    m_chords = addButton(QStringLiteral("chords"), tr("Chords"), withKeys(tr("Show the chord symbols"), RollCommand::kChords));
    m_preview = addButton(QStringLiteral("preview"), tr("Hear edits"), tr("Sound notes while they are clicked, drawn and moved"));
    for (QToolButton* const button : {m_fold, m_ghosts, m_chords, m_preview})
        button->setProperty("quiet", true);
    connect(m_fold, &QToolButton::clicked, &m_model, &RollModel::setFolded);
    connect(m_ghosts, &QToolButton::clicked, &m_model, &RollModel::setGhostsShown);
    connect(m_chords, &QToolButton::clicked, &m_view, &PianoRollView::setChordsShown);
    connect(&m_view, &PianoRollView::chordsShownChanged, m_chords, &QToolButton::setChecked);
    connect(m_preview, &QToolButton::clicked, &m_model, &RollModel::setPreview);
}

void RollHeader::refresh()
{
    m_snap->setText(snapName(m_model.snap()));
    m_fold->setChecked(m_model.isFolded());
    m_ghosts->setChecked(m_model.areGhostsShown());
    m_preview->setChecked(m_model.isPreview());
}

} // namespace partita::ui
