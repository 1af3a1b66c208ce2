#include "engine/training/train.h"

#include "engine/bundle/safetensors.h"
#include "engine/core/heap.h"
#include "engine/models/vae_config.h"
#include "engine/nn/device_report.h"
#include "engine/runs/run_folder.h"
#include "engine/training/control.h"
#include "engine/training/course.h"
#include "engine/training/place.h"
#include "engine/training/together.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <new>
#include <ranges>
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

/// How many threads the run may use where `processes` of it share this machine; a gentle run steps back first, before
/// LibTorch's threads exist to inherit it (and Linux takes the disk's priority from it).
int threadsFor(const TrainOptions& options, int processes)
{
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int wanted = options.threads > 0 ? options.threads : std::max(1, cores / processes);
    if (!options.gentle)
        return wanted;
    ::setpriority(PRIO_PROCESS, 0, 19);
    return std::max(1, wanted / 2);
}

/// The processes of a machine take its GPUs in turn.
std::string deviceFor(const std::string& device, const Place& place, const Processes& processes)
{
    const auto gpus = static_cast<int>(nn::reportDevices().gpus.size());
    if (gpus == 0 || (device != "auto" && device != "cuda"))
        return device;
    return "cuda:" + std::to_string(place.device.value_or(processes.shareOfMachine().rank) % gpus);
}

/// Where words to this process are read from: those to a run go to the process that leads.
int wordsTo(const Result<std::optional<Place>>& place, const TrainOptions& options)
{
    return place && *place && !(*place)->share.first() ? -1 : options.controlInput;
}

/// One sitting of a run: everything between opening its folder and leaving it.
class Sitting {
public:
    Sitting(const TrainOptions& options, const EventSink& sink, std::stop_token stop)
        : m_place(readPlace()), m_options(options), m_sink(sink), m_control(wordsTo(m_place, options), stop)
    {
    }

    Result<void> run()
    {
        auto outcome = guarded();
        if (outcome)
            return outcome;
        const bool lost = m_processes && m_processes->broken();
        if (m_processes)
            m_processes->end(outcome.error().message);
        if (follows())
            return fail(outcome.error().code, "Process " + std::to_string(m_processes->share().rank) + ": " + outcome.error().message);
        const auto good = lastGoodModel();
        if (good && outcome.error().code == ErrorCode::kFailed && !lost)
            outcome.error().message += " The last good checkpoint is " + quoted(*good) + "; a new run can begin with it (--warm_start).";
        Json event{{"event", "failed"}, {"message", outcome.error().message}};
        if (good)
            event["checkpoint"] = good->string();
        m_run.status = runs::Status::kFailed;
        m_run.message = outcome.error().message;
        if (m_folder && m_begun)
            static_cast<void>(m_folder->write(m_run)); // the failure itself is what the caller needs to hear
        static_cast<void>(tell(std::move(event)));
        return outcome;
    }

private:
    bool follows() const { return m_processes && !m_processes->share().first(); }

