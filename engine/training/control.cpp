#include "engine/training/control.h"

#include <string>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace partita::training {

Control::Control(int input, std::stop_token stop)
    : m_onStop(stop, [this] { this->stop(); })
{
    if (input >= 0)
        m_reader = std::jthread([this, input](std::stop_token quit) { read(quit, input); });
}

Control::~Control() = default;

bool Control::paused() const
{
    const std::lock_guard lock(m_mutex);
    return m_paused && !stopped();
}

void Control::waitWhilePaused()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_paused || stopped(); });
}

void Control::pause(bool paused)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused = paused;
    }
    m_changed.notify_all();
}

void Control::stop()
{
    m_stop.request_stop();
    {
        const std::lock_guard lock(m_mutex); // whoever waits has either seen the request or sleeps
    }
    m_changed.notify_all();
}

void Control::read(std::stop_token quit, int input)
{
    // An event wakes the poll when the loop is over; a word may arrive in pieces.
    const int wake = ::eventfd(0, EFD_CLOEXEC);
    if (wake < 0)
        return;
    {
        const std::stop_callback onQuit(quit, [wake] { ::eventfd_write(wake, 1); });
        constexpr std::size_t kLongestWord = 64;
        std::string line;
        bool overlong = false;
        while (!quit.stop_requested()) {
            pollfd files[] = {{input, POLLIN, 0}, {wake, POLLIN, 0}};
            if (::poll(files, 2, -1) < 0 || !files[0].revents)
                continue;
            char byte = 0;
            if (::read(input, &byte, 1) != 1)
                break;
            if (byte != '\n') {
                overlong = overlong || line.size() >= kLongestWord;
                if (!overlong && byte != '\r')
                    line += byte;
                continue;
            }
            if (!overlong && line == "pause")
                pause(true);
            else if (!overlong && line == "resume")
                pause(false);
            else if (!overlong && line == "stop")
                stop();
            line.clear();
            overlong = false;
        }
    }
    ::close(wake);
}

} // namespace partita::training
