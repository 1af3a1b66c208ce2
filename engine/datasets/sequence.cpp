#include "engine/datasets/sequence.h"

#include <algorithm>

namespace partita::datasets {

Sequence::Sequence(std::span<const int> codes, const encoding::Controls& controls)
    : m_codes(codes.begin(), codes.end()), m_controlWidth(controls.width)
{
    for (std::size_t event = 0; event < controls.size(); ++event) {
        const auto row = controls.row(event);
        if (event > 0 && std::ranges::equal(row, controls.row(event - 1))) {
            ++m_runEnds.back();
            continue;
        }
        m_controlRows.insert(m_controlRows.end(), row.begin(), row.end());
        m_runEnds.push_back(static_cast<std::uint32_t>(event + 1));
    }
}

encoding::Controls Sequence::controls() const
{
    encoding::Controls controls{.width = m_controlWidth};
    std::size_t event = 0;
    for (std::size_t run = 0; run < m_runEnds.size(); ++run) {
        const auto row = std::span(m_controlRows).subspan(run * static_cast<std::size_t>(m_controlWidth), static_cast<std::size_t>(m_controlWidth));
        for (; event < m_runEnds[run]; ++event)
            controls.rows.insert(controls.rows.end(), row.begin(), row.end());
    }
    return controls;
}

std::size_t Sequence::steps(int width) const
{
    const std::size_t events = m_codes.size() / static_cast<std::size_t>(width);
    return events > 0 ? events - 1 : 0;
}

void Sequence::addTo(Sha256& digest) const
{
    const auto add = [&]<class T>(const std::vector<T>& values) { digest.add({reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(T)}); };
    add(codes());
    add(m_controlRows);
    add(m_runEnds);
    constexpr std::uint8_t kEnd = 0xff;
    digest.add({&kEnd, 1});
}

} // namespace partita::datasets
