#include "engine/study/midi_text.h"

#include <fmt/format.h>

#include <iterator>

namespace partita::study {

std::string midiLines(const midi::File& file)
{
    std::string text = fmt::format("H {} {} {}\n", file.format, file.tracks.size(), file.division);
    const auto out = std::back_inserter(text);
    for (std::size_t track = 0; track < file.tracks.size(); ++track)
        for (const midi::Event& event : file.tracks[track].events) {
            fmt::format_to(out, "{} {} {:02x}", track, event.tick.value, event.status);
            if (event.status == 0xff)
                fmt::format_to(out, " {:02x}", event.data1);
            if (const auto size = midi::dataBytes(event.status)) {
                if (*size > 0)
                    fmt::format_to(out, " {:02x}", event.data1);
                if (*size > 1)
                    fmt::format_to(out, " {:02x}", event.data2);
            } else {
                text += ' ';
                for (const std::uint8_t byte : event.payload)
                    fmt::format_to(out, "{:02x}", byte);
            }
            text += '\n';
        }
    return text;
}

} // namespace partita::study
