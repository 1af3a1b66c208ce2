#include "ui/generate/config_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <string>

namespace partita::ui {
namespace {

/// Event RNNs are described as Magenta does, by their encodings. Here it is said what they make.
struct RnnWords {
    std::string_view description;
    const char* words;
};
constexpr RnnWords kRnnWords[] = {
    {"Monophonic RNN with one-hot encoding.", QT_TRANSLATE_NOOP("Config", "Melodies over the whole keyboard")},
    {"Melody RNN with one-hot encoding.", QT_TRANSLATE_NOOP("Config", "Melodies, step by step")},
    {"Melody RNN with lookback encoding.", QT_TRANSLATE_NOOP("Config", "Melodies that take up what stood a bar or two before")},
    {"Melody RNN with lookback encoding and attention.", QT_TRANSLATE_NOOP("Config", "Melodies that look back over what they have played")},
    {"Drums RNN with 2-state encoding.", QT_TRANSLATE_NOOP("Config", "The rhythm of one drum")},
    {"Drums RNN with multiple drums and binary counters.", QT_TRANSLATE_NOOP("Config", "Drum patterns of a whole kit")},
    {"Basic melody-given-chords RNN with one-hot triad encoding for chords.", QT_TRANSLATE_NOOP("Config", "Melodies over chords")},
    {"Melody-given-chords RNN with one-hot triad encoding for chords, attention, and binary counters.", QT_TRANSLATE_NOOP("Config", "Melodies over chords that look back over what they have played")},
    {"Melody-given-chords RNN with chord pitches encoding.", QT_TRANSLATE_NOOP("Config", "Melodies over chords of any kind")},
    {"Polyphonic RNN", QT_TRANSLATE_NOOP("Config", "Several voices at once")},
    {"Performance RNN", QT_TRANSLATE_NOOP("Config", "Piano playing with a pianist's timing")},
    {"Pianoroll RNN-NADE", QT_TRANSLATE_NOOP("Config", "Voices and chords, a column of the roll at a time")},
};

/// Those of MusicVAEs are the engine's own words; here they are marked for the catalogues. A test sees that none is missing.
[[maybe_unused]] constexpr const char* kVaeTexts[] = {
    QT_TRANSLATE_NOOP("Config", "Melodies of 2 bars, small"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 2 bars"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 2 bars over chords"),
    QT_TRANSLATE_NOOP("Config", "Drum patterns of 2 bars, small"),
    QT_TRANSLATE_NOOP("Config", "Drum patterns of 2 bars"),
    QT_TRANSLATE_NOOP("Config", "Drum patterns of 2 bars, drum by drum"),
    QT_TRANSLATE_NOOP("Config", "Drum patterns of 2 bars with all 61 drums"),
    QT_TRANSLATE_NOOP("Config", "Melody, bass and drums of 16 bars, without hierarchy"),
    QT_TRANSLATE_NOOP("Config", "Melody, bass and drums of 16 bars"),
    QT_TRANSLATE_NOOP("Config", "Melody, bass and drums of 16 bars, hierarchical both ways"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 16 bars, without hierarchy"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 16 bars"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 16 bars, hierarchical both ways"),
    QT_TRANSLATE_NOOP("Config", "A bar of up to eight instruments"),
    QT_TRANSLATE_NOOP("Config", "A bar of up to eight instruments, big"),
    QT_TRANSLATE_NOOP("Config", "A bar of up to eight instruments over chords"),
    QT_TRANSLATE_NOOP("Config", "A bar of up to eight instruments over chords, big"),
    QT_TRANSLATE_NOOP("Config", "Drumming of 4 bars as it is played"),
    QT_TRANSLATE_NOOP("Config", "Gives a drum pattern of 2 bars a drummer's dynamics and timing"),
    QT_TRANSLATE_NOOP("Config", "Makes drums of 2 bars from a tapped rhythm"),
    QT_TRANSLATE_NOOP("Config", "Makes drums of 2 bars from a sparsely tapped rhythm"),
    QT_TRANSLATE_NOOP("Config", "Adds a closed hi-hat to drums of 2 bars"),
    QT_TRANSLATE_NOOP("Config", "Plays a given drum pattern of 2 bars with the feel of another"),
    QT_TRANSLATE_NOOP("Config", "Drum patterns of 16 bars, without hierarchy; as in the MusicVAE paper"),
    QT_TRANSLATE_NOOP("Config", "Drum patterns of 16 bars; as in the MusicVAE paper"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 16 bars of any pitch, without hierarchy; as in the MusicVAE paper"),
    QT_TRANSLATE_NOOP("Config", "Melodies of 16 bars of any pitch; as in the MusicVAE paper"),
};

} // namespace

QString configText(std::string_view description)
{
    const auto known = std::ranges::find(kRnnWords, description, &RnnWords::description);
    return QCoreApplication::translate("Config", known != std::end(kRnnWords) ? known->words : std::string(description).c_str());
}

} // namespace partita::ui
