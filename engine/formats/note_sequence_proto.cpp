#include "engine/formats/note_sequence_proto.h"

#include "formats/proto/note_sequence.pb.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <fmt/format.h>

namespace partita::formats {
namespace {

using Proto = magenta::NoteSequence;

/// Metadata and section plans nest lists of tiny entries; real ones are short.
constexpr std::size_t kMaxNestedBytes = 1 << 20;

void write(const NoteSequence::Note& from, Proto::Note& to)
{
    to.set_pitch(from.pitch);
    to.set_velocity(from.velocity);
    to.set_start_time(from.startTime.value);
    to.set_end_time(from.endTime.value);
    to.set_numerator(from.numerator);
    to.set_denominator(from.denominator);
    to.set_instrument(from.instrument);
    to.set_program(from.program);
    to.set_is_drum(from.isDrum);
    to.set_part(from.part);
    to.set_pitch_name(from.pitchName);
    to.set_voice(from.voice);
    to.set_quantized_start_step(from.quantizedStartStep.value);
    to.set_quantized_end_step(from.quantizedEndStep.value);
}
void read(const Proto::Note& from, NoteSequence::Note& to)
{
    to.pitch = from.pitch();
    to.velocity = from.velocity();
    to.startTime = Seconds(from.start_time());
    to.endTime = Seconds(from.end_time());
    to.numerator = from.numerator();
    to.denominator = from.denominator();
    to.instrument = from.instrument();
    to.program = from.program();
    to.isDrum = from.is_drum();
    to.part = from.part();
    to.pitchName = from.pitch_name();
    to.voice = from.voice();
    to.quantizedStartStep = Steps(from.quantized_start_step());
    to.quantizedEndStep = Steps(from.quantized_end_step());
}

void write(const NoteSequence::TimeSignature& from, Proto::TimeSignature& to)
{
    to.set_time(from.time.value);
    to.set_numerator(from.numerator);
    to.set_denominator(from.denominator);
}
void read(const Proto::TimeSignature& from, NoteSequence::TimeSignature& to)
{
    to.time = Seconds(from.time());
    to.numerator = from.numerator();
    to.denominator = from.denominator();
}

void write(const NoteSequence::KeySignature& from, Proto::KeySignature& to)
{
    to.set_time(from.time.value);
    to.set_key(from.key);
    to.set_mode(static_cast<int>(from.mode));
}
void read(const Proto::KeySignature& from, NoteSequence::KeySignature& to)
{
    to.time = Seconds(from.time());
    to.key = from.key();
    to.mode = static_cast<NoteSequence::Mode>(from.mode());
}

void write(const NoteSequence::Tempo& from, Proto::Tempo& to)
{
    to.set_time(from.time.value);
    to.set_qpm(from.qpm);
}
void read(const Proto::Tempo& from, NoteSequence::Tempo& to)
{
    to.time = Seconds(from.time());
    to.qpm = from.qpm();
}

void write(const NoteSequence::PitchBend& from, Proto::PitchBend& to)
{
    to.set_time(from.time.value);
    to.set_bend(from.bend);
    to.set_instrument(from.instrument);
    to.set_program(from.program);
    to.set_is_drum(from.isDrum);
}
void read(const Proto::PitchBend& from, NoteSequence::PitchBend& to)
{
    to.time = Seconds(from.time());
    to.bend = from.bend();
    to.instrument = from.instrument();
    to.program = from.program();
    to.isDrum = from.is_drum();
}

void write(const NoteSequence::ControlChange& from, Proto::ControlChange& to)
{
    to.set_time(from.time.value);
    to.set_control_number(from.controlNumber);
    to.set_control_value(from.controlValue);
    to.set_instrument(from.instrument);
    to.set_program(from.program);
    to.set_is_drum(from.isDrum);
    to.set_quantized_step(from.quantizedStep.value);
}
void read(const Proto::ControlChange& from, NoteSequence::ControlChange& to)
{
    to.time = Seconds(from.time());
    to.controlNumber = from.control_number();
    to.controlValue = from.control_value();
    to.instrument = from.instrument();
    to.program = from.program();
    to.isDrum = from.is_drum();
    to.quantizedStep = Steps(from.quantized_step());
}

void write(const NoteSequence::PartInfo& from, Proto::PartInfo& to)
{
    to.set_part(from.part);
    to.set_name(from.name);
}
void read(const Proto::PartInfo& from, NoteSequence::PartInfo& to)
{
    to.part = from.part();
    to.name = from.name();
}

void write(const NoteSequence::InstrumentInfo& from, Proto::InstrumentInfo& to)
{
    to.set_instrument(from.instrument);
    to.set_name(from.name);
}
void read(const Proto::InstrumentInfo& from, NoteSequence::InstrumentInfo& to)
{
    to.instrument = from.instrument();
    to.name = from.name();
}

void write(const NoteSequence::SourceInfo& from, Proto::SourceInfo& to)
{
    to.set_source_type(static_cast<int>(from.sourceType));
    to.set_encoding_type(static_cast<int>(from.encodingType));
    to.set_parser(static_cast<int>(from.parser));
}
void read(const Proto::SourceInfo& from, NoteSequence::SourceInfo& to)
{
    to.sourceType = static_cast<NoteSequence::SourceType>(from.source_type());
    to.encodingType = static_cast<NoteSequence::EncodingType>(from.encoding_type());
    to.parser = static_cast<NoteSequence::Parser>(from.parser());
}

void write(const NoteSequence::TextAnnotation& from, Proto::TextAnnotation& to)
{
    to.set_time(from.time.value);
    to.set_text(from.text);
    to.set_annotation_type(static_cast<int>(from.annotationType));
    to.set_quantized_step(from.quantizedStep.value);
}
void read(const Proto::TextAnnotation& from, NoteSequence::TextAnnotation& to)
{
    to.time = Seconds(from.time());
    to.text = from.text();
    to.annotationType = static_cast<NoteSequence::TextAnnotationType>(from.annotation_type());
    to.quantizedStep = Steps(from.quantized_step());
}

void write(const NoteSequence::SubsequenceInfo& from, Proto::SubsequenceInfo& to)
{
    to.set_start_time_offset(from.startTimeOffset.value);
    to.set_end_time_offset(from.endTimeOffset.value);
}
void read(const Proto::SubsequenceInfo& from, NoteSequence::SubsequenceInfo& to)
{
    to.startTimeOffset = Seconds(from.start_time_offset());
    to.endTimeOffset = Seconds(from.end_time_offset());
}

void write(const NoteSequence::SectionAnnotation& from, Proto::SectionAnnotation& to)
{
    to.set_time(from.time.value);
    to.set_section_id(from.sectionId);
}
void read(const Proto::SectionAnnotation& from, NoteSequence::SectionAnnotation& to)
{
    to.time = Seconds(from.time());
    to.sectionId = from.section_id();
}

// Sections nest: the parser allows a hundred levels.
void write(const NoteSequence::SectionGroup& from, Proto::SectionGroup& to)
{
    for (const auto& section : from.sections) {
        auto& item = *to.add_sections();
        if (section.sectionId)
            item.set_section_id(*section.sectionId);
        else if (!section.sectionGroup.empty())
            write(section.sectionGroup.front(), *item.mutable_section_group());
    }
    to.set_num_times(from.numTimes);
}
void read(const Proto::SectionGroup& from, NoteSequence::SectionGroup& to)
{
    for (const auto& item : from.sections()) {
        auto& section = to.sections.emplace_back();
        if (item.has_section_id())
            section.sectionId = item.section_id();
        else if (item.has_section_group())
            read(item.section_group(), section.sectionGroup.emplace_back());
    }
    to.numTimes = from.num_times();
}

void write(const NoteSequence::SequenceMetadata& from, magenta::SequenceMetadata& to)
{
    to.set_title(from.title);
    to.set_artist(from.artist);
    to.mutable_genre()->Assign(from.genre.begin(), from.genre.end());
    to.mutable_composers()->Assign(from.composers.begin(), from.composers.end());
}
void read(const magenta::SequenceMetadata& from, NoteSequence::SequenceMetadata& to)
{
    to.title = from.title();
    to.artist = from.artist();
    to.genre.assign(from.genre().begin(), from.genre().end());
    to.composers.assign(from.composers().begin(), from.composers().end());
}

template <class Items, class Messages>
void writeAll(const Items& items, Messages& messages)
{
    messages.Reserve(static_cast<int>(items.size()));
    for (const auto& item : items)
        write(item, *messages.Add());
}
template <class Messages, class Items>
void readAll(const Messages& messages, Items& items)
{
    items.resize(static_cast<std::size_t>(messages.size()));
    for (int i = 0; i < messages.size(); ++i)
        read(messages[i], items[static_cast<std::size_t>(i)]);
}

void write(const NoteSequence& from, Proto& to)
{
    to.set_id(from.id);
    to.set_filename(from.filename);
    to.set_collection_name(from.collectionName);
    to.set_ticks_per_quarter(from.ticksPerQuarter);
    writeAll(from.timeSignatures, *to.mutable_time_signatures());
    writeAll(from.keySignatures, *to.mutable_key_signatures());
    writeAll(from.tempos, *to.mutable_tempos());
    writeAll(from.notes, *to.mutable_notes());
    to.set_total_time(from.totalTime.value);
    writeAll(from.pitchBends, *to.mutable_pitch_bends());
    writeAll(from.controlChanges, *to.mutable_control_changes());
    writeAll(from.partInfos, *to.mutable_part_infos());
    if (from.sourceInfo)
        write(*from.sourceInfo, *to.mutable_source_info());
    writeAll(from.textAnnotations, *to.mutable_text_annotations());
    if (from.quantizationInfo) {
        auto& info = *to.mutable_quantization_info();
        if (const auto* perQuarter = std::get_if<NoteSequence::StepsPerQuarter>(&*from.quantizationInfo))
            info.set_steps_per_quarter(perQuarter->value);
        else
            info.set_steps_per_second(std::get<NoteSequence::StepsPerSecond>(*from.quantizationInfo).value);
    }
    to.set_total_quantized_steps(from.totalQuantizedSteps.value);
    if (from.subsequenceInfo)
        write(*from.subsequenceInfo, *to.mutable_subsequence_info());
    to.set_reference_number(from.referenceNumber);
    if (from.sequenceMetadata)
        write(*from.sequenceMetadata, *to.mutable_sequence_metadata());
    writeAll(from.sectionAnnotations, *to.mutable_section_annotations());
    writeAll(from.sectionGroups, *to.mutable_section_groups());
    writeAll(from.instrumentInfos, *to.mutable_instrument_infos());
}

void read(const Proto& from, NoteSequence& to)
{
    to.id = from.id();
    to.filename = from.filename();
    to.collectionName = from.collection_name();
    to.ticksPerQuarter = from.ticks_per_quarter();
    readAll(from.time_signatures(), to.timeSignatures);
    readAll(from.key_signatures(), to.keySignatures);
    readAll(from.tempos(), to.tempos);
    readAll(from.notes(), to.notes);
    to.totalTime = Seconds(from.total_time());
    readAll(from.pitch_bends(), to.pitchBends);
    readAll(from.control_changes(), to.controlChanges);
    readAll(from.part_infos(), to.partInfos);
    if (from.has_source_info())
        read(from.source_info(), to.sourceInfo.emplace(NoteSequence::SourceInfo{}));
    readAll(from.text_annotations(), to.textAnnotations);
    if (const auto& info = from.quantization_info(); info.has_steps_per_quarter())
        to.quantizationInfo = NoteSequence::StepsPerQuarter{info.steps_per_quarter()};
    else if (info.has_steps_per_second())
        to.quantizationInfo = NoteSequence::StepsPerSecond{info.steps_per_second()};
    to.totalQuantizedSteps = Steps(from.total_quantized_steps());
    if (from.has_subsequence_info())
        read(from.subsequence_info(), to.subsequenceInfo.emplace(NoteSequence::SubsequenceInfo{}));
    to.referenceNumber = from.reference_number();
    if (from.has_sequence_metadata())
        read(from.sequence_metadata(), to.sequenceMetadata.emplace(NoteSequence::SequenceMetadata{}));
    readAll(from.section_annotations(), to.sectionAnnotations);
    readAll(from.section_groups(), to.sectionGroups);
    readAll(from.instrument_infos(), to.instrumentInfos);
}

/// Walks over the fields without unpacking them, so that a small message cannot ask for much memory.
Result<void> checkSize(std::span<const std::uint8_t> bytes)
{
    using google::protobuf::internal::WireFormatLite;
    google::protobuf::io::CodedInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
    std::size_t entries = 0, nested = 0;
    while (const std::uint32_t tag = stream.ReadTag()) {
        const int before = stream.CurrentPosition();
        if (!WireFormatLite::SkipField(&stream, tag))
            break; // the parser will say so
        const int number = WireFormatLite::GetTagFieldNumber(tag);
        if (number == Proto::kSequenceMetadataFieldNumber || number == Proto::kSectionGroupsFieldNumber)
            nested += static_cast<std::size_t>(stream.CurrentPosition() - before);
        if (++entries > kMaxNoteSequenceEntries || nested > kMaxNestedBytes)
            return fail(ErrorCode::kTooLarge, fmt::format("The NoteSequence has more than {} entries, or more metadata and sections than "
                                                          "any piece of music needs; split it.", kMaxNoteSequenceEntries));
    }
    return {};
}

} // namespace

Bytes serialize(const NoteSequence& sequence)
{
    Proto proto;
    write(sequence, proto);
    Bytes bytes(proto.ByteSizeLong());
    proto.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

Result<NoteSequence> parseNoteSequence(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() > kMaxNoteSequenceBytes)
        return fail(ErrorCode::kTooLarge, fmt::format("The NoteSequence has {} bytes; more than {} are not read.", bytes.size(), kMaxNoteSequenceBytes));
    if (auto size = checkSize(bytes); !size)
        return fail(size);
    Proto proto;
    if (!proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        return fail(ErrorCode::kDamaged, "The NoteSequence is damaged, or it is a message of another kind.");
    NoteSequence sequence;
    read(proto, sequence);
    return sequence;
}

} // namespace partita::formats
