#include "engine/models/config_encoding.h"
#include "engine/models/model_file.h"
#include "engine/training/batches.h"
#include "engine/training/course.h"
#include "engine/training/processes.h"
#include "engine/training/trainer.h"

namespace partita::training {
namespace {

class EventRnnCourse final : public Course {
public:
    EventRnnCourse(const TrainOptions& options, const models::EventRnnConfig& config, models::HParams hparams, std::unique_ptr<encoding::EventEncoding> encoding)
        : m_options(options), m_config(config), m_hparams(std::move(hparams)), m_encoding(std::move(encoding))
    {
    }

    std::string_view config() const override { return m_config.id; }
    std::string hparams() const override { return models::hparamsText(m_hparams); }

    Result<void> start(Processes* processes) override
    {
        m_processes = processes;
        if (const auto enough = enoughForAll(m_hparams.batch_size, processes); !enough)
            return enough;
        return m_options.warm_start.empty() ? take(Trainer::start(trainerOptions())) : warmStart();
    }
    Result<void> resume(const std::filesystem::path& folder, const runs::Checkpoint& checkpoint) override
    {
        const auto state = loadCheckpoint(folder, checkpoint);
        return state ? take(Trainer::resume(trainerOptions(), state->weights, state->optimizer, state->step)) : fail(state);
    }

    Json about() const override
    {
        return {{"num_classes", m_encoding->numClasses()}, {"parameters", m_trainer->parameterCount()}, {"device", m_trainer->device()}};
    }

    Result<Lessons> read(const ReadingSink& reading, std::stop_token stop) override
    {
        auto data = readDataSet({.harvest = {&m_config, m_options.music}, .inputs = m_options.examples_path, .evalRatio = m_options.eval_ratio, .seed = m_options.seed, .draw = {}}, reading, stop);
        if (!data)
            return fail(data);
        if (const auto fits = checkReading(m_options.music, *data); !fits)
            return fail(fits);
        m_data = std::move(*data);
        if (!m_data.training->empty())
            m_batches.emplace(*m_encoding, *m_data.training, m_hparams.batch_size, m_options.seed);
        m_heldOut.emplace(*m_encoding, *m_data.heldOut, m_hparams.batch_size);
        return Lessons{m_data.files, m_data.trainingFiles, m_data.heldOutFiles, static_cast<std::int64_t>(m_data.training->size()),
                       static_cast<std::int64_t>(m_data.heldOut->size()), m_data.rejected, m_data.statistics.counters, m_data.digest};
    }

    Result<void> begin() override { return m_processes ? m_trainer->takeFromFirst() : Result<void>(); }

    std::int64_t steps() const override { return m_trainer->steps(); }
    std::int64_t epoch() const override { return m_batches->epoch(steps()); }

    Result<void> step() override
    {
        const auto batch = m_batches->at(steps(), shareOf(m_processes));
        if (!batch)
            return fail(batch);
        auto tally = m_trainer->step(*batch);
        if (!tally)
            return fail(tally);
        m_tally = std::move(*tally);
        return {};
    }

    Metrics trained() const override
    {
        auto metrics = metricsOf(m_tally, EmptyShare::kNaN);
        metrics["learning_rate"] = m_hparams.learning_rate;
        return metrics;
    }

    Result<std::optional<Metrics>> evaluate(const std::function<bool()>& stopped) override
    {
        if (m_heldOut->empty())
            return std::nullopt;
        const auto share = shareOf(m_processes);
        auto tally = m_trainer->emptyTally(), withDropout = tally;
        for (auto i = static_cast<std::size_t>(share.rank); i < m_heldOut->size() && !stopped(); i += static_cast<std::size_t>(share.size)) {
            const auto batch = m_heldOut->at(i);
            if (!batch)
                return fail(batch);
            tally.add(m_trainer->evaluate(*batch));
            if (m_options.dropout_in_eval)
                withDropout.add(m_trainer->evaluate(*batch, static_cast<std::int64_t>(i)));
        }
        const auto leftOff = any(m_processes, stopped());
        if (!leftOff)
            return fail(leftOff);
        if (*leftOff)
            return std::nullopt;
        for (Tally* counted : {&tally, &withDropout})
            if (const auto added = addUp(m_processes, *counted); !added)
                return fail(added);
        auto metrics = metricsOf(tally, EmptyShare::kZero);
        if (m_options.dropout_in_eval)
            for (const auto& [name, value] : metricsOf(withDropout, EmptyShare::kZero))
                metrics[name + std::string(kWithDropout)] = value;
        return metrics;
    }

