#include "ui/document/edit_kind.h"

#include <QCoreApplication>

#include <iterator>

namespace partita::ui {
namespace {

struct KindRow {
    EditKind kind;
    const char* one;  ///< for a single note, or for kinds that are not about notes
    const char* many; ///< with %n
    bool merges;
};

constexpr KindRow kKinds[] = {
    {EditKind::kDraw, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Draw Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Draw %n Notes"), false},
    {EditKind::kErase, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Erase Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Erase %n Notes"), false},
    {EditKind::kCut, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Cut Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Cut %n Notes"), false},
    {EditKind::kPaste, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Paste Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Paste %n Notes"), false},
    {EditKind::kMove, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Move Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Move %n Notes"), true},
    {EditKind::kTranspose, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Transpose Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Transpose %n Notes"), true},
    {EditKind::kDuplicate, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Duplicate Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Duplicate %n Notes"), false},
    {EditKind::kResize, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Resize Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Resize %n Notes"), true},
    {EditKind::kSplit, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Split Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Split Notes"), false},
    {EditKind::kGlue, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Glue Notes"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Glue Notes"), false},
    {EditKind::kLegato, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Legato"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Legato of %n Notes"), false},
    {EditKind::kReverse, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Reverse Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Reverse %n Notes"), false},
    {EditKind::kInvert, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Invert Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Invert %n Notes"), false},
    {EditKind::kQuantize, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Quantise Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Quantise %n Notes"), false},
    {EditKind::kVelocity, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Velocity"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Velocity of %n Notes"), true},
    {EditKind::kMuteNotes, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Mute Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Mute %n Notes"), false},
    {EditKind::kUnmuteNotes, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Unmute Note"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Unmute %n Notes"), false},
    {EditKind::kAcceptTake, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Accept Take"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Accept Take"), false},
    {EditKind::kKeepTake, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Keep Take"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Keep Take"), false},
    {EditKind::kRemoveTake, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Remove Take"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Remove Take"), false},
    {EditKind::kInsertBetween, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Insert In-Between"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Insert In-Between"), false},
    {EditKind::kInsertStrip, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Insert Strip"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Insert Strip"), false},
    {EditKind::kTempo, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Tempo"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Tempo"), true},
    {EditKind::kMeter, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Time Signature"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Time Signature"), true},
    {EditKind::kLoop, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Loop"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Loop"), true},
    {EditKind::kChords, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Chords"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Chords"), false},
    {EditKind::kAddTrack, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Add Track"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Add Track"), false},
    {EditKind::kRemoveTrack, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Remove Track"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Remove Track"), false},
    {EditKind::kMoveTrack, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Move Track"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Move Track"), false},
    {EditKind::kRenameTrack, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Rename Track"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Rename Track"), false},
    {EditKind::kTrackColor, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Track Colour"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Track Colour"), true},
    {EditKind::kMuteTrack, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Mute or Unmute Track"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Mute or Unmute Track"), false},
    {EditKind::kSoloTrack, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Solo or Unsolo Track"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Solo or Unsolo Track"), false},
    {EditKind::kProgram, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Instrument"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Instrument"), true},
    {EditKind::kVolume, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Volume"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Volume"), true},
    {EditKind::kPan, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Pan"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Pan"), true},
    {EditKind::kTitle, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Title"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Title"), true},
    {EditKind::kArrangement, QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Arrangement"), QT_TRANSLATE_NOOP("partita::ui::EditKind", "Change Arrangement"), false},
};

/// Rows stand in the order of the kinds, so that the kind is the index; checked when compiled.
constexpr bool rowsAreInOrder()
{
    for (std::size_t i = 0; i < std::size(kKinds); ++i)
        if (static_cast<std::size_t>(kKinds[i].kind) != i)
            return false;
    return true;
}
static_assert(rowsAreInOrder());
static_assert(std::size(kKinds) == static_cast<std::size_t>(EditKind::kArrangement) + 1);

const KindRow& rowOf(EditKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

} // namespace

QString nameOf(EditKind kind, int notes)
{
    const KindRow& row = rowOf(kind);
    return QCoreApplication::translate("partita::ui::EditKind", notes > 1 ? row.many : row.one, nullptr, notes);
}

bool merges(EditKind kind) { return rowOf(kind).merges; }

} // namespace partita::ui
