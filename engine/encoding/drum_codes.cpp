#include "engine/encoding/drum_codes.h"

#include <algorithm>
#include <numeric>

namespace partita::encoding {

const DrumClasses& nineDrumClasses()
{
    static const DrumClasses kClasses{
        {36, 35},                                                     // kick
        {38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85}, // snare
        {42, 44, 54, 68, 69, 70, 71, 73, 78, 80, 22},                 // closed hi-hat
        {46, 67, 72, 74, 79, 81, 26},                                 // open hi-hat
        {45, 29, 41, 43, 61, 64, 84},                                 // low tom
        {48, 47, 60, 63, 77, 86, 87},                                 // mid tom
        {50, 30, 62, 76, 83},                                         // high tom
        {49, 52, 55, 57, 58},                                         // crash
        {51, 53, 59, 82},                                             // ride
    };
    return kClasses;
}

const DrumClasses& fullDrumClasses()
{
    static const DrumClasses kClasses = [] {
        DrumClasses classes;
        for (int pitch : {36, 35, 38, 27, 28, 31, 32, 33, 34, 37, 39, 40, 56, 65, 66, 75, 85, 42, 44, 54, 68,
                          69, 70, 71, 73, 78, 80, 46, 67, 72, 74, 79, 81, 45, 29, 41, 61, 64, 84, 48, 47, 60,
                          63, 77, 86, 87, 50, 30, 43, 62, 76, 83, 49, 55, 57, 58, 51, 52, 53, 59, 82})
            classes.push_back({pitch});
        return classes;
    }();
    return kClasses;
}

const DrumClasses& rolandDrumClasses()
{
    static const DrumClasses kClasses{{36}, {38, 37, 40}, {42, 22, 44}, {46, 26}, {43, 58}, {47, 45}, {50, 48}, {49, 52, 55, 57}, {51, 53, 59}};
    return kClasses;
}

const DrumClasses& singleDrumClass()
{
    static const DrumClasses kClasses = [] {
        std::vector<int> all(kMaxMidiPitch + 2, 39);
        std::iota(all.begin() + 1, all.end(), 0);
        return DrumClasses{all};
    }();
    return kClasses;
}

Vocabulary drumVocabulary(const DrumClasses& classes)
{
    return {.size = 1 << classes.size(), .defaultCode = 0};
}

int drumCode(const DrumHits& hits, const DrumClasses& classes)
{
    int code = 0;
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (std::ranges::any_of(classes[i], [&](int pitch) { return hits.test(static_cast<std::size_t>(pitch)); }))
            code |= 1 << i;
    return code;
}

DrumHits drumEvent(int code, const DrumClasses& classes)
{
    DrumHits hits;
    for (std::size_t i = 0; i < classes.size(); ++i)
        if (code >> i & 1)
            hits.set(static_cast<std::size_t>(classes[i].front()));
    return hits;
}

std::vector<int> drumCodes(std::span<const DrumHits> events, const DrumClasses& classes)
{
    std::vector<int> codes;
    for (const DrumHits& hits : events)
        codes.push_back(drumCode(hits, classes));
    return codes;
}

std::vector<DrumHits> drumEvents(std::span<const int> codes, const DrumClasses& classes)
{
    std::vector<DrumHits> events;
    for (int code : codes)
        events.push_back(drumEvent(code, classes));
    return events;
}

bool knowsAll(const DrumHits& hits, const DrumClasses& classes)
{
    DrumHits known;
    for (const auto& pitches : classes)
        for (int pitch : pitches)
            known.set(static_cast<std::size_t>(pitch));
    return (hits & ~known).none();
}

} // namespace partita::encoding
