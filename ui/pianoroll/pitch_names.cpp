#include "ui/pianoroll/pitch_names.h"

#include <QCoreApplication>

#include <array>
#include <iterator>

namespace partita::ui {
namespace {

struct Drum {
    const char* name;
    const char* shortName;
};

constexpr int kFirstDrum = 35;
constexpr Drum kDrums[] = {
    {QT_TRANSLATE_NOOP("Drum", "Acoustic bass drum"), QT_TRANSLATE_NOOP("Drum", "Kick 2")},
    {QT_TRANSLATE_NOOP("Drum", "Bass drum 1"), QT_TRANSLATE_NOOP("Drum", "Kick")},
    {QT_TRANSLATE_NOOP("Drum", "Side stick"), QT_TRANSLATE_NOOP("Drum", "Stick")},
    {QT_TRANSLATE_NOOP("Drum", "Acoustic snare"), QT_TRANSLATE_NOOP("Drum", "Snare")},
    {QT_TRANSLATE_NOOP("Drum", "Hand clap"), QT_TRANSLATE_NOOP("Drum", "Clap")},
    {QT_TRANSLATE_NOOP("Drum", "Electric snare"), QT_TRANSLATE_NOOP("Drum", "Snare 2")},
    {QT_TRANSLATE_NOOP("Drum", "Low floor tom"), QT_TRANSLATE_NOOP("Drum", "Tom 6")},
    {QT_TRANSLATE_NOOP("Drum", "Closed hi-hat"), QT_TRANSLATE_NOOP("Drum", "HH shut")},
    {QT_TRANSLATE_NOOP("Drum", "High floor tom"), QT_TRANSLATE_NOOP("Drum", "Tom 5")},
    {QT_TRANSLATE_NOOP("Drum", "Pedal hi-hat"), QT_TRANSLATE_NOOP("Drum", "HH foot")},
    {QT_TRANSLATE_NOOP("Drum", "Low tom"), QT_TRANSLATE_NOOP("Drum", "Tom 4")},
    {QT_TRANSLATE_NOOP("Drum", "Open hi-hat"), QT_TRANSLATE_NOOP("Drum", "HH open")},
    {QT_TRANSLATE_NOOP("Drum", "Low-mid tom"), QT_TRANSLATE_NOOP("Drum", "Tom 3")},
    {QT_TRANSLATE_NOOP("Drum", "High-mid tom"), QT_TRANSLATE_NOOP("Drum", "Tom 2")},
    {QT_TRANSLATE_NOOP("Drum", "Crash cymbal 1"), QT_TRANSLATE_NOOP("Drum", "Crash")},
    {QT_TRANSLATE_NOOP("Drum", "High tom"), QT_TRANSLATE_NOOP("Drum", "Tom 1")},
    {QT_TRANSLATE_NOOP("Drum", "Ride cymbal 1"), QT_TRANSLATE_NOOP("Drum", "Ride")},
    {QT_TRANSLATE_NOOP("Drum", "Chinese cymbal"), QT_TRANSLATE_NOOP("Drum", "China")},
    {QT_TRANSLATE_NOOP("Drum", "Ride bell"), QT_TRANSLATE_NOOP("Drum", "Bell")},
    {QT_TRANSLATE_NOOP("Drum", "Tambourine"), QT_TRANSLATE_NOOP("Drum", "Tamb.")},
    {QT_TRANSLATE_NOOP("Drum", "Splash cymbal"), QT_TRANSLATE_NOOP("Drum", "Splash")},
    {QT_TRANSLATE_NOOP("Drum", "Cowbell"), QT_TRANSLATE_NOOP("Drum", "Cowbell")},
    {QT_TRANSLATE_NOOP("Drum", "Crash cymbal 2"), QT_TRANSLATE_NOOP("Drum", "Crash 2")},
    {QT_TRANSLATE_NOOP("Drum", "Vibraslap"), QT_TRANSLATE_NOOP("Drum", "Vibra")},
    {QT_TRANSLATE_NOOP("Drum", "Ride cymbal 2"), QT_TRANSLATE_NOOP("Drum", "Ride 2")},
    {QT_TRANSLATE_NOOP("Drum", "High bongo"), QT_TRANSLATE_NOOP("Drum", "Bongo hi")},
    {QT_TRANSLATE_NOOP("Drum", "Low bongo"), QT_TRANSLATE_NOOP("Drum", "Bongo lo")},
    {QT_TRANSLATE_NOOP("Drum", "Mute high conga"), QT_TRANSLATE_NOOP("Drum", "Conga m.")},
    {QT_TRANSLATE_NOOP("Drum", "Open high conga"), QT_TRANSLATE_NOOP("Drum", "Conga hi")},
    {QT_TRANSLATE_NOOP("Drum", "Low conga"), QT_TRANSLATE_NOOP("Drum", "Conga lo")},
    {QT_TRANSLATE_NOOP("Drum", "High timbale"), QT_TRANSLATE_NOOP("Drum", "Timb. hi")},
    {QT_TRANSLATE_NOOP("Drum", "Low timbale"), QT_TRANSLATE_NOOP("Drum", "Timb. lo")},
    {QT_TRANSLATE_NOOP("Drum", "High agogo"), QT_TRANSLATE_NOOP("Drum", "Agogo hi")},
    {QT_TRANSLATE_NOOP("Drum", "Low agogo"), QT_TRANSLATE_NOOP("Drum", "Agogo lo")},
    {QT_TRANSLATE_NOOP("Drum", "Cabasa"), QT_TRANSLATE_NOOP("Drum", "Cabasa")},
    {QT_TRANSLATE_NOOP("Drum", "Maracas"), QT_TRANSLATE_NOOP("Drum", "Maracas")},
    {QT_TRANSLATE_NOOP("Drum", "Short whistle"), QT_TRANSLATE_NOOP("Drum", "Whistle")},
    {QT_TRANSLATE_NOOP("Drum", "Long whistle"), QT_TRANSLATE_NOOP("Drum", "Whistle 2")},
    {QT_TRANSLATE_NOOP("Drum", "Short guiro"), QT_TRANSLATE_NOOP("Drum", "Guiro")},
    {QT_TRANSLATE_NOOP("Drum", "Long guiro"), QT_TRANSLATE_NOOP("Drum", "Guiro 2")},
    {QT_TRANSLATE_NOOP("Drum", "Claves"), QT_TRANSLATE_NOOP("Drum", "Claves")},
    {QT_TRANSLATE_NOOP("Drum", "High wood block"), QT_TRANSLATE_NOOP("Drum", "Wood hi")},
    {QT_TRANSLATE_NOOP("Drum", "Low wood block"), QT_TRANSLATE_NOOP("Drum", "Wood lo")},
    {QT_TRANSLATE_NOOP("Drum", "Mute cuica"), QT_TRANSLATE_NOOP("Drum", "Cuica m.")},
    {QT_TRANSLATE_NOOP("Drum", "Open cuica"), QT_TRANSLATE_NOOP("Drum", "Cuica")},
    {QT_TRANSLATE_NOOP("Drum", "Mute triangle"), QT_TRANSLATE_NOOP("Drum", "Triang. m.")},
    {QT_TRANSLATE_NOOP("Drum", "Open triangle"), QT_TRANSLATE_NOOP("Drum", "Triangle")},
};

QString drum(int pitch, const char* Drum::* which)
{
    const int index = pitch - kFirstDrum;
    if (index < 0 || index >= static_cast<int>(std::size(kDrums)))
        return pitchName(pitch);
    return QCoreApplication::translate("Drum", kDrums[index].*which);
}

} // namespace

QString pitchName(int pitch)
{
    static constexpr std::array kNames{u"C", u"C♯", u"D", u"D♯", u"E", u"F", u"F♯", u"G", u"G♯", u"A", u"A♯", u"B"};
    return QString::fromUtf16(kNames[static_cast<std::size_t>(pitch % 12)]) + QString::number(pitch / 12 - 1);
}

bool isBlackKey(int pitch)
{
    return (0b010101001010 >> (pitch % 12)) & 1;
}

QString drumName(int pitch) { return drum(pitch, &Drum::name); }
QString shortDrumName(int pitch) { return drum(pitch, &Drum::shortName); }

} // namespace partita::ui
