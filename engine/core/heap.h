#pragma once

namespace partita {

/// From now on this process keeps the memory that it frees, and takes it for what it needs next. For programs that free and
/// need the same hundreds of megabytes again and again: pages given back and fetched anew are pages to be filled with zeros
/// each time. Threads: any.
void keepFreedMemory();

} // namespace partita
