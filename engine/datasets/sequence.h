#pragma once

#include "engine/core/digest.h"
#include "engine/encoding/event_encoding.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace partita::datasets {

/// A sequence that a network learns from, before it is encoded: kept small, since there may be very many in memory.
/// Controls hold for several events at a time, so each run of equal rows is kept once.
class Sequence {
public:
    Sequence() = default;
    /// `codes` of whole events (EventEncoding::width each), below 65536; `controls` none, or one row an event.
    explicit Sequence(std::span<const int> codes, const encoding::Controls& controls = {});

    std::vector<int> codes() const { return {m_codes.begin(), m_codes.end()}; }
    encoding::Controls controls() const;
    /// Training steps of a sequence whose events have `width` codes: one less than events.
    std::size_t steps(int width) const;

    encoding::Example encode(const encoding::EventEncoding& encoding) const { return encoding::encode(encoding, codes(), controls()); }

    /// Codes, controls and an end: so that no two lists of sequences give the same bytes.
    void addTo(Sha256& digest) const;

private:
    std::vector<std::uint16_t> m_codes;
    int m_controlWidth = 0;
    std::vector<float> m_controlRows;       ///< of each run
    std::vector<std::uint32_t> m_runEnds;   ///< the event after each run
};

} // namespace partita::datasets
