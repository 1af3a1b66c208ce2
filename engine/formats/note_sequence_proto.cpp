#include "engine/formats/note_sequence_proto.h"

#include "engine/formats/wire.h"

#include <fmt/format.h>

#include <concepts>
#include <type_traits>

namespace partita::formats {
namespace {

using namespace wire;

template <class T, class Type>
concept Is = std::same_as<std::remove_const_t<T>, Type>;

// The messages of note_seq's data sets: each field with its number, as it lies in files; none may ever change. Whoever
// counts, writes or reads a message walks these lists. Text is taken as bytes: one bad letter in a foreign file does not
// lose the whole sequence.

void fields(auto& each, Is<NoteSequence::Note> auto& note)
{
    each(1, note.pitch);
    each(2, note.velocity);
    each(3, note.startTime);
    each(4, note.endTime);
    each(5, note.numerator);
    each(6, note.denominator);
    each(7, note.instrument);
    each(8, note.program);
    each(9, note.isDrum);
    each(10, note.part);
    each(11, note.pitchName);
    each(12, note.voice);
    each(13, note.quantizedStartStep);
    each(14, note.quantizedEndStep);
}

void fields(auto& each, Is<NoteSequence::TimeSignature> auto& signature)
{
    each(1, signature.time);
    each(2, signature.numerator);
    each(3, signature.denominator);
}

void fields(auto& each, Is<NoteSequence::KeySignature> auto& signature)
{
    each(1, signature.time);
    each(2, signature.key);
    each(3, signature.mode);
}

void fields(auto& each, Is<NoteSequence::Tempo> auto& tempo)
{
    each(1, tempo.time);
    each(2, tempo.qpm);
}

void fields(auto& each, Is<NoteSequence::PitchBend> auto& bend)
{
    each(1, bend.time);
    each(2, bend.bend);
    each(3, bend.instrument);
    each(4, bend.program);
    each(5, bend.isDrum);
}

void fields(auto& each, Is<NoteSequence::ControlChange> auto& change)
{
    each(1, change.time);
    each(2, change.controlNumber);
    each(3, change.controlValue);
    each(4, change.instrument);
    each(5, change.program);
    each(6, change.isDrum);
    each(7, change.quantizedStep);
}

void fields(auto& each, Is<NoteSequence::PartInfo> auto& info)
{
    each(1, info.part);
    each(2, info.name);
}

void fields(auto& each, Is<NoteSequence::InstrumentInfo> auto& info)
{
    each(1, info.instrument);
    each(2, info.name);
}

void fields(auto& each, Is<NoteSequence::SourceInfo> auto& info)
{
    each(1, info.sourceType);
    each(2, info.encodingType);
    each(3, info.parser);
}

void fields(auto& each, Is<NoteSequence::TextAnnotation> auto& annotation)
{
    each(1, annotation.time);
    each(2, annotation.text);
    each(3, annotation.annotationType);
    each(4, annotation.quantizedStep);
}

void fields(auto& each, Is<NoteSequence::QuantizationInfo> auto& info)
{
    each.choice(1, std::type_identity<NoteSequence::StepsPerQuarter>(), info);
    each.choice(2, std::type_identity<NoteSequence::StepsPerSecond>(), info);
}

void fields(auto& each, Is<NoteSequence::SubsequenceInfo> auto& info)
{
    each(1, info.startTimeOffset);
    each(2, info.endTimeOffset);
}

void fields(auto& each, Is<NoteSequence::SectionAnnotation> auto& annotation)
{
    each(1, annotation.time);
    each(4, annotation.sectionId);
}

void fields(auto& each, Is<NoteSequence::Section> auto& section)
{
    each.either(1, section.sectionId, 2, section.sectionGroup);
}

void fields(auto& each, Is<NoteSequence::SectionGroup> auto& group)
{
    each(1, group.sections);
    each(2, group.numTimes);
}

void fields(auto& each, Is<NoteSequence::SequenceMetadata> auto& metadata)
{
    each(1, metadata.title);
    each(2, metadata.artist);
    each(3, metadata.genre);
    each(4, metadata.composers);
}

constexpr int kNotes = 8, kMetadata = 19, kSectionGroups = 21;

void fields(auto& each, Is<NoteSequence> auto& sequence)
{
    each(1, sequence.id);
    each(2, sequence.filename);
    each(3, sequence.collectionName);
    each(4, sequence.ticksPerQuarter);
    each(5, sequence.timeSignatures);
    each(6, sequence.keySignatures);
    each(7, sequence.tempos);
    each(kNotes, sequence.notes);
    each(9, sequence.totalTime);
    each(10, sequence.pitchBends);
    each(11, sequence.controlChanges);
    each(12, sequence.partInfos);
    each(13, sequence.sourceInfo);
    each(14, sequence.textAnnotations);
    each(15, sequence.quantizationInfo);
    each(16, sequence.totalQuantizedSteps);
    each(17, sequence.subsequenceInfo);
    each(18, sequence.referenceNumber);
    each(kMetadata, sequence.sequenceMetadata);
    each(20, sequence.sectionAnnotations);
    each(kSectionGroups, sequence.sectionGroups);
    each(23, sequence.instrumentInfos);
}

/// Puts fields down as proto3 does: those that are not at their defaults. `Out` is a Writer, or a Counter.
template <class Out>
class Putting {
public:
    explicit Putting(Out& out) : m_out(out) {}

