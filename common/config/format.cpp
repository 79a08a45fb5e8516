// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/format.h"

#include <algorithm>
#include <array>
#include <utility>

namespace archivesmp::config {

using namespace Qt::StringLiterals;

Format formatOfFile(QStringView fileName)
{
    static constexpr std::array<std::pair<QStringView, Format>, 7> endings{{
        {u".yml", Format::Yaml},
        {u".yaml", Format::Yaml},
        {u".json", Format::Json},
        {u".json5", Format::Json},
        {u".toml", Format::Toml},
        {u".properties", Format::Properties},
        {u".conf", Format::Hocon},
    }};
    const auto found = std::find_if(endings.begin(), endings.end(), [fileName](const auto &ending) {
        return fileName.endsWith(ending.first, Qt::CaseInsensitive);
    });
    return found == endings.end() ? Format::Unknown : found->second;
}

QString nameOf(Format format)
{
    switch (format) {
    case Format::Yaml:
        return u"YAML"_s;
    case Format::Json:
        return u"JSON"_s;
    case Format::Toml:
        return u"TOML"_s;
    case Format::Properties:
        return u"properties"_s;
    case Format::Hocon:
        return u"HOCON"_s;
    case Format::Unknown:
        break;
    }
    return u"an unknown format"_s;
}

} // namespace archivesmp::config
