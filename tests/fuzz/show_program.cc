// Prints the program that an input of the run target stands for.

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tests/fuzz/program_generator.h"

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    std::cout << seq::GenerateProgram(
        reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  }
}
