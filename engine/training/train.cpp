#include "engine/training/train.h"

#include "engine/models/config_encoding.h"
#include "engine/nn/device_report.h"
#include "engine/runs/run_folder.h"
#include "engine/training/batches.h"
#include "engine/training/checkpoint.h"
#include "engine/training/control.h"
#include "engine/training/data_set.h"
#include "engine/training/trainer.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <new>
#include <sys/resource.h>
#include <thread>

namespace partita::training {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point then)
{
    return std::chrono::duration<double>(Clock::now() - then).count();
}

std::string utcNow()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

/// How many threads the run may use; a gentle run steps back first, before LibTorch's threads exist to inherit it.
int threadsFor(const TrainOptions& options)
{
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int wanted = options.threads > 0 ? options.threads : cores;
    if (!options.gentle)
        return wanted;
    ::setpriority(PRIO_PROCESS, 0, 19);
    return std::max(1, wanted / 2);
}

/// One sitting of a run: everything between opening its folder and leaving it.
class Sitting {
public:
    Sitting(const TrainOptions& options, const EventSink& sink, std::stop_token stop)
        : m_options(options), m_sink(sink), m_stop(stop), m_control(options.controlInput, stop)
    {
    }

    Result<void> run()
    {
        auto outcome = guarded();
        if (outcome)
            return outcome;
        Json event{{"event", "failed"}, {"message", outcome.error().message}};
        if (const auto* last = m_run.checkpoints.latest())
            event["checkpoint"] = (m_options.run_dir / last->model).string();
        m_run.status = runs::Status::kFailed;
        m_run.message = outcome.error().message;
        if (m_folder && m_begun)
            static_cast<void>(m_folder->write(m_run)); // the failure itself is what the caller needs to hear
        static_cast<void>(tell(std::move(event)));
        return outcome;
    }

private:
    /// LibTorch reports trouble by exceptions; they end here.
    Result<void> guarded()
    {
        try {
            return train();
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::kFailed, "There is not enough memory for this training. Lower batch_size or rnn_layer_sizes.");
        } catch (const std::exception& exception) {
            const std::string what = exception.what(); // LibTorch's goes on with a list of calls
            return fail(ErrorCode::kFailed, "Training broke off: " + what.substr(0, what.find('\n')) + ". If memory is short, lower batch_size or rnn_layer_sizes.");
        }
    }

    Result<void> train()
    {
        if (const auto ready = prepare(); !ready)
            return ready;
        if (const auto begun = begin(); !begun)
            return begun;
        auto data = read();
        if (!data)
            return data.error().code == ErrorCode::kStopped ? finish("stopped") : fail(data);
        if (const auto started = startTrainer(); !started)
            return started;
        return loop(*data);
    }

    /// All that can be wrong with the options is found before anything is written.
    Result<void> prepare()
    {
        const auto config = models::findEventRnnConfig(m_options.config);
        if (!config)
            return fail(config);
        m_config = *config;
        auto hparams = models::parseHParams(m_options.hparams, m_config->hparams);
        if (!hparams)
            return fail(hparams);
        m_hparams = std::move(*hparams);
        auto encoding = models::makeEncoding(*m_config);
        if (!encoding)
            return fail(encoding);
        m_encoding = std::move(*encoding);
        if (m_options.num_training_steps < 1)
            return fail(ErrorCode::kInvalidArgument, "--num_training_steps must be at least 1.");
        if (!(m_options.eval_ratio >= 0.0 && m_options.eval_ratio < 1.0))
            return fail(ErrorCode::kInvalidArgument, "--eval_ratio must be at least 0 and below 1.");
        if (m_options.examples_path.empty())
            return fail(ErrorCode::kInvalidArgument, "Nothing to learn from was given. Name a folder of MIDI files as --examples_path.");
        m_threads = threadsFor(m_options);
        nn::setThreads(m_threads);
        return {};
    }

    TrainerOptions trainerOptions() const
    {
        return {models::rnnSpec(*m_config, m_hparams), m_hparams, m_encoding->defaultLabels(), m_options.seed, m_options.device};
    }

    Result<void> begin()
    {
        auto fresh = Trainer::start(trainerOptions()); // also finds out whether the device is there
        if (!fresh)
            return fail(fresh);
        m_trainer = std::move(*fresh);
        auto folder = runs::OpenRun::open(m_options.run_dir);
        if (!folder)
            return fail(folder);
        m_folder.emplace(std::move(*folder));
        m_run.folder = m_options.run_dir;
        m_run.config = m_config->id;
        m_run.hparams = models::hparamsText(m_hparams);
        m_run.seed = m_options.seed;
        m_run.eval_ratio = m_options.eval_ratio;
        m_run.num_training_steps = m_options.num_training_steps;
        for (const auto& path : m_options.examples_path)
            m_run.examples_path.push_back(path.string());
        m_run.started = utcNow();
        m_run.status = runs::Status::kRunning;
        if (const auto& earlier = m_folder->earlier()) {
            const bool same = earlier->config == m_run.config && Json::parse(earlier->hparams) == Json::parse(m_run.hparams) && earlier->seed == m_run.seed
                              && earlier->eval_ratio == m_run.eval_ratio;
            if (!same)
                return fail(ErrorCode::kMismatch, "The folder " + quoted(m_options.run_dir) + " holds a run of " + earlier->config + " with other options (seed " + std::to_string(earlier->seed) + ", hparams "
                                                      + earlier->hparams + "). Give the same options to go on with it, or choose another run folder.");
            m_run.started = earlier->started;
            m_run.dataDigest = earlier->dataDigest;
            m_run.checkpoints = earlier->checkpoints;
        }
        if (const auto written = m_folder->write(m_run); !written)
            return written;
        m_begun = true;
        const auto* latest = m_run.checkpoints.latest();
        return tell({
            {"event", "start"},
            {"schema", 1},
            {"version", PARTITA_VERSION},
            {"config", m_run.config},
            {"hparams", Json::parse(m_run.hparams)},
            {"num_classes", m_encoding->numClasses()},
            {"parameters", m_trainer->parameterCount()},
            {"seed", m_run.seed},
            {"step", latest ? latest->step : 0},
            {"num_training_steps", m_run.num_training_steps},
            {"run_dir", m_options.run_dir.string()},
            {"device", m_trainer->device()},
            {"threads", m_threads},
        });
    }

    Result<DataSet> read()
    {
        const DataSetOptions options{m_config, m_options.examples_path, m_options.eval_ratio, m_options.seed};
        std::stop_source stop;
        Result<void> told;
        auto data = readDataSet(options, [&](std::int64_t files, std::int64_t total) {
            told = tell({{"event", "reading"}, {"files", files}, {"of", total}});
            if (!told || m_control.stopped())
                stop.request_stop();
        }, stop.get_token());
        if (!told)
            return fail(told);
        if (!data)
            return data;
        if (data->training.empty())
            return fail(ErrorCode::kInvalidArgument, "Everything was held out, and nothing is left to learn from. Give more files, or lower --eval_ratio.");
        if (const auto said = tellAbout(*data); !said)
            return fail(said);
        m_run.dataDigest = data->digest;
        if (const auto written = m_folder->write(m_run); !written)
            return fail(written);
        return data;
    }

    Result<void> tellAbout(const DataSet& data)
    {
        const auto said = tell({
            {"event", "data"},
            {"files", data.files},
            {"rejected", data.rejected.size()},
            {"training_files", data.trainingFiles},
            {"training_sequences", data.training.size()},
            {"eval_files", data.heldOutFiles},
            {"eval_sequences", data.heldOut.size()},
            {"digest", data.digest},
            {"statistics", data.statistics.counters},
        });
        if (!said)
            return said;
        for (const auto& rejected : data.rejected)
            if (const auto told = tell({{"event", "rejected"}, {"file", rejected.file.string()}, {"reason", rejected.reason}}); !told)
                return told;
        if (!data.rejected.empty()) {
            const auto text = std::to_string(data.rejected.size()) + " of " + std::to_string(data.files) + " files give nothing to learn from. The first, " + quoted(data.rejected.front().file) + ": ";
            if (const auto warned = warn(text + data.rejected.front().reason); !warned)
                return warned;
        }
        if (!m_run.dataDigest.empty() && m_run.dataDigest != data.digest)
            return warn("The examples are no longer the ones that this run began with, so its numbers will not be those of an undisturbed run.");
        if (data.heldOut.empty())
            return warn("No file is held out, so nothing will tell when the model only repeats what it has read. Give more files, or raise --eval_ratio.");
        return {};
    }

    Result<void> startTrainer()
    {
        const auto* latest = m_run.checkpoints.latest();
        if (!latest)
            return {};
        auto trainer = loadCheckpoint(m_options.run_dir, *latest, trainerOptions());
        if (!trainer)
            return fail(trainer);
        m_trainer = std::move(*trainer);
        return {};
    }

    Result<void> loop(const DataSet& data)
    {
        Batches batches(*m_encoding, data.training, m_hparams.batch_size, m_options.seed);
        const auto heldOut = evaluationBatches(*m_encoding, data.heldOut, m_hparams.batch_size);
        m_saved = Clock::now();
        m_spoke = Clock::now();
        m_spokeAt = m_trainer->steps();
        while (m_trainer->steps() < m_options.num_training_steps) {
            if (const auto waited = pauseIfAsked(); !waited)
                return waited;
            if (m_control.stopped()) {
                if (const auto saved = save({}); !saved)
                    return saved;
                return finish("stopped");
            }
            const auto tally = m_trainer->step(batches.at(m_trainer->steps()));
            if (!tally)
                return fail(tally);
            const auto step = m_trainer->steps();
            const bool last = step == m_options.num_training_steps;
            if (step == 1 || step % m_options.summary_frequency == 0 || last)
                if (const auto told = tellTraining(*tally, batches.epoch(step)); !told)
                    return told;
            if (step % m_options.eval_frequency == 0 || last) {
                if (const auto saved = evaluateAndSave(heldOut); !saved)
                    return saved;
                if (const auto best = m_run.checkpoints.best; m_options.patience > 0 && best && step - *best >= std::int64_t{m_options.patience} * m_options.eval_frequency)
                    return finish("no improvement");
            } else if (secondsSince(m_saved) >= m_options.checkpoint_seconds) {
                if (const auto saved = save({}); !saved)
                    return saved;
            }
        }
        return finish("num_training_steps");
    }

    Result<void> pauseIfAsked()
    {
        if (!m_control.paused())
            return {};
        if (const auto told = tell({{"event", "paused"}, {"step", m_trainer->steps()}}); !told)
            return told;
        m_control.waitWhilePaused();
        m_spoke = Clock::now();
        m_spokeAt = m_trainer->steps();
        return m_control.stopped() ? Result<void>{} : tell({{"event", "resumed"}, {"step", m_trainer->steps()}});
    }

    Result<void> tellTraining(const Tally& tally, std::int64_t epoch)
    {
        const auto step = m_trainer->steps();
        Json event{{"event", "train"}, {"step", step}};
        event.update(inOrder(metricsOf(tally, EmptyShare::kNaN)));
        event["epoch"] = epoch;
        event["learning_rate"] = m_hparams.learning_rate;
        event["steps_per_second"] = static_cast<double>(step - m_spokeAt) / std::max(1e-9, secondsSince(m_spoke));
        event["seconds"] = secondsSince(m_start);
        m_spoke = Clock::now();
        m_spokeAt = step;
        return tell(std::move(event));
    }

    Result<void> evaluateAndSave(const std::vector<Batch>& heldOut)
    {
        if (heldOut.empty())
            return save({});
        Tally tally;
        for (const auto& batch : heldOut) {
            tally.add(m_trainer->evaluate(batch));
            if (m_control.stopped())
                return {}; // the loop saves and ends
        }
        const auto metrics = metricsOf(tally, EmptyShare::kZero);
        Json event{{"event", "eval"}, {"step", m_trainer->steps()}};
        event.update(inOrder(metrics));
        event["seconds"] = secondsSince(m_start);
        if (const auto told = tell(std::move(event)); !told)
            return told;
        return save(metrics);
    }

    Result<void> save(const std::map<std::string, double>& metrics)
    {
        const auto* latest = m_run.checkpoints.latest();
        if (latest && latest->step == m_trainer->steps())
            return {};
        const Provenance provenance{m_options.seed, m_options.eval_ratio, m_run.dataDigest, m_options.data, m_options.licence};
        auto checkpoint = saveCheckpoint(m_options.run_dir, *m_trainer, *m_config, m_hparams, provenance, metrics);
        if (!checkpoint)
            return fail(checkpoint);
        const auto path = (m_options.run_dir / checkpoint->model).string();
        if (const auto added = m_folder->addCheckpoint(m_run.checkpoints, std::move(*checkpoint), m_options.num_checkpoints); !added)
            return added;
        m_saved = Clock::now();
        return tell({{"event", "checkpoint"}, {"step", m_trainer->steps()}, {"path", path}, {"best", m_run.checkpoints.best == m_trainer->steps()}});
    }

    Result<void> finish(const std::string& reason)
    {
        m_run.status = reason == "stopped" ? runs::Status::kStopped : runs::Status::kDone;
        if (const auto written = m_folder->write(m_run); !written)
            return written;
        Json event{{"event", "done"}, {"step", m_run.checkpoints.latest() ? m_run.checkpoints.latest()->step : 0}, {"reason", reason}};
        if (const auto model = m_run.model())
            event["model"] = model->string();
        if (const auto* best = m_run.checkpoints.preferred())
            event["eval"] = best->eval;
        event["seconds"] = secondsSince(m_start);
        return tell(std::move(event));
    }

    /// Loss first, then by name.
    static Json inOrder(const std::map<std::string, double>& metrics)
    {
        Json json;
        for (const char* first : {"loss", "perplexity", "accuracy"})
            json[first] = metrics.at(first);
        for (const auto& [name, value] : metrics)
            json[name] = value;
        return json;
    }

    Result<void> warn(const std::string& message) { return tell({{"event", "warning"}, {"message", message}}); }

    Result<void> tell(Json event)
    {
        if (m_sink)
            m_sink(event);
        return m_begun ? m_folder->addEvent(event.dump(-1, ' ', false, Json::error_handler_t::replace)) : Result<void>{};
    }

    const TrainOptions& m_options;
    const EventSink& m_sink;
    std::stop_token m_stop;
    Control m_control;
    Clock::time_point m_start = Clock::now();

    const models::EventRnnConfig* m_config = nullptr;
    models::HParams m_hparams;
    std::unique_ptr<encoding::EventEncoding> m_encoding;
    int m_threads = 1;
    std::optional<runs::OpenRun> m_folder;
    runs::Run m_run;
    bool m_begun = false; ///< the folder is ours and says what the run is
    std::optional<Trainer> m_trainer;
    Clock::time_point m_saved, m_spoke;
    std::int64_t m_spokeAt = 0;
};

} // namespace

Result<void> train(const TrainOptions& options, const EventSink& sink, std::stop_token stop)
{
    return Sitting(options, sink, stop).run();
}

} // namespace partita::training
