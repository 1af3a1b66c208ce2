#pragma once

namespace partita::generate {

/// Bars from `first` to `last`, both included, counted from 1.
struct BarRange {
    int first = 1;
    int last = 1;
    friend bool operator==(const BarRange&, const BarRange&) = default;
};

} // namespace partita::generate
