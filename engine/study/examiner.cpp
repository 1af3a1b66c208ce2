#include "engine/study/examiner.h"

#include "engine/study/golden_file.h"

#include <exception>

namespace partita::study {

void Examiner::examine(std::string_view row, const std::function<void(Comparison&)>& compare)
{
    Comparison comparison;
    try {
        compare(comparison);
    } catch (const std::exception& error) {
        comparison.fails(error.what());
    }
    CaseResult result = comparison.result();
    result.place = m_place;
    result.name = row.empty() ? m_place : m_place + ": " + std::string(row);
    result.kind = m_kind;
    m_sink(result);
}

std::filesystem::path Examiner::music(const std::string& path) const
{
    if (m_data.empty())
        throw GoldenFileError("there is no \"data\" folder beside a folder named \"golden\" above this case; say with --data where its music lies");
    return m_data / path;
}

} // namespace partita::study
