#pragma once

#include "engine/core/rng.h"
#include "tests/support/documents.h"

#include <algorithm>

namespace partita::test {

/// Music that uses all a synth has: chords, drums, pedals, bends, programs and banks, tuning and reset messages.
inline project::Document richSong(Rng& rng)
{
    std::vector<midi::Event> events;
    for (int i = 0; i < 400; ++i) {
        const int channel = int(rng.below(16)), tick = int(rng.below(4000)), pitch = int(rng.below(128));
        events.push_back(noteOn(tick, pitch, 1 + int(rng.below(127)), channel));
        events.push_back(noteOff(tick + 1 + int(rng.below(900)), pitch, 64, channel));
        events.push_back(control(int(rng.below(4000)), int(rng.below(128)), int(rng.below(128)), channel));
        events.push_back({Ticks(tick), std::uint8_t(0xe0 | channel), std::uint8_t(rng.below(128)), std::uint8_t(rng.below(128)), {}});
        if (i % 10 == 0)
            events.push_back(program(tick, int(rng.below(128)), channel));
    }
    events.push_back({Ticks(100), 0xf0, 0, 0, {0x7e, 0x7f, 0x09, 0x01, 0xf7}});
    events.push_back({Ticks(1100), 0xf0, 0, 0, {0x41, 0x10, 0x42, 0x12, 0x40, 0x00, 0x7f, 0x00, 0x41, 0xf7}});
    events.push_back({Ticks(1200), 0xf0, 0, 0, {0x41, 0x10, 0x42, 0x12, 0x40, 0x12, 0x15, 0x01, 0x18, 0xf7}});
    events.push_back({Ticks(1300), 0xf0, 0, 0, {0x7f, 0x7f, 0x08, 0x02, 0x00, 0x01, 0x3c, 0x3d, 0x00, 0x00, 0xf7}});
    std::ranges::stable_sort(events, {}, &midi::Event::tick);
    auto song = project::fromMidi({1, 480, {{std::move(events)}}});
    const Ticks loopStart(int(rng.below(2000)));
    song.loop = {rng.below(4) > 0, loopStart, loopStart + Ticks(1 + int(rng.below(2000)))};
    return song;
}

} // namespace partita::test
