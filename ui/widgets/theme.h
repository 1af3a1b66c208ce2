#pragma once

namespace partita::ui {
}
