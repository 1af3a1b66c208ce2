#include "engine/formats/abc_open_score.h"

#include <fmt/format.h>

#include <algorithm>

namespace partita::formats::abc {
namespace {

constexpr std::size_t kMaxShortNumber = 4; ///< digits
constexpr std::size_t kMaxVoices = 64, kMaxWarnings = 20;

} // namespace

std::int64_t shortNumber(std::string_view digits)
{
    return numberOf(digits, kMaxShortNumber);
}

Fraction takeLength(Cursor& cursor)
{
    const auto before = cursor.digits();
    const auto slashes = cursor.run("/").size();
    const auto after = slashes > 0 ? cursor.digits() : std::string_view();
    if (slashes > 10)
        refuse(AbcFault::kParse, "a note is too short");
    std::int64_t divisor = slashes > 0 ? std::int64_t(1) << (after.empty() ? slashes : slashes - 1) : 1;
    if (!after.empty())
        divisor *= shortNumber(after);
    if (divisor == 0)
        refuse(AbcFault::kParse, "a note length is divided by 0");
    return {before.empty() ? 1 : shortNumber(before), divisor};
}

void OpenScore::warn(std::string sentence)
{
    auto& warnings = m_score.warnings;
    if (std::ranges::find(warnings, sentence) == warnings.end() && warnings.size() < kMaxWarnings)
        warnings.push_back(std::move(sentence));
}

OpenVoice& OpenScore::current()
{
    if (m_open.empty())
        addVoice("1");
    return m_open[m_current];
}

OpenVoice& OpenScore::choose(std::string_view id)
{
    const auto known = std::ranges::find(m_score.voices, id, &Voice::id);
    m_current = static_cast<std::size_t>(known - m_score.voices.begin());
    if (known == m_score.voices.end())
        addVoice(id);
    return m_open[m_current];
}

void OpenScore::addVoice(std::string_view id)
{
    if (m_open.size() >= kMaxVoices)
        refuse(AbcFault::kMultiVoice, fmt::format("it has more than {} voices", kMaxVoices));
    OpenVoice voice = m_start;
    voice.index = m_open.size();
    m_open.push_back(voice);
    m_score.voices.push_back({std::string(id), {}, {}});
    if (!m_inHeader)
        begin(m_open.back());
}

void OpenScore::begin(OpenVoice& voice)
{
    if (voice.meter.denominator > 0)
        add(voice, voice.meter);
    if (m_startKey)
        add(voice, *m_startKey);
}

void OpenScore::setKey(const Key& key)
{
    if (m_inHeader)
        m_startKey = key;
    else
        add(key);
}

void OpenScore::setTempo(std::optional<WrittenTempo> tempo)
{
    if (m_inHeader)
        m_startTempo = tempo;
    else if (tempo)
        addTempo(current(), *tempo);
}

void OpenScore::addTempo(OpenVoice& voice, const WrittenTempo& tempo)
{
    const auto beat = tempo.beat.numerator == 0 ? voice.unit : tempo.beat;
    add(voice, TempoChange{std::clamp(4.0 * beat.toDouble() * tempo.rate, 1.0, 10'000.0)});
}

void OpenScore::endHeader()
{
    if (!std::exchange(m_inHeader, false))
        return;
    if (m_start.unit.numerator == 0) {
        const auto& meter = m_start.meter;
        const bool fine = meter.denominator > 0 && 4 * meter.numerator < 3 * meter.denominator;
        const Fraction unit(1, fine ? 16 : 8);
        m_start.unit = unit;
        for (auto& voice : m_open)
            voice.unit = unit;
    }
    m_current = 0;
    if (m_open.empty())
        current();
    else
        for (auto& voice : m_open)
            begin(voice);
    if (m_startTempo)
        addTempo(m_open.front(), *m_startTempo);
}

} // namespace partita::formats::abc
