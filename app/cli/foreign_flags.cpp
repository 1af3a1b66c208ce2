#include "app/cli/foreign_flags.h"

#include "app/cli/output.h"

namespace partita::cli {

void acceptFlag(CLI::App& app, const std::string& flag, const std::string& sentence)
{
    app.add_option(flag, [flag, sentence](const CLI::results_t&) {
           note("{}: {}", flag, sentence);
           return true;
       }, "Accepted. " + sentence)
        ->expected(0, 1);
}

void refuseFlag(CLI::App& app, const std::string& flag, const std::string& sentence)
{
    app.add_option(flag, [flag, sentence](const CLI::results_t&) -> bool { throw CLI::ValidationError(flag, sentence); }, "Refused. " + sentence)->expected(0, 1);
}

} // namespace partita::cli
