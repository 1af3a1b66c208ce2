#include "tests/support/heap_counter.h"

#include "engine/core/rng.h"
#include "engine/playback/player.h"
#include "tests/support/rich_song.h"
#include "places.h"

#include <QtTest/QtTest>

#include <thread>

using namespace partita;
using namespace partita::playback;
using namespace partita::test;

namespace {

constexpr double kRate = 44100;

std::unique_ptr<Synth> openSynth()
{
    auto synth = Synth::open(std::filesystem::path(PARTITA_SOURCE_DIR) / "soundfonts/TimGM6mb.sf2", kRate);
    return synth ? std::move(*synth) : nullptr;
}

} // namespace

class tst_AudioHeap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!kHeapIsCounted)
            QSKIP("A sanitizer has taken over the heap.");
    }
    void theCounterCounts()
    {
        const HeapCounter counter;
        QCOMPARE(counter.calls(), 0L);
        void* volatile block = std::malloc(10); // volatile: else the compiler takes both calls out
        std::free(block);
        QCOMPARE(counter.calls(), 2L);
        std::unique_ptr<std::vector<int>> vector = std::make_unique<std::vector<int>>(1000);
        QCOMPARE(counter.calls(), 4L);
        vector.reset();
        QCOMPARE(counter.calls(), 6L);
    }
    void otherThreadsAreNotCounted()
    {
        std::atomic<bool> go{false};
        std::jthread other([&] {
            while (!go) { }
            std::free(std::malloc(10));
        });
        const HeapCounter counter;
        go = true;
        other.join();
        QCOMPARE(counter.calls(), 0L);
    }
    void renderingNeverTouchesTheHeap()
    {
        Rng rng(3);
        Player player(kRate);
        player.setSynth(openSynth());
        player.setTimeline(compile(richSong(rng), kRate));
        player.setMidiOut(true);
        std::array<float, 512> left, right;
        float loudest = 0;
        for (int block = 0; block < 600; ++block) {
            switch (rng.below(40)) {
            case 0:
            case 1:
            case 2: player.play(int(rng.below(2))); break;
            case 3: player.stop(); break;
            case 4: player.seek(Ticks(std::int64_t(rng.below(4000)))); break;
            case 5: player.setMetronome(rng.below(2)); break;
            case 6: player.panic(); break;
            case 7: player.previewOn(int(rng.below(16)), std::uint8_t(rng.below(128)), 100); break;
            case 8: player.setTimeline(compile(richSong(rng), kRate)); break;
            case 9: player.setLooping(rng.below(2)); break;
            case 10:
                if (block % 5 == 0)
                    player.setSynth(openSynth());
                break;
            default: break;
            }
            {
                const HeapCounter counter;
                player.render({left.data(), right.data(), int(left.size())});
                QVERIFY2(counter.calls() == 0, qPrintable(QString("%1 heap calls in block %2").arg(counter.calls()).arg(block)));
            }
            loudest = std::max(loudest, std::ranges::max(left));
            while (player.takeMidi()) { }
        }
        QVERIFY(loudest > 0.05f);
    }
};

QTEST_GUILESS_MAIN(tst_AudioHeap)
#include "tst_audio_heap.moc"
