// label: soak
#include "tests/support/heap_counter.h"

#include "engine/playback/player.h"
#include "places.h"
#include "tests/soak/soak.h"
#include "tests/support/rich_song.h"
#include "tests/support/sounding.h"

using namespace partita;
using namespace partita::playback;
using namespace partita::test;

namespace {

constexpr double kRate = 44100;

} // namespace

/// A player that is ordered about for a long time.
class tst_SoakPlaying : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingSticksAndNothingIsLost()
    {
        Rng rng(soakSeed());
        auto synth = Synth::open(std::filesystem::path(PARTITA_SOURCE_DIR) / "soundfonts/TimGM6mb.sf2", kRate);
        QVERIFY2(synth, synth ? "" : synth.error().message.c_str());
        Player player(kRate);
        player.setSynth(std::move(*synth));
        player.setMidiOut(true);
        Sounding sounding;
        std::array<float, 512> left, right;
        const auto render = [&] {
            {
                const HeapCounter counter;
                player.render({left.data(), right.data(), static_cast<int>(left.size())});
                QCOMPARE(counter.calls(), 0L);
            }
            QVERIFY(std::ranges::all_of(left, [](float sample) { return std::abs(sample) <= 1.0f; })); // no NaN either
            while (const auto due = player.takeMidi())
                sounding.take(due->message);
            QVERIFY(!player.takeMidiLoss());
        };

        const SoakTime time;
        FlatMemory memory;
        long blocks = 0, stops = 0;
        while (time.isLeft()) {
            player.setTimeline(compile(richSong(rng), kRate));
            for (int i = 0; i < 400; ++i, ++blocks) {
                switch (rng.below(60)) {
                case 0: case 1: case 2: case 3: player.play(static_cast<int>(rng.below(2))); break;
                case 4: player.pause(); break;
                case 5: player.seek(Ticks(static_cast<std::int64_t>(rng.below(4000)))); break;
                case 6: player.setMetronome(rng.below(2)); break;
                case 7: player.setLooping(rng.below(2)); break;
                case 8: player.panic(); break;
                case 9: player.previewOn(static_cast<int>(rng.below(16)), static_cast<std::uint8_t>(rng.below(128)), 100); break;
                case 10: player.setTimeline(compile(richSong(rng), kRate)); break;
                default: break;
                }
                render();
                if (QTest::currentTestFailed())
                    return;
            }
            // Whatever was going on: stopped is silent, but for what a hand still holds.
            player.stop();
            for (int channel = 0; channel < 16; ++channel)
                for (int pitch = 0; pitch < 128; ++pitch) {
                    player.previewOff(channel, static_cast<std::uint8_t>(pitch));
                    if (pitch % 64 == 63)
                        render(); // so that no order waits in vain
                }
            QCOMPARE(sounding.text(), QString());
            ++stops;
            memory.look(time);
        }
        qInfo("%ld blocks, %.1f minutes of sound, %ld stops; %.1f MB more at the end than at the half", blocks, static_cast<double>(blocks) * 512 / kRate / 60, stops,
              static_cast<double>(memory.growth()) / 1e6);
        QVERIFY(memory.growth() < 8'000'000);
    }
};

QTEST_GUILESS_MAIN(tst_SoakPlaying)
#include "tst_soak_playing.moc"
