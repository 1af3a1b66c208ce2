#include "ui/latent/clip_card.h"

#include "ui/bridge/conversions.h"
#include "ui/document/track_title.h"
#include "ui/generate/mini_roll.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/choice_box.h"
#include "ui/widgets/dropped_file.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/form.h"
#include "ui/widgets/theme.h"

#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QLocale>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace partita::ui {
namespace measure = theme::measure;
namespace {

constexpr int kRollHeight = 56;
constexpr int kMostSongBars = 9999;

QString adjustmentWords(const char* text)
{
    return QCoreApplication::translate("partita::ui::Adjustment", text);
}

QString number(double value)
{
    return QLocale().toString(value, 'g', 4);
}

std::vector<Ticks> barsOf(const generate::Phrase& phrase)
{
    std::vector<Ticks> bars;
    for (Ticks bar = phrase.ticksPerQuarter * 4; bar < phrase.length; bar += phrase.ticksPerQuarter * 4)
        bars.push_back(bar);
    return bars;
}

std::vector<project::Note> notesOf(const generate::Phrase& phrase)
{
    std::vector<project::Note> notes;
    for (const generate::Voice& voice : phrase.voices)
        notes.insert(notes.end(), voice.notes.begin(), voice.notes.end());
    return notes;
}

QPushButton* cardButton(const QString& text)
{
    auto* made = new QPushButton(text);
    made->setMinimumHeight(measure::kHitTarget);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

} // namespace

QString textOf(const generate::Adjustment& adjustment)
{
    using Kind = generate::Adjustment::Kind;
    const int semitones = static_cast<int>(adjustment.to);
    switch (adjustment.kind) {
    case Kind::kChosen:
        return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "the first of %1 clips in it")).arg(adjustment.count);
    case Kind::kPadded:
        if (adjustment.from == adjustment.to)
            return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "rests within it are kept"));
        return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "filled with rests from %1 to %2 bars")).arg(number(adjustment.from), number(adjustment.to));
    case Kind::kSteady:
        return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "beats laid on one tempo, in bars of four"));
    case Kind::kTopVoice:
        return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "read as one voice, the highest"));
    case Kind::kTempo:
        return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "from %1 to %2 bpm")).arg(number(adjustment.from), number(adjustment.to));
    case Kind::kTransposed:
        //: st: semitones, with their sign
        return adjustmentWords(QT_TRANSLATE_NOOP("partita::ui::Adjustment", "%1 st, into the key of clip A")).arg(semitones < 0 ? QStringLiteral("−%1").arg(-semitones) : QStringLiteral("+%1").arg(semitones));
    }
    return {};
}

ClipCard::ClipCard(const QString& letter, QWidget* parent) : QFrame(parent), m_letter(letter), m_pages(new QStackedWidget)
{
    setAcceptDrops(true);
    setAccessibleName(tr("Clip %1").arg(letter));
    m_pages->addWidget(buildEmpty());
    m_pages->addWidget(buildFull());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(measure::kGap, measure::kGap, measure::kGap, measure::kGap);
    column->addWidget(m_pages);
    setSource({});
}

QWidget* ClipCard::buildEmpty()
{
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGrid);
    column->addWidget(heading(tr("Clip %1").arg(m_letter)));
    column->addWidget(dimText(tr("Bars of the song, or a MIDI file dropped here.")));
    auto* bars = cardButton(tr("Selected Bars"));
    bars->setToolTip(tr("Takes the bars that are selected in the note editor, else the whole track."));
    bars->setAccessibleName(tr("Selected bars as clip %1").arg(m_letter));
    connect(bars, &QPushButton::clicked, this, &ClipCard::selectionRequested);
    auto* file = cardButton(tr("Open…"));
    file->setToolTip(tr("Takes a MIDI file."));
    file->setAccessibleName(tr("A MIDI file as clip %1").arg(m_letter));
    connect(file, &QPushButton::clicked, this, &ClipCard::fileRequested);
    auto* row = new QHBoxLayout;
    row->setSpacing(measure::kGrid);
    row->addWidget(bars, 1);
    row->addWidget(file);
    column->addLayout(row);
    column->addStretch();
    return page;
}

