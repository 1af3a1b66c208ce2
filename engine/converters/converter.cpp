#include "engine/converters/converter.h"

#include "engine/converters/drums_converter.h"
#include "engine/converters/groove_converter.h"
#include "engine/converters/melody_converter.h"
#include "engine/converters/multitrack_converter.h"
#include "engine/converters/trio_converter.h"

namespace partita::converters {
namespace {

template <class Spec> struct Kind;
template <> struct Kind<MelodySpec> { using Converter = MelodyConverter; };
template <> struct Kind<DrumsSpec> { using Converter = DrumsConverter; };
template <> struct Kind<TrioSpec> { using Converter = TrioConverter; };
template <> struct Kind<GrooveSpec> { using Converter = GrooveConverter; };
template <> struct Kind<MultitrackSpec> { using Converter = MultitrackConverter; };

} // namespace

std::unique_ptr<DataConverter> makeConverter(const ConverterSpec& spec, Mode mode)
{
    return std::visit([mode]<class Spec>(const Spec& kind) -> std::unique_ptr<DataConverter> {
        return std::make_unique<typename Kind<Spec>::Converter>(kind, mode);
    }, spec);
}

} // namespace partita::converters
