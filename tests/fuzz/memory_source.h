#pragma once

#include "engine/bundle/file_source.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

/// Files that exist in memory only, for fuzz targets.
class MemorySource : public partita::bundle::FileSource {
public:
    void add(const std::string& name, partita::Bytes bytes)
    {
        m_files[name] = partita::bundle::ownBytes(std::move(bytes));
        m_names.push_back(name);
        std::ranges::sort(m_names);
    }
    const std::vector<std::string>& names() const override { return m_names; }
    partita::Result<partita::bundle::FileBytes> read(const std::string& name) const override
    {
        const auto found = m_files.find(name);
        if (found == m_files.end())
            return partita::fail(partita::ErrorCode::kNotFound, name + " is not here.");
        return found->second;
    }
    std::filesystem::path pathOf(const std::string& name) const override { return name; }

private:
    std::map<std::string, partita::bundle::FileBytes> m_files;
    std::vector<std::string> m_names;
};
