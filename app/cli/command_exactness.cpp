#include "app/cli/command.h"
#include "app/cli/output.h"

#include "engine/study/exactness.h"

#include <cmath>
#include <memory>

namespace partita::cli {
namespace {

using study::CaseResult;

struct ExactnessOptions {
    std::vector<std::string> folders;
    std::string data;
    bool json = false;
};

/// The cases of one golden file or folder, for people: a table of thousands of rows is one line, and each failure one more.
class Listing {
public:
    ~Listing() { finish(); }

    void add(const CaseResult& result)
    {
        if (result.place != m_worst.place)
            finish();
        if (m_cases++ == 0 || (m_worst.pass && (!result.pass || result.deviation > m_worst.deviation)))
            m_worst = result;
        m_quantities += result.quantities;
        m_failed += !result.pass;
        if (!result.pass)
            m_failures.push_back("        " + (result.name == result.place ? "" : result.name.substr(result.place.size() + 2) + ": ") + result.detail);
    }

    void finish()
    {
        if (m_cases > 0) {
            print("{}  {}  {}: {} cases, {} quantities, largest deviation {:.3g}, bound {:.3g}{}", m_failed == 0 ? "pass" : "FAIL", m_worst.place, m_worst.kind, m_cases,
                  m_quantities, m_worst.deviation, m_worst.bound, m_failed == 0 ? "; " + m_worst.detail : fmt::format("; {} failed", m_failed));
            for (const auto& failure : m_failures)
                print("{}", failure);
        }
        m_worst = {};
        m_cases = m_quantities = m_failed = 0;
        m_failures.clear();
    }

private:
    CaseResult m_worst;
    std::size_t m_cases = 0, m_quantities = 0, m_failed = 0;
    std::vector<std::string> m_failures;
};

nlohmann::json toJson(const CaseResult& result)
{
    nlohmann::json json{{"name", result.name}, {"kind", result.kind}, {"deviation", result.deviation}, {"bound", result.bound}, {"pass", result.pass}, {"detail", result.detail}};
    if (!std::isfinite(result.deviation)) // JSON knows no infinity
        json["deviation"] = "Infinity";
    return json;
}

Result<void> run(const ExactnessOptions& options)
{
    auto cases = nlohmann::json::array();
    Listing listing;
    std::size_t count = 0, failed = 0;
    const auto take = [&](const CaseResult& result) {
        ++count;
        failed += !result.pass;
        if (options.json)
            cases.push_back(toJson(result));
        else
            listing.add(result);
    };
    for (const auto& folder : options.folders)
        if (const auto walked = study::checkExactness(folder, options.data, take); !walked)
            return walked;
    listing.finish();
    if (options.json)
        printJson({{"cases", cases}});
    if (count == 0)
        return fail(ErrorCode::kNotFound, "There are no golden cases in the folders named. Name folders that hold some.");
    if (failed > 0)
        return fail(ErrorCode::kMismatch, fmt::format("{} of {} cases failed.", failed, count));
    if (!options.json)
        print("All {} cases passed.", count);
    return {};
}

} // namespace

Run setupExactness(CLI::App& app)
{
    auto options = std::make_shared<ExactnessOptions>();
    app.add_option("folders", options->folders, "Folders of golden cases")->required();
    app.add_option("--data", options->data, "The folder that tables' paths are relative to (default: \"data\" beside the folder \"golden\" above)");
    app.add_flag("--json", options->json, "Every case with deviation, bound and verdict, as JSON");
    return [options] { return run(*options); };
}

} // namespace partita::cli
