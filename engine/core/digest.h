#pragma once

#include "engine/core/error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st; // of OpenSSL

namespace partita {

/// SHA-256 of bytes that come piece by piece.
class Sha256 {
public:
    Sha256();
    void add(std::span<const std::uint8_t> bytes);
    /// 64 lower-case hex digits. Call it last and once.
    std::string hex();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

/// SHA-256 as 64 lower-case hex digits.
std::string sha256(std::span<const std::uint8_t> bytes);
std::string sha256(std::string_view text);
/// SHA-1 as 40 digits: Magenta names sequences by it. For nothing that has to withstand an attack.
std::string sha1(std::string_view text);
/// SHA-256 of a file's bytes, read in pieces. Errors: kNotFound, kUnreadable.
Result<std::string> sha256OfFile(const std::filesystem::path& path);

} // namespace partita
