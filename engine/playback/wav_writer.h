#pragma once

#include "engine/core/error.h"
#include "engine/playback/audio_block.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace partita::playback {

enum class BitDepth { k16, k24, kFloat };

/// Bytes one stereo frame takes.
int bytesPerFrame(BitDepth depth);

/// A stereo WAV file that takes its name when it is complete, and not at all when it is not.
/// Errors: kUnwritable (no such folder, no permission, disk full), with a sentence that names the file.
class WavWriter {
public:
    /// The most frames that fit the 32-bit sizes of a WAV file.
    static std::int64_t maxFrames(BitDepth depth);

    static Result<WavWriter> create(const std::filesystem::path& path, int sampleRate, BitDepth depth);
    WavWriter(WavWriter&&) noexcept;
    ~WavWriter();

    Result<void> write(AudioBlock block);
    /// Completes the file and puts it in place.
    Result<void> commit();

private:
    struct File;
    explicit WavWriter(std::unique_ptr<File> file);
    std::unique_ptr<File> m_file;
};

} // namespace partita::playback
