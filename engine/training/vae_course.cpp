#include "engine/core/file_io.h"
#include "engine/core/rng.h"
#include "engine/models/latent_file.h"
#include "engine/training/course.h"
#include "engine/training/processes.h"
#include "engine/training/vae_data_set.h"
#include "engine/training/vae_trainer.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace partita::training {
namespace {

// Where the next batch comes from, kept beside Adam's state.
constexpr const char* kPass = "examples/pass";
constexpr const char* kBatch = "examples/batch";

class VaeCourse final : public Course {
public:
    VaeCourse(const TrainOptions& options, const models::VaeConfig& config, models::VaeHParams hparams, models::VaeSpec spec)
        : m_options(options), m_config(config), m_hparams(std::move(hparams)), m_spec(std::move(spec)), m_passesDiffer(!options.cache_dataset && passesDiffer(config))
    {
    }

    std::string_view config() const override { return m_config.id; }
    std::string hparams() const override { return models::hparamsText(m_hparams); }

    Result<void> start(Processes* processes) override
    {
        m_processes = processes;
        return m_options.warm_start.empty() ? take(startVaeTrainer(trainerOptions())) : warmStart();
    }

    Result<void> resume(const std::filesystem::path& folder, const runs::Checkpoint& checkpoint) override
    {
        const auto state = loadCheckpoint(folder, checkpoint);
        if (!state)
            return fail(state);
        const auto counter = [&](const char* name) {
            const auto found = state->optimizer.find(name);
            return found == state->optimizer.end() || found->second.size() != 1 ? std::int64_t{0} : std::max<std::int64_t>(0, bundle::integers(found->second).front());
        };
        m_begin = {counter(kPass), counter(kBatch)};
        return take(resumeVaeTrainer(trainerOptions(), state->weights, state->optimizer, state->step));
    }

    Json about() const override { return {{"parameters", m_trainer->parameterCount()}, {"device", m_trainer->device()}}; }

    Result<Lessons> read(const ReadingSink& reading, std::stop_token stop) override
    {
        auto data = readVaeDataSet(dataOptions(0), reading, stop);
        if (!data)
            return fail(data);
        m_data = std::move(*data);
        m_reading = reading;
        m_stop = stop;
        const auto count = [&](Split split) { return static_cast<std::int64_t>(m_data.of(split).size()); };
        const auto tunes = [&](Split split) { return m_data.tunes[static_cast<std::size_t>(split)]; };
        return Lessons{m_data.files, tunes(Split::kTraining), tunes(Split::kHeldOut), count(Split::kTraining), count(Split::kHeldOut), m_data.rejected, m_data.statistics, m_data.digest};
    }

    Result<void> begin() override
    {
        if (m_processes) {
            std::array<double, 2> numbers{static_cast<double>(m_begin.pass), static_cast<double>(m_begin.batch)};
            if (!m_processes->share().first())
                numbers = {};
            if (const auto heard = m_processes->sum(numbers); !heard)
                return heard;
            m_begin = {static_cast<std::int64_t>(numbers[0]), static_cast<std::int64_t>(numbers[1])};
            if (const auto taken = m_trainer->takeFromFirst(); !taken)
                return taken;
        }
        if (const auto begun = beginPass(m_begin.pass, m_begin.batch); !begun)
            return begun;
        return enoughForAll(static_cast<std::int64_t>(batchSize()), m_processes);
    }

    std::int64_t steps() const override { return m_trainer->steps(); }
    std::int64_t epoch() const override { return m_pass; }

    Result<void> step() override
    {
        if (m_batch >= batchesOfPass())
            if (const auto begun = beginPass(m_pass + 1, 0); !begun)
                return begun;
        const auto batch = nextBatch();
        auto report = m_trainer->step(batch);
        if (!report)
            return fail(report);
        ++m_batch;
        m_zeroed += report->zeroed;
        m_report = std::move(*report);
        return {};
    }

