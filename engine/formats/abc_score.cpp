#include "engine/formats/abc_score.h"

#include "engine/formats/abc_open_score.h"
#include "engine/formats/abc_tune.h"
#include "engine/formats/numbers.h"

namespace partita::formats::abc {
namespace {

std::string_view withoutComment(std::string_view line)
{
    for (std::size_t i = 0; i < line.size(); ++i)
        if (line[i] == '%' && (i == 0 || line[i - 1] != '\\'))
            return trimmed(line.substr(0, i));
    return trimmed(line);
}

/// In the body a letter and a colon may be a note and a repeat sign.
bool isField(std::string_view line, bool inHeader)
{
    if (line.size() < 2 || line[1] != ':' || !isLetter(line[0]) || (line.size() > 2 && (line[2] == '|' || line[2] == ':')))
        return false;
    return inHeader || std::string_view("IKLMmNPQRrsTUVWwX").find(line[0]) != std::string_view::npos;
}

} // namespace

void readScore(const std::vector<std::string_view>& lines, Score& score)
{
    OpenScore open(score);
    for (const auto whole : lines) {
        const auto line = withoutComment(whole);
        if (line.empty())
            continue;
        if (isField(line, open.inHeader())) {
            Cursor content{line, 2};
            content.spaces();
            readField(open, line[0], content.rest());
        } else {
            open.endHeader();
            readMusic(open, line);
        }
    }
    open.endHeader();
}

TuneOutcome readTuneForPeople(const std::vector<std::string_view>& lines)
{
    Score score;
    try {
        readScore(lines, score);
        auto sequence = sounding(score);
        if (sequence.notes.empty())
            refuse(AbcFault::kParse, "it holds no notes");
        return {score.referenceNumber, std::move(sequence), std::move(score.warnings)};
    } catch (const TuneError& error) {
        return {score.referenceNumber, AbcFailure{score.referenceNumber, error.fault, error.message}, {}};
    }
}

} // namespace partita::formats::abc
