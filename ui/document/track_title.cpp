#include "ui/document/track_title.h"

#include "engine/music/general_midi.h"
#include "engine/project/edit.h"
#include "ui/bridge/conversions.h"

#include <QCoreApplication>

namespace partita::ui {
namespace {

struct TrackTexts {
    Q_DECLARE_TR_FUNCTIONS(partita::ui::TrackListModel)
};

} // namespace

QString instrumentName(const project::Document& document, const project::Track& track)
{
    if (track.isDrum())
        return TrackTexts::tr("Drums");
    const std::string_view name = generalMidiName(project::settingOf(document, track, project::Setting::kProgram).value_or(project::standardOf(project::Setting::kProgram)));
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString trackTitle(const project::Document& document, const project::Track& track)
{
    return track.name.empty() ? instrumentName(document, track) : toQString(track.name);
}

} // namespace partita::ui
