#include "engine/playback/render.h"

#include "engine/core/file_io.h"
#include "engine/playback/player.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace partita::playback {
namespace {

constexpr int kBlock = 1024;
/// Below half a step of 16 bits, for so many blocks: silent.
constexpr float kSilence = 1.0f / 65536;
constexpr int kSilentBlocks = 8;

/// Peak and power of what went by.
class Measure {
public:
    void add(AudioBlock block)
    {
        m_blockPeak = 0;
        for (const float* plane : {block.left, block.right}) {
            for (int i = 0; i < block.frames; ++i) {
                m_blockPeak = std::max(m_blockPeak, std::abs(plane[i]));
                m_squares += static_cast<double>(plane[i]) * plane[i];
            }
        }
        m_peak = std::max(m_peak, m_blockPeak);
        m_frames += Frames(block.frames);
        m_silentBlocks = m_blockPeak < kSilence ? m_silentBlocks + 1 : 0;
    }
    bool isSilent() const { return m_silentBlocks >= kSilentBlocks; }
    RenderReport report() const
    {
        const double samples = 2.0 * static_cast<double>(m_frames.value);
        return {m_frames, m_peak, samples > 0 ? std::sqrt(m_squares / samples) : 0.0};
    }

private:
    float m_blockPeak = 0, m_peak = 0;
    double m_squares = 0;
    Frames m_frames;
    int m_silentBlocks = 0;
};

} // namespace

Result<RenderReport> renderToWav(const project::Document& document, const std::filesystem::path& soundfont,
    const std::filesystem::path& path, const RenderOptions& options, std::stop_token stop, const std::function<void(double)>& progress)
{
    auto synth = Synth::open(soundfont, options.sampleRate);
    if (!synth)
        return fail(synth);
    auto timeline = compile(document, options.sampleRate);
    const Frames begin = options.range ? timeline->frameAt(options.range->start) : Frames(0);
    const Frames end = std::max(begin, options.range ? timeline->frameAt(options.range->end) : timeline->end());
    const Frames tail(std::llround(std::max(options.tail.value, 0.0) * options.sampleRate));
    if ((end - begin + tail).value > WavWriter::maxFrames(options.depth))
        return fail(ErrorCode::kTooLarge,
            fmt::format("{} would last {:.0f} hours, more than a WAV file holds. Render a selection of it.", quoted(path),
                static_cast<double>((end - begin).value) / options.sampleRate / 3600));
    auto wav = WavWriter::create(path, options.sampleRate, options.depth);
    if (!wav)
        return fail(wav);

    Player player(options.sampleRate);
    player.setSynth(std::move(*synth));
    player.setTimeline(timeline);
    player.setLooping(false);
    if (options.range)
        player.seek(options.range->start);
    if (begin < timeline->end()) // from the end a player would start over
        player.play();

    std::array<float, kBlock> left, right;
    Measure measure;
    const auto writePart = [&](Frames frames) {
        const AudioBlock block{left.data(), right.data(), static_cast<int>(std::min(frames, Frames(kBlock)).value)};
        player.render(block);
        measure.add(block);
        return wav->write(block);
    };

    const Frames secondOfMusic(options.sampleRate);
    Frames reported;
    Frames done;
    for (; done < end - begin; done += Frames(kBlock)) {
        if (stop.stop_requested())
            return fail(ErrorCode::kStopped, "The rendering of " + quoted(path) + " was stopped; no file was written.");
        if (auto written = writePart(end - begin - done); !written)
            return fail(written);
        if (progress && done - reported >= secondOfMusic) {
            reported = done;
            progress(static_cast<double>(done.value) / static_cast<double>((end - begin).value));
        }
    }
    player.pause();
    for (Frames ringing; ringing < tail && !measure.isSilent(); ringing += Frames(kBlock))
        if (auto written = writePart(tail - ringing); !written)
            return fail(written);
    if (auto committed = wav->commit(); !committed)
        return fail(committed);
    if (progress)
        progress(1.0);
    return measure.report();
}

} // namespace partita::playback
