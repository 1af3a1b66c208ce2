#include "engine/converters/converter.h"

#include "engine/converters/melody_converter.h"

namespace partita::converters {
namespace {

std::unique_ptr<DataConverter> make(const MelodySpec& spec, Mode mode)
{
    return std::make_unique<MelodyConverter>(spec, mode);
}

/// The other kinds come one by one.
template <class Spec>
std::unique_ptr<DataConverter> make(const Spec&, Mode)
{
    return nullptr;
}

} // namespace

std::unique_ptr<DataConverter> makeConverter(const ConverterSpec& spec, Mode mode)
{
    return std::visit([mode](const auto& kind) { return make(kind, mode); }, spec);
}

} // namespace partita::converters
