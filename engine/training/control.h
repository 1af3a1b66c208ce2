#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace partita::training {

/// Lets someone else pause, resume and stop a training loop: words on a file descriptor, and a stop token.
/// A closed input means no more words, not stop: a run started with `< /dev/null` trains on.
class Control {
public:
    /// `input` −1: no words are read. It is not closed.
    Control(int input, std::stop_token stop);
    ~Control();
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

    bool paused() const;
    bool stopped() const { return m_stop.stop_requested(); }
    /// Stopped by either side.
    std::stop_token token() const { return m_stop.get_token(); }
    /// Sleeps until resumed or stopped.
    void waitWhilePaused();
    /// As the word does.
    void stop();

private:
    void pause(bool paused);
    void read(std::stop_token quit, int input);

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_paused = false;
    std::stop_source m_stop;
    std::stop_callback<std::function<void()>> m_onStop;
    std::jthread m_reader;
};

} // namespace partita::training