    /// The newest checkpoint whose every weight is a number: a run may have saved one between a bad update and noticing it.
    std::optional<std::filesystem::path> lastGoodModel() const
    {
        const auto finite = [](const bundle::Tensor& tensor) {
            return std::ranges::all_of(bundle::floats(tensor), [](float value) { return std::isfinite(value); });
        };
        for (const auto& checkpoint : std::views::reverse(m_run.checkpoints.all)) {
            const auto path = m_options.run_dir / checkpoint.model;
            if (const auto bundle = bundle::readSafetensors(path); bundle && std::ranges::all_of(bundle->tensors, finite))
                return path;
        }
        return std::nullopt;
    }

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
            return ready.error().code == ErrorCode::kStopped ? Result<void>() : ready;
        if (const auto fresh = m_course->start(m_processes.get()); !fresh) // also finds out whether the device is there
            return fresh;
        if (follows())
            return trainAlong(*m_course, m_options, *m_processes, m_control.token());
        if (const auto begun = begin(); !begun)
            return begun;
        if (const auto data = read(); !data)
            return data.error().code == ErrorCode::kStopped ? finish("stopped") : data;
        if (const auto* latest = m_run.checkpoints.latest())
            if (const auto resumed = m_course->resume(m_options.run_dir, *latest); !resumed)
                return resumed;
        if (const auto begun = m_course->begin(); !begun)
            return begun.error().code == ErrorCode::kStopped ? finish("stopped") : begun;
        auto outcome = loop();
        if (!outcome && m_processes && m_processes->broken())
            static_cast<void>(save({})); // the weights are as after the last whole step
        return outcome;
    }

    /// All that can be wrong with the options is found before anything is written.
    Result<void> prepare()
    {
        if (!m_place)
            return fail(m_place);
        if (m_options.num_training_steps < 1)
            return fail(ErrorCode::kInvalidArgument, "--num_training_steps must be at least 1.");
        if (!(m_options.eval_ratio >= 0.0 && m_options.eval_ratio < 1.0))
            return fail(ErrorCode::kInvalidArgument, "--eval_ratio must be at least 0 and below 1.");
        if (m_options.examples_path.empty())
            return fail(ErrorCode::kInvalidArgument, "Nothing to learn from was given. Name a folder of MIDI files as --examples_path.");
        if (const auto met = meetOthers(); !met)
            return met;
        m_threads = threadsFor(m_options, m_processes ? m_processes->shareOfMachine().size : 1);
        nn::setThreads(m_threads);
        auto course = models::findVaeConfig(m_options.config) ? openVaeCourse(m_options) : openEventRnnCourse(m_options);
        if (!course)
            return fail(course);
        m_course = std::move(*course);
        return {};
    }

    /// A process that does not lead hears from the first one what to do, and takes the weights from it.
    Result<void> meetOthers()
    {
        if (!*m_place)
            return {};
        const auto& place = **m_place;
        if (place.share.first())
            static_cast<void>(tell({{"event", "meeting"}, {"processes", place.share.size}, {"at", place.address + ":" + std::to_string(place.port)}}));
        auto joined = Processes::join(place, m_control.token(), [this] { m_control.stop(); });
        if (!joined)
            return fail(joined);
        m_processes = std::move(*joined);
        m_options.device = deviceFor(m_options.device, place, *m_processes);
        if (follows())
            m_options.warm_start.clear();
        return {};
    }

    Result<void> begin()
    {
        auto folder = runs::OpenRun::open(m_options.run_dir);
        if (!folder)
            return fail(folder);
        m_folder.emplace(std::move(*folder));
        m_run.folder = m_options.run_dir;
        m_run.config = m_course->config();
        m_run.hparams = m_course->hparams();
        m_run.seed = m_options.seed;
        m_run.eval_ratio = m_options.eval_ratio;
        m_run.music = datasets::textOf(m_options.music);
        m_run.num_training_steps = m_options.num_training_steps;
        for (const auto& path : m_options.examples_path)
            m_run.examples_path.push_back(path.string());
        m_run.started = utcNow();
        m_run.status = runs::Status::kRunning;
        if (const auto& earlier = m_folder->earlier()) {
            const bool same = earlier->config == m_run.config && Json::parse(earlier->hparams) == Json::parse(m_run.hparams) && earlier->seed == m_run.seed
                              && earlier->eval_ratio == m_run.eval_ratio && earlier->music == m_run.music;
            if (!same)
                return fail(ErrorCode::kMismatch, "The folder " + quoted(m_options.run_dir) + " holds a run of " + earlier->config + " with other options (seed " + std::to_string(earlier->seed) + ", music " + earlier->music + ", hparams "
                                                      + earlier->hparams + "). Give the same options to go on with it, or choose another run folder.");
            m_run.started = earlier->started;
            m_run.dataDigest = earlier->dataDigest;
            m_run.checkpoints = earlier->checkpoints;
        }
        if (const auto written = m_folder->write(m_run); !written)
            return written;
        m_begun = true;
        const auto* latest = m_run.checkpoints.latest();
        Json event{
            {"event", "start"},
            {"schema", 1},
            {"version", PARTITA_VERSION},
            {"config", m_run.config},
            {"hparams", Json::parse(m_run.hparams)},
            {"seed", m_run.seed},
            {"step", latest ? latest->step : 0},
            {"num_training_steps", m_run.num_training_steps},
            {"run_dir", m_options.run_dir.string()},
            {"threads", m_threads},
            {"processes", shareOf(m_processes.get()).size},
        };
        if (!m_options.warm_start.empty())
            event["warm_start"] = m_options.warm_start.string();
        event.update(m_course->about());
        return tell(std::move(event));
    }

    Result<void> read()
    {
        const auto lessons = m_course->read([this](std::int64_t files, std::int64_t total) { onReading(files, total); }, m_control.token());
        if (!m_told)
            return m_told;
        if (!lessons && lessons.error().code != ErrorCode::kStopped)
            return fail(lessons);
        const auto next = agreeOnRun(m_processes.get(), *m_course, m_options, lessons ? lessons->digest : "", !lessons);
        if (!next)
            return fail(next);
        if (*next == Next::kEnd)
            return fail(ErrorCode::kStopped, "The run was stopped while its examples were read.");
        if (lessons->trainingSequences == 0)
            return fail(ErrorCode::kInvalidArgument, "Everything was held out, and nothing is left to learn from. Give more files, or lower --eval_ratio.");
        if (const auto said = tellAbout(*lessons); !said)
            return said;
        m_run.dataDigest = lessons->digest;
        return m_folder->write(m_run);
    }

    /// After each file: a pause holds the reading, too. Of the first pass over the examples it is told how far it is.
    void onReading(std::int64_t files, std::int64_t total)
    {
        constexpr double kSecondsBetween = 0.5;
        if (m_told && m_run.dataDigest.empty() && secondsSince(m_spoke) >= kSecondsBetween) {
            m_spoke = Clock::now();
            m_told = tell({{"event", "reading"}, {"files", files}, {"of", total}});
        }
        if (m_told)
            m_told = pauseIfAsked();
    }

    Result<void> tellAbout(const Lessons& lessons)
    {
        const auto said = tell({
            {"event", "data"},
            {"files", lessons.files},
            {"rejected", lessons.rejected.size()},
            {"training_files", lessons.trainingFiles},
            {"training_sequences", lessons.trainingSequences},
            {"eval_files", lessons.heldOutFiles},
            {"eval_sequences", lessons.heldOutSequences},
            {"digest", lessons.digest},
            {"statistics", lessons.statistics},
        });
        if (!said)
            return said;
        for (const auto& rejected : lessons.rejected)
            if (const auto told = tell({{"event", "rejected"}, {"file", rejected.file.string()}, {"reason", rejected.reason}}); !told)
                return told;
        if (!lessons.rejected.empty()) {
            const auto text = std::to_string(lessons.rejected.size()) + " of " + std::to_string(lessons.files) + " files give nothing to learn from. The first: ";
            if (const auto warned = warn(text + lessons.rejected.front().reason); !warned)
                return warned;
        }
        if (!m_run.dataDigest.empty() && m_run.dataDigest != lessons.digest)
            return warn("The examples are no longer the ones that this run began with, so its numbers will not be those of an undisturbed run.");
        if (lessons.heldOutSequences == 0)
            return warn("No file is held out, so nothing will tell when the model only repeats what it has read. Give more files, or raise --eval_ratio.");
        return {};
    }

    Result<void> loop()
    {
        m_saved = m_kept = Clock::now();
        m_spoke = Clock::now();
        m_spokeAt = m_course->steps();
        while (m_course->steps() < m_options.num_training_steps) {
            if (const auto waited = pauseIfAsked(); !waited)
                return waited;
            const auto going = together(Next::kStep);
            if (!going)
                return fail(going);
            if (!*going)
                return saveAndFinish("stopped");
            const auto learnt = m_course->step();
            if (!m_told)
                return m_told;
            if (!learnt && learnt.error().code == ErrorCode::kStopped)
                continue; // the next word is the end
            if (!learnt)
                return learnt;
            const auto step = m_course->steps();
            const bool last = step == m_options.num_training_steps;
            if (step == 1 || step % m_options.summary_frequency == 0 || last)
                if (const auto told = tellTraining(); !told)
                    return told;
            if (step % m_options.eval_frequency == 0 || last) {
                const auto measured = together(Next::kEvaluate);
                if (!measured)
                    return fail(measured);
                if (!*measured)
                    return saveAndFinish("stopped");
                if (const auto saved = evaluateAndSave(); !saved)
                    return saved;
                if (const auto best = m_run.checkpoints.best; m_options.patience > 0 && best && step - *best >= std::int64_t{m_options.patience} * m_options.eval_frequency)
                    return endTogether("no improvement");
            } else if (secondsSince(m_saved) >= m_options.checkpoint_seconds) {
                if (const auto saved = save({}); !saved)
                    return saved;
            }
        }
        return endTogether("num_training_steps");
    }

    /// Whether all go on with what comes next; otherwise one of them was stopped.
    Result<bool> together(Next next)
    {
        const auto agreed = agree(m_processes.get(), next, m_control.stopped());
        return agreed ? Result<bool>(*agreed == next) : fail(agreed);
    }

    Result<void> endTogether(const std::string& reason)
    {
        const auto ended = together(Next::kEnd);
        return ended ? saveAndFinish(reason) : fail(ended);
    }

    Result<void> saveAndFinish(const std::string& reason)
    {
        const auto saved = save({});
        return saved ? finish(reason) : saved;
    }

    Result<void> pauseIfAsked()
    {
        if (!m_control.paused())
            return {};
        if (const auto told = tell({{"event", "paused"}, {"step", m_course->steps()}}); !told)
            return told;
        m_control.waitWhilePaused();
        m_spoke = Clock::now();
        m_spokeAt = m_course->steps();
        return m_control.stopped() ? Result<void>{} : tell({{"event", "resumed"}, {"step", m_course->steps()}});
    }

    Result<void> tellTraining()
    {
        const auto step = m_course->steps();
        Json event{{"event", "train"}, {"step", step}};
        event.update(inOrder(m_course->trained()));
        event["epoch"] = m_course->epoch();
        event["steps_per_second"] = static_cast<double>(step - m_spokeAt) / std::max(1e-9, secondsSince(m_spoke));
        event["seconds"] = secondsSince(m_start);
        m_spoke = Clock::now();
        m_spokeAt = step;
        return tell(std::move(event));
    }

    Result<void> evaluateAndSave()
    {
        const auto evaluated = m_course->evaluate([this] { return m_control.stopped(); });
        if (!evaluated)
            return fail(evaluated);
        const auto& metrics = *evaluated;
        if (!metrics)
            return m_control.stopped() ? Result<void>{} : save({}); // stopped: saved where the loop ends
        Json event{{"event", "eval"}, {"step", m_course->steps()}};
        event.update(inOrder(*metrics));
        event["seconds"] = secondsSince(m_start);
        if (const auto told = tell(std::move(event)); !told)
            return told;
        return save(*metrics);
    }

    Result<void> save(const Metrics& metrics)
    {
        const auto* latest = m_run.checkpoints.latest();
        if (latest && latest->step == m_course->steps())
            return {};
        const Provenance provenance{m_options.seed, m_options.eval_ratio, m_options.music, m_run.dataDigest, m_options.data, m_options.licence};
        auto checkpoint = m_course->save(m_options.run_dir, provenance, metrics);
        if (!checkpoint)
            return fail(checkpoint);
        const auto path = (m_options.run_dir / checkpoint->model).string();
        constexpr double kHour = 3600.0;
        if (m_options.keep_checkpoint_every_n_hours > 0.0 && secondsSince(m_kept) >= m_options.keep_checkpoint_every_n_hours * kHour) {
            checkpoint->kept = true;
            m_kept = Clock::now();
        }
        if (const auto added = m_folder->addCheckpoint(m_run.checkpoints, std::move(*checkpoint), m_options.num_checkpoints); !added)
            return added;
        m_saved = Clock::now();
        return tell({{"event", "checkpoint"}, {"step", m_course->steps()}, {"path", path}, {"best", m_run.checkpoints.best == m_course->steps()}});
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
    static Json inOrder(const Metrics& metrics)
    {
        Json json;
        for (const char* first : {"loss", "perplexity", "r_loss", "kl_loss", "accuracy"})
            if (const auto found = metrics.find(first); found != metrics.end())
                json[first] = found->second;
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

    const Result<std::optional<Place>> m_place;
    TrainOptions m_options;
    const EventSink& m_sink;
    Control m_control;
    Clock::time_point m_start = Clock::now();

    std::unique_ptr<Processes> m_processes; ///< null: this one alone
    std::unique_ptr<Course> m_course;
    int m_threads = 1;
    std::optional<runs::OpenRun> m_folder;
    runs::Run m_run;
    bool m_begun = false; ///< the folder is ours and says what the run is
    Clock::time_point m_saved, m_kept, m_spoke = Clock::now();
    std::int64_t m_spokeAt = 0;
    Result<void> m_told; ///< how telling went while the course was reading
};

} // namespace

Result<void> train(const TrainOptions& options, const EventSink& sink, std::stop_token stop)
{
    keepFreedMemory();
    return Sitting(options, sink, stop).run();
}

} // namespace partita::training
