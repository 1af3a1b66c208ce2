#pragma once

#include "engine/study/comparison.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace partita::study {

/// Runs the cases of one golden file or folder and hands each result on.
class Examiner {
public:
    using Sink = std::function<void(const CaseResult&)>;

    /// `data`: the folder that tables' paths are relative to; empty where there is none.
    Examiner(std::string place, std::string_view kind, std::filesystem::path data, const Sink& sink)
        : m_place(std::move(place)), m_kind(kind), m_data(std::move(data)), m_sink(sink)
    {
    }

    /// One case. Whatever `compare` throws (a column or field that is missing, a file that is damaged) makes it fail and
    /// say why. `row` names it among the cases of its file; a folder's only case has none.
    void examine(std::string_view row, const std::function<void(Comparison&)>& compare);

    /// A file of music that a case names. Throws GoldenFileError where nobody knows where such files lie.
    std::filesystem::path music(const std::string& path) const;

private:
    std::string m_place;
    std::string m_kind;
    std::filesystem::path m_data;
    const Sink& m_sink;
};

} // namespace partita::study
