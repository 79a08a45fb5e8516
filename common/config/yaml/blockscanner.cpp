// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/blockscanner.h"

#include "common/config/documentbuilder.h"
#include "common/config/yaml/blockscanning.h"

namespace archivesmp::config {

std::optional<ConfigDocument> scanBlockYaml(const QByteArray &source, const ParseLimits &limits)
{
    ConfigDocument::Builder builder(source, Format::Yaml, limits);
    if (!BlockScanning(builder, isSimpleText(source)).scan())
        return {};
    auto document = builder.finish();
    return document ? std::optional(std::move(*document)) : std::nullopt;
}

} // namespace archivesmp::config
