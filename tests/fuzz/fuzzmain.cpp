// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzztargets.h"

#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const QByteArray input(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    for (const auto &target : archivesmp::tests::fuzzTargets()) {
        if (std::string_view(target.name) == ARCHIVESMP_FUZZ_TARGET)
            target.run(input);
    }
    return 0;
}
