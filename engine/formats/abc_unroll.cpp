#include "engine/formats/abc_score.h"
#include "engine/formats/abc_text.h"

#include <algorithm>
#include <map>
#include <span>

namespace partita::formats::abc {
namespace {

constexpr std::size_t kMaxEvents = 200'000; ///< of a voice when all is played out: ten hours of sixteenths
constexpr int kMaxPlays = 64;

using Events = std::span<const Event>;

/// Plays the repeats of `written`, which no part's label interrupts.
class Unroller {
public:
    Unroller(Events written, std::vector<Event>& played) : m_written(written), m_played(played) {}

    void run()
    {
        std::size_t i = 0;
        while (i < m_written.size()) {
            const auto& event = m_written[i];
            if (const auto* bar = std::get_if<Bar>(&event))
                i = afterBar(i, *bar);
            else if (const auto* ending = std::get_if<Ending>(&event))
                i = ending->holds(m_time) ? i + 1 : afterEnding(i);
            else {
                add(event);
                ++i;
            }
        }
    }

private:
    void add(const Event& event)
    {
        if (m_played.size() >= kMaxEvents)
            refuse(AbcFault::kRepeatParse, "its repeats and parts make it longer than ten hours");
        m_played.push_back(event);
    }

    std::size_t beginSection(std::size_t at)
    {
        m_time = 1;
        m_lastTime = 1;
        return m_start = at;
    }

    std::size_t afterBar(std::size_t i, const Bar& bar)
    {
        add(bar);
        if (bar.plays > 0) {
            // The section has as many times through as its endings tell, those after this sign included.
            m_lastTime = std::max({m_lastTime, bar.plays, lastEnding(m_start, i + 2)});
            if (m_time < std::min(m_lastTime, kMaxPlays)) {
                ++m_time;
                return m_start;
            }
            return beginSection(i + 1);
        }
        return bar.opens || (bar.heavy && m_time > 1) ? beginSection(i + 1) : i + 1;
    }

    /// The last time through that an ending in [from, to) belongs to; 0 without endings.
    int lastEnding(std::size_t from, std::size_t to) const
    {
        int last = 0;
        for (const auto& event : m_written.subspan(from, std::min(to, m_written.size()) - from))
            if (const auto* ending = std::get_if<Ending>(&event))
                last = std::max(last, ending->last());
        return last;
    }

    /// Where to go on when the ending at `i` belongs to another time: the next ending that belongs to this one, or the
    /// first place behind all endings.
    std::size_t afterEnding(std::size_t i) const
    {
        for (++i; i < m_written.size(); ++i) {
            if (const auto* ending = std::get_if<Ending>(&m_written[i]); ending && ending->holds(m_time))
                return i;
            const auto* bar = std::get_if<Bar>(&m_written[i]);
            const bool isLast = bar && (bar->plays > 0 || bar->opens || bar->heavy) && !(i + 1 < m_written.size() && std::holds_alternative<Ending>(m_written[i + 1]));
            if (isLast)
                return bar->opens ? i : i + 1;
        }
        return i;
    }

    Events m_written;
    std::vector<Event>& m_played;
    std::size_t m_start = 0; ///< of the section
    int m_time = 1;          ///< that goes through it
    int m_lastTime = 1;
};

} // namespace

bool Ending::holds(int time) const
{
    return std::ranges::any_of(times, [time](const auto& range) { return range.first <= time && time <= range.second; });
}

int Ending::last() const
{
    int last = 0;
    for (const auto& range : times)
        last = std::max(last, range.second);
    return last;
}

std::vector<Event> playedOut(const std::vector<Event>& written, std::string_view order)
{
    std::map<char, Events> parts;
    std::vector<Events> pieces; // as written: what stands before the first label, then the parts
    std::size_t from = 0;
    char label = '\0';
    const auto close = [&](std::size_t to) {
        const auto piece = Events(written).subspan(from, to - from);
        pieces.push_back(piece);
        if (label != '\0')
            parts.insert_or_assign(label, piece);
    };
    for (std::size_t i = 0; i < written.size(); ++i)
        if (const auto* part = std::get_if<PartLabel>(&written[i])) {
            close(i);
            label = part->label;
            from = i + 1;
        }
    close(written.size());

    if (!order.empty() && !parts.empty()) {
        pieces.resize(1);
        for (const char next : order)
            if (const auto found = parts.find(next); found != parts.end())
                pieces.push_back(found->second);
    }
    std::vector<Event> played;
    for (const auto& piece : pieces)
        Unroller(piece, played).run();
    return played;
}

} // namespace partita::formats::abc
