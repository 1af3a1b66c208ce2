#include "engine/core/digest.h"

#include "engine/core/file_io.h"

#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>

namespace partita {
namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype([](EVP_MD_CTX* context) { EVP_MD_CTX_free(context); })>;

std::string finish(EVP_MD_CTX* context)
{
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context, digest.data(), &size);
    std::string text;
    for (const std::uint8_t byte : std::span(digest).first(size)) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const
{
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new())
{
    EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
}

void Sha256::add(std::span<const std::uint8_t> bytes)
{
    EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
}

std::string Sha256::hex()
{
    return finish(m_context.get());
}

std::string sha256(std::span<const std::uint8_t> bytes)
{
    Sha256 digest;
    digest.add(bytes);
    return digest.hex();
}

std::string sha256(std::string_view text)
{
    return sha256(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string sha1(std::string_view text)
{
    const Context context(EVP_MD_CTX_new());
    EVP_DigestInit_ex(context.get(), EVP_sha1(), nullptr);
    EVP_DigestUpdate(context.get(), text.data(), text.size());
    return finish(context.get());
}

Result<std::string> sha256OfFile(const std::filesystem::path& path)
{
    const std::unique_ptr<std::FILE, decltype([](std::FILE* file) { std::fclose(file); })> file(std::fopen(path.c_str(), "rbe"));
    if (!file)
        return fail(errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable,
                    quoted(path) + " cannot be opened: " + systemMessage(errno) + ".");
    Sha256 digest;
    std::array<std::uint8_t, 1 << 16> block;
    while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get()))
        digest.add(std::span(block).first(got));
    if (std::ferror(file.get()))
        return fail(ErrorCode::kUnreadable, quoted(path) + " cannot be read: " + systemMessage(errno) + ".");
    return digest.hex();
}

} // namespace partita
