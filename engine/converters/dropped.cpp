#include "engine/converters/dropped.h"

#include <fmt/format.h>

#include <string_view>

namespace partita::converters {
namespace {

struct Words {
    std::string_view name;
    std::string_view clause; ///< {0} count, {1} found, {2} needed
};

/// In the order of DropReason.
constexpr std::array<Words, kNumDropReasons> kWords{{
    {"no_end", "it has no end (total time 0)"},
    {"fault", ""},
    {"other_meter", "its bars have {1:g} steps, where the model knows bars of {2:g}"},
    {"no_notes", "it has no notes"},
    {"no_fitting_notes", "none of its notes has a program, pitch or drum that the model knows"},
    {"unknown_drums", "{0} of its notes are drums that the model does not know"},
    {"polyphonic", "{0} of its tracks play several notes at once"},
    {"too_few_pitches", "{0} of its tracks have no pitch"},
    {"too_short", "{0} of its tracks are shorter than the {2:g} bars that the model reads (the longest has {1:g})"},
    {"truncated", "{0} of its tracks were cut at the greatest length"},
    {"unfinished_window", "{1:g} bars are left over from windows of {2:g}"},
    {"duplicate", "{0} windows repeat others"},
    {"over_limit", "{0} windows are more than the {2:g} that one sequence may give"},
    {"no_chords", "its chords could not be inferred: "},
    {"no_melody", "no instrument plays a melody (programs 0 to 31)"},
    {"no_bass", "no instrument plays a bass (programs 32 to 39)"},
    {"no_drums", "no instrument plays drums"},
    {"mixed_instrument", "{0} instruments are neither melody nor bass nor drums throughout"},
    {"never_together", "melody, bass and drums never play together for {2:g} bars"},
    {"too_few_instruments", "{0} of its parts have fewer than {2:g} instruments"},
    {"too_many_instruments", "{0} of its parts have more than {2:g} instruments (up to {1:g})"},
    {"too_few_events", "{0} of its parts have fewer than {2:g} events"},
    {"too_many_events", "in {0} of its parts one instrument has more than {2:g} events (up to {1:g})"},
    {"several_programs", "in {0} of its parts one instrument changes its program"},
    {"pitch_out_of_range", "{0} of its parts have a pitch that the model does not know"},
    {"several_parts", "it has {1:g} parts, where the model takes one"},
}};

const Words& wordsOf(DropReason reason)
{
    return kWords[static_cast<std::size_t>(reason)];
}

} // namespace

std::string nameOf(DropReason reason)
{
    return std::string(wordsOf(reason).name);
}

std::string describe(const Dropped& dropped)
{
    std::string clause = fmt::format(fmt::runtime(wordsOf(dropped.reason).clause), dropped.count, dropped.found, dropped.needed);
    if (dropped.fault) {
        clause += toError(*dropped.fault, "it").message;
        clause.pop_back(); // the full stop
    }
    return clause;
}

void add(DropCounts& counts, const std::vector<Dropped>& dropped)
{
    for (const Dropped& entry : dropped)
        counts[static_cast<std::size_t>(entry.reason)] += entry.count;
}

} // namespace partita::converters
