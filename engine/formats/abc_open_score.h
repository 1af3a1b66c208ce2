#pragma once

#include "engine/formats/abc_score.h"
#include "engine/formats/abc_text.h"

#include <array>
#include <optional>

/// Reading a tune for people, step by step: what is open while it is read, and who reads which part of it.
namespace partita::formats::abc {

/// A voice while it is read.
struct OpenVoice {
    std::size_t index = 0;
    int shift = 0; ///< semitones, of its own
    int keyShift = 0;
    Fraction unit;
    Accidentals key{};
    std::array<std::optional<int>, 7> barAccidentals{};
    MeterChange meter;
    int velocity = 90;
    std::optional<std::size_t> lastSound; ///< among its events
    Fraction broken{1};                   ///< for the next sound
    Fraction tuplet{1};
    std::int64_t tupletLeft = 0; ///< sounds it still holds for
};

/// A Q: field: beats of a length, so many a minute.
struct WrittenTempo {
    Fraction beat; ///< of a whole note; 0: the unit length
    double rate = 0.0;
};

/// A score to which fields and music are added: before the music fields speak for all voices, later for the current one.
class OpenScore {
public:
    explicit OpenScore(Score& score) : m_score(score) {}

    Score& score() { return m_score; }
    /// What was not understood: once each, and not without end.
    void warn(std::string sentence);

    bool inHeader() const { return m_inHeader; }
    /// Every voice begins with what the header said. Does nothing after the first time.
    void endHeader();

    OpenVoice& current();
    /// Goes on with the voice of that name, a new one if there is none. Throws TuneError if there are too many.
    OpenVoice& choose(std::string_view id);
    std::vector<Event>& events(const OpenVoice& voice) { return m_score.voices[voice.index].events; }
    template <class Written>
    void add(const OpenVoice& voice, Written&& event)
    {
        events(voice).emplace_back(std::in_place_type<std::decay_t<Written>>, std::forward<Written>(event));
    }
    /// To the current voice.
    template <class Written>
    void add(Written&& event)
    {
        add(current(), std::forward<Written>(event));
    }
    std::vector<OpenVoice>& voices() { return m_open; }

    /// For those voices that a field speaks for.
    template <class Apply>
    void forVoices(Apply&& apply)
    {
        if (!m_inHeader)
            return apply(current());
        apply(m_start);
        for (auto& voice : m_open)
            apply(voice);
    }
    void setKey(const Key& key);
    /// None: what the header said before does not hold either.
    void setTempo(std::optional<WrittenTempo> tempo);

private:
    void addVoice(std::string_view id);
    void begin(OpenVoice& voice);
    void addTempo(OpenVoice& voice, const WrittenTempo& tempo);

    Score& m_score;
    bool m_inHeader = true;
    OpenVoice m_start; ///< how a voice begins
    std::optional<Key> m_startKey;
    std::optional<WrittenTempo> m_startTempo;
    std::vector<OpenVoice> m_open; ///< in the order of m_score.voices
    std::size_t m_current = 0;
};

// Both throw TuneError.
void readField(OpenScore& score, char letter, std::string_view content);
/// A line of music, with fields in brackets.
void readMusic(OpenScore& score, std::string_view line);

/// Small enough that every product of lengths fits into 64 bits. Throws TuneError.
std::int64_t shortNumber(std::string_view digits);
/// `3`, `3/2`, `/`, `//`, `/4`, or nothing for 1. Throws TuneError.
Fraction takeLength(Cursor& cursor);

} // namespace partita::formats::abc