    template <class T>
        requires std::integral<T> || std::is_enum_v<T>
    void operator()(int number, T value)
    {
        if (value != T{})
            integer(number, static_cast<std::int64_t>(value));
    }
    void operator()(int number, Steps steps) { (*this)(number, steps.value); }
    void operator()(int number, double value)
    {
        if (std::bit_cast<std::uint64_t>(value) == 0) // −0 is written
            return;
        m_out.varint(tagOf(number, kFixed64));
        m_out.raw(&value, sizeof value);
    }
    void operator()(int number, Seconds seconds) { (*this)(number, seconds.value); }
    void operator()(int number, const std::string& value)
    {
        if (!value.empty())
            text(number, value);
    }
    void operator()(int number, const std::vector<std::string>& texts)
    {
        for (const auto& each : texts)
            text(number, each);
    }
    template <class T>
    void operator()(int number, const std::vector<T>& messages)
    {
        for (const auto& each : messages)
            message(number, each);
    }
    template <class T>
    void operator()(int number, const std::optional<T>& content)
    {
        if (content)
            message(number, *content);
    }
    template <class Choice>
    void choice(int number, std::type_identity<Choice>, const NoteSequence::QuantizationInfo& info)
    {
        if (const auto* chosen = std::get_if<Choice>(&info))
            integer(number, chosen->value);
    }
    void either(int idNumber, const std::optional<std::int64_t>& id, int groupNumber, const std::vector<NoteSequence::SectionGroup>& group)
    {
        if (id)
            integer(idNumber, *id);
        else if (!group.empty())
            message(groupNumber, group.front());
    }

private:
    void integer(int number, std::int64_t value)
    {
        m_out.varint(tagOf(number, kVarint));
        m_out.varint(static_cast<std::uint64_t>(value));
    }
    void text(int number, const std::string& value)
    {
        m_out.head(number, value.size());
        m_out.raw(value.data(), value.size());
    }
    void message(int number, const auto& content)
    {
        const std::size_t size = sizeOf(content);
        m_out.head(number, size);
        if constexpr (std::same_as<Out, Counter>)
            m_out.raw(nullptr, size);
        else
            fields(*this, content);
    }
    static std::size_t sizeOf(const auto& content)
    {
        Counter counter;
        Putting<Counter> putting(counter);
        fields(putting, content);
        return counter.size();
    }

    Out& m_out;
};

/// Takes the field that `Fields` stands at to its place in a message, if it is of the type that is expected there.
class Taking {
public:
    static constexpr int kDeepest = 100;

    /// False where the bytes are no message, or nest too deeply. Repeated fields go on where `content` ends.
    static bool message(std::span<const std::uint8_t> bytes, auto& content, int depth = 0)
    {
        Fields at(bytes);
        Taking taking(at, depth);
        while (taking.m_good && at.next())
            fields(taking, content);
        return taking.m_good && at.good() && depth <= kDeepest;
    }