    Result<runs::Checkpoint> save(const std::filesystem::path& folder, const Provenance& provenance, const Metrics& heldOut) const override
    {
        return saveCheckpoint(folder, {steps(), m_trainer->weights(), m_trainer->optimizer()},
                              {std::string(m_config.id), std::string(m_config.description), hparams()}, provenance, heldOut);
    }

private:
    TrainerOptions trainerOptions() const
    {
        return {models::rnnSpec(m_config, m_hparams), m_hparams, m_encoding->defaultLabels(), m_options.seed, m_options.device, m_processes};
    }

    /// Weights of another model whose tensors have the same names and shapes; Adam and the steps begin anew.
    Result<void> warmStart()
    {
        auto file = models::openModelFile(m_options.warm_start);
        if (!file)
            return fail(file);
        auto& weights = file->recognition.weights;
        const auto options = trainerOptions();
        if (file->recognition.spec.forgetBias != options.spec.forgetBias)
            for (auto& [name, tensor] : weights)
                if (name.ends_with("basic_lstm_cell/bias"))
                    tensor = withoutForgetBias(tensor, options.spec.forgetBias - file->recognition.spec.forgetBias);
        auto trainer = Trainer::resume(options, weights, {}, 0);
        if (!trainer && trainer.error().code == ErrorCode::kMismatch)
            return fail(ErrorCode::kMismatch, quoted(m_options.warm_start) + " cannot be what " + std::string(m_config.id) + " begins with. " + trainer.error().message);
        return take(std::move(trainer));
    }

    /// cuDNN's biases hold the forget bias that Magenta's cells add while running.
    static bundle::Tensor withoutForgetBias(const bundle::Tensor& bias, float added)
    {
        auto values = bundle::floats(bias);
        const std::size_t units = values.size() / 4; // of the gates i, j, f, o
        for (std::size_t i = 2 * units; i < 3 * units; ++i)
            values[i] -= added;
        return bundle::makeTensor(bias.name, bias.shape, std::span<const float>(values));
    }

    Result<void> take(Result<std::unique_ptr<Trainer>> trainer)
    {
        if (!trainer)
            return fail(trainer);
        m_trainer = std::move(*trainer);
        return {};
    }

    TrainOptions m_options;
    Processes* m_processes = nullptr;
    const models::EventRnnConfig& m_config;
    models::HParams m_hparams;
    std::unique_ptr<encoding::EventEncoding> m_encoding;
    std::unique_ptr<Trainer> m_trainer;
    DataSet m_data;
    std::optional<Batches> m_batches; ///< reads m_data
    std::optional<EvaluationBatches> m_heldOut;
    Tally m_tally;
};

} // namespace

Result<std::unique_ptr<Course>> openEventRnnCourse(const TrainOptions& options)
{
    const auto config = models::findEventRnnConfig(options.config);
    if (!config)
        return fail(config);
    auto hparams = models::parseHParams(options.hparams, (*config)->hparams);
    if (!hparams)
        return fail(hparams);
    if ((*config)->family == models::EventRnnFamily::kPianoroll && hparams->nade_hidden_units < 1)
        return fail(ErrorCode::kInvalidArgument, "nade_hidden_units must be at least 1.");
    auto encoding = models::makeEncoding(**config);
    if (!encoding)
        return fail(encoding);
    return std::make_unique<EventRnnCourse>(options, **config, std::move(*hparams), std::move(*encoding));
}

} // namespace partita::training
