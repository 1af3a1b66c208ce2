#pragma once

#include <cstdio>
#include <cstdlib>

/// A property that must hold for every input: says which one broke, then stops so that libFuzzer keeps the input.
#define REQUIRE(property)                                                                                                         \
    do {                                                                                                                          \
        if (!(property)) {                                                                                                        \
            std::fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property);                                    \
            std::abort();                                                                                                         \
        }                                                                                                                         \
    } while (false)
