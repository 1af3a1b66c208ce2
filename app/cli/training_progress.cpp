#include "app/cli/training_progress.h"

#include "app/cli/output.h"

#include "engine/neural/neural.h"

#include <unistd.h>

#include <cstdio>
#include <string>
#include <utility>

namespace partita::cli {
namespace {

void printLine(const training::Json& event)
{
    const std::string line = event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout); // a studio reads along
}

/// "loss 2.3026  perplexity 10.00  accuracy 0.412": what a person follows. Of a MusicVAE both halves of its loss, and how
/// often gradients that were no numbers, or far too long, had to be passed over.
std::string figures(const training::Json& event)
{
    std::string line;
    for (const auto& [key, name] : {std::pair{"loss", "loss"}, {"perplexity", "perplexity"}, {"r_loss", "reconstruction"}, {"kl_bits", "KL bits"}, {"accuracy", "accuracy"}})
        if (event.contains(key))
            line += fmt::format("{}{} {:.4f}", line.empty() ? "" : "  ", name, event[key].is_number() ? event[key].get<double>() : 0.0 / 0.0);
    if (const auto zeroed = event.value("zeroed_gradients", 0.0); zeroed > 0.0)
        line += fmt::format("  gradients passed over {:.0f}", zeroed);
    return line;
}

/// The events as a person wants to read them, on standard error; on a terminal the training line stays in its place.
class Progress {
public:
    void show(const training::Json& event)
    {
        const std::string kind = event.value("event", "");
        if (kind == "start") {
            m_last = event.value("num_training_steps", std::int64_t(0));
            const int processes = event.value("processes", 1);
            line(fmt::format("Training {} from step {}{} on {}{}", event.value("config", ""), event.value("step", std::int64_t(0)), m_last == kEndless ? " until it is stopped" : fmt::format(" to {}", m_last),
                             event.value("device", ""), processes > 1 ? fmt::format(", {} processes", processes) : ""));
        } else if (kind == "meeting") {
            line(fmt::format("Waiting at {} for all of {} processes", event.value("at", ""), event.value("processes", 0)));
        } else if (kind == "data") {
            line(fmt::format("{} files: {} sequences to learn from, {} held out; {} files give nothing", event.value("files", 0),
                             event.value("training_sequences", 0), event.value("eval_sequences", 0), event.value("rejected", 0)));
        } else if (kind == "train") {
            status(fmt::format("step {}{}  {}  {:.1f} steps/s", event.value("step", std::int64_t(0)), m_last == kEndless ? "" : fmt::format("/{}", m_last), figures(event),
                               event.value("steps_per_second", 0.0)));
        } else if (kind == "eval") {
            line(fmt::format("step {}  held out: {}", event.value("step", std::int64_t(0)), figures(event)));
        } else if (kind == "warning") {
            line(event.value("message", ""));
        } else if (kind == "paused" || kind == "resumed") {
            line(kind + " at step " + std::to_string(event.value("step", std::int64_t(0))));
        } else if (kind == "done") {
            line(fmt::format("Done at step {} ({}). Model: {}", event.value("step", std::int64_t(0)), event.value("reason", ""),
                             event.value("model", "none yet")));
        }
    }

private:
    void line(const std::string& text)
    {
        clear();
        note("{}", text);
    }
    void status(const std::string& text)
    {
        if (!m_terminal)
            return note("{}", text);
        clear();
        std::fputs(text.c_str(), stderr);
        std::fflush(stderr);
        m_shown = true;
    }
    void clear()
    {
        if (std::exchange(m_shown, false))
            std::fputs("\r\033[K", stderr);
    }

    const bool m_terminal = ::isatty(STDERR_FILENO) != 0;
    bool m_shown = false;
    std::int64_t m_last = 0;
};

} // namespace

Result<void> follow(training::TrainOptions options, bool jsonl)
{
    const auto networks = neural::open();
    if (!networks)
        return fail(networks);

    if (jsonl)
        options.controlInput = STDIN_FILENO;
    const StopOnInterrupt interrupt;
    Progress progress;
    return (*networks)->train(
        options,
        [&](const training::Json& event) {
            if (jsonl)
                printLine(event);
            else
                progress.show(event);
        },
        interrupt.token());
}

} // namespace partita::cli
