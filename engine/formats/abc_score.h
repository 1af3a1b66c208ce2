#pragma once

#include "engine/formats/abc_key.h"
#include "engine/formats/fraction.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// A tune as it is written, before repeats are played and times are known.
namespace partita::formats::abc {

struct Head {
    int pitch = 60;
    bool tied = false; ///< goes on in the next sound of its voice
};
/// A note, a chord or, without heads, a rest.
struct Sound {
    Fraction length; ///< of a whole note
    std::vector<Head> heads;
    int velocity = 90;
};
struct BarRests {
    std::int64_t bars = 1;
};
struct Bar {
    int plays = 0;      ///< how often the section that ends here is played, at least; 0: no repeat ends here
    bool opens = false; ///< a repeated section begins after it
    bool heavy = false; ///< a double line: the last of several endings is over
};
/// `[1,3-4`: what follows belongs to these times through.
struct Ending {
    std::vector<std::pair<int, int>> times; ///< first and last
    bool holds(int time) const;
    int last() const;
};
struct Overlay {}; ///< `&`: back to the bar's beginning, for one more voice in it
struct PartLabel {
    char label = 'A';
};
struct MeterChange {
    int numerator = 4, denominator = 4; ///< 0/0: free
};
struct TempoChange {
    double qpm = 120.0;
};
struct Text {
    std::string text;
    bool isChord = false;
};
using Event = std::variant<Sound, BarRests, Bar, Ending, Overlay, PartLabel, Key, MeterChange, TempoChange, Text>;

struct Voice {
    std::string id, name;
    std::vector<Event> events;
};

struct Score {
    std::int64_t referenceNumber = 0;
    std::vector<std::string> titles, composers;
    std::string order; ///< of the parts, each as often as it is played; empty: as written
    std::vector<Voice> voices;
    std::vector<std::string> warnings;
};

/// Throws TuneError. `score` holds what was read until then.
void readScore(const std::vector<std::string_view>& lines, Score& score);

/// The events of a voice in the order in which they sound: repeats, endings and parts played out, their signs gone.
/// Throws TuneError where that would be endless.
std::vector<Event> playedOut(const std::vector<Event>& written, std::string_view order);

/// The voices as instruments 0, 1, …
NoteSequence sounding(const Score& score);

} // namespace partita::formats::abc
