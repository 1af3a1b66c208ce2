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

#define TEXT(text) QT_TRANSLATE_NOOP("partita::ui::EditKind", text)
constexpr KindRow kKinds[] = {
    {EditKind::kDraw, TEXT("Draw Note"), TEXT("Draw %n Notes"), false},
    {EditKind::kErase, TEXT("Erase Note"), TEXT("Erase %n Notes"), false},
    {EditKind::kCut, TEXT("Cut Note"), TEXT("Cut %n Notes"), false},
    {EditKind::kPaste, TEXT("Paste Note"), TEXT("Paste %n Notes"), false},
    {EditKind::kMove, TEXT("Move Note"), TEXT("Move %n Notes"), true},
    {EditKind::kTranspose, TEXT("Transpose Note"), TEXT("Transpose %n Notes"), true},
    {EditKind::kDuplicate, TEXT("Duplicate Note"), TEXT("Duplicate %n Notes"), false},
    {EditKind::kResize, TEXT("Resize Note"), TEXT("Resize %n Notes"), true},
    {EditKind::kSplit, TEXT("Split Note"), TEXT("Split Notes"), false},
    {EditKind::kGlue, TEXT("Glue Notes"), TEXT("Glue Notes"), false},
    {EditKind::kLegato, TEXT("Legato"), TEXT("Legato of %n Notes"), false},
    {EditKind::kReverse, TEXT("Reverse Note"), TEXT("Reverse %n Notes"), false},
    {EditKind::kInvert, TEXT("Invert Note"), TEXT("Invert %n Notes"), false},
    {EditKind::kQuantize, TEXT("Quantise Note"), TEXT("Quantise %n Notes"), false},
    {EditKind::kVelocity, TEXT("Change Velocity"), TEXT("Change Velocity of %n Notes"), true},
    {EditKind::kMuteNotes, TEXT("Mute Note"), TEXT("Mute %n Notes"), false},
    {EditKind::kUnmuteNotes, TEXT("Unmute Note"), TEXT("Unmute %n Notes"), false},
    {EditKind::kAcceptTake, TEXT("Accept Take"), TEXT("Accept Take"), false},
    {EditKind::kKeepTake, TEXT("Keep Take"), TEXT("Keep Take"), false},
    {EditKind::kRemoveTake, TEXT("Remove Take"), TEXT("Remove Take"), false},
    {EditKind::kTempo, TEXT("Change Tempo"), TEXT("Change Tempo"), true},
    {EditKind::kMeter, TEXT("Change Time Signature"), TEXT("Change Time Signature"), true},
    {EditKind::kLoop, TEXT("Change Loop"), TEXT("Change Loop"), true},
    {EditKind::kAddTrack, TEXT("Add Track"), TEXT("Add Track"), false},
    {EditKind::kRemoveTrack, TEXT("Remove Track"), TEXT("Remove Track"), false},
    {EditKind::kMoveTrack, TEXT("Move Track"), TEXT("Move Track"), false},
    {EditKind::kRenameTrack, TEXT("Rename Track"), TEXT("Rename Track"), false},
    {EditKind::kTrackColor, TEXT("Change Track Colour"), TEXT("Change Track Colour"), true},
    {EditKind::kMuteTrack, TEXT("Mute or Unmute Track"), TEXT("Mute or Unmute Track"), false},
    {EditKind::kSoloTrack, TEXT("Solo or Unsolo Track"), TEXT("Solo or Unsolo Track"), false},
    {EditKind::kProgram, TEXT("Change Instrument"), TEXT("Change Instrument"), true},
    {EditKind::kVolume, TEXT("Change Volume"), TEXT("Change Volume"), true},
    {EditKind::kPan, TEXT("Change Pan"), TEXT("Change Pan"), true},
    {EditKind::kTitle, TEXT("Change Title"), TEXT("Change Title"), true},
    {EditKind::kArrangement, TEXT("Change Arrangement"), TEXT("Change Arrangement"), false},
};
#undef TEXT

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
