#include "engine/core/digest.h"

#include "engine/core/file_io.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace partita {
namespace {

class Digest {
public:
    explicit Digest(const EVP_MD* kind = EVP_sha256()) : m_context(EVP_MD_CTX_new()) { EVP_DigestInit_ex(m_context.get(), kind, nullptr); }
    void add(std::span<const std::uint8_t> bytes) { EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()); }
    std::string hex()
    {
        std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
        unsigned size = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
        std::string text;
        for (const std::uint8_t byte : std::span(digest).first(size)) {
            text += "0123456789abcdef"[byte >> 4];
            text += "0123456789abcdef"[byte & 15];
        }
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* context) { EVP_MD_CTX_free(context); })> m_context;
};

} // namespace

std::string sha256(std::span<const std::uint8_t> bytes)
{
    Digest digest;
    digest.add(bytes);
    return digest.hex();
}

std::string sha256(std::string_view text)
{
    return sha256(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string sha1(std::string_view text)
{
    Digest digest(EVP_sha1());
    digest.add(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    return digest.hex();
}

Result<std::string> sha256OfFile(const std::filesystem::path& path)
{
    const std::unique_ptr<std::FILE, decltype([](std::FILE* file) { std::fclose(file); })> file(std::fopen(path.c_str(), "rbe"));
    if (!file)
        return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    Digest digest;
    std::array<std::uint8_t, 1 << 16> block;
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get()))
        digest.add(std::span(block).first(got));
    if (std::ferror(file.get()))
        return fail(ErrorCode::kUnreadable, quoted(path) + " cannot be read: " + systemMessage(errno) + ".");
    return digest.hex();
}

} // namespace partita