    Metrics trained() const override
    {
        auto metrics = m_trainer->metrics(m_report.tally);
        metrics["kl_beta"] = m_report.beta;
        metrics["learning_rate"] = m_report.learningRate;
        metrics["sampling_probability"] = m_report.samplingProbability;
        metrics["global_norm"] = m_report.globalNorm;
        metrics["zeroed_gradients"] = static_cast<double>(m_zeroed);
        return metrics;
    }

    Result<std::optional<Metrics>> evaluate(const std::function<bool()>& stopped) override
    {
        const auto& examples = m_data.of(Split::kHeldOut);
        if (examples.empty())
            return std::nullopt;
        std::vector<std::uint32_t> places(examples.size());
        std::iota(places.begin(), places.end(), 0u);
        const auto size = static_cast<std::size_t>(m_hparams.batch_size);
        const auto share = shareOf(m_processes);
        auto tally = m_trainer->emptyTally();
        for (std::size_t begin = size * static_cast<std::size_t>(share.rank); begin < places.size() && !stopped(); begin += size * static_cast<std::size_t>(share.size)) {
            const auto batch = makeVaeBatch(m_spec, examples, std::span(places).subspan(begin, std::min(size, places.size() - begin)), paddedTo());
            const auto outcome = m_trainer->evaluate(batch, {.draws = begin});
            if (!outcome)
                return fail(outcome);
            tally.add(*outcome);
        }
        const auto leftOff = any(m_processes, stopped());
        if (!leftOff)
            return fail(leftOff);
        if (*leftOff)
            return std::nullopt;
        if (const auto added = addUp(m_processes, tally); !added)
            return fail(added);
        return m_trainer->metrics(tally);
    }

    Result<runs::Checkpoint> save(const std::filesystem::path& folder, const Provenance& provenance, const Metrics& heldOut) const override
    {
        auto optimizer = m_trainer->optimizer();
        for (const auto& [name, value] : {std::pair{kPass, m_pass}, std::pair{kBatch, m_batch}})
            optimizer.emplace(name, bundle::makeTensor(name, {}, std::span(&value, 1)));
        return saveCheckpoint(folder, {steps(), m_trainer->weights(), std::move(optimizer)}, {std::string(m_config.id), std::string(m_config.description), hparams()}, provenance, heldOut);
    }

private:
    VaeTrainerOptions trainerOptions() const { return {m_spec, m_hparams, m_options.seed, m_options.device, m_processes}; }
    VaeDataSetOptions dataOptions(std::int64_t pass) const { return {&m_config, m_options.examples_path, m_options.eval_ratio, m_options.seed, m_options.music.convention, pass}; }
    int paddedTo() const { return m_spec.hierarchicalEncoder() || m_spec.hierarchicalDecoder() ? m_spec.max_seq_len : 0; }

    /// Weights of another model whose tensors have the same names and shapes; Adam and the steps begin anew.
    Result<void> warmStart()
    {
        const auto file = models::openLatentFile(m_options.warm_start);
        if (!file)
            return fail(file);
        auto trainer = resumeVaeTrainer(trainerOptions(), file->recognition.weights, {}, 0);
        if (!trainer && trainer.error().code == ErrorCode::kMismatch)
            return fail(ErrorCode::kMismatch, quoted(m_options.warm_start) + " (" + std::string(file->recognition.config->id) + ") cannot be what " + std::string(m_config.id) + " begins with. " + trainer.error().message);
        return take(std::move(trainer));
    }

    Result<void> take(Result<std::unique_ptr<VaeTrainer>> trainer)
    {
        if (!trainer)
            return fail(trainer);
        m_trainer = std::move(*trainer);
        return {};
    }

    /// Full batches; the examples behind the last are in another pass's. Fewer examples than a batch are all of it.
    std::int64_t batchesOfPass() const
    {
        return std::max<std::int64_t>(1, static_cast<std::int64_t>(m_order.size()) / m_hparams.batch_size);
    }

    /// Examples of a batch, of all processes together.
    std::size_t batchSize() const { return std::min<std::size_t>(static_cast<std::size_t>(m_hparams.batch_size), m_order.size()); }

