#pragma once

#include "engine/music/tempo_map.h"
#include "engine/project/document.h"
#include "ui/pianoroll/note_index.h"
#include "ui/pianoroll/roll_geometry.h"
#include "ui/pianoroll/snap.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace partita::ui {

/// A span of time, half open.
struct TickRange {
    Ticks start, end;
    bool isEmpty() const { return end <= start; }
    bool contains(Ticks tick) const { return start <= tick && tick < end; }
    friend bool operator==(const TickRange&, const TickRange&) = default;
};

/// Notes of one track as they are painted. The span belongs to the document.
struct PaintedTrack {
    std::span<const project::Note> notes;
    NoteIndex index;
    int color = 0;
    bool drum = false;
};

/// Notes that could stand in a region; drawn over what stands there now.
struct Candidate {
    std::vector<project::Note> notes;
    TickRange region;
};

/// All that a canvas shows but the playhead: what `paintRoll` makes an image of.
struct RollPicture {
    /// Of a note in `track`, by its place there.
    enum Mark : std::uint8_t { kSelected = 1, kHidden = 2 };

    RollGeometry geometry;
    MeterMap meters;
    Ticks ticksPerQuarter{480};
    Snap snap;

    PaintedTrack track;
    std::vector<std::uint8_t> marks;    ///< as many as the track has notes, or none
    std::vector<project::Note> draft;   ///< what a gesture under way makes of the hidden notes
    std::vector<PaintedTrack> ghosts;   ///< other tracks
    std::optional<TickRange> region;    ///< bars to regenerate
    std::optional<Candidate> candidate;

    std::uint8_t mark(std::size_t index) const { return marks.empty() ? 0 : marks[index]; }
};

} // namespace partita::ui
