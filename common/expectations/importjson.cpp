// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/importjson.h"

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using config::ConfigDocument;

namespace {

Result<void> checkDocument(const ConfigDocument &document)
{
    if (document.source().startsWith("\xef\xbb\xbf"))
        return Error{
            ErrorCode::InvalidInput,          u"the file begins with a byte order mark"_s, {}, 1, 1, {},
            u"save it as UTF-8 without one"_s};
    for (const ConfigDocument::Problem &problem : document.problems())
        return Error{ErrorCode::InvalidInput, problem.message, {}, problem.line, problem.column, {},
                     u"keep one of them"_s};
    return {};
}

// JSON may have it, but no setting, plugin or instance does on purpose.
Result<void> checkTexts(const ConfigDocument &document)
{
    for (ConfigDocument::NodeIndex i = 0; i < document.nodes().size(); ++i) {
        if (document.node(i).text.contains('\0') || document.node(i).key.contains('\0'))
            return wrongAt(document, i, u"a text with the character U+0000"_s, u"remove the character"_s);
    }
    return {};
}

} // namespace

config::ParseLimits expectationLimits()
{
    config::ParseLimits limits;
    limits.bytes = qsizetype(128) * 1024 * 1024;
    limits.nodes = 8'000'000;
    limits.json = config::JsonDialect::Strict;
    return limits;
}

Result<ConfigDocument> parseImportJson(const QByteArray &json)
{
    auto document = config::parse(json, config::Format::Json, expectationLimits());
    if (!document)
        return document.error();
    if (const auto sound = checkDocument(*document); !sound)
        return sound.error();
    if (const auto clean = checkTexts(*document); !clean)
        return clean.error();
    return document;
}

Error wrongAt(const ConfigDocument &document, ConfigDocument::NodeIndex index, const QString &message,
              const QString &remedy)
{
    const auto &node = document.node(index);
    return {ErrorCode::InvalidInput,
            message,
            {},
            static_cast<int>(node.line),
            static_cast<int>(node.column),
            document.pathOf(index).toString(),
            remedy};
}

} // namespace archivesmp::expectations
