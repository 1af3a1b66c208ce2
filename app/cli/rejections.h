#pragma once

#include "app/cli/output.h"

#include <filesystem>
#include <string>

namespace partita::cli {

/// Music that gave nothing, and why: told at once, or kept for the report in JSON.
class Rejections {
public:
    explicit Rejections(bool json) : m_json(json) {}

    void operator()(const std::filesystem::path& file, const std::string& reason)
    {
        if (m_json)
            m_rejected.push_back({{"file", file.string()}, {"reason", reason}});
        else
            note("{}", reason);
    }
    const nlohmann::json& json() const { return m_rejected; }

private:
    bool m_json;
    nlohmann::json m_rejected = nlohmann::json::array();
};

} // namespace partita::cli
