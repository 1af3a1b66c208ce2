#include "engine/core/heap.h"

#if __has_include(<malloc.h>)
#include <malloc.h>
#endif

namespace partita {

void keepFreedMemory()
{
#if defined(M_MMAP_MAX) && defined(M_TRIM_THRESHOLD)
    ::mallopt(M_MMAP_MAX, 0);        // blocks of their own go back when they are freed
    ::mallopt(M_TRIM_THRESHOLD, -1); // and so does the heap's end
#endif
}

} // namespace partita
