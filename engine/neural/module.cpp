/// The far side of the door: compiled into partita-neural, the only library that links LibTorch.
#include "engine/neural/neural.h"

namespace partita::neural {
namespace {

class TorchNeural final : public Neural {};

} // namespace
} // namespace partita::neural

extern "C" partita::neural::Neural* partitaNeural()
{
    static partita::neural::TorchNeural instance;
    return &instance;
}