    /// This process's share of it.
    VaeBatch nextBatch() const
    {
        const auto& examples = m_data.of(Split::kTraining);
        const auto whole = std::span(m_order).subspan(static_cast<std::size_t>(m_batch) * batchSize(), batchSize());
        const auto share = shareOf(m_processes);
        const auto begin = share.begin(whole.size()), end = share.end(whole.size());
        auto batch = makeVaeBatch(m_spec, examples, whole.subspan(begin, end - begin), std::max(paddedTo(), longest(examples, whole)));
        batch.wholeSize = static_cast<int>(whole.size());
        batch.begin = static_cast<int>(begin);
        return batch;
    }

    static int longest(const std::vector<VaeExample>& examples, std::span<const std::uint32_t> places)
    {
        std::size_t steps = 0;
        for (const auto place : places)
            steps = std::max(steps, examples[place].inputs.rows());
        return static_cast<int>(steps);
    }

    /// Goes to a pass, and to the place of the next batch in it. Until its examples are read all stays as it is.
    Result<void> beginPass(std::int64_t pass, std::int64_t batch)
    {
        if (pass != m_pass && m_passesDiffer) {
            auto data = readVaeDataSet(dataOptions(pass), m_reading, m_stop);
            const auto leftOff = any(m_processes, !data && data.error().code == ErrorCode::kStopped);
            if (!leftOff)
                return fail(leftOff);
            if (!data)
                return fail(data);
            if (*leftOff)
                return fail(ErrorCode::kStopped, "Another process was stopped while reading.");
            std::swap(m_data.examples[static_cast<std::size_t>(Split::kTraining)], data->examples[static_cast<std::size_t>(Split::kTraining)]);
        }
        m_pass = pass;
        m_batch = batch;
        m_order = orderOf(pass);
        return {};
    }

    std::vector<std::uint32_t> orderOf(std::int64_t pass) const
    {
        std::vector<std::uint32_t> order(m_data.of(Split::kTraining).size());
        std::iota(order.begin(), order.end(), 0u);
        auto rng = Rng::stream(m_options.seed, "order/" + std::to_string(pass));
        for (std::size_t i = order.size(); i > 1; --i)
            std::swap(order[i - 1], order[rng.below(i)]);
        return order;
    }

    TrainOptions m_options;
    Processes* m_processes = nullptr;
    const models::VaeConfig& m_config;
    models::VaeHParams m_hparams;
    models::VaeSpec m_spec;
    bool m_passesDiffer;
    std::unique_ptr<VaeTrainer> m_trainer;
    VaeDataSet m_data;
    ReadingSink m_reading;
    std::stop_token m_stop;
    struct {
        std::int64_t pass = 0, batch = 0;
    } m_begin; ///< where the run begins or goes on
    std::int64_t m_pass = 0, m_batch = 0;  ///< of the next step
    std::vector<std::uint32_t> m_order;    ///< of m_pass
    VaeStep m_report;
    std::int64_t m_zeroed = 0; ///< updates with zeros instead of gradients, of this sitting
};

} // namespace

Result<std::unique_ptr<Course>> openVaeCourse(const TrainOptions& options)
{
    const auto config = models::findVaeConfig(options.config);
    if (!config)
        return fail(config);
    if (options.dropout_in_eval)
        return fail(ErrorCode::kInvalidArgument, "--dropout_in_eval is for event RNNs, whose evaluation Magenta makes with dropout. That of MusicVAEs has none there, either: leave the flag out.");
    if (const auto fits = checkVaeReading(options.music); !fits)
        return fail(fits);
    auto hparams = models::parseVaeHParams(options.hparams, (*config)->hparams);
    if (!hparams)
        return fail(hparams);
    auto spec = models::vaeSpec(**config, *hparams);
    if (!spec)
        return fail(spec);
    return std::make_unique<VaeCourse>(options, **config, std::move(*hparams), std::move(*spec));
}

} // namespace partita::training
