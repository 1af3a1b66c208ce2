#include "engine/study/clip_corpus.h"

#include "engine/core/digest.h"
#include "engine/core/file_io.h"
#include "engine/doctor/music_file.h"
#include "engine/doctor/music_folder.h"
#include "engine/formats/note_sequence_proto.h"
#include "engine/formats/tfrecord.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>

namespace partita::study {
namespace {

namespace fs = std::filesystem;
using converters::LatentExample;

/// Walks pieces until there are enough clips.
class CorpusWalk {
public:
    CorpusWalk(const converters::DataConverter& converter, const ClipCorpusOptions& options, const std::function<Result<void>(LatentExample)>& visit, const generate::Progress& progress, std::stop_token stop)
        : m_converter(converter), m_options(options), m_visit(visit), m_progress(progress), m_stop(std::move(stop))
    {
    }

    bool full() const { return m_corpus.clips >= m_options.most; }
    ClipCorpus& corpus() { return m_corpus; }

    Result<void> piece(const NoteSequence& sequence)
    {
        auto found = m_converter.toTensors(sequence, m_rng);
        converters::add(m_corpus.dropped, found.dropped);
        for (auto& clip : found.examples) {
            if (full())
                break;
            if (m_stop.stop_requested())
                return fail(ErrorCode::kStopped, "Stopped.");
            if (auto visited = m_visit(std::move(clip)); !visited)
                return visited;
            ++m_corpus.clips;
            if (m_progress)
                m_progress(static_cast<int>(m_corpus.clips), static_cast<int>(std::min<std::size_t>(m_options.most, std::numeric_limits<int>::max())));
        }
        return {};
    }

    Result<void> file(const fs::path& path)
    {
        if (m_stop.stop_requested())
            return fail(ErrorCode::kStopped, "Stopped.");
        const auto music = doctor::readMusic(path, doctor::Convention::kForPeople);
        if (!music) {
            m_corpus.unreadable.push_back(music.error().message);
            return {};
        }
        ++m_corpus.files;
        for (const auto& tune : music->tunes)
            if (auto done = piece(tune.sequence); !done)
                return done;
        return {};
    }

    Result<void> records(const fs::path& path)
    {
        auto reader = formats::TfRecordReader::open(path);
        if (!reader)
            return fail(reader);
        ++m_corpus.files;
        while (!full()) {
            const auto record = reader->next();
            if (!record)
                return fail(record);
            if (!*record)
                break;
            const auto sequence = formats::parseNoteSequence(**record);
            if (!sequence)
                m_corpus.unreadable.push_back(quoted(path) + ": " + sequence.error().message);
            else if (auto done = piece(*sequence); !done)
                return done;
        }
        return {};
    }

private:
    const converters::DataConverter& m_converter;
    const ClipCorpusOptions& m_options;
    const std::function<Result<void>(LatentExample)>& m_visit;
    const generate::Progress& m_progress;
    std::stop_token m_stop;
    Rng m_rng;
    ClipCorpus m_corpus;
};

} // namespace

Result<ClipCorpus> forEachClip(const models::VaeConfig& config, const converters::DataConverter& converter, const fs::path& path, const ClipCorpusOptions& options,
                               const std::function<Result<void>(LatentExample)>& visit, const generate::Progress& progress, std::stop_token stop)
{
    CorpusWalk walk(converter, options, visit, progress, std::move(stop));
    std::error_code error;
    if (fs::is_directory(path, error)) {
        auto listing = doctor::listFolder(path, /*recursive=*/true, [](const fs::path& file) { return doctor::kindOf(file).has_value(); });
        if (!listing)
            return fail(listing);
        auto& files = listing->files;
        Rng rng = Rng::stream(options.seed, "files");
        for (std::size_t i = files.size(); i > 1; --i)
            std::swap(files[i - 1], files[rng.below(i)]);
        for (const auto& file : files) {
            if (walk.full())
                break;
            if (auto done = walk.file(file); !done)
                return fail(done.error().code, done.error().message);
        }
    } else if (auto done = doctor::kindOf(path) ? walk.file(path) : walk.records(path); !done) {
        return fail(done.error().code, done.error().message);
    }
    if (walk.corpus().clips == 0)
        return fail(ErrorCode::kMismatch, fmt::format("Nothing in {} fits {} ({}). {} files were read, {} could not be. \"partita encode\" says of a single file what it lacks.", quoted(path),
                                                      config.id, config.description, walk.corpus().files, walk.corpus().unreadable.size()));
    return std::move(walk.corpus());
}

Result<std::vector<LatentExample>> readClips(const generate::LatentModel& model, const fs::path& path, const ClipCorpusOptions& options, const generate::Progress& progress, std::stop_token stop)
{
    std::vector<LatentExample> clips;
    const auto read = forEachClip(*model.config, *model.converter, path, options, [&](LatentExample clip) -> Result<void> {
        clips.push_back(std::move(clip));
        return {};
    }, progress, std::move(stop));
    if (!read)
        return fail(read);
    return clips;
}

Result<ExampleCount> countExamples(const models::VaeConfig& config, const fs::path& path, const generate::Progress& progress, std::stop_token stop)
{
    auto spec = config.converter;
    std::visit([](auto& kind) { kind.maxExamples.reset(); }, spec);
    const auto converter = converters::makeConverter(spec, converters::Mode::kEval);
    std::unordered_set<std::string> different; // digests: the clips themselves are large
    auto corpus = forEachClip(config, *converter, path, {.most = std::numeric_limits<std::size_t>::max()}, [&](const LatentExample& clip) -> Result<void> {
        const auto bytes = std::as_bytes(std::span(clip.inputs));
        different.insert(sha256(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())));
        return {};
    }, progress, std::move(stop));
    if (!corpus)
        return fail(corpus);
    return ExampleCount{std::move(*corpus), different.size()};
}

} // namespace partita::study
