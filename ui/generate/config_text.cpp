#include "ui/generate/config_text.h"

#include <QCoreApplication>

#include <string>

namespace partita::ui {
namespace {

/// The engine speaks English; here its texts are marked for the catalogues. A test sees that none is missing.
[[maybe_unused]] constexpr const char* kConfigTexts[] = {
    QT_TRANSLATE_NOOP("Config", "Monophonic RNN with one-hot encoding."),
    QT_TRANSLATE_NOOP("Config", "Performance RNN"),
    QT_TRANSLATE_NOOP("Config", "Pianoroll RNN-NADE"),
    QT_TRANSLATE_NOOP("Config", "Melody RNN with one-hot encoding."),
    QT_TRANSLATE_NOOP("Config", "Melody RNN with lookback encoding."),
    QT_TRANSLATE_NOOP("Config", "Melody RNN with lookback encoding and attention."),
    QT_TRANSLATE_NOOP("Config", "Drums RNN with 2-state encoding."),
    QT_TRANSLATE_NOOP("Config", "Drums RNN with multiple drums and binary counters."),
    QT_TRANSLATE_NOOP("Config", "Basic melody-given-chords RNN with one-hot triad encoding for chords."),
    QT_TRANSLATE_NOOP("Config", "Melody-given-chords RNN with one-hot triad encoding for chords, attention, and binary counters."),
    QT_TRANSLATE_NOOP("Config", "Melody-given-chords RNN with chord pitches encoding."),
    QT_TRANSLATE_NOOP("Config", "Polyphonic RNN"),
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
    return QCoreApplication::translate("Config", std::string(description).c_str());
}

} // namespace partita::ui
