#pragma once

#include "engine/core/error.h"
#include "engine/core/quantity.h"
#include "engine/playback/wav_writer.h"
#include "engine/project/document.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>

namespace partita::playback {

struct TickRange {
    Ticks start;
    Ticks end;
};

struct RenderOptions {
    int sampleRate = 44100; ///< 8000–96000
    BitDepth depth = BitDepth::k16;
    /// How long at most sound may die away after the last note; the file ends earlier once it is silent.
    Seconds tail{4.0};
    /// A part of the piece only: a selection.
    std::optional<TickRange> range;
};

struct RenderReport {
    Frames frames;
    double peak = 0.0; ///< of either channel; full scale is 1
    double rms = 0.0;  ///< of both
};

/// Writes what a listener would hear as a stereo WAV file, faster than real time. Equal documents give equal bytes.
/// Loops and the metronome are left out. `progress` is called with 0…1 about once per second of music.
/// Errors: those of Synth::open and WavWriter; kTooLarge when a WAV file cannot hold so long a piece; kStopped.
/// On any error a file that was there before is as it was.
/// Threads: any; takes its time.
Result<RenderReport> renderToWav(const project::Document& document, const std::filesystem::path& soundfont,
    const std::filesystem::path& path, const RenderOptions& options = {}, std::stop_token stop = {},
    const std::function<void(double)>& progress = {});

} // namespace partita::playback
