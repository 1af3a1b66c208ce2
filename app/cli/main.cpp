#include <cstdio>

int main()
{
    std::puts("partita " PARTITA_VERSION);
}
