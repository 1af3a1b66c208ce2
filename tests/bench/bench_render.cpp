// How fast timelines are compiled, seeks are chased and sound is rendered.
#include "engine/core/rng.h"
#include "engine/playback/player.h"
#include "engine/playback/soundfonts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

using namespace partita;
using namespace partita::playback;

namespace {

constexpr double kRate = 48000;

double secondsFor(const auto& act)
{
    const auto begin = std::chrono::steady_clock::now();
    act();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// `notes` in ten minutes at 120 qpm, over fifteen channels.
project::Document song(int notes)
{
    Rng rng(1);
    project::Document document = project::newDocument();
    auto& track = document.tracks[0];
    const project::Track pattern = track;
    document.tracks.assign(15, pattern);
    for (int i = 0; i < 15; ++i)
        document.tracks[std::size_t(i)].channel = i < 9 ? i : i + 1;
    for (int i = 0; i < notes; ++i) {
        project::Note note;
        note.start = Ticks(std::int64_t(rng.below(576'000)));
        note.length = Ticks(std::int64_t(60 + rng.below(900)));
        note.pitch = std::uint8_t(36 + rng.below(60));
        document.tracks[std::size_t(i) % 15].notes.push_back(note);
    }
    return document;
}

} // namespace

int main()
{
    const auto large = song(100'000);
    std::shared_ptr<const Timeline> timeline;
    fmt::print("compile 100,000 notes: {:.1f} ms\n", 1e3 * secondsFor([&] { timeline = compile(large, kRate); }));
    Rng rng(2);
    fmt::print("state anywhere in it: {:.1f} µs\n", 1e6 / 1000 * secondsFor([&] {
        for (int i = 0; i < 1000; ++i)
            timeline->stateAt(Frames(std::int64_t(rng.below(std::uint64_t(timeline->end().value)))));
    }));

    std::array<float, 512> left, right;
    for (const int notes : {1'000, 10'000, 50'000}) {
        auto synth = Synth::open(defaultSoundFont(), kRate);
        if (!synth) {
            fmt::print(stderr, "{}\n", synth.error().message);
            return 1;
        }
        Player player(kRate);
        player.setSynth(std::move(*synth));
        player.setTimeline(compile(song(notes), kRate));
        player.play();
        constexpr double kMusic = 30;
        std::vector<double> blocks;
        for (double done = 0; done < kMusic * kRate; done += left.size())
            blocks.push_back(secondsFor([&] { player.render({left.data(), right.data(), int(left.size())}); }));
        double sum = 0;
        for (const double block : blocks)
            sum += block;
        std::ranges::sort(blocks);
        fmt::print("render {:3.0f} notes/s: {:.0f} times real time; a block of {:.1f} ms takes {:.2f} ms (median), {:.2f} ms (p99)\n", notes / 600.0,
            kMusic / sum, 1e3 * left.size() / kRate, 1e3 * blocks[blocks.size() / 2], 1e3 * blocks[blocks.size() * 99 / 100]);
    }
    return 0;
}
