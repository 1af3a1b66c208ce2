#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace partita::study {

/// A language model of token sequences: interpolated modified Kneser–Ney. Sequences begin with order − 1 start marks and
/// end with an end mark, which is predicted like any token; tokens that were never seen share one place in the vocabulary.
/// Source: Chen and Goodman 1999; discounts that a small corpus does not give, or not between 0 and their count, are those
/// of KenLM (½, 1, 1½).
class NGram {
public:
    using Token = std::uint64_t;

    explicit NGram(int order = 5);

    void add(std::span<const Token> sequence);
    /// After the last `add`, before the first question.
    void finish();

    /// −Σ ln p of all tokens and the end mark: nats.
    double cost(std::span<const Token> sequence) const;
    /// p(token | history), of which the last order − 1 tokens count.
    double probability(std::span<const Token> history, Token token) const;
    /// p(end | history).
    double endProbability(std::span<const Token> history) const;
    /// Tokens seen, the end mark and the unseen.
    std::size_t vocabulary() const { return m_ids.size() + 2; }

private:
    using Key = std::u32string; ///< ids of tokens, oldest first
    /// What followed a context.
    struct Followed {
        double total = 0.0;
        double byCount[3] = {}; ///< how many different tokens followed once, twice, more often
    };
    struct Order {
        std::unordered_map<Key, std::uint32_t> counts;
        std::unordered_map<Key, Followed> contexts;
        double discounts[3] = {};
    };

    char32_t idOf(Token token) const;
    Key padded(std::span<const Token> sequence) const;
    double probability(Key context, char32_t id) const;

    std::size_t m_order;
    std::unordered_map<Token, char32_t> m_ids;
    std::vector<Order> m_orders; ///< [n − 1]: n-grams
};

} // namespace partita::study
