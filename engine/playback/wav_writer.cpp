#include "engine/playback/wav_writer.h"

#include "engine/core/atomic_file.h"

#include <sndfile.h>

#include <vector>

namespace partita::playback {
namespace {

constexpr int kChannelCount = 2;
constexpr std::int64_t kHeaderBytes = 1024; ///< more than any header libsndfile writes

int format(BitDepth depth)
{
    switch (depth) {
    case BitDepth::k16: return SF_FORMAT_WAV | SF_FORMAT_PCM_16;
    case BitDepth::k24: return SF_FORMAT_WAV | SF_FORMAT_PCM_24;
    case BitDepth::kFloat: break;
    }
    return SF_FORMAT_WAV | SF_FORMAT_FLOAT;
}

} // namespace

int bytesPerFrame(BitDepth depth)
{
    switch (depth) {
    case BitDepth::k16: return 2 * kChannelCount;
    case BitDepth::k24: return 3 * kChannelCount;
    case BitDepth::kFloat: break;
    }
    return 4 * kChannelCount;
}

struct WavWriter::File {
    AtomicFile target;
    SNDFILE* sound = nullptr;
    std::vector<float> interleaved;

    ~File()
    {
        if (sound)
            sf_close(sound);
    }
    Error failure() const { return target.unwritable(sf_strerror(sound)); }
};

std::int64_t WavWriter::maxFrames(BitDepth depth)
{
    return (INT64_C(0xffffffff) - kHeaderBytes) / bytesPerFrame(depth);
}

Result<WavWriter> WavWriter::create(const std::filesystem::path& path, int sampleRate, BitDepth depth)
{
    auto target = AtomicFile::create(path);
    if (!target)
        return fail(target);
    std::unique_ptr<File> file(new File{std::move(*target)});
    SF_INFO info{.frames = 0, .samplerate = sampleRate, .channels = kChannelCount, .format = format(depth), .sections = 0, .seekable = 0};
    file->sound = sf_open_fd(file->target.descriptor(), SFM_WRITE, &info, SF_FALSE);
    if (!file->sound)
        return std::unexpected(file->failure());
    // The peak chunk carries the time of day: without it equal music gives equal bytes.
    sf_command(file->sound, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    sf_command(file->sound, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    return WavWriter(std::move(file));
}

WavWriter::WavWriter(std::unique_ptr<File> file) : m_file(std::move(file)) {}
WavWriter::WavWriter(WavWriter&&) noexcept = default;
WavWriter::~WavWriter() = default;

Result<void> WavWriter::write(AudioBlock block)
{
    auto& samples = m_file->interleaved;
    samples.clear();
    for (int i = 0; i < block.frames; ++i) {
        samples.push_back(block.left[i]);
        samples.push_back(block.right[i]);
    }
    if (sf_writef_float(m_file->sound, samples.data(), block.frames) != block.frames)
        return std::unexpected(m_file->failure());
    return {};
}

Result<void> WavWriter::commit()
{
    const int code = sf_close(std::exchange(m_file->sound, nullptr));
    if (code != 0)
        return std::unexpected(m_file->target.unwritable(sf_error_number(code)));
    return m_file->target.commit();
}

} // namespace partita::playback
