#include "engine/study/ngram.h"

#include <algorithm>
#include <cmath>

namespace partita::study {
namespace {

constexpr char32_t kStart = 0, kEnd = 1, kUnseen = 2, kFirst = 3;

std::size_t bucketOf(std::uint32_t count)
{
    return std::min<std::uint32_t>(count, 3) - 1;
}

} // namespace

NGram::NGram(int order) : m_order(static_cast<std::size_t>(std::max(order, 1))), m_orders(m_order) {}

char32_t NGram::idOf(Token token) const
{
    const auto found = m_ids.find(token);
    return found == m_ids.end() ? kUnseen : found->second;
}

NGram::Key NGram::padded(std::span<const Token> sequence) const
{
    Key key(m_order - 1, kStart);
    for (const Token token : sequence)
        key.push_back(idOf(token));
    key.push_back(kEnd);
    return key;
}

void NGram::add(std::span<const Token> sequence)
{
    for (const Token token : sequence)
        m_ids.try_emplace(token, static_cast<char32_t>(kFirst + m_ids.size()));
    const Key key = padded(sequence);
    for (std::size_t end = m_order; end <= key.size(); ++end)
        ++m_orders.back().counts[key.substr(end - m_order, m_order)];
}

void NGram::finish()
{
    for (std::size_t n = m_order; n-- > 0;) {
        Order& order = m_orders[n];
        if (n + 1 < m_order) // in how many ways it is reached
            for (const auto& [key, count] : m_orders[n + 1].counts)
                ++order.counts[key.substr(1)];
        double withCount[5] = {};
        for (const auto& [key, count] : order.counts) {
            Followed& context = order.contexts[key.substr(0, n)];
            context.total += count;
            ++context.byCount[bucketOf(count)];
            if (count <= 4)
                ++withCount[count];
        }
        const double share = withCount[1] / (withCount[1] + 2.0 * withCount[2]);
        bool sound = std::all_of(withCount + 1, withCount + 5, [](double some) { return some > 0; });
        for (int k = 1; k <= 3; ++k) {
            double& discount = order.discounts[k - 1] = k - (k + 1) * share * withCount[k + 1] / withCount[k];
            sound &= discount > 0.0 && discount <= k;
        }
        if (!sound) // without a discount nothing would be left for what was not seen
            for (int k = 1; k <= 3; ++k)
                order.discounts[k - 1] = 0.5 * k;
    }
}

double NGram::probability(Key context, char32_t id) const
{
    double p = 1.0 / static_cast<double>(vocabulary());
    for (std::size_t n = 0; n < m_order; ++n) { // from no context to the longest
        Key key = context.substr(context.size() - n);
        const auto followed = m_orders[n].contexts.find(key);
        if (followed == m_orders[n].contexts.end())
            break;
        key.push_back(id);
        const auto found = m_orders[n].counts.find(key);
        const double* discounts = m_orders[n].discounts;
        const double own = found == m_orders[n].counts.end() ? 0.0 : found->second - discounts[bucketOf(found->second)];
        double rest = 0.0;
        for (std::size_t k = 0; k < 3; ++k)
            rest += discounts[k] * followed->second.byCount[k];
        p = (std::max(own, 0.0) + rest * p) / followed->second.total;
    }
    return p;
}

double NGram::probability(std::span<const Token> history, Token token) const
{
    Key context = padded(history);
    context.pop_back();
    return probability(context.substr(context.size() - (m_order - 1)), idOf(token));
}

double NGram::endProbability(std::span<const Token> history) const
{
    Key context = padded(history);
    context.pop_back();
    return probability(context.substr(context.size() - (m_order - 1)), kEnd);
}

double NGram::cost(std::span<const Token> sequence) const
{
    const Key key = padded(sequence);
    double sum = 0.0;
    for (std::size_t i = m_order - 1; i < key.size(); ++i)
        sum -= std::log(probability(key.substr(i + 1 - m_order, m_order - 1), key[i]));
    return sum;
}

} // namespace partita::study
