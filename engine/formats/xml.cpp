#include "engine/formats/xml.h"

#include <fmt/format.h>

#include <expat.h>
#include <iconv.h>

#include <cstring>
#include <memory>

namespace partita::formats {
namespace {

constexpr std::size_t kMaxDepth = 200;
constexpr std::size_t kMaxElements = 5'000'000;

/// Builds the tree as expat walks through the text.
struct Builder {
    XML_Parser parser;
    XmlElement root;
    std::vector<XmlElement*> open;
    std::size_t elements = 0;
    const char* limit = nullptr; ///< the limit that was exceeded

    void stop(const char* reason)
    {
        limit = reason;
        XML_StopParser(parser, XML_FALSE);
    }
};

void XMLCALL onStart(void* user, const char* tag, const char** attributes)
{
    auto& builder = *static_cast<Builder*>(user);
    if (builder.open.size() >= kMaxDepth)
        return builder.stop("its elements are nested too deeply");
    if (++builder.elements > kMaxElements)
        return builder.stop("it has too many elements");

    // Pointers into `children` stay good: a vector grows only when its last element is closed already.
    XmlElement* element = &builder.root;
    if (!builder.open.empty())
        element = &builder.open.back()->children.emplace_back();
    element->tag = tag;
    for (; attributes[0]; attributes += 2)
        element->attributes.emplace_back(attributes[0], attributes[1]);
    builder.open.push_back(element);
}

void XMLCALL onEnd(void* user, const char*)
{
    static_cast<Builder*>(user)->open.pop_back();
}

void XMLCALL onText(void* user, const char* text, int length)
{
    auto& builder = *static_cast<Builder*>(user);
    if (builder.open.empty() || !builder.open.back()->children.empty())
        return;
    auto& target = builder.open.back()->text;
    if (!target)
        target.emplace();
    target->append(text, static_cast<std::size_t>(length));
}

/// 8-bit code pages that expat does not know itself: one table entry a byte.
int XMLCALL onUnknownEncoding(void*, const char* name, XML_Encoding* encoding)
{
    const iconv_t converter = ::iconv_open("UTF-32LE", name);
    if (converter == reinterpret_cast<iconv_t>(-1))
        return XML_STATUS_ERROR;
    for (int byte = 0; byte < 256; ++byte) {
        char input = static_cast<char>(byte);
        std::int32_t code = -1;
        char* from = &input;
        char* to = reinterpret_cast<char*>(&code);
        std::size_t left = 1, room = sizeof code;
        const bool converted = ::iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1) && room == 0;
        ::iconv(converter, nullptr, nullptr, nullptr, nullptr);
        encoding->map[byte] = converted ? code : -1;
    }
    ::iconv_close(converter);
    encoding->data = nullptr;
    encoding->convert = nullptr;
    encoding->release = nullptr;
    return XML_STATUS_OK;
}

} // namespace

const XmlElement* XmlElement::child(std::string_view name) const
{
    for (const auto& element : children)
        if (element.tag == name)
            return &element;
    return nullptr;
}

const std::string* XmlElement::attribute(std::string_view name) const
{
    for (const auto& [key, value] : attributes)
        if (key == name)
            return &value;
    return nullptr;
}

Result<XmlElement> parseXml(std::span<const std::uint8_t> bytes)
{
    const std::unique_ptr<XML_ParserStruct, decltype([](XML_Parser parser) { XML_ParserFree(parser); })> parser(XML_ParserCreate(nullptr));
    Builder builder{parser.get(), {}, {}, 0, nullptr};
    XML_SetUserData(parser.get(), &builder);
    XML_SetElementHandler(parser.get(), onStart, onEnd);
    XML_SetCharacterDataHandler(parser.get(), onText);
    XML_SetUnknownEncodingHandler(parser.get(), onUnknownEncoding, nullptr);

    constexpr std::size_t kBlock = 1 << 20; // expat counts in int
    for (std::size_t at = 0;; at += kBlock) {
        const auto block = bytes.subspan(std::min(at, bytes.size()));
        const bool last = block.size() <= kBlock;
        const auto size = static_cast<int>(std::min(block.size(), kBlock));
        if (XML_Parse(parser.get(), reinterpret_cast<const char*>(block.data()), size, last) == XML_STATUS_ERROR)
            break;
        if (last)
            return std::move(builder.root);
    }
    if (builder.limit)
        return fail(ErrorCode::kTooLarge, builder.limit);
    return fail(ErrorCode::kDamaged, fmt::format("{}: line {}, column {}", XML_ErrorString(XML_GetErrorCode(parser.get())),
                                                 XML_GetCurrentLineNumber(parser.get()), XML_GetCurrentColumnNumber(parser.get())));
}

} // namespace partita::formats
