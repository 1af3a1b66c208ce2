// Tunebooks in ABC: the tunes, the refusals, and the sections written out.
#include "engine/formats/abc.h"
#include "engine/music/concatenate.h"
#include "engine/study/golden_file.h"
#include "engine/study/kinds.h"
#include "engine/study/note_sequence_json.h"
#include "engine/study/note_sequence_text.h"

#include <algorithm>
#include <string>
#include <vector>

namespace partita::study {
namespace {

void compareSequences(Comparison& comparison, const std::string& what, const NoteSequence& actual, const NoteSequence& expected)
{
    comparison.equal(what + " notes", exactNoteText(actual), exactNoteText(expected));
    comparison.equal(what + " events", eventText(actual), eventText(expected));
    comparison.holds(what + " as a whole", actual == expected, "other fields differ");
}

} // namespace

void checkAbcTunes(const std::filesystem::path& file, Examiner& examiner)
{
    std::size_t number = 0;
    for (const auto& entry : readJson(file))
        examiner.examine("tunebook " + std::to_string(number++), [&](Comparison& comparison) {
            const auto book = formats::readAbc(entry.at("abc").get<std::string>(), formats::ScoreReading::kAsNoteSeq);
            if (!book)
                return comparison.fails(book.error().message);
            std::vector<std::string> faults;
            for (const auto& failure : book->failures)
                faults.emplace_back(formats::abcFaultName(failure.fault));
            comparison.equal("refusals", faults, entry.at("exceptions").get<std::vector<std::string>>());
            comparison.equal("tunes", book->tunes.size(), entry.at("tunes").size());
            for (const auto& [reference, expected] : entry.at("tunes").items()) {
                const auto tune = book->tunes.find(std::stoll(reference));
                if (tune == book->tunes.end())
                    comparison.holds("tune " + reference, false, "it is not among those read");
                else
                    compareSequences(comparison, "tune " + reference, tune->second, noteSequenceFromJson(expected));
            }
            if (!entry.contains("expanded"))
                return;
            // The case does not say which of several tunes it expanded.
            const auto expanded = noteSequenceFromJson(entry.at("expanded"));
            const bool same = std::ranges::any_of(book->tunes, [&](const auto& tune) { return expandSectionGroups(tune.second) == expanded; });
            comparison.holds("sections written out", same, "no tune of the book becomes what the original makes of one");
        });
}

} // namespace partita::study
