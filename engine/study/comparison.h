#pragma once

#include "engine/study/bounds.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::study {

/// One golden case, computed and compared.
struct CaseResult {
    std::string place; ///< the golden file or folder it stands in
    std::string name;  ///< `place`, with the row where a file holds many cases
    std::string kind;
    std::size_t quantities = 0; ///< how many values were compared
    double deviation = 0.0;     ///< of the quantity that comes nearest to its bound, or exceeds it most
    double bound = 0.0;
    bool pass = false;
    std::string detail; ///< what was compared, or a sentence about what differs
};

/// Gathers what one case compares. Only here is anything held to be equal or not.
class Comparison {
public:
    /// Texts, counts and bits.
    template <class T>
    void equal(std::string_view what, const T& actual, const T& expected)
    {
        if (actual == expected)
            discrete(what, true, {});
        else
            discrete(what, false, nlohmann::json(actual).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + " instead of "
                         + nlohmann::json(expected).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }
    /// A statement that has to be true; `otherwise` says what is wrong if it is not.
    void holds(std::string_view what, bool truth, std::string_view otherwise) { discrete(what, truth, otherwise); }

    /// Numbers within the quantity's bound. Two infinities of one sign, and two that are no numbers, agree.
    void near(std::string_view what, Quantity quantity, double actual, double expected);
    void near(std::string_view what, Quantity quantity, std::span<const float> actual, std::span<const float> expected);

    /// The case could not be computed.
    void fails(std::string_view why) { discrete("result", false, why); }

    /// Deviation, bound, verdict and detail; names and kind are the caller's.
    CaseResult result() const;

private:
    void count(std::string_view what);
    void compare(std::string_view what, const Bound& bound, double actual, double expected, double size);
    void discrete(std::string_view what, bool same, std::string_view difference);

    std::size_t m_quantities = 0;
    std::size_t m_discreteFaults = 0;
    std::size_t m_faults = 0;
    double m_deviation = 0.0, m_bound = 0.0, m_ratio = -1.0;
    std::vector<std::string> m_compared; ///< names, in order, each once
    std::string m_difference;            ///< the first few
};

} // namespace partita::study