    template <class T>
        requires std::integral<T> || std::is_enum_v<T>
    void operator()(int number, T& value)
    {
        if (!m_at.is(number, kVarint))
            return;
        if constexpr (std::same_as<T, bool>)
            value = m_at.integer() != 0;
        else if constexpr (std::is_enum_v<T>)
            value = static_cast<T>(static_cast<int>(m_at.integer()));
        else
            value = static_cast<T>(m_at.integer());
    }
    void operator()(int number, Steps& steps) { (*this)(number, steps.value); }
    void operator()(int number, double& value)
    {
        if (m_at.is(number, kFixed64))
            std::memcpy(&value, m_at.value().data(), sizeof value);
    }
    void operator()(int number, Seconds& seconds) { (*this)(number, seconds.value); }
    void operator()(int number, std::string& value)
    {
        if (m_at.is(number, kLengthDelimited))
            value.assign(m_at.value().begin(), m_at.value().end());
    }
    void operator()(int number, std::vector<std::string>& texts)
    {
        if (m_at.is(number, kLengthDelimited))
            texts.emplace_back(m_at.value().begin(), m_at.value().end());
    }
    template <class T>
    void operator()(int number, std::vector<T>& messages)
    {
        if (m_at.is(number, kLengthDelimited))
            take(messages.emplace_back());
    }
    template <class T>
    void operator()(int number, std::optional<T>& content)
    {
        if (!m_at.is(number, kLengthDelimited))
            return;
        if (!content)
            content = T{};
        take(*content);
    }
    void operator()(int number, std::optional<NoteSequence::QuantizationInfo>& info)
    {
        if (m_at.is(number, kLengthDelimited) && !m_at.value().empty()) // or neither was chosen
            take(info ? *info : info.emplace(NoteSequence::StepsPerQuarter{}));
    }
    template <class Choice>
    void choice(int number, std::type_identity<Choice>, NoteSequence::QuantizationInfo& info)
    {
        if (m_at.is(number, kVarint))
            info = Choice{static_cast<int>(m_at.integer())};
    }
    void either(int idNumber, std::optional<std::int64_t>& id, int groupNumber, std::vector<NoteSequence::SectionGroup>& group)
    {
        if (m_at.is(idNumber, kVarint)) {
            id = static_cast<std::int64_t>(m_at.integer());
            group.clear();
        } else if (m_at.is(groupNumber, kLengthDelimited)) {
            id.reset();
            group.resize(1);
            take(group.front());
        }
    }

private:
    Taking(const Fields& at, int depth) : m_at(at), m_depth(depth) {}
    void take(auto& content) { m_good = m_depth < kDeepest && message(m_at.value(), content, m_depth + 1); }

    const Fields& m_at;
    int m_depth;
    bool m_good = true;
};

/// Metadata and section plans nest lists of tiny entries; real ones are short.
constexpr std::size_t kMaxNestedBytes = 1 << 20;

/// Walks over the fields without unpacking them, so that a small message cannot ask for much memory; how many notes it holds.
Result<std::size_t> notesIn(std::span<const std::uint8_t> bytes)
{
    std::size_t entries = 0, notes = 0, nested = 0;
    for (Fields at(bytes); at.next();) {
        notes += at.number() == kNotes;
        if (at.number() == kMetadata || at.number() == kSectionGroups)
            nested += at.value().size();
        if (++entries > kMaxNoteSequenceEntries || nested > kMaxNestedBytes)
            return fail(ErrorCode::kTooLarge, fmt::format("The NoteSequence has more than {} entries, or more metadata and sections than "
                                                          "any piece of music needs; split it.", kMaxNoteSequenceEntries));
    }
    return notes;
}

} // namespace

Bytes serialize(const NoteSequence& sequence)
{
    Counter counter;
    Putting<Counter> counting(counter);
    fields(counting, sequence);
    Writer writer(counter.size());
    Putting<Writer> putting(writer);
    fields(putting, sequence);
    return writer.take();
}

Result<NoteSequence> parseNoteSequence(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() > kMaxNoteSequenceBytes)
        return fail(ErrorCode::kTooLarge, fmt::format("The NoteSequence has {} bytes; more than {} are not read.", bytes.size(), kMaxNoteSequenceBytes));
    const auto notes = notesIn(bytes);
    if (!notes)
        return fail(notes);
    NoteSequence sequence;
    sequence.notes.reserve(*notes);
    if (!Taking::message(bytes, sequence))
        return fail(ErrorCode::kDamaged, "The NoteSequence is damaged, or it is a message of another kind.");
    return sequence;
}

} // namespace partita::formats
