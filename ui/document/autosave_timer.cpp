#include "ui/document/autosave_timer.h"

#include "ui/bridge/conversions.h"

#include <chrono>
#include <optional>

namespace partita::ui {
namespace {

constexpr std::chrono::seconds kLook{1};

} // namespace

struct AutosaveTimer::Place {
    const std::filesystem::path folder;
    std::optional<project::Autosave> autosave; ///< opened with the first save

    Result<void> save(const Work& work)
    {
        if (!autosave) {
            auto opened = project::Autosave::open(folder);
            if (!opened)
                return fail(opened);
            autosave = std::move(*opened);
        }
        return autosave->save(work.document, work.info);
    }
    void discard()
    {
        if (autosave)
            autosave->discard();
    }
    ~Place() { discard(); }
};

AutosaveTimer::AutosaveTimer(std::filesystem::path folder, std::function<Work()> work, QObject* parent)
    : QObject(parent), m_place(new Place{std::move(folder), {}}), m_work(std::move(work))
{
    connect(&m_timer, &QTimer::timeout, this, &AutosaveTimer::saveIfDue);
    m_timer.setInterval(kLook);
}

AutosaveTimer::~AutosaveTimer() = default;

void AutosaveTimer::edited()
{
    m_schedule.edited(project::AutosaveSchedule::Clock::now());
    if (!m_timer.isActive())
        m_timer.start();
    saveIfDue();
}

void AutosaveTimer::settled()
{
    m_schedule.settled();
    m_timer.stop();
    m_jobs.run([place = m_place](std::stop_token) { place->discard(); }, [] {});
}

void AutosaveTimer::saveIfDue()
{
    if (m_schedule.isDue(project::AutosaveSchedule::Clock::now()))
        saveNow();
}

void AutosaveTimer::saveNow()
{
    m_schedule.settled();
    m_timer.stop();
    m_jobs.run([place = m_place, work = m_work()](std::stop_token) { return place->save(work); },
        [this](const Result<void>& result) {
            if (result)
                Q_EMIT saved();
            else if (!std::exchange(m_saidFailed, true))
                Q_EMIT failed(toQString(result.error().message));
        });
}

} // namespace partita::ui