QWidget* ClipCard::buildFull()
{
    auto* page = new QWidget;
    m_title = new ElidedLabel;
    auto* clear = toolButton(QStringLiteral("remove"), tr("Remove clip %1").arg(m_letter));
    connect(clear, &QToolButton::clicked, this, [this] {
        setSource({});
        Q_EMIT sourceChanged();
    });
    auto* head = new QHBoxLayout;
    head->setSpacing(measure::kGrid);
    head->addWidget(heading(m_letter));
    head->addWidget(m_title, 1);
    head->addWidget(clear);

    m_roll = new MiniRoll;
    m_roll->setFixedHeight(kRollHeight);
    m_track = new ChoiceBox;
    m_track->setAccessibleName(tr("Track of clip %1").arg(m_letter));
    m_track->setToolTip(tr("Which track the model hears."));
    connect(m_track, &QComboBox::currentIndexChanged, this, &ClipCard::choose);
    m_bar = new QSpinBox;
    m_bar->setRange(0, kMostSongBars);
    m_bar->setSpecialValueText(tr("any bar"));
    m_bar->setPrefix(tr("bar "));
    m_bar->setAccessibleName(tr("First bar of clip %1").arg(m_letter));
    m_bar->setToolTip(tr("Where the clip begins in its track; “any bar” takes the first that the model can read."));
    m_bar->setMinimumHeight(measure::kHitTarget);
    m_bar->setKeyboardTracking(false);
    connect(m_bar, &QSpinBox::valueChanged, this, &ClipCard::choose);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(measure::kGrid);
    choice->addWidget(m_track, 1);
    choice->addWidget(m_bar);
    m_notes = dimText();
    m_notes->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_notes->setMinimumHeight(2 * m_notes->fontMetrics().lineSpacing()); // nothing jumps

    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(measure::kGrid);
    column->addLayout(head);
    column->addWidget(m_roll);
    column->addLayout(choice);
    column->addWidget(m_notes);
    column->addStretch();
    return page;
}

void ClipCard::setSource(const std::optional<ClipSource>& source)
{
    m_source = source;
    m_pages->setCurrentIndex(source ? 1 : 0);
    m_roll->clear();
    say({});
    if (!source)
        return;
    const QSignalBlocker track(m_track);
    const QSignalBlocker bar(m_bar);
    m_title->setFullText(source->name);
    m_track->clear();
    m_track->addItem(tr("all tracks"), QVariant::fromValue(quint64(0)));
    for (const project::Track& each : source->document->tracks)
        if (!each.notes.empty())
            m_track->addItem(trackTitle(*source->document, each), QVariant::fromValue(quint64(each.id)));
    m_track->setCurrentIndex(std::max(0, m_track->findData(QVariant::fromValue(quint64(source->track.value_or(0))))));
    m_bar->setValue(source->bars ? source->bars->first : 0);
}

void ClipCard::choose()
{
    if (!m_source)
        return;
    const auto track = static_cast<project::TrackId>(m_track->currentData().toULongLong());
    m_source->track = track == 0 ? std::nullopt : std::optional(track);
    const int bar = m_bar->value();
    // Bars that were chosen in the song stay as many as they were.
    const int length = m_source->bars ? m_source->bars->last - m_source->bars->first + 1 : m_modelBars;
    m_source->bars = bar == 0 ? std::nullopt : std::optional(generate::BarRange{bar, bar + length - 1});
    Q_EMIT sourceChanged();
}

void ClipCard::showAligned(const MorphSession::Aligned& aligned)
{
    m_fault = false;
    m_roll->show(notesOf(aligned.phrase), Ticks(0), aligned.phrase.length, barsOf(aligned.phrase));
    const generate::Clip& clip = aligned.clip.clip;
    QStringList said;
    if (clip.track && !clip.track->name.empty() && !m_source->track)
        said << QStringLiteral("“%1”").arg(toQString(clip.track->name));
    said << (clip.bars.first == clip.bars.last ? tr("bar %1").arg(clip.bars.first) : tr("bars %1–%2").arg(clip.bars.first).arg(clip.bars.last));
    for (const generate::Adjustment& adjustment : aligned.clip.adjustments)
        said << textOf(adjustment);
    say(said.join(QStringLiteral(" · ")));
}

void ClipCard::showFault(const QString& sentence)
{
    m_roll->clear();
    say(sentence);
    m_fault = true;
    update();
}

void ClipCard::showWaiting()
{
    say(tr("Reading…"));
}

QString ClipCard::notes() const
{
    return m_notes->text();
}

void ClipCard::say(const QString& text)
{
    m_fault = false;
    m_notes->setText(text);
    m_notes->setToolTip(text);
    setAccessibleDescription(text);
    update();
}

void ClipCard::paintEvent(QPaintEvent*)
{
    const theme::Tokens& colors = theme::tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen outline(m_dropping ? colors.accent : m_fault ? colors.warn : colors.gridBeat, m_dropping || m_fault ? 2.0 : 1.0);
    if (!m_source)
        outline.setStyle(Qt::DashLine);
    painter.setPen(outline);
    painter.setBrush(colors.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0), measure::kCardRadius, measure::kCardRadius);
}

void ClipCard::dragEnterEvent(QDragEnterEvent* event)
{
    if (droppedFile(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_dropping = true;
    update();
}

void ClipCard::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropping = false;
    update();
}

void ClipCard::dropEvent(QDropEvent* event)
{
    m_dropping = false;
    update();
    event->acceptProposedAction();
    Q_EMIT fileDropped(droppedFile(event->mimeData()));
}

} // namespace partita::ui
