#include "engine/study/exactness.h"

#include "engine/core/file_io.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"

#include <algorithm>
#include <set>
#include <vector>

namespace partita::study {
namespace fs = std::filesystem;
namespace {

fs::path dataBeside(const fs::path& folder)
{
    std::error_code none;
    for (fs::path at = fs::weakly_canonical(folder, none); at.has_relative_path(); at = at.parent_path())
        if (at.filename() == "golden" && fs::is_directory(at.parent_path() / "data", none))
            return at.parent_path() / "data";
    return {};
}

/// Whether a case's own file names its kind so.
bool saysItIs(const fs::path& file, std::string_view kind)
{
    const auto golden = readJson(file);
    return golden.is_object() && golden.contains("kind") && golden["kind"] == kind;
}

const Kind* kindOf(const fs::path& file)
{
    const auto isOne = [&](const Kind& kind) { return file.filename() == kind.file && (kind.says.empty() || saysItIs(file, kind.says)); };
    const auto found = std::ranges::find_if(kinds(), isOne);
    return found == kinds().end() ? nullptr : &*found;
}

/// Names by which a folder says that all of it is one case.
constexpr std::string_view kFolderMarks[] = {"case.json", "golden.json"};

class Walk {
public:
    Walk(fs::path root, fs::path data, const Examiner::Sink& sink) : m_root(std::move(root)), m_data(std::move(data)), m_sink(sink) {}

    void folder(const fs::path& path)
    {
        for (const std::string_view mark : kFolderMarks)
            if (fs::exists(path / mark))
                return examine(path / mark, path);
        std::set<fs::path> entries; // in the order of their names
        for (const auto& entry : fs::directory_iterator(path))
            entries.insert(entry.path());
        for (const fs::path& entry : entries) {
            if (fs::is_directory(entry))
                folder(entry);
            else if (entry.extension() != ".md" && entry.extension() != ".mid") // words about cases, and music that they name
                examine(entry, entry);
        }
    }

    void examine(const fs::path& file, const fs::path& place)
    {
        std::string name = place.lexically_relative(m_root).generic_string();
        if (name.empty() || name == ".")
            name = place.filename().generic_string();
        std::string kindName = "unknown";
        const auto whole = [&](const std::string& why) {
            Examiner(name, kindName, m_data, m_sink).examine("", [&](Comparison& comparison) { comparison.fails(why); });
        };
        try {
            const Kind* kind = kindOf(file);
            if (!kind)
                return whole(quoted(file.filename()) + " is a case of a kind that this version does not know.");
            kindName = kind->name;
            Examiner examiner(name, kindName, m_data, m_sink);
            kind->run(file, examiner);
        } catch (const std::exception& error) { // the file itself cannot be read
            whole(error.what());
        }
    }

private:
    fs::path m_root;
    fs::path m_data;
    const Examiner::Sink& m_sink;
};

} // namespace

Result<void> checkExactness(const fs::path& folder, const fs::path& data, const std::function<void(const CaseResult&)>& sink)
{
    std::error_code code;
    const auto status = fs::status(folder, code);
    if (!fs::exists(status))
        return fail(ErrorCode::kNotFound, "There is no " + quoted(folder) + ". Name a folder of golden cases.");
    const fs::path root = fs::weakly_canonical(folder, code);
    Walk walk(root, data.empty() ? dataBeside(root) : data, sink);
    try {
        if (fs::is_directory(status))
            walk.folder(root);
        else
            walk.examine(root, root);
    } catch (const fs::filesystem_error& error) {
        return fail(ErrorCode::kUnreadable, quoted(folder) + " cannot be read: " + systemMessage(error.code().value()) + ".");
    }
    return {};
}

} // namespace partita::study
