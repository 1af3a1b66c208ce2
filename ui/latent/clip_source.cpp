#include "ui/latent/clip_source.h"

#include "engine/project/files.h"
#include "engine/project/sequences.h"
#include "ui/bridge/conversions.h"

#include <QCoreApplication>

namespace partita::ui {
namespace {

QString sourceWords(const char* text)
{
    return QCoreApplication::translate("partita::ui::ClipSource", text);
}

} // namespace

Result<ClipSource> clipOfFile(const std::filesystem::path& path)
{
    auto opened = project::openFile(path);
    if (!opened)
        return fail(opened);
    return ClipSource{.name = fromPath(path.stem()), .document = std::make_shared<const project::Document>(std::move(opened->document)), .track = {}};
}

QString titleOf(const ClipSource& source)
{
    const project::Track* track = source.track ? project::findTrack(*source.document, *source.track) : nullptr;
    const QString what = track && !track->name.empty() ? toQString(track->name) : source.name;
    if (!source.bars)
        return what;
    if (source.bars->first == source.bars->last)
        return sourceWords(QT_TRANSLATE_NOOP("partita::ui::ClipSource", "%1, bar %2")).arg(what).arg(source.bars->first);
    return sourceWords(QT_TRANSLATE_NOOP("partita::ui::ClipSource", "%1, bars %2–%3")).arg(what).arg(source.bars->first).arg(source.bars->last);
}

generate::AlignSource alignSource(const ClipSource& source)
{
    generate::AlignSource align{.piece = project::soundingSequence(*source.document, source.track), .name = titleOf(source).toStdString()};
    align.options.bars = source.bars;
    if (source.track)
        align.options.track = "1"; // the only one in the piece
    return align;
}

} // namespace partita::ui
